//! Where lists come from: files, pipes, and what is neither.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use calls::list::{List, ListErrors, ListSource};
use test_support::contract;

use crate::{common, rows};

const A: &str = "7327b54fd718525cbca07dacde913b5ac3c85673";

fn open(path: &Path, use_list: impl FnOnce(Result<List<'_>, ListErrors>)) {
    let options = common("block-file", &[("comment", "Alert 1")]);
    use_list(List::read(ListSource::file(path), &options, &contract()));
}

fn error_of(path: &str) -> String {
    let mut text = String::new();
    open(Path::new(path), |list| text = list.unwrap_err().to_string());
    text
}

/// So many lines, each with another hash.
fn lines(count: u64) -> String {
    (0..count).map(|number| format!("{number:040x}\n")).collect()
}

#[test]
fn a_file_is_read_as_often_as_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.txt");
    fs::write(&path, lines(5_000)).unwrap();
    open(&path, |list| {
        let list = list.unwrap();
        let (mut first, mut second) = (list.rows(), list.rows());
        assert_eq!(first.next(), second.next());
        assert_eq!((list.len(), rows(&list).len()), (5_000, 5_000));
        assert!(first.eq(second));
        fs::remove_file(&path).unwrap();
        assert_eq!(rows(&list).len(), 5_000, "what replaces the file is another file");
    });
}

#[test]
fn a_file_that_changes_is_given_up_before_a_changed_row() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.txt");
    let text = lines(5_000);
    // In the second of four chunks of 64 KiB.
    let changed = text.replacen(&format!("{:040x}", 2_000), A, 1);
    for (now, sound) in [(changed, 1_598), (lines(5_001), 4_795), (lines(4_999), 4_795), (String::new(), 0)] {
        fs::write(&path, &text).unwrap();
        open(&path, |list| {
            let list = list.unwrap();
            fs::write(&path, &now).unwrap();
            let all: Vec<_> = list.rows().collect();
            let (last, before) = all.split_last().unwrap();
            let error = last.as_ref().unwrap_err().to_string();
            assert!(error.contains("has changed") || now.is_empty() && error.contains("changed"), "{error}");
            assert!(before.iter().all(|row| row.as_ref().is_ok_and(|row| row.call.parameters["sha1"] != A)));
            assert_eq!(before.len(), sound);
        });
    }
}

#[test]
fn rows_can_go_to_another_thread() {
    fn is_sendable<T: Send + 'static>() {}
    is_sendable::<List<'static>>();
    is_sendable::<calls::list::Rows<'static>>();
}

#[test]
fn what_is_no_file_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.csv");
    assert!(error_of(missing.to_str().unwrap()).contains("missing.csv: "), "{}", error_of(missing.to_str().unwrap()));
    assert!(error_of(folder.path().to_str().unwrap()).contains("directory"));
    #[cfg(unix)]
    {
        assert!(error_of("/dev/zero").contains("binary"));
        assert!(error_of("/dev/null").contains("the list is empty"));
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    std::thread::scope(|scope| {
        scope.spawn(|| fs::write(&path, lines(5_000)));
        open(&path, |list| {
            let list = list.unwrap();
            assert_eq!([rows(&list).len(), rows(&list).len()], [5_000, 5_000]);
        });
    });
}

#[test]
fn what_has_no_end_is_given_up() {
    let table: [(&str, Box<dyn Read>, &str); 3] = [
        ("a.txt", Box::new(io::repeat(b'a')), "a.txt:1: the line is longer than 1024 KiB"),
        (
            "a.csv",
            Box::new(io::Read::chain(&b"sha1,comment\na,\""[..], io::repeat(b'\n'))),
            "a.csv:2: a quote is not closed within 1024 KiB",
        ),
        (
            "a.txt",
            Box::new(io::Read::chain(&b"a\nb\0\n"[..], io::repeat(b'\n'))),
            "a.txt:2: the line has a NUL character",
        ),
    ];
    for (name, reader, expected) in table {
        let options = common("block-file", &[("comment", "Alert 1")]);
        let error = List::read(ListSource::reader(name, reader), &options, &contract()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn a_source_that_fails_is_an_error() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let source = ListSource::reader("a.txt", io::Read::chain(&b"a\n"[..], Failing));
    let error = List::read(source, &common("block-file", &[("comment", "a")]), &contract()).unwrap_err().to_string();
    assert!(error.contains("the disk is gone"), "{error}");
}
