//! A disk that takes no more, and folders that take nothing.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::place::Place;
use crate::program::run;
use test_support::long;

/// The command, in a process whose files may have so many blocks; what is beyond is an error, and no signal.
fn with_limit(command: &Command, blocks: u64) -> Command {
    let mut limited = Command::new("bash");
    limited.args(["-c", r#"trap "" XFSZ; ulimit -f "$1"; shift; exec "$@""#, "bash", &blocks.to_string()]);
    limited.arg(command.get_program()).args(command.get_args());
    limited.current_dir(command.get_current_dir().unwrap()).stdin(Stdio::null());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    limited
}

#[test]
fn a_full_disk_stops_the_run_and_what_it_does_not_take_is_on_stderr_in_a_long_run() {
    let rows = 40;
    let place = Place::new(rows, &["latency=2ms"], 1);
    // From no block at all to more than all of it.
    let most = 80;
    let sizes = long(16, most);
    for blocks in (0..sizes).map(|size| size * most / sizes) {
        let _ = fs::remove_file(place.journal());
        place.simulator.finish_pending();
        let before = place.seen();
        let limited = run(&mut with_limit(&place.command("skip", 4), blocks));
        let context = format!("{blocks} blocks: {limited:?}");
        let received: u32 = place.seen().values().map(|row| row.received).sum();
        let received = received - before.values().map(|row| row.received).sum::<u32>();
        let is_done = received as u64 == rows;
        if limited.code == 0 {
            assert!(is_done, "{context}");
            return;
        }
        let first_line = limited.stderr.lines().find(|line| line.starts_with("error: ")).unwrap_or_default();
        assert!(first_line.contains("journal"), "{context}");
        // A call was sent only if its start is on record, or its end is on stderr.
        let ends = limited.stderr.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let ends = ends.filter(|entry| entry["event"] == "finished").count();
        let text = fs::read_to_string(place.journal()).unwrap();
        assert!(text.is_empty() || text.ends_with('\n'), "{context}: it ends with a whole line");
        let lines = |event: &str| text.matches(&format!("\"event\":\"{event}\"")).count();
        assert_eq!(received as usize, lines("finished") + ends, "{context}: no end is lost");
        assert_eq!(received as usize, lines("started"), "{context}: no call that is not on record");
        assert_eq!(limited.code, if text.is_empty() { 2 } else { 1 }, "{context}");
        assert!(!limited.stderr.contains("\"started\""), "{context}: what was not sent is not on stderr");
        if ends > 0 {
            assert!(limited.stderr.contains("count as interrupted"), "{context}");
        }
    }
    panic!("the disk was never large enough");
}

#[test]
fn what_a_full_disk_left_is_continued() {
    let rows = 40;
    let place = Place::new(rows, &[], 1);
    let limited = run(&mut with_limit(&place.command("skip", 4), 12));
    assert_ne!(limited.code, 0, "{limited:?}");
    place.finish("skip", "after a full disk");
    place.assert_reported_is_true("after a full disk");
    assert!(place.seen().values().all(|row| row.received == 1));
}

#[test]
fn without_a_place_for_the_journal_nothing_is_sent() {
    let place = Place::new(3, &[], 1);
    let folder = place.journal().parent().unwrap().join("read-only");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    // Who may write everywhere may not write there.
    let is_root = fs::write(folder.join("x"), "").is_ok();
    let folders = if is_root { vec!["/sys".into(), "/proc".into()] } else { vec![folder] };
    for folder in folders {
        let journal = folder.join("list.journal");
        let run = run(place.command("skip", 1).arg("--journal").arg(&journal));
        assert_eq!((run.code, place.simulator.requests_received()), (2, 0), "{run:?}");
        assert!(run.stderr.contains("cannot open the journal") && run.stderr.contains("to do: "), "{run:?}");
        assert!(!journal.exists());
    }
}
