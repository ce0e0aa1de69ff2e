//! Every command and every argument, as the command declares them. A new one is covered; one that needs a value which
//! the test cannot know fails it.

use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Output, Stdio};
use std::thread;

use clap::{Arg, Command, ValueHint};

use super::clean::assert_clean;
use super::texts::{self, TEXTS};
use crate::program::{contract, example_call, program};
use crate::repository::{AFTER, Repository};

/// A command without subcommands, and the words that name it.
struct Leaf {
    words: Vec<String>,
    command: Command,
}

/// Every command, those included that have subcommands.
fn commands(command: &Command, words: &[String], found: &mut Vec<Leaf>) {
    found.push(Leaf { words: words.to_vec(), command: command.clone() });
    for subcommand in command.get_subcommands() {
        commands(subcommand, &[words, &[subcommand.get_name().to_owned()]].concat(), found);
    }
}

fn leaves() -> Vec<Leaf> {
    let mut found = Vec::new();
    commands(&defender_actions_cli::command(), &[], &mut found);
    found.retain(|leaf| !leaf.command.has_subcommands());
    assert!(found.len() > 10, "there are more commands");
    found
}

impl Leaf {
    fn name(&self) -> String {
        self.words.join(" ")
    }

    /// A value that the command takes for an argument.
    fn valid(&self, argument: &Arg) -> OsString {
        if let Some(value) = argument.get_possible_values().first() {
            return value.get_name().into();
        }
        let contract = contract();
        let mut operations = contract.operations().iter().map(|operation| example_call(&contract, operation));
        if let Some(call) = operations.find(|call| *call[0] == self.name()) {
            let name = format!("--{}", argument.get_id());
            let value = call.iter().skip_while(|word| **word != name).nth(1);
            return value.unwrap_or_else(|| panic!("no example of `{name}` of `{}`", self.name())).into();
        }
        match (self.name().as_str(), argument.get_id().as_str()) {
            (_, "base") => "spec/openapi.yaml".into(),
            (_, "fingerprint") => "0123456789abcdef".into(),
            (_, "because") => "Nobody sends it.".into(),
            (command, argument) => panic!("say what is a valid `{argument}` of `{command}`"),
        }
    }

