//! The columns of the matrix: what is asked of a client, and what the answer is called.

use serde_json::Value;

use crate::compare;
use crate::driver::{Received, Reply};
use crate::exchange::Exchange;

/// A cell that is as one would wish it.
pub const YES: &str = "yes";

/// A cell that is not.
pub const NO: &str = "no";

/// What a cell begins with if nothing was tried.
pub const NOT_RUN: &str = "not run";

/// A cell of which there is nothing to say: what is before it failed, or there is no such thing.
pub const NOTHING: &str = "–";

/// The columns before those of the questions.
pub const STEPS: [&str; 2] = ["generates", "compiles"];

/// A question: a column.
pub struct Question {
    /// Head of the column, and the rule of `clients/matrix/scenarios.yaml` whose scenarios answer it.
    pub title: &'static str,
    /// Whether models alone answer it.
    pub is_of_models: bool,
    answer: fn(&Exchange, &Exchange) -> String,
}

/// Every question, in the order of the columns.
pub const QUESTIONS: [Question; 9] = [
    of_client("base URL and token", |exchange, model| address(exchange, model).to_owned()),
    of_models("201 gives the action", |exchange, _| of_received(exchange, action)),
    of_client("empty 200", |exchange, _| of_received(exchange, empty)),
    of_models("unknown value", |exchange, _| of_received(exchange, action)),
    of_models("unknown property", |exchange, _| of_received(exchange, action)),
    of_client("401", |exchange, _| of_received(exchange, status)),
    of_client("429", |exchange, _| of_received(exchange, status)),
    of_client("HTML 502", |exchange, _| of_received(exchange, status)),
    of_client("HTML 200 is an error", |exchange, _| of_received(exchange, page)),
];

const fn of_client(title: &'static str, answer: fn(&Exchange, &Exchange) -> String) -> Question {
    Question { title, is_of_models: false, answer }
}

const fn of_models(title: &'static str, answer: fn(&Exchange, &Exchange) -> String) -> Question {
    Question { title, is_of_models: true, answer }
}

impl Question {
    /// The cell of the exchanges of a client, beside those of the Rust client.
    pub fn cell(&self, exchanges: &[Exchange], models: &[Exchange]) -> String {
        let mut counts: Vec<(String, usize)> = Vec::new();
        for (exchange, model) in exchanges.iter().zip(models).filter(|(exchange, _)| self.is_about(exchange)) {
            let answer = (self.answer)(exchange, model);
            match counts.iter_mut().find(|(known, _)| *known == answer) {
                Some((_, count)) => *count += 1,
                None => counts.push((answer, 1)),
            }
        }
        counts.sort_by_key(|(answer, _)| answer != YES);
        match &counts[..] {
            [] => NOTHING.to_owned(),
            [(answer, _)] => answer.clone(),
            _ => counts.iter().map(|(answer, count)| format!("{count} {answer}")).collect::<Vec<_>>().join(", "),
        }
    }

    fn is_about(&self, exchange: &Exchange) -> bool {
        exchange.scenario.strip_prefix(self.title).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    }
}

/// Whether the request arrived where it was to, as the Rust client's did.
fn address(exchange: &Exchange, model: &Exchange) -> &'static str {
    if matches!(exchange.reply, Reply::Failure { .. }) {
        return "not generated";
    }
    let ([arrived], [model]) = (&exchange.arrived[..], &model.arrived[..]) else { return NO };
    let header = |request: &crate::exchange::Arrived, wanted: &str| {
        let named = request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        named.map(|(_, value)| value.clone())
    };
    let json = |body: &str| serde_json::from_str::<Value>(body).ok();
    if (&arrived.method, &arrived.target) != (&model.method, &model.target) {
        "other path"
    } else if header(arrived, "authorization") != header(model, "authorization") {
        "no token"
    } else if json(&arrived.body) != json(&model.body) {
        "other body"
    } else {
        YES
    }
}

fn of_received(exchange: &Exchange, answer: fn(&Exchange, &Received) -> String) -> String {
    match &exchange.reply {
        Reply::Failure { .. } => "not generated".to_owned(),
        // Of what was never sent here nothing was answered.
        Reply::Received(_) if exchange.arrived.is_empty() => NOTHING.to_owned(),
        Reply::Received(received) => answer(exchange, received),
    }
}

/// What a caller holds of an action.
fn action(exchange: &Exchange, received: &Received) -> String {
    let sent = exchange.answer.as_ref().and_then(|answer| serde_json::from_str::<Value>(&answer.body).ok());
    let losses = compare::losses(&sent.unwrap_or_default(), &received.value);
    match losses {
        _ if received.raised => "error",
        _ if received.value.is_null() && received.text.is_some() => "as text",
        _ if received.value.is_null() => "nothing",
        losses if losses.is_empty() => YES,
        losses if losses.iter().all(|loss| loss.ends_with(compare::AS_NOTHING)) => "dropped",
        _ => "changed",
    }
    .to_owned()
}

fn empty(_: &Exchange, received: &Received) -> String {
    let is_empty = received.value.is_null() || received.value.as_object().is_some_and(|members| members.is_empty());
    match (received.raised, is_empty) {
        (true, _) => "error",
        (false, true) => YES,
        (false, false) => "changed",
    }
    .to_owned()
}

