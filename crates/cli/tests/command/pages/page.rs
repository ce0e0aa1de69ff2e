//! A page as text and commands.

use std::fmt;

use super::likeness::{is_alike, updated};

/// A page of Markdown.
pub struct Page(Vec<Part>);

#[derive(Debug, PartialEq)]
enum Part {
    /// A line that is no part of a command.
    Line(String),
    /// A command, and the lines that it prints.
    Command { text: String, output: String },
}

impl Page {
    pub fn parse(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut is_console = false;
        for line in text.lines() {
            if line.starts_with("```") {
                is_console = line == "```console";
            }
            match (parts.last_mut(), line.strip_prefix("$ "), line.strip_prefix("> ")) {
                (_, Some(command), _) if is_console => {
                    parts.push(Part::Command { text: command.to_owned(), output: String::new() });
                }
                (Some(Part::Command { text, output }), _, Some(more)) if is_console && output.is_empty() => {
                    *text += "\n";
                    *text += more;
                }
                (Some(Part::Command { output, .. }), ..) if is_console => {
                    *output += line;
                    output.push('\n');
                }
                _ => parts.push(Part::Line(line.to_owned())),
            }
        }
        Self(parts)
    }

    pub fn has_commands(&self) -> bool {
        self.0.iter().any(|part| matches!(part, Part::Command { .. }))
    }

    /// The same page, in which each command prints what it prints now; what is alike stays as it is.
    pub fn with_outputs(self, mut run: impl FnMut(&str) -> String) -> Self {
        let parts = self.0.into_iter().map(|part| match part {
            Part::Command { text, output } => {
                let printed = run(&text);
                let output = if is_alike(&output, &printed) { output } else { updated(&output, &printed) };
                Part::Command { text, output }
            }
            line => line,
        });
        Self(parts.collect())
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.0 {
            match part {
                Part::Line(line) => writeln!(f, "{line}")?,
                Part::Command { text, output } => write!(f, "$ {}\n{output}", text.replace('\n', "\n> "))?,
            }
        }
        Ok(())
    }
}

#[test]
fn a_page_is_its_lines_and_commands() {
    let text = "A\n\n```console\n$ a <<END\n> b\n> END\n1\n2\n$ c\n```\n\n```sh\n$ d\n```\n";
    let page = Page::parse(text);
    assert_eq!(page.to_string(), text);
    let commands = page.0.iter().filter_map(|part| match part {
        Part::Command { text, output } => Some((text.as_str(), output.as_str())),
        Part::Line(_) => None,
    });
    assert_eq!(commands.collect::<Vec<_>>(), [("a <<END\nb\nEND", "1\n2\n"), ("c", "")]);
    let changed = page.with_outputs(|command| if command == "c" { "3\n".to_owned() } else { "1\n2\n".to_owned() });
    assert_eq!(changed.to_string(), text.replace("$ c\n", "$ c\n3\n"));
}
