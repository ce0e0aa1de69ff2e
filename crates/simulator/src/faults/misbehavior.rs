//! What a request gets that meets a fault. No input or output.

use std::time::{Duration, SystemTime};

use chrono::DateTime;
use http::header::{CONTENT_TYPE, DATE, RETRY_AFTER};
use http::{HeaderValue, Response, StatusCode};

use crate::connection::progress::{Ending, Flow};
use crate::faults::fault::{Fault, FaultBody, ResetPoint, RetryAfter};
use crate::faults::rule::FaultRule;
use crate::journal::record::SentResponse;
use crate::memory::ActionMemory;
use crate::request::authentication;
use crate::response::plain;
use crate::response::refusal::{BrokenRule, Refusal, RefusalReason};
use crate::service::{ReceivedCall, Service};
use crate::tokens::issuer::Unusable;

const JSON: &str = "application/json";
const HTML: &str = "text/html; charset=utf-8";

/// The page of a gateway.
const GATEWAY_PAGE: &str =
    "<html>\r\n<head><title>Error</title></head>\r\n<body><h1>Error</h1><hr>gateway</body>\r\n</html>\r\n";

/// The page of a proxy that asks for a sign-in.
const SIGN_IN_PAGE: &str = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head>\
    <body><form method=\"post\"><input name=\"user\"></form></body></html>\n";

/// The bytes of which a large or endless body consists, again and again.
const FILLING: [u8; 1 << 14] = [b'x'; 1 << 14];

/// So many bytes of the body of a response are in the journal at most.
const KEPT: usize = 4 << 10;

/// Between two chunks of a body that never ends.
const PAUSE: Duration = Duration::from_millis(20);

/// What is sent, or how the connection ends instead.
pub(crate) enum Reply {
    Response(Response<Vec<u8>>),
    Ending(Ending),
}

/// What a request gets.
pub(crate) struct Decision {
    pub(crate) reply: Reply,
    pub(crate) latency: Duration,
    /// The fault that it met.
    pub(crate) rule: Option<FaultRule>,
    /// Whether it was carried out.
    pub(crate) is_done: bool,
    /// The rule that it broke, if it was looked at.
    pub(crate) refusal: Option<BrokenRule>,
}

impl Default for Decision {
    fn default() -> Self {
        Self { reply: Reply::Ending(Ending::Abort), latency: Duration::ZERO, rule: None, is_done: false, refusal: None }
    }
}

impl Decision {
    /// The status that is sent, if one is.
    pub(crate) fn status(&self) -> Option<u16> {
        match &self.reply {
            Reply::Response(response) => Some(response.status().as_u16()),
            Reply::Ending(Ending::Reply(bytes) | Ending::Flow(Flow { begin: bytes, .. })) => plain::status(bytes),
            Reply::Ending(_) => None,
        }
    }

    /// The rule that the request broke, if it was refused.
    pub(crate) fn refusal(&self) -> Option<&BrokenRule> {
        let of_response = match &self.reply {
            Reply::Response(response) => response.extensions().get(),
            Reply::Ending(_) => None,
        };
        self.refusal.as_ref().or(of_response)
    }

    /// What is kept of the response.
    pub(crate) fn sent(&self) -> Option<SentResponse> {
        let text = |value: &[u8]| String::from_utf8_lossy(value).into();
        let (media_type, body) = match &self.reply {
            Reply::Response(response) => {
                (response.headers().get(CONTENT_TYPE).map(|value| text(value.as_bytes())), response.body().as_slice())
            }
            Reply::Ending(Ending::Reply(bytes) | Ending::Flow(Flow { begin: bytes, .. })) => {
                let (head, body) = bytes.split_at(plain::head_length(bytes)?);
                (plain::header(head, CONTENT_TYPE.as_str()).map(Into::into), body)
            }
            Reply::Ending(_) => return None,
        };
        let beginning = &body[..body.len().min(KEPT)];
        let is_whole = beginning.len() == body.len() && !matches!(&self.reply, Reply::Ending(Ending::Flow(_)));
        Some(SentResponse { media_type, beginning: beginning.into(), is_whole })
    }
}

