//! `simulate` and `demo`.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::process::{Command, Stdio};

use defender_actions_simulator::Simulator;
use heck::ToKebabCase;
use serde_json::Value;

use crate::program::{TOKEN, program, run};
use test_support::contract;

#[test]
fn the_demo_shows_every_operation_and_an_error() {
    let run = run(program().arg("demo").env_remove(TOKEN));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    for operation in contract().operations() {
        assert!(
            run.stdout.contains(&format!("$ defender-actions {} ", operation.name().to_kebab_case())),
            "{}",
            run.stdout
        );
    }
    assert!(run.stdout.contains("the service refused: 403 Forbidden, code Forbidden"), "{}", run.stdout);
}

#[test]
fn the_demo_shows_what_the_command_prints() {
    let demo = run(program().arg("demo"));
    let shown = demo.stdout.split("\n$ defender-actions ").filter(|part| part.contains("\n  < "));
    let simulator = Simulator::start().unwrap();
    let mut calls = 0;
    for part in shown {
        let line = part.lines().next().unwrap().replace("http://127.0.0.1:8439", &simulator.url());
        let printed = run(program().args(shlex::split(&line).unwrap()).env(TOKEN, "t"));
        let lines = part.lines().filter_map(|line| line.strip_prefix("  < ")).skip(1);
        let shown: String = lines.map(|line| format!("{line}\n")).collect();
        // Times and ids are new each time.
        let names =
            |json: &str| json.lines().map(|line| line.split(": ").next().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(names(&shown), names(&printed.stdout), "{line}");
        assert!(serde_json::from_str::<Value>(&shown).unwrap().is_object());
        calls += 1;
    }
    assert_eq!(calls, contract().operations().len());
}

/// The example may print another state, as the one of the document does after an unblock.
#[test]
fn the_demo_says_which_state_an_action_leads_to() {
    let demo = run(program().arg("demo")).stdout;
    let contract = contract().root().to_json();
    let items = contract["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap().values());
    let states: Vec<_> = items.filter_map(|operation| operation["x-simulator"]["state"]["becomes"].as_str()).collect();
    assert!(!states.is_empty());
    for state in states {
        assert!(
            demo.contains(&format!("For the simulator the state is now {state}. Its response is the example")),
            "{demo}"
        );
    }
}

#[cfg(unix)]
#[test]
fn the_simulator_prints_its_address_answers_and_stops() {
    let mut child = program()
        .args(["simulate", "--listen", "127.0.0.1:0", "--resource", "machine=fb9ab6be3965095a09c057be7c90f0a2"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut url = String::new();
    stdout.read_line(&mut url).unwrap();

    let call = |id: &str| {
        let arguments = ["unrestrict-code-execution", "--id", id, "--comment", "c", "--base-url", url.trim()];
        run(program().args(arguments))
    };
    assert_eq!(call("fb9ab6be3965095a09c057be7c90f0a2").code, 0);
    let unlisted = call("1e5bc9d7e413ddd7902c2932e418702b84d0cc07");
    assert_eq!(unlisted.code, 3);
    assert!(unlisted.stderr.contains("404 Not Found, code ResourceNotFound"), "{}", unlisted.stderr);

    let process = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &process]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert!(stderr.contains("stopped after 2 requests"), "{stderr}");
}

#[test]
fn an_address_in_use_is_reported() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let run = run(program().args(["simulate", "--listen", &address]));
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains(&address), "{}", run.stderr);
}
