//! `run`: the calls of a list against the simulator, as a responder makes them.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use defender_actions_simulator::{FaultRule, Simulator};
use heck::ToKebabCase;
use openapi::{Contract, Operation};
use serde_json::Value;
use tempfile::TempDir;
use test_support::contract;

use crate::program::{Run, SECRET, program, run};

/// A list in a folder of its own, and a simulator.
struct Place {
    folder: TempDir,
    simulator: Simulator,
    operation: String,
    target: String,
}

/// An operation without limits, so that a test takes no time.
fn unlimited(contract: &Contract) -> &Operation {
    contract.operations().iter().find(|operation| operation.rate_limits().is_empty()).unwrap()
}

impl Place {
    fn new() -> Self {
        let contract = contract();
        let operation = unlimited(&contract);
        Self {
            folder: TempDir::new().unwrap(),
            simulator: Simulator::start().unwrap(),
            operation: operation.name().to_kebab_case(),
            target: operation.parameters()[0].name().to_owned(),
        }
    }

    fn list(&self) -> PathBuf {
        self.folder.path().join("list.txt")
    }

    fn journal(&self) -> PathBuf {
        self.folder.path().join("list.txt.journal.jsonl")
    }

    /// Writes a list of so many targets, one a line.
    fn with_rows(self, count: u32) -> Self {
        let rows: String = (0..count).map(|row| target(row) + "\n").collect();
        fs::write(self.list(), rows).unwrap();
        self
    }

    fn with_fault(self, rule: &str) -> Self {
        self.simulator.fault(rule.parse::<FaultRule>().unwrap());
        self
    }

    /// The command that runs the list.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        command.current_dir(self.folder.path()).args(["run", "list.txt", "--operation", &self.operation]);
        command.args(["--comment", "Incident 42", "--base-url", &self.simulator.url()]).args(arguments);
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let run = run(&mut self.command(arguments));
        for text in [&run.stdout, &run.stderr, &fs::read_to_string(self.journal()).unwrap_or_default()] {
            assert!(!text.contains(SECRET), "{text}");
        }
        run
    }

    /// The targets that the simulator was asked for, in order of the list.
    fn called(&self) -> Vec<u32> {
        let targets = self.simulator.journal();
        let targets = targets.iter().map(|request| {
            let target = request.target().split('/').find(|part| part.len() == 40).unwrap();
            u32::from_str_radix(target, 16).unwrap()
        });
        let mut targets: Vec<u32> = targets.collect();
        targets.sort_unstable();
        targets
    }
}

/// What a row acts on.
fn target(row: u32) -> String {
    format!("{row:040x}")
}

/// The summary on stdout, held against its schema.
fn summary(run: &Run) -> Value {
    let schema = crate::program::run(program().args(["schema", "run"]));
    let schema: Value = serde_json::from_str(&schema.stdout).unwrap();
    let value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"));
    assert!(jsonschema::is_valid(&schema, &value), "{value:#}");
    value
}

