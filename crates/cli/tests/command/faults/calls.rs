//! A call of an operation with the contract's examples, and its result.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use defender_actions::{Client, ClientBuilder, Error, Outcome, RetryPolicy};
use defender_actions_cli::Invocation;
use defender_actions_simulator::Simulator;
use openapi::{Contract, Operation, ParameterLocation};
use serde_json::Value;
use test_support::{changed_contract, contract, examples_of};
use tokio::time;

use super::promises::Seen;
use crate::program::SECRET;

/// The contract, read once.
pub static CONTRACT: LazyLock<Contract> = LazyLock::new(contract);

/// A simulator of the contract, in which every documented limit is one call, so that the second is beyond it.
pub fn simulator() -> Simulator {
    Simulator::builder().contract("openapi.json", LIMITED_CONTRACT.as_str()).start().unwrap()
}

/// The contract with every documented limit as one call.
pub static LIMITED_CONTRACT: LazyLock<String> = LazyLock::new(|| {
    let limited = changed_contract(|tree| {
        let operations = tree["paths"].as_object_mut().unwrap().values_mut();
        let operations = operations.flat_map(|path| path.as_object_mut().unwrap().values_mut());
        let limits = operations.filter_map(|operation| operation.get_mut("x-rate-limits")?.as_array_mut());
        limits.flatten().for_each(|limit| limit["calls"] = Value::from(1));
    });
    limited.root().to_json().to_string()
});

/// A call on a thing that no other call is about.
pub struct ExampleCall {
    invocation: Invocation,
    /// The target of its requests, by which the journal is searched.
    pub target: String,
}

impl ExampleCall {
    pub fn new(operation: &Operation) -> Self {
        static CALLS: AtomicU32 = AtomicU32::new(0);
        let number = CALLS.fetch_add(1, Ordering::Relaxed);
        let parameters = operation.parameters();
        let value = |example: Option<openapi::Located<'_>>| Some(distinct(&example?.to_json(), number));
        let values: Vec<(&str, Value)> =
            parameters.iter().filter_map(|it| Some((it.name(), value(it.example())?))).collect();
        let body = examples_of(operation).into_iter().find(|it| it.part == "request");
        let given = values.iter().map(|(name, value)| (*name, value));
        let invocation = Invocation::new(operation.name(), given, body.map(|it| it.value).as_ref()).unwrap();
        let in_path = parameters.iter().filter(|it| it.location() == ParameterLocation::Path);
        let texts = in_path.map(|it| {
            let value = &values.iter().find(|(name, _)| *name == it.name()).unwrap().1;
            (it.name(), value.as_str().unwrap())
        });
        let target = operation.template().fill(&texts.collect::<Vec<_>>());
        Self { invocation, target }
    }

    /// The requests that the simulator received of it after the first so many of all, in their order.
    pub fn requests(&self, simulator: &Simulator, after: usize) -> Vec<Seen> {
        simulator
            .journal()
            .iter()
            .skip(after)
            .filter(|request| request.target() == self.target)
            .map(Seen::from)
            .collect()
    }
}

/// An example that names another thing: hexadecimal digits at its end are replaced by the number.
fn distinct(example: &Value, number: u32) -> Value {
    let Some(text) = example.as_str().filter(|text| text.len() > 8 && text.is_ascii()) else { return example.clone() };
    let (rest, end) = text.split_at(text.len() - 8);
    let is_hexadecimal = end.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hexadecimal { Value::from(format!("{rest}{number:08x}")) } else { example.clone() }
}

/// Whether a call is repeated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Retry {
    Off,
    On,
    /// Also where its outcome is unknown.
    WithConsent,
}

impl Retry {
    pub const ALL: [Self; 3] = [Self::Off, Self::On, Self::WithConsent];

    /// The policy of the library, without waits that tests have no time for.
    fn policy(self) -> Option<RetryPolicy> {
        let policy = RetryPolicy::new().backoff(Duration::ZERO, Duration::ZERO).longest_wait(LONGEST_WAIT);
        match self {
            Self::Off => None,
            Self::On => Some(policy),
            Self::WithConsent => Some(policy.repeat_unknown(true)),
        }
    }
}

/// The longest wait for which a service may ask.
pub const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// A call that has not ended after this time never does: its own times are a fraction of it.
const GUARD: Duration = Duration::from_secs(600);

/// A client that counts the requests that it sends.
#[derive(Clone)]
pub struct Caller {
    client: Client,
    /// By their paths.
    sent: Arc<Mutex<BTreeMap<String, usize>>>,
}

/// The result of a call.
#[derive(Clone, Debug)]
pub struct Made {
    pub outcome: Outcome,
    /// How many requests were sent of it.
    pub sent: usize,
    /// Everything that shows it.
    pub shown: String,
}

impl Caller {
    pub fn new(simulator: &Simulator, timeout: Duration, retry: Retry) -> Self {
        let sent: Arc<Mutex<BTreeMap<String, usize>>> = Arc::default();
        let counted = Arc::clone(&sent);
        let count = move |request: &mut reqwest::Request| {
            *counted.lock().unwrap().entry(request.url().path().to_owned()).or_default() += 1;
            Ok(())
        };
        let builder = Client::builder().base_url(simulator.url()).bearer_token(SECRET).timeout(timeout);
        let builder = retry.policy().into_iter().fold(builder, ClientBuilder::retry);
        Self { client: builder.before_send(count).build().unwrap(), sent }
    }

    pub async fn make(&self, call: &ExampleCall) -> Made {
        let sent = || self.sent.lock().unwrap().get(&call.target).copied().unwrap_or(0);
        let before = sent();
        let result = time::timeout(GUARD, call.invocation.call(self.client.clone())).await;
        let result = result.unwrap_or_else(|_| panic!("the call does not end: {}", call.target));
        let sent = sent();
        match result {
            Ok(answer) => Made { outcome: Outcome::Accepted, sent, shown: format!("{answer:?}") },
            Err(error) => {
                let error = error.downcast::<Error>().unwrap_or_else(|error| panic!("no error of a call: {error:#}"));
                assert_eq!(error.attempts() as usize, sent - before, "{error:#?}");
                let shown = format!("{error}\n{error:?}\n{error:#?}\n{}", error.report());
                Made { outcome: error.outcome(), sent, shown }
            }
        }
    }
}
