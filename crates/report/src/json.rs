//! JSON, and its schemas.

use lint::Checked;
use openapi::escape;
use review::Review;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::Value;

use crate::findings_form::FindingsForm;
use crate::form::ReviewForm;

/// JSON Schema of a review in [`Format::Json`](crate::Format::Json).
pub fn review_schema() -> Value {
    schema::<ReviewForm<'_>>()
}

/// JSON Schema of findings in [`Format::Json`](crate::Format::Json).
pub fn findings_schema() -> Value {
    schema::<FindingsForm<'_>>()
}

pub(crate) fn review(review: &Review) -> String {
    json(&ReviewForm::from(review))
}

pub(crate) fn findings(checked: &Checked) -> String {
    json(&FindingsForm::from(checked))
}

/// JSON with a final newline.
pub(crate) fn json(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    escape::json(&text) + "\n"
}

fn schema<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>().to_value()
}
