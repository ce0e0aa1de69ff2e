//! Whether the body of a request is what its operation takes.

use std::sync::Arc;

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use openapi::{Direction, MediaType, Problem, RequestBody, Schema};
use serde_json::Value;

use crate::request::json;
use crate::request::rules::{Compiler, Rules, SchemaMismatch};
use crate::response::refusal::{Refusal, RefusalReason};

/// A body as it was received.
pub(crate) struct ReceivedBody<'a> {
    pub(crate) bytes: &'a [u8],
    /// The limit that the body exceeds; `bytes` is its beginning then.
    pub(crate) exceeds: Option<usize>,
}

/// What an operation takes as the body of a request.
pub(crate) struct BodyRules {
    required: bool,
    media_types: Vec<MediaType>,
    /// For each media type, the rules of the body if it is JSON.
    rules: Vec<Option<Arc<Rules>>>,
}

impl BodyRules {
    /// Reads a request body.
    pub(crate) fn read<'a>(compiler: &mut Compiler<'a>, request: &RequestBody<'a>) -> Result<Self, Problem> {
        let mut read = Self { required: request.is_required(), media_types: Vec::new(), rules: Vec::new() };
        for content in request.body().iter().flat_map(|body| body.content()) {
            let media_type = content.name.parse();
            let media_type =
                media_type.map_err(|error| compiler.contract().problem(&content.at.pointer, format!("{error}")))?;
            // Bytes of any kind are no JSON, however a request calls them.
            let schema = content.schema().filter(|schema| !Schema::of(schema.root, schema.node).is_binary());
            read.media_types.push(media_type);
            read.rules.push(schema.map(|schema| compiler.compile(&schema, Direction::Request)).transpose()?);
        }
        Ok(read)
    }

    /// Checks media type, size, syntax and schema, in this order. The value is `None` where there is no JSON.
    pub(crate) fn check(&self, headers: &HeaderMap, body: &ReceivedBody<'_>) -> Result<Option<Value>, Refusal> {
        if body.bytes.is_empty() && !self.required {
            return Ok(None);
        }
        let given = headers.get(CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let media_type: Option<MediaType> = given.as_ref().and_then(|text| text.parse().ok());
        let found = media_type.and_then(|it| Some((it.most_specific(&self.media_types)?, it.is_json())));
        let (index, is_json) = found.ok_or_else(|| self.unsupported(given.as_deref()))?;
        if let Some(limit) = body.exceeds {
            return Err(too_large(limit));
        }
        if !is_json {
            return Ok(None);
        }
        if body.bytes.is_empty() {
            return Err(Refusal::new(RefusalReason::MalformedBody, "The body is empty."));
        }
        let value = json::parse(body.bytes).map_err(|problem| {
            Refusal::new(RefusalReason::MalformedBody, format!("The body is not JSON: {problem}."))
        })?;
        if let Some(rules) = &self.rules[index] {
            rules.check(&value).map_err(SchemaMismatch::of_body)?;
        }
        Ok(Some(value))
    }

    fn unsupported(&self, given: Option<&str>) -> Refusal {
        let taken: Vec<_> = self.media_types.iter().map(MediaType::as_str).collect();
        let given = given.unwrap_or("missing");
        let message = format!("The Content-Type has to be {}; it is {given}.", taken.join(" or "));
        Refusal::new(RefusalReason::UnsupportedMediaType, message)
    }
}

/// The refusal of a body that is larger than the simulator reads.
pub(crate) fn too_large(limit: usize) -> Refusal {
    Refusal::new(RefusalReason::BodyTooLarge, format!("The body is larger than {limit} bytes."))
}
