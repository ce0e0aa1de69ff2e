//! The JSON Schema of a journal's lines.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use super::entry::{Created, Finished, RunBegan, Started};

/// JSON Schema of a line of a journal.
pub fn schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let lines = [
        line::<Created>(&mut generator, "journal"),
        line::<RunBegan>(&mut generator, "run"),
        line::<Started>(&mut generator, "started"),
        line::<Finished>(&mut generator, "finished"),
    ];
    // What a line is stands in its own schema.
    let mut definitions = generator.take_definitions(true);
    definitions.remove("Event");
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Journal line",
        "description": "A line of the journal of `run`. Later versions of the format may have more properties.",
        "oneOf": lines,
        "$defs": definitions,
    })
}

/// The schema of a kind of line, with its frame.
fn line<T: JsonSchema>(generator: &mut SchemaGenerator, event: &str) -> Value {
    let mut schema = T::json_schema(generator).to_value();
    let mut properties = json!({
        "seq": { "description": "The number of the line; the first is 1.", "type": "integer", "minimum": 1 },
    });
    if let (Some(framed), Some(own)) = (properties.as_object_mut(), schema["properties"].as_object_mut()) {
        framed.append(own);
        framed["event"]["const"] = json!(event);
        framed["event"].as_object_mut().map(|event| event.remove("$ref"));
        let checksum =
            "CRC-32 (IEEE) of the line up to here, begun with that of the line before; 8 hexadecimal digits.";
        framed
            .insert("crc".to_owned(), json!({ "description": checksum, "type": "string", "pattern": "^[0-9a-f]{8}$" }));
    }
    schema["properties"] = properties;
    if let Some(required) = schema["required"].as_array_mut() {
        required.extend([json!("seq"), json!("crc")]);
    }
    schema
}
