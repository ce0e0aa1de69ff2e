//! Shows every operation of the contract: on the simulator, with the contract's own examples.

use std::fmt::Write as _;

use defender_actions::Client;
use defender_actions_simulator::{Request, Simulator};
use openapi::{Contract, Operation};
use serde_json::Value;

use crate::call::{self, Answer};
use crate::contract;
use crate::exit::Failure;
use crate::invocation::Invocation;
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
    let invocation = example(contract, operation)?;
    let answer = invocation.call(client).await.map_err(call::failure);
    Ok(answer.map(|answer| format!("\n$ {invocation}\n") + &last_request(simulator) + &typed(&answer)))
}

/// The call of an operation with the contract's examples.
fn example(contract: &Contract, operation: &Operation) -> Result<Invocation, Failure> {
    let mut parameters = Vec::new();
    for parameter in contract.parameters(operation) {
        let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
        let example = contract
            .parameter_example(parameter)
            .ok_or_else(|| Failure::other(format!("the parameter `{name}` of `{}` has no example", operation.id)))?;
        parameters.push((name, example));
    }
    Invocation::new(&operation.id, parameters, body(contract, operation).as_ref()).map_err(Failure::other)
}

/// The first example of an operation's body.
fn body(contract: &Contract, operation: &Operation) -> Option<Value> {
    let body = contract.resolve(contract.node(operation).get("requestBody")?);
    let media = body.pointer("/content/application~1json")?;
    let first = || contract.resolve(media.get("examples")?.as_object()?.values().next()?).get("value");
    media.get("example").or_else(first).cloned()
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
