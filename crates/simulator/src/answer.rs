//! The answers that a contract documents for one operation, and the choice among them.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use openapi::{Contract, Problem, pointer};
use serde_json::Value;

use crate::body::is_json;
use crate::prefer::Preference;

/// The key of a response: `201`, `4XX` or `default`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Exact(u16),
    Range(u16),
    Default,
}

/// One documented response.
pub(crate) struct Answer {
    key: Key,
    /// Documented headers that have an example.
    pub(crate) headers: HeaderMap,
    pub(crate) content: Option<Content>,
}

/// The body of a response, JSON where the contract has it.
pub(crate) struct Content {
    pub(crate) media_type: HeaderValue,
    pub(crate) schema: Option<Value>,
    examples: Vec<(String, Value)>,
}

/// All the answers of one operation, in the order of the contract; there is at least one.
pub(crate) struct Answers(Vec<Answer>);

/// The answer that a request gets.
pub(crate) struct Choice<'a> {
    pub(crate) status: StatusCode,
    pub(crate) answer: &'a Answer,
    /// `None` for an empty body, and for one that has to be made from its schema.
    pub(crate) example: Option<&'a Value>,
}

impl Answers {
    /// Reads the `responses` of an operation; `pointer` is that of the operation.
    pub(crate) fn read(contract: &Contract, operation: &Value, pointer: &str) -> Result<Self, Problem> {
        let pointer = pointer::child(pointer, "responses");
        let responses = operation.get("responses").and_then(Value::as_object);
        let mut answers = Vec::new();
        for (key, node) in responses.into_iter().flatten() {
            let pointer = pointer::child(&pointer, key);
            if key.starts_with("x-") {
                continue;
            }
            let key = Key::parse(key).ok_or_else(|| contract.problem(&pointer, "this is no status"))?;
            let node = contract.resolve(node);
            answers.push(Answer {
                key,
                headers: headers(contract, node, &pointer)?,
                content: content(contract, node, &pointer)?,
            });
        }
        if answers.is_empty() {
            return Err(contract.problem(&pointer, "the operation documents no response"));
        }
        Ok(Self(answers))
    }

    /// The answer that is documented for a status: under the status itself, its range or `default`.
    pub(crate) fn of_status(&self, status: u16) -> Option<&Answer> {
        let keys = [Key::Exact(status), Key::Range(status / 100), Key::Default];
        keys.iter().find_map(|key| self.0.iter().find(|answer| answer.key == *key))
    }

    /// The answer that a client asks for, or the one of success. The error says what there is to ask for.
    pub(crate) fn choose(&self, preference: &Preference) -> Result<Choice<'_>, String> {
        match (&preference.code, &preference.example) {
            (None, None) => Ok(self.success()),
            (None, Some(name)) => self.by_example(name),
            (Some(code), name) => self.by_code(code, name.as_deref()),
        }
    }

    /// The first success that has an example, else the first success, else whatever comes first.
    fn success(&self) -> Choice<'_> {
        let successes = || self.0.iter().filter(|answer| answer.key.hundreds() == Some(2));
        let answer = successes()
            .find(|answer| answer.examples().next().is_some())
            .or_else(|| successes().next())
            .or_else(|| self.0.iter().find(|answer| answer.key == Key::Default))
            .unwrap_or(&self.0[0]);
        let status = answer.key.status(200);
        Choice::new(status, answer, answer.examples().next().map(|(_, value)| value))
    }

    fn by_code(&self, code: &str, example: Option<&str>) -> Result<Choice<'_>, String> {
        let documented = || list(self.0.iter().map(|answer| answer.key));
        let unknown = || format!("The call documents no answer `{code}`; it documents {}.", documented());
        let status = code.parse().ok().filter(|status| (200..600).contains(status)).ok_or_else(unknown)?;
        let answer = self.of_status(status).ok_or_else(unknown)?;
        let mut examples = answer.examples();
        let chosen = match example {
            None => examples.next(),
            Some(wanted) => Some(examples.find(|(name, _)| *name == wanted).ok_or_else(|| {
                let names = list(answer.examples().map(|(name, _)| name));
                format!("The answer {code} has no example `{wanted}`; it has {names}.")
            })?),
        };
        Ok(Choice::new(status, answer, chosen.map(|(_, value)| value)))
    }

    /// Examples of success come first, since a name may be used more than once.
    fn by_example(&self, wanted: &str) -> Result<Choice<'_>, String> {
        let (successes, others): (Vec<_>, Vec<_>) = self.0.iter().partition(|answer| answer.key.hundreds() == Some(2));
        let all = || {
            let answers = successes.iter().chain(&others);
            answers.flat_map(|answer| answer.examples().map(move |(name, value)| (*answer, name, value)))
        };
        match all().find(|(_, name, _)| *name == wanted) {
            Some((answer, _, value)) => Ok(Choice::new(answer.key.status(500), answer, Some(value))),
            None => {
                let names = list(all().map(|(_, name, _)| name));
                Err(format!("The call has no example `{wanted}`; it has {names}."))
            }
        }
    }
}

