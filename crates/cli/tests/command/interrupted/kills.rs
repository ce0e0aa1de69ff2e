//! A run that is killed at any instant, and started again.

use std::hint;
use std::process::Stdio;
use std::thread;

use calls::journal::{JournalError, JournalReport};
use test_support::{contract, long};

use super::place::Place;

/// What the service does, each with a probability.
const FAULTS: [&str; 11] = [
    "status=429,retry-after=0,probability=0.06",
    "status=503,body=none,probability=0.03",
    "status=503,retry-after=0,probability=0.03",
    "status=404,probability=0.03",
    "disconnect,probability=0.02",
    "reset=before-body,probability=0.02",
    "reset=after-body,probability=0.02",
    "reset=after-action,probability=0.04",
    "cut-off,probability=0.04",
    "wrong-length=1,probability=0.02",
    "latency=4ms,probability=0.3",
];

/// Numbers that look random, the same for a seed (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        for shift in [13, -7, 17] {
            self.0 ^= if shift > 0 { self.0 << shift } else { self.0 >> -shift };
        }
        self.0 % limit
    }
}

impl Place {
    /// Runs the list until something random has happened, and kills it a random while later. Whether it was killed.
    fn kill(&self, unknown: &str, random: &mut Random, most: u64) -> bool {
        let mut command = self.command(unknown, 1 + random.below(8));
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let requests = self.simulator.requests_received() + random.below(most);
        // Some hundred bytes are a line.
        let length = self.journal_length() + random.below(most * 1500);
        let by_requests = random.below(2) == 0;
        let is_time = || match by_requests {
            true => self.simulator.requests_received() >= requests,
            false => self.journal_length() >= length,
        };
        while !is_time() {
            if child.try_wait().unwrap().is_some() {
                return false;
            }
            thread::yield_now();
        }
        let most = 1 << random.below(18);
        (0..random.below(most)).for_each(|_| hint::spin_loop());
        child.kill().unwrap();
        child.wait().unwrap().code().is_none()
    }

    /// What was sent is in the journal, which is whole but for its last line.
    fn assert_sent_is_on_record(&self, context: &str) {
        let report = match JournalReport::read(&self.journal(), &contract()) {
            Ok(report) => report,
            // It was killed before its first line.
            Err(JournalError::Empty { .. } | JournalError::File { .. }) => {
                assert!(self.seen().is_empty(), "{context}");
                return;
            }
            Err(error) => panic!("{context}: {error}"),
        };
        assert!(report.damage().is_none(), "{context}: {:?}", report.damage());
        for (row, seen) in self.seen() {
            let state = report.states().of(row);
            let calls = serde_json::to_value(state).unwrap();
            assert_ne!(calls, "notStarted", "{context}: row {row}: {seen:?}");
            assert!(calls != "accepted" || seen.carried_out > 0, "{context}: row {row} is {state}: {seen:?}");
        }
    }
}

/// A run that is killed, and started again, so often; then nothing is left that a run would call.
struct Killed {
    place: Place,
    context: String,
}

/// Kills runs of a list; `unknown` says what becomes of rows that may have been taken.
fn kill_often(unknown: &str, faults: &[&str], seed: u64, kills: u64) -> Killed {
    // So that there is always something left to kill.
    let (most, rows) = (12, kills * 10 + 40);
    let place = Place::new(rows, faults, seed);
    let mut random = Random(seed);
    let mut killed = 0;
    for attempt in 0..kills * 2 {
        if killed == kills {
            break;
        }
        let context = format!("--unknown {unknown}, seed {seed}, attempt {attempt}");
        killed += u64::from(place.kill(unknown, &mut random, most));
        place.assert_sent_is_on_record(&context);
    }
    let context = format!("--unknown {unknown}, {} faults, seed {seed}, after {killed} kills", faults.len());
    assert_eq!(killed, kills, "{context}: the list is too short");
    place.finish(unknown, &context);
    let counts = place.report()["counts"].clone();
    let count = |state: &str| counts[state].as_u64().unwrap();
    let unknown_rows = count("unknown") + count("interrupted");
    println!(
        "{context}: {rows} rows, {} accepted, {} refused, {unknown_rows} unknown",
        count("accepted"),
        count("refused")
    );
    assert!(count("accepted") * 2 > rows, "{context}: {counts}");
    Killed { place, context }
}

#[test]
fn each_row_is_carried_out_once_or_is_unknown_in_a_long_run() {
    let killed = kill_often("skip", &FAULTS, 1, long(10, 220));
    killed.place.assert_reported_is_true(&killed.context);
    let seen = killed.place.seen();
    assert!(seen.values().all(|row| row.carried_out <= 1), "{}: {seen:?}", killed.context);
}

#[test]
fn with_a_service_that_works_each_row_is_sent_once_or_is_interrupted_in_a_long_run() {
    let killed = kill_often("skip", &[], 3, long(4, 60));
    killed.place.assert_reported_is_true(&killed.context);
    let seen = killed.place.seen();
    assert!(seen.values().all(|row| row.received == 1), "{}: {seen:?}", killed.context);
    for row in killed.place.report()["rows"].as_array().unwrap() {
        let state = row["state"].as_str().unwrap();
        assert!(["accepted", "interrupted"].contains(&state), "{}: {row}", killed.context);
    }
}

/// What a person lets be called again may be taken twice, and is never reported as not taken because of the second call.
#[test]
fn a_row_that_is_called_again_is_not_reported_as_refused_in_a_long_run() {
    let killed = kill_often("retry", &FAULTS, 2, long(6, 60));
    killed.place.assert_reported_is_true(&killed.context);
}
