//! The decision: which answer a request gets. No input or output; see [`crate`] for the order of the checks.

use std::collections::{BTreeMap, BTreeSet};
use std::slice;
use std::time::SystemTime;

use http::header::{ALLOW, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri};
use openapi::Contract;
use serde_json::{Value, json};

use crate::answer::{Choice, Content};
use crate::body::{self, Body};
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::expression::Inputs;
use crate::extension::{self, Extension};
use crate::fill::fill;
use crate::memory::Memory;
use crate::prefer::Preference;
use crate::refusal::{Outcome, Reason, Refusal};
use crate::schema::{Branches, Schemas};
use crate::synthesis::synthesize;

/// The media type of JSON answers, with the parameters that the service sends.
const JSON: HeaderValue =
    HeaderValue::from_static("application/json; odata.metadata=minimal; odata.streaming=true; charset=utf-8");

/// The header that tells the state in which a success has left a thing.
const STATE_HEADER: &str = "x-simulator-state";

/// A contract, ready to be served.
pub(crate) struct Service {
    contract: Contract,
    endpoints: Vec<Endpoint>,
    refusals: BTreeMap<Reason, Outcome>,
    /// The ids that are known, in lower case, of each kind of thing that has a list.
    resources: BTreeMap<String, BTreeSet<String>>,
}

/// One request, at one instant.
pub(crate) struct Call<'a> {
    pub(crate) method: &'a Method,
    pub(crate) uri: &'a Uri,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: Body<'a>,
    pub(crate) now: SystemTime,
}

type Parameters = Vec<(String, String)>;

impl Service {
    /// Prepares every operation of the contract.
    pub(crate) fn new(contract: Contract, resources: BTreeMap<String, BTreeSet<String>>) -> Result<Self, Error> {
        extension::check(&contract)?;
        let operations = contract.operations().iter();
        let endpoints: Vec<_> =
            operations.map(|operation| Endpoint::new(&contract, operation)).collect::<Result<_, _>>()?;
        let parameters = endpoints.iter().flat_map(|endpoint| &endpoint.parameters);
        let known: BTreeSet<_> = parameters.filter_map(|it| it.resource.clone()).collect();
        if let Some(name) = resources.keys().find(|name| !known.contains(*name)) {
            return Err(Error::UnknownResource { name: name.clone(), known: known.into_iter().collect() });
        }
        Ok(Self { refusals: Extension::of(contract.json()).refusals, contract, endpoints, resources })
    }

    /// Answers one request, and remembers what has become of things.
    pub(crate) fn answer(&self, call: &Call<'_>, memory: &mut Memory) -> Response<Vec<u8>> {
        let (endpoint, path) = match self.route(call) {
            Ok(found) => found,
            Err((scope, refusal)) => return self.refuse(scope, refusal, call),
        };
        let answer = self.serve(endpoint, &path, call, memory);
        answer.unwrap_or_else(|refusal| self.refuse(slice::from_ref(endpoint), refusal, call))
    }

    /// The operation of a path and method. A refusal comes with the operations among whose answers it is looked up.
    fn route(&self, call: &Call<'_>) -> Result<(&Endpoint, Parameters), (&[Endpoint], Refusal)> {
        let path = call.uri.path();
        let mut found: Vec<_> = self
            .endpoints
            .iter()
            .flat_map(|endpoint| endpoint.templates.iter().map(move |template| (endpoint, template)))
            .filter_map(|(endpoint, template)| Some((template.rank(), endpoint, template.matches(path)?)))
            .collect();
        found.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        let Some(scope) = found.first().map(|(_, endpoint, _)| slice::from_ref(*endpoint)) else {
            let refusal = Refusal::new(Reason::UnknownRoute, "The contract has no such path.");
            return Err((&self.endpoints, refusal));
        };
        let mut methods: Vec<_> = found.iter().map(|(_, endpoint, _)| endpoint.method.as_str()).collect();
        methods.sort_unstable();
        methods.dedup();
        let methods = methods.join(", ");
        let mut found = found.into_iter();
        match found.find(|(_, endpoint, _)| endpoint.method == call.method.as_str()) {
            Some((_, endpoint, parameters)) => Ok((endpoint, parameters)),
            None => {
                let message = format!("The path takes {methods}, not {}.", call.method);
                let mut refusal = Refusal::new(Reason::MethodNotAllowed, message);
                if let Ok(methods) = HeaderValue::try_from(methods) {
                    refusal.headers.push((ALLOW, methods));
                }
                Err((scope, refusal))
            }
        }
    }

    fn serve(
        &self,
        endpoint: &Endpoint,
        path: &[(String, String)],
        call: &Call<'_>,
        memory: &mut Memory,
    ) -> Result<Response<Vec<u8>>, Refusal> {
        endpoint.security.check(call.headers)?;
        let body = match (&endpoint.body, call.body.exceeds) {
            (Some(rules), _) => rules.check(&self.contract, call.headers, &call.body)?,
            (None, Some(limit)) => return Err(body::too_large(limit)),
            (None, None) => None,
        };
        let query = call.uri.query().unwrap_or_default();
        let query: Parameters = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let inputs = Inputs { path, query: &query, headers: call.headers, body: body.as_ref(), now: call.now };
        for parameter in &endpoint.parameters {
            parameter.check(&self.contract, &inputs)?;
        }
        self.check_resources(endpoint, &inputs)?;
        let choice = endpoint.answers.choose(&Preference::read(call.headers));
        let choice = choice.map_err(|message| Refusal::new(Reason::UnknownPreference, message))?;
        if choice.status.is_success() {
            begin(endpoint, &inputs, memory)?;
        }
        let mut response = self.render(&choice, &inputs);
        if choice.status.is_success()
            && let Some(transition) = &endpoint.state
            && let Some(thing) = transition.of.key(&inputs)
        {
            let state = &transition.becomes.0;
            if let Ok(value) = HeaderValue::from_str(state) {
                response.headers_mut().insert(STATE_HEADER, value);
            }
            memory.set_state(thing, state.clone());
        }
        Ok(response)
    }

