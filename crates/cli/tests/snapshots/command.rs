//! The command that is derived from the contract: its help, and what each operation sends.

use std::process::{Command, Output, Stdio};

use defender_actions_simulator::Simulator;
use heck::ToKebabCase;
use test_support::{assert_snapshots, contract, project};

/// Runs the command, which has to succeed, and returns what it wrote to stdout and to stderr.
fn run(arguments: &[&str]) -> [String; 2] {
    let mut command = Command::new(env!("CARGO_BIN_EXE_defender-actions"));
    command.env("DEFENDER_ACTIONS_TOKEN", "s3cr3t-t0ken").env("COLUMNS", "100").stdin(Stdio::null());
    let Output { status, stdout, stderr } = command.args(arguments).output().unwrap();
    let [stdout, stderr] = [stdout, stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(status.success(), "{arguments:?}: {stderr}");
    [stdout, stderr]
}

#[test]
fn help_texts() {
    let text = |command: Vec<String>| {
        let arguments: Vec<_> = command.iter().map(String::as_str).chain(["--help"]).collect();
        let name = if command.is_empty() { "defender-actions".to_owned() } else { command.join("-") };
        let [help, _] = run(&arguments);
        (name, help)
    };
    assert_snapshots("cli/help", commands(&defender_actions_cli::command(), &[]).into_iter().map(text));
}

#[test]
fn schemas_of_what_programs_read() {
    let schema = |printer: &str| {
        let [schema, _] = run(&["schema", printer]);
        (printer.to_owned(), schema)
    };
    assert_snapshots("cli/schema", ["auth-check", "call", "journal", "report", "run"].map(schema));
}

/// The words that lead to a command, and to each of those below it.
fn commands(command: &clap::Command, words: &[String]) -> Vec<Vec<String>> {
    let below =
        command.get_subcommands().flat_map(|below| commands(below, &[words, &[below.get_name().to_owned()]].concat()));
    [words.to_vec()].into_iter().chain(below).collect()
}

#[test]
fn requests_as_they_arrive() {
    let contract = contract();
    let simulator = Simulator::start().unwrap();
    let text = |operation: &openapi::Operation| {
        let mut arguments = vec![operation.name().to_kebab_case()];
        for parameter in operation.parameters() {
            if let Some(example) = parameter.example() {
                let value = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
                arguments.extend([format!("--{}", parameter.name().to_kebab_case()), value]);
            }
        }
        let body = project("spec/examples").join(operation.name()).join("request.documented.json");
        if body.exists() {
            arguments.extend(["--json-body".to_owned(), body.display().to_string()]);
        }
        arguments.extend(["--base-url".to_owned(), simulator.url()]);
        let [_, accepted] = run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(accepted.starts_with(&format!("{} ", operation.name())), "{accepted}");
        assert!(accepted.ends_with(": accepted, 201 Created\n") && accepted.lines().count() == 1, "{accepted}");
        let request = simulator.journal().pop().unwrap();
        (operation.name().to_owned(), String::from_utf8(request.bytes().to_vec()).unwrap().replace("\r\n", "\n"))
    };
    assert_snapshots("requests", contract.operations().iter().map(text));
}
