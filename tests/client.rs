//! What every operation shares: tokens, servers, empty responses, errors. One operation stands for all.

#![allow(deprecated, reason = "blocking and unblocking are deprecated, and still served")]

use std::time::Duration;

use defender_actions::types::{ErrorCode, FileAction, MachineAction};
use defender_actions::{Client, Environment, Error, Outcome, ResponseValue};
use defender_actions_simulator::{Fault, Simulator};

const SHA1: &str = "7327b54fd718525cbca07dacde913b5ac3c85673";
const MACHINE: &str = "1e5bc9d7e413ddd7902c2932e418702b84d0cc07";
const SECRET: &str = "s3cr3t-t0ken";

type Reply<T> = Result<ResponseValue<T>, Error>;

fn client(simulator: &Simulator) -> Client {
    Client::builder().base_url(simulator.url()).bearer_token(SECRET).build().unwrap()
}

async fn block(client: &Client) -> Reply<Option<FileAction>> {
    client.block_file().sha1(SHA1).body_map(|body| body.comment("Alert 32123")).send().await
}

async fn unrestrict(client: &Client) -> Reply<MachineAction> {
    client.unrestrict_code_execution().id(MACHINE).body_map(|body| body.comment("Clean")).send().await
}

/// An HTTP client as an application configures its own, with the defaults of `reqwest`.
fn own_http_client() -> reqwest::Client {
    let builder = reqwest::Client::builder();
    #[cfg(feature = "tls")]
    let builder = {
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
        builder.tls_backend_preconfigured(tls)
    };
    builder.build().unwrap()
}

fn reply(status: u16, body: &str) -> Fault {
    Fault::Answer { status, headers: Vec::new(), body: body.as_bytes().to_vec() }
}

/// The error of a call that gets this reply.
async fn error_of(fault: Fault) -> Error {
    let simulator = Simulator::start().unwrap();
    simulator.fault(fault);
    block(&client(&simulator)).await.unwrap_err()
}

#[tokio::test]
async fn the_four_operations_as_the_readme_calls_them() {
    let simulator = Simulator::start().unwrap();
    let client = client(&simulator);
    assert!(block(&client).await.unwrap().is_some());
    let unblocked = client.unblock_file().sha1(SHA1).body_map(|body| body.comment("False alarm")).send().await.unwrap();
    assert_eq!(unblocked.into_inner().unwrap().requestor_comment.as_deref(), Some("False alarm"));
    let quarantined = client.stop_and_quarantine_file().id(MACHINE).body_map(|body| body.comment("Alert").sha1(SHA1));
    assert_eq!(quarantined.send().await.unwrap().status().as_u16(), 201);
    assert_eq!(unrestrict(&client).await.unwrap().machine_id.as_deref(), Some(MACHINE));
}

#[tokio::test]
async fn a_request_carries_the_token_and_no_version() {
    let simulator = Simulator::start().unwrap();
    block(&client(&simulator)).await.unwrap();
    let request = &simulator.journal()[0];
    assert_eq!(request.header("authorization"), Some("Bearer s3cr3t-t0ken"));
    assert_eq!(request.header("api-version"), None);
    assert!(request.header("user-agent").unwrap().starts_with("defender-actions/"));
    assert_eq!(request.target(), format!("/files/{SHA1}/block"));
}

#[tokio::test]
async fn a_base_url_may_have_a_path_and_a_slash_at_its_end() {
    let simulator = Simulator::start().unwrap();
    for base in ["/api", "/api/"] {
        let url = simulator.url() + base;
        block(&Client::builder().base_url(url).bearer_token(SECRET).build().unwrap()).await.unwrap();
    }
    let targets: Vec<_> = simulator.journal().iter().map(|request| request.target().to_owned()).collect();
    assert_eq!(targets, [format!("/api/files/{SHA1}/block"), format!("/api/files/{SHA1}/block")]);
}

#[tokio::test]
async fn an_empty_success_is_accepted_with_no_action() {
    let simulator = Simulator::start().unwrap();
    for (status, body) in [(200, ""), (200, "\r\n"), (201, ""), (200, "null")] {
        simulator.fault(reply(status, body));
        let accepted = block(&client(&simulator)).await.unwrap();
        assert_eq!((accepted.status().as_u16(), &*accepted), (status, &None));
    }
    // Where the contract has no empty success, the outcome is unknown.
    simulator.fault(reply(201, ""));
    assert_eq!(unrestrict(&client(&simulator)).await.unwrap_err().outcome(), Outcome::Unknown);
}

