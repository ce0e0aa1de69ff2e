//! The operations of a document.

use std::collections::{BTreeMap, BTreeSet};

use crate::located::Located;
use crate::parameter::Parameter;
use crate::path_template::PathTemplate;
use crate::rate_limit::{self, RateLimit};
use crate::references;
use crate::response::{RequestBody, Response};
use crate::security::Security;
use crate::servers::{self, Server};
use crate::spec::Method;
use crate::status_key::StatusKey;
use document::Node;
use document::Pointer;

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
            let items = references::chain(&item);
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

    /// The paths below which it can be called, each once: those of its servers, and their aliases
    /// (`x-base-path-aliases`).
    pub fn base_paths(&self) -> BTreeSet<String> {
        let paths = self.servers().map(|server| server.path());
        paths.flat_map(|path| servers::aliases(&self.root, &path).into_iter().chain([path])).collect()
    }

    /// The documented limits of its calls (`x-rate-limits`), all of which hold; those that are malformed are left out.
    pub fn rate_limits(&self) -> Vec<RateLimit> {
        self.node().elements(rate_limit::KEY).filter_map(|limit| RateLimit::read(limit).ok()).collect()
    }

    /// The codes of the errors which say that an action of this kind is active already (`x-already-active`).
    pub fn already_active_codes(&self) -> impl Iterator<Item = &str> {
        self.node().elements("x-already-active").filter_map(Node::as_str)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn operations(paths: Value) -> Vec<Operation> {
        Operation::all(&Node::from(&json!({
            "paths": paths,
            "security": [{"a": ["x"]}],
            "components": {
                "parameters": {"Id": {"name": "id", "in": "path", "required": true, "example": 1}},
                "responses": {"Gone": {"description": "g", "content": {"text/plain": {}}}},
                "securitySchemes": {"a": {"$ref": "#/components/securitySchemes/b"}, "b": {"type": "oauth2"}},
            },
        })))
    }

    fn operation(operation: Value) -> Operation {
        operations(json!({"/a/{id}": {"get": operation}})).remove(0)
    }

    #[test]
    fn an_operation_is_named_by_its_id_or_by_method_and_path() {
        let all = operations(json!({
            "/a": {"post": {"operationId": "find pet by id"}, "get": {"operationId": ""}, "x-get": {}},
            "x-paths": {"get": {}},
        }));
        let names: Vec<_> = all.iter().map(|operation| (operation.name(), operation.id())).collect();
        assert_eq!(names, [("GET /a", None), ("find pet by id", Some("find pet by id"))]);
        assert_eq!(all[0].pointer().to_string(), "/paths/~1a/get");
        assert_eq!((all[1].method(), all[1].path()), (Method::Post, "/a"));
    }

    #[test]
    fn a_path_item_may_refer_to_another() {
        let all = operations(json!({
            "/a": {"get": {"operationId": "own"}, "$ref": "#/paths/~1b", "parameters": [{"name": "p", "in": "query"}]},
            "/b": {"get": {"operationId": "other"}, "put": {"operationId": "put"}, "parameters": [
                {"name": "q", "in": "query"}, {"name": "p", "in": "query", "required": true},
            ]},
        }));
        let names: Vec<_> = all.iter().map(|it| (it.path(), it.name(), it.pointer().to_string())).collect();
        let expected =
            [("/a", "own", "/paths/~1a/get"), ("/a", "put", "/paths/~1b/put"), ("/b", "other", "/paths/~1b/get")];
        for (found, expected) in names.iter().zip(expected) {
            assert_eq!((found.0, found.1, found.2.as_str()), expected);
        }
        let parameters = all[0].parameters();
        assert!(parameters.iter().map(Parameter::name).eq(["q", "p"]));
        assert!(!parameters[1].is_required(), "the item's own overrides that of the item it refers to");
    }

    #[test]
    fn an_operation_s_parameters_override_those_of_its_path() {
        let operation = operations(json!({"/a/{id}": {
            "parameters": [{"$ref": "#/components/parameters/Id"}, {"name": "id", "in": "query"}],
            "get": {"parameters": [{"name": "id", "in": "query", "required": true}, {"name": "ID", "in": "query"}]},
        }}))
        .remove(0);
        let parameters = operation.parameters();
        let found: Vec<_> = parameters.iter().map(|it| (it.declared.to_string(), it.is_required())).collect();
        assert_eq!(
            found,
            [
                ("/paths/~1a~1{id}/parameters/0".to_owned(), true),
                ("/paths/~1a~1{id}/get/parameters/0".to_owned(), true),
                ("/paths/~1a~1{id}/get/parameters/1".to_owned(), false),
            ]
        );
        assert_eq!(parameters[0].at.pointer.to_string(), "/components/parameters/Id");
        assert_eq!(operation.declared_parameters().len(), 4);
    }

    #[test]
    fn the_response_of_a_status_is_the_one_that_says_most_of_it() {
        let operation = operation(json!({"responses": {
            "default": {"description": "d"}, "4XX": {"description": "e"},
            "410": {"$ref": "#/components/responses/Gone"}, "x-note": {},
        }}));
        let declared = |status| operation.response(status).map(|response| response.status.to_string());
        assert_eq!([declared(410), declared(404), declared(200)].map(Option::unwrap), ["410", "4XX", "default"]);
        assert!(operation.response(410).is_some_and(|response| response.body().is_some()));
        assert_eq!((operation.successes().len(), operation.errors().len()), (0, 2));
    }

    #[test]
    fn a_success_is_without_a_body_if_it_has_no_content() {
        let of = |responses: Value| {
            let operation = operation(json!({ "responses": responses }));
            operation.success_without_body().map(|response| response.status.to_string())
        };
        let text = json!({"description": "d", "content": {"text/plain": {}}});
        assert_eq!(of(json!({"200": text, "404": {"description": "d"}, "default": {"description": "d"}})), None);
        assert_eq!(of(json!({"200": text, "2XX": {"description": "d"}})).as_deref(), Some("2XX"));
        assert_eq!(of(json!({"200": {"description": "d", "content": {}}})).as_deref(), Some("200"));
        assert_eq!(of(json!({"200": {"$ref": "#/components/responses/Gone"}})), None);
    }

    #[test]
    fn security_is_the_operation_s_or_the_document_s() {
        let document = operation(json!({}));
        let security = document.security();
        assert!(security.is_stated && !security.is_optional());
        assert_eq!(security.alternatives[0].schemes[0].kind(), Some("oauth2"));
        assert_eq!(security.alternatives[0].pointer.to_string(), "/security/0");
        let own = operation(json!({"security": []}));
        assert!(own.security().is_stated && own.security().is_optional());
        let several = operation(json!({"security": [{"a": ["x", "y"], "c": []}, {}]}));
        let security = several.security();
        assert!(security.is_optional());
        assert!(security.alternatives[0].scopes().eq(["x", "y"]));
        assert!(security.alternatives[0].schemes[1].scheme.is_none());
        let silent = Operation::all(&Node::from(&json!({"paths": {"/a": {"get": {}}}})));
        assert!(!silent[0].security().is_stated);
    }
}
