//! The steps of a language and its driver, with scripts for a generator and a driver.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use conformance::driver::{Driver, Process, Received, Reply};
use conformance::exchange::{self, Transcript};
use conformance::language::{Language, Manifest, PackageSteps, SampleSteps, Toolchain};
use conformance::sample::{self, CaseAnswer, SampleCase, SampleRun};
use conformance::scenario::{Call, Scenario, ServiceAnswer};
use conformance::workspace::{Step, Workspace};
use defender_actions_simulator::Simulator;
use serde_json::{Map, Value};
use tempfile::TempDir;
use test_support::contract;

/// A language whose steps are these, in a folder of its own.
struct Fixture {
    folder: TempDir,
    language: Language,
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("clients/script");
        fs::create_dir_all(source.join("nested")).unwrap();
        fs::write(source.join("lock"), "1").unwrap();
        fs::write(source.join("nested/driver"), "driver").unwrap();
        let readme = "# Script\n\n```sh\necho sample of \"$DEFENDER_ACTIONS_BASE_URL\"\n```\n";
        fs::write(source.join("README.md"), readme).unwrap();
        let manifest = Manifest {
            name: "Script".into(),
            generator: "sh".into(),
            tools: vec!["sh".into()],
            locks: vec!["lock".into()],
            install: "echo installed >> log".into(),
            generate: "mkdir generated\ncp contract.json generated".into(),
            surface: "echo log >&2\necho surface of $(basename \"$CLIENTS\")".into(),
            package: PackageSteps {
                make: "cp generated/contract.json \"$OUT/contract-$VERSION.json\"".into(),
                unpack: "mkdir \"$UNPACKED/a\"; cp \"$OUT\"/* \"$UNPACKED/a\"".into(),
                metadata: vec![],
            },
            toolchains: vec![Toolchain {
                name: None,
                programs: vec![],
                install: Some("echo tool chain >> log".into()),
                compile: "test -f nested/driver".into(),
                drive: "exec cat".into(),
                sample: SampleSteps {
                    file: "code".into(),
                    prepare: "cp code prepared".into(),
                    run: "exec sh prepared".into(),
                },
            }],
        };
        let view = views::view("typescript").unwrap();
        Self { language: Language { id: "script".into(), folder: source, manifest, view }, folder }
    }

    fn toolchain(&mut self) -> &mut Toolchain {
        &mut self.language.manifest.toolchains[0]
    }

    fn work(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    fn open(&self) -> Workspace<'_> {
        Workspace::open(&self.language, &self.work(), &contract()).unwrap()
    }

    fn file(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.work().join("script").join(path)).ok()
    }
}

#[test]
fn the_steps_run_in_a_copy_with_the_view() {
    let fixture = Fixture::new();
    let workspace = fixture.open();
    let toolchain = &fixture.language.manifest.toolchains[0];
    for step in [Step::Generate, Step::Compile(toolchain), Step::Generate] {
        assert_eq!(workspace.run(step).unwrap(), "", "what is generated is made again");
    }
    let view: Value = serde_json::from_str(&fixture.file("generated/contract.json").unwrap()).unwrap();
    assert_eq!(view, contract().root().to_json());
    assert_eq!(workspace.run(Step::Surface).unwrap(), "surface of clients\n", "the log is no surface");
    assert!(!Path::new(&fixture.language.folder).join("generated").exists(), "the folder of the project stays clean");
}

#[test]
fn what_is_installed_stays_until_a_lock_changes() {
    let mut fixture = Fixture::new();
    assert!(!fixture.open().is_installed(Step::Install));
    fixture.open().run(Step::Install).unwrap();
    assert!(fixture.open().is_installed(Step::Install));
    fs::write(fixture.language.folder.join("lock"), "2").unwrap();
    assert!(!fixture.open().is_installed(Step::Install));
    fixture.open().run(Step::Install).unwrap();
    fixture.language.manifest.install += "\n# another way";
    assert!(!fixture.open().is_installed(Step::Install));
    assert_eq!(fixture.file("log").unwrap(), "installed\ninstalled\n", "what a step leaves is kept");
}

