//! The correlation id of a response: what Microsoft asks for when one reports a failed call.

use http::header::HeaderMap;
use serde_json::Value;

use crate::json::{member, text};

/// Headers that have carried it, the one of the service itself first (observed since 2025).
const HEADERS: [&str; 4] = ["mise-correlation-id", "request-id", "x-ms-request-id", "client-request-id"];

/// Members of an inner error that have carried it (observed on Microsoft Graph).
const OF_INNER_ERROR: [&str; 2] = ["request-id", "client-request-id"];

/// The id of a response: from `target` of the error object, else from its inner error, else from an error of the identity
/// platform (whose `trace_id` is another id), else from a header.
pub(crate) fn correlation_id(body: &Value, headers: &HeaderMap) -> Option<String> {
    let error = member(body, "error").filter(|error| error.is_object()).unwrap_or(body);
    let inner = member(error, "innerError").or_else(|| member(body, "innerError"));
    let of_inner = || OF_INNER_ERROR.iter().find_map(|name| text(inner?, name));
    let of_platform = || text(body, "correlation_id").or_else(|| text(error, "correlation_id"));
    let of_header = || {
        let values = HEADERS.iter().filter_map(|name| headers.get(*name)?.to_str().ok());
        values.map(str::trim).find(|value| !value.is_empty()).map(str::to_owned)
    };
    text(error, "target").or_else(of_inner).or_else(of_platform).or_else(of_header)
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};
    use serde_json::json;

    use super::*;

    fn id(body: &Value, headers: &[(&'static str, &'static str)]) -> Option<String> {
        let headers =
            headers.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        correlation_id(body, &headers.collect())
    }

    #[test]
    fn the_nearest_place_wins() {
        let headers = [
            ("client-request-id", "h4"),
            ("x-ms-request-id", "h3"),
            ("request-id", "h2"),
            ("mise-correlation-id", "h1"),
        ];
        let mut body = json!({
            "correlation_id": "platform",
            "trace_id": "another",
            "error": { "code": "Forbidden", "target": "target",
                "innerError": { "client-request-id": "client", "request-id": "request", "date": "2026" } },
        });
        for (expected, remove) in [
            ("target", "/error/target"),
            ("request", "/error/innerError/request-id"),
            ("client", "/error/innerError/client-request-id"),
            ("platform", "/correlation_id"),
        ] {
            assert_eq!(id(&body, &headers).as_deref(), Some(expected));
            *body.pointer_mut(remove).unwrap() = Value::Null;
        }
        for first in (0..headers.len()).rev() {
            assert_eq!(id(&body, &headers[..=first]).as_deref(), Some(headers[first].1));
        }
        assert_eq!(id(&body, &[]), None, "a trace id is another id");
    }

    #[test]
    fn an_inner_error_may_be_written_in_lower_case_and_stand_outside() {
        assert_eq!(id(&json!({"error": {"innererror": {"request-id": "a"}}}), &[]).as_deref(), Some("a"));
        assert_eq!(id(&json!({"innerError": {"request-id": "a"}}), &[]).as_deref(), Some("a"));
        assert_eq!(id(&json!({"target": "a"}), &[]).as_deref(), Some("a"));
    }

    #[test]
    fn an_error_of_the_identity_platform_has_its_own() {
        let body = json!({"error": "invalid_client", "trace_id": "aaaa", "correlation_id": "bbbb"});
        assert_eq!(id(&body, &[("request-id", "h")]).as_deref(), Some("bbbb"));
    }

    #[test]
    fn what_is_empty_or_no_text_is_no_id() {
        let headers = [("mise-correlation-id", " "), ("request-id", "h")];
        for body in [json!({"error": {"target": ""}}), json!({"error": {"target": 5}}), json!(null), json!([1])] {
            assert_eq!(id(&body, &headers).as_deref(), Some("h"), "{body}");
        }
    }
}
