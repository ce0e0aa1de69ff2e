//! What must hold of every call, whatever the fault: what the client reports is what the journal of the simulator saw.

use std::panic;
use std::time::Duration;

use defender_actions::Outcome::{self, Accepted, NotSent, Refused, Unknown, Unreachable};
use defender_actions_simulator::{Fault, FaultRule, Request, Simulator};
use serde_json::Value;
use tokio::runtime;

use super::calls::{CONTRACT, Caller, ExampleCall, Made, Retry};
use crate::program::SECRET;

/// What the journal of the simulator says of a request.
#[derive(Clone, Debug)]
pub struct Seen {
    status: Option<u16>,
    fault: Option<String>,
    pub is_carried_out: bool,
}

impl From<&Request> for Seen {
    fn from(request: &Request) -> Self {
        let fault = request.fault().map(str::to_owned);
        Self { status: request.status(), fault, is_carried_out: request.is_carried_out() }
    }
}

impl Seen {
    /// From the journal as other processes read it.
    pub fn of_json(request: &Value) -> Self {
        let status = request["status"].as_u64().map(|status| u16::try_from(status).unwrap());
        let fault = request["fault"].as_str().map(str::to_owned);
        Self { status, fault, is_carried_out: request["carriedOut"].as_bool().unwrap() }
    }
}

/// Compares what the client reports of a call with its requests in the journal.
#[track_caller]
pub fn check(context: &str, made: &Made, requests: &[Seen], retry: Retry) {
    let carried_out = requests.iter().filter(|request| request.is_carried_out).count();
    let context = format!("{context}: {made:#?}\n{requests:#?}");
    assert!(requests.len() <= made.sent, "no more requests were received than were sent: {context}");
    match made.outcome {
        Outcome::NotSent | Outcome::Unreachable => assert!(requests.is_empty(), "nothing was sent: {context}"),
        Outcome::Refused => assert_eq!(carried_out, 0, "what was carried out is not reported as refused: {context}"),
        Outcome::Accepted => assert_ne!(carried_out, 0, "what is reported as accepted was carried out: {context}"),
        _ => assert!(!requests.is_empty(), "what was not sent is not unknown: {context}"),
    }
    assert!(!made.shown.contains(SECRET), "the token is shown: {context}");
    let repeated = requests.split_last().map_or(&[][..], |(_, repeated)| repeated);
    let without_proof = repeated.iter().filter(|request| !is_to_be_repeated(request)).count();
    match retry {
        Retry::Off => assert!(repeated.is_empty(), "nothing is repeated: {context}"),
        Retry::On => assert_eq!(without_proof, 0, "what may have taken effect is not repeated: {context}"),
        Retry::WithConsent => assert!(without_proof <= 1, "it is repeated once: {context}"),
    }
}

/// Whether the response to a request asks to repeat it: 429, and 503 with `Retry-After`.
fn is_to_be_repeated(request: &Seen) -> bool {
    let says_when = request.fault.as_ref().is_some_and(|fault| fault.contains("retry-after"));
    matches!((request.status, says_when), (Some(429), _) | (Some(503), true))
}

/// The check itself: a false report of what was carried out, of what was not, or of the number of requests fails.
#[test]
fn a_false_report_is_found() {
    let simulator = Simulator::start().unwrap();
    let caller = Caller::new(&simulator, Duration::from_secs(60), Retry::Off);
    let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for (rule, true_outcomes) in [("latency=0s", [Accepted, Unknown]), ("status=403", [Refused, Unknown])] {
        simulator.fault(rule.parse::<FaultRule>().unwrap().times(1));
        let call = ExampleCall::new(&CONTRACT.operations()[0]);
        let made = runtime.block_on(caller.make(&call));
        let requests = call.requests(&simulator, 0);
        let holds = |outcome, sent, shown: &str| {
            let made = Made { outcome, sent, shown: shown.to_owned() };
            panic::catch_unwind(|| check(rule, &made, &requests, Retry::Off)).is_ok()
        };
        for outcome in [NotSent, Unreachable, Refused, Accepted, Unknown] {
            assert_eq!(holds(outcome, 1, &made.shown), true_outcomes.contains(&outcome), "{rule} {outcome:?}");
        }
        assert!(!holds(made.outcome, 0, &made.shown) && !holds(made.outcome, 1, SECRET), "{rule}");
    }

    simulator.fault(Fault::Disconnect);
    simulator.fault(Fault::Disconnect);
    let call = ExampleCall::new(&CONTRACT.operations()[0]);
    for _ in 0..2 {
        runtime.block_on(caller.make(&call));
    }
    let made = runtime.block_on(caller.make(&call));
    let requests = call.requests(&simulator, 0);
    for (requests, holds) in
        [(&requests[2..], [true, true, true]), (&requests[1..], [false, false, true]), (&requests, [false; 3])]
    {
        let check = |retry| panic::catch_unwind(|| check("repeated", &made, requests, retry)).is_ok();
        assert_eq!(Retry::ALL.map(check), holds);
    }
}
