//! The run as a whole: the Rust client against pins of its own, and languages that are scripts.

use std::path::Path;
use std::{fmt, fs};

use codegen::views;
use conformance::language::{Language, Manifest};
use conformance::report::{LanguageOutcome, Verdict};
use conformance::run::Run;

fn prepare(folder: &Path, accept: bool) -> Run {
    // The test harness captures what `println!` writes, and shows it if a test fails.
    let log = |line: fmt::Arguments<'_>| println!("{line}");
    Run::prepare(&folder.join("work"), folder.join("pins"), accept, log).unwrap_or_else(|error| panic!("{error:#}"))
}

#[test]
fn the_rust_client_is_compared_with_its_pins() {
    let folder = tempfile::tempdir().unwrap();
    let verdict = |accept| prepare(folder.path(), accept).rust().unwrap().verdict;
    assert_eq!(verdict(false), Verdict::Failed, "nothing is pinned");
    assert_eq!(verdict(true), Verdict::Passed);
    assert_eq!(verdict(false), Verdict::Passed);
    let pins = folder.path().join("pins/rust/answers.md");
    fs::write(&pins, fs::read_to_string(&pins).unwrap().replacen("as sent", "as received", 1)).unwrap();
    assert_eq!(verdict(false), Verdict::Failed, "something else is pinned");
}

/// The outcome of a language whose steps are scripts, after a change of its manifest.
fn outcome(run: &mut Run, folder: &Path, change: impl FnOnce(&mut Manifest)) -> LanguageOutcome {
    let source = folder.join("clients/script");
    fs::create_dir_all(&source).unwrap();
    let mut manifest = Manifest {
        name: "Script".into(),
        generator: "sh".into(),
        tools: vec!["sh".into()],
        toolchain: vec![],
        locks: vec![],
        install: "true".into(),
        generate: "true".into(),
        compile: "true".into(),
        surface: "echo surface".into(),
        drive: "while read -r line; do echo '{\"status\":201,\"type\":\"T\",\"value\":null,\"text\":null}'; done"
            .into(),
    };
    change(&mut manifest);
    let view = views::view("typescript").unwrap();
    run.language(&Language { id: "script".into(), folder: source, manifest, view })
}

#[test]
fn a_language_goes_as_far_as_it_can() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = prepare(folder.path(), true);
    let mut verdict = |change: fn(&mut Manifest)| outcome(&mut run, folder.path(), change).verdict;
    assert_eq!(verdict(|it| it.tools = vec!["no-such".into()]), Verdict::Skipped(vec!["no-such".into()]));
    assert_eq!(verdict(|it| it.toolchain = vec!["no-such".into()]), Verdict::Generated(vec!["no-such".into()]));
    assert_eq!(fs::read_to_string(folder.path().join("pins/script/surface.txt")).unwrap(), "surface\n");
    for broken in [
        |it: &mut Manifest| it.install = "false # once".into(),
        |it: &mut Manifest| it.generate = "false".into(),
        |it: &mut Manifest| it.compile = "false".into(),
        |it: &mut Manifest| it.surface = "false".into(),
        |it: &mut Manifest| it.drive = "false".into(),
    ] {
        assert_eq!(verdict(broken), Verdict::Failed);
    }
}

#[test]
fn a_client_that_makes_no_call_fails() {
    let folder = tempfile::tempdir().unwrap();
    let outcome = outcome(&mut prepare(folder.path(), true), folder.path(), |_| ());
    assert_eq!(outcome.verdict, Verdict::Failed, "accepting lets every answer pass, and no request");
    assert!(outcome.scenarios > 0 && outcome.losses > 0, "{outcome:?}");
    let transcript = fs::read_to_string(folder.path().join("work/script/transcript.jsonl")).unwrap();
    assert_eq!(transcript.lines().count(), outcome.scenarios);
}
