//! Every command and every argument, as the command declares them. A new one is covered by the tests that go through all;
//! one that needs a value which is not known here fails them.

use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::sync::LazyLock;
use std::thread;

use clap::{Arg, Command};
use heck::ToKebabCase;
use serde_json::{Map, Value, json};

use crate::program::example_call;
use test_support::{contract, examples, project};

/// A command, and the words that name it.
pub struct Leaf {
    pub words: Vec<String>,
    pub command: Command,
    /// Where a call goes.
    pub base_url: String,
}

/// Adds a command and those below it.
fn add(command: &Command, words: &[String], found: &mut Vec<Leaf>) {
    let base_url = "http://127.0.0.1:1".to_owned();
    found.push(Leaf { words: words.to_vec(), command: command.clone(), base_url });
    for subcommand in command.get_subcommands() {
        add(subcommand, &[words, &[subcommand.get_name().to_owned()]].concat(), found);
    }
}

/// Every command, those included that have subcommands.
pub fn commands() -> Vec<Leaf> {
    let mut found = Vec::new();
    add(&defender_actions_cli::command(), &[], &mut found);
    found
}

/// Every command that does something.
pub fn leaves() -> Vec<Leaf> {
    let mut found = commands();
    found.retain(|leaf| !leaf.command.has_subcommands());
    assert!(found.len() > 10, "there are more commands");
    found
}

impl Leaf {
    pub fn name(&self) -> String {
        self.words.join(" ")
    }

    /// A value that the command takes for an argument.
    fn valid(&self, argument: &Arg) -> OsString {
        if let Some(value) = argument.get_possible_values().first() {
            return value.get_name().into();
        }
        let contract = contract();
        let mut operations = contract.operations().iter().map(example_call);
        if let Some(call) = operations.find(|call| *call[0] == self.name()) {
            let name = format!("--{}", argument.get_id());
            let value = call.iter().skip_while(|word| **word != name).nth(1).cloned();
            let value = value.or_else(|| property(&call, argument.get_id().as_str()));
            return value.unwrap_or_else(|| panic!("no example of `{name}` of `{}`", self.name())).into();
        }
        match (self.name().as_str(), argument.get_id().as_str()) {
            (_, "base") => "spec/openapi.yaml".into(),
            (_, "fingerprint") => "0123456789abcdef".into(),
            ("report", "journal") => project("crates/cli/tests/command/list.journal").into(),
            ("run", "list") => list().into(),
            (_, "because") => "Nobody sends it.".into(),
            (command, argument) => panic!("say what is a valid `{argument}` of `{command}`"),
        }
    }

    /// Whether an argument is a property of a body, which a whole body excludes.
    fn is_property(&self, argument: &Arg) -> bool {
        self.command.get_arg_conflicts_with(argument).iter().any(|other| other.get_id() == "json-body")
    }

    /// The words of the command with this value of one argument, and valid values of those that it needs besides.
    pub fn call(&self, target: Option<(&Arg, OsString)>) -> Vec<OsString> {
        let mut call: Vec<OsString> = self.words.iter().map(OsString::from).collect();
        let index = target.as_ref().and_then(|(argument, _)| argument.get_index());
        let in_parts = target.as_ref().is_some_and(|(target, _)| self.is_property(target));
        for argument in self.command.get_arguments() {
            let value = match &target {
                Some((target, value)) if target.get_id() == argument.get_id() => value.clone(),
                _ if argument.is_required_set() || argument.get_index().is_some_and(|own| Some(own) < index) => {
                    self.valid(argument)
                }
                // Calls go nowhere, the simulator takes any port, and a whole body stands for its properties.
                _ => match argument.get_id().as_str() {
                    "base_url" if target.as_ref().is_none_or(|(target, _)| target.get_id() != "environment") => {
                        self.base_url.clone().into()
                    }
                    "listen" => "127.0.0.1:0".into(),
                    // Not beside the list, but in the folder that a test has for itself.
                    // The address is that of nobody, and is asked once.
                    "retry" if self.name() == "run" => "1".into(),
                    "journal" if self.name() == "run" => "run.journal.jsonl".into(),
                    "json-body" if !in_parts => self.valid(argument),
                    _ if in_parts && self.is_property(argument) => self.valid(argument),
                    _ => continue,
                },
            };
            match argument.get_long() {
                Some(long) => {
                    let mut word = OsString::from(format!("--{long}="));
                    word.push(value);
                    call.push(word);
                }
                None => call.push(value),
            }
        }
        call
    }

    /// The arguments that take a value.
    pub fn valued(&self) -> impl Iterator<Item = &Arg> {
        self.command.get_arguments().filter(|argument| argument.get_action().takes_values())
    }

    /// The values of the format, if the command has any.
    pub fn formats(&self) -> Vec<Option<String>> {
        let format = self.valued().find(|argument| argument.get_id() == "format");
        let formats = format.map(|format| format.get_possible_values()).unwrap_or_default();
        let formats = formats.iter().map(|format| Some(format.get_name().to_owned()));
        [None].into_iter().chain(formats).collect()
    }
}

/// A list with the example of an operation.
fn list() -> PathBuf {
    static LIST: LazyLock<PathBuf> = LazyLock::new(|| {
        let contract = contract();
        let operation = &contract.operations()[0];
        let parameters = operation.parameters().into_iter();
        let parameters: Map<String, Value> =
            parameters.map(|it| (it.name().to_owned(), it.example().unwrap().to_json())).collect();
        let body = examples(&contract).into_iter().find(|it| it.operation == operation.name() && it.part == "request");
        let row = json!({"operation": operation.name(), "parameters": parameters, "body": body.unwrap().value});
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("list.jsonl");
        fs::write(&path, row.to_string()).unwrap();
        path
    });
    LIST.clone()
}

/// The value of a property in the body of an example call.
fn property(call: &[String], argument: &str) -> Option<String> {
    let text = fs::read_to_string(call.last()?).unwrap();
    let body: Map<String, Value> = serde_json::from_str(&text).unwrap();
    let value = body.iter().find(|(name, _)| name.to_kebab_case() == argument)?.1;
    Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

/// Runs a command to its end. The simulator has none: it is stopped once it serves.
pub fn output(command: &mut std::process::Command) -> Output {
    let is_server = command.get_args().next().is_some_and(|word| word == "simulate");
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    if !is_server {
        return child.wait_with_output().unwrap();
    }
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut written = Vec::new();
    if stdout.read_until(b'\n', &mut written).unwrap() > 0 {
        child.kill().unwrap();
    }
    stdout.read_to_end(&mut written).unwrap();
    let mut output = child.wait_with_output().unwrap();
    if !written.is_empty() {
        // It was killed, which is no code of its own.
        output.status = Default::default();
    }
    output.stdout = written;
    output
}

/// Does something with each command, on as many threads as there is work for.
pub fn for_each(leaves: &[Leaf], work: impl Fn(&Leaf) + Sync) {
    thread::scope(|scope| {
        for leaf in leaves {
            scope.spawn(|| work(leaf));
        }
    });
}
