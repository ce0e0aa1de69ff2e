//! What the library costs as a dependency: a cold build of it, beside one of a client written by hand.
//!
//! It takes minutes, so it runs on request only:
//!
//! ```text
//! DEPENDENCY_COST=1 cargo bench --bench dependency_cost
//! ```
//!
//! Three crates are built in a temporary folder: one that depends on the library with its default features, one that
//! enables `json-schema` too, and `benches/hand_written`, which makes the same calls. All take their versions from the
//! library's `Cargo.lock`. The measure is CPU time, user and system, of cargo and all processes that it starts; on a busy
//! machine it says more than the clock.

use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs, io};

use serde_json::Value;

const GOAL: f64 = 1.2;

const LIBRARY: &str = env!("CARGO_MANIFEST_DIR");
const LOCK: &str = include_str!("../Cargo.lock");
const HAND_WRITTEN: [(&str, &str); 2] = [
    // A workspace of its own, because the folder may be inside that of the library.
    ("Cargo.toml", concat!(include_str!("hand_written/Cargo.toml"), "\n[workspace]\n")),
    ("src/lib.rs", include_str!("hand_written/src/lib.rs")),
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
    let library = build(&folder.join("library"), &dependent("[]"))?;
    let with_schemas = build(&folder.join("with_schemas"), &dependent("[\"json-schema\"]"))?;
    let by_hand = build(&folder.join("hand_written"), &HAND_WRITTEN.map(|(name, text)| (name, text.to_owned())))?;

    println!("cold debug build    by hand   library   ratio   with json-schema   ratio");
    let [base, library_crates, with_crates] = [&by_hand, &library, &with_schemas].map(|cost| cost.crates as f64);
    row("crates compiled", 0, base, library_crates, with_crates);
    let [base, library_seconds, with_seconds] = [&by_hand, &library, &with_schemas].map(|cost| cost.cpu_seconds);
    row("CPU seconds", 1, base, library_seconds, with_seconds);
    println!("goal of the ratio of CPU seconds: {GOAL}");
    Ok(())
}

fn row(name: &str, digits: usize, by_hand: f64, library: f64, with_schemas: f64) {
    let (ratio, ratio_with) = (library / by_hand, with_schemas / by_hand);
    println!(
        "{name:<16}  {by_hand:>9.digits$}  {library:>8.digits$}  {ratio:>6.2}  {with_schemas:>17.digits$}  {ratio_with:>6.2}"
    );
}

/// A crate that depends on the library, with these features besides its default ones.
fn dependent(features: &str) -> [(&'static str, String); 2] {
    let manifest = format!(
        "[package]\nname = \"dependent\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         defender-actions = {{ path = {LIBRARY:?}, features = {features} }}\n\n[workspace]\n"
    );
    [("Cargo.toml", manifest), ("src/lib.rs", "pub use defender_actions::*;\n".to_owned())]
}

/// Builds a crate of these files, cold.
fn build(folder: &Path, files: &[(&str, String)]) -> io::Result<Cost> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("Cargo.lock"), LOCK)?;
    for (name, text) in files {
        fs::write(folder.join(name), text)?;
    }
    run(folder, &["fetch"])?;
    let output = run(folder, &["build", "--offline", "--message-format=json"])?;
    // The messages of cargo, one a line, then the two lines of `times`; the last one is that of the children.
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

/// Runs cargo in a shell, whose `times` prints the CPU time of its children.
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
