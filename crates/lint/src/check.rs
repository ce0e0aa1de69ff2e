//! Runs the check of each rule.

use openapi::rules::{self as constraints, Broken};
use openapi::{Document, structure};

use crate::context::Context;
use crate::finding::{self, Finding};
use crate::nodes;
use crate::registry::rules;
use crate::repository::RepositoryFiles;
use crate::rule::{Check, Reporter, Rule};

/// Everything that is wrong with a document and with the files of its repository: what is wrong with the contract first,
/// each file's findings in the order of its text, none twice.
///
/// Where the form of the document is wrong, nothing else is checked: it would be noise.
///
/// ```
/// use openapi::Document;
/// use lint::{RepositoryFiles, check};
///
/// let text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\ntags: [{name: a}, {name: a}]";
/// let findings = check(&Document::parse("openapi.yaml", text)?, &RepositoryFiles::default());
/// assert_eq!(findings[0].rule.id, "tag-unique");
/// assert_eq!(findings[0].position.map(|position| position.line), Some(4));
/// # Ok::<_, openapi::Problems>(())
/// ```
pub fn check(document: &Document, files: &RepositoryFiles) -> Vec<Finding> {
    let findings = match structure::check(document) {
        Err(problems) => problems
            .iter()
            .filter_map(|problem| Some(Finding::new(rules().find(|rule| is_form(rule, problem))?, problem.clone())))
            .collect(),
        Ok(objects) => {
            let nodes = nodes::find(document.root());
            let context = Context::new(document, &nodes, files);
            all(document, &context, &constraints::broken(document, &objects, &context.operations))
        }
    };
    finding::in_order(findings, document.name())
}

/// Whether a problem with the form breaks this rule.
fn is_form(rule: &Rule, problem: &openapi::Problem) -> bool {
    rule.checks.iter().any(|check| matches!(check, Check::Form(is_broken) if is_broken(problem)))
}

/// All rules, one after the other.
fn all(document: &Document, context: &Context<'_>, constraints: &[Broken]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut broken: Vec<&'static Rule> = Vec::new();
    for rule in rules() {
        let mut reporter = Reporter::new(document, &broken);
        for check in rule.checks {
            match *check {
                // It is known to be kept.
                Check::Form(_) => {}
                Check::Constraint(constraint) => constraints
                    .iter()
                    .filter(|broken| broken.constraint == constraint)
                    .for_each(|broken| reporter.report_problem(broken.problem.clone())),
                Check::Object(kind, check) => {
                    context.nodes_of(kind).for_each(|node| check(context, node, &mut reporter));
                }
                Check::Document(check) => check(context, &mut reporter),
            }
        }
        let problems = reporter.finish();
        if !problems.is_empty() {
            broken.push(rule);
        }
        findings.extend(problems.into_iter().map(|problem| Finding::new(rule, problem)));
    }
    findings
}
