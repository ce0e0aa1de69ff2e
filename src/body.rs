//! Normalizes the body of a response, so that the generated code can decode it.
//!
//! An empty success becomes `null`, which decodes as "accepted, no action returned". An error body that is not the error
//! object of the contract, because it is empty, truncated, or the HTML of a gateway, becomes an error object with the
//! received text as its message; without this the status would be lost.

use reqwest::{Response, ResponseBuilderExt};
use serde_json::{Value, json};

use crate::types::ErrorResponse;

/// The limit of a body; the rest is not read. The responses of the service have about a thousand bytes.
const MAX_BYTES: usize = 1024 * 1024;

/// Reads the body of a success or an error, and normalizes it. Other responses stay as they are.
pub(crate) async fn normalize(mut response: Response, may_be_empty: bool) -> reqwest::Result<Response> {
    let status = response.status();
    if status.is_success() {
        let (body, end) = read(&mut response).await;
        return match end {
            End::Lost(error) => Err(error),
            End::Whole if may_be_empty && body.trim_ascii().is_empty() => Ok(with_body(response, "null".into())),
            End::Whole | End::TooLong => Ok(with_body(response, body)),
        };
    }
    if status.is_client_error() || status.is_server_error() {
        // The received part of a truncated body says more than the fact that it was truncated.
        let (body, _) = read(&mut response).await;
        return Ok(with_body(response, error_body(body)));
    }
    Ok(response)
}

/// How reading a body ended.
enum End {
    Whole,
    TooLong,
    Lost(reqwest::Error),
}

async fn read(response: &mut Response) -> (Vec<u8>, End) {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(None) => return (body, End::Whole),
            Ok(Some(chunk)) => {
                let room = MAX_BYTES - body.len();
                body.extend_from_slice(&chunk[..chunk.len().min(room)]);
                if chunk.len() > room {
                    return (body, End::TooLong);
                }
            }
            Err(error) => return (body, End::Lost(error)),
        }
    }
}

fn with_body(mut response: Response, body: Vec<u8>) -> Response {
    let (status, version) = (response.status(), response.version());
    let headers = std::mem::take(response.headers_mut());
    let rebuilt = http::Response::builder().status(status).version(version).url(response.url().clone()).body(body);
    match rebuilt {
        Ok(mut rebuilt) => {
            *rebuilt.headers_mut() = headers;
            rebuilt.into()
        }
        // Not reachable: status, version and URL are those of a response.
        Err(_) => response,
    }
}

/// The error object of the contract, for any error body.
fn error_body(body: Vec<u8>) -> Vec<u8> {
    if serde_json::from_slice::<ErrorResponse>(&body).is_ok() {
        return body;
    }
    let text = String::from_utf8_lossy(&body);
    let json = serde_json::from_str::<Value>(&text).unwrap_or_default();
    let find =
        |pointers: [&str; 3]| pointers.iter().find_map(|pointer| json.pointer(pointer)?.as_str()).map(str::to_owned);
    // The identity platform puts its code in `error` itself; gateways send no object around `code`.
    let code = find(["/error/code", "/code", "/error"]).or_else(|| member(&text, "code"));
    let target = find(["/error/target", "/target", "/trace_id"]).or_else(|| member(&text, "target"));
    let error = json!({ "code": code.unwrap_or_default(), "message": text.trim(), "target": target });
    json!({ "error": error }).to_string().into_bytes()
}

/// The value of a string member in truncated JSON, if the value is complete.
fn member(text: &str, name: &str) -> Option<String> {
    let (_, rest) = text.split_once(&format!("\"{name}\""))?;
    let value = rest.trim_start().strip_prefix(':')?.trim_start();
    let mut values = serde_json::Deserializer::from_str(value).into_iter::<String>();
    values.next()?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{ErrorCode, ErrorDetail};

    fn normalized(body: &str) -> ErrorDetail {
        serde_json::from_slice::<ErrorResponse>(&error_body(body.into())).unwrap().error
    }

    #[test]
    fn the_error_object_of_the_contract_stays_as_received() {
        let body = br#"{"error": {"code": "NotFound", "message": "m", "innererror": {"a": [1]}}, "extra": 1}"#.to_vec();
        assert_eq!(error_body(body.clone()), body);
    }

    #[test]
    fn any_other_body_becomes_the_message() {
        for body in ["", "<html><body>502 Bad Gateway</body></html>", "[]", "null", "\"text\"", "{\"error\": {}}"] {
            let error = normalized(body);
            assert_eq!((error.message.as_str(), error.code.as_str()), (body, ""));
        }
        assert_eq!(normalized("\u{0}\u{1}").message, "\u{0}\u{1}");
    }

    #[test]
    fn a_code_is_found_in_every_known_place() {
        assert_eq!(normalized(r#"{"code": "Forbidden", "message": null}"#).code, ErrorCode::Forbidden);
        assert_eq!(normalized(r#"{"error": "invalid_token"}"#).code.as_str(), "invalid_token");
        assert_eq!(normalized(r#"{"error": {"code": "NotFound", "message": null}}"#).code, ErrorCode::NotFound);
    }

    #[test]
    fn a_truncated_body_gives_the_members_that_are_complete() {
        let whole = r#"{"error": {"code": "TooManyRequests", "message": "Wait", "target": "7f"}}"#;
        let cut = |end: &str| normalized(&whole[..whole.find(end).unwrap()]);
        assert_eq!(cut(", \"message").code, ErrorCode::TooManyRequests);
        assert_eq!(cut("\", \"message").code.as_str(), "");
        assert_eq!(cut("}}").target.as_deref(), Some("7f"));
    }
}
