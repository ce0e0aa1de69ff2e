//! A run on a simulated clock, with a service that does as it is asked.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use calls::journal::{Header, Journal, ListIdentity, RowState, States, Who};
use calls::run::{Ended, Event, Halt, Options, Rate, Rates, Stop, WaitingFor, run};
use calls::{Call, CallOutcome, CallResult, Cause, Row, Service};
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use test_support::{contract, long};
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

const LATENCY: Duration = Duration::from_millis(100);

/// What a service does with a call.
type Answer = dyn Fn(u64, Instant) -> CallResult + Send + Sync;

/// A service that keeps what it was asked, and when.
struct Fake {
    answer: Box<Answer>,
    calls: Mutex<Vec<(u64, Instant)>>,
    in_flight: Mutex<(usize, usize)>,
}

impl Fake {
    fn new(answer: impl Fn(u64, Instant) -> CallResult + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { answer: Box::new(answer), calls: Mutex::default(), in_flight: Mutex::default() })
    }

    fn rows(&self) -> Vec<u64> {
        self.calls.lock().unwrap().iter().map(|(row, _)| *row).collect()
    }

    fn times(&self) -> Vec<Instant> {
        self.calls.lock().unwrap().iter().map(|(_, at)| *at).collect()
    }
}

impl Service for Fake {
    async fn call(&self, call: &Call) -> CallResult {
        {
            let mut in_flight = self.in_flight.lock().unwrap();
            in_flight.0 += 1;
            in_flight.1 = in_flight.1.max(in_flight.0);
        }
        sleep(LATENCY / 2).await;
        let (row, now) = (call.body["row"].as_u64().unwrap(), Instant::now());
        self.calls.lock().unwrap().push((row, now));
        let result = (self.answer)(row, now);
        sleep(LATENCY / 2).await;
        self.in_flight.lock().unwrap().0 -= 1;
        result
    }
}

fn accepted() -> CallResult {
    CallResult {
        outcome: CallOutcome::Accepted,
        status: Some(201),
        action: json!({"id": "1"}),
        code: None,
        message: String::new(),
        correlation_id: None,
        retry_after: None,
        attempts: 1,
    }
}

fn failed(outcome: CallOutcome, status: Option<u16>) -> CallResult {
    // What the contract does not allow has no code.
    let code = (outcome != CallOutcome::NotSent).then(|| "Code".into());
    CallResult { outcome, status, action: Value::Null, code, message: "no".into(), ..accepted() }
}

fn throttled(seconds: u64) -> CallResult {
    CallResult { retry_after: Some(Duration::from_secs(seconds)), ..failed(CallOutcome::Refused, Some(429)) }
}

fn rows(operation: &str, count: u64) -> impl Iterator<Item = Result<Row, Infallible>> + use<> {
    let operation: Arc<str> = operation.into();
    (0..count).map(move |index| {
        let body = json!({"row": index}).as_object().unwrap().clone();
        let call = Call { operation: Arc::clone(&operation), parameters: Map::new(), body };
        Ok(Row { index, line: index + 1, call })
    })
}

struct Place {
    _folder: TempDir,
    path: PathBuf,
    rows: u64,
}

impl Place {
    fn new(rows: u64) -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("journal.jsonl");
        Self { _folder: folder, path, rows }
    }

    fn open(&self) -> (Arc<Journal>, States) {
        let header = Header {
            program: "test".into(),
            base_url: "http://localhost".into(),
            environment: None,
            list: ListIdentity { name: "list".into(), digest: "0".into(), rows: self.rows },
            by: Who::here(None),
        };
        let (journal, states) = Journal::open(&self.path, &header).unwrap();
        (Arc::new(journal), states)
    }

    /// Runs the list against a service, without limits.
    async fn run(&self, service: &Arc<Fake>, options: Options) -> Ended {
        let (journal, states) = self.open();
        let (_halt, halted) = watch::channel(Halt::No);
        run(Arc::clone(service), rows("op", self.rows), (journal, &states), options, halted, |_| ()).await
    }

    fn states(&self) -> Vec<RowState> {
        let (_, states) = self.open();
        (0..self.rows).map(|row| states.of(row)).collect()
    }
}

