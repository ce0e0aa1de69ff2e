//! Journals that were cut off, or changed.

use std::fs;

use calls::CallOutcome;
use calls::journal::{Journal, JournalError, RowState};

use crate::{call, error, header, place, row, states};

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
