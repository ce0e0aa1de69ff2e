//! Which contract `contract json`, `view` and `facts` read.

use std::fs;
use std::path::Path;

use serde_json::Value;
use views::VIEWS;

use crate::program::{Run, run_in};
use crate::repository::{AFTER, BEFORE, Repository};
use test_support::{contract, project};

/// The subcommands that read a contract and need no name of one.
const READERS: [&[&str]; 3] = [&["json"], &["view", "typescript"], &["facts"]];

/// A contract that another project has: one operation, one success, nothing that a fixup of ours looks for.
const OTHER: &str = "\
openapi: 3.0.3
info: { title: t, version: 1.0.0 }
servers: [{ url: 'https://api.example.com/api' }]
paths:
  /machines/{id}/isolate:
    post:
      operationId: isolate
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      requestBody:
        required: true
        content:
          application/json:
            schema: { type: object, required: [Comment], properties: { Comment: { type: string } } }
      responses:
        '201':
          description: Accepted.
          content: { application/json: { schema: { type: object, properties: { id: { type: string } } } } }
";

#[test]
fn without_a_name_it_is_that_of_the_working_tree_and_stderr_says_so() {
    let repository = Repository::new();
    repository.write("elsewhere.yaml", AFTER);
    fs::create_dir(repository.path().join("folder")).unwrap();
    let top = repository.path().canonicalize().unwrap();
    for reader in READERS {
        let named = repository.run(&[reader, &["spec/openapi.yaml"]].concat());
        assert_eq!((named.code, named.stderr.as_str()), (0, ""), "{reader:?}");
        let default = repository.run(reader);
        let note = "contract: spec/openapi.yaml, of the working tree\n";
        assert_eq!((default.code, default.stderr.as_str()), (0, note), "{reader:?}");
        assert_eq!(default.stdout, named.stdout, "{reader:?}");
        // From any folder of it.
        let within = run_in(&repository.path().join("folder"), reader);
        let note = format!("contract: {}, of the working tree\n", top.join("spec/openapi.yaml").display());
        assert_eq!((within.code, within.stderr), (0, note), "{reader:?}");
        assert_eq!(within.stdout, named.stdout, "{reader:?}");
        // As it is, committed or not; what was committed has a name.
        repository.write("spec/openapi.yaml", AFTER);
        let changed = repository.run(reader);
        assert_eq!(changed.stdout, repository.run(&[reader, &["elsewhere.yaml"]].concat()).stdout, "{reader:?}");
        let committed = repository.run(&[reader, &["main"]].concat());
        assert_eq!((committed.code, committed.stderr.as_str()), (0, ""), "{reader:?}");
        assert_eq!(committed.stdout, named.stdout, "{reader:?}");
        assert_ne!(changed.stdout, named.stdout, "{reader:?}");
        repository.write("spec/openapi.yaml", BEFORE);
    }
}

#[test]
fn where_there_is_none_it_is_the_built_in_one_and_stderr_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let note = "contract: the built-in one; the working tree has no spec/openapi.yaml\n";
    let read = |folder: &Path| READERS.map(|reader| run_in(folder, reader));
    let mut runs = Vec::from(read(folder.path()));
    fs::write(folder.path().join("spec"), "a file").unwrap();
    runs.extend(read(folder.path()));
    assert!(runs.iter().all(|run| (run.code, run.stderr.as_str()) == (0, note)), "{runs:#?}");
    assert_eq!(runs[0].stdout, contract().canonical_json());
    // Without a repository the current folder is the working tree.
    fs::remove_file(folder.path().join("spec")).unwrap();
    fs::create_dir(folder.path().join("spec")).unwrap();
    fs::write(folder.path().join("spec/openapi.yaml"), OTHER).unwrap();
    for run in read(folder.path()) {
        let note = "contract: spec/openapi.yaml, of the working tree\n";
        assert_eq!((run.code, run.stderr.as_str()), (0, note), "{run:?}");
        assert!(run.stdout.contains("isolate"), "{run:?}");
    }
}

/// It is an error, and never a reason to read another contract.
#[test]
fn a_contract_of_the_working_tree_that_cannot_be_read_is_named() {
    let refused = |repository: &Repository, message: &str| {
        for arguments in READERS.iter().copied().chain([["check"].as_slice(), &["diff", "main"]]) {
            let Run { code, stdout, stderr } = repository.run(arguments);
            assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}: {stderr}");
            assert!(stderr.contains(message), "{arguments:?}: {stderr}");
        }
    };
    let repository = Repository::new();
    repository.write("spec/openapi.yaml", "openapi: 3.0.3\ninfo: [\n");
    refused(&repository, "error: spec/openapi.yaml:");
    let path = repository.path().join("spec/openapi.yaml");
    fs::write(&path, b"openapi: \xe9\n").unwrap();
    refused(&repository, "error: spec/openapi.yaml: byte 9 is not UTF-8");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    refused(&repository, "error: spec/openapi.yaml: ");
    #[cfg(unix)]
    {
        fs::remove_dir(&path).unwrap();
        std::os::unix::fs::symlink("gone.yaml", &path).unwrap();
        refused(&repository, "error: spec/openapi.yaml: ");
    }
}

/// A fixup must find something in the contract that the command was built from alone, wherever others are.
#[test]
fn a_fixup_that_another_contract_does_not_need_is_skipped() {
    let repository = Repository::new();
    let alone = "openapi: 3.0.3\ninfo: {title: t, version: 1.0.0}\n\
                 paths: {/a: {get: {operationId: isolate, responses: {'204': {description: done}}}}}\n";
    for text in [OTHER, alone] {
        repository.write("other.yaml", text);
        repository.write("spec/openapi.yaml", text);
        for view in VIEWS {
            for source in [["other.yaml"].as_slice(), &[]] {
                let Run { code, stdout, stderr } = repository.run(&[&["view", view.name], source].concat());
                assert_eq!(code, 0, "{}: {stderr}", view.name);
                let printed: Value = serde_json::from_str(&stdout).unwrap();
                assert!(
                    printed["paths"].to_string().contains(r#""operationId":"isolate""#),
                    "{}: {printed}",
                    view.name
                );
            }
        }
    }
    // Ours is ours under any name.
    let ours = fs::read_to_string(project("spec/openapi.yaml")).unwrap();
    repository.write("copy.yaml", &ours);
    for view in VIEWS {
        let copy = repository.run(&["view", view.name, "copy.yaml"]);
        assert_eq!((copy.code, copy.stderr.as_str()), (0, ""), "{}", view.name);
        assert_eq!(copy.stdout, run_in(&project(""), &["view", view.name]).stdout, "{}", view.name);
    }
}
