//! `demo`: calls every operation on the simulator, with the contract's examples, and shows requests and responses.

use std::iter;

use defender_actions::Client;
use defender_actions_simulator::Simulator;
use openapi::Operation;

use crate::answer::Answer;
use crate::call;
use crate::contract::built_in;
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::token::VARIABLE;
use crate::{output, simulate};

/// What its help shows.
pub const EXAMPLES: &[(&str, &str)] = &[("See every operation at work, without a tenant", "defender-actions demo")];

/// Runs each operation once, then the first again with a token that has no permission.
pub async fn run() -> Result<(), Failure> {
    let contract = built_in::contract()?;
    let simulator = Simulator::start().map_err(Failure::other)?;
    let count = contract.operations().len();
    let url = format!("http://{}", simulate::ADDRESS);
    output::lines([
        format!(
            "A simulator serves {count} operations while this runs. To repeat the calls below, start one that stays:"
        ),
        "".to_owned(),
        "$ defender-actions simulate".to_owned(),
        format!("$ export {VARIABLE}=demo-token"),
    ])?;
    for operation in contract.operations() {
        let invocation = example(operation)?;
        let answer = call(&invocation, &simulator, "demo-token").await?;
        output::lines(["".to_owned(), format!("$ {invocation} --base-url {url}")])?;
        output::lines(last_request(&simulator).into_iter().chain(typed(&answer)))?;
    }
    if let Some(operation) = contract.operations().first() {
        output::lines(["", "The first again, with a token that has no permission:"])?;
        let answer = call(&example(operation)?, &simulator, &Simulator::token([""; 0])).await;
        output::lines(last_request(&simulator))?;
        match answer {
            Ok(answer) => output::lines(typed(&answer))?,
            Err(failure) => {
                let label = ["  error: "].into_iter().chain(iter::repeat(""));
                output::lines(label.zip(failure.lines()).map(|(label, line)| format!("{label}{line}")))?;
            }
        }
    }
    Ok(())
}

/// The call of an operation with the contract's examples.
fn example(operation: &Operation) -> Result<Invocation, Failure> {
    Invocation::example(operation).map_err(Failure::other)
}

/// Calls an operation of the simulator.
async fn call(invocation: &Invocation, simulator: &Simulator, token: &str) -> Result<Answer, Failure> {
    let client = Client::builder().base_url(simulator.url()).bearer_token(token).build().map_err(Failure::other)?;
    invocation.call(client).await.map_err(|error| call::failure(&error))
}

/// The request as it arrived, without the token.
fn last_request(simulator: &Simulator) -> Vec<String> {
    let Some(request) = simulator.journal().pop() else { return Vec::new() };
    let mut lines = vec![format!("  > {} {}", request.method(), request.target())];
    for (name, value) in request.headers() {
        let value = if name.eq_ignore_ascii_case("authorization") { "Bearer …" } else { value };
        lines.push(format!("  > {name}: {value}"));
    }
    lines.push(format!("  > {}", String::from_utf8_lossy(request.body())));
    lines
}

/// The response as the client decoded it: the properties that it has, one a line.
fn typed(answer: &Answer) -> Vec<String> {
    let mut lines: Vec<String> = vec![answer.status.clone()];
    for line in answer.typed.lines() {
        match lines.last_mut() {
            // `Debug` writes `Some(`, the value and `),` on three lines.
            Some(last) if last.ends_with(": Some(") => last.push_str(line.trim().trim_end_matches(',')),
            Some(last) if line.trim_start() == ")," && last.contains(": Some(") && !last.ends_with(',') => {
                last.push_str("),")
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines.retain(|line| !line.ends_with(": None,") && line.trim() != "extra: {},");
    lines.iter().map(|line| format!("  < {line}")).collect()
}
