//! How a documented body is changed, everywhere in it, by what its schema says.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::schema::Shape;

/// One change of a body.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Change {
    /// Each text that may be anything is this.
    FreeText(String),
    /// Each value of an open enumeration is this.
    OpenEnumerations(String),
    /// Each text of a format is this.
    Formats(BTreeMap<String, String>),
    /// Each object has these properties too.
    MoreProperties(Map<String, Value>),
    /// Each nullable property is null.
    Nulls,
    /// Each property that is missing is there.
    EveryProperty,
    /// No object has a property that may be missing.
    NoProperty,
}

impl Change {
    /// Makes the change in a value and in all that it holds; how many places it fits.
    pub(super) fn apply(&self, shape: &Shape<'_>, value: &mut Value) -> usize {
        let mut places = self.apply_here(shape, value);
        match value {
            Value::Object(members) => {
                for (name, shape) in shape.properties() {
                    places += members.get_mut(name).map_or(0, |member| self.apply(&shape, member));
                }
            }
            Value::Array(elements) => {
                if let Some(shape) = shape.items() {
                    places += elements.iter_mut().map(|element| self.apply(&shape, element)).sum::<usize>();
                }
            }
            _ => {}
        }
        places
    }

    fn apply_here(&self, shape: &Shape<'_>, value: &mut Value) -> usize {
        match (self, value) {
            (Self::FreeText(text), Value::String(old)) if shape.is_free_text() => replace(old, text),
            (Self::OpenEnumerations(text), Value::String(old)) if shape.is_open_enumeration() => replace(old, text),
            (Self::Formats(formats), Value::String(old)) => {
                let format = shape.keyword("format").and_then(Value::as_str);
                format.and_then(|format| formats.get(format)).map_or(0, |text| replace(old, text))
            }
            (Self::MoreProperties(more), Value::Object(members)) if shape.takes_more_properties() => {
                members.extend(more.clone());
                1
            }
            (Self::Nulls, Value::Object(members)) => {
                let properties = shape.properties();
                let nullable = properties.iter().filter(|(_, shape)| shape.is_nullable());
                nullable.map(|(name, _)| members.insert((*name).to_owned(), Value::Null)).count()
            }
            (Self::EveryProperty, Value::Object(members)) => {
                let properties = shape.properties();
                for (name, shape) in &properties {
                    let is_empty = |value: &Value| value.is_null() || *value == Value::Array(Vec::new());
                    if members.get(*name).is_none_or(is_empty)
                        && let Some(value) = shape.value()
                    {
                        members.insert((*name).to_owned(), value);
                    }
                }
                properties.len()
            }
            (Self::NoProperty, Value::Object(members)) => {
                let count = members.len();
                members.retain(|name, _| shape.requires(name));
                count - members.len()
            }
            _ => 0,
        }
    }
}

fn replace(old: &mut String, text: &str) -> usize {
    text.clone_into(old);
    1
}
