//! Where the token is, and what is no token.

use std::fs;
use std::path::Path;

use defender_actions_simulator::Simulator;

use crate::program::{Run, TOKEN, example_call, program, run};
use test_support::contract;

/// A call with a token file.
fn call(simulator: &Simulator, file: &Path) -> Run {
    let contract = contract();
    let call = example_call(&contract.operations()[0]);
    run(program().args(call).args(["--base-url", &simulator.url()]).arg("--token-file").arg(file))
}

fn utf16(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn a_token_file_may_be_in_the_encodings_of_editors_and_shells() {
    let (simulator, folder) = (Simulator::start().unwrap(), tempfile::tempdir().unwrap());
    let file = folder.path().join("token");
    for bytes in [b"eyJ0.a.b".to_vec(), b"\xef\xbb\xbfeyJ0.a.b\r\n".to_vec(), utf16("eyJ0.a.b\r\n")] {
        fs::write(&file, bytes).unwrap();
        let run = call(&simulator, &file);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(simulator.journal().pop().unwrap().header("authorization"), Some("Bearer eyJ0.a.b"));
    }
}

#[test]
fn what_is_no_token_is_refused_with_a_hint_and_not_shown() {
    let (simulator, folder) = (Simulator::start().unwrap(), tempfile::tempdir().unwrap());
    let file = folder.path().join("token");
    let cases: [(&[u8], &str); 8] = [
        (b"", "the token is empty"),
        (b"{\"token_type\": \"Bearer\", \"access_token\": \"eyJ0.a.b\"}", "`access_token` alone"),
        (b"\"eyJ0.a.b\"", "in quotes"),
        (b"Bearer eyJ0.a.b", "without the word `Bearer`"),
        (b"eyJ0.\xe2\x80\x8ba.b", "U+200B"),
        (b"e\0y\0J\0", "UTF-16 without a byte order mark"),
        (b"eyJ0\xff", "is not UTF-8"),
        (&[b'a'; 70_000], "larger than 64 KiB"),
    ];
    for (bytes, hint) in cases {
        fs::write(&file, bytes).unwrap();
        let run = call(&simulator, &file);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{hint}: {}", run.stderr);
        assert!(run.stderr.contains(hint) && run.stderr.contains("token: "), "{hint}: {}", run.stderr);
        assert!(!run.stderr.contains("eyJ0"), "{}", run.stderr);
    }
    assert!(call(&simulator, folder.path()).stderr.contains("directory"));
    assert!(simulator.journal().is_empty());
}

#[cfg(unix)]
#[test]
fn a_variable_is_named_if_its_token_is_none() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let call = example_call(&contract().operations()[0]);
    for (value, hint) in [(&b"eyJ0\xff"[..], "not UTF-8"), (b"'eyJ0'", "in quotes"), (b"", "empty")] {
        let run = run(program().env(TOKEN, OsStr::from_bytes(value)).args(&call));
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(&format!("the variable {TOKEN}: ")) && run.stderr.contains(hint), "{}", run.stderr);
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_and_a_device_do_not_hang() {
    let (simulator, folder) = (Simulator::start().unwrap(), tempfile::tempdir().unwrap());
    assert_eq!(call(&simulator, Path::new("/dev/zero")).code, 2);
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let contract = contract();
    let call = example_call(&contract.operations()[0]);
    let run = run(program().args(call).args(["--timeout", "1", "--token-file"]).arg(pipe));
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("nobody writes"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_token_file_that_others_can_read_is_mentioned() {
    use std::os::unix::fs::PermissionsExt;

    let (simulator, folder) = (Simulator::start().unwrap(), tempfile::tempdir().unwrap());
    let file = folder.path().join("token");
    fs::write(&file, "eyJ0.a.b").unwrap();
    for (mode, is_mentioned) in [(0o600, false), (0o640, true), (0o604, true), (0o700, false)] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let run = call(&simulator, &file);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(run.stderr.contains("other users can read"), is_mentioned, "{mode:o}: {}", run.stderr);
    }
}
