//! What a call reports to `tracing`: the names, the values, and what is never among them.

#![allow(deprecated, reason = "blocking and unblocking are deprecated, and still served")]

#[path = "tracing/recorder.rs"]
mod recorder;

use std::collections::{BTreeMap, BTreeSet};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::error::{Error as AzureError, ErrorKind};

use defender_actions::types::FileAction;
use defender_actions::{Client, ClientBuilder, Error, ResponseValue, RetryPolicy};
use defender_actions_simulator::{Fault, Simulator};
use recorder::{Fields, Recorder};

const SHA1: &str = "7327b54fd718525cbca07dacde913b5ac3c85673";
const TOKEN: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl";
const COMMENT: &str = "Alert 32123 on the laptop of Ann";

fn builder(url: &str) -> ClientBuilder {
    Client::builder().base_url(url).bearer_token(TOKEN)
}

async fn block(client: ClientBuilder) -> Result<ResponseValue<Option<FileAction>>, Error> {
    client.build().unwrap().block_file().sha1(SHA1).body_map(|body| body.comment(COMMENT)).send().await
}

/// A credential that gives so many tokens, each another.
#[derive(Debug)]
struct Tokens(AtomicUsize, usize);

#[async_trait::async_trait]
impl TokenCredential for Tokens {
    async fn get_token(&self, _: &[&str], _: Option<TokenRequestOptions<'_>>) -> azure_core::Result<AccessToken> {
        let given = self.0.fetch_add(1, Ordering::Relaxed);
        if given >= self.1 {
            return Err(AzureError::with_message(
                ErrorKind::Credential,
                format!("AADSTS700016: no more after {TOKEN}"),
            ));
        }
        Ok(AccessToken::new(format!("{TOKEN}{given}"), (SystemTime::now() + Duration::from_secs(3600)).into()))
    }
}

/// What is recorded of a call with a credential that gives so many tokens, the first of which has expired.
async fn with_credential(tokens: usize) -> Recorder {
    let simulator = Simulator::start().unwrap();
    simulator.fault(Fault::ExpiredToken);
    let client = Client::builder().base_url(simulator.url()).token_scope("https://example.com/.default");
    let (recorder, _guard) = Recorder::start();
    let _ = block(client.credential(Arc::new(Tokens(AtomicUsize::new(0), tokens)))).await;
    recorder
}

/// A refusal that allows to call again at once.
fn busy() -> Fault {
    Fault::Answer { status: 429, headers: vec![("Retry-After".to_owned(), "0".to_owned())], body: Vec::new() }
}

/// A response with the token and the comment at every place that is read.
fn echo(status: u16) -> Fault {
    let body = format!(
        r#"{{"error": {{"code": "{TOKEN}", "message": "{COMMENT} {TOKEN}", "target": "{TOKEN}"}},
            "id": "{TOKEN}", "requestorComment": "{COMMENT}", "fileStatus": 7, "{TOKEN}": "{TOKEN}"}}"#
    );
    let header = |name: &str| (name.to_owned(), TOKEN.to_owned());
    Fault::Answer { status, headers: vec![header("request-id"), header("location")], body: body.into_bytes() }
}

