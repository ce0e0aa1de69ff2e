//! The review: what changes between two contracts, and for whom.
//!
//! A document is read as a graph of the specification's objects (`graph`), brought into normal form (`normal`), and told
//! as facts (`facts`). Two of them are compared place by place (`diff`), once it is known which part of one is which part
//! of the other (`matching`); each difference is judged (`judge`) by one table (`policy`).

mod approvals;
mod change;
mod diff;
mod effort;
mod facts;
mod graph;
mod judge;
mod matching;
mod normal;
mod order;
mod policy;
mod released;
mod rules;
mod shapes;
mod unused;
mod verdicts;
mod version;
mod walk;

use serde_json::Value;

pub use approvals::{Approval, HEADER as APPROVALS_HEADER, Reason, approvals};
pub use change::{Change, Direction, Location, Review, Tier};
pub use facts::Fact;
pub use policy::Surface;
pub use released::{CHECKSUMS, Released, checksums, latest, verify};
pub use rules::{Rule, rules};
pub use version::Gate;

use graph::Graph;
use openapi::Document;
use openapi::pointer;
use openapi::references;
use openapi::structure::{self, Objects, UnknownFields};
use openapi::{Problem, Problems};

/// The facts of a document: the contract in normal form, sorted by their lines.
///
/// # Errors
///
/// Every place where the document is not OpenAPI 3.0. A field that OpenAPI 3.0 does not have is a fact.
///
/// ```
/// # use openapi::Document;
/// # let text = r#"{"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"get": {
/// #   "operationId": "getA", "responses": {"200": {"description": "ok"}}}}}}"#;
/// let facts = review::facts(&Document::parse("openapi.yaml", text)?)?;
/// assert!(facts.iter().any(|fact| fact.to_string() == "wire getA response 200: success-status"));
/// # Ok::<_, openapi::Problems>(())
/// ```
pub fn facts(document: &Document) -> Result<Vec<Fact>, Problems> {
    facts::facts(&read(document)?).map_err(|entangled| entangled.problem(document))
}

/// What changes from one document to another, and for whom; approvals are held against the changes.
///
/// # Errors
///
/// Every place where one of the documents is not OpenAPI 3.0.
pub fn compare(base: &Document, head: &Document, approvals: &[Approval]) -> Result<Review, Problems> {
    let (old, new) = (read(base)?, read(head)?);
    let differences = diff::differences(&old, &new).map_err(|entangled| entangled.problem(head))?;
    let mut changes = judge::changes(base, head, differences);
    let version = version::gate(version_of(base), version_of(head), &changes);
    for change in &mut changes {
        change.approval = approvals.iter().find(|approval| approval.fingerprint == change.fingerprint).cloned();
    }
    let is_unmatched = |approval: &&Approval| changes.iter().all(|change| change.fingerprint != approval.fingerprint);
    let unmatched_approvals = approvals.iter().filter(is_unmatched).cloned().collect();
    let (base, head) = (base.name().to_owned(), head.name().to_owned());
    Ok(Review { base, head, version, changes, unmatched_approvals })
}

impl Review {
    /// The changes of a tier or a worse one that nobody has approved.
    pub fn unapproved(&self, tier: Tier) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.tier <= tier && change.approval.is_none())
    }
}

/// The version of a contract, or nothing.
pub fn version_of(document: &Document) -> &str {
    document.root().pointer("/info/version").and_then(Value::as_str).unwrap_or_default()
}

/// Reads any document of OpenAPI 3.0; what only this project asks of a contract is not asked.
fn read(document: &Document) -> Result<Graph<'_>, Problems> {
    if !document.root().is_object() {
        return Err(document.problem("", "an OpenAPI document is an object").into());
    }
    let objects = structure::check_with(document, UnknownFields::AreLetPass)?;
    Problems::check(path_references(document, &objects))?;
    Graph::read(document)
}

/// A path item may be a reference, which the form of a document does not tell from a text.
fn path_references(document: &Document, objects: &Objects) -> Vec<Problem> {
    let items = objects.iter().filter(|(name, _)| *name == "Path Item").map(|(_, item)| pointer::child(item, "$ref"));
    let broken = items.filter_map(|pointer| {
        let reference = document.root().pointer(&pointer)?.as_str()?;
        let message = references::target(document.root(), reference).err()?;
        Some(document.problem(&pointer, message))
    });
    broken.collect()
}