fn options(concurrency: usize) -> Options {
    let concurrency = NonZeroUsize::new(concurrency).unwrap();
    Options { concurrency, rates: Rates::documented(), retries_unknown: false }
}

#[tokio::test(start_paused = true)]
async fn every_row_is_called_once_by_a_fixed_number_of_workers() {
    let place = Place::new(20);
    let service = Fake::new(|_, _| accepted());
    let ended = place.run(&service, options(3)).await;
    let mut called = service.rows();
    called.sort_unstable();
    assert_eq!(called, (0..20).collect::<Vec<_>>());
    // The simulated clock does not wait for the disk, so there may be fewer.
    assert!((2..=3).contains(&service.in_flight.lock().unwrap().1));
    assert!(ended.stop.is_none());
    assert_eq!((ended.calls, ended.tally.of("op").accepted, ended.tally.rows()), (20, 20, 20));
    assert_eq!(place.states(), [RowState::Accepted; 20]);
}

#[tokio::test(start_paused = true)]
async fn a_row_that_is_done_is_not_called_again() {
    let place = Place::new(7);
    let first = Fake::new(|row, _| match row {
        0 => accepted(),
        1 => failed(CallOutcome::Refused, Some(400)),
        2 => failed(CallOutcome::Refused, Some(403)),
        3 => failed(CallOutcome::Unreachable, None),
        4 => failed(CallOutcome::NotSent, None),
        5 => failed(CallOutcome::Unknown, Some(500)),
        _ => accepted(),
    });
    let ended = place.run(&first, options(1)).await;
    for (row, state) in [RowState::Refused, RowState::Deferred, RowState::Unreachable].into_iter().enumerate() {
        assert_eq!(ended.tally.all(state), 1, "{row}");
    }

    let second = Fake::new(|_, _| accepted());
    let ended = place.run(&second, options(1)).await;
    assert_eq!(second.rows(), [2, 3, 4], "what was refused itself, and what is unknown, is left");
    assert_eq!((ended.tally.all(RowState::Accepted), ended.tally.all(RowState::Unknown)), (5, 1));

    let third = Fake::new(|_, _| accepted());
    let ended = place.run(&third, Options { retries_unknown: true, ..options(1) }).await;
    assert_eq!(third.rows(), [5]);
    assert_eq!((ended.calls, ended.tally.all(RowState::Accepted), ended.tally.all(RowState::Refused)), (1, 6, 1));
}

#[tokio::test(start_paused = true)]
async fn one_answer_that_asks_to_wait_slows_all() {
    let place = Place::new(40);
    let script = Mutex::new(VecDeque::from([None, None, None, None, None, Some(30), None, Some(600)]));
    let asked = Arc::new(Mutex::new(Vec::new()));
    let asking = Arc::clone(&asked);
    let service = Fake::new(move |_, now| match script.lock().unwrap().pop_front().flatten() {
        Some(seconds) => {
            asking.lock().unwrap().push((now, Duration::from_secs(seconds)));
            throttled(seconds)
        }
        None => accepted(),
    });
    let (journal, states) = place.open();
    let (_halt, halted) = watch::channel(Halt::No);
    let mut waits = Vec::new();
    let observe = |event: Event<'_>| {
        if let Event::Waiting(time, WaitingFor::Service) = event {
            waits.push(time.as_secs());
        }
    };
    let ended = run(Arc::clone(&service), rows("op", 40), (journal, &states), options(4), halted, observe).await;
    let (asked, times) = (asked.lock().unwrap(), service.times());
    assert_eq!(asked.len(), 2);
    for (at, wait) in asked.iter() {
        let meanwhile = times.iter().filter(|time| *time > at && **time < *at + *wait).count();
        assert!(meanwhile <= 3, "only those in flight: {meanwhile} within {wait:?}");
    }
    assert!(waits.contains(&600), "{waits:?}");
    assert_eq!((ended.calls, ended.tally.all(RowState::Accepted)), (42, 40));
    assert_eq!(place.states(), [RowState::Accepted; 40]);
}

