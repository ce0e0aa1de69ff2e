//! What is known of the action: "not taken" and "accepted" only where the response proves it.

use defender_actions::Outcome;

use super::*;

const ERROR: &str = r#"{"error": {"code": "Forbidden", "message": "No."}}"#;

async fn outcome(status: u16, body: &str) -> Outcome {
    match blocked(json(status, body)).await {
        Ok(_) => panic!("{status} {body} is a success"),
        Err(error) => error.outcome(),
    }
}

#[tokio::test]
async fn a_gateway_that_gave_up_knows_nothing_of_the_action() {
    for status in [302, 303, 408, 499] {
        for body in ["", "<html>", "{}", r#"{"message": "m"}"#, r#"{"error": "x"}"#] {
            assert_eq!(outcome(status, body).await, Outcome::Unknown, "{status} {body}");
        }
        assert_eq!(outcome(status, ERROR).await, Outcome::Refused, "{status}");
    }
    let report = blocked(json(499, "")).await.unwrap_err().report().to_string();
    assert!(report.starts_with("the call was given up on its path: 499\n  action: unknown"), "{report}");
}

#[tokio::test]
async fn a_refusal_is_one_whatever_its_body() {
    for status in [301, 307, 308, 400, 401, 403, 404, 405, 407, 409, 411, 413, 425, 429, 431] {
        for body in ["", "<html>", ERROR] {
            assert_eq!(outcome(status, body).await, Outcome::Refused, "{status} {body}");
        }
    }
    for status in [500, 501, 502, 503, 504, 511, 599] {
        for body in ["", "<html>", ERROR] {
            assert_eq!(outcome(status, body).await, Outcome::Unknown, "{status} {body}");
        }
    }
}

#[tokio::test]
async fn a_success_with_an_error_object_is_none_and_shows_the_code() {
    for status in [200, 201] {
        for body in
            [ERROR, r#"{"error": {"code": "Forbidden", "mess"#, r#"{"id": "a", "error": {"code": "Forbidden"}}"#]
        {
            let error = blocked(json(status, body)).await.unwrap_err();
            assert_eq!((error.outcome(), error.code().unwrap().as_str()), (Outcome::Unknown, "Forbidden"), "{body}");
            let report = error.report().to_string();
            assert!(report.contains("the body is an error: ") && report.contains(", code Forbidden\n"), "{report}");
        }
        assert_eq!(stopped(json(status, ERROR)).await.unwrap_err().outcome(), Outcome::Unknown);
    }
}

#[tokio::test]
async fn an_empty_object_is_no_action() {
    for (status, body) in [(200, "{}"), (201, "{}"), (201, "{ \n }")] {
        let error = blocked(json(status, body)).await.unwrap_err();
        assert_eq!((error.outcome(), error.is_retryable()), (Outcome::Unknown, false));
        assert!(error.to_string().contains("the body names no action"), "{error}");
    }
    for body in ["", "null", "{}"] {
        assert_eq!(unrestricted(json(201, body)).await.unwrap_err().outcome(), Outcome::Unknown, "{body}");
    }
}

#[tokio::test]
async fn a_page_with_the_status_200_is_no_success() {
    for body in ["<!DOCTYPE html><title>Sign in</title>", "OK", "[]", r#"{"message": "Sign in"}"#, r#"{"fileStatus"#] {
        let error = blocked(json(200, body)).await.unwrap_err();
        assert_eq!((error.outcome(), error.status().unwrap().as_u16()), (Outcome::Unknown, 200), "{body}");
    }
    let report = blocked(json(200, "<html>")).await.unwrap_err().report().to_string();
    assert!(report.contains("check the base URL and the proxy"), "{report}");
    // What is an action is one.
    for (body, is_odd) in [(r#"{"fileStatus": "Blocked"}"#, false), (r#"{"fileStatus": 5, "requestor": "a"}"#, true)] {
        assert_eq!(blocked(json(200, body)).await.unwrap().deviations().is_empty(), !is_odd);
    }
}

#[tokio::test]
async fn a_status_that_the_contract_does_not_have_leaves_the_outcome_unknown() {
    for status in [202, 204, 206] {
        let error = blocked(raw(status, &[], b"")).await.unwrap_err();
        assert_eq!((error.outcome(), error.status().unwrap().as_u16()), (Outcome::Unknown, status));
    }
    assert_eq!(unrestricted(json(200, r#"{"id": "a"}"#)).await.unwrap_err().outcome(), Outcome::Unknown);
}
