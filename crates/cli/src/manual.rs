//! `man`: the pages of the manual, one of the command and one of each subcommand.

use std::io;
use std::path::PathBuf;

use clap::{Args, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use crate::failure::Failure;
use crate::{command, examples, file, output};

/// What its help shows.
const EXAMPLES: &[(&str, &str)] = &[
    ("Read the first page", "defender-actions man | man -l -"),
    ("All pages, for a package", "defender-actions man --out /usr/local/share/man/man1"),
];

/// Where the pages go.
#[derive(Args)]
#[command(after_help = examples::section(EXAMPLES))]
pub struct Manual {
    /// Folder into which the page of each command is written, as NAME.1; without it, the first page goes to stdout.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Manual {
    /// Writes the pages.
    pub fn run(self) -> Result<(), Failure> {
        let mut command = command::command().disable_help_subcommand(true);
        command.build();
        let Some(folder) = self.out else { return Ok(output::report(&page(&command)?.text)?) };
        for page in pages(&command)? {
            file::replace(&folder.join(page.file), &page.text)?;
        }
        Ok(())
    }
}

/// A page of the manual.
struct Page {
    file: String,
    text: String,
}

/// The page of a command, and those of the commands below it.
fn pages(command: &Command) -> io::Result<Vec<Page>> {
    let mut pages = vec![page(command)?];
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        pages.extend(self::pages(below)?);
    }
    Ok(pages)
}

fn page(command: &Command) -> io::Result<Page> {
    // The manual is that of a version. A date that is empty would be left out, and the version read as one.
    let man = Man::new(command.clone()).date(" ").source(concat!("defender-actions ", env!("CARGO_PKG_VERSION")));
    let mut text = Vec::new();
    man.render_title(&mut text)?;
    man.render_name_section(&mut text)?;
    man.render_synopsis_section(&mut text)?;
    man.render_description_section(&mut text)?;
    man.render_options_section(&mut text)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut text)?;
    }
    tables(command).to_writer(&mut text)?;
    Ok(Page { file: man.get_filename(), text: String::from_utf8_lossy(&text).into_owned() })
}

/// What stands below the help: sections of a heading with lines that are not to be filled.
fn tables(command: &Command) -> Roff {
    let mut page = Roff::new();
    let help = command.get_after_long_help().or(command.get_after_help()).map(ToString::to_string).unwrap_or_default();
    for section in help.split("\n\n") {
        let (heading, lines) = section.split_once('\n').unwrap_or((section, ""));
        page.control("SH", [heading.trim_end_matches(':').to_uppercase().as_str()]);
        page.control("nf", []);
        for line in lines.lines() {
            page.text([roman(line)]);
        }
        page.control("fi", []);
    }
    page
}
