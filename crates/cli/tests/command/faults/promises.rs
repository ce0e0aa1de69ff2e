//! What must hold of every call, whatever the fault: what the client reports is what the journal of the simulator saw.

use std::panic;
use std::time::Duration;

use defender_actions::Outcome::{self, Accepted, NotSent, Refused, Unknown, Unreachable};
use defender_actions_simulator::{FaultRule, Request, Simulator};
use tokio::runtime;

use super::calls::{CONTRACT, Caller, ExampleCall, Made};
use crate::program::SECRET;

/// Compares what the client reports of a call with its requests in the journal.
#[track_caller]
pub fn check(context: &str, made: &Made, requests: &[Request]) {
    let carried_out = requests.iter().filter(|request| request.is_carried_out()).count();
    let context = format!("{context}: {made:#?}\n{requests:#?}");
    assert!(requests.len() <= made.sent, "no more requests were received than were sent: {context}");
    match made.outcome {
        Outcome::NotSent | Outcome::Unreachable => assert!(requests.is_empty(), "nothing was sent: {context}"),
        Outcome::Refused => assert_eq!(carried_out, 0, "what was carried out is not reported as refused: {context}"),
        Outcome::Accepted => assert_ne!(carried_out, 0, "what is reported as accepted was carried out: {context}"),
        _ => assert!(!requests.is_empty(), "what was not sent is not unknown: {context}"),
    }
    assert!(!made.shown.contains(SECRET), "the token is shown: {context}");
}

/// The check itself: a false report of what was carried out, of what was not, or of the number of requests fails.
#[test]
fn a_false_report_is_found() {
    let simulator = Simulator::start().unwrap();
    let caller = Caller::new(&simulator, Duration::from_secs(60));
    let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for (rule, true_outcomes) in [("latency=0s", [Accepted, Unknown]), ("status=403", [Refused, Unknown])] {
        simulator.fault(rule.parse::<FaultRule>().unwrap().times(1));
        let call = ExampleCall::new(&CONTRACT.operations()[0]);
        let made = runtime.block_on(caller.make(&call));
        let requests = call.requests(&simulator);
        let holds = |outcome, sent, shown: &str| {
            let made = Made { outcome, sent, shown: shown.to_owned() };
            panic::catch_unwind(|| check(rule, &made, &requests)).is_ok()
        };
        for outcome in [NotSent, Unreachable, Refused, Accepted, Unknown] {
            assert_eq!(holds(outcome, 1, &made.shown), true_outcomes.contains(&outcome), "{rule} {outcome:?}");
        }
        assert!(!holds(made.outcome, 0, &made.shown) && !holds(made.outcome, 1, SECRET), "{rule}");
    }
}
