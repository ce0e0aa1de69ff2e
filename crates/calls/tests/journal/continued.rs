//! Journals that are created, continued, and refused.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use calls::journal::{Journal, JournalError, RecentCall, RowState, schema};
use calls::{CallOutcome, CallResult};
use serde_json::{Value, json};

use crate::{call, error, header, place, result, row, states};

const OUTCOMES: [(CallOutcome, RowState); 5] = [
    (CallOutcome::Accepted, RowState::Accepted),
    (CallOutcome::Refused, RowState::Refused),
    (CallOutcome::NotSent, RowState::NotSent),
    (CallOutcome::Unreachable, RowState::Unreachable),
    (CallOutcome::Unknown, RowState::Unknown),
];

#[test]
fn what_became_of_each_row_is_read_again() {
    let place = place();
    let (journal, new) = Journal::open(&place.path, &header(8)).unwrap();
    assert_eq!((journal.run(), states(&new)), (1, vec![RowState::NotStarted; 8]));
    for (index, (outcome, _)) in (0..).zip(OUTCOMES) {
        call(&journal, index, outcome);
    }
    journal.started(&row(5)).wait().unwrap();
    journal.started(&row(6)).wait().unwrap();
    let throttled = CallResult { status: Some(429), ..result(CallOutcome::Refused) };
    journal.finished(&row(6), &throttled).wait().unwrap();
    drop(journal);

    let (journal, before) = Journal::open(&place.path, &header(8)).unwrap();
    let others = [RowState::Interrupted, RowState::Deferred, RowState::NotStarted];
    let expected: Vec<_> = OUTCOMES.iter().map(|(_, state)| *state).chain(others).collect();
    assert_eq!((journal.run(), states(&before)), (2, expected));
    assert_eq!(before.unknown().collect::<Vec<_>>(), [4, 5]);
    assert!(RowState::ALL.iter().all(|state| before.counts().of(*state) == 1));
    assert_eq!(before.torn(), None);

    // What was open or unknown is called again.
    for index in 2..8 {
        call(&journal, index, CallOutcome::Accepted);
    }
    drop(journal);
    let (journal, before) = Journal::open(&place.path, &header(8)).unwrap();
    assert_eq!(
        (journal.run(), before.counts().of(RowState::Accepted), before.counts().of(RowState::Refused)),
        (3, 7, 1)
    );
}

#[test]
fn the_last_calls_are_known_with_their_times() {
    let place = place();
    let before = SystemTime::now() - Duration::from_millis(1);
    let (journal, _) = Journal::open(&place.path, &header(4)).unwrap();
    call(&journal, 2, CallOutcome::Accepted);
    call(&journal, 0, CallOutcome::Unknown);
    journal.started(&row(1)).wait().unwrap();
    drop(journal);
    let (journal, states) = Journal::open(&place.path, &header(4)).unwrap();
    // What was interrupted is called again: both calls count.
    call(&journal, 1, CallOutcome::Accepted);
    drop(journal);
    assert_eq!(states.recent().len(), 3);
    let (_, states) = Journal::open(&place.path, &header(4)).unwrap();
    let calls = states.recent();
    assert_eq!(calls.len(), 4);
    assert!(calls.is_sorted_by_key(|call| call.at), "{calls:?}");
    let is_known =
        |call: &RecentCall| &*call.operation == "operation" && (before..=SystemTime::now()).contains(&call.at);
    assert!(calls.iter().all(is_known), "{calls:?}");
}

#[test]
fn each_line_is_json_in_order() {
    let place = place();
    let (journal, _) = Journal::open(&place.path, &header(2)).unwrap();
    call(&journal, 1, CallOutcome::Accepted);
    drop(journal);
    let text = fs::read_to_string(&place.path).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let validator = jsonschema::validator_for(&schema()).unwrap();
    for line in &lines {
        assert!(validator.is_valid(line), "{:?}", validator.iter_errors(line).next());
    }
    let events: Vec<_> = lines.iter().map(|line| (line["seq"].clone(), line["event"].clone())).collect();
    let expected = ["journal", "run", "started", "finished"];
    assert_eq!(events, (1..).zip(expected).map(|(seq, event)| (json!(seq), json!(event))).collect::<Vec<_>>());
    assert_eq!(lines[2]["body"], json!({ "Comment": "a\nb \u{202e}\"é\" 🙂" }));
    assert_eq!((&lines[2]["row"], &lines[2]["line"]), (&json!(1), &json!(3)));
    assert_eq!(lines[3]["action"], json!({ "id": "5382f7ea" }));
}

