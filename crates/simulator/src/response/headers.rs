//! The headers of a documented response.

use http::header::{CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue};
use openapi::{Direction, Header, Node, Problem, Response, Schema};
use serde_json::Value;

use crate::request::rules::Compiler;

/// The headers that have an example or a default, and those that each response has.
pub(crate) fn read<'a>(compiler: &mut Compiler<'a>, response: &Response<'a>) -> Result<HeaderMap, Problem> {
    let mut headers = HeaderMap::new();
    for header in response.headers() {
        let Some(value) = value(compiler, &header)? else { continue };
        match (HeaderName::try_from(header.name), HeaderValue::try_from(text(&value))) {
            // The server says these of the connection itself.
            (Ok(CONNECTION | CONTENT_LENGTH | TRANSFER_ENCODING), _) => {}
            (Ok(name), Ok(value)) => {
                headers.insert(name, value);
            }
            _ => return Err(compiler.contract().problem(&header.declared, "the header cannot be sent")),
        }
    }
    Ok(headers)
}

fn value<'a>(compiler: &mut Compiler<'a>, header: &Header<'a>) -> Result<Option<Value>, Problem> {
    if let Some(example) = header.example() {
        return Ok(Some(example.node.to_json()));
    }
    let schema = header.schema();
    if !header.is_required() {
        let default =
            schema.and_then(|schema| Schema::of(schema.root, schema.node).keyword("default").map(Node::to_json));
        return Ok(default);
    }
    let made = schema.map(|schema| compiler.rules(&schema, Direction::Response).sample()).transpose();
    made.map_err(|reason| compiler.contract().problem(&header.declared, reason))
}

/// A value as headers have it: style `simple`.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(elements) => elements.iter().map(text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}
