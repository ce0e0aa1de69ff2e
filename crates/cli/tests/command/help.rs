//! The help: its examples, the scripts that complete words, and the manual.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};

use defender_actions_simulator::Simulator;
use heck::ToKebabCase;
use openapi::{Content, Part};
use tempfile::TempDir;
use test_support::contract;

use crate::commands::{Leaf, commands};
use crate::program::{SECRET, TOKEN, program, run};

/// The lines of a shell that the help of a command shows.
fn examples(leaf: &Leaf) -> Vec<String> {
    let help = run(program().args(&leaf.words).arg("--help")).stdout;
    let (_, section) = help.split_once("\nExamples:\n").unwrap_or_else(|| panic!("`{}` has no example", leaf.name()));
    let section = section.split("\n\n").next().unwrap();
    let lines: Vec<_> = section.lines().filter_map(|line| line.strip_prefix("    ")).map(str::to_owned).collect();
    assert_eq!(section.lines().count(), 2 * lines.len(), "a title above each: {section}");
    lines
}

#[test]
fn the_examples_of_every_command_are_calls_of_it() {
    for leaf in commands() {
        for line in examples(&leaf) {
            let words = shlex::split(&line).unwrap();
            let end = words.iter().position(|word| [">", "|"].contains(&word.as_str()));
            let words = &words[..end.unwrap_or(words.len())];
            assert!(words[0] == "defender-actions" && words[1..].starts_with(&leaf.words), "`{}`: {line}", leaf.name());
            if let Err(error) = defender_actions_cli::command().try_get_matches_from(words) {
                panic!("{line}\n{error}");
            }
        }
    }
}

#[test]
fn the_examples_of_an_operation_are_accepted() {
    let contract = contract();
    let folder = TempDir::new().unwrap();
    for operation in contract.operations() {
        let body = operation.examples();
        let body = body.iter().find(|it| it.part == Part::Request && it.content.as_ref().is_some_and(Content::is_json));
        let body = body.map(|body| body.example.value.to_json().to_string()).unwrap_or_default();
        fs::write(folder.path().join("body.json"), body).unwrap();
        let name = operation.name().to_kebab_case();
        let leaf = commands().into_iter().find(|leaf| leaf.name() == name).unwrap();
        let mut received = 0;
        for line in examples(&leaf) {
            // A second action of a kind would be refused.
            let simulator = Simulator::start().unwrap();
            let words = shlex::split(&line.replace("http://127.0.0.1:8439", &simulator.url())).unwrap();
            let mut program = program();
            program.args(&words[1..]).env("DEFENDER_ACTIONS_BASE_URL", simulator.url()).current_dir(folder.path());
            let run = run(&mut program);
            assert_eq!(run.code, 0, "{line}: {}", run.stderr);
            received += simulator.requests_received();
        }
        assert_eq!(received, 2, "the dry run sends nothing");
    }
}

/// The script for a shell.
fn completions(shell: &str) -> String {
    let run = run(program().args(["completions", shell]));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{shell}");
    run.stdout
}

#[test]
fn each_shell_completes_every_command_and_option() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = completions(shell);
        for leaf in commands() {
            for word in &leaf.words {
                assert!(script.contains(word.as_str()), "{shell}: {word}");
            }
            for argument in leaf.command.get_arguments().filter_map(|argument| argument.get_long()) {
                assert!(script.contains(argument), "{shell}: --{argument} of {}", leaf.name());
            }
        }
    }
}

/// What bash offers for the last of these words, where there is a bash.
fn offered(words: &[&str]) -> Option<Vec<String>> {
    let script = completions("bash");
    let (_, function) = script.split_once("complete -F ").unwrap();
    let function = function.split(' ').next().unwrap();
    let last = words.len() - 1;
    let words: Vec<_> = words.iter().map(|word| format!("'{word}'")).collect();
    let ask = format!(
        "COMP_WORDS=({}); COMP_CWORD={last}; {function} defender-actions \"${{COMP_WORDS[COMP_CWORD]}}\" \
         \"${{COMP_WORDS[COMP_CWORD-1]}}\"; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        words.join(" ")
    );
    let bash = Command::new("bash").args(["-u", "-c", &format!("{script}\n{ask}")]).stdin(Stdio::null()).output();
    let output = bash.ok()?;
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    Some(String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect())
}