    fn check_resources(&self, endpoint: &Endpoint, inputs: &Inputs<'_>) -> Result<(), Refusal> {
        for parameter in &endpoint.parameters {
            let Some((kind, known)) = parameter.resource.as_ref().and_then(|it| self.resources.get_key_value(it))
            else {
                continue;
            };
            let mut values = parameter.values(inputs).into_iter();
            if let Some(unknown) = values.find(|value| !known.contains(&value.to_lowercase())) {
                let message = format!("There is no {kind} `{unknown}`.");
                return Err(Refusal::new(Reason::UnlistedResource, message));
            }
        }
        Ok(())
    }

    fn render(&self, choice: &Choice<'_>, inputs: &Inputs<'_>) -> Response<Vec<u8>> {
        let content = choice.answer.content.as_ref();
        let value = content.and_then(|content| self.value(content, choice.example, inputs));
        respond(choice.status, choice.answer.headers.clone(), content, value.as_ref())
    }

    /// The body for one request: the example, or a value made from the schema.
    fn value(&self, content: &Content, example: Option<&Value>, inputs: &Inputs<'_>) -> Option<Value> {
        let schema = content.schema.as_ref();
        let schemas = |branches| schema.map(|schema| Schemas::of(&self.contract, schema, branches));
        let mut value = match example {
            Some(example) => example.clone(),
            None => synthesize(&schemas(Branches::First)?),
        };
        if let Some(schemas) = schemas(Branches::Every) {
            fill(&mut value, &schemas, inputs);
        }
        Some(value)
    }

    /// The answer of a refusal: the documented example of its code, with a message that says what is wrong.
    fn refuse(&self, scope: &[Endpoint], refusal: Refusal, call: &Call<'_>) -> Response<Vec<u8>> {
        let Outcome { status, code } = refusal.reason.outcome(&self.refusals);
        let code = refusal.code.unwrap_or(code);
        let answers: Vec<_> = scope.iter().filter_map(|it| it.answers.of_status(status.as_u16())).collect();
        let examples = answers.iter().flat_map(|answer| answer.examples()).map(|(_, example)| example);
        let mut value = examples
            .chain(self.shared_examples())
            .find(|example| error_code(example) == Some(&code))
            .cloned()
            .unwrap_or_else(|| json!({"error": {"code": code, "message": null}}));
        if let Some(schema) = answers.iter().find_map(|answer| answer.content.as_ref()?.schema.as_ref()) {
            let inputs = Inputs { path: &[], query: &[], headers: call.headers, body: None, now: call.now };
            fill(&mut value, &Schemas::of(&self.contract, schema, Branches::Every), &inputs);
        }
        if let Some(message) = value.pointer_mut("/error/message") {
            *message = Value::from(refusal.message);
        }
        respond(status, refusal.headers.into_iter().collect(), None, Some(&value))
    }

    /// The examples of the contract's components.
    fn shared_examples(&self) -> impl Iterator<Item = &Value> {
        let examples = self.contract.json().pointer("/components/examples").and_then(Value::as_object);
        let examples = examples.into_iter().flat_map(|examples| examples.values());
        examples.filter_map(|node| self.contract.resolve(node).get("value"))
    }
}

fn error_code(example: &Value) -> Option<&str> {
    example.pointer("/error/code")?.as_str()
}

/// Refuses a call on a thing on which the same call is pending; otherwise it is pending from now on.
fn begin(endpoint: &Endpoint, inputs: &Inputs<'_>, memory: &mut Memory) -> Result<(), Refusal> {
    let Some(thing) = endpoint.pending.as_ref().and_then(|it| it.one_per.key(inputs)) else {
        return Ok(());
    };
    let action = format!("{} {} {thing}", endpoint.method, endpoint.path);
    if memory.is_pending(&action, inputs.now) {
        let message = format!("Action is already in progress on `{thing}`.");
        return Err(Refusal::new(Reason::PendingAction, message));
    }
    memory.begin(action, inputs.now);
    Ok(())
}

/// Puts an answer together. Without `content` a value is JSON.
fn respond(
    status: StatusCode,
    headers: HeaderMap,
    content: Option<&Content>,
    value: Option<&Value>,
) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    if let Some(value) = value {
        let media_type = content.map(|content| &content.media_type).filter(|it| *it != "application/json");
        *response.body_mut() = match (media_type, value) {
            (Some(other), Value::String(text)) if !other.to_str().is_ok_and(body::is_json) => text.clone().into_bytes(),
            _ => value.to_string().into_bytes(),
        };
        let media_type = media_type.cloned().unwrap_or(JSON);
        response.headers_mut().insert(CONTENT_TYPE, media_type);
    }
    response
}
