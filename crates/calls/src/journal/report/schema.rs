//! The JSON Schema of the audit trail.

use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::row::ReportRow;
use super::summary::Summary;

/// JSON Schema of what [`JournalReport::write_json`](super::JournalReport::write_json) writes.
pub fn schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let row = generator.subschema_for::<ReportRow>();
    let mut schema = generator.root_schema_for::<Summary>().to_value();
    schema["title"] = json!("Report");
    schema["description"] = json!("What `report --output json` prints: what a journal says was done.");
    schema["properties"]["rows"] = json!({
        "description": "The rows that were started: first those that a person has to look at, then in the order of the list.",
        "type": "array",
        "items": row,
    });
    if let Some(required) = schema["required"].as_array_mut() {
        required.push(json!("rows"));
    }
    schema["$defs"] = json!(generator.definitions());
    schema
}
