//! The help texts.

use clap::Command;

use crate::program::{program, run, snapshots};
use crate::snapshot::Folder;

#[test]
fn help_texts() {
    let mut folder = snapshots("cli/help");
    assert_help(&defender_actions_cli::command(), &[], &mut folder);
    folder.finish();
}

/// The help of a command, and of those below it.
fn assert_help(command: &Command, words: &[&str], folder: &mut Folder) {
    let name = if words.is_empty() { command.get_name().to_owned() } else { words.join("-") };
    folder.assert(&name, &run(program().args(words).arg("--help")).stdout);
    for subcommand in command.get_subcommands() {
        assert_help(subcommand, &[words, &[subcommand.get_name()]].concat(), folder);
    }
}
