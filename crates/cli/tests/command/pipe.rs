//! A reader that has read enough, and is gone, is no error.

use std::io::{BufRead, BufReader, pipe};
use std::process::{Command, Stdio};

use defender_actions_simulator::Simulator;

use crate::commands::leaves;
use crate::program::program;
use crate::repository::{AFTER, Repository};

/// A command in a repository whose contract has changed.
fn run(arguments: &[std::ffi::OsString], is_read: bool) -> (Option<i32>, String) {
    let repository = Repository::new();
    repository.write("spec/openapi.yaml", AFTER);
    let mut command = program();
    command.current_dir(repository.path()).args(arguments);
    if !is_read {
        command.stdout(pipe().unwrap().1);
    }
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_reader_that_is_gone_is_no_error() {
    for mut leaf in leaves().into_iter().filter(|leaf| leaf.name() != "simulate") {
        let [read, unread] = [true, false].map(|is_read| {
            let simulator = Simulator::start().unwrap();
            leaf.base_url = simulator.url();
            run(&leaf.call(None), is_read)
        });
        assert_eq!(read, unread, "{}", leaf.name());
    }
    assert_eq!(run(&["--help".into()], false), (Some(0), String::new()));
}

/// The simulator goes on, for those who know its address.
#[cfg(unix)]
#[test]
fn the_simulator_needs_no_reader() {
    let mut command = program();
    command.args(["simulate", "--listen", "127.0.0.1:0"]).stdout(pipe().unwrap().1).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    stderr.read_line(&mut line).unwrap();
    assert!(line.starts_with("the simulator listens"), "{line}");
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

/// The pipe of stderr may be closed too.
#[test]
fn nobody_has_to_listen() {
    let (stdout, stderr) = (pipe().unwrap().1, pipe().unwrap().1);
    let mut command = program();
    command.args(["contract", "explain", "nonsense"]).stdout(stdout).stderr(stderr);
    assert_eq!(command.status().unwrap().code(), Some(2));
}
