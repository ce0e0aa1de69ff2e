//! How a documented body is changed, everywhere in it, by what its schema says.

use std::collections::BTreeMap;

use openapi::{Extent, Schema, sample};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// One change of a body.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum BodyChange {
    /// It stays as it is.
    None,
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
    /// One property has a value that its schema does not allow.
    OddProperty(OddProperty),
}

/// The first property of a kind, by the order of the schema; what the objects hold comes after what they are held by.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OddProperty {
    #[serde(rename = "type")]
    type_name: String,
    /// Without it, a property that has none.
    format: Option<String>,
    value: Value,
}

impl OddProperty {
    /// Gives the property its value; whether there is one.
    fn apply(&self, schema: &Schema<'_>, value: &mut Value) -> bool {
        match value {
            Value::Object(members) => {
                let properties = schema.properties();
                if let Some((name, _)) = properties.iter().find(|(_, property)| self.is_of_kind(property)) {
                    members.insert((*name).to_owned(), self.value.clone());
                    return true;
                }
                properties.iter().any(|(name, schema)| members.get_mut(*name).is_some_and(|it| self.apply(schema, it)))
            }
            Value::Array(elements) => {
                schema.items().is_some_and(|schema| elements.iter_mut().any(|element| self.apply(&schema, element)))
            }
            _ => false,
        }
    }

    fn is_of_kind(&self, schema: &Schema<'_>) -> bool {
        schema.types().as_deref() == Some(&[self.type_name.as_str()]) && schema.text("format") == self.format.as_deref()
    }
}

impl BodyChange {
    /// Makes the change in a value and in all that it holds; how many places it fits.
    pub(super) fn apply(&self, schema: &Schema<'_>, value: &mut Value) -> usize {
        match self {
            Self::None => return 1,
            Self::OddProperty(odd) => return usize::from(odd.apply(schema, value)),
            _ => {}
        }
        let mut places = self.apply_here(schema, value);
        match value {
            Value::Object(members) => {
                for (name, schema) in schema.properties() {
                    places += members.get_mut(name).map_or(0, |member| self.apply(&schema, member));
                }
            }
            Value::Array(elements) => {
                if let Some(schema) = schema.items() {
                    places += elements.iter_mut().map(|element| self.apply(&schema, element)).sum::<usize>();
                }
            }
            _ => {}
        }
        places
    }

    fn apply_here(&self, schema: &Schema<'_>, value: &mut Value) -> usize {
        match (self, value) {
            (Self::FreeText(text), Value::String(old)) if schema.is_free_text() => replace(old, text),
            (Self::OpenEnumerations(text), Value::String(old)) if schema.open_enumeration().is_some() => {
                replace(old, text)
            }
            (Self::Formats(formats), Value::String(old)) => {
                let format = schema.text("format");
                format.and_then(|format| formats.get(format)).map_or(0, |text| replace(old, text))
            }
            (Self::MoreProperties(more), Value::Object(members)) if schema.allows_more_properties() => {
                members.extend(more.clone());
                1
            }
            (Self::Nulls, Value::Object(members)) => {
                let properties = schema.properties();
                let nullable = properties.iter().filter(|(_, property)| property.allows_null());
                nullable.map(|(name, _)| members.insert((*name).to_owned(), Value::Null)).count()
            }
            (Self::EveryProperty, Value::Object(members)) => {
                let properties = schema.properties();
                for (name, property) in &properties {
                    let is_empty = |value: &Value| value.is_null() || *value == Value::Array(Vec::new());
                    if members.get(*name).is_none_or(is_empty)
                        && let Some(value) = full_value(property)
                    {
                        members.insert((*name).to_owned(), value);
                    }
                }
                properties.len()
            }
            (Self::NoProperty, Value::Object(members)) => {
                let count = members.len();
                members.retain(|name, _| schema.requires(name));
                count - members.len()
            }
            _ => 0,
        }
    }
}

/// A value that has everything; none if a schema needs an example.
fn full_value(schema: &Schema<'_>) -> Option<Value> {
    let value = sample(schema, Extent::Everything).ok()?.to_json();
    // What may be of any type has values of several, which a client keeps all.
    let is_of_any_type = schema.types().is_none() && schema.allows_more_properties() && value == json!({});
    Some(if is_of_any_type { json!({ "any": [1, "two", null] }) } else { value })
}

fn replace(old: &mut String, text: &str) -> usize {
    text.clone_into(old);
    1
}
