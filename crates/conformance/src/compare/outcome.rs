//! What a caller holds, beside what was answered.

use std::collections::BTreeSet;

use serde_json::json;

use super::difference::{Difference, Spelling, differences};
use crate::driver::{Came, Reply};
use crate::exchange::Exchange;
use crate::scenario::Answer;

/// The word that marks what a caller cannot get at, in tables.
pub const LOST: &str = "**lost**";

/// What the caller of an exchange holds, and what of the answer is lost, in a line.
///
/// # Errors
///
/// What the driver says if it could not make the call.
pub fn outcome(exchange: &Exchange) -> Result<String, String> {
    let reply = match &exchange.came {
        Came::Reply(reply) => reply,
        Came::Failure { failure } => return Err(failure.clone()),
    };
    let status = reply.status.map_or("no status".to_owned(), |status| status.to_string());
    let head = format!("{status} `{}`", reply.type_name);
    // What the simulator answers differs from run to run.
    let Some(answer) = &exchange.answer else { return Ok(head) };
    Ok(format!("{head}: {}", fate(answer, reply)))
}

fn fate(answer: &Answer, reply: &Reply) -> String {
    let mut losses = Vec::new();
    if reply.status != Some(answer.status) {
        let came = reply.status.map_or("nothing".to_owned(), |status| status.to_string());
        losses.push(format!("the status {} came as {came}", answer.status));
    }
    let mut spellings = BTreeSet::new();
    let mut undecoded = "";
    let sent = if is_json(answer) { serde_json::from_str(&answer.body).ok() } else { None };
    match (&sent, &reply.text) {
        // A body that is not decoded, and all there.
        (Some(_), Some(text)) if reply.value.is_null() && *text == answer.body => undecoded = ", as text",
        (Some(_), None) if reply.value.is_null() => losses.push("the body came as nothing".to_owned()),
        (Some(sent), _) => {
            for difference in differences(sent, &reply.value) {
                match difference {
                    Difference::Loss(loss) => losses.push(loss),
                    Difference::Spelling(spelling) => drop(spellings.insert(spelling)),
                }
            }
        }
        (None, text) => {
            if text.as_deref().unwrap_or_default() != answer.body {
                let came = text.as_ref().map_or("nothing".to_owned(), |text| format!("`{}`", json!(text)));
                losses.push(format!("the body came as {came}"));
            }
            losses.extend((!reply.value.is_null()).then(|| format!("the body came as `{}`", reply.value)));
        }
    }
    if !losses.is_empty() {
        return format!("{LOST}: {}", losses.join("; "));
    }
    let spellings = spellings.iter().map(|spelling| match spelling {
        Spelling::NullIsMissing => ", null as missing",
        Spelling::MissingIsNull => ", missing as null",
        Spelling::Number => ", numbers in another spelling",
        Spelling::Time => ", times in another spelling",
    });
    format!("as sent{undecoded}{}", spellings.collect::<String>())
}

fn is_json(answer: &Answer) -> bool {
    answer.content_type.as_ref().is_some_and(|value| value.starts_with("application/json"))
}

impl Exchange {
    /// Operation and scenario, for a person.
    pub fn title(&self) -> String {
        format!("{}, {}", self.call.operation, self.scenario)
    }
}
