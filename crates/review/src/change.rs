//! The result of a review: the changes, each with its rule.

use openapi::{Direction, Node, Pointer, Position};

use crate::approvals::Approval;
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
    /// The changes: the worst tier first, then in the order of the text.
    pub changes: Vec<Change>,
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
    /// In which messages; none for what is not part of a message, such as a server.
    pub direction: Option<Direction>,
    /// What changed, in a line: `optional property `fileStatus` removed`.
    pub headline: String,
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
    /// Where the new is written.
    pub head: Option<Location>,
    /// What identifies the change.
    pub fingerprint: Fingerprint,
    /// Who breaks, and how; or why nobody does.
    pub consequence: String,
    /// What would make it compatible; none where it is.
    pub remedy: Option<String>,
    /// The approval that covers it.
    pub approval: Option<Approval>,
}

/// Where something is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// Name of the document.
    pub file: String,
    /// Where in the text; none if the document has no text.
    pub position: Option<Position>,
    /// Where in the tree.
    pub pointer: Pointer,
}