#[tokio::test(start_paused = true)]
async fn a_service_that_asks_for_ever_to_wait_stops_the_run() {
    let place = Place::new(20);
    let service = Fake::new(|_, _| throttled(30));
    let ended = place.run(&service, options(1)).await;
    let Some(Stop::Failing { cause: Cause::Throttled, times: 5, message }) = &ended.stop else {
        panic!("{:?}", ended.stop)
    };
    assert_eq!(message, "no");
    assert_eq!(service.calls.lock().unwrap().len(), 50, "ten calls of each of five rows");
    assert_eq!(ended.tally.all(RowState::Deferred), 5);

    let hours = Fake::new(|_, _| throttled(2 * 3600));
    let ended = Place::new(3).run(&hours, options(1)).await;
    assert!(matches!(ended.stop, Some(Stop::LongPause(wait)) if wait.as_secs() == 7200), "{:?}", ended.stop);
    assert_eq!((hours.rows(), ended.tally.all(RowState::Deferred)), (vec![0], 1));
}

#[tokio::test(start_paused = true)]
async fn what_may_have_been_taken_stays_unknown() {
    let place = Place::new(1);
    let script = Mutex::new(VecDeque::from([
        CallResult { retry_after: Some(Duration::from_secs(1)), ..failed(CallOutcome::Unknown, Some(503)) },
        throttled(1),
        failed(CallOutcome::Refused, Some(400)),
    ]));
    let service = Fake::new(move |_, _| script.lock().unwrap().pop_front().unwrap());
    let ended = place.run(&service, options(1)).await;
    assert_eq!((service.rows(), ended.tally.all(RowState::Unknown)), (vec![0, 0, 0], 1));
    assert_eq!(place.states(), [RowState::Unknown]);

    // In a later run too.
    let refuses = Fake::new(|_, _| failed(CallOutcome::Refused, Some(400)));
    let ended = place.run(&refuses, Options { retries_unknown: true, ..options(1) }).await;
    assert_eq!((refuses.rows(), ended.tally.all(RowState::Unknown)), (vec![0], 1));
    assert_eq!(place.states(), [RowState::Unknown]);
    let accepts = Fake::new(|_, _| accepted());
    place.run(&accepts, Options { retries_unknown: true, ..options(1) }).await;
    assert_eq!(place.states(), [RowState::Accepted]);
}

#[tokio::test(start_paused = true)]
async fn failures_of_one_cause_stop_the_run() {
    let table = [
        (failed(CallOutcome::Refused, Some(401)), Cause::Token, 1),
        (failed(CallOutcome::Refused, Some(407)), Cause::Proxy, 1),
        (failed(CallOutcome::Refused, Some(403)), Cause::Permission, 5),
        (failed(CallOutcome::Unreachable, None), Cause::Unreachable, 5),
        (failed(CallOutcome::Unknown, None), Cause::Unknown, 5),
        (CallResult { code: None, ..failed(CallOutcome::Refused, Some(404)) }, Cause::NotTheService, 5),
    ];
    for (result, expected, calls) in table {
        let place = Place::new(20);
        // The first two are good, and one in between.
        let answer = move |row, _| if row < 2 || row == 4 { accepted() } else { result.clone() };
        let service = Fake::new(answer);
        let ended = place.run(&service, options(1)).await;
        let Some(Stop::Failing { cause, times, .. }) = ended.stop else { panic!("{:?}", ended.stop) };
        assert_eq!((cause, times), (expected, calls));
        let made = if calls == 1 { 3 } else { 10 };
        assert_eq!(service.rows().len(), made, "{cause}");
        assert_eq!(place.states()[made..], vec![RowState::NotStarted; 20 - made]);
    }
    // What is refused itself says nothing of the others.
    let service = Fake::new(|_, _| failed(CallOutcome::Refused, Some(404)));
    let ended = Place::new(20).run(&service, options(1)).await;
    assert!(ended.stop.is_none());
    assert_eq!(ended.tally.all(RowState::Refused), 20);
}

