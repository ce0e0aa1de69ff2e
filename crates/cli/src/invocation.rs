//! A call of an operation by its name, with values under the names of the contract.

use std::fmt;
use std::io::Write;

use anyhow::{Context, anyhow};
use defender_actions::Client;
use heck::ToKebabCase;
use serde_json::Value;
use tempfile::NamedTempFile;

use crate::answer::{self, Answer};
use crate::command::{self, Command};

/// The arguments of the command that call an operation.
///
/// `Display` shows them as a shell takes them.
#[derive(Debug)]
pub struct Invocation {
    arguments: Vec<String>,
    /// The body, where it does not go into arguments; lives as long as the call.
    _body: Option<NamedTempFile>,
}

impl Invocation {
    /// Makes the arguments: the parameters by their names, and the body.
    ///
    /// # Errors
    ///
    /// A parameter that is no plain value, a body that cannot be written into a temporary file.
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
        let mut file = None;
        if let Some(body) = body {
            match as_arguments(body) {
                Some(properties) => arguments.extend(properties),
                None => {
                    let mut written = NamedTempFile::new()?;
                    written.write_all(body.to_string().as_bytes())?;
                    arguments.extend(["--json-body".to_owned(), written.path().display().to_string()]);
                    file = Some(written);
                }
            }
        }
        Ok(Self { arguments, _body: file })
    }

    /// Calls the operation.
    ///
    /// # Errors
    ///
    /// Arguments that the command does not take, and every `defender_actions::Error` of a call, to which the error can be
    /// downcast.
    pub async fn call(&self, client: Client) -> anyhow::Result<Answer> {
        let matches = command::command().try_get_matches_from(&self.arguments)?;
        let Command::Call { operation, arguments, .. } = command::parse(&matches)? else {
            return Err(anyhow!("`{self}` calls no operation"));
        };
        answer::of(client, operation, arguments).await
    }
}

impl fmt::Display for Invocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = self.arguments.iter().map(|argument| {
            let is_word = argument.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_./".contains(letter));
            if is_word { argument.clone() } else { format!("'{}'", argument.replace('\'', r"'\''")) }
        });
        f.write_str(&quoted.collect::<Vec<_>>().join(" "))
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