#[tokio::test]
async fn the_error_of_the_service_is_reported_in_full() {
    let error = error_of(Fault::Answer {
        status: 429,
        headers: vec![("Retry-After".to_owned(), "17".to_owned())],
        body: br#"{"error": {"code": "TooManyRequests", "message": "Slow down.", "target": "7f3a"}}"#.to_vec(),
    })
    .await;
    assert_eq!(error.status().unwrap().as_u16(), 429);
    assert_eq!(error.code(), Some(&ErrorCode::TooManyRequests));
    assert_eq!((error.message(), error.correlation_id()), (Some("Slow down."), Some("7f3a")));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(17)));
    assert_eq!((error.is_retryable(), error.outcome()), (true, Outcome::Refused));
    let report = "the service refused: 429 Too Many Requests, code TooManyRequests\n  message: Slow down.\n  \
                  correlation id: 7f3a\n  action: not taken\n  to do: wait 17 seconds, then repeat it";
    assert_eq!(error.report().to_string(), report);
}

#[tokio::test]
async fn an_unknown_code_is_kept() {
    let error = error_of(reply(403, r#"{"error": {"code": "TenantAsleep", "message": ""}}"#)).await;
    assert_eq!(error.code(), Some(&ErrorCode::Other("TenantAsleep".to_owned())));
}

#[tokio::test]
async fn a_report_sends_nothing_but_text_to_the_terminal() {
    let escape = "\\u001b\\u202e[2J";
    let body = format!(r#"{{"error": {{"code": "a{escape}", "message": "b{escape}", "target": "c{escape}"}}}}"#);
    let report = error_of(reply(400, &body)).await.report().to_string();
    assert!(report.contains("code a [2J") && report.contains("message: b [2J"), "{report}");
    assert!(!report.contains(['\u{1b}', '\u{202e}']), "{report:?}");
}

#[tokio::test]
async fn an_error_body_of_another_form_keeps_status_and_text() {
    let html = "<html><body>Bad\nGateway</body></html>";
    for (status, body, code) in [
        (400, "", None),
        (403, html, None),
        (500, "null", None),
        (503, "{\"error\": {\"code\": \"Busy\", \"mess", Some("Busy")),
        (418, "{\"message\": \"teapot\"}", None),
        (401, "{\"error\": \"invalid_token\"}", Some("invalid_token")),
    ] {
        let error = error_of(reply(status, body)).await;
        assert_eq!(error.status().unwrap().as_u16(), status, "{body}");
        assert_eq!(error.code().map(ErrorCode::as_str), code, "{body}");
        let message = if body.contains("teapot") { Some("teapot") } else { Some(body).filter(|body| !body.is_empty()) };
        assert_eq!((error.message(), error.body()), (message, Some(body.as_bytes())), "{body}");
        assert_eq!(error.outcome(), if status < 500 { Outcome::Refused } else { Outcome::Unknown });
    }
    let report = error_of(reply(502, html)).await.report().to_string();
    assert!(report.starts_with("the service failed: 502 Bad Gateway\n  message: <html><body>Bad Gateway<"), "{report}");
}

#[tokio::test]
async fn a_truncated_error_body_keeps_the_members_that_are_complete() {
    let body = br#"{"error": {"code": "Forbidden", "message": "N"#.to_vec();
    let error = error_of(Fault::Truncate { status: 403, headers: Vec::new(), body, missing: 20 }).await;
    assert_eq!((error.status().unwrap().as_u16(), error.code()), (403, Some(&ErrorCode::Forbidden)));
}

#[tokio::test]
async fn a_reply_that_the_contract_does_not_have_leaves_the_outcome_unknown() {
    let truncated = Fault::Truncate { status: 201, headers: Vec::new(), body: b"{}".to_vec(), missing: 20 };
    for fault in [reply(202, ""), reply(200, "<html>"), reply(200, "[]"), truncated, Fault::Disconnect] {
        let name = format!("{fault:?}");
        let error = error_of(fault).await;
        assert_eq!(error.outcome(), Outcome::Unknown, "{name}: {error}");
        assert!(error.report().to_string().contains("before you repeat it"), "{name}: {error}");
    }
    // A connection that is lost within a body is a lost connection, whatever the length of the body.
    for missing in [1, 20, 2000] {
        let error = error_of(Fault::Truncate { status: 201, headers: Vec::new(), body: b"{".to_vec(), missing }).await;
        assert!(error.is_retryable() && error.report().to_string().starts_with("the connection was lost"), "{error}");
    }
}

#[tokio::test]
async fn a_call_ends_at_its_timeout() {
    let simulator = Simulator::start().unwrap();
    simulator.fault(Fault::Stall);
    let short = Duration::from_millis(50);
    // An HTTP client of the caller has no timeout, but the call does.
    let builder = Client::builder().base_url(simulator.url()).bearer_token(SECRET).timeout(short);
    let error = block(&builder.http_client(own_http_client()).build().unwrap()).await.unwrap_err();
    assert_eq!((error.outcome(), error.is_retryable()), (Outcome::Unknown, true));
    assert!(error.report().to_string().starts_with("no response in time"), "{}", error.report());
}

#[tokio::test]
async fn no_connection_means_that_nothing_was_sent() {
    let simulator = Simulator::start().unwrap();
    let client = client(&simulator);
    drop(simulator);
    let error = block(&client).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unreachable);
    assert!(error.report().to_string().starts_with("no connection: "), "{}", error.report());
}

#[tokio::test]
async fn a_redirect_takes_neither_the_request_nor_the_token_elsewhere() {
    let (simulator, elsewhere) = (Simulator::start().unwrap(), Simulator::start().unwrap());
    let redirect = || Fault::Answer {
        status: 307,
        headers: vec![("Location".to_owned(), format!("{}/files/{SHA1}/block", elsewhere.url()))],
        body: Vec::new(),
    };
    simulator.fault(redirect());
    let error = block(&client(&simulator)).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.outcome()), (307, Outcome::Refused));
    assert!(elsewhere.journal().is_empty());

    // An HTTP client of the caller may follow it, but without the token.
    simulator.fault(redirect());
    let builder = Client::builder().base_url(simulator.url()).bearer_token(SECRET);
    let _ = block(&builder.http_client(own_http_client()).build().unwrap()).await;
    assert_eq!(elsewhere.journal()[0].header("authorization"), None);
}

