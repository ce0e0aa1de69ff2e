//! The shape of a review as JSON: what programs may rely on, apart from the types of the crate `review`.

use openapi::{Direction, Pointer};
use review::{Approval, Change, Configuration, Fingerprint, Gate, Location, Reason, Review, SettingChange, Tier};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::entries;
use crate::node_form::NodeForm;
use crate::place::FilePlace;

/// The difference of two contracts, classified.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Review", deny_unknown_fields)]
pub(crate) struct ReviewForm<'a> {
    /// Name of the contract before.
    base: &'a str,
    /// Name of the contract after.
    head: &'a str,
    /// What the changes require of `info.version`.
    version: GateForm<'a>,
    /// The changes: the worst tier first, then in the order of the text.
    changes: Vec<ChangeForm<'a>>,
    /// The rules that the configuration has switched off, those that changes have.
    off: Vec<ReviewRuleOffForm<'a>>,
    /// The file of configuration by which the review was made; null if there is none.
    configuration: Option<ConfigurationForm<'a>>,
    /// Approvals that match no change of this review.
    unmatched_approvals: Vec<ApprovalForm<'a>>,
}

/// A rule of the review that is off.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RuleOff", deny_unknown_fields)]
struct ReviewRuleOffForm<'a> {
    /// Id of the rule.
    rule: String,
    /// Why it is off.
    reason: &'a str,
    /// How many changes are not reported.
    changes: usize,
}

/// A file of configuration.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Configuration", deny_unknown_fields)]
struct ConfigurationForm<'a> {
    /// Its name.
    file: &'a str,
    /// What of it is not as it was beside the contract before.
    changes: Vec<SettingChangeForm<'a>>,
}

/// A setting that has changed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SettingChange", deny_unknown_fields)]
struct SettingChangeForm<'a> {
    /// Its name, as in `diff.rules.response-header-removed`.
    setting: &'a str,
    /// Its value before; null if it is new.
    base: Option<&'a str>,
    /// Its value now; null if it is gone.
    head: Option<&'a str>,
}

/// What the changes require of `info.version`.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Gate", deny_unknown_fields)]
struct GateForm<'a> {
    /// The version before.
    base: &'a str,
    /// The version after.
    head: &'a str,
    /// The lowest version that the changes allow; null if the version before is not three numbers, as in `1.2.3`.
    needed: Option<String>,
    /// Whether the version after is at least the one needed.
    passes: bool,
}

/// One change of the contract.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Change", deny_unknown_fields)]
struct ChangeForm<'a> {
    /// Id of the rule that classified it, stable. `contract explain` lists all.
    #[schemars(transform = review_rules)]
    rule: String,
    /// Who is concerned.
    tier: TierForm,
    /// Why the configuration gives the rule this tier; null where it says nothing of the rule.
    reason: Option<&'a str>,
    /// In which messages; null for what is not part of a message, such as a server.
    direction: Option<DirectionForm>,
    /// What changed, in a line: `fileStatus: property removed`.
    headline: &'a str,
    /// Where, as a consumer meets it: `blockFile response 201 application/json .fileStatus`; the first of
    /// the places, or `document`.
    place: &'a str,
    /// The operations that it reaches, sorted; empty if it reaches none.
    operations: &'a [String],
    /// The value before; null for what is new.
    #[schemars(with = "Option<Value>")]
    old: Option<NodeForm<'a>>,
    /// The value after; null for what is gone.
    #[schemars(with = "Option<Value>")]
    new: Option<NodeForm<'a>>,
    /// Where the old value is written.
    base: Option<LocationForm<'a>>,
    /// Where the new value is written.
    head: Option<LocationForm<'a>>,
    /// Identity of the change, 16 hexadecimal digits; edits elsewhere do not change it.
    #[schemars(regex(pattern = "^[0-9a-f]{16}$"))]
    fingerprint: String,
    /// The fingerprint of the change that leads the entry in which reports for people show this one: its own, or that of
    /// the change that it follows from, repeats at another place, or is the other half of.
    #[schemars(regex(pattern = "^[0-9a-f]{16}$"))]
    group: String,
    /// Who breaks, and how; or why nobody does.
    consequence: &'a str,
    /// What would make it compatible; null where it is.
    remedy: Option<&'a str>,
    /// The approval that covers it.
    approval: Option<ApprovalForm<'a>>,
}

/// Whom a change concerns, the worst first.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "Tier")]
enum TierForm {
    /// A deployed consumer, or the service, can break.
    Wire,
    /// Code that was generated from the contract stops compiling when it is generated again.
    Source,
    /// Nobody breaks.
    Compatible,
    /// Documentation only.
    Docs,
}

/// The messages that a place is part of.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "Direction")]
enum DirectionForm {
    /// What the consumer sends.
    Request,
    /// What the service sends.
    Response,
}

/// Where something is written.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Location", deny_unknown_fields)]
pub(crate) struct LocationForm<'a> {
    /// Name of the document.
    file: &'a str,
    /// The line, from 1; null if the document has no text.
    #[schemars(range(min = 1))]
    line: Option<usize>,
    /// The column in characters, from 1.
    #[schemars(range(min = 1))]
    column: Option<usize>,
    /// JSON pointer.
    pointer: String,
}

