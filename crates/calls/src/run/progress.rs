//! How far a run is: what it shows, from what happens.

use std::time::Duration;

use tokio::time::Instant;

use super::duration;
use super::event::{Event, WaitingFor};
use super::rate::{Rate, least_time};
use super::rates::Rates;
use crate::journal::{Counts, RowState};

/// How far a run is.
#[derive(Clone, Debug)]
pub struct Progress {
    total: u64,
    rates: Rates,
    began: Instant,
    counts: Counts,
    /// How many rows this run has called.
    called: u64,
    /// The rates of the row that was called last.
    current: Vec<Rate>,
    waiting: Option<(Instant, WaitingFor)>,
}

impl Progress {
    /// A run of so many rows begins.
    pub fn new(total: u64, rates: Rates) -> Self {
        Self {
            total,
            rates,
            began: Instant::now(),
            counts: Counts::default(),
            called: 0,
            current: Vec::new(),
            waiting: None,
        }
    }

    /// Takes what happens.
    pub fn apply(&mut self, event: &Event<'_>) {
        match event {
            Event::Skipped(_, state) => self.counts.add(*state, 1),
            Event::Done(row, result) => {
                self.counts.add(RowState::from(*result), 1);
                self.called += 1;
                self.waiting = None;
                if self.current.is_empty() {
                    self.current = self.rates.of(&row.call.operation);
                }
            }
            Event::Waiting(time, reason) => self.waiting = Some((Instant::now() + *time, *reason)),
            Event::Again(..) | Event::Finishing { .. } => {}
        }
    }

    /// How many rows there are.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// How many rows are done with.
    pub fn done(&self) -> u64 {
        self.counts.sum(|_| true)
    }

    /// How far it is, in a line: `120 of 500: 118 accepted, 2 refused; 95 a minute; 4 min left`.
    pub fn line(&self) -> String {
        format!("{} of {}: {}", self.done(), self.total, self.text())
    }

    /// The same without the number of rows.
    pub fn text(&self) -> String {
        let counts = RowState::ALL.into_iter().map(|state| (self.counts.of(state), state));
        let counts = counts.filter(|(count, _)| *count > 0).map(|(count, state)| format!("{count} {state}"));
        let mut parts = vec![counts.collect::<Vec<_>>().join(", ")];
        let elapsed = self.began.elapsed();
        let minutes = elapsed.as_secs_f64() / 60.0;
        if self.called > 0 && elapsed >= Duration::from_secs(1) {
            parts.push(format!("{:.0} a minute", self.called as f64 / minutes));
        }
        let waiting = self.waiting.filter(|(until, _)| *until > Instant::now());
        parts.extend(waiting.map(|(until, reason)| {
            let wait = duration::text(until - Instant::now());
            match reason {
                WaitingFor::Rates => format!("waits {wait} for the limit"),
                WaitingFor::Service => format!("waits {wait}, as the service asks"),
            }
        }));
        parts.extend(self.time_left(elapsed).map(|left| format!("{} left", duration::text(left))));
        parts.retain(|part| !part.is_empty());
        parts.join("; ")
    }

    /// The time to the end: what the limits leave, else what the calls took so far.
    fn time_left(&self, elapsed: Duration) -> Option<Duration> {
        let left = self.total.saturating_sub(self.done());
        if left == 0 || self.called == 0 {
            return None;
        }
        let of_limits = least_time(&self.current, self.called + left).saturating_sub(elapsed);
        let of_calls = elapsed.mul_f64(left as f64 / self.called as f64);
        Some(if of_limits.is_zero() { of_calls } else { of_limits })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value};
    use tokio::time::advance;

    use super::*;
    use crate::call::Call;
    use crate::result::{CallOutcome, CallResult};
    use crate::row::Row;

    fn row() -> Row {
        Row { index: 0, line: 1, call: Call { operation: "op".into(), parameters: Map::new(), body: Map::new() } }
    }

    fn result(outcome: CallOutcome) -> CallResult {
        CallResult {
            outcome,
            status: None,
            action: Value::Null,
            code: Some("Code".to_owned()),
            message: String::new(),
            correlation_id: None,
            retry_after: None,
            attempts: 1,
        }
    }

    fn done(progress: &mut Progress, outcome: CallOutcome, times: u32) {
        (0..times).for_each(|_| progress.apply(&Event::Done(&row(), &result(outcome))));
    }

    #[tokio::test(start_paused = true)]
    async fn a_line_has_what_is_done_the_rate_and_the_time_left() {
        let rates = Rates::given(vec!["100/60s".parse().unwrap()]);
        let mut progress = Progress::new(500, rates);
        assert_eq!(progress.line(), "0 of 500: ");
        progress.apply(&Event::Skipped(&row(), RowState::Accepted));
        assert_eq!(progress.line(), "1 of 500: 1 accepted");
        advance(Duration::from_secs(30)).await;
        done(&mut progress, CallOutcome::Accepted, 98);
        done(&mut progress, CallOutcome::Refused, 1);
        // 499 calls of this run take four minutes at the limit.
        assert_eq!(progress.line(), "100 of 500: 99 accepted, 1 refused; 198 a minute; 3 min 30 s left");
        progress.apply(&Event::Waiting(Duration::from_secs(31), WaitingFor::Rates));
        assert!(progress.line().contains("; waits 31 s for the limit; "), "{}", progress.line());
        progress.apply(&Event::Waiting(Duration::from_secs(90), WaitingFor::Service));
        assert!(progress.line().contains("; waits 1 min 30 s, as the service asks; "), "{}", progress.line());
        advance(Duration::from_secs(90)).await;
        done(&mut progress, CallOutcome::Unknown, 400);
        assert_eq!(progress.line(), "500 of 500: 99 accepted, 1 refused, 400 unknown; 250 a minute");
    }

    #[tokio::test(start_paused = true)]
    async fn without_limits_the_time_left_is_that_of_the_calls_so_far() {
        let mut progress = Progress::new(300, Rates::given(Vec::new()));
        advance(Duration::from_secs(10)).await;
        done(&mut progress, CallOutcome::Accepted, 100);
        assert_eq!(progress.line(), "100 of 300: 100 accepted; 600 a minute; 20 s left");
    }
}
