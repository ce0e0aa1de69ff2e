//! The generated types by the names of their schemas.

use defender_actions::types;
use schemars::SchemaGenerator;
use serde_json::{Value, json};

include!(concat!(env!("OUT_DIR"), "/schemas.rs"));

/// Names of the schemas of the contract, each of a generated type.
pub fn schemas() -> Vec<&'static str> {
    macro_rules! names {
        ($($name:literal $type:ident,)*) => { vec![$($name),*] };
    }
    for_each_schema!(names)
}

/// Decodes a body as the type of a schema, and encodes it again.
pub fn round_trip(schema: &str, body: &Value) -> Result<Value, String> {
    macro_rules! decode {
        ($($name:literal $type:ident,)*) => {
            match schema {
                $($name => serde_json::from_str::<types::$type>(&body.to_string()).and_then(serde_json::to_value),)*
                other => panic!("no generated type has the name {other}"),
            }
        };
    }
    for_each_schema!(decode).map_err(|error| error.to_string())
}

/// Decodes a body as the type of a schema, and shows it as `Debug` does.
pub fn decoded(schema: &str, body: &Value) -> Result<String, String> {
    macro_rules! decode {
        ($($name:literal $type:ident,)*) => {
            match schema {
                $($name => serde_json::from_str::<types::$type>(&body.to_string()).map(|value| format!("{value:#?}")),)*
                other => panic!("no generated type has the name {other}"),
            }
        };
    }
    for_each_schema!(decode).map_err(|error| error.to_string())
}

/// The JSON Schema that `schemars` derives from the type of a schema.
pub fn derived_schema(schema: &str) -> Value {
    macro_rules! derive {
        ($($name:literal $type:ident,)*) => {
            match schema {
                $($name => schemars::schema_for!(types::$type).to_value(),)*
                other => panic!("no generated type has the name {other}"),
            }
        };
    }
    for_each_schema!(derive)
}

/// The JSON Schemas of all types in one document, each once, as `$defs`.
pub fn derived_schemas() -> Value {
    let mut generator = SchemaGenerator::default();
    macro_rules! add {
        ($($name:literal $type:ident,)*) => { $(generator.subschema_for::<types::$type>();)* };
    }
    for_each_schema!(add);
    json!({ "$defs": generator.take_definitions(true) })
}
