//! One operation of the contract, ready to be served.

use std::sync::Arc;

use openapi::{Operation, PathTemplate, Problem, RateLimit};

use crate::extension::{Extension, Pending, Transition};
use crate::request::authentication::Authentication;
use crate::request::body::BodyRules;
use crate::request::parameters::ParameterRules;
use crate::request::routes::{BasePaths, Servers};
use crate::request::rules::Compiler;
use crate::response::documented::Responses;
use crate::response::expression::Expression;

pub(crate) struct Endpoint {
    /// Its operationId, or its method and path.
    pub(crate) name: Arc<str>,
    /// The documented limits of its calls.
    pub(crate) limits: Vec<RateLimit>,
    /// Upper case, as it is in a request.
    pub(crate) method: &'static str,
    pub(crate) path: PathTemplate,
    /// Below which paths the operation is served.
    pub(crate) base_paths: BasePaths,
    pub(crate) authentication: Authentication,
    pub(crate) body: Option<BodyRules>,
    pub(crate) parameters: Vec<ParameterRules>,
    pub(crate) responses: Responses,
    pub(crate) state: Option<Transition>,
    pub(crate) pending: Option<Pending>,
}

impl Endpoint {
    /// Prepares an operation. Fails on what cannot be served, so that no request finds it out.
    pub(crate) fn new<'a>(
        compiler: &mut Compiler<'a>,
        servers: &mut Servers,
        operation: &'a Operation,
    ) -> Result<Self, Problem> {
        let extension = Extension::of(operation.node());
        let states = extension.state.iter().map(|it| &it.of);
        let pendings = extension.pending.iter().map(|it| &it.one_per);
        for key in states.chain(pendings) {
            if let Expression::Path(name) = key
                && !operation.template().has_parameter(name)
            {
                let problem = format!("the path has no parameter `{name}`");
                return Err(compiler.contract().problem(&operation.pointer().child("x-simulator"), problem));
            }
        }
        let parameters = operation.parameters();
        let parameters = parameters.iter().filter_map(|it| ParameterRules::read(compiler, it).transpose());
        Ok(Self {
            name: operation.name().into(),
            limits: operation.rate_limits(),
            parameters: parameters.collect::<Result<_, _>>()?,
            method: operation.method().as_str(),
            path: operation.template().clone(),
            base_paths: servers.base_paths(operation),
            authentication: Authentication::of(operation),
            body: operation.request_body().map(|body| BodyRules::read(compiler, &body)).transpose()?,
            responses: Responses::read(compiler, operation)?,
            state: extension.state,
            pending: extension.pending,
        })
    }
}
