//! The pages of `docs/` whose commands are run: each command prints what the page shows below it.
//!
//! A page asks for it with [`MARK`]. All blocks of the kind `console` are then run from the first to the last, in one shell and
//! an empty folder: a line that begins with `$ ` is a command, lines after it that begin with `> ` belong to it, and the rest
//! is what it prints, on stdout and stderr. A line `…` stands for any lines, and `…` at the end of a line for
//! the rest of it. Ids, times, and who runs it may differ. With
//! `INSTA_UPDATE=always` what differs is written into the page.
//!
//! `defender-actions simulate …` stays in the background until the page starts another; its address, which is a free one, is
//! shown as the default one.
//!
//! - `page`: a page as text and commands. `session`: the shell. `likeness`: whether an output is that which is shown.

mod likeness;
mod page;
mod session;

use std::fs;

use test_support::{assert_document, project};

use page::Page;
use session::Session;

const MARK: &str = "<!-- The commands of this page are run by a test. -->";

#[test]
fn the_commands_of_the_docs_print_what_is_shown() {
    let files = fs::read_dir(project("docs")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut count = 0;
    for file in files.filter(|file| file.ends_with(".md")) {
        let path = format!("docs/{file}");
        let text = fs::read_to_string(project(&path)).unwrap();
        if !text.contains(MARK) {
            continue;
        }
        count += 1;
        let mut session = Session::start();
        let page = Page::parse(&text).with_outputs(|command| session.run(command));
        assert_document(&path, &page.to_string());
    }
    assert!(count > 0, "no page has the line {MARK}");
}
