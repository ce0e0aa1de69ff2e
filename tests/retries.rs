//! Calls that are repeated: against a server that plays a script, on a clock that moves only where a call waits.

#[path = "retries/calls.rs"]
mod calls;
#[path = "retries/script.rs"]
mod script;
// The table has rows of TLS.
#[cfg(feature = "tls")]
#[path = "retries/table.rs"]
mod table;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use defender_actions::types::MachineAction;
use defender_actions::{Client, ClientBuilder, Error, ResponseValue, RetryPolicy, RetryReason};
use script::{Pause, Script, Step};

const MACHINE: &str = "1e5bc9d7e413ddd7902c2932e418702b84d0cc07";
/// The time of an attempt.
const TIMEOUT: Duration = Duration::from_secs(60);

/// What a call did.
struct Run {
    result: Result<ResponseValue<MachineAction>, Error>,
    /// Why it was repeated, and after which wait.
    retries: Vec<(RetryReason, Duration)>,
}

impl Run {
    fn error(&self) -> &Error {
        self.result.as_ref().unwrap_err()
    }

    fn attempts(&self) -> u32 {
        self.result.as_ref().map_or_else(Error::attempts, ResponseValue::attempts)
    }

    fn waits(&self) -> Vec<u64> {
        self.retries.iter().map(|(_, wait)| wait.as_secs()).collect()
    }
}

async fn run(steps: Vec<Step>, policy: RetryPolicy) -> Run {
    run_with("http", steps, policy, |builder| builder).await
}

async fn run_with(
    scheme: &str,
    steps: Vec<Step>,
    policy: RetryPolicy,
    change: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> Run {
    let script = Script::start(scheme, steps);
    let retries = Arc::new(Mutex::new(Vec::new()));
    let (seen, pauses) = (Arc::clone(&retries), script.pauses.clone());
    let builder = Client::builder().base_url(&script.url).bearer_token("eyJ0.eyJh.c2ln").timeout(TIMEOUT);
    let builder = builder.retry(policy).on_retry(move |retry| {
        seen.lock().unwrap().push((retry.reason, retry.wait));
        assert_eq!(retry.attempt, seen.lock().unwrap().len() as u32 + 1);
        pauses.send(Pause::Retry(retry.wait)).unwrap();
    });
    let client = change(builder).build().unwrap();
    let result = script.on_its_clock(call(&client)).await;
    let retries = retries.lock().unwrap().clone();
    assert_eq!(retries.len() as u32 + 1, result.as_ref().map_or_else(Error::attempts, ResponseValue::attempts));
    Run { result, retries }
}

async fn call(client: &Client) -> Result<ResponseValue<MachineAction>, Error> {
    client.unrestrict_code_execution().id(MACHINE).body_map(|body| body.comment("Alert 1")).send().await
}

/// A response with this status, these header lines and this body.
fn answer(status: u16, headers: &[&str], body: &str) -> Step {
    let mut lines = vec![format!("HTTP/1.1 {status} Phrase"), format!("Content-Length: {}", body.len())];
    lines.extend(headers.iter().map(|header| (*header).to_owned()));
    lines.push("Connection: close".to_owned());
    Step::Answer((lines.join("\r\n") + "\r\n\r\n" + body).into_bytes())
}

/// An error of the service.
fn refusal(status: u16, code: &str) -> Step {
    let body = format!(r#"{{"error": {{"code": "{code}", "message": "No.", "target": "id-of-{code}"}}}}"#);
    answer(status, &[], &body)
}

fn accepted() -> Step {
    answer(201, &[], r#"{"id": "141408d1-384c-4c19-8b57-ba39e378011a", "status": "Pending"}"#)
}

fn lost() -> Step {
    Step::Answer(Vec::new())
}

fn status_after(status: u16, seconds: u32) -> Step {
    answer(status, &[&format!("Retry-After: {seconds}"), "request-id: id-of-later"], "")
}

/// The code with which the service refuses an action while one of its kind is active.
fn already_active() -> Step {
    let operations = defender_actions::operations();
    let operation = operations.iter().find(|it| it.method_name == "unrestrict_code_execution").unwrap();
    refusal(400, operation.already_active_codes[0])
}
