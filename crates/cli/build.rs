//! Compiles the contract into commands: a `clap` command for each operation, in `OUT_DIR`; and writes there which
//! environment is called if none is named.

use std::path::PathBuf;
use std::{env, fs, process};

use codegen::rust;
use openapi::{Contract, Located};

fn main() {
    if let Err(error) = generate() {
        for line in error.to_string().lines() {
            println!("cargo::error={line}");
        }
        process::exit(1);
    }
}

fn generate() -> Result<(), Box<dyn std::error::Error>> {
    let variable = |name| env::var(name).map_err(|_| format!("cargo sets no {name}"));
    // The library reports where its contract is, so that the client and the commands are of one contract.
    let path = variable("DEP_DEFENDER_ACTIONS_CONTRACT")?;
    println!("cargo::rerun-if-changed={path}");
    let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    let contract = Contract::parse(&path, &text)?;
    let folder = PathBuf::from(variable("OUT_DIR")?);
    fs::write(folder.join("commands.rs"), rust::commands(&contract, "defender_actions")?)?;
    // So that a command that needs nothing else of the contract does not read it at its start.
    let environment = openapi::servers::of(&Located::root(contract.root())).next().and_then(|first| first.environment);
    fs::write(folder.join("default_environment.rs"), format!("{environment:?}"))?;
    Ok(())
}
