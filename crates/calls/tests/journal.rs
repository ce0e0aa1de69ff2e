//! A journal on a disk: written, read again, cut off, damaged, used twice, and of something else.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use calls::journal::{Header, Journal, JournalError, ListIdentity, RowState, States, Who};
use calls::{Call, CallOutcome, CallResult, Row};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

struct Place {
    _folder: TempDir,
    path: PathBuf,
}

fn place() -> Place {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("list.journal");
    Place { _folder: folder, path }
}

fn header(rows: u64) -> Header {
    Header {
        program: "test 1".to_owned(),
        base_url: "http://127.0.0.1:1/api".to_owned(),
        environment: None,
        list: ListIdentity { name: "list.csv".to_owned(), digest: "abc".to_owned(), rows },
        by: Who::here(None),
    }
}

fn row(index: u64) -> Row {
    let object = |value: Value| value.as_object().cloned().unwrap_or_default();
    let call = Call {
        operation: Arc::from("operation"),
        parameters: object(json!({ "id": format!("{index:040}") })),
        body: object(json!({ "Comment": "a\nb \u{202e}\"é\" 🙂" })),
    };
    Row { index, line: index + 2, call }
}

fn result(outcome: CallOutcome) -> CallResult {
    CallResult {
        outcome,
        status: Some(201),
        action: json!({ "id": "5382f7ea" }),
        code: None,
        message: String::new(),
        correlation_id: Some("c".to_owned()),
        retry_after: None,
        attempts: 1,
    }
}

fn call(journal: &Journal, index: u64, outcome: CallOutcome) {
    journal.started(&row(index)).wait().unwrap();
    journal.finished(&row(index), &result(outcome)).wait().unwrap();
}

fn states(states: &States) -> Vec<RowState> {
    (0..states.rows()).map(|index| states.of(index)).collect()
}

fn error(path: &Path, header: &Header) -> String {
    Journal::open(path, header).unwrap_err().to_string()
}

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
    let (journal, new) = Journal::open(&place.path, &header(7)).unwrap();
    assert_eq!((journal.run(), states(&new)), (1, vec![RowState::NotStarted; 7]));
    for (index, (outcome, _)) in (0..).zip(OUTCOMES) {
        call(&journal, index, outcome);
    }
    journal.started(&row(5)).wait().unwrap();
    drop(journal);

    let (journal, before) = Journal::open(&place.path, &header(7)).unwrap();
    let expected: Vec<_> =
        OUTCOMES.iter().map(|(_, state)| *state).chain([RowState::Interrupted, RowState::NotStarted]).collect();
    assert_eq!((journal.run(), states(&before)), (2, expected));
    assert_eq!(before.unknown().collect::<Vec<_>>(), [4, 5]);
    assert!(RowState::ALL.iter().all(|state| before.counts().of(*state) == 1));
    assert_eq!(before.torn(), None);

    // What was open or unknown is called again.
    for index in 2..7 {
        call(&journal, index, CallOutcome::Accepted);
    }
    drop(journal);
    let (journal, before) = Journal::open(&place.path, &header(7)).unwrap();
    assert_eq!(
        (journal.run(), before.counts().of(RowState::Accepted), before.counts().of(RowState::Refused)),
        (3, 6, 1)
    );
}

#[test]
fn each_line_is_json_in_order() {
    let place = place();
    let (journal, _) = Journal::open(&place.path, &header(2)).unwrap();
    call(&journal, 1, CallOutcome::Accepted);
    drop(journal);
    let text = fs::read_to_string(&place.path).unwrap();
    let lines: Vec<Map<String, Value>> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let events: Vec<_> = lines.iter().map(|line| (line["seq"].clone(), line["event"].clone())).collect();
    let expected = ["journal", "run", "started", "finished"];
    assert_eq!(events, (1..).zip(expected).map(|(seq, event)| (json!(seq), json!(event))).collect::<Vec<_>>());
    assert_eq!(lines[2]["body"], json!({ "Comment": "a\nb \u{202e}\"é\" 🙂" }));
    assert_eq!((&lines[2]["row"], &lines[2]["line"]), (&json!(1), &json!(3)));
    assert_eq!(lines[3]["action"], json!({ "id": "5382f7ea" }));
}

/// The journal of a run of two rows, the second of which was interrupted, and its length after each line.
fn written() -> (Vec<u8>, Vec<usize>) {
    let place = place();
    let (journal, _) = Journal::open(&place.path, &header(2)).unwrap();
    call(&journal, 0, CallOutcome::Accepted);
    journal.started(&row(1)).wait().unwrap();
    drop(journal);
    let bytes = fs::read(&place.path).unwrap();
    let ends = (1..=bytes.len()).filter(|end| bytes[end - 1] == b'\n').collect();
    (bytes, ends)
}

#[test]
fn a_journal_that_is_cut_off_anywhere_says_what_its_whole_lines_say() {
    let (bytes, ends) = written();
    let place = place();
    for length in 0..=bytes.len() {
        fs::write(&place.path, &bytes[..length]).unwrap();
        let (journal, before) = Journal::open(&place.path, &header(2)).unwrap();
        // A line without its line break is whole.
        let whole = ends.iter().filter(|end| **end <= length + 1).count();
        let expected = match whole {
            0..=2 => [RowState::NotStarted; 2],
            3 => [RowState::Interrupted, RowState::NotStarted],
            4 => [RowState::Accepted, RowState::NotStarted],
            _ => [RowState::Accepted, RowState::Interrupted],
        };
        assert_eq!(states(&before), expected, "{length} bytes");
        let is_torn = whole > 0 && !ends.contains(&length) && !ends.contains(&(length + 1));
        assert_eq!(before.torn().map(|torn| torn.line), is_torn.then_some(whole as u64 + 1), "{length} bytes");
        drop(journal);
        // What was taken off is gone, and the rest goes on.
        let (_journal, again) = Journal::open(&place.path, &header(2)).unwrap();
        assert_eq!((states(&again), again.torn()), (expected.to_vec(), None), "{length} bytes");
    }
}

#[test]
fn a_tail_that_the_disk_left_empty_is_cut_off_too() {
    let (bytes, ends) = written();
    let place = place();
    fs::write(&place.path, [&bytes[..ends[3] + 10], &[0; 4096]].concat()).unwrap();
    let (_journal, before) = Journal::open(&place.path, &header(2)).unwrap();
    assert_eq!(states(&before), [RowState::Accepted, RowState::NotStarted]);
    assert!(before.torn().is_some());
}

#[test]
fn a_changed_bit_anywhere_is_refused_and_nothing_is_written() {
    let (bytes, ends) = written();
    let place = place();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        fs::write(&place.path, &changed).unwrap();
        let line = ends.iter().filter(|end| **end <= at).count() + 1;
        match Journal::open(&place.path, &header(2)) {
            Err(JournalError::Damaged { line: found, .. }) => assert_eq!(found, line as u64, "byte {at}"),
            // The first bytes say that it is a journal.
            Err(JournalError::NotAJournal { .. }) => assert!(at < 36, "byte {at}"),
            other => panic!("byte {at}: {other:?}"),
        }
        assert_eq!(fs::read(&place.path).unwrap(), changed, "byte {at}");
    }
}

#[test]
fn a_missing_line_is_refused() {
    let (bytes, ends) = written();
    let place = place();
    fs::write(&place.path, [&bytes[..ends[1]], &bytes[ends[2]..]].concat()).unwrap();
    let error = error(&place.path, &header(2));
    assert!(error.contains("line 3: it has the number 4 where 3 belongs"), "{error}");
    assert!(error.contains("to do: "), "{error}");
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
