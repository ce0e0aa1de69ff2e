//! What arrived, beside what arrives from the Rust client.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{ConformanceFailure, Headers};
use crate::driver::Reply;
use crate::exchange::{Arrived, Exchange};

/// What of a language's requests is not as the Rust client's, except in the headers that may differ; and the names of those
/// that did.
pub fn requests(
    language: &str,
    rust: &[Exchange],
    exchanges: &[Exchange],
    headers: &Headers,
) -> (Vec<ConformanceFailure>, BTreeSet<String>) {
    let mut failures = Vec::new();
    let mut differing = BTreeSet::new();
    for exchange in exchanges {
        let mut fail = |what: &str, expected: String, received: String| {
            let scenario = exchange.title();
            failures.push(ConformanceFailure {
                language: language.to_owned(),
                scenario,
                what: what.to_owned(),
                expected,
                received,
            });
        };
        let status = match &exchange.reply {
            Reply::Received(reply) => reply.status.unwrap_or_default(),
            Reply::Failure { failure } => {
                fail("the driver", "a call".to_owned(), failure.clone());
                continue;
            }
        };
        if exchange.answer.is_none() && !(200..300).contains(&status) {
            fail("the answer of the simulator, which checks the request", "a success".to_owned(), status.to_string());
        }
        let model = rust.iter().find(|it| it.scenario == exchange.scenario && it.call == exchange.call);
        let Some(model) = model.and_then(|model| model.arrived.first()) else {
            fail("the request", "one of the Rust client to compare with".to_owned(), "none".to_owned());
            continue;
        };
        let [arrived] = exchange.arrived.as_slice() else {
            fail("the number of requests", "1".to_owned(), exchange.arrived.len().to_string());
            continue;
        };
        for (what, expected, received) in differences(model, arrived) {
            match what.strip_prefix("header ") {
                Some(name) if headers.may_be(name, &received) => drop(differing.insert(name.to_owned())),
                _ => fail(&what, expected, received),
            }
        }
    }
    (failures, differing)
}

/// What differs, how it should be, and how it is.
fn differences(model: &Arrived, arrived: &Arrived) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let mut compare = |what: &str, expected: &str, received: &str| {
        if expected != received {
            found.push((what.to_owned(), expected.to_owned(), received.to_owned()));
        }
    };
    compare("method", &model.method, &arrived.method);
    compare("path", &model.target, &arrived.target);
    compare("body", &json(&model.body), &json(&arrived.body));
    let (expected, received) = (by_name(model), by_name(arrived));
    for name in expected.keys().chain(received.keys()).collect::<BTreeSet<_>>() {
        let value =
            |headers: &BTreeMap<String, String>| headers.get(name).cloned().unwrap_or("no such header".to_owned());
        compare(&format!("header {name}"), &value(&expected), &value(&received));
    }
    found
}

/// A body as JSON in one spelling; what is none, as it is.
fn json(body: &str) -> String {
    let Ok(mut value) = serde_json::from_str::<Value>(body) else { return body.to_owned() };
    value.sort_all_objects();
    value.to_string()
}

/// The headers by their names in lower case, several of one name in their order.
fn by_name(request: &Arrived) -> BTreeMap<String, String> {
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in &request.headers {
        let slot = headers.entry(name.to_ascii_lowercase());
        slot.and_modify(|known| *known += &format!(", {value}")).or_insert_with(|| value.clone());
    }
    headers
}