/// A change that a person has approved, and why.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Approval", deny_unknown_fields)]
struct ApprovalForm<'a> {
    /// The fingerprint of the change.
    #[schemars(regex(pattern = "^[0-9a-f]{16}$"))]
    fingerprint: String,
    /// The kind of reason.
    reason: ReasonForm,
    /// The reason, in a sentence.
    because: &'a str,
}

/// Why a break may pass.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Reason")]
enum ReasonForm {
    /// The contract was wrong, and the service did not change.
    ContractCorrected,
    /// It cannot affect anybody.
    Benign,
    /// It breaks, and that is accepted.
    AcceptedBreak,
}

/// Ids that are in the table, for the schema.
pub(crate) const EXAMPLES: usize = 3;

fn review_rules(schema: &mut schemars::Schema) {
    let ids: Vec<_> = review::rules().take(EXAMPLES).map(|rule| rule.to_string()).collect();
    schema.insert("examples".to_owned(), ids.into());
}

impl<'a> From<&'a Review> for ReviewForm<'a> {
    fn from(review: &'a Review) -> Self {
        let leads = entries::leads(review).into_iter().map(|lead| review.changes[lead].fingerprint);
        Self {
            base: &review.base,
            head: &review.head,
            version: (&review.version).into(),
            changes: review.changes.iter().zip(leads).map(ChangeForm::from).collect(),
            off: review.off.iter().map(ReviewRuleOffForm::from).collect(),
            configuration: review.configuration.as_ref().map(ConfigurationForm::from),
            unmatched_approvals: review.unmatched_approvals.iter().map(ApprovalForm::from).collect(),
        }
    }
}

impl<'a> From<&'a review::RuleOff> for ReviewRuleOffForm<'a> {
    fn from(off: &'a review::RuleOff) -> Self {
        Self { rule: off.rule.to_string(), reason: &off.reason, changes: off.changes }
    }
}

impl<'a> From<&'a Configuration> for ConfigurationForm<'a> {
    fn from(configuration: &'a Configuration) -> Self {
        let change = |change: &'a SettingChange| SettingChangeForm {
            setting: &change.setting,
            base: change.base.as_deref(),
            head: change.head.as_deref(),
        };
        Self { file: &configuration.file, changes: configuration.changes.iter().map(change).collect() }
    }
}

impl<'a> From<&'a Gate> for GateForm<'a> {
    fn from(gate: &'a Gate) -> Self {
        Self {
            base: &gate.base,
            head: &gate.head,
            needed: gate.needed.as_ref().map(ToString::to_string),
            passes: gate.passes,
        }
    }
}

impl<'a> From<(&'a Change, Fingerprint)> for ChangeForm<'a> {
    fn from((change, group): (&'a Change, Fingerprint)) -> Self {
        Self {
            rule: change.rule.to_string(),
            tier: change.tier.into(),
            reason: change.reason.as_deref(),
            direction: change.direction.map(DirectionForm::from),
            headline: &change.headline,
            place: &change.place,
            operations: &change.operations,
            old: change.old.as_ref().map(NodeForm),
            new: change.new.as_ref().map(NodeForm),
            base: change.base.as_ref().map(LocationForm::from),
            head: change.head.as_ref().map(LocationForm::from),
            fingerprint: change.fingerprint.to_string(),
            group: group.to_string(),
            consequence: &change.consequence,
            remedy: change.remedy.as_deref(),
            approval: change.approval.as_ref().map(ApprovalForm::from),
        }
    }
}

impl From<Tier> for TierForm {
    fn from(tier: Tier) -> Self {
        match tier {
            Tier::Wire => Self::Wire,
            Tier::Source => Self::Source,
            Tier::Compatible => Self::Compatible,
            Tier::Docs => Self::Docs,
        }
    }
}

impl From<Direction> for DirectionForm {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::Request => Self::Request,
            Direction::Response => Self::Response,
        }
    }
}

impl<'a> LocationForm<'a> {
    pub(crate) fn new(place: FilePlace<'a>, pointer: &Pointer) -> Self {
        let FilePlace { file, line, column } = place;
        Self { file, line, column, pointer: pointer.to_string() }
    }
}

impl<'a> From<&'a Location> for LocationForm<'a> {
    fn from(location: &'a Location) -> Self {
        Self::new(location.into(), &location.pointer)
    }
}

impl<'a> From<&'a Approval> for ApprovalForm<'a> {
    fn from(approval: &'a Approval) -> Self {
        Self {
            fingerprint: approval.fingerprint.to_string(),
            reason: approval.reason.into(),
            because: &approval.because,
        }
    }
}

impl From<Reason> for ReasonForm {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::ContractCorrected => Self::ContractCorrected,
            Reason::Benign => Self::Benign,
            Reason::AcceptedBreak => Self::AcceptedBreak,
        }
    }
}
