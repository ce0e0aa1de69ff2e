//! The body of a documented response.

use std::sync::{Arc, OnceLock};

use http::HeaderValue;
use openapi::{Alternatives, Body, Direction, MediaType, Pointer, Problem};
use serde_json::{Value, json};

use crate::request::rules::{Compiler, Rules};
use crate::response::expression::Inputs;
use crate::response::fill::fill;

/// The media type of responses that are `application/json`, with the parameters that the service sends.
const JSON: HeaderValue =
    HeaderValue::from_static("application/json; odata.metadata=minimal; odata.streaming=true; charset=utf-8");

/// The body of a response, JSON where the contract has it.
pub(crate) struct ServedContent {
    pointer: Pointer,
    media_type: HeaderValue,
    is_json: bool,
    rules: Option<Arc<Rules>>,
    examples: Vec<(String, Value)>,
    /// The value that is made where there is no example, or why none can be.
    made: OnceLock<Result<Value, String>>,
}

impl ServedContent {
    /// Reads a body: of the media types the one that is JSON, else a range that JSON is in, else the first.
    pub(crate) fn read<'a>(compiler: &mut Compiler<'a>, body: &Body<'a>) -> Result<Self, Problem> {
        let any_json = "application/json".parse().ok().and_then(|json| body.of_type(&json));
        let content = body.json().or(any_json).unwrap_or(&body.content()[0]);
        let media_type = content.media_type.as_ref().and_then(sent_as).ok_or_else(|| {
            let message = format!("`{}` is no media type of which a response can be", content.name);
            compiler.contract().problem(&content.at.pointer, message)
        })?;
        let is_plain = media_type.as_str().eq_ignore_ascii_case("application/json");
        let value = HeaderValue::from_str(media_type.as_str());
        let value = value.map_err(|error| compiler.contract().problem(&content.at.pointer, error.to_string()))?;
        let examples = content.examples().into_iter();
        Ok(Self {
            pointer: content.at.pointer.clone(),
            media_type: if is_plain { JSON } else { value },
            is_json: media_type.is_json(),
            rules: content.schema().map(|schema| compiler.rules(&schema, Direction::Response)),
            examples: examples.map(|it| (it.name.to_owned(), it.value.node.to_json())).collect(),
            made: OnceLock::new(),
        })
    }

    /// Where the contract has it.
    pub(crate) fn pointer(&self) -> &Pointer {
        &self.pointer
    }

    pub(crate) fn media_type(&self) -> &HeaderValue {
        &self.media_type
    }

    pub(crate) fn is_json(&self) -> bool {
        self.is_json
    }

    /// The rules of the schema, if there is one.
    pub(crate) fn rules(&self) -> Option<&Rules> {
        self.rules.as_deref()
    }

    /// The named examples, in the order of the contract.
    pub(crate) fn examples(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.examples.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The first example, else a valid value that is made from the schema; the error says why there is none.
    pub(crate) fn body(&self) -> Result<&Value, String> {
        match self.examples.first() {
            Some((_, example)) => Ok(example),
            None => self.made.get_or_init(|| self.make()).as_ref().map_err(Clone::clone),
        }
    }

    fn make(&self) -> Result<Value, String> {
        let is_text = |rules: &Rules| rules.schema(Alternatives::First).types().as_deref() == Some(&["string"]);
        match &self.rules {
            Some(rules) if self.is_json || is_text(rules) => rules.sample(),
            Some(_) => Err("a body that is not JSON is made of an example alone; give it one".to_owned()),
            None if self.is_json => Ok(json!({})),
            None => Ok(Value::from("")),
        }
    }

    /// The bytes of a value, once it has become the response to one request.
    pub(crate) fn bytes(&self, mut value: Value, inputs: &Inputs<'_>) -> Vec<u8> {
        if let Some(rules) = &self.rules {
            fill(&mut value, &rules.schema(Alternatives::Each), inputs);
        }
        match value {
            Value::String(text) if !self.is_json => text.into_bytes(),
            value => value.to_string().into_bytes(),
        }
    }
}

/// The media type in which a body of a documented one is sent: of a range, JSON or plain text.
fn sent_as(documented: &MediaType) -> Option<MediaType> {
    if !documented.is_range() {
        return Some(documented.clone());
    }
    let known = ["application/json", "text/plain"].into_iter().filter_map(|name| name.parse().ok());
    known.into_iter().find(|media_type| documented.matches(media_type))
}
