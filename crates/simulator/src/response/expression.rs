//! Runtime expressions: where a value of a response is taken from.

use std::time::SystemTime;

use chrono::{DateTime, Datelike};
use http::HeaderMap;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

/// A parsed expression: the `$request…` ones of [OpenAPI](https://spec.openapis.org/oas/v3.0.3#runtime-expressions),
/// and two of our own, `$now` and `$guid`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) enum Expression {
    /// `$now`: the instant of the response.
    Now,
    /// `$guid`: a fresh GUID, version 4.
    Guid,
    /// `$request.path.NAME`
    Path(String),
    /// `$request.query.NAME`
    Query(String),
    /// `$request.header.NAME`
    Header(String),
    /// `$request.body`, or `$request.body#/POINTER`; the pointer is empty for the whole body.
    Body(String),
}

/// What expressions are evaluated against: one request, at one instant.
pub(crate) struct Inputs<'a> {
    pub(crate) path: &'a [(String, String)],
    pub(crate) query: &'a [(String, String)],
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: Option<&'a Value>,
    pub(crate) now: SystemTime,
}

impl TryFrom<String> for Expression {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let name = |prefix| text.strip_prefix(prefix).filter(|name| !name.is_empty());
        if text == "$now" {
            Ok(Self::Now)
        } else if text == "$guid" {
            Ok(Self::Guid)
        } else if let Some(name) = name("$request.path.") {
            Ok(Self::Path(name.to_owned()))
        } else if let Some(name) = name("$request.query.") {
            Ok(Self::Query(name.to_owned()))
        } else if let Some(name) = name("$request.header.") {
            Ok(Self::Header(name.to_owned()))
        } else if text == "$request.body" {
            Ok(Self::Body(String::new()))
        } else if let Some(pointer) = name("$request.body#").filter(|it| it.starts_with('/')) {
            Ok(Self::Body(pointer.to_owned()))
        } else {
            Err(format!(
                "`{text}` is no expression; there are $now, $guid, $request.path.NAME, $request.query.NAME, \
                 $request.header.NAME and $request.body#/POINTER"
            ))
        }
    }
}

impl Expression {
    /// The value, or `None` when the request has nothing there.
    pub(crate) fn evaluate(&self, inputs: &Inputs<'_>) -> Option<Value> {
        let named = |pairs: &[(String, String)], name: &str| {
            let pair = pairs.iter().find(|(key, _)| key == name);
            pair.map(|(_, value)| Value::from(value.as_str()))
        };
        match self {
            Self::Now => timestamp(inputs.now).map(Value::from),
            Self::Guid => Some(Value::from(Uuid::new_v4().to_string())),
            Self::Path(name) => named(inputs.path, name),
            Self::Query(name) => named(inputs.query, name),
            Self::Header(name) => inputs.headers.get(name)?.to_str().ok().map(Value::from),
            Self::Body(pointer) => inputs.body?.pointer(pointer).cloned(),
        }
    }

    /// The value as the key of a state: text, in lower case, because hexadecimal digits may come in either case.
    pub(crate) fn key(&self, inputs: &Inputs<'_>) -> Option<String> {
        Some(match self.evaluate(inputs)? {
            Value::String(text) => text.to_lowercase(),
            other => other.to_string(),
        })
    }
}

/// UTC with `Z` and seven fraction digits, as the service writes it; `None` outside of the years 1970 to 9999.
fn timestamp(instant: SystemTime) -> Option<String> {
    let since = instant.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let time = DateTime::from_timestamp(since.as_secs().try_into().ok()?, since.subsec_nanos())?;
    let ticks = since.subsec_nanos() / 100;
    (time.year() <= 9999).then(|| format!("{}.{ticks:07}Z", time.format("%Y-%m-%dT%H:%M:%S")))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use serde_json::json;

    use super::*;

    fn evaluate(text: &str) -> Option<Value> {
        let mut headers = HeaderMap::new();
        headers.insert("x-who", "me".parse().unwrap());
        let inputs = Inputs {
            path: &[("id".to_owned(), "A1".to_owned())],
            query: &[("q".to_owned(), "z".to_owned())],
            headers: &headers,
            body: Some(&json!({"a/b": [1, 2]})),
            now: UNIX_EPOCH + Duration::new(1_512_392_783, 450_219_100),
        };
        Expression::try_from(text.to_owned()).unwrap().evaluate(&inputs)
    }

    #[test]
    fn each_source_of_a_value() {
        assert_eq!(evaluate("$request.path.id"), Some(json!("A1")));
        assert_eq!(evaluate("$request.query.q"), Some(json!("z")));
        assert_eq!(evaluate("$request.header.X-Who"), Some(json!("me")));
        assert_eq!(evaluate("$request.body#/a~1b/1"), Some(json!(2)));
        assert_eq!(evaluate("$request.body"), Some(json!({"a/b": [1, 2]})));
        assert_eq!(evaluate("$now"), Some(json!("2017-12-04T13:06:23.4502191Z")));
        let guid = evaluate("$guid").unwrap();
        assert_eq!(Uuid::try_parse(guid.as_str().unwrap()).unwrap().get_version_num(), 4);
    }

    #[test]
    fn what_the_request_lacks_does_not_resolve() {
        for text in ["$request.path.x", "$request.query.x", "$request.header.x", "$request.body#/x"] {
            assert_eq!(evaluate(text), None, "{text}");
        }
    }

    #[test]
    fn a_whole_second_still_has_seven_digits() {
        assert_eq!(timestamp(UNIX_EPOCH).unwrap(), "1970-01-01T00:00:00.0000000Z");
    }

    #[test]
    fn malformed_expressions_are_refused() {
        for text in ["", "now", "$later", "$request.path.", "$request.body#x", "$request.cookie.a"] {
            assert!(Expression::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
