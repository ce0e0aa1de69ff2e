//! A reader that has read enough, and is gone, is no error.

use std::io::Read;
use std::process::Stdio;

use crate::program::program;

#[test]
fn a_reader_that_is_gone_is_no_error() {
    for arguments in [&["contract", "json"][..], &["contract", "view", "rust"], &["--help"]] {
        let mut child = program().args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert!(child.wait().unwrap().success(), "{arguments:?}");
        assert_eq!(stderr, "");
    }
}

/// Who has read enough closes the pipe, of stderr too.
#[test]
fn nobody_has_to_listen() {
    let (stdout, stderr) = (std::io::pipe().unwrap().1, std::io::pipe().unwrap().1);
    let mut command = program();
    command.args(["contract", "explain", "nonsense"]).stdout(stdout).stderr(stderr);
    assert_eq!(command.status().unwrap().code(), Some(2));
}
