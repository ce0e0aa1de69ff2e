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
        output::lines(last_request(&simulator).into_iter().chain(response(&answer)))?;
    }
    if let Some(operation) = contract.operations().first() {
        output::lines(["", "The first again, with a token that has no permission:"])?;
        let answer = call(&example(operation)?, &simulator, &Simulator::token([""; 0])).await;
        output::lines(last_request(&simulator))?;
        match answer {
            Ok(answer) => output::lines(response(&answer))?,
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

/// The response: its status, and the action as the command prints it.
fn response(answer: &Answer) -> Vec<String> {
    let json = format!("{:#}", answer.json);
    let lines = [answer.status.as_str()].into_iter().chain(json.lines());
    let state = answer.simulated_state.as_ref().map(|state| {
        format!("  For the simulator the state is now {state}. Its response is the example of the contract, whatever state that prints.")
    });
    lines.map(|line| format!("  < {line}")).chain(state).collect()
}