#[tokio::test]
async fn bad_input_is_not_sent_and_is_reported_by_name_and_rule() {
    let simulator = Simulator::start().unwrap();
    let client = client(&simulator);
    let report = |error: Error| {
        assert_eq!(error.outcome(), Outcome::NotSent);
        error.report().to_string()
    };
    for sha1 in ["", "xyz", &SHA1[1..], &format!("{SHA1}0"), &SHA1.replace('7', "g"), &format!("{SHA1}\n"), "../x"] {
        let error = client.block_file().sha1(sha1).body_map(|body| body.comment("c")).send().await.unwrap_err();
        let report = report(error);
        assert!(report.contains("`sha1` is not valid") && report.contains("40 hexadecimal digits"), "{report}");
    }
    for id in ["", "../x", "a/b", "%2e%2e", "..", &MACHINE[1..], &format!("{{{MACHINE}}}"), "x\r\nHost: y"] {
        let call = client.unrestrict_code_execution().id(id).body_map(|body| body.comment("c"));
        let report = report(call.send().await.unwrap_err());
        assert!(report.contains("`id` is not valid") && report.contains("must match"), "{report}");
    }
    let empty = client.block_file().sha1(SHA1).body_map(|body| body.comment("")).send().await.unwrap_err();
    assert!(report(empty).contains("the property `Comment` is not valid: shorter than 1 characters"));
    let missing = client.block_file().sha1(SHA1).send().await.unwrap_err();
    let report_of_body = report(missing);
    let hint = "the property `Comment` of the body is missing: set it with `.body_map(|body| body.comment(…))`";
    assert!(report_of_body.contains(hint), "{report_of_body}");
    let missing = client.block_file().body_map(|body| body.comment("c")).send().await.unwrap_err();
    assert!(report(missing).contains("`sha1` is missing: set it with `.sha1(…)`"));
    assert!(simulator.journal().is_empty());
}

#[test]
fn a_token_goes_over_https_or_to_a_loopback_address_only() {
    let build = |url: &str| Client::builder().base_url(url).bearer_token(SECRET).build().map(drop);
    for url in ["https://example.com", "http://127.0.0.1:1", "http://127.8.9.1", "http://[::1]:1", "http://localhost:1"]
    {
        assert!(build(url).is_ok(), "{url}");
    }
    for url in [
        "http://example.com",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://[::ffff:10.0.0.1]",
        "ftp://127.0.0.1",
        "https://user:password@example.com",
        "https://example.com/?a=b",
        "example.com",
        "",
    ] {
        let error = build(url).unwrap_err().to_string();
        assert!(!error.contains("password@"), "{error}");
    }
}

