//! `docs/retries.md`: every row of the decision, and what is then known of the action. The tables are made here.

use std::fmt::Write as _;
use std::fs;

use defender_actions::Outcome;

use super::*;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/retries.md");
const HEAD: &str = "\
# Retries

When a call is repeated, with `ClientBuilder::retry` in the library and with `--retry` in the command, and what is then known
of its action. A test plays each row over a socket and makes these tables, `tests/retries/table.rs`; with
`INSTA_UPDATE=always` it writes them anew. A policy allows at most 5 attempts in 5 minutes unless it says otherwise, and no
wait of more than 2 minutes. A backoff is a random time up to 1, 2, 4, … 30 seconds.

Each attempt is a request of its own, with the timeout of an attempt or the rest of the time of the call, whichever is less.
No attempt begins that could not end within that time: if a wait would be longer, the call ends at once. To drop the call
ends it, with its waits, and leaves nothing behind.

\"Consent\" is `RetryPolicy::repeat_unknown`, or `--repeat-unknown`: to repeat a call once whose outcome is unknown, because
taking its action twice does no harm.
";

fn action(run: &Run) -> &'static str {
    match run.result.as_ref().map_err(Error::outcome) {
        Ok(_) => "accepted",
        Err(Outcome::NotSent | Outcome::Unreachable) => "not sent",
        Err(Outcome::Refused) => "not taken",
        Err(Outcome::Accepted) => "accepted",
        Err(_) => "unknown",
    }
}

/// What a call does after an attempt.
fn decision(run: &Run) -> String {
    let Some((reason, _)) = run.retries.first() else { return "stop".to_owned() };
    let retry_after = run.result.as_ref().err().and_then(Error::retry_after);
    for (index, (_, wait)) in run.retries.iter().enumerate() {
        match retry_after {
            Some(expected) => assert_eq!(*wait, expected),
            None => assert!(*wait <= Duration::from_secs(1 << index), "{wait:?}"),
        }
    }
    let wait = if retry_after.is_some() { "`Retry-After`" } else { "a backoff" };
    match reason {
        RetryReason::Unknown => format!("wait for {wait}, repeat once"),
        _ => format!("wait for {wait}, repeat"),
    }
}

type Change = fn(ClientBuilder) -> ClientBuilder;

struct Row {
    what: &'static str,
    scheme: &'static str,
    step: Step,
    change: Change,
}

fn row(what: &'static str, step: Step) -> Row {
    Row { what, scheme: "http", step, change: |builder| builder }
}

fn rows() -> Vec<Row> {
    let refused = r#"{"error": {"code": "Forbidden", "message": "No."}}"#;
    let mut rows = vec![
        Row {
            change: |builder| builder.before_send(|_| Err("not today".to_owned())),
            ..row("the contract or the caller does not allow the request", Step::NoListener)
        },
        row("the connection is refused", Step::NoListener),
    ];
    let tls = |what, step| Row { scheme: "https", ..row(what, step) };
    rows.extend([
        tls("TLS is answered by something else", Step::Unread(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec())),
        tls("TLS is not answered in time", Step::Silence),
        tls("the certificate is not trusted", Step::Untrusted),
    ]);
    rows.extend([
        row("429 with `Retry-After`", status_after(429, 30)),
        row("429 without", refusal(429, "TooManyRequests")),
        row("429 with `Retry-After` beyond the longest wait", status_after(429, 3600)),
        row("503 with `Retry-After`", status_after(503, 30)),
        row("503 with `Retry-After` beyond the longest wait", status_after(503, 3600)),
        row("503 without", answer(503, &[], "")),
        row("500, 502, 504", answer(502, &[], "")),
        row("500, 502, 504 with `Retry-After`", status_after(500, 30)),
        row("408, 499 of a gateway", answer(408, &[], "")),
        row("408 with an error of the service", answer(408, &[], refused)),
        row("the connection is reset while the request is sent", Step::Reset),
        row("the connection is lost before the response", lost()),
        row("there is no response in time", Step::Silence),
        row(
            "a success whose body is lost before it names an action",
            Step::Answer(b"HTTP/1.1 201 C\r\nContent-Length: 9\r\n\r\n".to_vec()),
        ),
        row("a success with an error, a page or nothing in it", answer(201, &[], refused)),
        row("a success that names an action, and does not decode", answer(201, &[], "[1]")),
        row("a redirect that may follow an action (302, 303)", answer(302, &["Location: /sign-in"], "")),
        row("400, 403, 404 and other refusals", refusal(403, "Forbidden")),
        row("401", refusal(401, "Unauthorized")),
        row("an action of this kind is active already", already_active()),
    ]);
    rows
}

