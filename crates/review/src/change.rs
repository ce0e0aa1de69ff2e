//! The result of a review: the changes, each with its rule.

use std::collections::BTreeMap;

use openapi::{Direction, Node, Pointer, Position};

use crate::approvals::Approval;
use crate::configuration::{Configuration, RuleOff};
use crate::fingerprint::Fingerprint;
use crate::policy::{RuleId, Tier};
use crate::version::Gate;

/// The difference of two contracts, classified.
#[derive(Clone, Debug)]
pub struct Review {
    /// Name of the contract before.
    pub base: String,
    /// Name of the contract after.
    pub head: String,
    /// What the changes ask of `info.version`.
    pub version: Gate,
    /// Method and path of each operation of both contracts, by its name.
    pub operations: BTreeMap<String, String>,
    /// The changes: the worst tier first, then in the order of the text.
    pub changes: Vec<Change>,
    /// The rules that a team has switched off, those that changes have.
    pub off: Vec<RuleOff>,
    /// The file of configuration by which it was made, as far as who made it says so.
    pub configuration: Option<Configuration>,
    /// Approvals that match no change of this review.
    pub unmatched_approvals: Vec<Approval>,
}

impl Review {
    /// The changes of a tier or a worse one that nobody has approved.
    pub fn unapproved(&self, tier: Tier) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.tier <= tier && change.approval.is_none())
    }
}

/// One change of the contract.
#[derive(Clone, Debug)]
pub struct Change {
    /// The rule that classified it.
    pub rule: RuleId,
    /// Who is concerned.
    pub tier: Tier,
    /// Why a team gives the rule this tier; none where it says nothing of the rule.
    pub reason: Option<String>,
    /// In which messages; none for what is not part of a message, such as a server.
    pub direction: Option<Direction>,
    /// What changed, in a line: `optional property `fileStatus` removed`.
    pub headline: String,
    /// Which of its kind: `fileStatus`; none for what there is once at a place.
    pub name: Option<String>,
    /// The place without the operation and without the name: `response 201 application/json`.
    pub path: String,
    /// Where, as a consumer sees it: `blockFile response 201 application/json .fileStatus`; the first of
    /// the places, or `document`.
    pub place: String,
    /// The operations that it reaches, sorted; empty if none does.
    pub operations: Vec<String>,
    /// What was there, compared and shown as [`Node::normal_json`]; none for what is new.
    pub old: Option<Node>,
    /// What is there now; none for what is gone.
    pub new: Option<Node>,
    /// Where the old is written.
    pub base: Option<Location>,
    /// Where the new is written. For what is gone (and in `base` for what is new): the object around it, and the position
    /// beside which it was.
    pub head: Option<Location>,
    /// What identifies the change.
    pub fingerprint: Fingerprint,
    /// Who breaks, and how; or why nobody does.
    pub consequence: String,
    /// What would make it compatible; none where it is.
    pub remedy: Option<String>,
    /// The approval that covers it.
    pub approval: Option<Approval>,
    /// The change that it is reported with; none for what stands for itself.
    pub cause: Option<Cause>,
}

/// Why a change is reported with another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The other change.
    pub fingerprint: Fingerprint,
    /// What this one is to it.
    pub relation: Relation,
}

impl Cause {
    /// What follows from this change.
    pub(crate) const fn of(fingerprint: Fingerprint) -> Self {
        Self { fingerprint, relation: Relation::Consequence }
    }
}

/// What a change is to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// It follows from the other one: a header that a status had which is gone.
    Consequence,
    /// It takes the place of what the other one removes: a value of an enumeration under a new name.
    Replacement,
}

/// Where something is written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Location {
    /// Name of the document.
    pub file: String,
    /// Where in the text; none if the document has no text.
    pub position: Option<Position>,
    /// Where in the tree.
    pub pointer: Pointer,
}
