//! Lists the generated types by the names of their schemas, in `OUT_DIR`.

use std::process::ExitCode;

use codegen::{build_script, rust};

fn main() -> ExitCode {
    // The contract of the library, so that the types are those that it was compiled with.
    build_script::compile_from("DEP_DEFENDER_ACTIONS_CONTRACT", |contract| {
        Ok([("schemas.rs", rust::schemas(contract))])
    })
}
