//! One value of a call: a parameter, or a property of the body.

use openapi::{Alternatives, Located, Node, Schema};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::check::{Patterns, trimmed};

/// Which part of a call a value belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Part {
    Parameters,
    Body,
}

/// What the contract says of one value of a call.
#[derive(Debug)]
pub(crate) struct Field<'a> {
    pub name: &'a str,
    pub part: Part,
    pub is_required: bool,
    types: Option<Vec<&'a str>>,
    allows_null: bool,
    is_free_text: bool,
    /// Whether calls that differ in it alone do the same.
    pub is_remark: bool,
    /// The patterns of a value that names what the call acts on.
    identifier: Option<Patterns>,
}

impl<'a> Field<'a> {
    /// A field without a schema takes anything.
    pub(crate) fn new(name: &'a str, part: Part, is_required: bool, schema: Option<&Schema<'a>>) -> Self {
        let is_identifier = |schema: &&Schema<'a>| schema.keyword("x-identifier").is_some();
        Self {
            name,
            part,
            is_required,
            types: schema.and_then(Schema::types),
            allows_null: schema.is_some_and(Schema::allows_null),
            is_free_text: schema.is_none_or(Schema::is_free_text),
            is_remark: schema.and_then(|schema| schema.keyword("x-remark")).and_then(Node::as_bool) == Some(true),
            identifier: schema.filter(is_identifier).map(Patterns::of),
        }
    }

    /// A parameter of an operation.
    pub(crate) fn parameter(parameter: &openapi::Parameter<'a>) -> Self {
        let schema = parameter.schema().map(|Located { root, node, .. }| Schema::with(root, node, Alternatives::First));
        Self::new(parameter.name(), Part::Parameters, parameter.is_required(), schema.as_ref())
    }

    /// The value that a text stands for; `None` if nothing but space is there.
    ///
    /// What is around a value is left out: spaces, and except in free text also characters that are not seen. A text that is
    /// not of the field's type stays a text, for the check to report.
    pub(crate) fn read(&self, text: &str) -> Option<Value> {
        let text = if self.is_free_text { text.trim() } else { trimmed(text) };
        if trimmed(text).is_empty() {
            return None;
        }
        let takes = |name: &str| self.types.as_ref().is_none_or(|types| types.contains(&name));
        if takes("string") {
            return Some(text.into());
        }
        // Spreadsheets write `TRUE`.
        let is_flag = text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false");
        if takes("boolean") && is_flag {
            return Some(text.eq_ignore_ascii_case("true").into());
        }
        let value = serde_json::from_str(text).ok().filter(|value| match value {
            Value::Number(_) => takes("number") || takes("integer"),
            Value::Array(_) => takes("array"),
            Value::Object(_) => takes("object"),
            _ => false,
        });
        Some(value.unwrap_or_else(|| text.into()))
    }

    /// Whether a JSON value says that there is none.
    pub(crate) fn is_absent(&self, value: &Value) -> bool {
        value.is_null() && !self.allows_null
    }

    /// Whether it is a text in which anything may stand.
    pub(crate) fn is_free_text(&self) -> bool {
        self.is_free_text
    }

    /// A text in the form in which it is compared: without regard to case, if it names what the call acts on and the
    /// contract takes it in lower case too.
    pub(crate) fn folded(&self, text: &str) -> Option<String> {
        let patterns = self.identifier.as_ref()?;
        let folded = text.to_lowercase();
        (folded != text && patterns.match_text(&folded)).then_some(folded)
    }
}
