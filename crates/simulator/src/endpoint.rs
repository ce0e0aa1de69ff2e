//! One operation of the contract, ready to be served.

use openapi::{Contract, Operation, Problem, pointer};
use serde_json::Value;

use crate::answer::Answers;
use crate::authentication::Security;
use crate::body::BodyRules;
use crate::expression::Expression;
use crate::extension::{Extension, Pending, Transition};
use crate::parameters::Parameter;
use crate::routes::{Template, templates};

pub(crate) struct Endpoint {
    /// Upper case, as it is in a request.
    pub(crate) method: String,
    /// The path as the contract writes it.
    pub(crate) path: String,
    /// Every path at which the operation is served.
    pub(crate) templates: Vec<Template>,
    pub(crate) security: Security,
    pub(crate) body: Option<BodyRules>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) answers: Answers,
    pub(crate) state: Option<Transition>,
    pub(crate) pending: Option<Pending>,
}

impl Endpoint {
    /// Prepares an operation. Fails on what cannot be served, so that no request finds it out.
    pub(crate) fn new(contract: &Contract, operation: &Operation) -> Result<Self, Problem> {
        let node = contract.node(operation);
        let at = &operation.pointer;
        let extension = Extension::of(node);
        let states = extension.state.iter().map(|it| &it.of);
        let pendings = extension.pending.iter().map(|it| &it.one_per);
        let template = Template::parse(&operation.path);
        for key in states.chain(pendings) {
            if let Expression::Path(name) = key
                && !template.has_parameter(name)
            {
                let problem = format!("the path has no parameter `{name}`");
                return Err(contract.problem(&pointer::child(at, "x-simulator"), problem));
            }
        }
        let body = node.get("requestBody").map(|it| contract.resolve(it));
        let parameters = contract.parameters(operation);
        let parameters = parameters.iter().filter_map(|it| Parameter::read(contract, it, at).transpose());
        Ok(Self {
            method: operation.method.to_ascii_uppercase(),
            path: operation.path.clone(),
            templates: templates(contract, operation),
            security: Security::read(contract.json(), node),
            body: body.map(|it: &Value| BodyRules::read(contract, it, at)).transpose()?,
            parameters: parameters.collect::<Result<_, _>>()?,
            answers: Answers::read(contract, node, at)?,
            state: extension.state,
            pending: extension.pending,
        })
    }
}
