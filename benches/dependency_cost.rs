//! What the library costs as a dependency: a cold build of it, beside one of a client written by hand.
//!
//! It takes minutes, so it waits to be asked:
//!
//! ```text
//! DEPENDENCY_COST=1 cargo bench --bench dependency_cost
//! ```
//!
//! Two crates are made in a temporary folder: one that depends on the library, with its default features, and
//! `dependency_cost/hand_written.rs`, which does the same. Both take their versions from the library's `Cargo.lock`.
//! What counts is CPU time, user and system, of cargo and all that it starts; on a busy machine it says more than the
//! clock.

use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs, io};

use serde_json::Value;

const GOAL: f64 = 1.2;

const LIBRARY: &str = env!("CARGO_MANIFEST_DIR");
const LOCK: &str = include_str!("../Cargo.lock");
const HAND_WRITTEN: [(&str, &str); 2] = [
    ("Cargo.toml", include_str!("dependency_cost/hand_written.toml")),
    ("hand_written.rs", include_str!("dependency_cost/hand_written.rs")),
];

struct Cost {
    crates: usize,
    cpu_seconds: f64,
}

fn main() -> io::Result<()> {
    if env::var_os("DEPENDENCY_COST").is_none() {
        println!("dependency_cost: takes minutes; DEPENDENCY_COST=1 cargo bench --bench dependency_cost");
        return Ok(());
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("dependency_cost");
    let manifest = format!(
        "[package]\nname = \"dependent\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [lib]\npath = \"lib.rs\"\n\n[dependencies]\ndefender-actions = {{ path = {LIBRARY:?} }}\n\n[workspace]\n"
    );
    let dependent = [("Cargo.toml", manifest.as_str()), ("lib.rs", "pub use defender_actions::*;\n")];
    let library = build(&folder.join("library"), &dependent)?;
    let hand_written = build(&folder.join("hand_written"), &HAND_WRITTEN)?;

    println!("cold build         library   by hand   ratio");
    let ratio = library.crates as f64 / hand_written.crates as f64;
    println!("crates compiled   {:>8}  {:>8}   {ratio:.2}", library.crates, hand_written.crates);
    let ratio = library.cpu_seconds / hand_written.cpu_seconds;
    let (library, hand_written) = (library.cpu_seconds, hand_written.cpu_seconds);
    println!("CPU seconds       {library:>8.1}  {hand_written:>8.1}   {ratio:.2} (goal: {GOAL})");
    Ok(())
}

/// Builds a crate of these files with nothing that was built before.
fn build(folder: &Path, files: &[(&str, &str)]) -> io::Result<Cost> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    fs::write(folder.join("Cargo.lock"), LOCK)?;
    for (name, text) in files {
        fs::write(folder.join(name), text)?;
    }
    run(folder, &["fetch"])?;
    let output = run(folder, &["build", "--offline", "--message-format=json"])?;
    // Cargo's messages, a line each, then the two lines of `times`, of which the last is about the children.
    let messages = output.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let crates = messages.filter(|message| {
        let is_build_script = message["target"]["kind"][0] == "custom-build";
        message["reason"] == "compiler-artifact" && !is_build_script
    });
    let crates = crates.count();
    let cpu_seconds = output.lines().last().unwrap_or_default().split(' ').map(seconds).sum();
    fs::remove_dir_all(folder)?;
    Ok(Cost { crates, cpu_seconds })
}

/// Runs cargo under a shell, whose `times` tells the CPU time of its children.
fn run(folder: &Path, arguments: &[&str]) -> io::Result<String> {
    let mut command = Command::new("sh");
    command.args(["-c", "\"$@\" && times", "sh", env!("CARGO")]).args(arguments).current_dir(folder);
    let output = command.env("CARGO_TARGET_DIR", folder.join("target")).stderr(Stdio::inherit()).output()?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(io::Error::other(format!("cargo {} failed", arguments.join(" ")))),
    }
}

/// Seconds of a time such as `1m2.5s`.
fn seconds(time: &str) -> f64 {
    let parts = time.trim_end_matches('s').split_once('m');
    parts.map_or(0.0, |(minutes, seconds)| {
        60.0 * minutes.parse().unwrap_or(0.0) + seconds.parse::<f64>().unwrap_or_default()
    })
}
