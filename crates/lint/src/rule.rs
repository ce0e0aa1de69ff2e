//! What a rule is: its texts, the checks that find where it is broken, and where they report to.

use std::collections::BTreeMap;

use openapi::{Contract, Document, ObjectKind, ObjectNode, Pointer, Problem, Violation};

use crate::broken_form::BrokenForm;
use crate::context::LintContext;
use crate::misfit::ValueMisfit;
use crate::severity::Severity;

/// A rule of the lint.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Rule {
    /// Its id, stable, in kebab case.
    pub id: &'static str,
    /// The section of the OpenAPI 3.0.3 specification that it comes from; none for a rule of this project.
    pub section: Option<&'static str>,
    /// What it asks for, in a sentence.
    pub summary: &'static str,
    /// What to do where it is broken.
    pub help: &'static str,
    /// How grave it is, unless a [profile](crate::Profile) or a team says otherwise.
    pub severity: Severity,
    /// How it is checked.
    pub(crate) checks: &'static [Check],
}

/// Rules are the same if they have the same id.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

/// A check of a rule.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Check {
    /// It is a rule of [`openapi`], which finds what breaks it.
    Constraint(openapi::Constraint),
    /// A check of each object of a kind.
    Object(ObjectKind, fn(&LintContext<'_>, &ObjectNode<'_>, &mut Reporter<'_>)),
    /// A check of what was found about each example and default.
    Value(fn(&ValueMisfit, &mut Reporter<'_>)),
    /// A check of the whole document, or of the files of its repository; once all others have reported.
    Document(fn(&LintContext<'_>, &mut Reporter<'_>)),
    /// What breaks it is counted when all others have been checked.
    Count,
}

/// So many problems of each rule are kept: a document may have one for every two of its characters.
const KEPT: usize = 1000;

/// Characters of a message at most: one that quotes the document may be as long as the document.
const MAX_MESSAGE: usize = 300;

/// All that checks have reported.
pub(crate) struct Reports<'c> {
    document: &'c Document,
    broken_form: BrokenForm<'c>,
    /// The rules that are broken, by their ids.
    broken: BTreeMap<&'static str, BrokenRule>,
}

/// A rule that is broken.
pub(crate) struct BrokenRule {
    pub rule: &'static Rule,
    /// Where, as far as it is kept.
    pub problems: Vec<Problem>,
    /// How many problems there are besides.
    pub others: usize,
}

impl<'c> Reports<'c> {
    /// Nothing yet; what is reported by a pointer is in the document of this contract.
    pub fn new(contract: &'c Contract) -> Self {
        Self { document: contract.document(), broken_form: BrokenForm::of(contract), broken: BTreeMap::new() }
    }

    /// Where the checks of a rule report to.
    pub fn of(&mut self, rule: &'static Rule) -> Reporter<'_> {
        let Self { document, broken_form, broken } = self;
        Reporter { document, broken_form, broken, rule }
    }

    /// The rules that are broken, by their ids.
    pub fn finish(self) -> impl Iterator<Item = BrokenRule> {
        self.broken.into_values()
    }
}

/// Where the checks of a rule report to.
pub(crate) struct Reporter<'r> {
    document: &'r Document,
    broken_form: &'r BrokenForm<'r>,
    broken: &'r mut BTreeMap<&'static str, BrokenRule>,
    rule: &'static Rule,
}

impl Reporter<'_> {
    /// Reports a place of the contract where the rule is broken, unless that follows from the form being wrong there.
    pub fn report(&mut self, pointer: &Pointer, message: impl Into<String>) {
        if self.broken_form.explains(pointer) {
            return;
        }
        self.report_problem(self.document.problem(pointer, message));
    }

    /// Reports what breaks a rule of the crate `openapi`, in the same way; what breaks the form follows from nothing.
    pub fn report_violation(&mut self, violation: &Violation) {
        if violation.constraint.is_of_form() || !self.broken_form.explains(&violation.pointer) {
            self.report_problem(violation.problem.clone());
        }
    }

    /// Reports a problem of any document; one that is known already is not reported again.
    pub fn report_problem(&mut self, mut problem: Problem) {
        let new = BrokenRule { rule: self.rule, problems: Vec::new(), others: 0 };
        let BrokenRule { problems, others, .. } = self.broken.entry(self.rule.id).or_insert(new);
        if let Some((end, _)) = problem.message.char_indices().nth(MAX_MESSAGE) {
            problem.message = format!("{}…", &problem.message[..end]);
        }
        if problems.len() == KEPT {
            *others += 1;
        } else if !problems.contains(&problem) {
            problems.push(problem);
        }
    }

    /// Whether such a rule is broken, as far as the rules have been checked.
    pub fn is_broken(&self, is_such: impl Fn(&Rule) -> bool) -> bool {
        self.broken.values().any(|broken| is_such(broken.rule))
    }
}
