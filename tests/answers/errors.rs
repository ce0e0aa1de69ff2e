//! What an error says: code, message, whom to ask, how long to wait, what to do.

use std::time::Duration;

use super::*;

async fn error(status: u16, headers: &[&str], body: &str) -> Error {
    blocked(raw(status, headers, body.as_bytes())).await.unwrap_err()
}

#[tokio::test]
async fn errors_of_gateways_and_the_identity_platform_give_code_and_message() {
    for (status, body, code, message) in [
        (
            401,
            r#"{"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret provided."}"#,
            Some("invalid_client"),
            "AADSTS7000215: Invalid client secret provided.",
        ),
        (429, r#"{"statusCode": 429, "message": "Rate limit is exceeded."}"#, None, "Rate limit is exceeded."),
        (403, r#"{"Message": "Authorization has been denied."}"#, None, "Authorization has been denied."),
        (
            400,
            r#"{"error": {"code": "", "message": "The query is not valid.", "details": []}}"#,
            None,
            "The query is not valid.",
        ),
    ] {
        let error = error(status, &[], body).await;
        assert_eq!((error.code().map(|code| code.as_str()), error.message()), (code, Some(message)), "{body}");
        let report = error.report().to_string();
        assert!(report.contains(&format!("\n  message: {message}\n")) && !report.contains('{'), "{report}");
    }
}

#[tokio::test]
async fn the_correlation_id_is_that_of_the_body_else_of_a_header() {
    let headers = ["request-id: 99999999-2222-3333-4444-555555555555", "mise-correlation-id: 11111111-2222"];
    let forbidden = |rest: &str| format!(r#"{{"error": {{"code": "Forbidden", "message": "m"{rest}}}}}"#);
    for (body, expected) in [
        (forbidden(r#", "target": "t""#), "t"),
        (forbidden(r#", "innerError": {"date": "d", "request-id": "r", "client-request-id": "c"}"#), "r"),
        (forbidden(r#", "innererror": {"client-request-id": "c"}"#), "c"),
        (r#"{"error": "invalid_client", "trace_id": "aaaa", "correlation_id": "bbbb"}"#.to_owned(), "bbbb"),
        (forbidden(""), "11111111-2222"),
        (String::new(), "11111111-2222"),
    ] {
        assert_eq!(error(403, &headers, &body).await.correlation_id(), Some(expected), "{body}");
    }
    let report = error(403, &headers, "").await.report().to_string();
    assert!(report.contains("\n  correlation id: 11111111-2222\n"), "{report}");
    // A success that is none has one too.
    assert_eq!(error(200, &headers, "<html>").await.correlation_id(), Some("11111111-2222"));
}

#[tokio::test]
async fn the_reason_of_an_empty_401_is_in_its_challenge() {
    let challenge =
        "WWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"The token expired at 12:00\"";
    let error = error(401, &[challenge], "").await;
    assert_eq!(error.code().unwrap().as_str(), "invalid_token");
    let report = error.report().to_string();
    assert!(
        report.contains("401 Unauthorized, code invalid_token\n  message: The token expired at 12:00\n"),
        "{report}"
    );
}

#[tokio::test]
async fn a_404_names_its_causes() {
    let body = r#"{"error": {"code": "ResourceNotFound", "message": "Sha1 7327 was not found in machine 1e5b"}}"#;
    let report = error(404, &[], body).await.report().to_string();
    assert!(report.contains("the machine, the file, or the file on that machine"), "{report}");
}

#[tokio::test]
async fn a_wrong_base_path_is_recognized() {
    let html = "<html><title>404</title></html>";
    for (status, body) in
        [(404, ""), (404, html), (404, r#"{"statusCode": 404, "message": "Resource not found"}"#), (405, "")]
    {
        let report = error(status, &[], body).await.report().to_string();
        assert!(report.contains("check the base URL, and its path"), "{status} {body}: {report}");
    }
    let report = error(403, &[], html).await.report().to_string();
    assert!(report.contains("check the base URL and the proxy"), "{report}");
    // A 403 without a body may be of the service.
    assert!(error(403, &[], "").await.report().to_string().contains("the permission of the operation"));
}

#[tokio::test]
async fn a_wait_is_what_the_response_asks_for() {
    let date = "Date: Wed, 21 Oct 2026 07:27:30 GMT";
    for (headers, seconds) in [
        (vec![date, "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT"], Some(30)),
        (vec![date, "Retry-After: Wednesday, 21-Oct-26 07:28:00 GMT"], Some(30)),
        (vec![date, "Retry-After: Wed Oct 21 07:28:00 2026"], Some(30)),
        (vec!["Retry-After: 1.5"], Some(2)),
        (vec!["Retry-After: 1,5"], Some(2)),
        (vec!["Retry-After: 999999"], Some(86_400)),
        (vec!["Retry-After: 99999999999999999999999"], None),
        (vec!["Retry-After: -5"], None),
        (vec![], None),
    ] {
        let error = error(429, &headers, "").await;
        assert_eq!(error.retry_after(), seconds.map(Duration::from_secs), "{headers:?}");
        let advice =
            seconds.map_or("wait, then repeat it".to_owned(), |it| format!("wait {it} seconds, then repeat it"));
        assert!(error.report().to_string().ends_with(&advice), "{}", error.report());
    }
}

#[tokio::test]
async fn a_message_in_another_charset_is_shown_as_far_as_it_can_be() {
    let body = b"{\"error\": {\"code\": \"Forbidden\", \"message\": \"Acc\xe8s refus\xe9\"}}";
    let error = blocked(raw(403, &["Content-Type: application/json; charset=iso-8859-1"], body)).await.unwrap_err();
    let expected = ("Forbidden", Some("Acc\u{fffd}s refus\u{fffd}"));
    assert_eq!((error.code().unwrap().as_str(), error.message()), expected);
}

#[tokio::test]
async fn debug_shows_what_was_received() {
    let error = error(403, &["request-id: 7f"], "No.").await;
    let shown = format!("{error:?}");
    for part in ["403", "Refused", "\"request-id\": \"7f\"", "\"No.\""] {
        assert!(shown.contains(part), "{shown}");
    }
}
