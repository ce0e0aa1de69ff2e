//! The body of a refusal, in the form that the contract documents for it.

use openapi::{Alternatives, Extent, Schema};
use serde_json::{Value, json};

use crate::response::content::ServedContent;

/// The properties in which errors say what is wrong, for a person; the first that an object has is taken.
const MESSAGES: [&str; 4] = ["message", "detail", "title", "description"];

/// Objects within each other in which a message is looked for.
const DEEPEST: usize = 4;

/// What a refusal has to say.
pub(crate) struct Explanation<'a> {
    pub(crate) status: u16,
    pub(crate) code: &'a str,
    pub(crate) message: &'a str,
}

/// Something that a schema has a place for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ScalarType {
    Text,
    Number,
}

impl Explanation<'_> {
    /// The body of a refusal, one of those that are documented for its status: the example of its code, of the body or of
    /// all (`shared`), else a value made for the schema, else another example. The message, and the code if the form has
    /// a place for it, are put into it. `None` if nothing is documented that is JSON.
    pub(crate) fn body<'c>(
        &self,
        documented: &[&'c ServedContent],
        shared: &[Value],
    ) -> Option<(&'c ServedContent, Value)> {
        let documented = || documented.iter().copied().filter(|content| content.is_json());
        let own = || documented().flat_map(|content| content.examples().map(move |(_, example)| (content, example)));
        let shared = documented().flat_map(|content| shared.iter().map(move |example| (content, example)));
        let shared = shared.filter(|(content, example)| content.rules().is_none_or(|rules| rules.is_valid(example)));
        let mut of_code = own().chain(shared).filter(|(_, example)| has_code(example, self.code, DEEPEST));
        let explained = |(content, value): (&'c ServedContent, &Value)| Some((content, self.put_into(content, value)?));
        of_code
            .find_map(explained)
            .or_else(|| documented().find_map(|content| Some((content, self.made_for(content)?))))
            .or_else(|| own().find_map(explained))
    }

    /// A value of the schema with the message; without it, if there is no place for it.
    fn made_for(&self, content: &ServedContent) -> Option<Value> {
        let Some(rules) = content.rules() else {
            // Any value is good, and a text that an example has a place for is better.
            let is_empty = content.examples().next().is_none();
            return is_empty.then(|| json!({"error": {"code": self.code, "message": self.message}}));
        };
        let sample = |extent| openapi::sample(&rules.schema(Alternatives::First), extent).ok().map(|it| it.to_json());
        let small = sample(Extent::Required);
        let explained = small.as_ref().and_then(|value| self.put_into(content, value));
        explained
            .or_else(|| self.put_into(content, &sample(Extent::Everything)?))
            .or_else(|| small.filter(|value| rules.is_valid(value)))
    }

    /// The value with the message, and with the code if that is valid.
    fn put_into(&self, content: &ServedContent, value: &Value) -> Option<Value> {
        let schema = content.rules().map(|rules| rules.schema(Alternatives::Each));
        let mut versions = [true, false].into_iter().filter_map(|with_code| {
            let mut version = value.clone();
            self.put(&mut version, schema.as_ref(), with_code, DEEPEST).then_some(version)
        });
        versions.find(|version| content.rules().is_none_or(|rules| rules.is_valid(version)))
    }

    fn put(&self, value: &mut Value, schema: Option<&Schema<'_>>, with_code: bool, depth: usize) -> bool {
        match value {
            _ if depth == 0 => false,
            Value::Object(members) => {
                let kind = |name: &str| match members.get(name) {
                    None | Some(Value::Null) => schema.and_then(|schema| kind(&schema.named_property(name)?)),
                    Some(Value::String(_)) => Some(ScalarType::Text),
                    Some(Value::Number(_)) => Some(ScalarType::Number),
                    Some(_) => None,
                };
                let Some(name) = MESSAGES.into_iter().find(|name| kind(name) == Some(ScalarType::Text)) else {
                    return members.iter_mut().any(|(name, member)| {
                        let property = schema.and_then(|schema| schema.property(name));
                        self.put(member, property.as_ref(), with_code, depth - 1)
                    });
                };
                let code = kind("code").filter(|_| with_code);
                let code =
                    code.map(|kind| if kind == ScalarType::Text { self.code.into() } else { self.status.into() });
                let status = kind("status").filter(|kind| with_code && *kind == ScalarType::Number);
                let status = status.map(|_| self.status.into());
                for (name, value) in [(name, Some(self.message.into())), ("code", code), ("status", status)] {
                    members.extend(value.map(|value: Value| (name.to_owned(), value)));
                }
                true
            }
            Value::Array(elements) => {
                let items = schema.and_then(Schema::items);
                elements.first_mut().is_some_and(|first| self.put(first, items.as_ref(), with_code, depth - 1))
            }
            _ => false,
        }
    }
}

fn kind(schema: &Schema<'_>) -> Option<ScalarType> {
    match *schema.types()?.first()? {
        "string" => Some(ScalarType::Text),
        "integer" | "number" => Some(ScalarType::Number),
        _ => None,
    }
}

fn has_code(value: &Value, code: &str, depth: usize) -> bool {
    match value {
        _ if depth == 0 => false,
        Value::Object(members) => {
            members.get("code").is_some_and(|it| it == code)
                || members.values().any(|member| has_code(member, code, depth - 1))
        }
        Value::Array(elements) => elements.first().is_some_and(|first| has_code(first, code, depth - 1)),
        _ => false,
    }
}
