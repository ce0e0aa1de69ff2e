//! Media types and ranges of them (RFC 9110, sections 8.3.1 and 12.5.1).

use std::fmt;
use std::str::FromStr;

/// A media type, `application/json; charset=utf-8`, or a range of them: `text/*`, `*/*`.
///
/// Displayed as it is written. Two are equal if their types and parameters are; letter case matters in the values of
/// parameters alone.
///
/// ```
/// use openapi::MediaType;
///
/// let given: MediaType = "Application/JSON; charset=utf-8".parse()?;
/// assert!(given.is_json());
/// let ranges: Vec<MediaType> = ["*/*", "application/json", "application/*"].map(|it| it.parse().unwrap()).into();
/// assert_eq!(given.most_specific(&ranges), Some(1));
/// # Ok::<_, openapi::NotAMediaType>(())
/// ```
#[derive(Clone, Debug)]
pub struct MediaType {
    written: String,
    /// `application`, in lower case.
    kind: String,
    /// `json`, in lower case.
    subtype: String,
    /// Names in lower case, and values without quotes.
    parameters: Vec<(String, String)>,
}

/// A text has not the form of a media type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAMediaType(pub String);

impl fmt::Display for NotAMediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no media type, such as `application/json`", self.0)
    }
}

impl std::error::Error for NotAMediaType {}

impl MediaType {
    /// The type without parameters, in lower case: `application/json`.
    pub fn essence(&self) -> String {
        format!("{}/{}", self.kind, self.subtype)
    }

    /// The media type as it is written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The value of a parameter, whose name is in lower case.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether bodies of this type are JSON: `application/json`, or a type that ends with `+json` (RFC 6839).
    pub fn is_json(&self) -> bool {
        (self.kind == "application" && self.subtype == "json") || self.subtype.ends_with("+json")
    }

    /// Whether this is a range.
    pub fn is_range(&self) -> bool {
        self.subtype == "*"
    }

    /// Whether this, which may be a range, covers a media type. Parameters make no difference.
    pub fn matches(&self, other: &Self) -> bool {
        let any = self.kind == "*" && self.subtype == "*";
        any || (self.kind == other.kind && (self.subtype == "*" || self.subtype == other.subtype))
    }

    /// The most specific of several ranges that cover this media type, by its index: a type before `text/*` before
    /// `*/*`; of two alike, the one that has more of the parameters, then fewer others, then the first.
    pub fn most_specific<'r>(&self, ranges: impl IntoIterator<Item = &'r Self>) -> Option<usize> {
        let ranges = ranges.into_iter().enumerate().filter(|(_, range)| range.matches(self));
        let best = ranges.max_by_key(|(index, range)| {
            let stars = usize::from(range.kind == "*") + usize::from(range.subtype == "*");
            let shared = range.parameters.iter().filter(|parameter| self.parameters.contains(parameter)).count();
            let others = range.parameters.len() - shared;
            (2 - stars, shared, std::cmp::Reverse(others), std::cmp::Reverse(*index))
        });
        best.map(|(index, _)| index)
    }
}

impl FromStr for MediaType {
    type Err = NotAMediaType;

    /// Parameters that have not the form of one are left out, as browsers do.
    fn from_str(text: &str) -> Result<Self, NotAMediaType> {
        let error = || NotAMediaType(text.to_owned());
        let mut parts = split_outside_quotes(text);
        let essence = parts.next().unwrap_or_default().trim();
        let (kind, subtype) = essence.split_once('/').ok_or_else(error)?;
        if !is_token(kind) || !is_token(subtype) {
            return Err(error());
        }
        let parameters = parts.filter_map(|part| {
            let (name, value) = part.trim().split_once('=')?;
            is_token(name).then(|| (name.to_ascii_lowercase(), unquoted(value)))
        });
        Ok(Self {
            written: text.trim().to_owned(),
            kind: kind.to_ascii_lowercase(),
            subtype: subtype.to_ascii_lowercase(),
            parameters: parameters.collect(),
        })
    }
}

impl PartialEq for MediaType {
    fn eq(&self, other: &Self) -> bool {
        (&self.kind, &self.subtype, &self.parameters) == (&other.kind, &other.subtype, &other.parameters)
    }
}

impl Eq for MediaType {}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// Whether a text is a token of HTTP (RFC 9110, section 5.6.2): the name of a header, the half of a media type.
pub fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

fn split_outside_quotes(text: &str) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    text.split(move |letter| {
        let ends = letter == ';' && !is_quoted;
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ => {}
        }
        ends
    })
}

fn unquoted(value: &str) -> String {
    let Some(inner) = value.strip_prefix('"') else { return value.to_owned() };
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let mut text = String::new();
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        text.extend(if letter == '\\' { letters.next() } else { Some(letter) });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn media_type(text: &str) -> MediaType {
        text.parse().unwrap()
    }

    #[test]
    fn a_media_type_is_read_whatever_its_case_and_parameters() {
        let given = media_type(" Application/JSON ;odata.metadata=minimal; Charset=\"utf-8; \\\"x\\\"\";;q");
        assert_eq!(given.essence(), "application/json");
        assert_eq!(given.parameter("odata.metadata"), Some("minimal"));
        assert_eq!(given.parameter("charset"), Some("utf-8; \"x\""));
        assert_eq!(given, media_type("application/json; odata.metadata=minimal; charset=\"utf-8; \\\"x\\\"\""));
        assert_ne!(given, media_type("application/json"));
        for broken in ["", "json", "/", "application/", "a b/c", "application/json x", ";charset=utf-8"] {
            assert_eq!(broken.parse::<MediaType>(), Err(NotAMediaType(broken.to_owned())));
        }
    }

    #[test]
    fn json_is_known_by_its_name_or_suffix() {
        for json in ["application/json", "APPLICATION/Json; charset=utf-8", "application/problem+JSON", "a/b+json;c=d"]
        {
            assert!(media_type(json).is_json(), "{json}");
        }
        for other in ["text/json", "application/json-seq", "application/xml", "application/*", "*/*"] {
            assert!(!media_type(other).is_json(), "{other}");
        }
    }

    #[test]
    fn a_range_covers_what_it_says() {
        let json = media_type("application/json; charset=utf-8");
        for range in ["*/*", "Application/*", "application/JSON", "application/json; odata=x"] {
            assert!(media_type(range).matches(&json), "{range}");
        }
        for range in ["text/*", "application/jso", "application/json2"] {
            assert!(!media_type(range).matches(&json), "{range}");
        }
    }

    #[test]
    fn the_most_specific_range_is_chosen_whatever_the_order() {
        let choose = |given: &str, ranges: &[&str]| {
            let parsed: Vec<_> = ranges.iter().map(|range| media_type(range)).collect();
            media_type(given).most_specific(&parsed).map(|index| ranges[index].to_owned())
        };
        let ranges = ["*/*", "application/*", "application/json; a=1", "application/json", "application/json; a=2"];
        for (given, expected) in [
            ("text/plain", "*/*"),
            ("application/xml", "application/*"),
            ("application/json", "application/json"),
            ("application/json; a=2", "application/json; a=2"),
            ("application/json; a=3", "application/json"),
        ] {
            assert_eq!(choose(given, &ranges).as_deref(), Some(expected), "{given}");
            let reversed: Vec<_> = ranges.into_iter().rev().collect();
            assert_eq!(choose(given, &reversed).as_deref(), Some(expected), "{given}");
        }
        assert_eq!(choose("text/plain", &["application/json"]), None);
    }
}
