//! Exchanges: both sides of each call, as they happened.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use defender_actions_simulator::{Fault, Request, Simulator};
use serde::{Deserialize, Serialize};

use crate::driver::{Driver, Reply};
use crate::scenario::{Call, Scenario, ServiceAnswer};

/// A call as it went: what was asked for, what arrived, what was answered, and what the caller held then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exchange {
    /// Name of the scenario.
    pub scenario: String,
    /// What the driver was asked to call.
    pub call: Call,
    /// What arrived; one request, if nothing is wrong.
    pub arrived: Vec<Arrived>,
    /// What was answered; none if the simulator answered by itself.
    pub answer: Option<ServiceAnswer>,
    /// What the driver replied.
    pub reply: Reply,
}

/// A request as it arrived.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Arrived {
    /// As in `POST`.
    pub method: String,
    /// The path, percent-encoded, with the query.
    pub target: String,
    /// The headers in their order.
    pub headers: Vec<(String, String)>,
    /// The body; bytes that are no UTF-8 are replaced.
    pub body: String,
}

impl From<&Request> for Arrived {
    fn from(request: &Request) -> Self {
        Self {
            method: request.method().to_owned(),
            target: request.target().to_owned(),
            headers: request.headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            body: String::from_utf8_lossy(request.body()).into_owned(),
        }
    }
}

/// What a driver did.
#[derive(Debug)]
pub struct Transcript {
    /// The exchanges, in the order of the scenarios.
    pub exchanges: Vec<Exchange>,
    /// Why it was not taken through all scenarios, if it was not.
    pub broken: Option<String>,
}

/// Takes a driver through the scenarios, one after the other, as far as it can be asked.
pub fn run(driver: &mut dyn Driver, simulator: &Simulator, scenarios: &[Scenario]) -> Transcript {
    let mut exchanges = Vec::new();
    for scenario in scenarios {
        simulator.finish_pending();
        let before = simulator.journal().len();
        if let Some(answer) = &scenario.answer {
            simulator.fault(fault(answer));
        }
        let reply = driver.call(&scenario.call);
        // What was not asked for must not answer the next call.
        simulator.clear_faults();
        let reply = match reply {
            Ok(reply) => reply,
            Err(why) => {
                let (name, operation) = (&scenario.name, &scenario.call.operation);
                let left = scenarios.len() - exchanges.len() - 1;
                let broken = format!("{operation}, {name}: {why}; the {left} scenarios after it were not run");
                return Transcript { exchanges, broken: Some(broken) };
            }
        };
        let arrived = simulator.journal().iter().skip(before).map(Arrived::from).collect();
        exchanges.push(Exchange {
            scenario: scenario.name.clone(),
            call: scenario.call.clone(),
            arrived,
            answer: scenario.answer.clone(),
            reply,
        });
    }
    Transcript { exchanges, broken: None }
}

/// Writes exchanges into a file, one a line.
///
/// # Errors
///
/// A file that cannot be written.
pub fn write(exchanges: &[Exchange], path: &Path) -> Result<()> {
    let lines = exchanges.iter().map(|exchange| Ok(serde_json::to_string(exchange)? + "\n"));
    fs::write(path, lines.collect::<Result<String>>()?).with_context(|| path.display().to_string())
}

pub(crate) fn fault(answer: &ServiceAnswer) -> Fault {
    Fault::Answer { status: answer.status, headers: answer.sent_headers(), body: answer.sent_body() }
}
