//! Documents that refer to what must not be read, or to too much.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::net::TcpListener;
use std::os::unix::fs::symlink;
use std::process::Command;

use crate::repository::Repository;

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\n";

/// A document whose one schema refers to this.
fn document(reference: &str) -> String {
    format!("{HEAD}components:\n  schemas:\n    A: {{$ref: \"{reference}\"}}\n")
}

/// A repository, with a file beside it that nothing may read.
fn repository() -> Repository {
    let repository = Repository::within("inner");
    fs::write(repository.path().with_file_name("secret.yaml"), "type: string\ndescription: s3cr3t\n").unwrap();
    repository
}

/// Refused, from the folder and from a revision, for a reason that names the reference and its place.
fn is_refused(repository: &Repository, reference: &str, reason: &str, is_in_revision: bool) {
    repository.write("api/openapi.yaml", &document(reference));
    let mut sources = vec!["api/openapi.yaml"];
    if is_in_revision {
        repository.commit();
        sources.push("HEAD:api/openapi.yaml");
    }
    for source in sources {
        let run = repository.run(&["facts", source]);
        let shown = reference.replace('\u{0}', "\\0");
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{source} {shown}: {}", run.stderr);
        let place = format!("{source}:6:9: /components/schemas/A/$ref: `{shown}` ");
        assert!(run.stderr.contains(&place) && run.stderr.contains(reason), "{source} {shown}: {}", run.stderr);
        assert!(!run.stderr.contains("s3cr3t"), "{}", run.stderr);
    }
}

#[test]
fn nothing_outside_of_the_repository_is_read() {
    let repository = repository();
    let outside = "leads out of the folder from which files are read";
    for reference in ["../../secret.yaml", "../../../etc/passwd", "x/../../../secret.yaml", "%2e%2e/%2E%2E/secret.yaml"]
    {
        is_refused(&repository, reference, outside, true);
    }
    is_refused(&repository, "/etc/passwd", "is an absolute path", true);
    is_refused(&repository, "..%2f..%2fsecret.yaml", "is not the path of a file", true);
    is_refused(&repository, "x%00.yaml", "is not the path of a file", true);
    is_refused(&repository, "../.git/config", "there is no such file", true);
}

#[test]
fn nothing_is_fetched() {
    let repository = repository();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    for scheme in ["http:", "https:", "HTTP:", "file:", "ftp:", ""] {
        is_refused(&repository, &format!("{scheme}//{address}/a.yaml"), "is a URL, and nothing is fetched", true);
    }
    is_refused(&repository, "data:application/yaml,type%3A%20string", "is a URL, and nothing is fetched", true);
    assert_eq!(listener.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
}

#[test]
fn no_symbolic_link_out_of_the_repository_is_followed() {
    let repository = repository();
    repository.write("api/inside.yaml", "type: string\n");
    let link = |target: &str, name: &str| symlink(target, repository.path().join(name)).unwrap();
    link("../../secret.yaml", "api/out.yaml");
    link("../..", "api/folder");
    link("/etc/passwd", "api/absolute.yaml");
    link("inside.yaml", "api/link.yaml");
    link("nothing.yaml", "api/dangling.yaml");
    link("circle.yaml", "api/circle.yaml");
    for reference in ["out.yaml", "folder/secret.yaml", "absolute.yaml"] {
        is_refused(&repository, reference, "a symbolic link leads out of the folder", true);
    }
    is_refused(&repository, "dangling.yaml", "there is no such file", true);
    is_refused(&repository, "circle.yaml", "which cannot be read: ", true);
    repository.write("api/openapi.yaml", &document("link.yaml"));
    repository.commit();
    for source in ["api/openapi.yaml", "HEAD:api/openapi.yaml"] {
        let run = repository.run(&["facts", source]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{source}");
    }
}

#[test]
fn what_is_no_file_of_text_is_refused() {
    let repository = repository();
    repository.write("api/folder/a.yaml", "type: string\n");
    fs::write(repository.path().join("api/latin.yaml"), b"type: string\ntitle: \xe9\n").unwrap();
    is_refused(&repository, "folder", "it is not a regular file", true);
    is_refused(&repository, "none.yaml", "there is no such file", true);
    is_refused(&repository, "latin.yaml", "byte 20 is not UTF-8", true);
    is_refused(&repository, "folder/a.yaml/b.yaml", "there is no such file", true);
    assert!(Command::new("mkfifo").arg(repository.path().join("api/pipe.yaml")).status().unwrap().success());
    is_refused(&repository, "pipe.yaml", "it is not a regular file", false);
    fs::remove_file(repository.path().join("api/pipe.yaml")).unwrap();
    File::create(repository.path().join("api/large.yaml")).unwrap().set_len(1 << 30).unwrap();
    is_refused(&repository, "large.yaml", "are larger than one may be", false);
    File::create(repository.path().join("api/large.yaml")).unwrap().set_len(65 << 20).unwrap();
    is_refused(&repository, "large.yaml", "are larger than one may be", true);
}

#[test]
fn the_files_of_a_document_are_bounded_together() {
    let repository = repository();
    let text = format!("a: &a [{}]\nb: [{}]\n", "1,".repeat(1000), "*a,".repeat(600));
    for name in ["a", "b"] {
        repository.write(&format!("api/{name}.yaml"), &text);
    }
    repository.write("api/openapi.yaml", &document("a.yaml").replace("A:", "B: {$ref: b.yaml}\n    A:"));
    let run = repository.run(&["facts", "api/openapi.yaml"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("values are repeated once aliases are expanded"), "{}", run.stderr);

    let names: String = (0..10_001).map(|number| format!("    A{number}: {{$ref: 'many/{number}.yaml'}}\n")).collect();
    for number in 0..10_001 {
        repository.write(&format!("api/many/{number}.yaml"), "{type: string}");
    }
    repository.write("api/openapi.yaml", &format!("{HEAD}components:\n  schemas:\n{names}"));
    let run = repository.run(&["facts", "api/openapi.yaml"]);
    assert_eq!(run.code, 2);
    let most = "`many/10000.yaml` would be one more file than the 10000 that a document may have";
    assert!(run.stderr.contains(most), "{}", run.stderr);
    repository.write(
        "api/openapi.yaml",
        &format!("{HEAD}components:\n  schemas:\n{}", names.replace("many/10000", "many/0")),
    );
    repository.commit();
    for source in ["api/openapi.yaml", "HEAD:api/openapi.yaml"] {
        assert_eq!(repository.run(&["facts", source]).code, 0, "{source}");
    }
}

#[test]
fn a_document_that_nobody_names_is_no_link_out_of_the_repository() {
    let repository = repository();
    fs::write(repository.path().with_file_name("secret.yaml"), format!("{HEAD}x-secret: s3cr3t\n")).unwrap();
    fs::create_dir_all(repository.path().join("api")).unwrap();
    symlink("../../secret.yaml", repository.path().join("api/link.yaml")).unwrap();
    fs::remove_file(repository.path().join("spec/openapi.yaml")).unwrap();
    symlink("../../secret.yaml", repository.path().join("spec/openapi.yaml")).unwrap();
    for arguments in [&["check", "api/*.yaml"][..], &["diff", "main", "api/*.yaml"], &["diff", "main"], &["facts"]] {
        let run = repository.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains("a symbolic link leads out of the repository"), "{arguments:?}: {}", run.stderr);
    }
}
