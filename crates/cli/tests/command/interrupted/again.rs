//! Rows that may have been taken, and are called again.

use super::place::Place;
use crate::program::run;

/// A list whose rows all were taken, and are unknown.
fn all_unknown(rows: u64) -> Place {
    let place = Place::new(rows, &["reset=after-action"], 1);
    // Each run stops after some that are unknown in a row.
    for _ in 0..rows {
        run(&mut place.command("skip", 1));
    }
    place.simulator.clear_faults();
    assert_eq!(place.report()["counts"]["unknown"], rows);
    place
}

#[test]
fn an_action_that_is_active_already_was_taken_by_the_earlier_call() {
    let place = all_unknown(8);
    let again = run(&mut place.command("retry", 1));
    assert_eq!(again.code, 0, "{again:?}");
    assert!(again.stderr.contains("so an earlier call took effect: "), "{again:?}");
    assert_eq!(place.report()["counts"]["accepted"], 8);
    let seen = place.seen();
    assert!(seen.values().all(|row| row.received == 2), "{seen:?}");
    assert!(seen.values().any(|row| row.carried_out == 1), "{seen:?}");
}

#[test]
fn rows_that_stay_unknown_do_not_stop_the_others() {
    let place = all_unknown(12);
    place.simulator.fault("status=404".parse::<defender_actions_simulator::FaultRule>().unwrap());
    let again = run(&mut place.command("retry", 1));
    assert_eq!(again.code, 5, "{again:?}");
    assert!(again.stderr.contains("not all rows are accepted: 12 unknown"), "{again:?}");
    let seen = place.seen();
    assert!(seen.values().all(|row| row.received == 2 && row.carried_out == 1), "{seen:?}");
}