impl<'a> Choice<'a> {
    fn new(status: u16, answer: &'a Answer, example: Option<&'a Value>) -> Self {
        Self {
            // A key of 100 to 199 cannot be the last word of a server.
            status: StatusCode::from_u16(status.max(200)).unwrap_or(StatusCode::OK),
            answer,
            example,
        }
    }
}

impl Answer {
    /// The named examples of the body, in the order of the contract.
    pub(crate) fn examples(&self) -> impl Iterator<Item = (&str, &Value)> {
        let content = self.content.iter().flat_map(|content| &content.examples);
        content.map(|(name, value)| (name.as_str(), value))
    }
}

impl Key {
    fn parse(text: &str) -> Option<Self> {
        match text.strip_suffix("XX").or_else(|| text.strip_suffix("xx")) {
            _ if text == "default" => Some(Self::Default),
            Some(hundreds) => Some(Self::Range(hundreds.parse().ok().filter(|it| (1..6).contains(it))?)),
            None => Some(Self::Exact(text.parse().ok().filter(|it| (100..600).contains(it))?)),
        }
    }

    fn hundreds(self) -> Option<u16> {
        match self {
            Self::Exact(status) => Some(status / 100),
            Self::Range(hundreds) => Some(hundreds),
            Self::Default => None,
        }
    }

    /// The status to send; `fallback` is that of `default`.
    fn status(self, fallback: u16) -> u16 {
        match self {
            Self::Exact(status) => status,
            Self::Range(hundreds) => hundreds * 100,
            Self::Default => fallback,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(status) => write!(formatter, "{status}"),
            Self::Range(hundreds) => write!(formatter, "{hundreds}XX"),
            Self::Default => formatter.write_str("default"),
        }
    }
}

fn list<T: fmt::Display>(items: impl Iterator<Item = T>) -> String {
    let items: Vec<_> = items.map(|item| item.to_string()).collect();
    if items.is_empty() { "none".to_owned() } else { items.join(", ") }
}

fn content(contract: &Contract, response: &Value, pointer: &str) -> Result<Option<Content>, Problem> {
    let Some(content) = response.get("content").and_then(Value::as_object) else {
        return Ok(None);
    };
    let json = content.iter().find(|(media_type, _)| is_json(media_type));
    let Some((media_type, media)) = json.or_else(|| content.iter().next()) else {
        return Ok(None);
    };
    let named = media.get("examples").and_then(Value::as_object).into_iter().flatten();
    let named = named.filter_map(|(name, node)| Some((name.clone(), contract.resolve(node).get("value")?.clone())));
    let single = media.get("example").map(|value| ("example".to_owned(), value.clone()));
    Ok(Some(Content {
        media_type: HeaderValue::from_str(media_type)
            .map_err(|_| contract.problem(pointer, format!("`{media_type}` is no media type")))?,
        schema: media.get("schema").cloned(),
        examples: named.chain(single).collect(),
    }))
}

fn headers(contract: &Contract, response: &Value, pointer: &str) -> Result<HeaderMap, Problem> {
    let mut headers = HeaderMap::new();
    for (name, node) in response.get("headers").and_then(Value::as_object).into_iter().flatten() {
        let Some(value) = header_example(contract, contract.resolve(node)) else {
            continue;
        };
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match (HeaderName::try_from(name), HeaderValue::try_from(text)) {
            (Ok(name), Ok(value)) => headers.insert(name, value),
            _ => {
                return Err(
                    contract.problem(&pointer::child(&pointer::child(pointer, "headers"), name), "this cannot be sent")
                );
            }
        };
    }
    Ok(headers)
}

fn header_example<'a>(contract: &'a Contract, header: &'a Value) -> Option<&'a Value> {
    let first_named = || {
        let examples = header.get("examples")?.as_object()?;
        contract.resolve(examples.values().next()?).get("value")
    };
    let of_schema = || {
        let schema = contract.resolve(header.get("schema")?);
        schema.get("example").or_else(|| schema.get("default"))
    };
    header.get("example").or_else(first_named).or_else(of_schema)
}
