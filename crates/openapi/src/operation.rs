//! The operations of a document.

use std::collections::BTreeMap;

use crate::located::Located;
use crate::parameter::Parameter;
use crate::path_template::PathTemplate;
use crate::pointer::Pointer;
use crate::references;
use crate::response::{RequestBody, Response};
use crate::security::Security;
use crate::servers::{self, Server};
use crate::spec::Method;
use crate::status_key::StatusKey;
use crate::tree::Node;

/// An operation: one method of one path. It knows its document, and follows references.
#[derive(Clone, Debug)]
pub struct Operation {
    root: Node,
    name: String,
    has_id: bool,
    method: Method,
    template: PathTemplate,
    pointer: Pointer,
    node: Node,
    /// The path item, and those that it refers to, one after the other.
    items: Vec<(Pointer, Node)>,
}

impl Operation {
    /// The operations under the `paths` of a document, in the order of paths and methods; those of callbacks are none.
    pub fn all(root: &Node) -> Vec<Self> {
        let document = Located::root(root);
        let paths = document.members("paths").filter(|(path, _)| path.starts_with('/'));
        let mut operations = Vec::new();
        for (path, item) in paths {
            let items = path_items(item);
            let template: PathTemplate = path.parse().unwrap_or_else(|_| PathTemplate::literal(path));
            for method in Method::ALL {
                let Some(at) = items.iter().find_map(|item| item.get(method.field())) else { continue };
                let id = at.text("operationId").filter(|id| !id.is_empty());
                operations.push(Self {
                    root: root.clone(),
                    name: id.map_or_else(|| format!("{method} {path}"), str::to_owned),
                    has_id: id.is_some(),
                    method,
                    template: template.clone(),
                    pointer: at.pointer,
                    node: at.node.clone(),
                    items: items.iter().map(|item| (item.pointer.clone(), item.node.clone())).collect(),
                });
            }
        }
        operations
    }

    /// Its `operationId`; none if it has none, or an empty one.
    pub fn id(&self) -> Option<&str> {
        self.has_id.then_some(&self.name)
    }

    /// What it is called: by its id, or by method and path where it has none, `GET /files/{sha1}`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its HTTP method.
    pub fn method(&self) -> Method {
        self.method
    }

    /// Its path, with parameters in braces.
    pub fn path(&self) -> &str {
        self.template.as_str()
    }

    /// Its path as a template.
    pub fn template(&self) -> &PathTemplate {
        &self.template
    }

    /// The address of its Operation Object.
    pub fn pointer(&self) -> &Pointer {
        &self.pointer
    }

    /// Its Operation Object.
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// Its Operation Object, with its address.
    pub fn at(&self) -> Located<'_> {
        Located { root: &self.root, pointer: self.pointer.clone(), node: &self.node }
    }

    /// Its path item, and those that this one refers to, one after the other.
    pub fn path_items(&self) -> impl DoubleEndedIterator<Item = Located<'_>> {
        self.items.iter().map(|(pointer, node)| Located { root: &self.root, pointer: pointer.clone(), node })
    }

    /// The parameters of a request: those of the path item that the operation does not override, then its own. Of two in
    /// a list that have the same name and location, the last.
    pub fn parameters(&self) -> Vec<Parameter<'_>> {
        let declared = self.declared_parameters();
        let last: BTreeMap<_, _> =
            declared.iter().enumerate().map(|(index, it)| ((it.location(), it.name()), index)).collect();
        let is_last = |index: usize, it: &Parameter<'_>| last.get(&(it.location(), it.name())) == Some(&index);
        let kept: Vec<bool> = declared.iter().enumerate().map(|(index, it)| is_last(index, it)).collect();
        declared.into_iter().zip(kept).filter(|(_, is_kept)| *is_kept).map(|(parameter, _)| parameter).collect()
    }

    /// Every parameter of the path item and of the operation, in this order; both where one overrides the other.
    pub fn declared_parameters(&self) -> Vec<Parameter<'_>> {
        let owners = self.path_items().rev().chain([self.at()]);
        let declared = owners.flat_map(|owner| owner.elements("parameters").collect::<Vec<_>>());
        declared.map(|at| Parameter { declared: at.pointer.clone(), at: at.resolve() }).collect()
    }

    /// The body of its request.
    pub fn request_body(&self) -> Option<RequestBody<'_>> {
        let at = self.at().get("requestBody")?;
        Some(RequestBody { declared: at.pointer.clone(), at: at.resolve() })
    }

    /// Its responses, in the order of the contract.
    pub fn responses(&self) -> Vec<Response<'_>> {
        let keyed = self.at().members("responses").filter_map(|(key, at)| Some((key.parse().ok()?, at)));
        keyed.map(|(status, at)| Response { status, declared: at.pointer.clone(), at: at.resolve() }).collect()
    }

    /// The response that is documented for a status: under the status itself, its range, or `default`.
    pub fn response(&self, status: u16) -> Option<Response<'_>> {
        let mut responses = self.responses();
        let best = StatusKey::best(responses.iter().map(|response| response.status), status)?;
        Some(responses.swap_remove(best))
    }

    /// Its successful responses (2xx), in the order of the contract.
    pub fn successes(&self) -> Vec<Response<'_>> {
        self.responses().into_iter().filter(Response::is_success).collect()
    }

    /// Its error responses (4xx, 5xx), in the order of the contract.
    pub fn errors(&self) -> Vec<Response<'_>> {
        self.responses().into_iter().filter(Response::is_error).collect()
    }

    /// The first successful response that has no body.
    pub fn success_without_body(&self) -> Option<Response<'_>> {
        self.successes().into_iter().find(|response| response.body().is_none())
    }

    /// The first successful response that has a body.
    pub fn success_with_body(&self) -> Option<Response<'_>> {
        self.successes().into_iter().find(|response| response.body().is_some())
    }

    /// What a caller has to prove: what the operation says, else what the document says.
    pub fn security(&self) -> Security<'_> {
        let own = Security::of(&self.at());
        if own.is_stated { own } else { Security::of(&Located::root(&self.root)) }
    }

    /// Its servers: its own, else those of its path item, else those of the document. One for each combination of the
    /// values of their variables, up to [`servers::MAX_COMBINATIONS`], which no contract exceeds.
    pub fn servers(&self) -> impl Iterator<Item = Server> {
        let owners = [self.at()].into_iter().chain(self.path_items()).chain([Located::root(&self.root)]);
        let owner = owners.into_iter().find(|owner| owner.get("servers").is_some());
        owner.into_iter().flat_map(|owner| servers::of(&owner))
    }
}

/// A path item, and those that it refers to, one after the other.
fn path_items(item: Located<'_>) -> Vec<Located<'_>> {
    let mut items = vec![item];
    while let Some(last) = items.last()
        && let Some(reference) = last.text("$ref")
        && let Ok(next) = references::step(last, reference)
        && items.iter().all(|item| item.pointer != next.pointer)
    {
        items.push(next);
    }
    items
}
