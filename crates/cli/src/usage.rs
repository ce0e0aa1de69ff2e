//! What is printed of arguments that the command does not take, and of `--help` and `--version`.

use std::io::ErrorKind;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue};

use openapi::escape;

/// Prints help and version on stdout, with code 0, and what is wrong with the arguments on stderr, with code 2.
pub fn exit(error: clap::Error) -> ExitCode {
    let error = escaped(error);
    match error.print() {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
        Err(_) => return ExitCode::FAILURE,
    }
    if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
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
