//! The process of the command, and what it is called with.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use heck::ToKebabCase;
use openapi::Operation;
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
    command.env(TOKEN, SECRET).env("COLUMNS", "100").env("PATH", path_without_azure_cli());
    for name in ["TENANT_ID", "CLIENT_ID", "CLIENT_SECRET", "CLIENT_CERTIFICATE_PATH", "FEDERATED_TOKEN_FILE"] {
        command.env_remove(format!("AZURE_{name}"));
    }
    for name in ["AZURE_AUTHORITY_HOST", "IDENTITY_ENDPOINT", "IDENTITY_HEADER", "MSI_ENDPOINT"] {
        command.env_remove(name);
    }
    command
}

/// `PATH` without the folders that have an Azure CLI: nobody's sign-in is used in a test.
fn path_without_azure_cli() -> OsString {
    let path = env::var_os("PATH").unwrap_or_default();
    env::join_paths(env::split_paths(&path).filter(|folder| !folder.join("az").exists())).unwrap()
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
pub fn example_call(operation: &Operation) -> Vec<String> {
    let mut call = vec![operation.name().to_kebab_case()];
    for parameter in operation.parameters() {
        let example = parameter.example().unwrap();
        call.extend([format!("--{}", parameter.name().to_kebab_case()), example.as_str().unwrap().to_owned()]);
    }
    let body = project(&format!("spec/examples/{}/request.documented.json", operation.name()));
    call.extend(["--json-body".to_owned(), body.to_str().unwrap().to_owned()]);
    call
}