/// Runs twenty rows with three workers, and asks to stop when the service has seen so many calls.
async fn halted(place: &Place, halt: Halt, after: usize) -> (Ended, Arc<Fake>, bool) {
    let (sender, halted) = watch::channel(Halt::No);
    let (journal, states) = place.open();
    let seen = Mutex::new(0);
    let service = Fake::new(move |_, _| {
        let mut seen = seen.lock().unwrap();
        *seen += 1;
        if *seen == after {
            sender.send(halt).unwrap();
        }
        accepted()
    });
    let mut is_finishing = false;
    let observe = |event: Event<'_>| is_finishing |= matches!(event, Event::Finishing { .. });
    let ended = run(Arc::clone(&service), rows("op", 20), (journal, &states), options(3), halted, observe).await;
    (ended, service, is_finishing)
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_asked_to_finish_ends_what_is_in_flight() {
    let place = Place::new(20);
    let (ended, service, is_finishing) = halted(&place, Halt::Finish, 4).await;
    assert!(matches!(ended.stop, Some(Stop::Asked)) && is_finishing, "{:?}", ended.stop);
    let made = service.rows().len();
    assert!((4..=6).contains(&made), "{made}");
    assert_eq!(ended.tally.all(RowState::Accepted), made as u64);
    let done = place.states().into_iter().filter(|state| *state == RowState::Accepted).count();
    assert_eq!(done, made, "all of them are on record");
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_asked_to_end_at_once_leaves_unknown_what_is_in_flight() {
    let place = Place::new(20);
    let (ended, service, _) = halted(&place, Halt::AtOnce, 4).await;
    let (seen, tally) = (service.rows().len() as u64, &ended.tally);
    let interrupted = tally.all(RowState::Interrupted);
    assert!(interrupted > 0 && tally.all(RowState::Accepted) + interrupted >= seen, "{tally:?}, {seen} seen");
    let states = place.states();
    assert!(service.rows().iter().all(|row| states[*row as usize] != RowState::NotStarted), "{states:?}");
}

/// A service that counts as strictly as can be: the calls in every period, wherever it begins.
fn judge(rates: &[Rate]) -> Arc<Fake> {
    let (rates, seen) = (rates.to_vec(), Mutex::new(Vec::new()));
    Fake::new(move |_, now| {
        let mut seen = seen.lock().unwrap();
        let is_over = rates.iter().any(|rate| {
            let within = seen.iter().rev().take_while(|at| now - **at < rate.period).count();
            within >= rate.calls.get() as usize
        });
        if is_over {
            return throttled(1);
        }
        seen.push(now);
        accepted()
    })
}

/// The operation that has most limits, and those.
fn limited() -> (String, Vec<Rate>) {
    let contract = contract();
    let operation = contract.operations().iter().max_by_key(|operation| operation.rate_limits().len()).unwrap();
    let rates = Rates::documented().of(operation.name());
    assert!(rates.len() > 1);
    (operation.name().to_owned(), rates)
}

/// Runs the first rows of a list with the documented rates; none is refused.
async fn run_limited(place: &Place, service: &Arc<Fake>, operation: &str, count: u64) {
    let (journal, states) = place.open();
    let (_halt, halted) = watch::channel(Halt::No);
    let observe = |event: Event<'_>| assert!(!matches!(event, Event::Again(..)), "a call was refused");
    let rows = rows(operation, count);
    let ended = run(Arc::clone(service), rows, (journal, &states), options(4), halted, observe).await;
    assert_eq!(ended.tally.all(RowState::Accepted), count);
}

#[tokio::test(start_paused = true)]
async fn all_that_is_allowed_is_called_and_nothing_is_refused_in_a_long_run() {
    let (operation, rates) = limited();
    let slowest = *rates.iter().min_by(|a, b| per_second(a).total_cmp(&per_second(b))).unwrap();
    let count = u64::from(slowest.calls.get()) * long(2, 48) + 1;
    let (place, service) = (Place::new(count), judge(&rates));
    run_limited(&place, &service, &operation, count).await;
    let times = service.times();
    let taken = times[times.len() - 1] - times[0];
    let share = (count - 1) as f64 / (per_second(&slowest) * taken.as_secs_f64());
    println!("{count} calls in {:.2} simulated hours: {share:.4} of the allowed", taken.as_secs_f64() / 3600.0);
    assert!(share >= 0.99, "{share}");
}

#[tokio::test(start_paused = true)]
async fn a_run_that_continues_regards_the_calls_before_it() {
    let (operation, rates) = limited();
    let (place, service) = (Place::new(250), judge(&rates));
    for count in [70, 140, 250] {
        run_limited(&place, &service, &operation, count).await;
    }
}

fn per_second(rate: &Rate) -> f64 {
    f64::from(rate.calls.get()) / rate.period.as_secs_f64()
}
