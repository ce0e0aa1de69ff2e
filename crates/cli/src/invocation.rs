//! A call of an operation by its name, with values under the names of the contract.

use std::fmt;
use std::io::Write;

use anyhow::{Context, anyhow};
use defender_actions::Client;
use heck::ToKebabCase;
use openapi::{Content, Operation, Part};
use serde_json::Value;
use tempfile::NamedTempFile;

use crate::answer::{self, Answer};
use crate::command::{self, Command};
use crate::shell;

/// The arguments of the command that call an operation.
///
/// `Display` shows them as a shell takes them. A body that does not go into arguments is in `body.json` there.
#[derive(Debug)]
pub struct Invocation {
    arguments: Vec<String>,
    /// The body, where it does not go into arguments.
    body: Option<Value>,
}

impl Invocation {
    /// Makes the arguments: the parameters by their names, and the body.
    ///
    /// # Errors
    ///
    /// A parameter that is no plain value.
    pub fn new<'a>(
        operation_id: &str,
        parameters: impl IntoIterator<Item = (&'a str, &'a Value)>,
        body: Option<&Value>,
    ) -> anyhow::Result<Self> {
        let mut arguments = vec!["defender-actions".to_owned(), operation_id.to_kebab_case()];
        for (name, value) in parameters {
            let value = plain(value).with_context(|| format!("the parameter `{name}` is no plain value"))?;
            arguments.extend([format!("--{}", name.to_kebab_case()), value]);
        }
        let properties = body.and_then(as_arguments);
        let body = body.filter(|_| properties.is_none()).cloned();
        arguments.extend(properties.unwrap_or_default());
        Ok(Self { arguments, body })
    }

    /// The call of an operation with the contract's examples: those of its parameters, and the first of its body.
    ///
    /// # Errors
    ///
    /// A required parameter without an example; as [`new`](Self::new).
    pub fn example(operation: &Operation) -> anyhow::Result<Self> {
        let mut parameters: Vec<(&str, Value)> = Vec::new();
        for parameter in operation.parameters() {
            let (name, operation) = (parameter.name(), operation.name());
            match parameter.example() {
                Some(example) => parameters.push((name, example.to_json())),
                None if parameter.is_required() => {
                    return Err(anyhow!("the parameter `{name}` of `{operation}` has no example"));
                }
                None => {}
            }
        }
        let parameters = parameters.iter().map(|(name, value)| (*name, value));
        let is_json = |content: &Option<Content<'_>>| content.as_ref().is_some_and(Content::is_json);
        let examples = operation.examples();
        let body = examples.iter().find(|it| it.part == Part::Request && is_json(&it.content));
        Self::new(operation.name(), parameters, body.map(|it| it.example.value.to_json()).as_ref())
    }

    /// Calls the operation.
    ///
    /// # Errors
    ///
    /// Arguments that the command does not take, a body that cannot be written into a temporary file, and every
    /// `defender_actions::Error` of a call, to which the error can be downcast.
    pub async fn call(&self, client: Client) -> anyhow::Result<Answer> {
        let mut file = None;
        if let Some(body) = &self.body {
            let mut written = NamedTempFile::new()?;
            written.write_all(body.to_string().as_bytes())?;
            file = Some(written);
        }
        let path = file.as_ref().map(|file| file.path().display().to_string());
        let matches = command::command().try_get_matches_from(self.words(path))?;
        let Command::Call { operation, arguments, .. } = command::parse(&matches)? else {
            return Err(anyhow!("`{self}` calls no operation"));
        };
        answer::of(client, operation, arguments).await
    }

    /// The arguments, with the file that holds the body.
    fn words(&self, body: Option<String>) -> Vec<String> {
        let body = body.map(|path| ["--json-body".to_owned(), path]);
        self.arguments.iter().cloned().chain(body.into_iter().flatten()).collect()
    }
}

impl fmt::Display for Invocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.words(self.body.as_ref().map(|_| "body.json".to_owned()));
        f.write_str(&shell::line(words.iter().map(String::as_str)))
    }
}

/// The properties of a body as arguments, if all are plain values that do not look like options.
fn as_arguments(body: &Value) -> Option<Vec<String>> {
    let properties = body.as_object()?.iter();
    let argument = |value: &Value| plain(value).filter(|value| !value.starts_with('-'));
    let arguments = properties.map(|(name, value)| Some([format!("--{}", name.to_kebab_case()), argument(value)?]));
    Some(arguments.collect::<Option<Vec<_>>>()?.into_flattened())
}

/// A value as an argument, if it is no list and no object.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}
