//! What a rule is: its texts, the checks that find where it is broken, and where they report to.

use openapi::rules::Constraint;
use openapi::{Document, Problem};

use crate::context::Context;
use crate::nodes::Node;

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
    /// The form of the document is checked by [`openapi::structure`]; these of its problems break the rule.
    Form(fn(&Problem) -> bool),
    /// [`openapi::rules`] checks it, since every contract keeps it.
    Constraint(Constraint),
    /// A check of each object of a kind.
    Object(&'static str, fn(&Context<'_>, &Node<'_>, &mut Reporter<'_>)),
    /// A check of the whole document, or of the files of its repository.
    Document(fn(&Context<'_>, &mut Reporter<'_>)),
}

/// Where the checks of one rule report to.
pub(crate) struct Reporter<'a> {
    document: &'a Document,
    broken: &'a [&'static Rule],
    problems: Vec<Problem>,
}

impl<'a> Reporter<'a> {
    /// A reporter without problems; `broken` are the rules that are known to be broken.
    pub fn new(document: &'a Document, broken: &'a [&'static Rule]) -> Self {
        Self { document, broken, problems: Vec::new() }
    }

    /// Reports a place of the contract where the rule is broken.
    pub fn report(&mut self, pointer: &str, message: impl Into<String>) {
        self.problems.push(self.document.problem(pointer, message));
    }

    /// Reports a problem of any document.
    pub fn report_problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Whether such a rule, which is checked before this one, is broken.
    pub fn is_broken(&self, is_such: impl Fn(&Rule) -> bool) -> bool {
        self.broken.iter().any(|rule| is_such(rule))
    }

    /// What has been reported.
    pub fn finish(self) -> Vec<Problem> {
        self.problems
    }
}
