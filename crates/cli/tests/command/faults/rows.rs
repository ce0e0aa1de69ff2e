//! The faults: each row a rule as the command line takes it.

use std::time::Duration;

use defender_actions_simulator::FaultRule;

/// A fault, and how long a call takes that meets it.
pub struct Row {
    pub rule: &'static str,
    pub pace: Pace,
}

/// How long a call takes that meets the fault.
#[derive(Clone, Copy, PartialEq)]
pub enum Pace {
    /// As long as the two sides need.
    Quick,
    /// Until its time is over, or a while that a response asks for.
    Slow,
}

/// Every fault, in the order of `docs/simulator.md`.
pub const ROWS: &[Row] = &[
    quick("status=400"),
    quick("status=401"),
    quick("status=403,body=none"),
    quick("status=404"),
    quick("status=408,body=none"),
    quick("status=429,body=none"),
    quick("status=429,retry-after=0"),
    quick("status=429,retry-after=86400"),
    slow("status=429,retry-after-date=1,skew=-3600"),
    slow("status=429,retry-after-date=1,skew=3600"),
    quick("status=500"),
    quick("status=502,body=html"),
    quick("status=503"),
    quick("status=503,body=none,retry-after=0"),
    quick("status=503,body=html,retry-after=86400"),
    quick("status=504,body=none"),
    quick("status=200,body=html"),
    quick("status=202"),
    quick("status=204,body=none"),
    quick("status=302,body=none"),
    quick("status=308,body=none"),
    quick("disconnect"),
    quick("reset=before-body"),
    quick("reset=after-body"),
    quick("reset=after-action"),
    slow("stall"),
    quick("cut-off"),
    quick("wrong-length=1"),
    quick("wrong-length=1000000"),
    quick("content-type=text/html"),
    quick("html"),
    quick("large=100MB"),
    slow("endless"),
    quick("expired-token"),
    quick("rate-limit"),
    quick("rate-limit=1/3600s"),
    slow("rate-limit=1/1s"),
    quick("latency=10ms"),
    slow("latency=1000s"),
];

const fn quick(rule: &'static str) -> Row {
    Row { rule, pace: Pace::Quick }
}

const fn slow(rule: &'static str) -> Row {
    Row { rule, pace: Pace::Slow }
}

impl Row {
    /// The rule by which the requests of an operation meet the fault: not the first of all, which a limit allows too.
    pub fn rule(&self, operation: &str) -> FaultRule {
        let rule: FaultRule = self.rule.parse().unwrap_or_else(|error| panic!("{}: {error}", self.rule));
        let after = if self.rule.starts_with("rate-limit") { 0 } else { 1 };
        rule.operation(operation).after(after)
    }

    /// The time that one request may take.
    pub fn timeout(&self) -> Duration {
        match self.pace {
            Pace::Quick => Duration::from_secs(60),
            Pace::Slow => Duration::from_secs(2),
        }
    }
}

/// A fault, or a key of `status`, that the simulator gains has no row, until it is given one here.
#[test]
fn every_fault_and_every_key_of_a_status_has_a_row() {
    let [faults, _, of_status] = FaultRule::NAMES;
    let parts = |row: &Row| row.rule.split(',').map(|part| part.split('=').next().unwrap()).collect::<Vec<_>>();
    for name in faults.iter().chain(of_status) {
        assert!(ROWS.iter().any(|row| parts(row).contains(name)), "no row has `{name}`");
    }
}
