//! A whole body in a file: read, and held against the contract before it is sent.

use std::path::Path;
use std::time::Duration;

use calls::check::{check_json, parse_json};
use openapi::Schema;
use serde_json::Value;

use crate::input_file::{self, Limits};

const LIMITS: Limits = Limits { size: 1 << 20, time: Duration::from_secs(10) };

/// The body in a file.
///
/// # Errors
///
/// What is wrong with it, in one sentence, with line and column where there are any.
pub fn read(file: &Path, schema: Option<&Schema<'_>>) -> Result<Value, String> {
    let text = input_file::read(file, LIMITS)?;
    let document = parse_json(&text)?;
    if let Some(schema) = schema {
        check_json(&document, schema)?;
    }
    Ok(document.root().to_json())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use openapi::Document;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_body_is_read_in_the_encodings_of_editors_and_held_against_its_schema() {
        let schema = Document::parse("schema.yaml", "{type: object, properties: {Reason: {type: string}}}").unwrap();
        let schema = Schema::of(schema.root(), schema.root());
        let file = tempfile::NamedTempFile::new().unwrap();
        let read = |bytes: &[u8]| {
            fs::write(file.path(), bytes).unwrap();
            read(file.path(), Some(&schema))
        };
        let (text, value) = (r#"{"Reason": "é"}"#, json!({"Reason": "é"}));
        assert_eq!(read(text.as_bytes()), Ok(value.clone()));
        assert_eq!(read(format!("\u{feff}{text}\r\n").as_bytes()), Ok(value.clone()));
        let utf16: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&utf16), Ok(value));
        assert!(read(br#"{"reason": "a"}"#).unwrap_err().contains("write `Reason`"));
    }
}
