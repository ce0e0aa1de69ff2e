//! The README and the pages of `docs/`, whose commands are run: each prints what the page shows below it.
//!
//! All blocks of the kind `console` of a page are run from the first to the last, in one shell and an empty folder: a line
//! that begins with `$ ` is a command, lines after it that begin with `> ` belong to it, and the rest
//! is what it prints, on stdout and stderr. A line `…` stands for any lines, and `…` at the end of a line for
//! the rest of it. Ids, times, and who runs it may differ. With
//! `INSTA_UPDATE=always` what differs is written into the page.
//!
//! `defender-actions simulate …` stays in the background until the page starts another; its address, which is a free one, is
//! shown as the default one. `cargo run -- …` is the command of this build. What else a page has readers type stands
//! in a block `sh`: other tests run those of `docs/sign-in.md`, and `.ci/run` has the rest.
//!
//! - `page`: a page as text and commands. `session`: the shell. `likeness`: whether an output is that which is shown.

mod likeness;
mod page;
mod session;

use std::fs;

use test_support::{assert_document, project};

use page::Page;
use session::Session;

#[test]
fn the_commands_of_the_pages_print_what_is_shown() {
    let files = fs::read_dir(project("docs")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let pages = files.filter(|file| file.ends_with(".md")).map(|file| format!("docs/{file}"));
    for path in pages.chain(["README.md".to_owned()]) {
        let page = Page::parse(&fs::read_to_string(project(&path)).unwrap());
        if page.has_commands() {
            let mut session = Session::start();
            let page = page.with_outputs(|command| session.run(command));
            assert_document(&path, &page.to_string());
        }
    }
}

/// A command that is shown in any other way is not run.
#[test]
fn no_page_shows_a_command_outside_of_a_block() {
    let files = fs::read_dir(project("docs")).unwrap().map(|entry| entry.unwrap().path());
    for path in files.filter(|path| path.extension().is_some_and(|it| it == "md")).chain([project("README.md")]) {
        let text = fs::read_to_string(&path).unwrap();
        // Every second part is a block.
        let mut lines = text.split("```").step_by(2).flat_map(str::lines);
        let outside = lines.find(|line| {
            let code = line.strip_prefix("    ").unwrap_or_default();
            ["$ ", "defender-actions ", "cargo ", "curl "].iter().any(|beginning| code.starts_with(beginning))
        });
        assert_eq!(outside, None, "{}", path.display());
    }
}