/// Decides what a request gets that meets this fault, or none.
pub(crate) fn decide(
    rule: Option<FaultRule>,
    service: &Service,
    call: &ReceivedCall<'_>,
    memory: &mut ActionMemory,
) -> Decision {
    let (mut is_done, mut refusal) = (false, None);
    let act = || {
        let mut response = service.answer(call, memory);
        is_done = response.status().is_success();
        refusal = response.extensions_mut().remove();
        response
    };
    let fault = rule.as_ref().map_or(&Fault::Delay, |rule| &rule.fault);
    let reply = reply(fault, service, call, act);
    let latency = rule.as_ref().map(|rule| rule.latency).unwrap_or_default();
    Decision { reply, latency, rule, is_done, refusal }
}

/// What a fault makes of a request; `act` carries it out.
fn reply(fault: &Fault, service: &Service, call: &ReceivedCall<'_>, act: impl FnOnce() -> Response<Vec<u8>>) -> Reply {
    match fault {
        Fault::Answer { status, headers, body } => bytes(plain::raw(*status, headers, body, 0)),
        Fault::Truncate { status, headers, body, missing } => bytes(plain::raw(*status, headers, body, *missing)),
        Fault::Status { status, body, retry_after } => {
            let reply = || Reply::Response(with_status(*status, *body, *retry_after, service, call));
            if (200..300).contains(status) { in_place_of(act(), reply) } else { reply() }
        }
        Fault::Delay => Reply::Response(act()),
        Fault::Disconnect => bytes(Vec::new()),
        Fault::Reset(ResetPoint::AfterAction) => {
            drop(act());
            Reply::Ending(Ending::Reset)
        }
        Fault::Reset(_) => Reply::Ending(Ending::Reset),
        Fault::Stall => Reply::Ending(Ending::Stall),
        Fault::CutOff => {
            let (status, headers, body) = parts(act());
            let sent = body.len() / 2;
            // A body of nothing has no half: its end is announced and does not come.
            bytes(plain::raw(status, &headers, &body[..sent], (body.len() - sent).max(1)))
        }
        Fault::WrongLength(missing) => {
            let (status, mut headers, body) = parts(act());
            headers.push(("Content-Length".to_owned(), body.len().saturating_sub(*missing).to_string()));
            bytes(plain::raw(status, &headers, &body, 0))
        }
        Fault::ContentType(name) => {
            let mut answer = act();
            if let Ok(value) = HeaderValue::from_str(name) {
                answer.headers_mut().insert(CONTENT_TYPE, value);
            }
            Reply::Response(answer)
        }
        Fault::Html => Reply::Response(page(StatusCode::OK, SIGN_IN_PAGE)),
        Fault::Large(size) => in_place_of(act(), || Reply::Ending(Ending::Flow(large(*size)))),
        Fault::Endless => in_place_of(act(), || Reply::Ending(Ending::Flow(endless()))),
        Fault::ExpiredToken => Reply::Response(service.refuse_call(authentication::refused(Unusable::Expired), call)),
        Fault::RateLimit(_) => Reply::Response(service.refuse_call(over_limit(Duration::ZERO), call)),
    }
}

/// What is sent in place of a success, so that none is sent for a request that is refused.
fn in_place_of(answer: Response<Vec<u8>>, reply: impl FnOnce() -> Reply) -> Reply {
    if answer.status().is_success() { reply() } else { Reply::Response(answer) }
}

/// The refusal of a call beyond a limit, which has to wait so long.
pub(crate) fn over_limit(wait: Duration) -> Refusal {
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    let message = format!("The limit of calls is reached; the next one may be made in {seconds} seconds.");
    let mut refusal = Refusal::new(RefusalReason::RateLimited, message);
    refusal.headers.push((RETRY_AFTER, seconds.into()));
    refusal
}

fn bytes(bytes: Vec<u8>) -> Reply {
    Reply::Ending(Ending::Reply(bytes))
}

