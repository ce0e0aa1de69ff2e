//! The git that the command runs, and what becomes of it when it misbehaves.

use std::fs;
use std::path::Path;

use crate::program::{Run, program, run};
use crate::repository::{AFTER, Repository};

/// Runs `contract …` in the repository, with a git that is this script; `$GIT` is the real one.
#[cfg(unix)]
fn run_with(repository: &Repository, script: &str, arguments: &[&str]) -> Run {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let git = folder.path().join("git");
    fs::write(&git, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&git, fs::Permissions::from_mode(0o755)).unwrap();
    let paths = std::env::var_os("PATH").unwrap();
    let real = std::env::split_paths(&paths).map(|path| path.join("git")).find(|git| git.exists()).unwrap();
    let path = std::env::join_paths([folder.path().to_owned()].into_iter().chain(std::env::split_paths(&paths)));
    let mut command = program();
    command.env("PATH", path.unwrap()).env("GIT", real).current_dir(repository.path());
    run(command.arg("contract").args(arguments))
}

fn run_in(folder: &Path, arguments: &[&str]) -> Run {
    run(program().current_dir(folder).arg("contract").args(arguments))
}

/// More than a pipe holds.
#[cfg(unix)]
const TALK: &str = "head -c 200000 /dev/zero | tr '\\0' x >&2";

#[cfg(unix)]
#[test]
fn git_may_write_much_to_stderr_first() {
    let repository = Repository::new();
    repository.write("spec/openapi.yaml", AFTER);
    let silent = repository.run(&["diff", "main", "--format", "markdown"]);
    let talking =
        run_with(&repository, &format!("{TALK}; exec \"$GIT\" \"$@\""), &["diff", "main", "--format", "markdown"]);
    assert_eq!((silent.code, talking.code), (1, 1), "{}", talking.stderr);
    assert!(silent.stdout.contains("request-max-length-tightened"), "{}", silent.stdout);
    assert_eq!((silent.stdout, silent.stderr), (talking.stdout, talking.stderr));
}

/// What git says is shown, but never much of it, and escaped.
#[cfg(unix)]
#[test]
fn a_git_that_misbehaves_is_an_error_of_a_few_lines() {
    let repository = Repository::new();
    let hostile = r"printf 'first\n\033[2J::error::PWNED\n::error::PWNED\n\377\nfatal: no\n' >&2; exit 128";
    let long = format!("{TALK}; exit 128");
    let cases = [
        (hostile, "  git: \\u{1b}[2J::error::PWNED\n  git: ::error::PWNED\n  git: \u{fffd}\n  git: fatal: no\n"),
        (long.as_str(), "  git: xxx"),
        ("exit 3", "  git: git failed without a message: exit status: 3\n"),
        ("kill -9 $$", "  git: git failed without a message: signal: 9"),
        ("echo 99999999999", "  git: larger than 64 MiB"),
        ("echo many", "  git: git prints `many`, which is not a size\n"),
        ("printf '4\\377'", "  git: what git prints is byte 1 is not UTF-8\n"),
        ("exit 0", "  git: git prints ``, which is not a size\n"),
    ];
    for (script, message) in cases {
        let run = run_with(&repository, script, &["diff", "main"]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{script}: {}", run.stderr);
        let first = "error: `main` is neither a file nor a contract in a revision of git\n";
        assert!(run.stderr.starts_with(first) && run.stderr.contains(message), "{script}: {}", run.stderr);
        assert!(run.stderr.len() < 2_000, "{script}: {} bytes", run.stderr.len());
    }
}

#[test]
fn what_is_not_in_a_revision_is_named() {
    let repository = Repository::new();
    repository.write("empty.yaml", "");
    fs::write(repository.path().join("latin.yaml"), b"openapi: 3.0.3 # \xe9\n").unwrap();
    repository.commit();
    for (source, message) in [
        ("v9", "`v9` is neither a file nor a contract in a revision of git\n  git: fatal: "),
        ("v9:spec/openapi.yaml", "  git: fatal: "),
        ("main:no.yaml", "  git: fatal: path 'no.yaml' does not exist in 'main'"),
        ("main:", "  git: "),
        ("main:spec", "  git: "),
        ("main:latin.yaml", "  git: what git prints is byte 17 is not UTF-8\n"),
        ("main:empty.yaml", "error: main:empty.yaml:"),
        ("latin.yaml", "error: latin.yaml: byte 17 is not UTF-8\n"),
        ("empty.yaml", "error: empty.yaml:"),
    ] {
        for command in ["diff", "check", "facts"] {
            let run = repository.run(&[command, source]);
            assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{command} {source}: {}", run.stderr);
            assert!(run.stderr.contains(message), "{command} {source}: {}", run.stderr);
        }
    }
}

#[test]
fn files_need_no_git_and_no_repository() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.yaml"), AFTER).unwrap();
    let mut command = program();
    command.env("PATH", folder.path()).current_dir(folder.path());
    assert_eq!(run(command.args(["contract", "diff", "a.yaml", "a.yaml"])).code, 0);
    let missing = run(command.args(["--fail-on", "any"]).arg("--approvals=no.yaml"));
    assert_eq!(missing.code, 2, "{}", missing.stderr);

    let mut command = program();
    command.env("PATH", folder.path()).current_dir(folder.path());
    let without_git = run(command.args(["contract", "diff", "main"]));
    assert_eq!(without_git.code, 2);
    assert!(without_git.stderr.contains("\n  git: git cannot be run: "), "{}", without_git.stderr);
    let without_repository = run_in(folder.path(), &["diff", "main"]);
    assert_eq!(without_repository.code, 2);
    assert!(without_repository.stderr.contains("\n  git: fatal: "), "{}", without_repository.stderr);
}
