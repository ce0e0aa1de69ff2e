//! Compiles the contract into commands: a `clap` command for each operation, in `OUT_DIR`; and writes there which
//! environment is called if none is named.

use std::process::ExitCode;

use codegen::{build_script, rust};
use openapi::Located;

fn main() -> ExitCode {
    // The contract of the library, so that the client and the commands are of one.
    build_script::compile_from("DEP_DEFENDER_ACTIONS_CONTRACT", |contract| {
        let mut servers = openapi::servers::of(&Located::root(contract.root()));
        let environment = servers.next().and_then(|first| first.environment);
        Ok([
            ("commands.rs", rust::commands(contract, "defender_actions")?),
            // So that a command that needs nothing else of the contract does not read it at its start.
            ("default_environment.rs", format!("{environment:?}")),
        ])
    })
}