#[test]
fn another_run_at_the_same_time_is_refused() {
    let place = place();
    let (journal, _) = Journal::open(&place.path, &header(1)).unwrap();
    let error = error(&place.path, &header(1));
    assert!(error.contains(&format!("in use by another run: process {} of ", std::process::id())), "{error}");
    // And by another name.
    #[cfg(unix)]
    {
        let link = place.path.with_extension("link");
        std::os::unix::fs::symlink(&place.path, &link).unwrap();
        assert!(matches!(Journal::open(&link, &header(1)), Err(JournalError::InUse { .. })));
    }
    drop(journal);
    assert!(Journal::open(&place.path, &header(1)).is_ok());
}

#[test]
fn the_journal_of_something_else_is_refused() {
    let place = place();
    drop(Journal::open(&place.path, &header(3)).unwrap());
    let before = fs::read(&place.path).unwrap();
    let mut digest = header(3);
    digest.list.digest = "abd".to_owned();
    let mut elsewhere = header(3);
    elsewhere.base_url = "http://127.0.0.1:2/api".to_owned();
    let table = [
        (header(4), "the number of calls in the list: 3 in the journal, 4 now"),
        (digest, "the calls of the list (their digest): abc in the journal, abd now"),
        (elsewhere, "the address of the service: http://127.0.0.1:1/api in the journal, http://127.0.0.1:2/api now"),
    ];
    for (header, expected) in table {
        let error = error(&place.path, &header);
        assert!(error.contains(expected), "{error}");
    }
    let mut renamed = header(3);
    renamed.list.name = "other.csv".to_owned();
    assert_eq!(fs::read(&place.path).unwrap(), before);
    assert!(Journal::open(&place.path, &renamed).is_ok());
}

#[test]
fn what_is_no_journal_is_left_as_it_is() {
    let place = place();
    for text in ["id,comment\n", "no line break", "{", "{\"seq\":1,\"event\":\"other\"}\n", "\0\0\0\0"] {
        fs::write(&place.path, text).unwrap();
        let refused = Journal::open(&place.path, &header(1));
        if text == "{" {
            // The start of a journal, cut off after a byte.
            assert!(refused.is_ok());
            continue;
        }
        assert!(matches!(refused, Err(JournalError::NotAJournal { .. })), "{text}");
        assert_eq!(fs::read_to_string(&place.path).unwrap(), text);
    }
    let newer = r#"{"seq":1,"event":"journal","format":2,"x":1,"crc":"7a3e6a3f"}"#;
    fs::write(&place.path, format!("{newer}\n")).unwrap();
    let error = error(&place.path, &header(1));
    assert!(error.contains("format 2"), "{error}");
}

#[cfg(unix)]
#[test]
fn where_no_journal_can_be_is_an_error_before_the_first_call() {
    use std::os::unix::fs::PermissionsExt;
    let place = place();
    let folder = place.path.parent().unwrap();
    for path in [folder, Path::new("/dev/full"), Path::new("/dev/null"), &folder.join("missing/x.journal")] {
        let error = error(path, &header(1));
        assert!(error.contains("to do: name a file"), "{error}");
    }
    drop(Journal::open(&place.path, &header(1)).unwrap());
    assert_eq!(fs::metadata(&place.path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn many_calls_at_once_are_all_on_record() {
    let place = place();
    let (journal, _) = Journal::open(&place.path, &header(400)).unwrap();
    std::thread::scope(|scope| {
        for worker in 0..8 {
            let journal = &journal;
            scope.spawn(move || (0..50).for_each(|index| call(journal, index * 8 + worker, CallOutcome::Accepted)));
        }
    });
    drop(journal);
    let (_journal, before) = Journal::open(&place.path, &header(400)).unwrap();
    assert_eq!(before.counts().of(RowState::Accepted), 400);
}