/// What is known after different attempts.
fn sequences() -> Vec<(&'static str, bool, Vec<Step>)> {
    let later = |status| status_after(status, 1);
    let forbidden = || refusal(403, "Forbidden");
    vec![
        ("429 with `Retry-After`, a success", false, vec![later(429), accepted()]),
        ("429 with `Retry-After`, 403", false, vec![later(429), forbidden()]),
        ("429 with `Retry-After`, already active", false, vec![later(429), already_active()]),
        ("429 with `Retry-After`, connection lost", false, vec![later(429), lost()]),
        ("429 with `Retry-After`, connection refused", false, vec![later(429), Step::NoListener]),
        ("503 with `Retry-After`, a success", false, vec![later(503), accepted()]),
        ("503 with `Retry-After`, 403", false, vec![later(503), forbidden()]),
        ("503 with `Retry-After`, already active", false, vec![later(503), already_active()]),
        ("503 with `Retry-After`, connection refused", false, vec![later(503), Step::NoListener]),
        ("connection lost, a success", true, vec![lost(), accepted()]),
        ("connection lost, already active", true, vec![lost(), already_active()]),
        ("connection lost, 403", true, vec![lost(), forbidden()]),
        ("connection lost, connection refused", true, vec![lost(), Step::NoListener]),
        ("connection lost, connection lost", true, vec![lost(), lost(), accepted()]),
        ("connection lost, 429 with `Retry-After`, already active", true, vec![lost(), later(429), already_active()]),
        ("connection lost, 503 with `Retry-After`, a success", true, vec![lost(), later(503), accepted()]),
        (
            "connection lost, 503 with `Retry-After`, connection lost",
            true,
            vec![lost(), later(503), lost(), accepted()],
        ),
        ("503 with `Retry-After`, connection lost, already active", true, vec![later(503), lost(), already_active()]),
        ("429 with `Retry-After`, connection lost, 403", true, vec![later(429), lost(), forbidden()]),
    ]
}

/// The line of the report that says what is known of the action.
fn known(run: &Run) -> String {
    let report = run.result.as_ref().map_err(|error| error.report().to_string());
    match report {
        Ok(value) if value.unknown_attempts().is_empty() => "accepted".to_owned(),
        Ok(_) => "accepted; an earlier attempt may have taken it too".to_owned(),
        Err(report) => report.lines().find_map(|line| line.strip_prefix("  action: ")).unwrap().to_owned(),
    }
}

#[tokio::test]
async fn the_table_of_retries_is_that_of_the_docs() {
    let mut text = format!(
        "{HEAD}\n## The same at each attempt\n\n| what happens | decision | attempts | action | with consent | attempts | action |\n\
         |---|---|---|---|---|---|---|\n"
    );
    for Row { what, scheme, step, change } in rows() {
        write!(text, "| {what}").unwrap();
        for repeats_unknown in [false, true] {
            let policy = RetryPolicy::new().repeat_unknown(repeats_unknown);
            let run = run_with(scheme, vec![step.clone()], policy, change).await;
            write!(text, " | {} | {} | {}", decision(&run), run.attempts(), action(&run)).unwrap();
        }
        text += " |\n";
    }
    text += "\n## One after the other\n\n| attempts | consent | made | action |\n|---|---|---|---|\n";
    for (what, repeats_unknown, steps) in sequences() {
        let run = run(steps, RetryPolicy::new().repeat_unknown(repeats_unknown)).await;
        let consent = if repeats_unknown { "yes" } else { "no" };
        writeln!(text, "| {what} | {consent} | {} | {} |", run.attempts(), known(&run)).unwrap();
    }
    if std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
        fs::write(FILE, &text).unwrap();
    }
    let written = fs::read_to_string(FILE).unwrap_or_default();
    let differing = text.lines().zip(written.lines().chain(std::iter::repeat(""))).find(|(line, known)| line != known);
    assert!(text == written, "{FILE} differs, first in (now, in the file): {differing:#?}");
}
