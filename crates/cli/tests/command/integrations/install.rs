//! How the action gets its command.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use test_support::project;

use super::runner::script;
use crate::program::{Run, run};

const TARGET: &str = "x86_64-unknown-linux-musl";

fn install(folder: &Path, releases: &Path, version: &str) -> Run {
    let path = format!("{}:{}", folder.join("bin").display(), std::env::var("PATH").unwrap());
    let mut command = Command::new(project("integrations/github/install"));
    command.env("ACTION_PATH", project("")).env("FOLDER", folder.join("installed")).env("VERSION", version);
    command.env("RUNNER_OS", "Linux").env("RUNNER_ARCH", "X64").env("PATH", path);
    run(command.env("RELEASES", format!("file://{}", releases.display())))
}

/// Packs a command as a release does, with the checksum of what is packed.
fn release(folder: &Path, version: &str) {
    let name = format!("defender-actions-{version}-{TARGET}");
    script(&folder.join(&name).join("defender-actions"), "#!/bin/sh\necho installed\n");
    let out = folder.join(format!("v{version}"));
    fs::create_dir_all(&out).unwrap();
    let pack =
        format!("tar -czf v{version}/{name}.tar.gz {name} && cd v{version} && sha256sum {name}.tar.gz > SHA256SUMS");
    assert_eq!(run(Command::new("bash").current_dir(folder).args(["-c", &pack])).code, 0);
}

#[test]
fn a_released_command_is_downloaded_and_compared_with_its_checksum() {
    let (folder, releases) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    release(releases.path(), "1.2.3");
    let installed = install(folder.path(), releases.path(), "1.2.3");
    assert_eq!(installed.code, 0, "{}{}", installed.stdout, installed.stderr);
    let command = folder.path().join("installed/bin/defender-actions");
    assert_eq!(run(&mut Command::new(&command)).stdout, "installed\n");
    let again = install(folder.path(), releases.path(), "1.2.3");
    assert_eq!(again.stdout, "The cache has the command\n");

    // Another archive under the same checksum, one without, and a version that there is not.
    fs::remove_file(&command).unwrap();
    let sums = releases.path().join("v1.2.3/SHA256SUMS");
    let text = fs::read_to_string(&sums).unwrap();
    for sums_now in [format!("{}  {}", "0".repeat(64), &text[66..]), text.replace("musl", "gnu"), String::new()] {
        fs::write(&sums, sums_now).unwrap();
        let refused = install(folder.path(), releases.path(), "1.2.3");
        assert!(refused.code != 0 && !command.exists(), "{}{}", refused.stdout, refused.stderr);
    }
    assert_ne!(install(folder.path(), releases.path(), "9.9.9").code, 0);
}

#[test]
fn without_a_version_the_command_is_built_from_the_action() {
    let folder = TempDir::new().unwrap();
    script(&folder.path().join("bin/cargo"), "#!/bin/sh\necho \"$PWD: cargo $*\"\n");
    let built = install(folder.path(), folder.path(), "");
    let root = project("").canonicalize().unwrap();
    let expected = format!(
        "{}: cargo install --locked --path crates/cli --root {}\n",
        root.display(),
        folder.path().join("installed").display()
    );
    assert_eq!((built.code, built.stdout), (0, expected));
}

/// The key of the cache is that of the files, so that a moved tag is no old command.
#[test]
fn the_name_of_the_command_is_of_its_version_or_its_files() {
    let action = TempDir::new().unwrap();
    let name = |version: &str| {
        let output = action.path().join("output");
        fs::write(&output, "").unwrap();
        let mut command = Command::new(project("integrations/github/name-command"));
        command.env("ACTION_PATH", action.path()).env("VERSION", version).env("RUNNER_TEMP", "/temp");
        command.env("RUNNER_OS", "Linux").env("RUNNER_ARCH", "X64").env("GITHUB_OUTPUT", &output);
        assert_eq!(run(&mut command).code, 0);
        fs::read_to_string(&output).unwrap()
    };
    let expected = "folder=/temp/defender-actions-1.2.3\nkey=defender-actions-Linux-X64-1.2.3\n";
    assert_eq!(name("1.2.3"), expected);
    fs::write(action.path().join("a.rs"), "1").unwrap();
    let first = name("");
    assert_eq!(name(""), first);
    fs::write(action.path().join("a.rs"), "2").unwrap();
    assert_ne!(name(""), first);
}
