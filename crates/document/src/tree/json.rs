//! Nodes as JSON, and back.

use std::fmt::{self, Write};
use std::sync::Arc;

use serde_json::Value;

use super::data::{Data, Member, Node, Object};
use super::number::Number;

impl Node {
    /// The value for programs that take JSON values: a number that no `i64`, `u64` or double can hold becomes the
    /// nearest double.
    pub fn to_json(&self) -> Value {
        match &self.data {
            Data::Null => Value::Null,
            Data::Bool(flag) => (*flag).into(),
            Data::Integer(integer) => (*integer).into(),
            Data::Decimal(text) => match text.parse::<u64>() {
                Ok(integer) => integer.into(),
                Err(_) => Number::written(Arc::clone(text)).to_f64().into(),
            },
            Data::String(text) => (**text).into(),
            Data::Array(elements) => elements.iter().map(Self::to_json).collect(),
            Data::Object(object) => object.iter().map(|(key, value)| (key.to_owned(), value.to_json())).collect(),
        }
    }

    /// The value as canonical JSON: two spaces, keys sorted, a final newline. Numbers are as they are written.
    pub fn canonical_json(&self) -> String {
        let mut text = String::new();
        // Nothing fails to be written into a string.
        let _ = write_pretty(self, &mut text, 0);
        text.push('\n');
        text
    }

    /// The one text of all equal values: compact JSON, keys sorted, numbers in their canonical form.
    pub fn normal_json(&self) -> String {
        let mut text = String::new();
        let _ = write(self, &mut text, Style::Normal);
        text
    }
}

/// Written nowhere.
impl From<&Value> for Node {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::null(),
            Value::Bool(flag) => (*flag).into(),
            Value::Number(number) => Number::parse(&number.to_string()).map_or_else(Self::null, Self::from),
            Value::String(text) => text.as_str().into(),
            Value::Array(elements) => elements.iter().map(Self::from).collect::<Vec<_>>().into(),
            Value::Object(members) => {
                let member = |(key, value): (&String, &Value)| Member {
                    key: key.as_str().into(),
                    position: None,
                    value: value.into(),
                };
                Object::new(members.iter().map(member).collect()).into()
            }
        }
    }
}

/// The value as compact JSON, in the order of the document.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_compact(self, f)
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// How values are written on one line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// In the order of the document, as it is written.
    Written,
    /// In the one form of all equal values.
    Normal,
}

fn write_compact(node: &Node, out: &mut impl Write) -> fmt::Result {
    write(node, out, Style::Written)
}

fn write(node: &Node, out: &mut impl Write, style: Style) -> fmt::Result {
    match &node.data {
        Data::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                out.write_char(if index > 0 { ',' } else { '[' })?;
                write(element, out, style)?;
            }
            out.write_str(if elements.is_empty() { "[]" } else { "]" })
        }
        Data::Object(object) => {
            let mut members: Vec<_> = object.iter().collect();
            if style == Style::Normal {
                members.sort_unstable_by_key(|(key, _)| *key);
            }
            for (index, (key, value)) in members.iter().enumerate() {
                out.write_char(if index > 0 { ',' } else { '{' })?;
                write_string(key, out)?;
                out.write_char(':')?;
                write(value, out, style)?;
            }
            out.write_str(if members.is_empty() { "{}" } else { "}" })
        }
        Data::Decimal(text) if style == Style::Normal => out.write_str(&Number::written(Arc::clone(text)).canonical()),
        scalar => write_scalar(scalar, out),
    }
}

fn write_pretty(node: &Node, out: &mut String, depth: usize) -> fmt::Result {
    let line = |out: &mut String, depth: usize| write!(out, "\n{:1$}", "", 2 * depth);
    match &node.data {
        Data::Array(elements) if !elements.is_empty() => {
            out.push('[');
            for (index, element) in elements.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                line(out, depth + 1)?;
                write_pretty(element, out, depth + 1)?;
            }
            line(out, depth)?;
            out.write_char(']')
        }
        Data::Object(object) if !object.is_empty() => {
            let mut members: Vec<_> = object.iter().collect();
            members.sort_unstable_by_key(|(key, _)| *key);
            out.push('{');
            for (index, (key, value)) in members.into_iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                line(out, depth + 1)?;
                write_string(key, out)?;
                out.push_str(": ");
                write_pretty(value, out, depth + 1)?;
            }
            line(out, depth)?;
            out.write_char('}')
        }
        _ => write_compact(node, out),
    }
}

fn write_scalar(scalar: &Data, out: &mut impl Write) -> fmt::Result {
    match scalar {
        Data::Bool(flag) => write!(out, "{flag}"),
        Data::Integer(integer) => write!(out, "{integer}"),
        Data::Decimal(text) => out.write_str(text),
        Data::String(text) => write_string(text, out),
        Data::Null | Data::Array(_) | Data::Object(_) => out.write_str("null"),
    }
}

fn write_string(text: &str, out: &mut impl Write) -> fmt::Result {
    write!(out, "{}", Value::from(text))
}
