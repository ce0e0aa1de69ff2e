//! What to do after an error.

use http::StatusCode;

use super::call_error::Error;
use super::outcome::Outcome;

/// What to do next; `None` where the code and the message of the service say it best.
pub(super) fn advice<E>(error: &Error<E>) -> Option<String> {
    let outcome = error.outcome();
    if let Error::Credential(error) = error.last()
        && !matches!(outcome, Outcome::Unknown | Outcome::Accepted)
    {
        return error.advice().map(str::to_owned);
    }
    if is_pending(error) {
        let advice = "an action of this kind is already pending; after a lost connection, it is the one you asked for";
        return Some(advice.to_owned());
    }
    let advice = match (outcome, error.status()) {
        (Outcome::NotSent, _) => return None,
        (Outcome::Unreachable, _) => unreachable(error),
        (Outcome::Accepted, _) => "do not repeat it; look at the action in the portal",
        (Outcome::Unknown, _) if is_page(error) => {
            "look at the action in the portal before you repeat it; the response is a page for people, as a proxy or a \
             sign-in sends it: check the base URL and the proxy"
        }
        (Outcome::Unknown, Some(StatusCode::SERVICE_UNAVAILABLE)) if error.retry_after().is_some() => {
            let wait = error.retry_after().unwrap_or_default().as_secs();
            return Some(format!("wait {wait} seconds, and look at the action in the portal before you repeat it"));
        }
        (Outcome::Unknown, _) => "look at the action in the portal before you repeat it",
        (_, None) if matches!(error.last(), Error::Transport(_)) => unreachable(error),
        (_, Some(StatusCode::PROXY_AUTHENTICATION_REQUIRED)) => "give the proxy the credentials that it asks for",
        (_, Some(StatusCode::TOO_MANY_REQUESTS)) => match error.retry_after() {
            Some(wait) => return Some(format!("wait {} seconds, then repeat it", wait.as_secs())),
            None => "wait, then repeat it",
        },
        (_, Some(StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED)) if !is_of_service(error) => {
            "the service does not answer like this: check the base URL, and its path"
        }
        (_, Some(status)) if status.is_redirection() => "check the environment or the base URL",
        (_, Some(_)) if is_page(error) => {
            "the response is a page for people, and the service sends none: check the base URL and the proxy"
        }
        (_, Some(StatusCode::UNAUTHORIZED)) => "get a new token, for the token scope of the environment",
        (_, Some(StatusCode::FORBIDDEN)) => {
            "check that the token has the permission of the operation, and the token scope of the environment"
        }
        (_, Some(StatusCode::NOT_FOUND)) => {
            "check which is not found: the machine, the file, or the file on that machine; the organization is that of the \
             token"
        }
        _ => return None,
    };
    Some(advice.to_owned())
}

fn unreachable<E>(error: &Error<E>) -> &'static str {
    match error.last() {
        Error::Transport(error) if error.is_about_certificates() => {
            "the certificate of the server is not trusted: check the clock and the base URL; if a proxy inspects TLS, add the \
             certificate of its authority to the store of this system, or to a file that the variable SSL_CERT_FILE names"
        }
        _ => "check the environment or the base URL, the network, and the proxy",
    }
}

/// The service refuses an action while one of its kind is pending.
pub(super) fn is_pending<E>(error: &Error<E>) -> bool {
    error.outcome() == Outcome::Refused && error.failed_response().is_some_and(|response| response.is_already_active)
}

fn is_page<E>(error: &Error<E>) -> bool {
    error.failed_response().is_some_and(|response| response.is_page())
}

fn is_of_service<E>(error: &Error<E>) -> bool {
    error.failed_response().is_some_and(|response| response.is_of_service())
}
