//! What operations leave behind for later requests: states of things, and pending actions.

use std::collections::VecDeque;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// How many things are remembered; the oldest are forgotten first.
const CAPACITY: usize = 4096;

/// States of things, and the actions that are pending on them.
#[derive(Default)]
pub(crate) struct ActionMemory {
    states: Latest<Arc<str>>,
    /// When each pending action began.
    pending: Latest<SystemTime>,
    /// How long an action stays pending; for good, if not given.
    pending_for: Option<Duration>,
}

impl ActionMemory {
    pub(crate) fn new(pending_for: Option<Duration>) -> Self {
        Self { pending_for, ..Self::default() }
    }

    /// The state of a thing, under its key in lower case.
    pub(crate) fn state(&self, of: &str) -> Option<&str> {
        self.states.get(of).map(|state| &**state)
    }

    pub(crate) fn set_state(&mut self, of: &str, state: Arc<str>) {
        self.states.set(of, state);
    }

    pub(crate) fn is_pending(&self, action: &str, now: SystemTime) -> bool {
        let Some(began) = self.pending.get(action) else {
            return false;
        };
        // A clock that was set back leaves the action pending.
        let elapsed = now.duration_since(*began).unwrap_or_default();
        self.pending_for.is_none_or(|limit| elapsed < limit)
    }

    pub(crate) fn begin(&mut self, action: &str, now: SystemTime) {
        self.pending.set(action, now);
    }

    pub(crate) fn finish_pending(&mut self) {
        self.pending = Latest::default();
    }
}

/// A map that keeps the values that were set last.
///
/// Keys are parts of requests, as long as a body may be; so only their hashes are kept, of 128 bits and with keys of
/// their own, so that no request can be made to look like another.
pub(crate) struct Latest<V> {
    values: VecDeque<([u64; 2], V)>,
    hashes: [RandomState; 2],
    capacity: usize,
}

impl<V> Default for Latest<V> {
    fn default() -> Self {
        Self::with_capacity(CAPACITY)
    }
}

impl<V> Latest<V> {
    /// Keeps so many values.
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self { values: VecDeque::new(), hashes: Default::default(), capacity }
    }

    fn hash(&self, key: &str) -> [u64; 2] {
        self.hashes.each_ref().map(|state| state.hash_one(key))
    }

    pub(crate) fn get(&self, key: &str) -> Option<&V> {
        let hash = self.hash(key);
        self.values.iter().find(|(it, _)| *it == hash).map(|(_, value)| value)
    }

    pub(crate) fn set(&mut self, key: &str, value: V) {
        let hash = self.hash(key);
        self.values.retain(|(it, _)| *it != hash);
        self.values.push_back((hash, value));
        if self.values.len() > self.capacity {
            self.values.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    #[test]
    fn an_action_is_pending_until_its_time_has_passed() {
        let mut memory = ActionMemory::new(Some(Duration::from_secs(60)));
        let began = UNIX_EPOCH + Duration::from_secs(1000);
        memory.begin("a", began);
        assert!(memory.is_pending("a", began));
        assert!(memory.is_pending("a", began - Duration::from_secs(1)));
        assert!(memory.is_pending("a", began + Duration::from_secs(59)));
        assert!(!memory.is_pending("a", began + Duration::from_secs(60)));
        assert!(!memory.is_pending("b", began));
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let mut memory = ActionMemory::default();
        for number in 0..=CAPACITY {
            memory.set_state(&number.to_string(), "seen".into());
        }
        assert_eq!(memory.state("0"), None);
        assert_eq!(memory.state("1"), Some("seen"));
    }

    #[test]
    fn keys_are_told_apart_however_long_they_are() {
        let mut latest = Latest::default();
        let long = "x".repeat(1 << 20);
        latest.set(&long, 1);
        assert_eq!((latest.get(&long), latest.get(&long[1..])), (Some(&1), None));
    }
}
