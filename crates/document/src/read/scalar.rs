//! What a scalar of YAML means, by the core schema of YAML 1.2.2 (section 10.3).

use crate::tree::{Node, Number};

/// What a tag says of a node.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Null,
    Bool,
    Int,
    Float,
    Str,
    Seq,
    Map,
}

impl Tag {
    /// The tag of this name after `tag:yaml.org,2002:`.
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::Null,
            "bool" => Self::Bool,
            "int" => Self::Int,
            "float" => Self::Float,
            "str" => Self::Str,
            "seq" => Self::Seq,
            "map" => Self::Map,
            _ => return None,
        })
    }

    /// The tag as it is written, and what it is for.
    pub(super) fn describe(self) -> (&'static str, &'static str) {
        match self {
            Self::Null => ("!!null", "null"),
            Self::Bool => ("!!bool", "true or false"),
            Self::Int => ("!!int", "an integer"),
            Self::Float => ("!!float", "a decimal number"),
            Self::Str => ("!!str", "a string"),
            Self::Seq => ("!!seq", "a list"),
            Self::Map => ("!!map", "an object"),
        }
    }
}

/// The value of a scalar; none if it is a string.
///
/// # Errors
///
/// A sentence: JSON has no such value, or the tag says what the text is not.
pub(super) fn value(text: &str, is_plain: bool, tag: Option<Tag>) -> Result<Option<Node>, String> {
    let Some(tag) = tag else { return if is_plain { plain(text) } else { Ok(None) } };
    if tag == Tag::Str {
        return Ok(None);
    }
    let value = plain(text)?.filter(|value| match tag {
        Tag::Null => value.is_null(),
        Tag::Bool => value.is_boolean(),
        Tag::Int => is_integer(text),
        Tag::Float => Number::is_written(text),
        Tag::Str | Tag::Seq | Tag::Map => false,
    });
    let (name, purpose) = tag.describe();
    value.map(Some).ok_or_else(|| format!("the tag `{name}` is for {purpose}, and `{text}` is none"))
}

/// A scalar without quotes and tag.
fn plain(text: &str) -> Result<Option<Node>, String> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Ok(Some(Node::null())),
        "true" | "True" | "TRUE" => return Ok(Some(true.into())),
        "false" | "False" | "FALSE" => return Ok(Some(false.into())),
        _ => {}
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Err(format!("`{text}` is a number that JSON does not have"));
    }
    if let Some((digits, radix)) = other_radix(text) {
        let number = u128::from_str_radix(digits, radix).ok().and_then(|number| Number::parse(&number.to_string()));
        return number.map(|number| Some(number.into())).ok_or_else(|| format!("`{text}` has more than 128 bits"));
    }
    if !Number::is_written(text) {
        return Ok(None);
    }
    number(text).map(Some)
}

/// A number, which has the form of one.
///
/// # Errors
///
/// A sentence: its exponent is too large.
pub(super) fn number(text: &str) -> Result<Node, String> {
    let number = Number::parse(text).ok_or_else(|| format!("the exponent of `{text}` is beyond 1,000,000,000"))?;
    Ok(number.into())
}

/// The digits of a hexadecimal or octal number.
fn other_radix(text: &str) -> Option<(&str, u32)> {
    let of = |prefix, radix| Some((text.strip_prefix(prefix)?, radix));
    let (digits, radix) = of("0x", 16).or_else(|| of("0o", 8))?;
    (!digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix))).then_some((digits, radix))
}

fn is_integer(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_decimal = !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit());
    is_decimal || other_radix(text).is_some()
}