/// What is recorded of a call that meets a fault, and the port of the server.
async fn recorded(fault: Option<Fault>, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> (Recorder, String) {
    let simulator = Simulator::start().unwrap();
    if let Some(fault) = fault {
        simulator.fault(fault);
    }
    let (recorder, _guard) = Recorder::start();
    let _ = block(change(builder(&simulator.url()))).await;
    (recorder, simulator.url().rsplit(':').next().unwrap().to_owned())
}

/// The fields that differ from call to call, in one line.
fn summary(recorder: &Recorder) -> String {
    let names = [
        "http.response.status_code",
        "error.type",
        "otel.status_code",
        "defender_actions.outcome",
        "defender_actions.code",
        "defender_actions.correlation_id",
        "defender_actions.retry_after",
    ];
    let fields = recorder.span("attempt").fields;
    names.iter().map(|name| fields.get(*name).map_or("-", String::as_str)).collect::<Vec<_>>().join(" ")
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[tokio::test]
async fn a_success_has_the_names_of_the_conventions() {
    let (recorder, port) = recorded(None, |client| client).await;
    let call = recorder.span("call");
    let expected = fields(&[
        ("otel.name", "blockFile"),
        ("otel.kind", "internal"),
        ("defender_actions.operation", "blockFile"),
        ("defender_actions.outcome", "accepted"),
    ]);
    assert_eq!((call.parent, call.fields), (None, expected));
    let mut attempt = recorder.span("attempt");
    assert_eq!(attempt.parent, Some(call.id));
    let size = attempt.fields.remove("http.response.body.size").unwrap();
    assert!(size.parse::<u64>().unwrap() > 100, "{size}");
    let expected = fields(&[
        ("otel.name", "POST /files/{sha1}/block"),
        ("otel.kind", "client"),
        ("http.request.method", "POST"),
        ("http.request.body.size", "46"),
        ("http.response.status_code", "201"),
        ("network.peer.address", "127.0.0.1"),
        ("network.peer.port", &port),
        ("network.protocol.version", "1.1"),
        ("server.address", "127.0.0.1"),
        ("server.port", &port),
        ("url.full", &format!("http://127.0.0.1:{port}/files/{SHA1}/block")),
        ("url.template", "/files/{sha1}/block"),
        ("defender_actions.operation", "blockFile"),
        ("defender_actions.outcome", "accepted"),
    ]);
    assert_eq!(attempt.fields, expected);
    assert_eq!(recorder.messages(), ["sending the request", "response received", "call ended"]);
    let events = recorder.events();
    let places: Vec<_> = events.iter().map(|event| (event.level.as_str(), event.spans.as_slice())).collect();
    let attempt: &[_] = &["attempt", "call"];
    assert_eq!(places, [("DEBUG", attempt), ("DEBUG", attempt), ("INFO", &["call"])]);
}

#[tokio::test]
async fn each_end_of_a_call_has_its_error_type() {
    let refusal = r#"{"error": {"code": "TooManyRequests", "message": "Wait.", "target": "5c1f"}}"#;
    let headers = vec![("Retry-After".to_owned(), "30".to_owned())];
    let refused = Fault::Answer { status: 429, headers, body: refusal.as_bytes().to_vec() };
    let id = vec![("mise-correlation-id".to_owned(), "h1".to_owned())];
    let table = [
        (refused, "429 429 ERROR refused TooManyRequests 5c1f 30", "response received"),
        (
            Fault::Answer { status: 502, headers: id.clone(), body: Vec::new() },
            "502 502 ERROR unknown - h1 -",
            "response received",
        ),
        (
            Fault::Answer { status: 302, headers: id, body: Vec::new() },
            "302 302 ERROR unknown - h1 -",
            "response received",
        ),
        (
            Fault::Answer { status: 201, headers: Vec::new(), body: b"<html>".to_vec() },
            "201 invalid_response ERROR accepted - - -",
            "response received",
        ),
        (Fault::Disconnect, "- connection_lost ERROR unknown - - -", "no response"),
        (Fault::CutOff, "201 connection_lost ERROR accepted - - -", "response received"),
    ];
    for (fault, expected, message) in table {
        let name = format!("{fault:?}");
        let (recorder, _) = recorded(Some(fault), |client| client).await;
        assert_eq!(summary(&recorder), expected, "{name}");
        assert_eq!(recorder.messages(), ["sending the request", message, "call ended"], "{name}");
        let (call, attempt) = (recorder.span("call").fields, recorder.span("attempt").fields);
        for name in ["error.type", "otel.status_code", "defender_actions.outcome"] {
            assert_eq!(call.get(name), attempt.get(name), "{name}");
        }
    }
}

#[tokio::test]
async fn a_call_that_takes_too_long_is_a_timeout() {
    let short = |client: ClientBuilder| client.timeout(Duration::from_millis(200));
    let (recorder, _) = recorded(Some(Fault::Stall), short).await;
    assert_eq!(summary(&recorder), "- timeout ERROR unknown - - -");
}

#[tokio::test]
async fn what_is_unreachable_says_why() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let (recorder, _guard) = Recorder::start();
    block(builder(&url)).await.unwrap_err();
    assert_eq!(summary(&recorder), "- connection_failed ERROR unreachable - - -");
    let events = recorder.events();
    assert_eq!(events[1].fields["message"], "no response");
    assert!(events[1].fields["error.message"].starts_with("no connection: "), "{events:?}");
}

#[tokio::test]
async fn what_is_not_sent_has_no_attempt() {
    let refuse = |client: ClientBuilder| client.before_send(|_| Err("not today".to_owned()));
    let (recorder, _) = recorded(None, refuse).await;
    assert!(recorder.spans("attempt").is_empty());
    let call = recorder.span("call").fields;
    assert_eq!((&*call["error.type"], &*call["defender_actions.outcome"]), ("invalid_request", "notSent"));
    assert_eq!(recorder.messages(), ["call ended"]);
}

#[tokio::test]
async fn a_call_that_is_given_up_says_so() {
    let simulator = Simulator::start().unwrap();
    simulator.fault(Fault::Stall);
    let (recorder, _guard) = Recorder::start();
    let received = async {
        while simulator.requests_received() == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        reply = block(builder(&simulator.url())) => panic!("{reply:?}"),
        () = received => {}
    }
    assert_eq!(summary(&recorder), "- cancelled ERROR - - - -");
    assert_eq!(recorder.span("call").fields["error.type"], "cancelled");
    assert_eq!(recorder.messages(), ["sending the request", "given up", "given up"]);
}

#[tokio::test]
async fn what_a_url_may_hide_is_left_out() {
    let change = |request: &mut reqwest::Request| {
        let url = request.url_mut();
        url.set_username("ann").unwrap();
        url.set_password(Some("s3cr3t")).unwrap();
        url.set_query(Some("sig=s3cr3t"));
        url.set_fragment(Some("s3cr3t"));
        Ok(())
    };
    let (recorder, port) = recorded(None, |client| client.before_send(change)).await;
    let url = &recorder.span("attempt").fields["url.full"];
    assert_eq!(*url, format!("http://127.0.0.1:{port}/files/{SHA1}/block"));
}

#[tokio::test]
async fn neither_the_token_nor_the_comment_is_in_any_field() {
    let faults = [200, 201, 302, 400, 401, 403, 429, 500, 503].map(|status| Some(echo(status)));
    for fault in faults.into_iter().chain([None, Some(Fault::Disconnect), Some(Fault::CutOff)]) {
        let name = format!("{fault:?}");
        let (recorder, _) = recorded(fault, |client| client).await;
        assert_eq!(recorder.spans("attempt").len(), 1, "{name}");
        for value in recorder.values() {
            assert!(!value.contains(&TOKEN[..16]) && !value.contains(COMMENT), "{name}: {value}");
        }
    }
}

#[tokio::test]
async fn bodies_are_reported_to_those_who_ask_without_the_token() {
    let (recorder, _) = recorded(Some(echo(403)), |client| client.trace_bodies(true)).await;
    let events = recorder.events();
    let bodies: Vec<_> = ["defender_actions.request.body", "defender_actions.response.body"]
        .into_iter()
        .filter_map(|name| events.iter().find_map(|event| event.fields.get(name)))
        .collect();
    assert_eq!(bodies[0], &format!(r#"{{"Comment":"{COMMENT}"}}"#));
    assert!(bodies[1].contains(COMMENT) && bodies[1].contains("…"), "{}", bodies[1]);
    let messages = ["request body", "sending the request", "response body", "response received", "call ended"];
    assert_eq!(recorder.messages(), messages);
    for value in recorder.values() {
        assert!(!value.contains(&TOKEN[..16]), "{value}");
    }
}

#[tokio::test]
async fn each_attempt_has_a_span_and_each_wait_an_event() {
    let simulator = Simulator::start().unwrap();
    simulator.fault(busy());
    simulator.fault(busy());
    let (recorder, _guard) = Recorder::start();
    block(builder(&simulator.url()).retry(RetryPolicy::new())).await.unwrap();
    let call = recorder.span("call");
    let attempts = recorder.spans("attempt");
    let shown = attempts.iter().map(|attempt| {
        assert_eq!(attempt.parent, Some(call.id));
        let names = ["http.request.resend_count", "http.response.status_code", "defender_actions.outcome"];
        names.map(|name| attempt.fields.get(name).map_or("-", String::as_str)).join(" ")
    });
    assert_eq!(shown.collect::<Vec<_>>(), ["- 429 refused", "1 429 refused", "2 201 accepted"]);
    assert_eq!((call.fields.get("error.type"), &*call.fields["defender_actions.outcome"]), (None, "accepted"));
    let events = recorder.events();
    let waits: Vec<_> = events.iter().filter(|event| event.fields.contains_key("defender_actions.wait")).collect();
    assert_eq!(waits.len(), 2);
    let wait = fields(&[
        ("message", "waiting before the next attempt"),
        ("defender_actions.wait", "0.0"),
        ("error.type", "429"),
    ]);
    assert_eq!((&waits[0].fields, waits[0].level.as_str(), &waits[0].spans[..]), (&wait, "INFO", &["call"][..]));
}

#[tokio::test]
async fn a_token_that_is_refused_and_renewed_is_reported_and_not_shown() {
    let recorder = with_credential(2).await;
    let statuses =
        recorder.spans("attempt").into_iter().map(|mut span| span.fields.remove("http.response.status_code"));
    assert_eq!(statuses.collect::<Vec<_>>(), [Some("401".to_owned()), Some("201".to_owned())]);
    assert!(recorder.messages().contains(&"the token was refused; trying once more with another".to_owned()));
    let events = recorder.events();
    let lifetimes = events.iter().filter_map(|event| event.fields.get("defender_actions.token.lifetime"));
    assert_eq!(lifetimes.count(), 2, "{:?}", recorder.messages());
    let failed = with_credential(0).await;
    assert_eq!(failed.span("call").fields["error.type"], "credential_failed");
    let events = failed.events();
    let event = events.iter().find(|event| event.fields["message"] == "token not refreshed").unwrap();
    assert_eq!((event.level.as_str(), &*event.fields["defender_actions.code"]), ("WARN", "AADSTS700016"));
    for value in recorder.values().into_iter().chain(failed.values()) {
        assert!(!value.contains(&TOKEN[..16]), "{value}");
    }
}

/// The cells of the rows of a table of `docs/tracing.md`, by the heading of its first column.
fn rows(heading: &str) -> Vec<Vec<String>> {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/tracing.md")).unwrap();
    let table = page.lines().skip_while(|line| !line.starts_with(&format!("| {heading} |"))).skip(2);
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().replace('`', "")).collect();
    let rows: Vec<Vec<String>> = table.take_while(|line| line.starts_with('|')).map(cells).collect();
    assert!(!rows.is_empty(), "{heading}");
    rows
}

/// What is recorded of calls that end in every way.
async fn everything() -> Vec<Recorder> {
    let mut recorders = Vec::new();
    let status = |status| Fault::Answer { status, headers: Vec::new(), body: Vec::new() };
    let odd = Fault::Answer { status: 201, headers: Vec::new(), body: b"<html>".to_vec() };
    for fault in [None, Some(status(429)), Some(odd), Some(Fault::Disconnect)] {
        recorders.push(recorded(fault, |client| client.trace_bodies(true)).await.0);
    }
    recorders.push(recorded(Some(Fault::Stall), |client| client.timeout(Duration::from_millis(200))).await.0);
    recorders.push(recorded(None, |client| client.before_send(|_| Err("no".to_owned()))).await.0);
    recorders.push(recorded(Some(busy()), |client| client.retry(RetryPolicy::new())).await.0);
    recorders.extend([with_credential(2).await, with_credential(0).await]);
    let (recorder, _guard) = Recorder::start();
    block(builder("http://127.0.0.1:1")).await.unwrap_err();
    recorders.push(recorder);
    let (recorder, _guard) = Recorder::start();
    let call = block(builder("http://127.0.0.1:1"));
    drop(std::pin::pin!(call).poll(&mut std::task::Context::from_waker(std::task::Waker::noop())));
    recorders.push(recorder);
    recorders
}

#[tokio::test]
async fn the_page_has_every_attribute_every_event_and_every_error_type() {
    let recorders = everything().await;
    let mut attributes = BTreeMap::<String, BTreeSet<&str>>::new();
    let (mut events, mut error_types) = (BTreeMap::<(String, String), BTreeSet<&str>>::new(), BTreeSet::new());
    for recorder in &recorders {
        for span in ["call", "attempt"].into_iter().flat_map(|name| recorder.spans(name)) {
            for name in span.known {
                attributes.entry(name.to_owned()).or_default().insert(span.name);
            }
            error_types.extend(span.fields.get("error.type").cloned());
        }
        for event in recorder.events() {
            let place = event.spans.first().copied().unwrap_or_default();
            events.entry((event.fields["message"].clone(), event.level)).or_default().insert(place);
            for name in event.fields.keys().filter(|name| *name != "message") {
                attributes.entry(name.clone()).or_default().insert("event");
            }
        }
    }
    let cell = |values: &str| values.split(", ").map(str::to_owned).collect::<BTreeSet<_>>();
    let documented: BTreeMap<_, _> = rows("attribute").into_iter().map(|row| (row[0].clone(), cell(&row[1]))).collect();
    let owned = |values: BTreeSet<&str>| values.into_iter().map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(attributes.into_iter().map(|(name, of)| (name, owned(of))).collect::<BTreeMap<_, _>>(), documented);
    let documented: BTreeMap<_, _> =
        rows("event").into_iter().map(|row| ((row[0].clone(), row[1].clone()), cell(&row[2]))).collect();
    assert_eq!(events.into_iter().map(|(name, of)| (name, owned(of))).collect::<BTreeMap<_, _>>(), documented);
    let documented: BTreeSet<_> = rows("type of error").into_iter().map(|row| row[0].clone()).collect();
    let is_status = |kind: &str| kind.bytes().all(|byte| byte.is_ascii_digit());
    let found = error_types.iter().map(|kind| if is_status(kind) { "a status, as in 429" } else { kind }.to_owned());
    assert_eq!(found.collect::<BTreeSet<_>>(), documented);
}
