//! A stand-in for the runner of GitHub: it executes the steps of the composite action, with the files and variables that
//! GitHub gives them. A step that uses another action is left out.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use openapi::{Document, Node, Object};
use tempfile::TempDir;
use test_support::project;

use crate::program::{program, run};

/// Answers of GitHub come from files in the folder where it runs, and what is written goes into some.
const GH: &str = r#"#!/usr/bin/env bash
set -euo pipefail
method=GET input='' path=''
shift
while [ $# -gt 0 ]; do
  case $1 in
    --method) method=$2; shift ;;
    --input) input=$2; shift ;;
    --*) ;;
    *) path=$1 ;;
  esac
  shift
done
[ -n "${GH_TOKEN:-}" ] || { echo 'gh: no token' >&2; exit 4; }
if [ "$method" != GET ] && [ -e "$GH_FOLDER/refused" ]; then
  echo "gh: $(cat "$GH_FOLDER/refused")" >&2
  exit 1
fi
case "$method $path" in
  'GET repos/o/r/issues/3/comments'*) cat "$GH_FOLDER/comments" ;;
  'POST repos/o/r/code-scanning/sarifs') echo "$method $path" >> "$GH_FOLDER/written"; cp "$input" "$GH_FOLDER/sarif" ;;
  'POST '* | 'PATCH '*) echo "$method $path" >> "$GH_FOLDER/written"; jq -j .body "$input" > "$GH_FOLDER/body" ;;
  *) echo "gh: unexpected: $method $path (HTTP 400)" >&2; exit 1 ;;
esac
"#;

/// A run of the action.
pub struct Runner {
    folder: TempDir,
    /// What expressions stand for: `inputs.base`, `github.event.pull_request.number`.
    values: BTreeMap<String, String>,
}

/// How a run ended.
pub struct ActionRun {
    pub has_passed: bool,
    /// The log: what the steps print.
    pub log: String,
    /// The summary of the run.
    pub summary: String,
    /// What was written to GitHub: method and path of each call.
    pub written: String,
    /// The body of the comment that was written last.
    pub comment: String,
    pub folder: PathBuf,
}

impl Runner {
    /// A run for pull request 3, with these inputs.
    pub fn new(inputs: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().unwrap();
        let file = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        for name in ["written", "body", "summary", "output"] {
            file(name, "");
        }
        file("comments", "[]");
        script(&folder.path().join("bin/gh"), GH);
        let mut values = BTreeMap::new();
        let action = action();
        for (name, input) in action.root().members("inputs") {
            let default = input.text("default").unwrap_or_default().to_owned();
            values.insert(format!("inputs.{name}"), default.replace("${{ github.token }}", "t0ken"));
        }
        for (name, value) in inputs {
            let known = values.insert(format!("inputs.{name}"), (*value).to_owned());
            assert!(known.is_some(), "the action has no input `{name}`");
        }
        values.insert("github.action_path".to_owned(), project("").display().to_string());
        values.insert("github.action_ref".to_owned(), "v1".to_owned());
        values.insert("github.event.pull_request.number".to_owned(), "3".to_owned());
        values.insert("github.event.pull_request.head.sha".to_owned(), "0".repeat(40));
        Self { folder, values }
    }

    /// A file among the answers of GitHub.
    pub fn given(self, name: &str, text: &str) -> Self {
        fs::write(self.folder.path().join(name), text).unwrap();
        self
    }

    /// Another value of an expression.
    pub fn value(mut self, name: &str, value: &str) -> Self {
        self.values.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Executes the steps in a repository; the cache has the command.
    pub fn run(mut self, repository: &Path, environment: &[(&str, &str)]) -> ActionRun {
        let (mut log, mut has_passed) = (String::new(), true);
        let action = action();
        for step in action.root().get("runs").unwrap().elements("steps") {
            if let Some(uses) = step.text("uses") {
                let (_, hash) = uses.split_once('@').unwrap();
                assert!(hash.len() == 40 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{uses} is not pinned");
                continue;
            }
            if step.text("if").is_some_and(|condition| !self.holds(condition)) {
                continue;
            }
            let script = step.text("run").unwrap();
            assert!(!script.contains("${{"), "an expression is in a script: {script}");
            let mut bash = self.command(repository, environment);
            let variables = step.get("env").and_then(Node::as_object).into_iter().flat_map(Object::iter);
            for (name, value) in variables {
                bash.env(name, self.expanded(value.as_str().unwrap()));
            }
            let done = run(bash.args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]));
            log += &done.stdout;
            log += &done.stderr;
            if done.code != 0 {
                has_passed = false;
                break;
            }
            self.take_outputs(step.text("id").unwrap_or_default());
        }
        let text = |name: &str| fs::read_to_string(self.folder.path().join(name)).unwrap();
        let (summary, written, comment) = (text("summary"), text("written"), text("body"));
        ActionRun { has_passed, log, summary, written, comment, folder: self.folder.keep() }
    }

    fn command(&self, repository: &Path, environment: &[(&str, &str)]) -> Command {
        let folder = self.folder.path();
        let path = std::env::var("PATH").unwrap();
        let mut bash = Command::new("bash");
        bash.current_dir(repository).env("PATH", format!("{}:{path}", folder.join("bin").display()));
        bash.env("GH_FOLDER", folder).env("GITHUB_REPOSITORY", "o/r").env("GITHUB_BASE_REF", "main");
        bash.env("GITHUB_SHA", "1".repeat(40)).env("GITHUB_REF", "refs/pull/3/merge").env("RUNNER_TEMP", folder);
        bash.env("RUNNER_OS", "Linux").env("RUNNER_ARCH", "X64").env("GITHUB_OUTPUT", folder.join("output"));
        bash.env("GITHUB_STEP_SUMMARY", folder.join("summary")).env("HOME", folder);
        bash.envs(environment.iter().copied());
        bash
    }

    /// Takes what a step has written as its outputs; the folder of the command is filled as the cache would.
    fn take_outputs(&mut self, step: &str) {
        let file = self.folder.path().join("output");
        for line in fs::read_to_string(&file).unwrap().lines() {
            let (name, value) = line.split_once('=').unwrap();
            self.values.insert(format!("steps.{step}.outputs.{name}"), value.to_owned());
            if name == "folder" {
                let bin = Path::new(value).join("bin");
                fs::create_dir_all(&bin).unwrap();
                std::os::unix::fs::symlink(program().get_program(), bin.join("defender-actions")).unwrap();
            }
        }
        fs::write(&file, "").unwrap();
    }

    /// Of conditions, those that the action has: `inputs.sarif == 'true'`.
    fn holds(&self, condition: &str) -> bool {
        let (name, value) = condition.split_once(" == ").unwrap();
        self.values[name] == value.trim_matches('\'')
    }

    fn expanded(&self, text: &str) -> String {
        let mut expanded = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${{ ") {
            let (name, after) = after.split_once(" }}").unwrap();
            // As GitHub does, what is not there is empty.
            expanded += before;
            expanded += self.values.get(name).map_or("", String::as_str);
            rest = after;
        }
        expanded + rest
    }
}

/// The action of this repository.
pub fn action() -> Document {
    Document::parse("action.yml", &fs::read_to_string(project("action.yml")).unwrap()).unwrap()
}

/// Writes a script that can be executed.
pub fn script(file: &Path, text: &str) {
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).unwrap();
}
