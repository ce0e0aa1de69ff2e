//! Compiles the contract into the client: `spec/openapi.yaml` in, Rust in `OUT_DIR` out.

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use codegen::{build_script, rust};

const CONTRACT: &str = "spec/openapi.yaml";

fn main() -> ExitCode {
    if let Some(folder) = env::var_os("CARGO_MANIFEST_DIR") {
        // The build scripts of dependents learn it.
        println!("cargo::metadata=contract={}", PathBuf::from(folder).join(CONTRACT).display());
    }
    build_script::compile(CONTRACT, |contract| {
        let code = rust::client(contract, env::var_os("CARGO_FEATURE_JSON_SCHEMA").is_some())?;
        Ok([("client.rs", code.client), ("operations.rs", code.operations)])
    })
}
