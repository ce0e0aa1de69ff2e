//! A contract: an OpenAPI document that can be read and served, and what everybody asks of it.

use crate::located::Located;
use crate::objects::Objects;
use crate::operation::Operation;
use crate::schema::JsonSchema;
use crate::spec::SpecVersion;
use crate::structure::{self, UnknownFields};
use crate::violation::Violations;
use crate::{constraints, references};
use document::Document;
use document::Node;
use document::Pointer;
use document::{Problem, Problems};

/// An OpenAPI document, 3.0 or 3.1, whose form and references have been checked.
///
/// ```
/// # let text = r#"{"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"get": {
/// #   "operationId": "getA", "responses": {"200": {"description": "ok"}}}}}}"#;
/// let contract = openapi::Contract::parse("openapi.yaml", text)?;
/// assert_eq!(contract.operations()[0].name(), "getA");
/// # Ok::<_, openapi::Problems>(())
/// ```
#[derive(Clone, Debug)]
pub struct Contract {
    document: Document,
    objects: Objects,
    operations: Vec<Operation>,
    violations: Violations,
}

impl Contract {
    /// Reads a contract from YAML or JSON; `name` is what errors call it, usually its path.
    ///
    /// # Errors
    ///
    /// Every place where the text is not YAML, not OpenAPI 3.0 or 3.1, or breaks a constraint without which it cannot be read
    /// and served.
    pub fn parse(name: &str, text: &str) -> Result<Self, Problems> {
        Self::new(Document::parse(name, text)?)
    }

    /// Checks a document.
    ///
    /// # Errors
    ///
    /// Every place where it is not OpenAPI 3.0 or 3.1, or breaks a constraint without which it cannot be read and served
    /// ([`Constraint::is_essential`](crate::Constraint::is_essential)).
    pub fn new(document: Document) -> Result<Self, Problems> {
        let contract = Self::inspect(document);
        contract.violations.check_essential()?;
        Ok(contract)
    }

    /// Reads any document as a contract, whatever constraints it breaks: for those who report all of its
    /// [violations](Self::violations). One of another version has no operations.
    pub fn inspect(document: Document) -> Self {
        let (objects, mut violations) = structure::check(&document, UnknownFields::Refused);
        let mut operations = Vec::new();
        if !violations.are_of_version() {
            operations = Operation::all(document.root());
            constraints::check(&document, &objects, &operations, &mut violations);
        }
        Self { document, objects, operations, violations }
    }

    /// Everything in the document that breaks a constraint. What its form being wrong
    /// ([`Constraint::is_of_form`](crate::Constraint::is_of_form)) leads to may be among it; of another version nothing
    /// else is looked at.
    pub fn violations(&self) -> &Violations {
        &self.violations
    }

    /// Checks the constraints that reading and serving do not need too, as those need who generate code: that names can
    /// be made of ids, that parameters are described, that path items are written out.
    ///
    /// # Errors
    ///
    /// Every place where a constraint is broken.
    pub fn check_all_constraints(&self) -> Result<(), Problems> {
        self.violations.check_all()
    }

    /// The document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The version of OpenAPI that the document is of.
    pub fn spec_version(&self) -> SpecVersion {
        SpecVersion::of_any(self.root())
    }

    /// Checks that the document is of OpenAPI 3.0, for what reads its schemas as 3.0 has them, and would lose without a word
    /// what 3.1 says in other keywords: generators, and views for them.
    ///
    /// # Errors
    ///
    /// It is of another version.
    pub fn check_is_3_0(&self) -> Result<(), Problems> {
        let version = self.spec_version();
        if version == SpecVersion::V3_0 {
            return Ok(());
        }
        let message = format!("this is {version}; views and generated code are made of OpenAPI 3.0 alone");
        let mut problem = self.problem(&Pointer::of(["openapi"]), message);
        problem.help =
            Some("give the document to a generator that reads OpenAPI 3.1, or write it in OpenAPI 3.0".to_owned());
        Problems::check(vec![problem])
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

    /// The operation of this [name](Operation::name).
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.name() == name)
    }

    /// The objects of the specification that the contract consists of.
    pub fn objects(&self) -> &Objects {
        &self.objects
    }

    /// What is at an address, with references to be followed from there.
    pub fn at(&self, pointer: &Pointer) -> Option<Located<'_>> {
        Located::root(self.root()).at(pointer)
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
