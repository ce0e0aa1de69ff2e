//! Compiles the contract into the calls of its operations by name, in `OUT_DIR`.

use std::process::ExitCode;

use codegen::{build_script, rust};

fn main() -> ExitCode {
    // The contract of the library, so that the client and its calls are of one.
    build_script::compile_from("DEP_DEFENDER_ACTIONS_CONTRACT", |contract| {
        Ok([("calls.rs", rust::calls_by_name(contract, "defender_actions")?)])
    })
}
