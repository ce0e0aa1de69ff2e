//! The command, on a machine that has programs of which nothing is pinned: scripts stand in for them on the path.

#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};
use std::{env, fs};

use conformance::project;
use tempfile::TempDir;

/// Languages whose tool chains are those of the project, and whose client is a script's.
struct Machine(TempDir);

impl Machine {
    fn new(languages: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        for path in ["bin", "clients", "pins/rust"] {
            fs::create_dir_all(at(path)).unwrap();
        }
        for file in ["clients/scenarios.yaml", "clients/samples.yaml", "clients/packages.yaml"] {
            fs::copy(project(file), at(file)).unwrap();
        }
        // Scripts send nothing, so no header differs.
        fs::write(at("clients/headers.yaml"), "{}\n").unwrap();
        fs::copy(project("snapshots/clients/rust/answers.md"), at("pins/rust/answers.md")).unwrap();
        for language in languages {
            let manifest = fs::read_to_string(project("clients").join(language).join("client.yaml")).unwrap();
            let line = |key: &str| manifest.lines().find(|line| line.starts_with(key)).unwrap().to_owned();
            let toolchains = &manifest[manifest.find("toolchains:").unwrap()..];
            let licences = format!("cp '{}'/LICENSE-* README.md \"$UNPACKED/a\"", project("").display());
            let steps = format!(
                "tools: []\nlocks: []\ninstall: ''\ngenerate: mkdir generated\nsurface: echo surface\npackage:\n  \
                 make: mkdir \"$OUT/module\"; touch \"$OUT/module/file\"\n  unpack: |\n    mkdir \"$UNPACKED/a\"; touch \"$UNPACKED/a/$VERSION\"; {licences}\n  metadata: []"
            );
            let text = format!("{}\n{}\n{steps}\n{toolchains}", line("name:"), line("generator:"));
            fs::create_dir_all(at("clients").join(language)).unwrap();
            fs::write(at("clients").join(language).join("client.yaml"), text).unwrap();
            fs::create_dir_all(at("pins").join(language)).unwrap();
            fs::write(at("clients").join(language).join("README.md"), "# Stand-in\n").unwrap();
            fs::write(at("pins").join(language).join("surface.txt"), "surface\n").unwrap();
            let package = "module/file\na/{version}\na/LICENSE-APACHE\na/LICENSE-MIT\na/README.md\n";
            fs::write(at("pins").join(language).join("package.txt"), package).unwrap();
        }
        Self(folder)
    }

    /// Puts a program on the path.
    fn with(self, program: &str, script: &str) -> Self {
        let path = self.0.path().join("bin").join(program);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        self
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let folder = |name: &str| self.0.path().join(name);
        let path = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths([folder("bin")].into_iter().chain(env::split_paths(&path))).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
        for (option, name) in [("--clients", "clients"), ("--pins", "pins"), ("--work", "work")] {
            command.arg(option).arg(folder(name));
        }
        command.args(arguments).env("PATH", path).output().unwrap()
    }
}

/// The line of the summary that is about a language.
fn line(output: &Output, language: &str) -> String {
    let summary = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = summary.lines().find(|line| line.starts_with(language));
    line.unwrap_or_else(|| panic!("{summary}{}", String::from_utf8_lossy(&output.stderr))).to_owned()
}

/// Answers every line of its input without a call, if it is run as the driver.
fn stand_in(driver: &str) -> String {
    let reply = r#"{"status": 201, "type": "T", "value": null, "text": null}"#;
    format!("case \"$*\" in *{driver}*) while read -r line; do echo '{reply}'; done ;; esac")
}

#[test]
fn a_program_of_which_nothing_is_pinned_fails_only_what_requires_it() {
    let machine = Machine::new(&["csharp", "powershell"]);
    let machine = machine.with("dotnet", &stand_in("Driver.dll")).with("pwsh", &stand_in("driver.ps1"));
    let output = machine.run(&[]);
    for (language, toolchain) in [("csharp", ", with dotnet"), ("powershell", "")] {
        let line = line(&output, language);
        assert!(line.contains("run, NOT PINNED, ") && line.ends_with(&format!(" failures{toolchain}")), "{line}");
    }
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(
        log.contains("csharp: blockFile, ") && log.contains("the number of requests"),
        "what was found is reported"
    );

    let output = machine.run(&["--require", "powershell"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("error: powershell is required, and was run, NOT PINNED"));
}

#[test]
fn a_program_that_does_not_work_fails_only_what_requires_it() {
    let machine = Machine::new(&["powershell"]).with("pwsh", "echo broken >&2; exit 1");
    let output = machine.run(&[]);
    assert!(line(&output, "powershell").ends_with("run, NOT PINNED, 1 failure"), "{output:?}");
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stderr).contains("broken"), "its log is reported");
    assert_eq!(machine.run(&["--require", "powershell"]).status.code(), Some(1));
}

/// What is pinned is compared, wherever the program is from.
#[test]
fn what_is_accepted_is_pinned() {
    let machine = Machine::new(&["powershell"]).with("pwsh", &stand_in("driver.ps1"));
    let pins = machine.0.path().join("pins/powershell/answers.md");
    machine.run(&["--accept"]);
    assert!(Path::new(&pins).is_file());
    let output = machine.run(&[]);
    assert!(line(&output, "powershell").ends_with("FAILED"), "it makes no call: {output:?}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_package_is_made_on_request() {
    let machine = Machine::new(&["powershell"]);
    let out = machine.0.path().join("out");
    let package = |language: &str| machine.run(&["package", language, "--out", out.to_str().unwrap()]);
    let output = package("powershell");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let published = out.join("module").join("file");
    assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{}\n", published.display()));
    assert!(published.is_file());

    let output = package("cobol");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no language `cobol`"));
}

/// What is not fit to be published is not put there.
#[test]
fn a_package_that_breaks_a_rule_is_none() {
    let machine = Machine::new(&["powershell"]);
    let readme = machine.0.path().join("clients/powershell/README.md");
    fs::write(readme, "# Of GIT_USER_ID\n").unwrap();
    let out = machine.0.path().join("out");
    let output = machine.run(&["package", "powershell", "--out", out.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("`GIT_USER_ID` in a/README.md"), "{errors}");
    assert!(!out.exists());
}