#[test]
fn bash_offers_the_operations_and_their_arguments() {
    let contract = contract();
    let Some(commands) = offered(&["defender-actions", ""]) else { return };
    for operation in contract.operations() {
        let name = operation.name().to_kebab_case();
        assert!(commands.contains(&name), "{name}: {commands:?}");
        let options = offered(&["defender-actions", &name, "--"]).unwrap();
        for parameter in operation.parameters() {
            let option = format!("--{}", parameter.name().to_kebab_case());
            assert!(options.contains(&option), "{option}: {options:?}");
        }
    }
    assert!(offered(&["defender-actions", "schema", ""]).unwrap().contains(&"call".to_owned()));
}

/// The pages by their names.
fn pages() -> BTreeMap<String, String> {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("man/man1");
    let run = run(program().arg("man").arg("--out").arg(&out));
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
    let files = fs::read_dir(out).unwrap().map(|entry| entry.unwrap());
    files.map(|file| (file.file_name().into_string().unwrap(), fs::read_to_string(file.path()).unwrap())).collect()
}

#[test]
fn the_manual_has_a_page_of_every_command() {
    let pages = pages();
    assert_eq!(pages.len(), commands().len());
    for leaf in commands() {
        let name = ["defender-actions"].into_iter().chain(leaf.words.iter().map(String::as_str)).collect::<Vec<_>>();
        let page = &pages[&format!("{}.1", name.join("-"))];
        for section in [".TH ", ".SH NAME\n", ".SH SYNOPSIS\n", ".SH DESCRIPTION\n", ".SH OPTIONS\n", ".SH EXAMPLES\n"]
        {
            assert_eq!(page.matches(section).count(), 1, "{}: {section}", leaf.name());
        }
        for argument in leaf.command.get_arguments().filter_map(|argument| argument.get_long()) {
            let shown = format!(r"\-\-{}", argument.replace('-', r"\-"));
            assert!(page.contains(&shown), "{}: {shown}", leaf.name());
        }
        for line in examples(&leaf) {
            let shown = line.replace('\\', r"\e").replace('-', r"\-").replace('\'', r"\*(Aq");
            assert!(page.contains(&shown), "{shown}: {page}");
        }
    }
    let first = run(program().arg("man"));
    assert_eq!((first.code, &first.stdout), (0, &pages["defender-actions.1"]));
}

#[test]
fn groff_finds_nothing_wrong_with_the_manual() {
    for (name, page) in pages() {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join(&name);
        fs::write(&file, page).unwrap();
        let Ok(output) = Command::new("groff").args(["-k", "-man", "-ww", "-Tutf8"]).arg(&file).output() else {
            return;
        };
        assert!(output.status.success() && output.stderr.is_empty(), "{name}: {output:?}");
    }
}

#[test]
fn a_manual_that_cannot_be_written_is_an_error() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let run = run(program().arg("man").arg("--out").arg(&file));
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.starts_with("error: ") && run.stderr.contains("file"), "{}", run.stderr);
}

#[test]
fn the_usage_of_an_operation_has_what_it_needs() {
    let contract = contract();
    for operation in contract.operations() {
        let name = operation.name().to_kebab_case();
        let help = run(program().args([&name, "--help"])).stdout;
        let usage: Vec<_> = help.lines().skip_while(|line| !line.starts_with("Usage:")).take(2).collect();
        for parameter in operation.parameters().iter().filter(|parameter| parameter.is_required()) {
            let form = format!(" --{} <", parameter.name().to_kebab_case());
            assert!(usage.iter().all(|line| line.contains(&form)), "{usage:?}");
        }
        assert!(usage[1].ends_with(" --json-body <FILE>") && !usage[0].contains("json-body"), "{usage:?}");
        // What is missing is what the usage has.
        let missing = run(program().arg(&name).env(TOKEN, SECRET)).stderr;
        let named = missing.lines().filter_map(|line| line.strip_prefix("  ")).collect::<Vec<_>>();
        for word in named.iter().filter(|line| line.starts_with("--")) {
            assert!(usage[0].contains(word), "{word}: {usage:?}");
        }
        assert!(missing.contains(usage[0]) && !named.is_empty(), "{missing}");
    }
}