#[test]
fn a_client_that_cannot_be_built_says_why() {
    let error = |builder: defender_actions::ClientBuilder| builder.build().unwrap_err().to_string();
    let url = "https://example.com";
    assert!(error(Client::builder()).contains("no server to call"));
    assert!(error(Client::builder().base_url(url).environment(Environment::Production)).contains("exclude each other"));
    for token in ["", " \n", "Bearer abc", "a\u{7}b", "a\r\nb"] {
        assert!(error(Client::builder().base_url(url).bearer_token(token)).starts_with("the token"), "{token:?}");
    }
    let own = Client::builder().base_url(url).http_client(own_http_client());
    assert!(error(own.connect_timeout(Duration::from_secs(1))).contains("connect_timeout"));
}

#[test]
fn a_base_url_without_a_scheme_says_what_is_missing() {
    for (url, scheme) in [
        ("localhost:8439", "http://"),
        ("127.0.0.1:8439", "http://"),
        ("[::1]:8439/api", "http://"),
        ("localhost", "http://"),
        ("gateway.example.com/api", "https://"),
        ("gateway:443", "https://"),
    ] {
        let error = Client::builder().base_url(url).build().unwrap_err().to_string();
        assert_eq!(error, format!("the base URL has no scheme: write `{scheme}` before it"), "{url}");
    }
    assert!(Client::builder().base_url("http:/localhost:8439").build().is_ok());
    for other in ["ftp://localhost", "ftp:/localhost", "://localhost", ""] {
        let error = Client::builder().base_url(other).build().unwrap_err().to_string();
        assert!(!error.contains("before it"), "{other}: {error}");
    }
    let error = Client::builder().base_url("user:s3cr3t@localhost").build().unwrap_err().to_string();
    assert!(!error.contains("s3cr3t"), "{error}");
}

#[tokio::test]
async fn a_caller_may_add_to_a_request_and_refuse_it() {
    let simulator = Simulator::start().unwrap();
    let builder = || Client::builder().base_url(simulator.url()).bearer_token(SECRET);
    let add = |request: &mut reqwest::Request| {
        request.headers_mut().insert("prefer", "code=429".parse().unwrap());
        Ok(())
    };
    let error = block(&builder().before_send(add).build().unwrap()).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 429);
    assert_eq!(simulator.journal().len(), 1);

    let error = block(&builder().before_send(|_| Err("not today".to_owned())).build().unwrap()).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert!(error.report().to_string().starts_with("not today"), "{}", error.report());
    assert_eq!(simulator.journal().len(), 1);
}

#[tokio::test]
async fn the_token_is_never_shown() {
    let simulator = Simulator::start().unwrap();
    let builder = Client::builder().base_url(simulator.url()).bearer_token(SECRET);
    let mut shown = vec![format!("{builder:?}")];
    let client = builder.build().unwrap();
    let call = client.block_file().sha1(SHA1).body_map(|body| body.comment("c"));
    shown.extend([format!("{client:?}"), format!("{call:?}"), format!("{:?}", simulator.journal())]);
    for fault in [reply(401, ""), reply(307, ""), reply(201, "<html>"), Fault::Disconnect] {
        simulator.fault(fault);
        let error = block(&client).await.unwrap_err();
        shown.extend([format!("{error}"), format!("{error:?}"), format!("{error:#}"), error.report().to_string()]);
    }
    for text in shown {
        assert!(!text.contains(SECRET), "{text}");
    }
}

#[test]
fn debug_of_a_builder_shows_its_options() {
    let builder = Client::builder().base_url("https://example.com").response_limit(4711).bearer_token(SECRET);
    let shown = format!("{builder:?}");
    assert!(shown.contains("https://example.com") && shown.contains("4711") && !shown.contains(SECRET), "{shown}");
}

#[test]
fn environments_have_names() {
    for environment in Environment::ALL {
        assert_eq!(environment.name().parse(), Ok(*environment));
    }
    let error = "prod".parse::<Environment>().unwrap_err().to_string();
    assert!(error.contains("`prod`") && error.contains("production, regional-us"), "{error}");
}

#[test]
fn the_operations_have_the_limits_and_the_codes_of_the_contract() {
    let contract = openapi::Contract::parse("spec/openapi.yaml", defender_actions::CONTRACT).unwrap();
    for (operation, documented) in defender_actions::operations().iter().zip(contract.operations()) {
        let limits = operation.rate_limits.iter().map(|limit| openapi::RateLimit::new(limit.calls, limit.period));
        assert_eq!((operation.id, limits.collect()), (documented.name(), documented.rate_limits()));
        assert!(documented.already_active_codes().eq(operation.already_active_codes.iter().copied()));
    }
    assert!(defender_actions::operations().iter().any(|operation| !operation.rate_limits.is_empty()));
}
