//! The process of the command, and what it is called with.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use heck::ToKebabCase;
use openapi::{Contract, Operation};
use serde_json::Value;
use test_support::project;

pub const TOKEN: &str = "DEFENDER_ACTIONS_TOKEN";
pub const SECRET: &str = "s3cr3t-t0ken";

/// What a run printed, and its exit code.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// The command, with a token.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_defender-actions"));
    command.env(TOKEN, SECRET).env("COLUMNS", "100");
    command
}

/// Runs a process to its end.
pub fn run(command: &mut Command) -> Run {
    let Output { status, stdout, stderr } = command.stdin(Stdio::null()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: status.code().unwrap(), stdout: text(stdout), stderr: text(stderr) }
}

/// Runs `contract …` in a folder.
pub fn run_in(folder: &Path, arguments: &[&str]) -> Run {
    run(program().current_dir(folder).arg("contract").args(arguments))
}

/// The arguments that call an operation with the contract's examples; the body is in a file.
pub fn example_call(contract: &Contract, operation: &Operation) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let parameters = contract.parameters(operation).into_iter();
    let parameters = parameters
        .flat_map(|parameter| [format!("--{}", text(&parameter["name"]).to_kebab_case()), text(&parameter["example"])]);
    let body = project(&format!("spec/examples/{}/request.documented.json", operation.id));
    let body = ["--json-body".to_owned(), body.to_str().unwrap().to_owned()];
    [operation.id.to_kebab_case()].into_iter().chain(parameters).chain(body).collect()
}
