//! JSON, and its schemas.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::Value;

use lint::Finding;
use openapi::escape;
use review::Review;

/// What is wrong with a contract, or missing from it.
#[derive(Serialize, JsonSchema)]
struct Findings<'a> {
    /// The findings, in the order of the text.
    findings: &'a [Finding],
}

/// JSON Schema of a review in [`Format::Json`](super::Format::Json).
pub fn review_schema() -> Value {
    schema::<Review>()
}

/// JSON Schema of findings in [`Format::Json`](super::Format::Json).
pub fn findings_schema() -> Value {
    schema::<Findings<'_>>()
}

pub(super) fn review(review: &Review) -> String {
    json(review)
}

pub(super) fn findings(findings: &[Finding]) -> String {
    json(&Findings { findings })
}

/// JSON with a final newline. What cannot be seen is in strings alone, where JSON has an escape for it.
pub(super) fn json(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    let mut shown = String::with_capacity(text.len() + 1);
    for character in text.chars() {
        if character != '\n' && escape::is_hidden(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                shown.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            shown.push(character);
        }
    }
    shown.push('\n');
    shown
}

fn schema<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>().to_value()
}
