//! Compiles the contract into the calls of its operations by name, in `OUT_DIR`.

use std::path::PathBuf;
use std::{env, fs, process};

use codegen::rust;
use openapi::Contract;

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
    // The library reports where its contract is, so that the client and its calls are of one contract.
    let path = variable("DEP_DEFENDER_ACTIONS_CONTRACT")?;
    println!("cargo::rerun-if-changed={path}");
    let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    let calls = rust::calls_by_name(&Contract::parse(&path, &text)?, "defender_actions")?;
    fs::write(PathBuf::from(variable("OUT_DIR")?).join("calls.rs"), calls)?;
    Ok(())
}
