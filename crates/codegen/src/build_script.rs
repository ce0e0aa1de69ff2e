//! What a build script does that compiles a contract: the contract in, Rust in `OUT_DIR` out, and an error as cargo shows it.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs};

use openapi::Contract;

/// A file of `OUT_DIR`: its name, and its code.
pub type GeneratedFile = (&'static str, String);

/// Writes what is made of the contract at this path. The script runs again when the contract changes.
pub fn compile<const N: usize>(
    path: &str,
    make: impl FnOnce(&Contract) -> Result<[GeneratedFile; N], Box<dyn Error>>,
) -> ExitCode {
    println!("cargo::rerun-if-changed={path}");
    exit(write(path, make))
}

/// The same, of the contract whose path a variable has: that of a dependency reports with which it was compiled.
pub fn compile_from<const N: usize>(
    variable: &str,
    make: impl FnOnce(&Contract) -> Result<[GeneratedFile; N], Box<dyn Error>>,
) -> ExitCode {
    match env::var(variable) {
        Ok(path) => compile(&path, make),
        Err(_) => exit(Err(format!("cargo sets no {variable}").into())),
    }
}

fn write<const N: usize>(
    path: &str,
    make: impl FnOnce(&Contract) -> Result<[GeneratedFile; N], Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let folder = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets no OUT_DIR")?);
    for (name, code) in make(&Contract::parse(path, &text)?)? {
        fs::write(folder.join(name), code)?;
    }
    Ok(())
}

fn exit(outcome: Result<(), Box<dyn Error>>) -> ExitCode {
    let Err(error) = outcome else { return ExitCode::SUCCESS };
    for line in error.to_string().lines() {
        println!("cargo::error={line}");
    }
    ExitCode::FAILURE
}
