//! JSON that nobody promised: its members by names in any letter case, and the complete parts of a text that breaks off.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// A member of an object; letter case does not matter, but the exact name comes first.
pub(crate) fn member<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let members = value.as_object()?;
    let any_case = || members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, member)| member);
    members.get(name).or_else(any_case)
}

/// A member that is a text, and not an empty one.
pub(crate) fn text(value: &Value, name: &str) -> Option<String> {
    member(value, name)?.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// JSON, or the complete parts of it if the text breaks off or goes wrong; null if there are none. Of two members of the
/// same name, the last counts.
pub(crate) fn complete_parts(text: &[u8]) -> Value {
    if let Ok(value) = serde_json::from_slice(text) {
        return value;
    }
    let mut value = None;
    let mut deserializer = serde_json::Deserializer::from_slice(without_number_at_end(text));
    // The error is where the complete parts end.
    let _ = Parts(&mut value).deserialize(&mut deserializer);
    value.filter(|value: &Value| value.is_object() || value.is_array()).unwrap_or_default()
}

/// A number at the end may have had more digits.
fn without_number_at_end(text: &[u8]) -> &[u8] {
    let is_of_number = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    let start = text.iter().rposition(|byte| !is_of_number(byte)).map_or(0, |last| last + 1);
    // The end of `true` is none.
    match text.get(start) {
        Some(b'0'..=b'9' | b'-') => &text[..start],
        _ => text,
    }
}

/// Keeps each part as soon as it is read.
struct Parts<'a>(&'a mut Option<Value>);

impl<'de> DeserializeSeed<'de> for Parts<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Parts<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        *self.0 = Some(Value::Null);
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        *self.0 = Some(value.into());
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        *self.0 = Some(value.into());
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        *self.0 = Some(value.into());
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        *self.0 = Some(value.into());
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        *self.0 = Some(value.into());
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let Value::Array(elements) = self.0.insert(Value::Array(Vec::new())) else { return Ok(()) };
        loop {
            let mut element = None;
            let end = access.next_element_seed(Parts(&mut element));
            elements.extend(element);
            if end?.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let Value::Object(members) = self.0.insert(Value::Object(Map::new())) else { return Ok(()) };
        while let Some(key) = access.next_key::<String>()? {
            let mut member = None;
            let end = access.next_value_seed(Parts(&mut member));
            members.extend(member.map(|member| (key, member)));
            end?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_exact_name_comes_before_others() {
        let value = json!({"Message": "b", "message": "a", "CODE": " c ", "empty": " ", "number": 1});
        assert_eq!(text(&value, "message").as_deref(), Some("a"));
        assert_eq!(text(&value, "code").as_deref(), Some("c"));
        assert_eq!((text(&value, "empty"), text(&value, "number"), text(&json!([]), "a")), (None, None, None));
    }

    #[test]
    fn a_whole_text_is_read_as_it_is() {
        for value in [json!({"a": [1, -2, 1.5, null, true, "x"], "b": {"c": {}}}), json!([]), json!(null), json!(12)] {
            assert_eq!(complete_parts(value.to_string().as_bytes()), value);
        }
        assert_eq!(complete_parts(br#"{"a": 1, "a": 2}"#), json!({"a": 2}));
    }

    #[test]
    fn a_text_that_breaks_off_gives_what_is_complete() {
        let whole = r#"{"a": {"b": "xy", "c": [true, {"d": "z"}, null]}, "e": -12.5, "f": 7}"#;
        for (end, expected) in [
            ("{", json!({})),
            ("\"a\"", json!({})),
            ("xy", json!({"a": {}})),
            (", \"c\"", json!({"a": {"b": "xy"}})),
            ("rue", json!({"a": {"b": "xy", "c": []}})),
            (", {", json!({"a": {"b": "xy", "c": [true]}})),
            (", null", json!({"a": {"b": "xy", "c": [true, {"d": "z"}]}})),
            ("]}", json!({"a": {"b": "xy", "c": [true, {"d": "z"}, null]}})),
            (".5", json!({"a": {"b": "xy", "c": [true, {"d": "z"}, null]}})),
            (", \"f", json!({"a": {"b": "xy", "c": [true, {"d": "z"}, null]}})),
            ("7}", json!({"a": {"b": "xy", "c": [true, {"d": "z"}, null]}, "e": -12.5})),
        ] {
            let cut = &whole[..whole.find(end).unwrap()];
            let expected = if cut.is_empty() { json!(null) } else { expected };
            assert_eq!(complete_parts(cut.as_bytes()), expected, "{cut}");
        }
        assert_eq!(complete_parts(br#"{"a": "b", "a": "c", oops"#), json!({"a": "c"}));
    }

    #[test]
    fn what_is_no_json_has_no_parts() {
        for text in [&b""[..], b"<html>", b"\x1f\x8b", b"12ab", b"tru", b"\"ab", b"1"] {
            let expected = if text == b"1" { json!(1) } else { json!(null) };
            assert_eq!(complete_parts(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_deep_text_ends_where_it_is_too_deep() {
        let deep = "[".repeat(100_000);
        assert!(complete_parts(deep.as_bytes()).is_array());
    }
}
