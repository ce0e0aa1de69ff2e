//! Compiles the contract into the client: `spec/openapi.yaml` in, Rust in `OUT_DIR` out.

use std::path::PathBuf;
use std::{env, fs, process};

use codegen::rust;
use openapi::Contract;

const CONTRACT: &str = "spec/openapi.yaml";

fn main() {
    println!("cargo::rerun-if-changed={CONTRACT}");
    if let Err(error) = generate() {
        for line in error.to_string().lines() {
            println!("cargo::error={line}");
        }
        process::exit(1);
    }
}

fn generate() -> Result<(), Box<dyn std::error::Error>> {
    let directory = |name| env::var_os(name).map(PathBuf::from).ok_or(format!("cargo sets no {name}"));
    let text = fs::read_to_string(CONTRACT).map_err(|error| format!("{CONTRACT}: {error}"))?;
    let contract = Contract::parse(CONTRACT, &text)?;
    let code = rust::client(&contract, env::var_os("CARGO_FEATURE_JSON_SCHEMA").is_some())?;
    for (file, code) in [("client.rs", code.client), ("operations.rs", code.operations)] {
        fs::write(directory("OUT_DIR")?.join(file), code)?;
    }
    println!("cargo::metadata=contract={}", directory("CARGO_MANIFEST_DIR")?.join(CONTRACT).display());
    Ok(())
}
