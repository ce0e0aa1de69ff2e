//! Calls whose token a credential gives.

#![allow(deprecated, reason = "blocking and unblocking are deprecated, and still served")]

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::error::{Error as AzureError, ErrorKind};
use azure_core::http::headers::Headers;
use azure_core::http::{RawResponse, StatusCode};
use defender_actions::{Access, Caller, Client, ClientBuilder, Environment, Error, Outcome, operations};
use defender_actions_simulator::{Fault, Simulator};
use test_support::contract;

const SCOPE: &str = "https://example.com/.default";
const SECRET: &str = "s3cr3t-t0ken";

/// A credential that gives these in turn, and remembers for which scopes.
#[derive(Default)]
struct Scripted {
    answers: Mutex<VecDeque<azure_core::Result<AccessToken>>>,
    scopes: Mutex<Vec<String>>,
}

impl Scripted {
    fn new(answers: impl IntoIterator<Item = azure_core::Result<AccessToken>>) -> Arc<Self> {
        Arc::new(Self { answers: Mutex::new(answers.into_iter().collect()), ..Self::default() })
    }

    fn tokens<const N: usize>(tokens: [&'static str; N]) -> Arc<Self> {
        Self::new(tokens.map(|text| Ok(AccessToken::new(text, (SystemTime::now() + Duration::from_secs(3600)).into()))))
    }

    fn asked(&self) -> usize {
        self.scopes.lock().unwrap().len()
    }
}

impl fmt::Debug for Scripted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scripted")
    }
}

#[async_trait::async_trait]
impl TokenCredential for Scripted {
    async fn get_token(&self, scopes: &[&str], _: Option<TokenRequestOptions<'_>>) -> azure_core::Result<AccessToken> {
        self.scopes.lock().unwrap().extend(scopes.iter().map(|scope| (*scope).to_owned()));
        self.answers.lock().unwrap().pop_front().expect("the credential is asked too often")
    }
}

fn client(simulator: &Simulator, credential: &Arc<Scripted>) -> Client {
    Client::builder().base_url(simulator.url()).token_scope(SCOPE).credential(credential.clone()).build().unwrap()
}

async fn block(client: &Client) -> Result<(), Error> {
    let call = client.block_file().sha1("7327b54fd718525cbca07dacde913b5ac3c85673");
    call.body_map(|body| body.comment("Alert 32123")).send().await.map(drop)
}

/// The tokens that the simulator has seen.
fn tokens(simulator: &Simulator) -> Vec<String> {
    let journal = simulator.journal();
    let header = |it: &defender_actions_simulator::Request| it.header("authorization").unwrap_or_default().to_owned();
    journal.iter().map(header).collect()
}

#[tokio::test]
async fn calls_share_the_token_of_a_credential() {
    let (simulator, credential) = (Simulator::start().unwrap(), Scripted::tokens(["one"]));
    let client = client(&simulator, &credential);
    for _ in 0..3 {
        block(&client.clone()).await.unwrap();
    }
    assert_eq!(tokens(&simulator), ["Bearer one"; 3]);
    assert_eq!(*credential.scopes.lock().unwrap(), [SCOPE]);
}

#[tokio::test]
async fn after_401_a_call_is_sent_once_more_with_another_token() {
    let (simulator, credential) = (Simulator::start().unwrap(), Scripted::tokens(["one", "two", "three"]));
    let client = client(&simulator, &credential);
    simulator.fault(Fault::ExpiredToken);
    block(&client).await.unwrap();
    assert_eq!(tokens(&simulator), ["Bearer one", "Bearer two"]);

    // Not twice.
    simulator.fault(Fault::ExpiredToken);
    simulator.fault(Fault::ExpiredToken);
    let error = block(&client).await.unwrap_err();
    assert_eq!((error.outcome(), error.status().unwrap().as_u16()), (Outcome::Refused, 401));
    assert_eq!(tokens(&simulator)[2..], ["Bearer two", "Bearer three"]);
}

#[tokio::test]
async fn a_call_is_not_sent_again_with_the_token_that_was_refused() {
    let (simulator, credential) = (Simulator::start().unwrap(), Scripted::tokens(["one", "one"]));
    simulator.fault(Fault::ExpiredToken);
    let error = block(&client(&simulator, &credential)).await.unwrap_err();
    assert_eq!((error.outcome(), tokens(&simulator).len(), credential.asked()), (Outcome::Refused, 1, 2));
}

#[tokio::test]
async fn a_token_of_the_caller_s_own_is_not_asked_for_again() {
    let simulator = Simulator::start().unwrap();
    let client = Client::builder().base_url(simulator.url()).bearer_token(SECRET).build().unwrap();
    simulator.fault(Fault::ExpiredToken);
    assert_eq!(block(&client).await.unwrap_err().outcome(), Outcome::Refused);
    assert_eq!(simulator.requests_received(), 1);
}

#[tokio::test]
async fn no_other_status_asks_for_another_token() {
    let (simulator, credential) = (Simulator::start().unwrap(), Scripted::tokens(["one"]));
    let client = client(&simulator, &credential);
    for status in [400, 403, 407, 429, 500, 503] {
        simulator.fault(Fault::Answer { status, headers: Vec::new(), body: Vec::new() });
        assert!(block(&client).await.is_err());
    }
    assert_eq!(simulator.requests_received(), 6);
}

