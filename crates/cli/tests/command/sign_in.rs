//! Signing in, through the whole command: every credential, refusals, and tokens that end before their time.

#![cfg(target_os = "linux")]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::thread;

use defender_actions_simulator::{Fault, FaultRule, Simulator};
use tempfile::TempDir;

use crate::identity_platform::{IdentityPlatform, SECRET, TENANT};
use crate::program::{Run, TOKEN, example_call, program, run};
use test_support::{contract, project};

const SCOPE: &str = "https://api.securitycenter.microsoft.com/.default";

/// A simulator that takes the tokens alone that it has issued, to this one secret, and its token endpoint.
struct Fixture {
    simulator: Simulator,
    platform: IdentityPlatform,
    folder: TempDir,
}

impl Fixture {
    fn new() -> Self {
        let simulator = Simulator::builder().only_issued_tokens().client_secret(SECRET).start().unwrap();
        let platform = IdentityPlatform::before(simulator.address());
        Self { simulator, platform, folder: tempfile::tempdir().unwrap() }
    }

    /// The command for an application, which has nothing to prove itself with.
    fn command(&self) -> Command {
        let mut command = program();
        self.platform.set_up(command.env_remove(TOKEN));
        command
    }

    /// The command for an application with its secret.
    fn with_secret(&self) -> Command {
        let mut command = self.command();
        command.env("AZURE_CLIENT_SECRET", SECRET);
        command
    }

    /// Calls the first operation of the contract.
    fn call(&self, command: &mut Command, arguments: &[&str]) -> Run {
        let contract = contract();
        let url = self.simulator.url();
        let call =
            command.args(example_call(&contract.operations()[0])).args(["--base-url", &url, "--token-scope", SCOPE]);
        let run = run(call.args(arguments));
        self.assert_secrecy(&run);
        run
    }

