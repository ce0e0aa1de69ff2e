//! The process of the command.

use std::process::ExitCode;

fn main() -> ExitCode {
    defender_actions_cli::main()
}
