//! The log: for people, for programs, and what is never in it.

use std::process::{Command, Stdio};

use defender_actions_simulator::{Fault, Simulator};
use serde_json::Value;
use test_support::{contract, project};

use crate::program::{Run, SECRET, example_call, program, run};

/// The comment of the example.
const COMMENT: &str = "Block file due to alert 32123";

/// The call of the first operation, which meets this fault.
fn call(fault: Option<Fault>, more: &[&str]) -> Run {
    run(&mut command(&served(fault), more))
}

fn served(fault: Option<Fault>) -> Simulator {
    let simulator = Simulator::start().unwrap();
    if let Some(fault) = fault {
        simulator.fault(fault);
    }
    simulator
}

fn command(simulator: &Simulator, more: &[&str]) -> Command {
    let mut command = program();
    command.args(example_call(&contract().operations()[0])).args(["--base-url", &simulator.url()]).args(more);
    command
}

fn refusal() -> Fault {
    let body = r#"{"error": {"code": "TooManyRequests", "message": "Wait.", "target": "5c1f"}}"#;
    let headers = vec![("Retry-After".to_owned(), "30".to_owned())];
    Fault::Answer { status: 429, headers, body: body.as_bytes().to_vec() }
}

/// The lines of the log, without times.
fn lines(run: &Run) -> Vec<String> {
    let lines = run.stderr.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_digit()));
    let lines = lines.map(|line| line.split_once(' ').unwrap().1);
    lines.map(|line| line.rsplit_once(" (").map_or(line, |(line, _)| line).to_owned()).collect()
}

