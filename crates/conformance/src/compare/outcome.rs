//! What a caller holds, beside what was answered.

use std::collections::BTreeSet;

use serde_json::json;

use super::difference::{ReplyDifference, Spelling, differences};
use crate::driver::{Received, Reply};
use crate::exchange::Exchange;
use crate::scenario::ServiceAnswer;

/// The word that marks what a caller cannot get at, in tables.
pub const LOST: &str = "**lost**";

/// What a caller can lose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LossKind {
    /// The status.
    Status,
    /// A header.
    Headers,
    /// A value in the body, or some.
    Values,
    /// The body as data: it is there as text or bytes.
    DecodedBody,
    /// The body.
    Body,
}

impl LossKind {
    /// What is lost by an [`outcome`].
    pub fn of(outcome: &str) -> impl Iterator<Item = Self> {
        let losses = outcome.split_once(&format!("{LOST}: ")).map_or("", |(_, losses)| losses);
        let losses = losses.split("; ").filter(|loss| !loss.is_empty());
        losses.map(|loss| match loss {
            "the body was received as nothing" => Self::Body,
            _ if loss.starts_with("the status ") => Self::Status,
            _ if loss.starts_with("the header ") => Self::Headers,
            _ if loss.starts_with("the body ") => Self::DecodedBody,
            _ => Self::Values,
        })
    }

    /// What it is called in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Headers => "headers",
            Self::Values => "values",
            Self::DecodedBody => "decoded body",
            Self::Body => "body",
        }
    }
}

/// What the caller of an exchange holds, and what of the answer is lost, in a line.
///
/// # Errors
///
/// What the driver says if it could not make the call.
pub fn outcome(exchange: &Exchange) -> Result<String, String> {
    let reply = match &exchange.reply {
        Reply::Received(reply) => reply,
        Reply::Failure { failure } => return Err(failure.clone()),
    };
    let status = reply.status.map_or("no status".to_owned(), |status| status.to_string());
    let head = format!("{status} `{}`", reply.type_name);
    // What the simulator answers differs from run to run.
    let Some(answer) = &exchange.answer else { return Ok(head) };
    Ok(format!("{head}: {}", compare_reply(answer, reply)))
}

fn compare_reply(answer: &ServiceAnswer, reply: &Received) -> String {
    let mut losses = Vec::new();
    if reply.status != Some(answer.status) {
        let received = reply.status.map_or("nothing".to_owned(), |status| status.to_string());
        losses.push(format!("the status {} was received as {received}", answer.status));
    }
    for (name, value) in &answer.headers {
        let received = reply.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, it)| it);
        if received != Some(value) {
            let received = received.map_or("nothing".to_owned(), |received| format!("`{received}`"));
            losses.push(format!("the header {name} was received as {received}"));
        }
    }
    let mut spellings = BTreeSet::new();
    let mut undecoded = "";
    let sent = if is_json(answer) { serde_json::from_str(&answer.body).ok() } else { None };
    match (&sent, &reply.text) {
        // An error that the caller decodes has all there is to it; an action has to come decoded.
        (Some(_), Some(text)) if reply.value.is_null() && is_text(answer, text) && answer.status >= 400 => {
            undecoded = ", as text";
        }
        (Some(_), Some(_)) if reply.value.is_null() => losses.push("the body was received as text".to_owned()),
        (Some(_), None) if reply.value.is_null() => losses.push("the body was received as nothing".to_owned()),
        (Some(sent), _) => {
            for difference in differences(sent, &reply.value) {
                match difference {
                    ReplyDifference::Loss(loss) => losses.push(loss),
                    ReplyDifference::Spelling(spelling) => drop(spellings.insert(spelling)),
                }
            }
        }
        (None, text) => {
            if !is_text(answer, text.as_deref().unwrap_or_default()) {
                let received = match text {
                    None => "nothing".to_owned(),
                    Some(text) if text.contains(char::REPLACEMENT_CHARACTER) => "bytes that are no text".to_owned(),
                    Some(text) => format!("`{}`", json!(text)),
                };
                losses.push(format!("the body was received as {received}"));
            }
            losses.extend((!reply.value.is_null()).then(|| format!("the body was received as `{}`", reply.value)));
        }
    }
    if !losses.is_empty() {
        return format!("{LOST}: {}", losses.join("; "));
    }
    let spellings = spellings.iter().map(|spelling| match spelling {
        Spelling::NullIsMissing => ", null as missing",
        Spelling::MissingIsNull => ", missing as null",
        Spelling::Number => ", numbers in another spelling",
        Spelling::Time => ", times in another spelling",
    });
    format!("as sent{undecoded}{}", spellings.collect::<String>())
}

/// Whether a text is the body, as it should be held or as it was sent.
fn is_text(answer: &ServiceAnswer, text: &str) -> bool {
    text == answer.body || text == answer.sent_text()
}

fn is_json(answer: &ServiceAnswer) -> bool {
    answer.content_type.as_ref().is_some_and(|value| value.starts_with("application/json"))
}

