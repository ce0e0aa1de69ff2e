//! The decision: which response a request gets. No input or output; see [`crate`] for the order of the checks.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::slice;
use std::time::SystemTime;

use http::header::{ALLOW, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, Response, Uri};
use openapi::{Contract, Located, Pointer, Problem, Problems};
use serde_json::Value;

use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::extension::{self, Extension};
use crate::memory::ActionMemory;
use crate::request::body::{self, ReceivedBody};
use crate::request::prefer::Preference;
use crate::request::routes::{self, Parameters, Servers, Target};
use crate::request::rules::Compiler;
use crate::response::content::ServedContent;
use crate::response::documented::Choice;
use crate::response::error_body::Explanation;
use crate::response::expression::Inputs;
use crate::response::refusal::{BrokenRule, Refusal, RefusalReason, RefusalStatus};
use crate::tokens::issuer::{Issuer, TokenRules};

/// The media type of refusals for which the contract documents nothing.
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

/// The header that names the state in which a success has left a thing.
/// The header that [`Simulator::STATE_HEADER`](crate::Simulator::STATE_HEADER) describes.
pub(crate) const STATE_HEADER: &str = "x-simulator-state";

/// A contract, ready to be served.
pub(crate) struct Service {
    endpoints: Vec<Endpoint>,
    /// How many segments the longest base path has.
    base_path_segments: usize,
    refusals: BTreeMap<RefusalReason, RefusalStatus>,
    /// The ids that are known, in lower case, of each kind of thing that has a list.
    resources: BTreeMap<String, BTreeSet<String>>,
    /// The examples of the contract's components.
    examples: Vec<Value>,
    /// The tokens of the simulator's own.
    pub(crate) issuer: Issuer,
}

/// One request, at one instant.
pub(crate) struct ReceivedCall<'a> {
    pub(crate) method: &'a Method,
    pub(crate) uri: &'a Uri,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: ReceivedBody<'a>,
    pub(crate) now: SystemTime,
}

impl Service {
    /// Prepares every operation of the contract.
    pub(crate) fn new(
        contract: &Contract,
        resources: BTreeMap<String, BTreeSet<String>>,
        tokens: TokenRules,
    ) -> Result<Self, Error> {
        extension::check(contract)?;
        let (mut compiler, mut servers) = (Compiler::new(contract), Servers::default());
        let mut prepare = |operation| Endpoint::new(&mut compiler, &mut servers, operation);
        let (mut endpoints, mut problems): (Vec<_>, Vec<Problem>) = Default::default();
        for operation in contract.operations() {
            match prepare(operation) {
                Ok(endpoint) => endpoints.push(endpoint),
                Err(problem) if problems.contains(&problem) => {}
                Err(problem) => problems.push(problem),
            }
        }
        Problems::check(problems)?;
        let parameters = endpoints.iter().flat_map(|endpoint| &endpoint.parameters);
        let known: BTreeSet<_> = parameters.filter_map(|it| it.resource.clone()).collect();
        if let Some(name) = resources.keys().find(|name| !known.contains(*name)) {
            return Err(Error::UnknownResource { name: name.clone(), known: known.into_iter().collect() });
        }
        let components = Located::root(contract.root()).at(&Pointer::of(["components"]));
        let examples = components.iter().flat_map(|components| components.members("examples"));
        Ok(Self {
            base_path_segments: routes::most_segments(endpoints.iter().map(|endpoint| &endpoint.base_paths)),
            refusals: Extension::of(contract.root()).refusals,
            examples: examples.filter_map(|(_, it)| Some(it.resolve().node.get("value")?.to_json())).collect(),
            endpoints,
            resources,
            issuer: Issuer::new(tokens, contract),
        })
    }

    /// Responds to one request, and remembers what has become of things.
    pub(crate) fn answer(&self, call: &ReceivedCall<'_>, memory: &mut ActionMemory) -> Response<Vec<u8>> {
        let (endpoint, path) = match self.route(call.method, call.uri) {
            Ok(found) => found,
            Err((scope, refusal)) => return self.refuse(scope, refusal, call),
        };
        let served = self.serve(endpoint, &path, call, memory);
        served.unwrap_or_else(|refusal| self.refuse(slice::from_ref(endpoint), refusal, call))
    }

    /// The operation that a request is for, if it is for one.
    pub(crate) fn endpoint(&self, method: &Method, uri: &Uri) -> Option<&Endpoint> {
        self.route(method, uri).ok().map(|(endpoint, _)| endpoint)
    }

    /// Whether the contract has the path `/`.
    pub(crate) fn has_root(&self) -> bool {
        let root = Target::new("/", self.base_path_segments);
        self.endpoints.iter().any(|endpoint| root.find(&endpoint.base_paths, &endpoint.path).is_some())
    }

    /// Whether the contract has an operation of this name.
    pub(crate) fn has_operation(&self, name: &str) -> bool {
        self.endpoints.iter().any(|endpoint| *endpoint.name == *name)
    }

    /// The names of the operations.
    pub(crate) fn operations(&self) -> impl Iterator<Item = &str> {
        self.endpoints.iter().map(|endpoint| &*endpoint.name)
    }

    /// The first example that the operation of a request has for a status; `None` if it documents none with a body.
    pub(crate) fn documented(&self, status: u16, call: &ReceivedCall<'_>) -> Option<Response<Vec<u8>>> {
        let (endpoint, path) = self.route(call.method, call.uri).ok()?;
        let preference = Preference { code: Some(status.to_string()), example: None };
        let choice = endpoint.responses.choose(&preference).ok()?;
        let inputs = Inputs { path: &path, query: &[], headers: call.headers, body: None, now: call.now };
        Some(render(&choice, &inputs))
    }

