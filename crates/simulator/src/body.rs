//! Whether the body of a request is what its operation takes.

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use openapi::{Contract, Problem};
use serde_json::Value;

use crate::json;
use crate::refusal::{Reason, Refusal};
use crate::rules::{Rules, Violation};

/// A body as it was received.
pub(crate) struct Body<'a> {
    pub(crate) bytes: &'a [u8],
    /// The limit that the body exceeds; `bytes` is its beginning then.
    pub(crate) exceeds: Option<usize>,
}

/// The `requestBody` of an operation.
pub(crate) struct BodyRules {
    required: bool,
    content: Vec<(String, Option<Rules>)>,
}

impl BodyRules {
    /// Reads a resolved `requestBody`; `pointer` is that of the operation.
    pub(crate) fn read(contract: &Contract, node: &Value, pointer: &str) -> Result<Self, Problem> {
        let mut content = Vec::new();
        for (media_type, media) in node.get("content").and_then(Value::as_object).into_iter().flatten() {
            let rules = media.get("schema").map(|schema| Rules::compile(contract, schema, pointer));
            content.push((media_type.to_ascii_lowercase(), rules.transpose()?));
        }
        Ok(Self { required: node.get("required").and_then(Value::as_bool).unwrap_or(false), content })
    }

    /// Checks media type, size, syntax and schema, in this order. The value is `None` where there is no JSON.
    pub(crate) fn check(
        &self,
        contract: &Contract,
        headers: &HeaderMap,
        body: &Body<'_>,
    ) -> Result<Option<Value>, Refusal> {
        if !self.required && body.bytes.is_empty() {
            return Ok(None);
        }
        let media_type = media_type(headers);
        let rules = self.rules_of(&media_type)?;
        if let Some(limit) = body.exceeds {
            return Err(too_large(limit));
        }
        if !is_json(&media_type) {
            return Ok(None);
        }
        if body.bytes.is_empty() {
            return Err(Refusal::new(Reason::MalformedBody, "The body is empty."));
        }
        let value = json::parse(body.bytes)
            .map_err(|problem| Refusal::new(Reason::MalformedBody, format!("The body is not JSON: {problem}.")))?;
        if let Some(rules) = rules {
            rules.check(contract, &value).map_err(Violation::of_body)?;
        }
        Ok(Some(value))
    }

    fn rules_of(&self, media_type: &str) -> Result<Option<&Rules>, Refusal> {
        let found = self.content.iter().find(|(range, _)| covers(range, media_type));
        found.map(|(_, rules)| rules.as_ref()).ok_or_else(|| {
            let ranges: Vec<_> = self.content.iter().map(|(range, _)| range.as_str()).collect();
            let given = if media_type.is_empty() { "missing" } else { media_type };
            Refusal::new(
                Reason::UnsupportedMediaType,
                format!("The Content-Type has to be {}; it is {given}.", ranges.join(" or ")),
            )
        })
    }
}

/// The refusal of a body that is larger than the simulator reads.
pub(crate) fn too_large(limit: usize) -> Refusal {
    Refusal::new(Reason::BodyTooLarge, format!("The body is larger than {limit} bytes."))
}

/// The media type of a request in lower case, without parameters; empty where there is none.
fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = value.split(';').next().unwrap_or_default();
    media_type.trim().to_ascii_lowercase()
}

/// Whether a media type is JSON.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence == "application/json" || essence.ends_with("+json")
}

/// Whether a range of the contract (`application/json`, `text/*`, `*/*`) covers a media type.
fn covers(range: &str, media_type: &str) -> bool {
    let range = range.split(';').next().unwrap_or_default().trim();
    match range.strip_suffix('*') {
        Some("*/") => !media_type.is_empty(),
        Some(prefix) => media_type.starts_with(prefix),
        None => media_type == range,
    }
}
