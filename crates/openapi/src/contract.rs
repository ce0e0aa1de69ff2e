//! A contract: an OpenAPI 3.0 document that keeps the rules, and what everybody asks of it.

use crate::document::Document;
use crate::operation::{self, Operation};
use crate::pointer::Pointer;
use crate::problem::{Problem, Problems};
use crate::schema::JsonSchema;
use crate::structure::Objects;
use crate::tree::Node;
use crate::{references, rules, structure};

/// An OpenAPI 3.0 document whose form, references and rules have been checked.
///
/// ```
/// # let text = r#"{"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"get": {
/// #   "operationId": "getA", "responses": {"200": {"description": "ok"}}}}}}"#;
/// let contract = openapi::Contract::parse("openapi.yaml", text)?;
/// assert_eq!(contract.operations()[0].id, "getA");
/// # Ok::<_, openapi::Problems>(())
/// ```
#[derive(Clone, Debug)]
pub struct Contract {
    document: Document,
    objects: Objects,
    operations: Vec<Operation>,
}

impl Contract {
    /// Reads a contract from YAML or JSON; `name` is what errors call it, usually its path.
    ///
    /// # Errors
    ///
    /// Every place where the text is not YAML, not OpenAPI 3.0, or breaks a rule.
    pub fn parse(name: &str, text: &str) -> Result<Self, Problems> {
        Self::new(Document::parse(name, text)?)
    }

    /// Checks a document.
    ///
    /// # Errors
    ///
    /// Every place where it is not OpenAPI 3.0, or breaks a rule.
    pub fn new(document: Document) -> Result<Self, Problems> {
        let objects = structure::check(&document)?;
        let operations = operation::find(document.root());
        Problems::check(rules::check(&document, &objects, &operations))?;
        Ok(Self { document, objects, operations })
    }

    /// Name of the document.
    pub fn name(&self) -> &str {
        self.document.name()
    }

    /// The tree, references as written.
    pub fn root(&self) -> &Node {
        self.document.root()
    }

    /// The contract as canonical JSON: two spaces, keys sorted, a final newline.
    pub fn canonical_json(&self) -> String {
        self.root().canonical_json()
    }

    /// The operations, in the order of paths and methods.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operation of this id.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// The object that describes an operation.
    pub fn node(&self, operation: &Operation) -> &Node {
        operation.node(self.root())
    }

    /// Parameters of an operation, resolved; its own override those of its path item.
    pub fn parameters<'a>(&'a self, operation: &Operation) -> Vec<&'a Node> {
        let parameters = operation.parameters(self.root());
        let key = |parameter: &'a Node| (parameter.text("in"), parameter.text("name"));
        parameters
            .iter()
            .enumerate()
            .filter(|(index, (_, parameter))| {
                !parameters[index + 1..].iter().any(|(_, later)| key(later) == key(parameter))
            })
            .map(|(_, (_, parameter))| *parameter)
            .collect()
    }

    /// The example of a parameter: its own, else that of its schema.
    pub fn parameter_example<'a>(&'a self, parameter: &'a Node) -> Option<&'a Node> {
        let of_schema = || self.resolve(parameter.get("schema")?).get("example");
        parameter.get("example").or_else(of_schema)
    }

    /// The objects of the specification that the contract consists of.
    pub fn objects(&self) -> &Objects {
        &self.objects
    }

    /// Follows the reference that a node may be to its end; a node that is none comes back as it is.
    pub fn resolve<'a>(&'a self, node: &'a Node) -> &'a Node {
        references::resolve(self.root(), node)
    }

    /// A schema of this contract as a JSON Schema (2020-12) that stands alone.
    pub fn json_schema<'a>(&'a self, schema: &'a Node) -> serde_json::Value {
        JsonSchema::of(self.root()).convert(schema)
    }

    /// A problem at a node of this contract.
    pub fn problem(&self, pointer: &Pointer, message: impl Into<String>) -> Problem {
        self.document.problem(pointer, message)
    }
}
