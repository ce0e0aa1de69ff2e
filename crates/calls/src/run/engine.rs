//! The loop of a run. It owns all that calls share, so that there is nothing to lock: the rows, the limits, the pause.
//!
//! Each call is a task: the start is recorded, the call is made, its end is recorded. What that means for the others is
//! decided in the loop.

use std::collections::{HashMap, VecDeque};
use std::fmt::Display;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::sync::watch;
use tokio::task::{self, JoinSet};
use tokio::time::{Instant, sleep_until};

use super::event::{Event, WaitingFor};
use super::limiter::{Limiter, Turn};
use super::rate::Rate;
use super::rates::Rates;
use super::stop::{Halt, LONGEST_PAUSE, Stop, Streak};
use super::tally::Tally;
use super::throttle;
use crate::call::Service;
use crate::cause::Cause;
use crate::journal::{Journal, RowState, States, Unwritten};
use crate::result::{CallOutcome, CallResult};
use crate::row::Row;

/// After so many rows that need no call, others of the runtime have their turn.
const ROWS_BETWEEN_YIELDS: u32 = 256;

/// How calls are made.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many calls are in flight at most.
    pub concurrency: NonZeroUsize,
    /// How often each operation is called.
    pub rates: Rates,
    /// Whether rows whose action may have been taken in an earlier run are called again.
    pub retries_unknown: bool,
}

/// How a run ended.
#[derive(Debug)]
pub struct Ended {
    /// How many rows stand where; those that were not reached are not among them.
    pub tally: Tally,
    /// How many calls were made.
    pub calls: u64,
    /// Why it ended before the end of the list; `None` if it did not.
    pub stop: Option<Stop>,
}

/// Makes the calls of the rows, in their order.
pub async fn run<S: Service, E: Display>(
    service: Arc<S>,
    rows: impl Iterator<Item = Result<Row, E>>,
    (journal, states): (Arc<Journal>, &States),
    options: Options,
    halt: watch::Receiver<Halt>,
    observe: impl FnMut(Event<'_>),
) -> Ended {
    let engine = Engine {
        service,
        journal,
        states,
        options,
        halt,
        observe,
        limiters: HashMap::new(),
        waiting: VecDeque::new(),
        tasks: JoinSet::new(),
        in_flight: HashMap::new(),
        pause: Instant::now(),
        streak: Streak::default(),
        ended: Ended { tally: Tally::default(), calls: 0, stop: None },
    };
    engine.run(rows).await
}

/// A call to be made of a row.
struct Attempt {
    row: Arc<Row>,
    /// How often it was made in this run.
    times: u32,
    /// How many requests that were.
    requests: u32,
    /// What is known of its action.
    outcome: Option<CallOutcome>,
    /// Whether it is called again by consent, though an earlier run may have taken its action.
    is_consented: bool,
    /// Where the row stands before it.
    state: RowState,
}

/// A call that has ended.
struct Made {
    attempt: Attempt,
    /// How it ended; `None` if it was not made, because its start could not be recorded.
    result: Option<CallResult>,
    /// Why this call failed, whatever an earlier one came to.
    cause: Option<Cause>,
    /// How long the service asks all calls to wait.
    wait: Option<Duration>,
    /// What could not be recorded.
    unwritten: Option<Unwritten>,
}

struct Engine<'a, S, O> {
    service: Arc<S>,
    journal: Arc<Journal>,
    states: &'a States,
    options: Options,
    halt: watch::Receiver<Halt>,
    observe: O,
    limiters: HashMap<Arc<str>, Limiter>,
    /// The calls to be made next: the row that waits for its turn, and those that are called again.
    waiting: VecDeque<Attempt>,
    tasks: JoinSet<Made>,
    in_flight: HashMap<task::Id, Arc<Row>>,
    /// No call is made before.
    pause: Instant,
    streak: Streak,
    ended: Ended,
}

