//! Runs the checks of all rules.

use openapi::{Contract, Document};

use crate::context::LintContext;
use crate::finding::Finding;
use crate::registry::rules;
use crate::repository::{ParsedFiles, RepositoryFiles};
use crate::rule::{BrokenRule, Check, Reports, Rule};
use crate::rules::omitted;
use crate::severity::Settings;
use crate::values;

/// Everything that is wrong with a document and with the files of its repository: what is wrong with the contract first,
/// each file's findings in the order of its text, none twice.
///
/// Where the form of the document is wrong, all else is still checked, apart from what cannot be judged there. Only a
/// document of another version is not checked any further. Of each rule a thousand findings are listed at most; if there
/// are more, the last finding says how many.
///
/// ```
/// use openapi::Document;
/// use lint::{RepositoryFiles, check};
///
/// let text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\ntags: [{name: a}, {name: a}]";
/// let findings = check(&Document::parse("openapi.yaml", text)?, &RepositoryFiles::default());
/// assert_eq!(findings[0].rule.id, "tag-unique");
/// assert_eq!(findings[0].position.map(|position| position.line()), Some(4));
/// # Ok::<_, openapi::Problems>(())
/// ```
pub fn check(document: &Document, files: &RepositoryFiles) -> Vec<Finding> {
    check_with(document, files, &Settings::default()).findings
}

/// What a check finds, by the settings of a team.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The findings, as of [`check`].
    pub findings: Vec<Finding>,
    /// The rules whose findings the team does not want, those that found something.
    pub off: Vec<RuleOff>,
}

/// A rule whose findings a team does not want.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleOff {
    /// The rule.
    pub rule: &'static Rule,
    /// Why it is off.
    pub reason: String,
    /// How many findings are not reported.
    pub findings: usize,
}

/// The same as [`check`], with what a team says of the rules.
pub fn check_with(document: &Document, files: &RepositoryFiles, settings: &Settings) -> Checked {
    let contract = Contract::inspect(document.clone());
    let mut reports = Reports::new(&contract);
    constraints(&contract, &mut reports);
    if !contract.violations().are_of_version() {
        let context = LintContext::new(&contract, ParsedFiles::new(files));
        objects(&context, &mut reports);
        values(&context, &mut reports);
        for (rule, check) in checks() {
            if let Check::Document(check) = check {
                check(&context, &mut reports.of(rule));
            }
        }
    }
    let mut checked = Checked::default();
    let mut others = contract.violations().others();
    for BrokenRule { rule, problems, others: of_rule } in reports.finish() {
        if let Some(severity) = settings.severity(rule) {
            others += of_rule;
            let reason = settings.setting(rule).map(|setting| setting.reason.clone());
            let graded = |problem| Finding { severity, reason: reason.clone(), ..Finding::new(rule, problem) };
            checked.findings.extend(problems.into_iter().map(graded));
        } else if let Some(setting) = settings.setting(rule) {
            let findings = problems.len() + of_rule;
            let off = RuleOff { rule, reason: setting.reason.clone(), findings };
            checked.off.extend((findings > 0).then_some(off));
        }
    }
    checked.findings.sort_by(|a, b| order(a, document).cmp(&order(b, document)));
    let omitted = omitted::finding(document, others);
    let severity = omitted.as_ref().and_then(|omitted| settings.severity(omitted.rule));
    checked.findings.extend(omitted.zip(severity).map(|(omitted, severity)| Finding { severity, ..omitted }));
    checked
}

/// Those in the contract first, each file's in the order of its text.
fn order<'f>(finding: &'f Finding, contract: &Document) -> impl Ord + use<'f> {
    let Finding { rule, message, file, position, pointer, .. } = finding;
    (file != contract.name(), file, position, pointer, rule.id, message)
}

/// The checks of all rules.
fn checks() -> impl Iterator<Item = (&'static Rule, &'static Check)> {
    rules().flat_map(|rule| rule.checks.iter().map(move |check| (rule, check)))
}

/// The rules of the crate `openapi`.
fn constraints(contract: &Contract, reports: &mut Reports<'_>) {
    for violation in contract.violations() {
        let is_of =
            |check: &Check| matches!(check, Check::Constraint(constraint) if *constraint == violation.constraint);
        if let Some((rule, _)) = checks().find(|(_, check)| is_of(check)) {
            reports.of(rule).report_violation(violation);
        }
    }
}

/// The rules of objects, in one walk over the document.
fn objects(context: &LintContext<'_>, reports: &mut Reports<'_>) {
    for object in context.contract.objects().iter() {
        for (rule, check) in checks() {
            if let Check::Object(kind, check) = check
                && *kind == object.kind
            {
                check(context, &object, &mut reports.of(rule));
            }
        }
    }
}

/// The rules of examples and defaults, each of which is held against its schema once.
fn values(context: &LintContext<'_>, reports: &mut Reports<'_>) {
    values::check(context, &mut |misfit| {
        for (rule, check) in checks() {
            if let Check::Value(check) = check {
                check(&misfit, &mut reports.of(rule));
            }
        }
    });
}