/// An error of `azure_identity`: the response of the identity platform, and two layers around it.
fn refusal(body: &'static str, status: StatusCode) -> AzureError {
    let response = RawResponse::from_bytes(status, Headers::new(), body);
    let kind = ErrorKind::HttpResponse { status, error_code: None, raw_response: Some(Box::new(response)) };
    let error = AzureError::with_message(kind, "a description");
    let text =
        format!("ClientSecretCredential authentication failed. {error}\nTo troubleshoot, visit https://aka.ms/x");
    AzureError::with_error(ErrorKind::Credential, error, text)
}

#[tokio::test]
async fn a_refusal_of_the_identity_platform_says_why_and_what_to_check() {
    let simulator = Simulator::start().unwrap();
    let body = r#"{"error": "invalid_client", "error_description":
        "AADSTS7000222: The provided client secret keys are expired.\u001b[2J Trace ID: t-1 Correlation ID: c-1 Timestamp: x",
        "error_codes": [7000222], "trace_id": "t-1", "correlation_id": "c-1"}"#;
    let credential = Scripted::new([Err(refusal(body, StatusCode::Unauthorized))]);
    let error = block(&client(&simulator, &credential)).await.unwrap_err();
    assert_eq!((error.outcome(), error.is_retryable(), error.status()), (Outcome::NotSent, false, None));
    assert_eq!(
        error.report().to_string(),
        "no token: ClientSecretCredential: AADSTS7000222: The provided client secret keys are expired. [2J\
         \n  correlation id: c-1\
         \n  trace id: t-1\
         \n  action: not taken, nothing was sent\
         \n  to do: the client secret has expired: add a new one to the application"
    );
    assert_eq!((error.code().unwrap().as_str(), error.correlation_id()), ("AADSTS7000222", Some("c-1")));
    let Error::Credential(error) = error else { panic!("{error}") };
    assert_eq!((error.credential(), error.trace_id()), ("ClientSecretCredential", Some("t-1")));
    assert!(simulator.journal().is_empty());
}

#[tokio::test]
async fn an_identity_platform_that_does_not_answer_can_be_asked_later() {
    let simulator = Simulator::start().unwrap();
    let lost = AzureError::with_message(ErrorKind::Connection, "connection refused");
    let retried = lost.with_context("retry policy expired and the request will no longer be retried");
    let wrapped =
        AzureError::with_error(ErrorKind::Credential, retried, "X authentication failed. retry policy expired");
    for error in [wrapped, refusal("", StatusCode::ServiceUnavailable), refusal("{}", StatusCode::TooManyRequests)] {
        let error = block(&client(&simulator, &Scripted::new([Err(error)]))).await.unwrap_err();
        assert_eq!((error.outcome(), error.is_retryable()), (Outcome::Unreachable, true), "{error}");
        let report = error.report().to_string();
        assert!(report.contains("nothing was sent") && report.contains("check the network"), "{report}");
        assert!(!report.contains("retry policy"), "{report}");
    }
    assert!(simulator.journal().is_empty());
}

#[test]
fn a_credential_needs_a_scope_and_excludes_a_token() {
    let builder = || Client::builder().credential(Scripted::tokens([]));
    let message = |builder: ClientBuilder| builder.build().unwrap_err().to_string();
    let on_url = message(builder().base_url("http://localhost:1"));
    assert!(on_url.contains("`token_scope`") && on_url.contains("`base_url`"), "{on_url}");
    assert!(message(builder().base_url("http://localhost:1").token_scope("")).contains("`token_scope`"));
    let both = message(builder().environment(Environment::ALL[0]).bearer_token(SECRET));
    assert!(both.contains("`bearer_token` and `credential` exclude each other") && !both.contains(SECRET), "{both}");
    for environment in Environment::ALL {
        builder().environment(*environment).build().unwrap();
    }
}

#[tokio::test]
async fn no_token_is_in_debug() {
    let (simulator, credential) = (Simulator::start().unwrap(), Scripted::tokens([SECRET]));
    let client = client(&simulator, &credential);
    block(&client).await.unwrap();
    let shown = format!("{client:?} {:?}", Client::builder().credential(credential).bearer_token(SECRET));
    assert!(!shown.contains(SECRET), "{shown}");
}

#[test]
fn what_an_operation_asks_of_a_token_is_the_security_of_the_contract() {
    let contract = contract();
    for (operation, stated) in operations().iter().zip(contract.operations()) {
        assert_eq!(operation.id, stated.name());
        let of_application = |it: &openapi::RequiredScheme<'_>| it.flows().eq(["clientCredentials"]);
        for alternative in stated.security().alternatives {
            let scopes: Vec<_> = alternative.scopes().collect();
            let caller = match alternative.schemes.iter().any(of_application) {
                true => Caller::Application,
                false if alternative.schemes.iter().any(|scheme| scheme.flows().next().is_some()) => Caller::Person,
                false => continue,
            };
            let expected = if scopes.is_empty() { Access::Undecided } else { Access::Allowed };
            assert_eq!(operation.access(caller, &scopes), expected, "{} {caller:?}", operation.id);
            for left_out in 0..scopes.len() {
                let mut fewer = scopes.clone();
                let missing = fewer.remove(left_out);
                let Access::Denied(lacking) = operation.access(caller, &fewer) else { panic!("{}", operation.id) };
                assert_eq!(lacking, [missing], "{}", operation.id);
            }
        }
    }
}