/// It counts for itself: to install one again is not to install the other again.
#[test]
fn what_a_tool_chain_needs_is_installed_apart() {
    let mut fixture = Fixture::new();
    fixture.open().run(Step::Install).unwrap();
    let installed = |fixture: &Fixture| {
        let step = Step::InstallToolchain(&fixture.language.manifest.toolchains[0]);
        [Step::Install, step].map(|step| fixture.open().is_installed(step))
    };
    assert_eq!(installed(&fixture), [true, false]);
    let toolchain = &fixture.language.manifest.toolchains[0];
    fixture.open().run(Step::InstallToolchain(toolchain)).unwrap();
    assert_eq!(installed(&fixture), [true, true]);
    fixture.toolchain().install = Some("echo another".into());
    assert_eq!(installed(&fixture), [true, false]);
    fs::remove_dir(fixture.work().join("downloads")).unwrap();
    assert_eq!(installed(&fixture), [false, false], "without the downloads");
}

/// Not even for the install that it began to replace.
#[test]
fn an_install_that_fails_is_not_taken_for_done() {
    let mut fixture = Fixture::new();
    let works = fixture.language.manifest.install.clone();
    fixture.open().run(Step::Install).unwrap();
    fixture.language.manifest.install = "echo half > half; false".into();
    fixture.open().run(Step::Install).unwrap_err();
    assert!(!fixture.open().is_installed(Step::Install));
    fixture.language.manifest.install = works;
    assert!(!fixture.open().is_installed(Step::Install));
}

#[test]
fn what_is_installed_counts_where_it_was_and_with_its_downloads_only() {
    let fixture = Fixture::new();
    fixture.open().run(Step::Install).unwrap();
    fs::remove_dir(fixture.work().join("downloads")).unwrap();
    assert!(!fixture.open().is_installed(Step::Install), "without the downloads");

    fixture.open().run(Step::Install).unwrap();
    let moved = fixture.folder.path().join("moved");
    fs::rename(fixture.work(), &moved).unwrap();
    fixture.open();
    let elsewhere = Workspace::open(&fixture.language, &moved, &contract()).unwrap();
    assert!(!elsewhere.is_installed(Step::Install), "elsewhere");
    assert!(fixture.file("nested/driver").is_some(), "what is in another work folder stays");
}

#[test]
fn a_file_that_is_gone_from_the_project_goes_from_the_copy() {
    let fixture = Fixture::new();
    fixture.open();
    assert!(fixture.file("nested/driver").is_some());
    fs::remove_file(fixture.language.folder.join("nested/driver")).unwrap();
    fixture.open();
    assert!(fixture.file("nested/driver").is_none());
    assert!(fixture.file("lock").is_some());
}

#[test]
fn a_step_that_fails_is_reported_with_its_whole_log() {
    let mut fixture = Fixture::new();
    fixture.toolchain().compile = "echo first; echo second >&2; $MISSING; echo never".into();
    let toolchain = &fixture.language.manifest.toolchains[0];
    let error = fixture.open().run(Step::Compile(toolchain)).unwrap_err().to_string();
    assert!(error.starts_with("script: the step `compile` failed (exit status: "), "{error}");
    assert!(error.contains("first\nsecond\n") && error.contains("MISSING") && !error.contains("never"), "{error}");
}

#[test]
fn the_sample_of_the_readme_is_prepared_and_run() {
    let mut fixture = Fixture::new();
    let toolchain = fixture.toolchain().clone();
    let workspace = fixture.open();
    workspace.run(Step::Sample(&toolchain)).unwrap();
    let cases = [CaseAnswer::Simulator, CaseAnswer::Unreachable];
    let cases = cases.map(|answer| SampleCase { name: "one".into(), answer, is_done: true });
    let runs = sample::run(|| workspace.sample(&toolchain), &cases).unwrap();
    let output = "sample of {base URL}\n";
    let run = || SampleRun { exit: Some(0), output: output.into(), errors: String::new(), requests: 0 };
    assert_eq!(runs, [run(), run()]);
}

