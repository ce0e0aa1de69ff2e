//! The run as a whole: the Rust client against pins of its own, and languages that are scripts.

use std::path::Path;
use std::{fmt, fs};

use conformance::language::{Language, Manifest, PackageSteps, SampleSteps, Toolchain};
use conformance::project;
use conformance::report::{LanguageOutcome, Verdict};
use conformance::run::Run;

fn prepare(folder: &Path, accept: bool) -> Run {
    // The test harness captures what `println!` writes, and shows it if a test fails.
    let log = |line: fmt::Arguments<'_>| println!("{line}");
    Run::prepare(&project("clients"), &folder.join("work"), folder.join("pins"), accept, log)
        .unwrap_or_else(|error| panic!("{error:#}"))
}

#[test]
fn the_rust_client_is_compared_with_its_pins() {
    let folder = tempfile::tempdir().unwrap();
    let verdict = |accept| prepare(folder.path(), accept).rust(None).unwrap().verdict;
    assert_eq!(verdict(false), Verdict::Failed, "nothing is pinned");
    assert_eq!(verdict(true), Verdict::Passed);
    assert_eq!(verdict(false), Verdict::Passed);
    let pins = folder.path().join("pins/rust/answers.md");
    fs::write(&pins, fs::read_to_string(&pins).unwrap().replacen("as sent", "as received", 1)).unwrap();
    assert_eq!(verdict(false), Verdict::Failed, "something else is pinned");
}

/// One whose driver makes no call.
fn toolchain(compile: &str) -> Toolchain {
    let reply = r#"{"status": 201, "type": "T", "value": null, "text": null}"#;
    Toolchain {
        name: None,
        programs: vec![],
        install: None,
        compile: compile.into(),
        drive: format!("while read -r line; do echo '{reply}'; done"),
        sample: SampleSteps { file: "sample.sh".into(), prepare: "true".into(), run: "exec sh sample.sh".into() },
    }
}

/// A folder in which all is that has to be.
fn unpack() -> String {
    let project = project("");
    let licences = format!("cp '{0}'/LICENSE-* .", project.display());
    format!("cd \"$UNPACKED\"; mkdir a; cp \"$OUT/meta\" a; cd a; {licences}; printf '# Script\\n' > README.md")
}

/// The outcome of a language whose steps are scripts, after a change of its manifest.
fn outcome(run: &mut Run, folder: &Path, change: impl FnOnce(&mut Manifest)) -> LanguageOutcome {
    let source = folder.join("clients/script");
    fs::create_dir_all(&source).unwrap();
    fs::write(source.join("README.md"), "# Script\n").unwrap();
    let mut manifest = Manifest {
        name: "Script".into(),
        generator: "sh".into(),
        tools: vec!["sh".into()],
        locks: vec![],
        install: "true".into(),
        generate: "true".into(),
        surface: "echo surface".into(),
        package: PackageSteps {
            make: "echo \"$VERSION\" > \"$OUT/meta\"".into(),
            unpack: unpack(),
            metadata: vec!["meta".into()],
        },
        toolchains: vec![toolchain("true")],
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
    let generated = |reason: &str| Verdict::Generated(vec![reason.into()]);
    assert_eq!(verdict(|it| it.toolchains[0].programs = vec!["no-such".into()]), generated("no no-such"));
    assert_eq!(verdict(|it| it.toolchains[0].install = Some("false".into())), generated("install-toolchain failed"));
    assert_eq!(fs::read_to_string(folder.path().join("pins/script/surface.txt")).unwrap(), "surface\n");
    for broken in [
        |it: &mut Manifest| it.install = "false # once".into(),
        |it: &mut Manifest| it.generate = "false".into(),
        |it: &mut Manifest| it.toolchains[0].compile = "false".into(),
        |it: &mut Manifest| it.surface = "false".into(),
        |it: &mut Manifest| it.toolchains[0].drive = "false".into(),
    ] {
        assert_eq!(verdict(broken), Verdict::Failed);
    }
}

#[test]
fn the_first_tool_chain_that_can_be_had_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = prepare(folder.path(), true);
    let outcome = outcome(&mut run, folder.path(), |it| {
        let named = |name: &str, programs: &[&str], install: Option<&str>| Toolchain {
            name: Some(name.into()),
            programs: programs.iter().map(|it| (*it).into()).collect(),
            install: install.map(Into::into),
            ..toolchain("true")
        };
        it.toolchains = vec![
            named("missing", &["no-such"], None),
            named("offline", &["sh"], Some("false")),
            named("here", &["sh"], Some("true")),
            named("later", &["sh"], None),
        ];
    });
    assert_eq!(outcome.toolchain.as_deref(), Some("here"));
    assert!(folder.path().join("pins/script/answers.here.md").is_file());
}

/// Nothing is pinned of it, so nothing can be said to be wrong; its generated client is pinned all the same.
#[test]
fn a_tool_chain_without_pinned_answers_does_not_fail() {
    let folder = tempfile::tempdir().unwrap();
    let surface = folder.path().join("pins/script/surface.txt");
    fs::create_dir_all(surface.parent().unwrap()).unwrap();
    fs::write(&surface, "surface\n").unwrap();
    let package = "meta\na/LICENSE-APACHE\na/LICENSE-MIT\na/README.md\na/meta\n\n== a/meta\n{version}\n";
    fs::write(surface.with_file_name("package.txt"), package).unwrap();
    let mut run = prepare(folder.path(), false);
    let mut verdict = |change: fn(&mut Manifest)| outcome(&mut run, folder.path(), change);
    let driven = verdict(|_| ());
    assert!(matches!(driven.verdict, Verdict::Unpinned(failures) if failures > 0), "no call was made: {driven:?}");
    assert!(driven.scenarios > 0 && !driven.is_pinned, "{driven:?}");
    assert_eq!(verdict(|it| it.toolchains[0].compile = "false".into()).verdict, Verdict::Unpinned(1));
    assert_eq!(verdict(|it| it.toolchains[0].drive = "false".into()).verdict, Verdict::Unpinned(1));
    assert_eq!(verdict(|it| it.surface = "echo other".into()).verdict, Verdict::Failed);
    assert_eq!(verdict(|it| it.generate = "false".into()).verdict, Verdict::Failed);
    assert!(!folder.path().join("pins/script/answers.md").exists());
}

#[test]
fn a_client_that_makes_no_call_fails() {
    let folder = tempfile::tempdir().unwrap();
    let outcome = outcome(&mut prepare(folder.path(), true), folder.path(), |_| ());
    assert_eq!(outcome.verdict, Verdict::Failed, "accepting lets every answer pass, and no request");
    assert!(outcome.scenarios > 0 && outcome.losses > 0, "{outcome:?}");
    assert!(!folder.path().join("pins/script/samples.md").exists(), "the README has no sample");
    let transcript = fs::read_to_string(folder.path().join("work/script/transcript.jsonl")).unwrap();
    assert_eq!(transcript.lines().count(), outcome.scenarios);
}