    /// Neither a token that was sent nor a secret is in an output, nor a part of one.
    fn assert_secrecy(&self, run: &Run) {
        let journal = self.simulator.journal();
        let tokens = journal.iter().filter_map(|request| request.header("authorization")?.strip_prefix("Bearer "));
        for secret in tokens.chain([SECRET]) {
            for piece in [&secret[..16], &secret[secret.len() - 16..]] {
                assert!(!run.stdout.contains(piece) && !run.stderr.contains(piece), "{run:?}");
            }
        }
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// A folder that has an Azure CLI which does this.
    fn azure_cli(&self, script: &str) -> String {
        let path = self.file("az", &format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        format!("{}:/usr/bin:/bin", self.folder.path().display())
    }

    /// A token of the simulator.
    fn token(&self) -> String {
        self.simulator.issue_token(SCOPE)
    }
}

#[test]
fn each_credential_gives_the_token_of_a_call() {
    let fixture = Fixture::new();
    let certificate = project("tests/certificate.pem");
    let federated = fixture.file("federated", "header.claims.signature\n");
    let path = fixture.azure_cli(&format!(
        r#"[ "$*" = "account get-access-token -o json --scope {SCOPE} --tenant {TENANT}" ] || exit 9
        echo '{{"accessToken": "{}", "expires_on": 4000000000, "tokenType": "Bearer"}}'"#,
        fixture.token()
    ));
    let endpoint = format!("{}/msi/token", fixture.simulator.url());
    for (kind, variable, variables) in [
        ("env", "AZURE_CLIENT_SECRET", &[("AZURE_CLIENT_SECRET", SECRET)][..]),
        ("env", "AZURE_CLIENT_CERTIFICATE_PATH", &[("AZURE_CLIENT_CERTIFICATE_PATH", certificate.to_str().unwrap())]),
        ("workload-identity", "AZURE_FEDERATED_TOKEN_FILE", &[("AZURE_FEDERATED_TOKEN_FILE", &federated)]),
        ("managed-identity", "IDENTITY_ENDPOINT", &[("IDENTITY_ENDPOINT", &endpoint), ("IDENTITY_HEADER", "header")]),
        ("cli", "`az` is installed", &[("PATH", &path)]),
    ] {
        let found = fixture.call(fixture.command().envs(variables.iter().copied()), &[]);
        assert_eq!(found.code, 0, "{kind}: {}", found.stderr);
        let announcement = format!("signs in with --credential {kind} (");
        assert!(found.stderr.contains(&announcement) && found.stderr.contains(variable), "{}", found.stderr);
        let named = fixture.call(fixture.command().envs(variables.iter().copied()), &["--credential", kind]);
        assert_eq!(named.code, 0, "{kind}: {}", named.stderr);
        assert!(!named.stderr.contains("signs in"), "{}", named.stderr);
    }
    assert_eq!(fixture.simulator.requests_received(), 10);
}

#[test]
fn a_token_of_the_caller_s_own_comes_first() {
    let fixture = Fixture::new();
    let token = fixture.token();
    let run = fixture.call(fixture.with_secret().env(TOKEN, &token), &[]);
    assert_eq!((run.code, fixture.simulator.tokens_issued()), (0, 1), "{}", run.stderr);
    let named = fixture.call(fixture.with_secret().env(TOKEN, "of no use"), &["--credential", "env"]);
    assert_eq!(named.code, 0, "{}", named.stderr);
    let both = fixture.call(&mut fixture.with_secret(), &["--credential", "env", "--token-file", "t"]);
    assert_eq!(both.code, 2);
    assert!(both.stderr.contains("--credential token"), "{}", both.stderr);
    let none = fixture.call(&mut fixture.with_secret(), &["--credential", "token"]);
    assert_eq!(none.code, 2);
    assert!(none.stderr.contains("there is no token"), "{}", none.stderr);
}

#[test]
fn a_token_that_is_refused_is_replaced_once() {
    let fixture = Fixture::new();
    fixture.simulator.fault(Fault::ExpiredToken);
    let run = fixture.call(&mut fixture.with_secret(), &[]);
    assert_eq!((run.code, fixture.simulator.tokens_issued()), (0, 2), "{}", run.stderr);
    let journal = fixture.simulator.journal();
    let tokens: Vec<_> = journal.iter().map(|request| request.header("authorization").unwrap()).collect();
    assert!(tokens.len() == 2 && tokens[0] != tokens[1]);

    for _ in 0..2 {
        fixture.simulator.fault(Fault::ExpiredToken);
    }
    let run = fixture.call(&mut fixture.with_secret(), &[]);
    assert_eq!((run.code, fixture.simulator.requests_received()), (3, 4), "{}", run.stderr);
}

/// Makes the calls of a list of three hashes.
fn run_list(fixture: &Fixture, command: &mut Command) -> Run {
    let hashes: String = (1..=3).map(|number| format!("{number:040x}\n")).collect();
    let list = fixture.file("hashes.txt", &hashes);
    let url = fixture.simulator.url();
    command.args(["run", &list, "--operation", "block-file", "--comment", "Incident 42", "--rate", "none"]);
    let run = run(command.args(["--base-url", &url, "--token-scope", SCOPE]));
    let journal = fs::read_to_string(list + ".journal.jsonl").unwrap();
    fixture.assert_secrecy(&run);
    fixture.assert_secrecy(&Run { code: 0, stdout: journal, stderr: String::new() });
    run
}

#[test]
fn the_calls_of_a_list_share_a_token_and_renew_it_on_the_way() {
    let fixture = Fixture::new();
    fixture.simulator.fault("expired-token,after=1,times=1".parse::<FaultRule>().unwrap());
    let run = run_list(&fixture, &mut fixture.with_secret());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let done = fixture.simulator.journal().iter().filter(|request| request.is_carried_out()).count();
    assert_eq!((done, fixture.simulator.tokens_issued()), (3, 2), "{}", run.stdout);
}

#[test]
fn a_list_ends_with_the_first_refusal_of_its_credential_and_can_be_gone_on_with() {
    let fixture = Fixture::new();
    let refused = run_list(&fixture, fixture.command().env("AZURE_CLIENT_SECRET", "another~secret~of~nobody"));
    assert_ne!(refused.code, 0, "{}", refused.stdout);
    let shown = refused.stdout + &refused.stderr;
    assert!(shown.contains("the token is not accepted") && !shown.contains("another~secret"), "{shown}");
    assert!(fixture.simulator.journal().is_empty());
    let again = run_list(&fixture, &mut fixture.with_secret());
    assert_eq!((again.code, fixture.simulator.requests_received()), (0, 3), "{}", again.stderr);
}

#[test]
fn a_refusal_of_the_identity_platform_is_2_and_says_what_to_check() {
    let fixture = Fixture::new();
    let wrong = fixture.call(fixture.command().env("AZURE_CLIENT_SECRET", "another~secret~of~nobody"), &[]);
    assert_eq!((wrong.code, wrong.stdout.as_str()), (2, ""), "{}", wrong.stderr);
    for part in [
        "no token: env: AADSTS7000215: ",
        "correlation id: ",
        "trace id: ",
        "nothing was sent",
        "to do: the client secret",
    ] {
        assert!(wrong.stderr.contains(part), "{part}: {}", wrong.stderr);
    }
    assert!(!wrong.stderr.contains("another~secret"), "{}", wrong.stderr);
    for (code, advice) in
        [(7_000_222, "has expired: add a new one"), (700_016, "check the client id"), (53_003, "conditional access")]
    {
        fixture.simulator.refuse_token(code);
        let refused = fixture.call(&mut fixture.with_secret(), &["--output", "json"]);
        assert_eq!(refused.code, 2, "{}", refused.stderr);
        assert!(
            refused.stderr.contains(advice) && refused.stderr.contains(&format!("AADSTS{code}: ")),
            "{}",
            refused.stderr
        );
        let json: serde_json::Value = serde_json::from_str(&refused.stdout).unwrap();
        assert_eq!((&json["outcome"], &json["code"]), (&"notSent".into(), &format!("AADSTS{code}").into()));
        assert!(json["correlationId"].is_string(), "{json}");
    }
    assert!(fixture.simulator.journal().is_empty());
}

#[test]
fn an_identity_platform_that_cannot_be_reached_is_4() {
    let fixture = Fixture::new();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let nobody = format!("https://localhost:{}", free.port());
    let run_ = fixture.call(fixture.with_secret().env("AZURE_AUTHORITY_HOST", &nobody), &[]);
    assert_eq!(run_.code, 4, "{}", run_.stderr);
    assert!(
        run_.stderr.contains("no connection to localhost") && run_.stderr.contains("nothing was sent"),
        "{}",
        run_.stderr
    );
    // A certificate that nobody trusts.
    let stranger = fixture.call(fixture.with_secret().env_remove("SSL_CERT_FILE"), &[]);
    assert_eq!(stranger.code, 4, "{}", stranger.stderr);
    assert!(stranger.stderr.contains("certificate"), "{}", stranger.stderr);
    assert!(fixture.simulator.journal().is_empty());
}

#[test]
fn a_secret_is_not_sent_unencrypted() {
    let fixture = Fixture::new();
    for host in ["http://127.0.0.1:1", "http://login.example"] {
        let run = fixture.call(fixture.with_secret().env("AZURE_AUTHORITY_HOST", host), &[]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.to_lowercase().contains("https"), "{}", run.stderr);
    }
    let endpoint = [("IDENTITY_ENDPOINT", "http://identity.example/token"), ("IDENTITY_HEADER", SECRET)];
    let run = fixture.call(fixture.command().envs(endpoint), &[]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("plain http"), "{}", run.stderr);
}

/// A page of a proxy, and an answer that repeats the secret.
#[test]
fn an_answer_of_another_is_reported_and_shows_no_secret() {
    let secret = format!("{{\"error\": \"x\", \"error_description\": \"AADSTS1: you sent {SECRET}\\u001b[2J\"}}");
    for (status, body, part) in [
        (
            "403 Forbidden",
            "<html><b>Blocked by policy</b>",
            "answered 403 Forbidden, and not as the identity platform does",
        ),
        ("200 OK", "<html>Sign in</html>", "answered 200 OK, and not as the identity platform does"),
        ("200 OK", "{}", "the token is empty"),
        ("400 Bad Request", &secret, "AADSTS1: you sent …"),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let platform = IdentityPlatform::before(listener.local_addr().unwrap());
        let response =
            format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 1 << 16]).unwrap();
            stream.write_all(response.as_bytes()).unwrap();
        });
        let fixture = Fixture::new();
        let mut command = fixture.with_secret();
        platform.set_up(&mut command);
        let run = fixture.call(&mut command, &[]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(part) && !run.stderr.contains('\u{1b}'), "{part}: {}", run.stderr);
        server.join().unwrap();
    }
}