fn status(exchange: &Exchange, received: &Received) -> String {
    let sent = exchange.answer.as_ref().map(|answer| answer.status);
    match received.status {
        status if status == sent => YES.to_owned(),
        None if !received.raised => "accepted".to_owned(),
        Some(status) => format!("as {status}"),
        None => "lost".to_owned(),
    }
}

fn page(_: &Exchange, received: &Received) -> String {
    if received.raised { YES } else { "accepted" }.to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Map, json};

    use super::*;
    use crate::exchange::Arrived;
    use crate::scenario::{Call, ServiceAnswer};

    /// A call of which this arrived, and this was answered and received.
    fn exchange(title: &str, answer: Option<(u16, &str)>, received: Received) -> Exchange {
        let headers = vec![("Authorization".to_owned(), "Bearer t".to_owned())];
        let arrived =
            Arrived { method: "POST".into(), target: "/a".into(), headers, body: r#"{"a": 1, "b": 2}"#.into() };
        let answer = answer.map(|(status, body)| serde_json::from_value(json!({ "status": status, "body": body })));
        Exchange {
            scenario: format!("{title} 201 documented"),
            call: Call { operation: "o".into(), parameters: Map::new(), body: None },
            arrived: vec![arrived],
            answer: answer.map(Result::<ServiceAnswer, _>::unwrap),
            reply: Reply::Received(received),
        }
    }

    fn received(status: Option<u16>, value: Value, raised: bool) -> Received {
        Received { status, type_name: "T".into(), value, text: None, headers: BTreeMap::new(), raised }
    }

    /// The cell of one exchange, beside the same.
    fn cell(exchange: &Exchange) -> String {
        let title = exchange.scenario.strip_suffix(" 201 documented").unwrap();
        let question = QUESTIONS.iter().find(|question| question.title == title).unwrap();
        let model = Exchange { reply: Reply::Received(received(None, Value::Null, false)), ..exchange.clone() };
        question.cell(std::slice::from_ref(exchange), &[model])
    }

    #[test]
    fn a_request_arrives_as_that_of_the_rust_client() {
        let title = QUESTIONS[0].title;
        let model = exchange(title, None, received(Some(201), json!({}), false));
        let cell = |change: fn(&mut Exchange)| {
            let mut exchange = model.clone();
            change(&mut exchange);
            QUESTIONS[0].cell(&[exchange], std::slice::from_ref(&model))
        };
        assert_eq!(cell(|_| ()), YES);
        assert_eq!(cell(|it| it.arrived[0].body = r#"{"b":2,"a":1}"#.into()), YES);
        assert_eq!(cell(|it| it.arrived[0].body = "{}".into()), "other body");
        assert_eq!(cell(|it| it.arrived[0].target = "/api/a".into()), "other path");
        assert_eq!(cell(|it| it.arrived[0].headers.clear()), "no token");
        assert_eq!(cell(|it| it.arrived.clear()), NO);
        assert_eq!(cell(|it| it.reply = Reply::Failure { failure: "none".into() }), "not generated");
    }

    #[test]
    fn what_a_caller_holds_of_an_action_has_a_name() {
        let title = "201 gives the action";
        let of = |value, raised| {
            cell(&exchange(title, Some((201, r#"{"a": "1", "n": null}"#)), received(None, value, raised)))
        };
        assert_eq!(of(json!({ "a": "1" }), false), YES, "null and missing are one");
        assert_eq!(of(json!({ "a": 1 }), false), "changed");
        assert_eq!(of(json!({}), false), "dropped");
        assert_eq!(of(Value::Null, false), "nothing");
        assert_eq!(of(json!({ "a": "1" }), true), "error");
        let text = Received { text: Some("{}".into()), ..received(None, Value::Null, false) };
        assert_eq!(cell(&exchange(title, Some((201, "{}")), text)), "as text");
    }

    #[test]
    fn an_error_keeps_its_status_and_a_page_is_one() {
        let of = |title, sent, status, raised| {
            cell(&exchange(title, Some((sent, "")), received(status, Value::Null, raised)))
        };
        assert_eq!(of("401", 401, Some(401), true), YES);
        assert_eq!(of("401", 401, None, true), "lost");
        assert_eq!(of("401", 401, None, false), "accepted");
        assert_eq!(of("429", 429, Some(500), true), "as 500");
        assert_eq!(of("empty 200", 200, None, false), YES);
        assert_eq!(of("empty 200", 200, Some(200), true), "error");
        assert_eq!(of("HTML 200 is an error", 200, None, true), YES);
        assert_eq!(of("HTML 200 is an error", 200, Some(200), false), "accepted");
    }

    #[test]
    fn operations_that_differ_are_counted() {
        let of = |value| exchange("unknown value", Some((201, r#"{"a": 1}"#)), received(None, value, false));
        let exchanges = [of(Value::Null), of(json!({ "a": 1 })), of(Value::Null)];
        let question = QUESTIONS.iter().find(|question| question.title == "unknown value").unwrap();
        assert_eq!(question.cell(&exchanges, &exchanges), "1 yes, 2 nothing");
        assert_eq!(question.cell(&[], &[]), NOTHING);
    }
}
