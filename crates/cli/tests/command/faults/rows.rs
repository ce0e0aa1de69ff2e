//! The faults: each row a rule as the command line takes it.

use std::time::Duration;

use defender_actions_simulator::FaultRule;

/// A fault, and where it is met.
pub struct Row {
    pub rule: &'static str,
    pub stage: Stage,
}

/// The time of a request that does not have to wait.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Where the calls are made that meet the fault.
#[derive(Clone, Copy, PartialEq)]
pub enum Stage {
    /// On a simulator that is shared with other faults, one after the other.
    Shared,
    /// On one of its own, beside others: they wait, or are counted.
    Apart,
    /// The same, and no response ends in the time of a request.
    Endless,
}

/// Every fault, in the order of `docs/simulator.md`.
pub const ROWS: &[Row] = &[
    shared("status=400"),
    shared("status=401"),
    shared("status=403,body=none"),
    shared("status=404"),
    shared("status=408,body=none"),
    shared("status=429,body=none"),
    shared("status=429,retry-after=0"),
    shared("status=429,retry-after=86400"),
    apart("status=429,retry-after-date=1,skew=-3600"),
    apart("status=429,retry-after-date=1,skew=3600"),
    shared("status=500"),
    shared("status=502,body=html"),
    shared("status=503"),
    shared("status=503,body=none,retry-after=0"),
    shared("status=503,body=html,retry-after=86400"),
    shared("status=504,body=none"),
    shared("status=200,body=html"),
    shared("status=202"),
    shared("status=204,body=none"),
    shared("status=302,body=none"),
    shared("status=308,body=none"),
    shared("disconnect"),
    shared("reset=before-body"),
    shared("reset=after-body"),
    shared("reset=after-action"),
    endless("stall"),
    shared("cut-off"),
    shared("wrong-length=1"),
    shared("wrong-length=1000000"),
    shared("content-type=text/html"),
    shared("html"),
    shared("large=100MB"),
    endless("endless"),
    shared("expired-token"),
    apart("rate-limit"),
    apart("rate-limit=1/3600s"),
    shared("latency=10ms"),
    endless("latency=1000s"),
];

const fn shared(rule: &'static str) -> Row {
    Row { rule, stage: Stage::Shared }
}

const fn apart(rule: &'static str) -> Row {
    Row { rule, stage: Stage::Apart }
}

const fn endless(rule: &'static str) -> Row {
    Row { rule, stage: Stage::Endless }
}

impl Row {
    /// The rule by which the requests of an operation meet the fault, all or all but the first. A limit allows the first.
    pub fn rule(&self, operation: &str, is_after_one: bool) -> FaultRule {
        let rule: FaultRule = self.rule.parse().unwrap_or_else(|error| panic!("{}: {error}", self.rule));
        let is_limit = self.rule.starts_with("rate-limit");
        rule.operation(operation).after(u64::from(is_after_one && !is_limit))
    }

    /// The time that one request may take.
    pub fn timeout(&self) -> Duration {
        match self.stage {
            Stage::Shared | Stage::Apart => PATIENCE,
            Stage::Endless => Duration::from_secs(2),
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