impl<S: Service, O: FnMut(Event<'_>)> Engine<'_, S, O> {
    async fn run<E: Display>(mut self, rows: impl Iterator<Item = Result<Row, E>>) -> Ended {
        let mut rows = rows.fuse();
        let mut announced = None;
        loop {
            let next = self.start(&mut rows).await;
            if self.tasks.is_empty() && next.is_none() {
                break;
            }
            if let Some((at, reason)) = next.filter(|next| announced != Some(*next)) {
                announced = next;
                (self.observe)(Event::Waiting(at - Instant::now(), reason));
            }
            let at = next.map(|(at, _)| at);
            tokio::select! {
                biased;
                Some(made) = self.tasks.join_next_with_id() => match made {
                    Ok((id, made)) => self.take(id, made),
                    Err(error) => self.lost(error.id()),
                },
                // Once nobody is left who could ask, it never changes.
                Ok(()) = self.halt.changed() => self.obey(),
                () = sleep_until(at.unwrap_or_else(Instant::now)), if at.is_some() => {}
            }
        }
        for attempt in std::mem::take(&mut self.waiting) {
            self.ended.tally.add(&attempt.row.call.operation, attempt.state);
        }
        self.ended
    }

    /// Starts calls as long as one may be made; when the next one may, if that is a matter of time alone.
    async fn start<E: Display>(
        &mut self,
        rows: &mut impl Iterator<Item = Result<Row, E>>,
    ) -> Option<(Instant, WaitingFor)> {
        let mut passed = 0;
        while self.ended.stop.is_none() && self.tasks.len() < self.options.concurrency.get() {
            if self.waiting.is_empty() {
                match rows.next()? {
                    Ok(row) => self.enter(row),
                    Err(error) => self.stop(Stop::List(error.to_string())),
                }
                passed += 1;
                if passed % ROWS_BETWEEN_YIELDS == 0 {
                    task::yield_now().await;
                    self.obey();
                }
                continue;
            }
            let now = Instant::now();
            if self.pause > now {
                return Some((self.pause, WaitingFor::Service));
            }
            let operation = &self.waiting.front()?.row.call.operation;
            let limiter = match self.limiters.get_mut(operation) {
                Some(limiter) => limiter,
                None => {
                    let limiter = limiter(operation, &self.options.rates.of(operation), self.states);
                    self.limiters.entry(Arc::clone(operation)).or_insert(limiter)
                }
            };
            match limiter.turn(now) {
                Turn::Now => limiter.begin(),
                Turn::At(at) => return Some((at, WaitingFor::Rates)),
                Turn::AfterACall => return None,
            }
            let attempt = self.waiting.pop_front()?;
            self.call(attempt);
        }
        None
    }

    /// Takes a row of the list, unless an earlier run has done with it.
    fn enter(&mut self, row: Row) {
        let state = self.states.of(row.index);
        if state.is_final() || (state.is_unknown() && !self.options.retries_unknown) {
            self.ended.tally.add(&row.call.operation, state);
            (self.observe)(Event::Skipped(&row, state));
        } else {
            // What may have been taken in an earlier run is not refused because a later call is.
            let is_consented = state.is_unknown();
            let outcome = is_consented.then_some(CallOutcome::Unknown);
            let row = Arc::new(row);
            self.waiting.push_back(Attempt { row, times: 0, requests: 0, outcome, is_consented, state });
        }
    }

    fn call(&mut self, attempt: Attempt) {
        let (service, journal) = (Arc::clone(&self.service), Arc::clone(&self.journal));
        let row = Arc::clone(&attempt.row);
        let call = self.tasks.spawn(async move {
            if let Err(unwritten) = journal.started(&attempt.row).await {
                return Made { attempt, result: None, cause: None, wait: None, unwritten: Some(unwritten) };
            }
            let mut result = service.call(&attempt.row.call).await;
            let wait = throttle::wait(&result, attempt.times + 1);
            let cause = Cause::of(result.outcome, result.status, result.code.as_deref());
            let took_effect = attempt.is_consented && is_already_active(&attempt.row.call.operation, &result);
            if took_effect {
                result.message =
                    format!("the action is active already, so an earlier call took effect: {}", result.message);
            }
            result.outcome = throttle::outcome_after(attempt.outcome, result.outcome, took_effect);
            result.attempts += attempt.requests;
            let unwritten = journal.finished(&attempt.row, &result).await.err();
            Made { attempt, result: Some(result), cause, wait, unwritten }
        });
        self.in_flight.insert(call.id(), row);
    }

    /// A call has ended.
    fn take(&mut self, id: task::Id, Made { attempt, result, cause, wait, unwritten }: Made) {
        self.in_flight.remove(&id);
        let operation = &attempt.row.call.operation;
        if let Some(limiter) = self.limiters.get_mut(operation) {
            let sent = result.as_ref().filter(|result| result.is_sent());
            limiter.end(Instant::now(), sent.map_or(0, |result| result.attempts - attempt.requests));
        }
        if let Some(unwritten) = unwritten {
            self.unwritten(unwritten);
        }
        let Some(result) = result else {
            self.ended.tally.add(operation, attempt.state);
            return;
        };
        self.ended.calls += 1;
        let state = RowState::from(&result);
        let Some(wait) = wait.filter(|_| self.ended.stop.is_none()) else {
            self.ended.tally.add(operation, state);
            (self.observe)(Event::Done(&attempt.row, &result));
            if let Some(stop) = self.streak.count(cause, &result.message) {
                self.stop(stop);
            }
            return;
        };
        (self.observe)(Event::Again(&attempt.row, &result));
        let (times, requests, outcome) = (attempt.times + 1, result.attempts, Some(result.outcome));
        self.waiting.push_back(Attempt { times, requests, outcome, state, ..attempt });
        self.pause = self.pause.max(Instant::now() + wait);
        if wait > LONGEST_PAUSE {
            self.stop(Stop::LongPause(wait));
        }
    }

    /// A call has ended, and nothing is known of it: it was given up, or it panicked.
    fn lost(&mut self, id: task::Id) {
        let Some(row) = self.in_flight.remove(&id) else { return };
        if let Some(limiter) = self.limiters.get_mut(&row.call.operation) {
            limiter.end(Instant::now(), 1);
        }
        self.ended.calls += 1;
        self.ended.tally.add(&row.call.operation, RowState::Interrupted);
    }

    fn unwritten(&mut self, unwritten: Unwritten) {
        match &mut self.ended.stop {
            Some(Stop::Journal(entries)) => entries.push(unwritten),
            // What the journal lacks is said before all else.
            stop => *stop = Some(Stop::Journal(vec![unwritten])),
        }
    }

    /// Stops if asked to.
    fn obey(&mut self) {
        let halt = *self.halt.borrow_and_update();
        if halt >= Halt::Finish {
            self.stop(Stop::Asked);
        }
        if halt == Halt::AtOnce {
            self.tasks.abort_all();
        }
    }

    fn stop(&mut self, stop: Stop) {
        if self.ended.stop.is_none() {
            self.ended.stop = Some(stop);
            (self.observe)(Event::Finishing { in_flight: self.tasks.len() });
        }
    }
}

/// Whether the service refused a call because an action of its kind is active already.
fn is_already_active(operation: &str, result: &CallResult) -> bool {
    let Some(code) = result.code.as_deref().filter(|_| result.outcome == CallOutcome::Refused) else { return false };
    let known = defender_actions::operations().iter().find(|known| known.id == operation);
    known.is_some_and(|known| known.already_active_codes.contains(&code))
}

/// The limiter of an operation, which regards the calls of earlier runs.
fn limiter(operation: &str, rates: &[Rate], states: &States) -> Limiter {
    let mut limiter = Limiter::new(rates);
    let calls = states.recent().into_iter().filter(|call| &*call.operation == operation);
    limiter.regard(calls.map(|call| call.at), (SystemTime::now(), Instant::now()));
    limiter
}
