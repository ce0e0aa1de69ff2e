//! Hostile texts in arguments, documents, names of files, repositories and tokens.

use std::ffi::OsString;
use std::fs;

use clap::ValueHint;

use super::clean::assert_clean;
use super::texts::{self, TEXTS};
use crate::commands::{Leaf, commands, for_each, leaves, output};
use crate::program::{TOKEN, program};
use crate::repository::{AFTER, Repository};

/// Runs the command in every format, and looks at what it prints.
fn assert_clean_in_all_formats(leaf: &Leaf, repository: &Repository, call: &[OsString], what: &str) {
    let mut is_bad_input = false;
    for format in leaf.formats() {
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
    for_each(&commands(), |leaf| {
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
                assert_clean_in_all_formats(leaf, &repository, &call, document.name);
            }
            for (index, text) in TEXTS.into_iter().enumerate() {
                repository.write(text, if index == 0 { AFTER } else { "a: [" });
                let call = leaf.call(Some((argument, text.into())));
                assert_clean_in_all_formats(leaf, &repository, &call, "the name of a file");
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
            assert_clean_in_all_formats(leaf, &repository, &leaf.call(None), "a hostile repository");
            for argument in leaf.valued().filter(|argument| argument.get_id() == "base") {
                for revision in ["main", "HEAD:spec/openapi.yaml", "main:nothing"] {
                    let call = leaf.call(Some((argument, revision.into())));
                    assert_clean_in_all_formats(leaf, &repository, &call, "a hostile repository");
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
                let output = output(program().env(TOKEN, text).args(&call));
                assert_clean(&output, None, &format!("{call:?} with the token {text:?}"));
                let printed = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
                assert!(!printed.contains("PWNED"), "{printed}");
            }
        }
    }
}