    /// Refuses a request, as its operation documents it.
    pub(crate) fn refuse_call(&self, refusal: Refusal, call: &ReceivedCall<'_>) -> Response<Vec<u8>> {
        let endpoint = self.endpoint(call.method, call.uri);
        self.refuse(endpoint.map_or(&self.endpoints, slice::from_ref), refusal, call)
    }

    /// The operation of a path and method. Beside a refusal are the operations that document how it looks.
    fn route(&self, method: &Method, uri: &Uri) -> Result<(&Endpoint, Parameters), (&[Endpoint], Refusal)> {
        let target = Target::new(uri.path(), self.base_path_segments);
        let found = self.endpoints.iter().filter_map(|endpoint| {
            let (segments, parameters) = target.find(&endpoint.base_paths, &endpoint.path)?;
            Some(((Reverse(segments), endpoint.path.rank()), endpoint, parameters))
        });
        let mut found: Vec<_> = found.collect();
        found.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        let Some(scope) = found.first().map(|(_, endpoint, _)| slice::from_ref(*endpoint)) else {
            let refusal = Refusal::new(RefusalReason::UnknownRoute, "The contract has no such path.");
            return Err((&self.endpoints, refusal));
        };
        let mut methods: Vec<_> = found.iter().map(|(_, endpoint, _)| endpoint.method).collect();
        methods.sort_unstable();
        methods.dedup();
        let methods = methods.join(", ");
        let mut found = found.into_iter();
        match found.find(|(_, endpoint, _)| endpoint.method == method.as_str()) {
            Some((_, endpoint, parameters)) => Ok((endpoint, parameters)),
            None => {
                let message = format!("The path takes {methods}, not {method}.");
                let mut refusal = Refusal::new(RefusalReason::MethodNotAllowed, message);
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
        call: &ReceivedCall<'_>,
        memory: &mut ActionMemory,
    ) -> Result<Response<Vec<u8>>, Refusal> {
        endpoint.authentication.check(call.headers, &self.issuer, call.now)?;
        let body = match (&endpoint.body, call.body.exceeds) {
            (Some(rules), _) => rules.check(call.headers, &call.body)?,
            (None, Some(limit)) => return Err(body::too_large(limit)),
            (None, None) => None,
        };
        let query = call.uri.query().unwrap_or_default();
        let query: Parameters = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let inputs = Inputs { path, query: &query, headers: call.headers, body: body.as_ref(), now: call.now };
        for parameter in &endpoint.parameters {
            parameter.check(&inputs)?;
        }
        self.check_resources(endpoint, &inputs)?;
        let choice = endpoint.responses.choose(&Preference::read(call.headers));
        let choice = choice.map_err(|message| Refusal::new(RefusalReason::UnknownPreference, message))?;
        if choice.status.is_success() {
            begin(endpoint, &inputs, memory)?;
        }
        let mut response = render(&choice, &inputs);
        if choice.status.is_success()
            && let Some(transition) = &endpoint.state
            && let Some(thing) = transition.of.key(&inputs)
        {
            let state = &transition.becomes.0;
            if let Ok(value) = HeaderValue::from_str(state) {
                response.headers_mut().insert(STATE_HEADER, value);
            }
            memory.set_state(&thing, state.clone());
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
                return Err(Refusal::new(RefusalReason::UnlistedResource, message));
            }
        }
        Ok(())
    }

    /// The response to a refused request: as it is documented for one of these operations, else plain text.
    fn refuse(&self, scope: &[Endpoint], refusal: Refusal, call: &ReceivedCall<'_>) -> Response<Vec<u8>> {
        let RefusalStatus { status, code } = refusal.reason.outcome(&self.refusals);
        let code = refusal.code.unwrap_or(code);
        let documented = scope.iter().filter_map(|it| it.responses.of_status(status.as_u16())?.content.as_ref());
        let documented: Vec<&ServedContent> = documented.collect();
        let explanation = Explanation { status: status.as_u16(), code: &code, message: &refusal.message };
        let (media_type, body) = match explanation.body(&documented, &self.examples) {
            Some((content, value)) => {
                let inputs = Inputs { path: &[], query: &[], headers: call.headers, body: None, now: call.now };
                (content.media_type().clone(), content.bytes(value, &inputs))
            }
            None => (TEXT, format!("{code}: {}\n", refusal.message).into_bytes()),
        };
        let mut response = Response::new(body);
        *response.status_mut() = status;
        response.headers_mut().extend(refusal.headers);
        response.headers_mut().insert(CONTENT_TYPE, media_type);
        // For the journal; it is not sent.
        response.extensions_mut().insert(BrokenRule { reason: refusal.reason, message: refusal.message });
        response
    }
}

/// A documented response, as one request gets it.
fn render(choice: &Choice<'_>, inputs: &Inputs<'_>) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = choice.status;
    *response.headers_mut() = choice.response.headers.clone();
    if let (Some(content), Some(value)) = (&choice.response.content, choice.body) {
        *response.body_mut() = content.bytes(value.clone(), inputs);
        response.headers_mut().insert(CONTENT_TYPE, content.media_type().clone());
    }
    response
}

/// Refuses a call on a thing on which the same call is pending; otherwise it is pending from now on.
fn begin(endpoint: &Endpoint, inputs: &Inputs<'_>, memory: &mut ActionMemory) -> Result<(), Refusal> {
    let Some(thing) = endpoint.pending.as_ref().and_then(|it| it.one_per.key(inputs)) else {
        return Ok(());
    };
    let action = format!("{} {} {thing}", endpoint.method, endpoint.path);
    if memory.is_pending(&action, inputs.now) {
        let message = format!("Action is already in progress on `{thing}`.");
        return Err(Refusal::new(RefusalReason::PendingAction, message));
    }
    memory.begin(&action, inputs.now);
    Ok(())
}
