//! Code and message of an error, from whatever body it has.

use http::header::{HeaderMap, WWW_AUTHENTICATE};
use serde_json::Value;

use crate::json::{member, text};

/// What a response says of its error. `None` where it says nothing.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Explanation {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
}

/// Reads the error of a body: that of the service, `{"error": {"code": …, "message": …}}`; that of the identity platform,
/// `{"error": …, "error_description": …}` (RFC 6749, section 5.2); those of gateways, `{"statusCode": …, "message": …}`
/// and `{"Message": …}`; and problem details (RFC 9457). All but the first are observed in front of the service.
pub(crate) fn of_body(body: &Value) -> Explanation {
    let error =
        ["error", "odata.error", "fault"].iter().find_map(|name| member(body, name).filter(|it| it.is_object()));
    let objects = [error.unwrap_or(body), body];
    let first = |names: &[&str]| {
        let mut places = objects.iter().flat_map(|object| names.iter().map(move |name| (object, name)));
        places.find_map(|(object, name)| words(object, name))
    };
    Explanation {
        code: first(&["code", "error", "errorCode"]),
        message: first(&["message", "error_description", "detail", "faultstring", "title"]),
    }
}

/// A member as words: a text, a number, or a text that names its language.
fn words(object: &Value, name: &str) -> Option<String> {
    let in_language = || text(member(object, name)?, "value");
    let number = || member(object, name)?.as_number().map(ToString::to_string);
    text(object, name).or_else(in_language).or_else(number)
}

/// Whether a body is an error object of the service: it has an object `error` with a code.
pub(crate) fn is_error_object(body: &Value) -> bool {
    member(body, "error").is_some_and(|error| error.is_object() && words(error, "code").is_some())
}

/// Reads the reason that a server gives with a challenge (RFC 6750, section 3), for a response that has no body.
pub(crate) fn of_challenge(headers: &HeaderMap) -> Explanation {
    let challenges = headers.get_all(WWW_AUTHENTICATE).iter();
    let challenges = challenges.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let mut explanations = challenges.map(|challenge| {
        let parameters = parameters(&challenge);
        let find = |name: &str| {
            let found = parameters.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        Explanation { code: find("error"), message: find("error_description") }
    });
    explanations.find(|explanation| *explanation != Explanation::default()).unwrap_or_default()
}

/// The parameters of a challenge: `name=token` and `name="quoted"`, with backslashes before quoted characters.
fn parameters(challenge: &str) -> Vec<(String, String)> {
    let mut parameters = Vec::new();
    let mut rest = challenge;
    while let Some((before, after)) = rest.split_once('=') {
        // The scheme is before the name, with a space between.
        let name = before.rsplit([' ', ',', '\t']).next().unwrap_or_default().to_owned();
        let after = after.trim_start();
        let (value, behind) = match after.strip_prefix('"') {
            Some(quoted) => unquoted(quoted),
            None => {
                let end = after.find([',', ' ']).unwrap_or(after.len());
                (after[..end].to_owned(), &after[end..])
            }
        };
        parameters.push((name, value));
        rest = behind;
    }
    parameters
}

/// The text up to the closing quote, and what is behind it.
fn unquoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut letters = text.char_indices();
    while let Some((index, letter)) = letters.next() {
        match letter {
            '"' => return (value, &text[index + 1..]),
            '\\' => value.extend(letters.next().map(|(_, letter)| letter)),
            other => value.push(other),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use serde_json::json;

    use super::*;

    fn explanation(code: Option<&str>, message: Option<&str>) -> Explanation {
        Explanation { code: code.map(str::to_owned), message: message.map(str::to_owned) }
    }

    #[test]
    fn an_error_is_read_in_every_known_form() {
        for (body, code, message) in [
            (json!({"error": {"code": "Forbidden", "message": "m", "target": "t"}}), Some("Forbidden"), Some("m")),
            (json!({"error": {"code": "", "message": "m", "details": []}}), None, Some("m")),
            (
                json!({"error": "invalid_client", "error_description": "AADSTS7000215: no", "error_codes": [7_000_215]}),
                Some("invalid_client"),
                Some("AADSTS7000215: no"),
            ),
            (json!({"error": "invalid_token"}), Some("invalid_token"), None),
            (json!({"statusCode": 429, "message": "Rate limit is exceeded."}), None, Some("Rate limit is exceeded.")),
            (json!({"Message": "Authorization has been denied."}), None, Some("Authorization has been denied.")),
            (json!({"code": "Forbidden", "message": null}), Some("Forbidden"), None),
            (json!({"Code": 40_301, "Message": "m"}), Some("40301"), Some("m")),
            (json!({"odata.error": {"code": "c", "message": {"lang": "en", "value": "m"}}}), Some("c"), Some("m")),
            (json!({"type": "about:blank", "title": "Gone", "detail": "m"}), None, Some("m")),
            (json!({"title": "Gone", "status": 410}), None, Some("Gone")),
            (json!({"fault": {"faultstring": "m", "detail": {"errorCode": "c"}}}), None, Some("m")),
            (json!({"error": {"message": "m"}, "code": "outer"}), Some("outer"), Some("m")),
            (json!({"error": {}}), None, None),
            (json!([1]), None, None),
            (json!(null), None, None),
        ] {
            assert_eq!(of_body(&body), explanation(code, message), "{body}");
        }
    }

    #[test]
    fn an_error_object_of_the_service_has_a_code() {
        for body in [json!({"error": {"code": "X"}}), json!({"error": {"code": 5}, "id": "a"})] {
            assert!(is_error_object(&body), "{body}");
        }
        for body in [
            json!({"error": "Unknown"}),
            json!({"error": {"code": ""}}),
            json!({"error": {"message": "m"}}),
            json!({"error": null}),
            json!({"code": "X", "message": "m"}),
            json!({"id": "a"}),
            json!([]),
        ] {
            assert!(!is_error_object(&body), "{body}");
        }
    }

    #[test]
    fn a_challenge_gives_the_reason() {
        for (challenge, code, message) in [
            (
                "Bearer error=\"invalid_token\", error_description=\"The token expired at 01/10/2026 12:00:00\"",
                Some("invalid_token"),
                Some("The token expired at 01/10/2026 12:00:00"),
            ),
            ("Bearer realm=\"a, error=\\\"b\\\"\",error=invalid_token", Some("invalid_token"), None),
            ("Bearer authorization_uri=\"https://a/?b=c\", Error_Description = \"d\"", None, None),
            ("Bearer error_description=\"d", None, Some("d")),
            ("Bearer error=\"\"", None, None),
            ("Bearer", None, None),
            ("Basic realm=\"x\"", None, None),
            ("", None, None),
        ] {
            let headers = HeaderMap::from_iter([(WWW_AUTHENTICATE, HeaderValue::from_static(challenge))]);
            let (expected, found) = (explanation(code, message), of_challenge(&headers));
            // A space before `=` is not allowed, and gives no name.
            assert_eq!(found, expected, "{challenge}");
        }
    }

    #[test]
    fn the_challenge_with_a_reason_counts() {
        let mut headers = HeaderMap::new();
        headers.append(WWW_AUTHENTICATE, HeaderValue::from_static("Negotiate"));
        headers.append(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer error=\"insufficient_claims\""));
        assert_eq!(of_challenge(&headers), explanation(Some("insufficient_claims"), None));
        assert_eq!(of_challenge(&HeaderMap::new()), Explanation::default());
    }
}
