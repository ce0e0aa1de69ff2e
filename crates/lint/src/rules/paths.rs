//! Paths and path items.

use openapi::{Object, ObjectKind, ObjectNode};

use crate::context::LintContext;
use crate::rule::{Check, Reporter, Rule};
use crate::section;

pub(crate) static RULES: &[&Rule] =
    &[&PATH_TEMPLATE, &PATH_PARAMETER_MISSING, &PATH_EQUIVALENT, &PATH_QUERY, &PATH_ITEM_REFERENCE];

static PATH_TEMPLATE: Rule = Rule {
    id: "path-template",
    section: Some(section::PATH_TEMPLATING),
    summary: "The braces of a path match, and hold each name once.",
    help: "write each parameter once, as `{name}`",
    checks: &[Check::Constraint(openapi::Constraint::PathTemplate)],
};

static PATH_PARAMETER_MISSING: Rule = Rule {
    id: "path-parameter-missing",
    section: Some(section::PATH_TEMPLATING),
    summary: "Every name in the braces of a path is a path parameter of each of its operations.",
    help: "add a parameter of this name with `in: path`, or remove the braces",
    checks: &[Check::Constraint(openapi::Constraint::PathParameterMissing)],
};

static PATH_EQUIVALENT: Rule = Rule {
    id: "path-equivalent",
    section: Some(section::PATHS),
    summary: "No two paths differ only in the names of their parameters.",
    help: "merge the two",
    checks: &[Check::Constraint(openapi::Constraint::PathEquivalent)],
};

static PATH_QUERY: Rule = Rule {
    id: "path-query",
    section: Some(section::PATHS),
    summary: "A path has neither a query nor a fragment.",
    help: "describe the query as parameters with `in: query`",
    checks: &[Check::Object(ObjectKind::Paths, path_query)],
};

fn path_query(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    for path in object.as_object().into_iter().flat_map(Object::keys) {
        if path.starts_with('/')
            && let Some(mark) = path.find(['?', '#']).map(|at| &path[at..=at])
        {
            let part = if mark == "?" { "a query" } else { "a fragment" };
            let message = format!("`{mark}` begins {part}, which is not part of a path");
            reporter.report(&object.pointer.child(path), message);
        }
    }
}

static PATH_ITEM_REFERENCE: Rule = Rule {
    id: "path-item-reference",
    section: None,
    summary: "Path items are written out; the specification leaves undefined what fields beside a reference mean.",
    help: "write the path item where the reference is",
    checks: &[Check::Constraint(openapi::Constraint::PathItemReference)],
};
