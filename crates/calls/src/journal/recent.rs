//! The calls that were made last: a run that continues soon has to regard them in the limits of the service.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::SystemTime;

use super::entry::{Event, Kind};
use super::time;

/// How many are kept; no documented limit has more calls.
const MOST: usize = 10_000;

/// A call that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecentCall {
    /// The operationId.
    pub operation: Arc<str>,
    /// When its end was recorded; of one whose end is not on record, when its start was.
    pub at: SystemTime,
}

/// The last calls of a journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecentCalls {
    ended: VecDeque<RecentCall>,
    started: HashMap<u64, RecentCall>,
}

impl RecentCalls {
    /// Takes the next line of a call of a row.
    pub fn add(&mut self, row: u64, kind: &Kind) {
        let Some(at) = kind.at.as_deref().and_then(time::parse) else { return };
        match (kind.event, &kind.operation) {
            (Event::Started, Some(operation)) => {
                // What an earlier run left without an end stays a call.
                if let Some(interrupted) = self.started.insert(row, RecentCall { operation: Arc::clone(operation), at })
                {
                    self.keep(interrupted);
                }
            }
            _ => {
                if let Some(started) = self.started.remove(&row) {
                    self.keep(RecentCall { at, ..started });
                }
            }
        }
    }

    /// The calls, the oldest first.
    pub fn calls(&self) -> Vec<RecentCall> {
        let mut calls: Vec<RecentCall> = self.ended.iter().chain(self.started.values()).cloned().collect();
        calls.sort_by_key(|call| call.at);
        calls
    }

    fn keep(&mut self, call: RecentCall) {
        if self.ended.len() == MOST {
            self.ended.pop_front();
        }
        self.ended.push_back(call);
    }
}
