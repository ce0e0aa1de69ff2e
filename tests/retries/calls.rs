//! What a call that is repeated sends, waits for, and says at its end.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use defender_actions::Outcome;
use defender_actions_simulator::{Fault, ResetPoint, Simulator};

use super::*;

fn policy() -> RetryPolicy {
    RetryPolicy::new()
}

#[tokio::test]
async fn a_call_waits_as_long_as_the_service_asks() {
    let run = run(vec![status_after(503, 7), status_after(429, 90), accepted()], policy()).await;
    assert_eq!((run.attempts(), run.waits()), (3, vec![7, 90]));
    let reasons: Vec<_> = run.retries.iter().map(|(reason, _)| *reason).collect();
    assert_eq!(reasons, [RetryReason::Unavailable, RetryReason::TooManyCalls]);
    let value = run.result.unwrap();
    assert_eq!(value.status.as_ref().unwrap().as_str(), "Pending");
    let unknown: Vec<_> = value.unknown_attempts().iter().map(|it| (it.number, it.status.unwrap().as_u16())).collect();
    assert_eq!(unknown, [(1, 503)]);
    assert_eq!(value.unknown_attempts()[0].correlation_id.as_deref(), Some("id-of-later"));
}

#[tokio::test]
async fn without_a_policy_nothing_is_repeated() {
    for step in [status_after(429, 1), lost(), Step::NoListener] {
        let script = Script::start("http", vec![step, accepted()]);
        let client = Client::builder().base_url(&script.url).build().unwrap();
        let error = call(&client).await.unwrap_err();
        assert_eq!((error.attempts(), error.unknown_attempts().len()), (1, 0));
        assert!(!error.report().to_string().contains("attempt") && !matches!(error, Error::Repeated(_)));
    }
}

#[tokio::test]
async fn the_error_says_how_many_attempts_were_made_and_why_no_more() {
    let table = [
        (policy(), 30, 5, "5, no more are allowed"),
        (policy().max_attempts(2), 30, 2, "2, no more are allowed"),
        (policy().overall_timeout(Duration::from_secs(100)), 40, 3, "3; the time for all of them is over"),
        (policy().overall_timeout(Duration::from_secs(40)), 40, 1, ""),
        (policy().longest_wait(Duration::from_secs(29)), 30, 1, ""),
        (policy().longest_wait(Duration::from_secs(30)), 30, 5, "5, no more are allowed"),
        (policy().max_attempts(0), 30, 1, ""),
    ];
    for (policy, seconds, attempts, text) in table {
        let run = run(vec![status_after(429, seconds)], policy).await;
        let (error, report) = (run.error(), run.error().report().to_string());
        assert_eq!((error.attempts(), error.outcome()), (attempts, Outcome::Refused));
        assert_eq!((error.status().unwrap().as_u16(), error.correlation_id()), (429, Some("id-of-later")));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(seconds.into())), "it is for the next call");
        let line = report.lines().find_map(|line| line.strip_prefix("  attempts: ")).unwrap_or_default();
        assert_eq!(line, text, "{report}");
        let is_last = error.to_string().ends_with(&format!(", attempt {attempts}"));
        assert_eq!(is_last, attempts > 1, "{error}");
        assert!(error.is_retryable());
    }
    let run = run(vec![status_after(429, 1), status_after(429, 3600)], policy()).await;
    let report = run.error().report().to_string();
    assert!(report.contains("  attempts: 2; the service asks for a longer wait than is allowed\n"), "{report}");
    assert!(report.ends_with("wait 3600 seconds, then repeat it"), "{report}");
}

#[tokio::test]
async fn an_attempt_gets_what_is_left_of_the_time() {
    let times = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&times);
    let policy = policy().overall_timeout(Duration::from_secs(90));
    let steps = vec![status_after(429, 50), Step::Silence];
    let run = run_with("http", steps, policy, |builder| {
        builder.before_send(move |request| {
            seen.lock().unwrap().push(request.timeout().unwrap().as_secs());
            Ok(())
        })
    })
    .await;
    assert_eq!((run.attempts(), run.error().outcome(), run.error().is_timeout()), (2, Outcome::Unknown, true));
    assert_eq!(*times.lock().unwrap(), [60, 39], "a millisecond is lost in between");
}

#[tokio::test]
async fn every_attempt_is_prepared_and_sent_as_the_first() {
    let simulator = Simulator::start().unwrap();
    for _ in 0..2 {
        simulator.fault(Fault::Answer { status: 429, headers: Vec::new(), body: Vec::new() });
    }
    let policy = policy().backoff(Duration::ZERO, Duration::ZERO);
    let prepared = Arc::new(Mutex::new(0));
    let count = Arc::clone(&prepared);
    let client = Client::builder().base_url(simulator.url()).bearer_token("eyJ0.eyJh.c2ln").retry(policy);
    let client = client.before_send(move |request| {
        *count.lock().unwrap() += 1;
        request.headers_mut().insert("x-attempt", count.lock().unwrap().to_string().parse().unwrap());
        Ok(())
    });
    assert_eq!(call(&client.build().unwrap()).await.unwrap().attempts(), 3);
    assert_eq!(*prepared.lock().unwrap(), 3);
    let journal = simulator.journal();
    assert_eq!(journal.len(), 3);
    let bodies: std::collections::HashSet<_> = journal.iter().map(|it| it.body().to_vec()).collect();
    assert_eq!(bodies.len(), 1);
    let attempts: Vec<_> = journal.iter().filter_map(|it| it.header("x-attempt")).collect();
    assert_eq!(attempts, ["1", "2", "3"]);
}