fn with_status(
    status: u16,
    body: FaultBody,
    retry_after: Option<RetryAfter>,
    service: &Service,
    call: &ReceivedCall<'_>,
) -> Response<Vec<u8>> {
    let code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let empty = || {
        let mut response = Response::new(Vec::new());
        *response.status_mut() = code;
        response
    };
    let mut response = match body {
        FaultBody::Documented => service.documented(status, call).unwrap_or_else(empty),
        FaultBody::Empty => empty(),
        FaultBody::Html => page(code, GATEWAY_PAGE),
    };
    match retry_after {
        None => {}
        Some(RetryAfter::Seconds(seconds)) => drop(response.headers_mut().insert(RETRY_AFTER, seconds.into())),
        Some(RetryAfter::Date { after, skew }) => {
            let dates = [(DATE, 0), (RETRY_AFTER, i64::from(after))];
            for (name, seconds) in dates {
                if let Some(date) = date(call.now, i64::from(skew) + seconds) {
                    response.headers_mut().insert(name, date);
                }
            }
        }
    }
    response
}

/// The date of HTTP (RFC 9110, 5.6.7) so many seconds after an instant.
fn date(instant: SystemTime, seconds: i64) -> Option<HeaderValue> {
    let since = instant.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let time = DateTime::from_timestamp(i64::try_from(since.as_secs()).ok()?.checked_add(seconds)?, 0)?;
    HeaderValue::try_from(time.format("%a, %d %b %Y %H:%M:%S GMT").to_string()).ok()
}

fn page(status: StatusCode, html: &str) -> Response<Vec<u8>> {
    let mut response = Response::new(html.as_bytes().to_vec());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(HTML));
    response
}

/// Status, headers and body of a response, as [`plain::raw`] takes them.
fn parts(response: Response<Vec<u8>>) -> (u16, Vec<(String, String)>, Vec<u8>) {
    let (head, body) = response.into_parts();
    let headers = head.headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        (name.to_string(), value.into_owned())
    });
    (head.status.as_u16(), headers.collect(), body)
}

/// A success with a string of this length in its body.
fn large(size: u64) -> Flow {
    const OPEN: &[u8] = b"{\"filling\":\"";
    const CLOSE: &[u8] = b"\"}";
    let filling = size.saturating_sub((OPEN.len() + CLOSE.len()) as u64);
    let length = (filling + (OPEN.len() + CLOSE.len()) as u64).to_string();
    let headers = [("Content-Type", JSON), ("Content-Length", &length)];
    Flow {
        begin: [&head(&headers), OPEN].concat(),
        filling: &FILLING,
        length: Some(filling),
        end: CLOSE.to_vec(),
        pause: Duration::ZERO,
    }
}

/// A success whose body is chunked, and has no last chunk.
fn endless() -> Flow {
    let headers = [("Content-Type", JSON), ("Transfer-Encoding", "chunked")];
    Flow {
        begin: [&head(&headers), b"3\r\n{\"f\r\n".as_slice()].concat(),
        filling: b"10\r\nxxxxxxxxxxxxxxxx\r\n",
        length: None,
        end: Vec::new(),
        pause: PAUSE,
    }
}

fn head(headers: &[(&str, &str)]) -> Vec<u8> {
    let headers: Vec<_> = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    plain::raw(StatusCode::CREATED.as_u16(), &headers, &[], 0)
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    #[test]
    fn a_date_is_that_of_http() {
        let date = |seconds| date(UNIX_EPOCH + Duration::from_secs(784_111_777), seconds).unwrap();
        assert_eq!(date(0), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(date(-37), "Sun, 06 Nov 1994 08:49:00 GMT");
    }

    #[test]
    fn seconds_to_wait_are_rounded_up() {
        let value = |millis| over_limit(Duration::from_millis(millis)).headers.remove(0).1;
        assert_eq!([value(0), value(1), value(1000), value(1001)], ["0", "1", "1", "2"]);
    }

    #[test]
    fn a_large_body_has_the_length_that_it_announces() {
        for size in [0, 14, 100, 100_000] {
            let flow = large(size);
            let head = String::from_utf8(flow.begin.clone()).unwrap();
            let (head, body) = head.split_once("\r\n\r\n").unwrap();
            let length = body.len() as u64 + flow.length.unwrap() + flow.end.len() as u64;
            assert_eq!(length, size.max(14));
            assert!(head.contains(&format!("Content-Length: {length}\r\n")), "{head}");
        }
    }
}
