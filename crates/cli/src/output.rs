//! Standard output, for data, and standard error, for people. Text that is not trusted is escaped here, where it is
//! shown. A reader that has read enough and is gone is no error.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use crate::escape;

/// The longest line of a message, in characters. Data is never cut.
const LONGEST: usize = 1_000;

/// Writes lines of data to stdout, each escaped.
pub fn lines(lines: impl IntoIterator<Item = impl Display>) -> io::Result<()> {
    let lines = lines.into_iter().map(|line| printable(&line.to_string(), usize::MAX) + "\n");
    write(&lines.collect::<String>())
}

/// Writes JSON to stdout. Hidden characters can only be in its strings, where JSON has an escape for them.
pub fn json(text: &str) -> io::Result<()> {
    let mut shown = String::with_capacity(text.len() + 1);
    for character in text.chars() {
        if character != '\n' && escape::is_hidden(character) || escape::completes_command(&shown, character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                shown.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            shown.push(character);
        }
    }
    if !shown.ends_with('\n') {
        shown.push('\n');
    }
    write(&shown)
}

/// Writes a report to stdout. The crate `report` has escaped what it quotes; the colours are its own.
pub fn report(text: &str) -> io::Result<()> {
    write(text)
}

/// Writes a line to stderr, escaped; nobody has to read it.
pub fn message(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{}", printable(&line.to_string(), LONGEST));
}

/// Whether stdout shows colours: a terminal does, unless `NO_COLOR` asks for none or it is a dumb one.
pub fn has_colours() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
    io::stdout().is_terminal() && !is_set("NO_COLOR") && !is_dumb
}

/// A line that is escaped, and is not a command to the runner of a workflow, which is a line that begins with `::` after
/// any space (`ActionCommand.cs` of actions/runner).
fn printable(line: &str, longest: usize) -> String {
    let line = escape::cut(line, longest);
    match line.trim_start().strip_prefix("::") {
        Some(rest) => format!("{}\\u{{3a}}:{rest}", &line[..line.len() - rest.len() - 2]),
        None => line,
    }
}

fn write(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        outcome => outcome,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_a_command_of_a_workflow() {
        assert_eq!(printable("::error::x", 100), r"\u{3a}:error::x");
        assert_eq!(printable(" \u{3000}::error::x\n::y", 100), " \u{3000}\\u{3a}:error::x\\n::y");
        assert_eq!(printable("error: ::error::x", 100), "error: ::error::x");
    }
}