    /// The words of the command with this value of one argument, and valid values of those that it needs besides.
    fn call(&self, target: Option<(&Arg, OsString)>) -> Vec<OsString> {
        let mut call: Vec<OsString> = self.words.iter().map(OsString::from).collect();
        let index = target.as_ref().and_then(|(argument, _)| argument.get_index());
        for argument in self.command.get_arguments() {
            let value = match &target {
                Some((target, value)) if target.get_id() == argument.get_id() => value.clone(),
                _ if argument.is_required_set() || argument.get_index().is_some_and(|own| Some(own) < index) => {
                    self.valid(argument)
                }
                // Calls go nowhere, the simulator takes any port, and a whole body stands for its properties.
                _ => match argument.get_id().as_str() {
                    "base_url" if target.as_ref().is_none_or(|(target, _)| target.get_id() != "environment") => {
                        "http://127.0.0.1:1".into()
                    }
                    "listen" => "127.0.0.1:0".into(),
                    "json-body" => self.valid(argument),
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
    fn valued(&self) -> impl Iterator<Item = &Arg> {
        self.command.get_arguments().filter(|argument| argument.get_action().takes_values())
    }

    /// The values of the format, if the command has any.
    fn formats(&self) -> Vec<Option<String>> {
        let format = self.valued().find(|argument| argument.get_id() == "format");
        let formats = format.map(|format| format.get_possible_values()).unwrap_or_default();
        let formats = formats.iter().map(|format| Some(format.get_name().to_owned()));
        [None].into_iter().chain(formats).collect()
    }

    /// Runs the command in every format, and looks at what it prints.
    fn assert_clean(&self, repository: &Repository, call: &[OsString], what: &str) {
        let mut is_bad_input = false;
        for format in self.formats() {
            let format = format.as_deref();
            // Bad input is printed alike in all formats but one.
            if is_bad_input && format != Some("github") {
                continue;
            }
            let mut command = program();
            command.current_dir(repository.path()).args(call);
            if let Some(format) = format {
                command.args(["--format", format]);
            }
            let output = output(&mut command);
            is_bad_input = output.status.code() == Some(2);
            assert_clean(&output, format, &format!("{what}: {call:?} --format {format:?}"));
        }
    }
}

/// Runs a command to its end. The simulator has none: it is stopped once it serves.
fn output(command: &mut std::process::Command) -> Output {
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
fn for_each(leaves: &[Leaf], work: impl Fn(&Leaf) + Sync) {
    thread::scope(|scope| {
        for leaf in leaves {
            scope.spawn(|| work(leaf));
        }
    });
}

#[test]
fn no_argument_reaches_the_output_raw() {
    for_each(&leaves(), |leaf| {
        let repository = Repository::new();
        for argument in leaf.valued() {
            for text in TEXTS {
                let call = leaf.call(Some((argument, text.into())));
                let output = output(program().current_dir(repository.path()).args(&call));
                assert_clean(&output, None, &format!("{call:?}"));
            }
        }
    });
}

#[test]
fn no_word_that_a_command_does_not_know_reaches_the_output_raw() {
    let mut all = Vec::new();
    commands(&defender_actions_cli::command(), &[], &mut all);
    for_each(&all, |leaf| {
        for text in [TEXTS.concat().as_str(), TEXTS[4]] {
            for word in [text.to_owned(), format!("--{text}"), format!("--help={text}"), format!("-{text}")] {
                // As many as no command takes.
                let call = [leaf.words.clone(), vec![word; 12]].concat();
                let output = output(program().args(&call));
                assert_clean(&output, None, &format!("{call:?}"));
            }
        }
    });
}

#[test]
fn no_document_and_no_name_of_a_file_reaches_the_output_raw() {
    let documents = texts::documents();
    for_each(&leaves(), |leaf| {
        let repository = Repository::new();
        for argument in leaf.valued().filter(|argument| argument.get_value_hint() != ValueHint::Unknown) {
            for document in &documents {
                fs::write(repository.path().join("hostile.yaml"), &document.bytes).unwrap();
                let call = leaf.call(Some((argument, "hostile.yaml".into())));
                leaf.assert_clean(&repository, &call, document.name);
            }
            for (index, text) in TEXTS.into_iter().enumerate() {
                repository.write(text, if index == 0 { AFTER } else { "a: [" });
                let call = leaf.call(Some((argument, text.into())));
                leaf.assert_clean(&repository, &call, "the name of a file");
                fs::remove_file(repository.path().join(text)).unwrap();
            }
        }
    });
}

#[test]
fn nothing_of_a_repository_reaches_the_output_raw() {
    let text = texts::everything();
    let file = text.replace('\0', "");
    let hostile = |repository: &Repository, contract: &str| {
        repository.write("spec/openapi.yaml", contract);
        for folder in ["spec/examples", "spec/released", "tests", "snapshots/rust", "snapshots/clients"] {
            for ending in ["json", "yaml", "rs", "snap"] {
                repository.write(&format!("{folder}/{file}.{ending}"), &text);
            }
        }
        for file in ["spec/quirks.yaml", "spec/released/CHECKSUMS", "spec/approvals.yaml"] {
            repository.write(file, &format!("{}: [{{{0}: {0}}}]\n", texts::quoted(&text)));
        }
    };
    let contracts = [texts::contract(&text), AFTER.to_owned(), AFTER.replace("/machines", "/\u{202e}machines")];
    for_each(&leaves(), |leaf| {
        for contract in &contracts {
            let repository = Repository::new();
            hostile(&repository, contract);
            leaf.assert_clean(&repository, &leaf.call(None), "a hostile repository");
            for argument in leaf.valued().filter(|argument| argument.get_id() == "base") {
                for revision in ["main", "HEAD:spec/openapi.yaml", "main:nothing"] {
                    let call = leaf.call(Some((argument, revision.into())));
                    leaf.assert_clean(&repository, &call, "a hostile repository");
                    let _ = fs::remove_file(repository.path().join("spec/approvals.yaml"));
                }
            }
        }
    });
}

#[test]
fn no_token_reaches_the_output_raw() {
    for leaf in leaves() {
        for text in TEXTS {
            let call = leaf.call(None);
            if leaf.command.get_arguments().any(|argument| argument.get_id() == "token_file") {
                let output = output(program().env(crate::program::TOKEN, text).args(&call));
                assert_clean(&output, None, &format!("{call:?} with the token {text:?}"));
                let printed = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
                assert!(!printed.contains("PWNED"), "{printed}");
            }
        }
    }
}