impl Exchange {
    /// Operation and scenario, for a person.
    pub fn title(&self) -> String {
        format!("{}, {}", self.call.operation, self.scenario)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::Value;

    use super::*;
    use crate::scenario::Sending;

    fn received(status: Option<u16>, value: Value, text: Option<&str>, headers: &[(&str, &str)]) -> Received {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Received { status, type_name: "T".into(), value, text: text.map(str::to_owned), headers, raised: false }
    }

    fn compared(content_type: Option<&str>, body: &str, reply: (Option<u16>, Value, Option<&str>)) -> String {
        let content_type = content_type.map(str::to_owned);
        let answer =
            ServiceAnswer { status: 502, content_type, headers: BTreeMap::new(), body: body.to_owned(), sent: None };
        let (status, value, text) = reply;
        compare_reply(&answer, &received(status, value, text, &[]))
    }

    #[test]
    fn a_body_is_decoded_or_a_text_or_lost() {
        let (status, json_type) = (Some(502), Some("application/json; charset=utf-8"));
        let value = json!({ "a": 1 });
        assert_eq!(compared(json_type, r#"{"a": 1}"#, (status, value.clone(), None)), "as sent");
        assert_eq!(compared(json_type, r#"{"a": 1, "b": null}"#, (status, value, None)), "as sent, null as missing");
        assert_eq!(compared(json_type, r#"{"a": 1}"#, (status, Value::Null, Some(r#"{"a": 1}"#))), "as sent, as text");
        let other = (status, Value::Null, Some("{}"));
        assert_eq!(compared(json_type, r#"{"a": 1}"#, other), "**lost**: the body was received as text");
        assert_eq!(
            compared(json_type, "{}", (status, Value::Null, None)),
            "**lost**: the body was received as nothing"
        );
        assert_eq!(compared(json_type, "null", (status, json!(0), None)), "**lost**: `null` was received as `0`");
    }

    #[test]
    fn an_action_has_to_be_decoded() {
        let answer = ServiceAnswer {
            status: 201,
            content_type: Some("application/json".into()),
            headers: BTreeMap::new(),
            body: "{}".into(),
            sent: None,
        };
        let reply = received(Some(201), Value::Null, Some("{}"), &[]);
        assert_eq!(compare_reply(&answer, &reply), "**lost**: the body was received as text");
    }

    #[test]
    fn what_is_no_json_is_a_text() {
        let html = Some("text/html");
        assert_eq!(compared(html, "<p>", (Some(502), Value::Null, Some("<p>"))), "as sent");
        assert_eq!(compared(html, "<p>", (Some(502), Value::Null, None)), "**lost**: the body was received as nothing");
        let changed = compared(html, "<p>\n", (Some(502), Value::Null, Some("p\n")));
        assert_eq!(changed, r#"**lost**: the body was received as `"p\n"`"#);
        assert_eq!(
            compared(html, "<p>", (Some(502), json!({}), Some("<p>"))),
            "**lost**: the body was received as `{}`"
        );
        assert_eq!(compared(None, "", (Some(502), Value::Null, None)), "as sent");
    }

    #[test]
    fn a_status_is_the_one_that_was_sent() {
        assert_eq!(compared(None, "", (None, Value::Null, None)), "**lost**: the status 502 was received as nothing");
        assert_eq!(compared(None, "", (Some(500), Value::Null, None)), "**lost**: the status 502 was received as 500");
    }

    #[test]
    fn a_header_of_the_scenario_has_to_be_there() {
        let headers = [("Retry-After".to_owned(), "1.5".to_owned())].into();
        let answer = ServiceAnswer { status: 429, content_type: None, headers, body: String::new(), sent: None };
        let compared =
            |headers: &[(&str, &str)]| compare_reply(&answer, &received(Some(429), Value::Null, None, headers));
        assert_eq!(compared(&[("retry-after", "1.5"), ("date", "x")]), "as sent");
        assert_eq!(compared(&[]), "**lost**: the header Retry-After was received as nothing");
        assert_eq!(compared(&[("Retry-After", "1")]), "**lost**: the header Retry-After was received as `1`");
    }

    /// As a text, with the mark or without; decoded, it is in no value.
    #[test]
    fn a_byte_order_mark_is_no_difference() {
        let content_type = Some("application/json".to_owned());
        let sent = Some(Sending::ByteOrderMark);
        let answer =
            ServiceAnswer { status: 400, content_type, headers: BTreeMap::new(), body: r#"{"a": 1}"#.into(), sent };
        let compared =
            |value: Value, text: Option<&str>| compare_reply(&answer, &received(Some(400), value, text, &[]));
        assert_eq!(compared(json!({ "a": 1 }), None), "as sent");
        assert_eq!(compared(Value::Null, Some(r#"{"a": 1}"#)), "as sent, as text");
        assert_eq!(compared(Value::Null, Some("\u{feff}{\"a\": 1}")), "as sent, as text");
        assert_eq!(compared(Value::Null, Some("x")), "**lost**: the body was received as text");
    }
}
