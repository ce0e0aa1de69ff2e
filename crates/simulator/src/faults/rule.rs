//! Which requests meet a fault.

use std::time::Duration;

use crate::faults::fault::Fault;

/// A fault, and the requests that meet it: those of one operation or of all, some of them by number or by chance.
///
/// Rules are asked in their order; the first that applies decides. A [`Fault`] alone becomes the rule for one request. As
/// text, which [`FromStr`](std::str::FromStr) reads and `Display` writes, it is `FAULT[=VALUE][,KEY=VALUE]…`: the table of
/// all of them is in `docs/simulator.md`.
///
/// ```
/// use defender_actions_simulator::{Fault, FaultBody, FaultRule};
///
/// let rule: FaultRule = "status=503,body=none,times=2".parse()?;
/// let same = FaultRule::new(Fault::Status { status: 503, body: FaultBody::Empty, retry_after: None }).times(2);
/// assert_eq!(rule, same);
/// # Ok::<(), String>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct FaultRule {
    pub(crate) fault: Fault,
    pub(crate) latency: Duration,
    pub(crate) operation: Option<String>,
    pub(crate) times: Option<u64>,
    pub(crate) after: u64,
    pub(crate) probability: f64,
    pub(crate) seed: u64,
}

impl FaultRule {
    /// Every request meets the fault.
    pub fn new(fault: Fault) -> Self {
        Self { fault, latency: Duration::ZERO, operation: None, times: None, after: 0, probability: 1.0, seed: 0 }
    }

    /// Only requests of the operation of this operationId.
    #[must_use]
    pub fn operation(mut self, id: impl Into<String>) -> Self {
        self.operation = Some(id.into());
        self
    }

    /// Only so many requests.
    #[must_use]
    pub fn times(mut self, requests: u64) -> Self {
        self.times = Some(requests);
        self
    }

    /// Only requests after the first so many that the rule was asked about.
    #[must_use]
    pub fn after(mut self, requests: u64) -> Self {
        self.after = requests;
        self
    }

    /// Only a share of the requests, from 0 to 1, chosen by chance: the same ones for the same seed.
    #[must_use]
    pub fn probability(mut self, share: f64, seed: u64) -> Self {
        (self.probability, self.seed) = (share, seed);
        self
    }

    /// The time from the end of the request to the fault. No time limit of the simulator applies to it.
    #[must_use]
    pub fn latency(mut self, time: Duration) -> Self {
        self.latency = time;
        self
    }
}

impl From<Fault> for FaultRule {
    fn from(fault: Fault) -> Self {
        Self::new(fault).times(1)
    }
}

/// The rules, and what has become of them.
#[derive(Default)]
pub(crate) struct FaultRules(Vec<Counted>);

struct Counted {
    rule: FaultRule,
    /// How many requests of its operation it was asked about.
    asked: u64,
    /// How many have met it.
    met: u64,
}

impl FaultRules {
    pub(crate) fn push(&mut self, rule: FaultRule) {
        self.0.push(Counted { rule, asked: 0, met: 0 });
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The rule that a request of an operation would meet now; nothing is counted.
    pub(crate) fn peek(&self, operation: Option<&str>) -> Option<&FaultRule> {
        let mut asked = self.0.iter().filter(|counted| counted.is_for(operation));
        asked.find(|counted| counted.applies()).map(|counted| &counted.rule)
    }

    /// The rule that a request of an operation meets. `is_met` says of a rule that applies whether it does, in the end.
    pub(crate) fn meet(
        &mut self,
        operation: Option<&str>,
        mut is_met: impl FnMut(&Fault) -> bool,
    ) -> Option<FaultRule> {
        let mut found = None;
        for counted in self.0.iter_mut().filter(|counted| counted.is_for(operation)) {
            let applies = counted.applies();
            counted.asked += 1;
            if applies && is_met(&counted.rule.fault) {
                counted.met += 1;
                found = Some(counted.rule.clone());
                break;
            }
        }
        self.0.retain(|counted| counted.rule.times.is_none_or(|times| counted.met < times));
        found
    }
}

impl Counted {
    fn is_for(&self, operation: Option<&str>) -> bool {
        self.rule.operation.is_none() || self.rule.operation.as_deref() == operation
    }

    fn applies(&self) -> bool {
        let FaultRule { after, times, probability, seed, .. } = self.rule;
        self.asked >= after && times.is_none_or(|times| self.met < times) && chance(seed, self.asked) < probability
    }
}

/// A number from 0 to 1, without 1: the same for the same seed and request (SplitMix64).
fn chance(seed: u64, request: u64) -> f64 {
    let mut bits = seed.wrapping_add(request.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^= bits >> 31;
    // A double has 53 bits of precision.
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which of so many requests meet a fault.
    fn met(rules: &mut FaultRules, operations: &[&str]) -> Vec<bool> {
        operations.iter().map(|operation| rules.meet(Some(operation), |_| true).is_some()).collect()
    }

    fn rules(rule: FaultRule) -> FaultRules {
        let mut rules = FaultRules::default();
        rules.push(rule);
        rules
    }

    #[test]
    fn a_rule_is_for_requests_by_operation_and_by_number() {
        let mut rules = rules(FaultRule::new(Fault::Stall).operation("a").after(1).times(2));
        assert_eq!(met(&mut rules, &["a", "b", "a", "b", "a", "a"]), [false, false, true, false, true, false]);
        assert!(rules.0.is_empty(), "what is used up is dropped");
    }

    #[test]
    fn the_first_that_applies_decides_and_a_look_counts_nothing() {
        let mut rules = rules(Fault::Disconnect.into());
        rules.push(FaultRule::new(Fault::Stall));
        for _ in 0..3 {
            assert_eq!(rules.peek(None).unwrap().fault, Fault::Disconnect);
        }
        assert_eq!(rules.meet(None, |_| true).unwrap().fault, Fault::Disconnect);
        assert_eq!(rules.meet(None, |_| true).unwrap().fault, Fault::Stall);
        assert_eq!(rules.meet(None, |_| false), None);
    }

    #[test]
    fn chance_is_the_share_that_is_asked_for_and_the_same_for_a_seed() {
        let requests = ["a"; 10_000];
        for share in [0.0, 0.1, 0.5, 1.0] {
            let [one, again, other] =
                [7, 7, 8].map(|seed| met(&mut rules(FaultRule::new(Fault::Stall).probability(share, seed)), &requests));
            let count = one.iter().filter(|met| **met).count() as f64;
            assert!((count - share * 10_000.0).abs() <= 200.0, "{share}: {count}");
            assert_eq!(one, again);
            assert_eq!(one == other, share == 0.0 || share == 1.0);
        }
    }
}
