//! Shows every operation of the contract: on the simulator, with the contract's own examples.

use std::fmt::Write as _;
use std::io::Write as _;

use defender_actions::Client;
use defender_actions_contract::{Contract, Operation};
use defender_actions_simulator::{Request, Simulator};
use heck::ToKebabCase;
use serde_json::Value;
use tempfile::NamedTempFile;

use crate::arguments;
use crate::arguments::Task;
use crate::call::{self, Answer};
use crate::contract;
use crate::exit::Failure;
use crate::output;

/// Runs each operation once, then the first again with a token that has no permission.
pub async fn run() -> Result<(), Failure> {
    let contract = contract::built_in();
    let simulator = Simulator::start().map_err(Failure::other)?;
    output::write(&format!(
        "The simulator serves {} operations at {}\n",
        contract.operations().len(),
        simulator.url()
    ))?;
    for operation in contract.operations() {
        let shown = show(&contract, operation, &simulator, "demo-token").await?;
        output::write(&shown.map_err(|failure| Failure::other(failure.message()))?)?;
    }
    if let Some(operation) = contract.operations().first() {
        output::write("\nThe first again, with a token that has no permission:\n")?;
        match show(&contract, operation, &simulator, &Simulator::token([""; 0])).await? {
            Ok(shown) => output::write(&shown)?,
            Err(failure) => output::write(&format!("{}  error: {}\n", last_request(&simulator), failure.message()))?,
        }
    }
    Ok(())
}

/// Calls one operation; what was sent and what came back, or why it failed.
async fn show(
    contract: &Contract,
    operation: &Operation,
    simulator: &Simulator,
    token: &str,
) -> Result<Result<String, Failure>, Failure> {
    let client = Client::builder().base_url(simulator.url()).bearer_token(token).build().map_err(Failure::other)?;
    let example = Example::of(contract, operation)?;
    let heading = format!("\n$ {}\n", example.line());
    let matches = arguments::command().try_get_matches_from(&example.arguments).map_err(Failure::other)?;
    let Task::Call(command, matches) = arguments::task(&matches).map_err(Failure::other)? else {
        return Err(Failure::other(format!("`{}` has no command", operation.id)));
    };
    Ok(call::call(client, command, matches).await.map(|answer| heading + &last_request(simulator) + &typed(&answer)))
}

/// The arguments with which the contract's examples call an operation.
struct Example {
    arguments: Vec<String>,
    /// The body, where it is not of plain values; lives as long as the call.
    _body: Option<NamedTempFile>,
}

impl Example {
    fn of(contract: &Contract, operation: &Operation) -> Result<Self, Failure> {
        let mut arguments = vec!["defender-actions".to_owned(), operation.id.to_kebab_case()];
        for parameter in contract.parameters(operation) {
            let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
            let schema = parameter.get("schema").map(|schema| contract.resolve(schema));
            let example = parameter.get("example").or_else(|| schema?.get("example"));
            let example = example.and_then(plain).ok_or_else(|| {
                Failure::other(format!("the parameter `{name}` of `{}` has no example", operation.id))
            })?;
            arguments.extend([format!("--{}", name.to_kebab_case()), example]);
        }
        let mut file = None;
        if let Some(body) = body(contract, operation) {
            match as_arguments(&body) {
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

    /// The arguments as one would type them.
    fn line(&self) -> String {
        let quoted = self.arguments.iter().map(|argument| {
            let is_word = argument.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_./".contains(letter));
            if is_word { argument.clone() } else { format!("'{}'", argument.replace('\'', r"'\''")) }
        });
        quoted.collect::<Vec<_>>().join(" ")
    }
}

/// The first example of an operation's body.
fn body(contract: &Contract, operation: &Operation) -> Option<Value> {
    let body = contract.resolve(contract.node(operation).get("requestBody")?);
    let media = body.pointer("/content/application~1json")?;
    let first = || contract.resolve(media.get("examples")?.as_object()?.values().next()?).get("value");
    media.get("example").or_else(first).cloned()
}

/// The properties of a body as arguments, if all are plain values.
fn as_arguments(body: &Value) -> Option<Vec<String>> {
    let properties = body.as_object()?.iter();
    let arguments = properties.map(|(name, value)| Some([format!("--{}", name.to_kebab_case()), plain(value)?]));
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

/// The request as it arrived, but for the token.
fn last_request(simulator: &Simulator) -> String {
    let Some(request) = simulator.journal().pop() else { return String::new() };
    let mut text = format!("  > {} {}\n", request.method(), request.target());
    for (name, value) in request.headers() {
        let value = if name.eq_ignore_ascii_case("authorization") { "Bearer …" } else { value };
        let _ = writeln!(text, "  > {name}: {value}");
    }
    let _ = writeln!(text, "  > {}", body_text(&request));
    text
}

fn body_text(request: &Request) -> String {
    String::from_utf8_lossy(request.body()).into_owned()
}

/// The answer as the client decoded it: the properties that came, one a line.
fn typed(answer: &Answer) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in answer.typed.lines() {
        match lines.last_mut() {
            // What `Debug` spreads over three lines, `Some(`, the value and `),`, is one here.
            Some(last) if last.ends_with(": Some(") => last.push_str(line.trim().trim_end_matches(',')),
            Some(last) if line.trim_start() == ")," && last.contains(": Some(") && !last.ends_with(',') => {
                last.push_str("),")
            }
            _ => lines.push(line.to_owned()),
        }
    }
    let came = lines.iter().filter(|line| !line.ends_with(": None,") && line.trim() != "extra: {},");
    format!("  < {}\n{}", answer.status, came.map(|line| format!("  < {line}\n")).collect::<String>())
}
