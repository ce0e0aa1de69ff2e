//! The journal as JSON, for those who are not in the simulator's process.

use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response};
use serde_json::{Value, json};

use crate::journal::record::{Journal, Request};

/// Where it is read, with GET.
pub(crate) const PATH: &str = "/_simulator/journal";

/// The response to a request for the journal.
pub(crate) fn response(journal: &Journal) -> Response<Vec<u8>> {
    let requests: Vec<Value> = journal.entries().iter().map(request).collect();
    let body = json!({"received": journal.received(), "requests": requests});
    let mut response = Response::new(body.to_string().into_bytes());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn request(request: &Request) -> Value {
    let headers: Vec<Value> =
        request.shown_headers().map(|(name, value)| json!({"name": name, "value": value})).collect();
    json!({
        "method": request.method(),
        "target": request.target(),
        "operation": request.operation(),
        "headers": headers,
        "body": body(request.body()),
        "status": request.status(),
        "refusal": request.refusal().map(|it| json!({"rule": it.reason.name(), "message": it.message})),
        "fault": request.fault(),
        "carriedOut": request.is_carried_out(),
    })
}

/// JSON as it is, any other body as text, and none as null.
fn body(bytes: &[u8]) -> Value {
    match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(_) if bytes.is_empty() => Value::Null,
        Err(_) => Value::from(String::from_utf8_lossy(bytes)),
    }
}