#[tokio::test]
async fn what_may_have_taken_effect_is_not_sent_again_without_consent() {
    let simulator = Simulator::start().unwrap();
    let client = |repeats_unknown| {
        let policy = policy().backoff(Duration::ZERO, Duration::ZERO).repeat_unknown(repeats_unknown);
        Client::builder().base_url(simulator.url()).bearer_token("eyJ0.eyJh.c2ln").retry(policy).build().unwrap()
    };
    simulator.fault(Fault::Reset(ResetPoint::AfterAction));
    let error = call(&client(false)).await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts(), simulator.journal().len()), (Outcome::Unknown, 1, 1));

    simulator.finish_pending();
    simulator.fault(Fault::Reset(ResetPoint::AfterAction));
    let error = call(&client(true)).await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts(), simulator.journal().len()), (Outcome::Accepted, 2, 3));
    let Error::Repeated(repeated) = &error else { panic!("{error:?}") };
    assert!(repeated.took_effect() && repeated.last().outcome() == Outcome::Refused && !error.is_retryable());
    assert_eq!(error.status().unwrap().as_u16(), 400);
    assert!(error.code().is_some() && error.correlation_id().is_some() && error.message().is_some());
    assert_eq!(error.unknown_attempts()[0].number, 1);
    let report = error.report().to_string();
    assert!(report.contains("\n  attempt 1: outcome unknown: the connection was lost: "), "{report}");
    let end = "\n  action: accepted, an earlier attempt took effect\n  to do: do not repeat it; look at the action in the portal";
    assert!(report.ends_with(end), "{report}");
    assert!(format!("{error:?}").contains("TookEffect"));

    // Before the action, the repetition is the one that takes it.
    simulator.finish_pending();
    simulator.fault(Fault::Reset(ResetPoint::AfterBody));
    let value = call(&client(true)).await.unwrap();
    assert_eq!((value.attempts(), value.unknown_attempts().len()), (2, 1));
}

#[tokio::test]
async fn a_refusal_after_an_unknown_attempt_does_not_say_not_taken() {
    let run = run(vec![lost(), refusal(403, "Forbidden")], policy().repeat_unknown(true)).await;
    let (error, report) = (run.error(), run.error().report().to_string());
    assert_eq!((error.outcome(), error.code().unwrap().as_str()), (Outcome::Unknown, "Forbidden"));
    assert!(report.starts_with("the service refused: 403 Forbidden, code Forbidden\n  message: No.\n"), "{report}");
    let end =
        "\n  action: unknown, it may have been taken\n  to do: look at the action in the portal before you repeat it";
    assert!(report.ends_with(end), "{report}");
    assert!(
        report.contains("  correlation id: id-of-Forbidden\n  attempts: 2\n  attempt 1: outcome unknown: "),
        "{report}"
    );
}

#[tokio::test]
async fn a_refusal_of_the_caller_after_an_unknown_attempt_does_not_say_not_sent() {
    let count = Mutex::new(0);
    let run = run_with("http", vec![lost()], policy().repeat_unknown(true), |builder| {
        builder.before_send(move |_| {
            *count.lock().unwrap() += 1;
            if *count.lock().unwrap() == 1 { Ok(()) } else { Err("no more".to_owned()) }
        })
    })
    .await;
    assert_eq!((run.error().outcome(), run.attempts()), (Outcome::Unknown, 2));
    assert_eq!(run.error().to_string(), "no more, attempt 2");
}

#[tokio::test]
async fn to_drop_a_call_that_waits_leaves_nothing_behind() {
    let simulator = Simulator::start().unwrap();
    simulator.fault(Fault::Answer {
        status: 429,
        headers: vec![("Retry-After".to_owned(), "60".to_owned())],
        body: Vec::new(),
    });
    let (waits, mut waiting) = tokio::sync::mpsc::unbounded_channel();
    let client = Client::builder().base_url(simulator.url()).bearer_token("eyJ0.eyJh.c2ln").retry(policy());
    let client = client.on_retry(move |retry| waits.send(retry.wait).unwrap()).build().unwrap();
    assert!(format!("{client:?}").contains("OnRetry(…)"));
    {
        let mut call = pin!(call(&client));
        let wait = poll_fn(|context| match call.as_mut().poll(context) {
            Poll::Ready(_) => panic!("the call waits"),
            Poll::Pending => waiting.poll_recv(context),
        });
        assert_eq!(wait.await, Some(Duration::from_secs(60)));
    }
    drop(client);
    while tokio::runtime::Handle::current().metrics().num_alive_tasks() > 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(simulator.journal().len(), 1);
}

#[cfg(feature = "tls")]
#[tokio::test]
async fn a_proxy_that_wants_credentials_is_not_asked_again() {
    let script = Script::start("http", vec![answer(407, &[], "")]);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
    let proxied = reqwest::Client::builder().proxy(reqwest::Proxy::all(&script.url).unwrap());
    let proxied = proxied.tls_backend_preconfigured(tls).build().unwrap();
    let client = Client::builder().base_url("https://service.invalid").http_client(proxied).retry(policy());
    let error = call(&client.build().unwrap()).await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (Outcome::Unreachable, 1), "{error}");
}
