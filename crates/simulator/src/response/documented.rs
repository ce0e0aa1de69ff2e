//! The responses that a contract documents for one operation, and the choice among them.

use std::fmt;

use http::{HeaderMap, StatusCode};
use openapi::{Operation, Problem, SpecVersion, StatusKey};
use serde_json::Value;

use crate::request::prefer::Preference;
use crate::request::rules::Compiler;
use crate::response::content::ServedContent;
use crate::response::headers;

/// One documented response.
pub(crate) struct ServedResponse {
    status: StatusKey,
    pub(crate) headers: HeaderMap,
    pub(crate) content: Option<ServedContent>,
}

/// All the responses of one operation, in the order of the contract; there is at least one.
pub(crate) struct Responses(Vec<ServedResponse>);

/// The response that a request gets.
pub(crate) struct Choice<'a> {
    pub(crate) status: StatusCode,
    pub(crate) response: &'a ServedResponse,
    /// `None` for an empty body.
    pub(crate) body: Option<&'a Value>,
}

impl Responses {
    /// Reads the responses of an operation. Fails if none can be given to a request that asks for none.
    pub(crate) fn read<'a>(compiler: &mut Compiler<'a>, operation: &'a Operation) -> Result<Self, Problem> {
        let mut read = Vec::new();
        for response in operation.responses() {
            read.push(ServedResponse {
                status: response.status,
                headers: headers::read(compiler, &response)?,
                content: response.body().map(|body| ServedContent::read(compiler, &body)).transpose()?,
            });
        }
        let at = operation.pointer().child("responses");
        if read.is_empty() && compiler.contract().spec_version() == SpecVersion::V3_0 {
            return Err(compiler.contract().problem(&at, "the operation documents no response"));
        } else if read.is_empty() {
            // OpenAPI 3.1 asks for none. What is not described is taken for a success without a body.
            read.push(ServedResponse { status: StatusKey::Default, headers: HeaderMap::new(), content: None });
        }
        let read = Self(read);
        let chosen = read.success();
        match chosen.content.as_ref().map(ServedContent::body) {
            Some(Err(reason)) => {
                let place = chosen.content.as_ref().map_or(&at, |content| content.pointer());
                Err(compiler.contract().problem(place, reason))
            }
            _ => Ok(read),
        }
    }

    /// The response that is documented for a status: under the status itself, its range or `default`.
    pub(crate) fn of_status(&self, status: u16) -> Option<&ServedResponse> {
        StatusKey::best(self.0.iter().map(|response| response.status), status).map(|best| &self.0[best])
    }

    /// The response that a client asks for, or the one of success. The error says what there is to ask for.
    pub(crate) fn choose(&self, preference: &Preference) -> Result<Choice<'_>, String> {
        match (&preference.code, &preference.example) {
            (None, None) => Choice::new(self.success().status.status_or(200), self.success()),
            (None, Some(name)) => self.by_example(name),
            (Some(code), name) => self.by_code(code, name.as_deref()),
        }
    }

    /// The first success that has an example, else the first one whose body can be given; else `default`, else the first
    /// response.
    fn success(&self) -> &ServedResponse {
        let successes = || self.0.iter().filter(|response| response.status.is_success());
        let can_be_given = |response: &&ServedResponse| response.content.as_ref().is_none_or(|it| it.body().is_ok());
        successes()
            .find(|response| response.examples().next().is_some())
            .or_else(|| successes().find(can_be_given))
            .or_else(|| successes().next())
            .or_else(|| self.0.iter().find(|response| response.status == StatusKey::Default))
            .unwrap_or(&self.0[0])
    }

    fn by_code(&self, code: &str, example: Option<&str>) -> Result<Choice<'_>, String> {
        let documented = || list(self.0.iter().map(|response| response.status));
        let unknown = || format!("The call documents no response `{code}`; it documents {}.", documented());
        let status = code.parse().ok().filter(|status| (200..600).contains(status)).ok_or_else(unknown)?;
        let response = self.of_status(status).ok_or_else(unknown)?;
        let Some(wanted) = example else { return Choice::new(status, response) };
        let example = response.examples().find(|(name, _)| *name == wanted).ok_or_else(|| {
            let names = list(response.examples().map(|(name, _)| name));
            format!("The response {code} has no example `{wanted}`; it has {names}.")
        })?;
        Ok(Choice::of_example(status, response, example.1))
    }

    /// Examples of success come first, since a name may be used more than once.
    fn by_example(&self, wanted: &str) -> Result<Choice<'_>, String> {
        let (successes, others): (Vec<_>, Vec<_>) = self.0.iter().partition(|response| response.status.is_success());
        let all = || {
            let responses = successes.iter().chain(&others);
            responses.flat_map(|response| response.examples().map(move |(name, value)| (*response, name, value)))
        };
        match all().find(|(_, name, _)| *name == wanted) {
            Some((response, _, value)) => Ok(Choice::of_example(response.status.status_or(500), response, value)),
            None => {
                let names = list(all().map(|(_, name, _)| name));
                Err(format!("The call has no example `{wanted}`; it has {names}."))
            }
        }
    }
}

impl<'a> Choice<'a> {
    /// A response with its first example, or a value of its schema. The error says why it has none.
    fn new(status: u16, response: &'a ServedResponse) -> Result<Self, String> {
        let body = response.content.as_ref().map(ServedContent::body).transpose();
        let body = body.map_err(|reason| format!("The response {} cannot be given: {reason}.", response.status))?;
        Ok(Self { body, ..Self::empty(status, response) })
    }

    fn of_example(status: u16, response: &'a ServedResponse, example: &'a Value) -> Self {
        Self { body: Some(example), ..Self::empty(status, response) }
    }

    fn empty(status: u16, response: &'a ServedResponse) -> Self {
        // A status of 100 to 199 cannot be that of the last response to a request.
        let status = StatusCode::from_u16(status.max(200)).unwrap_or(StatusCode::OK);
        Self { status, response, body: None }
    }
}

impl ServedResponse {
    /// The named examples of the body, in the order of the contract.
    pub(crate) fn examples(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.content.iter().flat_map(ServedContent::examples)
    }
}

fn list<T: fmt::Display>(items: impl Iterator<Item = T>) -> String {
    let items: Vec<_> = items.map(|item| item.to_string()).collect();
    if items.is_empty() { "none".to_owned() } else { items.join(", ") }
}