#[test]
fn what_is_missing_is_named() {
    let fixture = Fixture::new();
    let contract = contract();
    let call = example_call(&contract.operations()[0]);
    let base_url = fixture.simulator.url();
    let mut no_scope = fixture.with_secret();
    let run_ = run(no_scope.args(&call).args(["--base-url", &base_url]));
    assert_eq!(run_.code, 2);
    assert!(run_.stderr.contains("--token-scope") && run_.stderr.contains("auth scope"), "{}", run_.stderr);
    for (kind, removed, problem) in [
        ("env", "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH"),
        ("env", "AZURE_TENANT_ID", "AZURE_TENANT_ID is not set"),
        ("env", "AZURE_CLIENT_ID", "AZURE_CLIENT_ID is not set"),
        ("workload-identity", "", "AZURE_FEDERATED_TOKEN_FILE is not set"),
    ] {
        let run = fixture.call(fixture.with_secret().env_remove(removed), &["--credential", kind]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(problem) && run.stderr.contains(kind), "{}", run.stderr);
    }
    for (variable, kind, text, problem) in [
        ("AZURE_CLIENT_CERTIFICATE_PATH", "env", "no PEM", "no PEM file"),
        ("AZURE_FEDERATED_TOKEN_FILE", "workload-identity", " \n", "is empty"),
    ] {
        let file = fixture.file("file", text);
        let run = fixture.call(fixture.command().env(variable, &file), &["--credential", kind]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(problem) && run.stderr.contains(&file), "{}", run.stderr);
    }
}

#[test]
fn the_azure_cli_says_why_it_gives_no_token() {
    let fixture = Fixture::new();
    let path = fixture.azure_cli("echo 'ERROR: Please run az login to setup account.' >&2; exit 1");
    let run = fixture.call(fixture.command().env("PATH", path), &[]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("no token: cli: ERROR: Please run az login"), "{}", run.stderr);
}

#[test]
fn a_dry_run_asks_for_no_token() {
    let fixture = Fixture::new();
    let run = fixture.call(&mut fixture.with_secret(), &["--dry-run"]);
    assert_eq!((run.code, fixture.simulator.tokens_issued()), (0, 0), "{}", run.stderr);
    assert!(run.stderr.contains("the token would be that of --credential env"), "{}", run.stderr);
    assert!(!run.stdout.contains("authorization"), "{}", run.stdout);
}