fn scenario(name: &str) -> Scenario {
    Scenario {
        name: name.into(),
        call: Call { operation: name.into(), parameters: Map::new(), body: None },
        answer: Some(ServiceAnswer {
            status: 200,
            content_type: None,
            headers: BTreeMap::new(),
            body: String::new(),
            sent: None,
        }),
    }
}

/// Takes a driver that is a script through two scenarios.
fn drive(script: &str) -> Transcript {
    let mut fixture = Fixture::new();
    fixture.toolchain().drive = script.into();
    let simulator = Simulator::start().unwrap();
    let workspace = fixture.open();
    let mut driver =
        Process::start(workspace.driver(&fixture.language.manifest.toolchains[0]).unwrap(), &simulator.url()).unwrap();
    exchange::run(&mut driver, &simulator, &[scenario("one"), scenario("two")])
}

#[test]
fn a_driver_is_asked_line_by_line() {
    let script = r#"while read -r line; do
        case $line in *'"one"'*) status=200 ;; *) status=null ;; esac
        echo "{\"status\": $status, \"type\": \"$DEFENDER_ACTIONS_TOKEN\", \"value\": null, \"text\": null}"
    done"#;
    let reply = |status| {
        Reply::Received(Received {
            status,
            type_name: "conformance-token".into(),
            value: Value::Null,
            text: None,
            headers: BTreeMap::new(),
            raised: false,
        })
    };
    let Transcript { exchanges, broken } = drive(script);
    assert_eq!(broken, None);
    let replies: Vec<_> = exchanges.iter().map(|exchange| (&exchange.reply, exchange.arrived.len())).collect();
    assert_eq!(replies, [(&reply(Some(200)), 0), (&reply(None), 0)], "no request is seen as none");
}

#[test]
fn a_driver_that_knows_no_call_is_asked_on() {
    let Transcript { exchanges, broken } = drive(r#"while read -r line; do echo '{"failure": "no call"}'; done"#);
    assert_eq!(broken, None);
    assert!(exchanges.iter().all(|it| it.reply == Reply::Failure { failure: "no call".into() }), "{exchanges:?}");
}

/// What it writes later would be taken for answers to other calls.
#[test]
fn a_driver_that_breaks_the_protocol_is_asked_no_more() {
    let broken = |script: &str| {
        let transcript = drive(script);
        assert_eq!(transcript.exchanges, []);
        transcript.broken.unwrap()
    };
    let ended = broken("exit 3");
    assert!(ended.starts_with("one, one: the driver has ended"), "{ended}");
    assert!(ended.ends_with("; the 1 scenarios after it were not run"), "{ended}");
    let nonsense = broken("echo nonsense; cat");
    assert!(
        nonsense.starts_with("one, one: the driver wrote no answer (") && nonsense.contains(": nonsense;"),
        "{nonsense}"
    );
    let more = broken(r#"echo '{"status": 1, "type": "", "value": null, "text": null, "more": 1}'; cat"#);
    assert!(more.contains("unknown field `more`"), "{more}");
}

/// A driver that makes no call must not leave its answer to the next one.
#[test]
fn an_answer_that_nobody_fetched_is_taken_back() {
    let simulator = Simulator::start().unwrap();
    struct Idle;
    impl Driver for Idle {
        fn call(&mut self, _: &Call) -> Result<Reply, String> {
            Ok(Reply::Failure { failure: "idle".into() })
        }
    }
    exchange::run(&mut Idle, &simulator, &[scenario("one")]);
    let transcript = exchange::run(
        &mut conformance::rust_client::RustClient::new(&simulator.url()).unwrap(),
        &simulator,
        &[Scenario { answer: None, ..documented() }],
    );
    let Reply::Received(reply) = &transcript.exchanges[0].reply else { panic!("{transcript:?}") };
    assert_eq!(reply.status, Some(201));
}

/// A scenario of the contract whose request is good.
fn documented() -> Scenario {
    let all = conformance::scenario::scenarios(&contract(), &conformance::project("clients/scenarios.yaml"));
    all.unwrap().into_iter().find(|scenario| scenario.answer.is_none()).unwrap()
}
