//! Lists the generated types by the names of their schemas, in `OUT_DIR`.

use std::path::PathBuf;
use std::{env, error, fs};

use codegen::rust;
use openapi::Contract;

fn main() -> Result<(), Box<dyn error::Error>> {
    // The library says where its contract is, so the types are those that it was compiled with.
    let path = env::var("DEP_DEFENDER_ACTIONS_CONTRACT")?;
    println!("cargo::rerun-if-changed={path}");
    let contract = Contract::parse(&path, &fs::read_to_string(&path)?)?;
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("schemas.rs"), rust::schemas(&contract))?;
    Ok(())
}
