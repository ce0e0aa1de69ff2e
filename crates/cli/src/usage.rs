//! What is printed of arguments that the command does not take, and of `--help` and `--version`.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue};

use openapi::{Operation, escape};

use crate::failure::Failure;
use crate::operation;
use crate::target::Target;

/// Prints help and version on stdout, with code 0, and what is wrong with the arguments on stderr, with code 2; for programs
/// on stdout too, if these are the arguments of a call that ask for it.
pub fn exit(error: clap::Error, arguments: &[OsString]) -> ExitCode {
    let error = escaped(error);
    if error.use_stderr()
        && let Some(operation) = operation_for_programs(arguments)
    {
        let text = error.render().to_string();
        // What follows an empty line is the usage.
        let lines: Vec<&str> = text.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
        let message = lines.join(" ");
        let message = message.trim_start_matches("error: ");
        if let Some(failed) = Failure::input(message).to_json(operation.name(), &Target::default()) {
            failed.print();
        }
    }
    match error.print() {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
        Err(_) => return ExitCode::FAILURE,
    }
    if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
}

/// The operation that is called, if a program is to read the outcome: these arguments do not parse.
fn operation_for_programs(arguments: &[OsString]) -> Option<&'static Operation> {
    let words: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let is_json = words.contains(&"--output=json") || words.windows(2).any(|pair| pair == ["--output", "json"]);
    // Options of the whole command may come first.
    words.iter().skip(1).find_map(|word| operation::of_command(word)).filter(|_| is_json)
}

/// The error with the words of the user escaped.
fn escaped(mut error: clap::Error) -> clap::Error {
    // The usage is made of the command alone, and has lines.
    let words = error.context().filter(|(kind, _)| *kind != ContextKind::Usage);
    let words: Vec<_> = words.filter_map(|(kind, value)| Some((kind, escaped_value(value)?))).collect();
    for (kind, value) in words {
        error.insert(kind, value);
    }
    error
}

fn escaped_value(value: &ContextValue) -> Option<ContextValue> {
    // A styled text keeps its style unless there is something to escape in it.
    let styled = |text: &clap::builder::StyledStr| {
        let plain = text.to_string();
        let line = escape::line(&plain);
        if line == plain { text.clone() } else { line.into() }
    };
    Some(match value {
        ContextValue::String(text) => ContextValue::String(escape::line(text)),
        ContextValue::Strings(texts) => ContextValue::Strings(texts.iter().map(|text| escape::line(text)).collect()),
        ContextValue::StyledStr(text) => ContextValue::StyledStr(styled(text)),
        ContextValue::StyledStrs(texts) => ContextValue::StyledStrs(texts.iter().map(styled).collect()),
        _ => return None,
    })
}
