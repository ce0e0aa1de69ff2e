//! Standard output, for data, and standard error, for people. Text that is not trusted is escaped here, where it is
//! shown. A reader that has read enough and is gone is no error.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, Write};

use console::Term;
use openapi::escape;

use crate::log::{self, LogFormat};

/// The longest line of a message, in characters. Data is never cut.
const LONGEST: usize = 1_000;

/// Writes lines of data to stdout, each escaped.
pub fn lines(lines: impl IntoIterator<Item = impl Display>) -> io::Result<()> {
    let lines = lines.into_iter().map(|line| escape::whole(&line.to_string()) + "\n");
    write(&lines.collect::<String>())
}

/// Writes JSON to stdout, with a final newline.
pub fn json(text: &str) -> io::Result<()> {
    write(&(escape::json(text.trim_end_matches('\n')) + "\n"))
}

/// Writes a report to stdout. The crate `report` has escaped what it quotes; the colours are its own.
pub fn report(text: &str) -> io::Result<()> {
    write(text)
}

/// Writes a page to stdout. The crate `page` has escaped what it quotes.
pub fn page(html: &str) -> io::Result<()> {
    write(html)
}

/// Writes what is too large to be held to stdout, as it is made. The caller has escaped it.
pub fn stream<E: From<io::Error>>(write: impl FnOnce(&mut dyn Write) -> Result<(), E>) -> Result<(), E> {
    let mut stdout = Stdout { writer: BufWriter::new(io::stdout().lock()), is_gone: false };
    write(&mut stdout)?;
    Ok(stdout.flush()?)
}

/// Stdout, whose reader may be gone: then nothing is written, and that is no error.
struct Stdout<W> {
    writer: W,
    is_gone: bool,
}

impl<W: Write> Stdout<W> {
    fn unless_gone<T>(&mut self, result: io::Result<T>, gone: T) -> io::Result<T> {
        match result {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_gone = true;
                Ok(gone)
            }
            other => other,
        }
    }
}

impl<W: Write> Write for Stdout<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_gone {
            return Ok(bytes.len());
        }
        let result = self.writer.write(bytes);
        self.unless_gone(result, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.is_gone {
            return Ok(());
        }
        let result = self.writer.flush();
        self.unless_gone(result, ())
    }
}

/// Writes a line to stderr, escaped; nobody has to read it.
pub fn message(line: impl Display) {
    messages([line]);
}

/// Writes lines that belong together to stderr, each escaped. Where stderr is for programs, they are one message.
pub fn messages(lines: impl IntoIterator<Item = impl Display>) {
    let lines: Vec<String> = lines.into_iter().map(|line| line.to_string()).collect();
    let text = match LogFormat::of_process() {
        LogFormat::Text => lines.iter().map(|line| escape::cut(line, LONGEST) + "\n").collect(),
        LogFormat::Json => log::message(&lines.join("\n")),
    };
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Writes a line of data to stderr, whole and escaped, where stdout does not take it.
pub fn record(line: impl Display) {
    let text = match LogFormat::of_process() {
        LogFormat::Text => escape::whole(&line.to_string()) + "\n",
        LogFormat::Json => log::message(&line.to_string()),
    };
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Whether a stream shows colours: a terminal does, unless `NO_COLOR` asks for none or it is a dumb one.
pub fn has_colours(stream: &impl IsTerminal) -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
    stream.is_terminal() && !is_set("NO_COLOR") && !is_dumb
}

/// How a report is shown on stdout: in colours and as wide as a terminal, or plain and as wide as it may be.
pub fn display<'a>() -> report::Display<'a> {
    let stdout = io::stdout();
    let width = stdout.is_terminal().then(|| Term::stdout().size_checked()).flatten();
    let width = width.map(|(_, columns)| usize::from(columns));
    report::Display { has_colours: has_colours(&stdout), width, ..report::Display::default() }
}

fn write(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        outcome => outcome,
    }
}
