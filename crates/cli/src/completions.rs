//! `completions`: the script that completes the words of this command in a shell.

use clap::Args;
use clap_complete::Shell;

use crate::failure::Failure;
use crate::{command, examples, output};

/// What its help shows.
const EXAMPLES: &[(&str, &str)] = &[
    ("Bash", "defender-actions completions bash > ~/.local/share/bash-completion/completions/defender-actions"),
    ("Zsh, for a folder of $fpath", "defender-actions completions zsh > ~/.zfunc/_defender-actions"),
    ("Fish", "defender-actions completions fish > ~/.config/fish/completions/defender-actions.fish"),
    ("PowerShell, in $PROFILE", "defender-actions completions powershell | Out-String | Invoke-Expression"),
];

/// For which shell.
#[derive(Args)]
#[command(after_help = examples::section(EXAMPLES))]
pub struct Completions {
    /// The shell.
    shell: Shell,
}

impl Completions {
    /// Prints the script on stdout.
    pub fn run(self) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command::command(), "defender-actions", &mut script);
        let script = String::from_utf8_lossy(&script);
        // In the script for bash, the state after a subcommand has two spellings if the name of the command has a dash:
        // https://github.com/clap-rs/clap/issues/6421.
        Ok(output::report(&script.replace("defender__subcmd__actions__", "defender__actions__"))?)
    }
}