#[test]
fn a_list_as_people_have_it_is_called_once() {
    let place = Place::new();
    let list = format!(
        "\u{feff}Comment,{}\r\n\"Say \"\"no\"\", twice\",{}\r\n,{}\r\n,{}\r\n",
        place.target.to_uppercase(),
        target(0xab),
        target(0xcd),
        target(0xcd).to_uppercase(),
    );
    fs::write(place.list(), list).unwrap();
    let first = place.run(&["--output", "json"]);
    assert_eq!((first.code, place.called()), (0, vec![0xab, 0xcd]), "{first:?}");
    let bodies: Vec<String> =
        place.simulator.journal().iter().map(|it| String::from_utf8_lossy(it.body()).into_owned()).collect();
    assert!(bodies.iter().any(|body| body.contains(r#""Say \"no\", twice""#)), "{bodies:?}");
    assert!(bodies.iter().any(|body| body.contains("Incident 42")), "{bodies:?}");
    assert!(first.stderr.contains("list.txt:4: repeats line 3"), "{first:?}");
    let value = summary(&first);
    assert_eq!((&value["counts"]["accepted"], &value["doubles"]), (&2.into(), &1.into()));

    let second = place.run(&[]);
    assert_eq!((second.code, place.called().len()), (0, 2), "{second:?}");
    assert!(second.stdout.contains("accepted") && second.stderr.contains("run 2"), "{second:?}");
}

#[test]
fn every_operation_is_run() {
    for operation in contract().operations() {
        let place = Place::new();
        let parameters = operation.parameters();
        let parameters = parameters.iter().map(|it| (it.name().to_owned(), it.example().unwrap().to_json()));
        let example = test_support::examples(&contract()).into_iter();
        let body = example.filter(|it| it.operation == operation.name() && it.part == "request").map(|it| it.value);
        let mut row: serde_json::Map<String, Value> = parameters.collect();
        row.extend(body.take(1).flat_map(|body| body.as_object().unwrap().clone()));
        fs::write(place.list(), Value::Object(row).to_string()).unwrap();
        let mut command = program();
        command.current_dir(place.folder.path()).args(["run", "list.txt", "--operation", operation.name()]);
        let run = run(command.args(["--base-url", &place.simulator.url()]));
        assert_eq!(run.code, 0, "{run:?}");
        assert_eq!(place.simulator.journal()[0].operation(), Some(operation.name()));
    }
}

#[test]
fn all_bad_rows_are_reported_before_the_first_call() {
    let place = Place::new();
    fs::write(place.list(), format!("{}\nabc\n{}\n\u{200b}\ndef\n", target(1), "0".repeat(64))).unwrap();
    let run = place.run(&[]);
    assert_eq!((run.code, place.simulator.requests_received()), (2, 0), "{run:?}");
    for part in ["nothing was sent", "list.txt:2: ", "list.txt:3: ", "this is a SHA-256", "list.txt:5: "] {
        assert!(run.stderr.contains(part), "{run:?}");
    }
    assert!(run.stdout.is_empty() && !place.journal().exists());

    let for_programs = place.run(&["--output", "json"]);
    assert_eq!((for_programs.code, &for_programs.stderr), (2, &run.stderr));
    let value = summary(&for_programs);
    let lines: Vec<_> =
        value["errors"].as_array().unwrap().iter().map(|error| error["line"].as_u64().unwrap()).collect();
    assert_eq!((lines, &value["total"], &value["isComplete"]), (vec![2, 3, 5], &3.into(), &true.into()));
    for error in value["errors"].as_array().unwrap() {
        assert_eq!(error["column"], place.target.as_str(), "{error}");
        assert!(error["value"].is_string() && error["message"].is_string(), "{error}");
    }
}

#[test]
fn a_list_that_is_not_there_is_all_that_is_reported() {
    let place = Place::new();
    for format in ["text", "json"] {
        let run = place.run(&["--output", format]);
        assert_eq!((run.code, run.stderr.lines().count()), (2, 2), "{run:?}");
        assert!(run.stderr.contains("  list.txt: ") && !run.stderr.contains("not checked"), "{run:?}");
    }
}

#[test]
fn a_dry_run_sends_and_writes_nothing() {
    let place = Place::new().with_rows(5);
    let run = place.run(&["--dry-run", "--output", "json", "--rate", "2/60s"]);
    assert_eq!((run.code, place.simulator.requests_received()), (0, 0), "{run:?}");
    let value = summary(&run);
    assert_eq!(value["plan"]["operations"][0]["calls"], 5);
    assert_eq!(value["plan"]["leastSeconds"], 120);
    let requests = value["firstRequests"].as_array().unwrap();
    assert_eq!(requests.len(), 3);
    assert!(requests[2]["url"].as_str().unwrap().contains(&target(2)), "{value:#}");
    assert!(!place.journal().exists());

    // After a run, what is done is left out.
    assert_eq!(place.run(&[]).code, 0);
    let text = place.run(&["--dry-run"]);
    assert!(text.stdout.contains("0 calls, 5 done already"), "{text:?}");
    let other = Place { ..Place::new().with_rows(6) };
    fs::copy(place.journal(), other.journal()).unwrap();
    let refused = other.run(&["--dry-run"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("another list"), "{refused:?}");
}

#[test]
fn a_row_that_is_refused_itself_is_not_called_again() {
    let place = Place::new().with_rows(4).with_fault("status=404,after=1,times=1").with_fault("status=403,times=1");
    let first = place.run(&["--concurrency", "1"]);
    assert_eq!(first.code, 3, "{first:?}");
    assert!(first.stdout.contains("refused") && first.stdout.contains("deferred"), "{first:?}");
    assert!(first.stderr.contains("not all rows are accepted: 2 accepted, 1 refused, 1 deferred"), "{first:?}");
    let second = place.run(&["--output", "json"]);
    assert_eq!((second.code, place.called().len()), (3, 5), "what was deferred is called again: {second:?}");
    let value = summary(&second);
    assert_eq!((&value["counts"]["accepted"], &value["counts"]["refused"]), (&3.into(), &1.into()));
}

#[test]
fn a_row_that_is_unknown_is_asked_about() {
    let place = Place::new().with_rows(4).with_fault("reset=after-action,times=1");
    let first = place.run(&["--concurrency", "1"]);
    assert_eq!((first.code, place.called()), (5, vec![0, 1, 2, 3]), "{first:?}");
    assert!(first.stderr.contains("1 unknown") && first.stderr.contains("to call them again: "), "{first:?}");
    let asks = place.run(&[]);
    assert_eq!((asks.code, place.called().len()), (5, 4), "{asks:?}");
    for part in ["nothing was sent", "list.txt:1: ", "--unknown skip", "--unknown retry"] {
        assert!(asks.stderr.contains(part), "{asks:?}");
    }
    for skip in [&["--unknown", "skip"][..], &["--unknown=skip"]] {
        let skips = place.run(skip);
        assert_eq!((skips.code, place.called().len()), (5, 4), "{skips:?}");
        assert!(skips.stderr.contains("--unknown retry") && !skips.stderr.contains("skip"), "{skips:?}");
    }
    let retries = place.run(&["--unknown", "retry"]);
    assert_eq!((retries.code, place.called()), (0, vec![0, 0, 1, 2, 3]), "{retries:?}");
}

#[test]
fn a_token_that_is_not_accepted_stops_the_run_and_the_same_command_goes_on() {
    let place = Place::new().with_rows(30).with_fault("expired-token,after=5");
    let first = place.run(&["--concurrency", "1", "--output", "json"]);
    assert_eq!((first.code, place.called().len()), (3, 6), "{first:?}");
    assert!(first.stderr.contains("the token is not accepted") && first.stderr.contains("25 left"), "{first:?}");
    let value = summary(&first);
    assert_eq!((&value["stopped"]["reason"], &value["counts"]["notStarted"]), (&"token".into(), &24.into()));
    place.simulator.clear_faults();
    // The command that is printed is the one that goes on.
    let line = first.stderr.lines().find_map(|line| line.trim().strip_prefix("to go on: ")).unwrap();
    let words = shlex::split(line).unwrap();
    let mut command = program();
    let second = run(command.current_dir(place.folder.path()).args(&words[1..]));
    assert_eq!(second.code, 0, "{second:?}");
    assert_eq!(summary(&second)["counts"]["accepted"], 30);
    assert_eq!(place.called().len(), 31, "one was refused, and called again");
}

#[test]
fn a_service_that_is_unreachable_stops_the_run() {
    let place = Place::new().with_rows(30);
    let mut command = program();
    command.current_dir(place.folder.path()).args(["run", "list.txt", "--operation", &place.operation]);
    let run = run(command.args(["--comment", "x", "--base-url", "http://127.0.0.1:1", "--retry", "1"]));
    assert_eq!(run.code, 4, "{run:?}");
    assert!(run.stderr.contains("the service cannot be reached, 5 calls in a row"), "{run:?}");
}

#[test]
fn a_call_that_was_not_sent_is_attempted_again_and_an_unknown_one_with_consent() {
    let place = Place::new().with_rows(2).with_fault("disconnect,times=1");
    let first = place.run(&["--repeat-unknown", "--concurrency", "1"]);
    assert_eq!((first.code, place.called()), (0, vec![0, 0, 1]), "{first:?}");
    assert!(first.stderr.contains("attempt 1 may have taken the action too"), "{first:?}");
    let journal = fs::read_to_string(place.journal()).unwrap();
    assert!(journal.contains(r#""attempts":2"#), "{journal}");

    let lost = Place::new().with_rows(1).with_fault("disconnect,times=1");
    let run = lost.run(&[]);
    assert_eq!((run.code, lost.called()), (5, vec![0]), "{run:?}");
}

#[test]
fn standard_input_needs_a_journal() {
    let place = Place::new().with_rows(3);
    let with_stdin = |arguments: &[&str]| {
        let mut command = program();
        command.current_dir(place.folder.path()).args(["run", "-", "--operation", &place.operation, "--comment", "x"]);
        command.args(["--base-url", &place.simulator.url()]).args(arguments);
        let output = command.stdin(fs::File::open(place.list()).unwrap()).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, stderr) = with_stdin(&[]);
    assert_eq!((code, place.simulator.requests_received()), (Some(2), 0), "{stderr}");
    assert!(stderr.contains("name one with --journal"), "{stderr}");
    let (code, stderr) = with_stdin(&["--journal", "j"]);
    assert_eq!((code, place.called()), (Some(0), vec![0, 1, 2]), "{stderr}");
}

#[test]
fn what_does_not_go_together_is_refused() {
    let place = Place::new().with_rows(1);
    for (arguments, hint) in [
        (&["--rate", "none", "--rate", "1/1s"][..], "excludes other rates"),
        (&["--rate", "often"], "CALLS/PERIOD"),
        (&["--concurrency", "0"], "concurrency"),
        (&["--journal", "."], "cannot open the journal"),
    ] {
        let run = place.run(arguments);
        assert_eq!((run.code, place.simulator.requests_received()), (2, 0), "{run:?}");
        assert!(run.stderr.contains(hint), "{run:?}");
    }
}

/// A run that is under way: the simulator has seen a call of it.
#[cfg(unix)]
fn under_way(place: &Place, arguments: &[&str]) -> (Child, impl Iterator<Item = String> + use<>) {
    let mut command = place.command(arguments);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let stderr = BufReader::new(child.stderr.take().unwrap());
    while place.simulator.requests_received() == 0 {
        assert!(child.try_wait().unwrap().is_none(), "it ended without a call");
        std::thread::yield_now();
    }
    (child, stderr.lines().map(Result::unwrap))
}

#[cfg(unix)]
fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status().unwrap().success());
}

#[cfg(unix)]
#[test]
fn a_signal_ends_what_is_in_flight_and_the_same_command_goes_on() {
    for name in ["INT", "TERM"] {
        let place = Place::new().with_rows(40).with_fault("latency=300ms");
        let (mut child, stderr) = under_way(&place, &["--concurrency", "2"]);
        signal(&child, name);
        let stderr: Vec<String> = stderr.collect();
        assert_eq!(child.wait().unwrap().code(), Some(7), "{stderr:?}");
        let seen = place.called().len();
        assert!(seen < 40 && stderr.iter().any(|line| line.contains("stopped by a signal")), "{stderr:?}");
        place.simulator.clear_faults();
        let second = place.run(&[]);
        assert_eq!((second.code, place.called()), (0, (0..40).collect::<Vec<_>>()), "{second:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_second_signal_gives_up_what_is_in_flight() {
    let place = Place::new().with_rows(10).with_fault("stall");
    let (mut child, mut stderr) = under_way(&place, &["--concurrency", "2"]);
    // Nobody else runs it meanwhile.
    let other = place.run(&[]);
    assert_eq!(other.code, 2);
    assert!(other.stderr.contains("in use by another run"), "{other:?}");
    signal(&child, "INT");
    assert!(stderr.any(|line| line.contains("in flight; again to give them up")));
    signal(&child, "INT");
    let stderr: Vec<String> = stderr.collect();
    assert_eq!(child.wait().unwrap().code(), Some(5), "{stderr:?}");
    let seen = place.called();
    assert!(!seen.is_empty() && seen.len() <= 2, "{seen:?}");
    place.simulator.clear_faults();
    let second = place.run(&["--unknown", "skip"]);
    assert_eq!(second.code, 5, "{second:?}");
    let mut called = place.called();
    called.dedup();
    assert_eq!(called.len(), place.called().len(), "no row was called twice");
    assert!(called.len() >= 8 + seen.len(), "{called:?}");
}
