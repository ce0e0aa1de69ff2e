//! The shape of findings as JSON: what programs may rely on, apart from the types of the crate `lint`.

use lint::{Checked, Finding, RuleOff, Severity};
use schemars::JsonSchema;
use serde::Serialize;

use crate::form::{EXAMPLES, LocationForm};

/// What is wrong with a contract, or missing from it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Findings", deny_unknown_fields)]
pub(crate) struct FindingsForm<'a> {
    /// The findings, in the order of the text.
    findings: Vec<FindingForm<'a>>,
    /// The rules that the configuration has switched off, those that found something.
    off: Vec<RuleOffForm<'a>>,
}

/// A rule of the check that is off.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RuleOff", deny_unknown_fields)]
struct RuleOffForm<'a> {
    /// Id of the rule.
    rule: &'a str,
    /// Why it is off.
    reason: &'a str,
    /// How many findings are not reported.
    findings: usize,
}

/// How grave a finding is, the gravest first.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "Severity")]
enum SeverityForm {
    /// The document is wrong, or those who read it are misled.
    Error,
    /// Something has no effect, is probably a mistake, or is read differently by different tools.
    Warning,
    /// Something is missing that readers would like to have.
    Info,
}

/// Something that is wrong with a contract, or missing from it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Finding", deny_unknown_fields)]
struct FindingForm<'a> {
    /// Id of the rule, stable. `contract explain` lists all.
    #[schemars(transform = lint_rules)]
    rule: &'a str,
    /// How grave it is.
    severity: SeverityForm,
    /// Why the configuration gives the rule this severity; null where it says nothing of the rule.
    reason: Option<&'a str>,
    /// The section of the OpenAPI specification that the rule comes from; null for a rule of this project.
    section: Option<&'a str>,
    /// What is wrong.
    message: &'a str,
    /// What to do about it.
    help: &'a str,
    /// Where.
    location: LocationForm<'a>,
}

fn lint_rules(schema: &mut schemars::Schema) {
    let ids: Vec<_> = lint::rules().take(EXAMPLES).map(|rule| rule.id).collect();
    schema.insert("examples".to_owned(), ids.into());
}

impl<'a> From<&'a Checked> for FindingsForm<'a> {
    fn from(checked: &'a Checked) -> Self {
        let off = |off: &'a RuleOff| RuleOffForm { rule: off.rule.id, reason: &off.reason, findings: off.findings };
        Self {
            findings: checked.findings.iter().map(FindingForm::from).collect(),
            off: checked.off.iter().map(off).collect(),
        }
    }
}

impl From<Severity> for SeverityForm {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Info => Self::Info,
        }
    }
}

impl<'a> From<&'a Finding> for FindingForm<'a> {
    fn from(finding: &'a Finding) -> Self {
        Self {
            rule: finding.rule.id,
            severity: finding.severity.into(),
            reason: finding.reason.as_deref(),
            section: finding.rule.section,
            message: &finding.message,
            help: &finding.help,
            location: LocationForm::new(finding.into(), &finding.pointer),
        }
    }
}