/// The lines of stderr as JSON.
fn objects(run: &Run) -> Vec<Value> {
    run.stderr
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

#[test]
fn nothing_is_logged_unless_it_is_asked_for() {
    let quiet = call(None, &[]);
    assert_eq!((quiet.code, quiet.stderr.lines().count()), (0, 1), "{}", quiet.stderr);
    let loud = call(None, &["-v"]);
    assert!(loud.stderr.ends_with(&quiet.stderr) && loud.stderr.len() > quiet.stderr.len(), "{}", loud.stderr);
}

#[test]
fn a_person_sees_what_is_sent_where() {
    let run = call(Some(refusal()), &["-v"]);
    let lines = lines(&run);
    assert_eq!(lines[0], "debug token found: from the variable DEFENDER_ACTIONS_TOKEN");
    assert!(lines[1].starts_with("debug #1 sending the request: blockFile, POST http://127.0.0.1:"), "{lines:?}");
    assert!(lines[1].ends_with("/files/7327b54fd718525cbca07dacde913b5ac3c85673/block"), "{lines:?}");
    let refused = "status 429, code TooManyRequests, error 429, correlation id 5c1f, retry after 30 s, outcome refused";
    assert_eq!(lines[2], format!("debug #1 response received: {refused}"));
    assert_eq!(lines[3..], ["info  #1 call ended: error 429, outcome refused"]);
    assert!(!run.stderr.contains('\u{1b}'), "no colours in a pipe: {}", run.stderr);
}

#[test]
fn twice_has_all_that_is_known_and_thrice_the_libraries_too() {
    let [once, twice, thrice] = ["-v", "-vv", "-vvv"].map(|flag| call(None, &[flag]).stderr);
    assert!(!once.contains("url.template=") && twice.contains("url.template=/files/{sha1}/block"), "{twice}");
    assert!(!twice.contains("connecting to") && thrice.contains("connecting to 127.0.0.1:"), "{thrice}");
}

#[test]
fn for_programs_every_line_of_stderr_is_an_object_with_known_keys() {
    let simulator = Simulator::start().unwrap();
    let gone = simulator.url();
    drop(simulator);
    let runs = [
        call(None, &["--log-format", "json"]),
        call(Some(refusal()), &["--log-format=json", "-v", "--log-bodies"]),
        call(Some(Fault::Disconnect), &["--log-format", "json", "-vvv"]),
        call(None, &["--log-format", "json", "--dry-run"]),
        run(program()
            .args(["--log-format", "json"])
            .args(example_call(&contract().operations()[0]))
            .args(["--base-url", &gone])),
        run(program().args(["contract", "explain", "nonsense", "--log-format", "json"])),
    ];
    let page = std::fs::read_to_string(project("docs/tracing.md")).unwrap();
    for run in runs {
        let objects = objects(&run);
        assert!(!objects.is_empty());
        for object in &objects {
            for key in object.as_object().unwrap().keys() {
                assert!(page.contains(&format!("| `{key}` |")), "{key}: {object}");
            }
            for key in ["time", "level", "target", "message", "attributes"] {
                assert!(object.get(key).is_some(), "{key}: {object}");
            }
            assert!(object["time"].as_str().unwrap().ends_with('Z'));
        }
        let failed = objects.iter().filter(|object| object["level"] == "ERROR").count();
        assert_eq!(failed, usize::from(run.code != 0), "{}", run.stderr);
    }
}

#[test]
fn an_event_has_the_fields_of_its_spans() {
    let run = call(Some(refusal()), &["--log-format", "json"]);
    let objects = objects(&run);
    let received = objects.iter().find(|object| object["message"] == "response received").unwrap();
    assert_eq!(
        (&received["call"], &received["level"], &received["target"]),
        (&1.into(), &"DEBUG".into(), &"defender_actions".into())
    );
    assert!(received["elapsed"].is_f64());
    let attributes = &received["attributes"];
    for (name, value) in [
        ("http.response.status_code", Value::from(429)),
        ("defender_actions.retry_after", 30.into()),
        ("defender_actions.correlation_id", "5c1f".into()),
        ("defender_actions.operation", contract().operations()[0].name().into()),
        ("defender_actions.outcome", "refused".into()),
        ("url.template", contract().operations()[0].path().into()),
    ] {
        assert_eq!(attributes[name], value, "{attributes}");
    }
}

#[test]
fn neither_the_token_nor_the_comment_is_in_the_log() {
    let echo = format!(r#"{{"error": {{"code": "{SECRET}", "message": "{SECRET}", "target": "{SECRET}"}}}}"#);
    let headers = ["location", "request-id", "www-authenticate"].map(|name| (name.to_owned(), SECRET.to_owned()));
    let echo = Fault::Answer { status: 403, headers: headers.to_vec(), body: echo.into_bytes() };
    for fault in [None, Some(echo), Some(Fault::Disconnect), Some(Fault::CutOff)] {
        for form in ["text", "json"] {
            let simulator = served(fault.clone());
            let quiet = run(command(&simulator, &["-vvv", "--log-format", form]).env("DEFENDER_ACTIONS_LOG", "trace"));
            assert!(quiet.stderr.contains("sending the request"), "{}", quiet.stderr);
            assert!(!quiet.stderr.contains(SECRET) && !quiet.stderr.contains(COMMENT), "{}", quiet.stderr);
            let simulator = served(fault.clone());
            let loud = run(&mut command(&simulator, &["-v", "--log-bodies", "--log-format", form]));
            assert!(!loud.stderr.contains(SECRET) && loud.stderr.contains(COMMENT), "{fault:?}: {}", loud.stderr);
        }
    }
}

#[test]
fn the_variable_says_the_levels_of_targets() {
    let logged = |value: &str| {
        let simulator = Simulator::start().unwrap();
        run(command(&simulator, &[]).env("DEFENDER_ACTIONS_LOG", value))
    };
    assert_eq!(lines(&logged("defender_actions=info")), ["info  #1 call ended: blockFile, outcome accepted"]);
    assert!(lines(&logged("")).is_empty() && lines(&logged("off")).is_empty());
    for value in ["a=b=c", "defender_actions=loud"] {
        let run = logged(value);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{value}");
        assert!(run.stderr.starts_with("error: the variable DEFENDER_ACTIONS_LOG: "), "{}", run.stderr);
    }
}

#[cfg(unix)]
#[test]
fn a_log_that_nobody_takes_is_no_error() {
    let is_whole = |stdout: &[u8]| serde_json::from_slice::<Value>(stdout).is_ok_and(|action| action.is_object());
    for form in ["text", "json"] {
        for stderr in [Stdio::from(std::io::pipe().unwrap().1), std::fs::File::create("/dev/full").unwrap().into()] {
            let simulator = Simulator::start().unwrap();
            let mut command = command(&simulator, &["-vvv", "--log-bodies", "--log-format", form]);
            let child = command.stderr(stderr).stdout(Stdio::piped()).spawn().unwrap();
            let output = child.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(0));
            assert!(is_whole(&output.stdout), "{output:?}");
        }
        // No stderr at all.
        let simulator = Simulator::start().unwrap();
        let command = command(&simulator, &["-vvv", "--log-format", form]);
        let mut shell = Command::new("sh");
        shell.args(["-c", "exec \"$0\" \"$@\" 2>&-"]).arg(command.get_program()).args(command.get_args());
        let closed = run(shell.env("DEFENDER_ACTIONS_TOKEN", SECRET));
        assert!(closed.code == 0 && is_whole(closed.stdout.as_bytes()), "{closed:?}");
    }
}

#[test]
fn bad_arguments_of_a_call_are_reported_wherever_the_options_stand() {
    let name = &example_call(&contract().operations()[0])[0];
    let run = run(program().args(["--log-format", "json", "-v", name, "--output", "json"]));
    let failed: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((run.code, &failed["outcome"]), (2, &"notSent".into()));
}
