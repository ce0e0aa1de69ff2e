//! Paths and path items.

use std::collections::{BTreeMap, HashMap};

use openapi::{Object, ObjectKind, ObjectNode};

use crate::context::LintContext;
use crate::rule::{Check, Reporter, Rule};
use crate::section;
use crate::severity::Severity;

pub(crate) static RULES: &[&Rule] = &[
    &PATH_TEMPLATE,
    &PATH_PARAMETER_MISSING,
    &PATH_EQUIVALENT,
    &PATH_AMBIGUOUS,
    &PATH_TRAILING_SLASH,
    &PATH_QUERY,
    &PATH_ITEM_REFERENCE,
];

static PATH_TEMPLATE: Rule = Rule {
    id: "path-template",
    section: Some(section::PATH_TEMPLATING),
    summary: "The braces of a path match, and hold each name once.",
    help: "write each parameter once, as `{name}`",
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::PathTemplate)],
};

static PATH_PARAMETER_MISSING: Rule = Rule {
    id: "path-parameter-missing",
    section: Some(section::PATH_TEMPLATING),
    summary: "Every name in the braces of a path is a path parameter of each of its operations.",
    help: "add a parameter of this name with `in: path`, or remove the braces",
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::PathParameterMissing)],
};

static PATH_EQUIVALENT: Rule = Rule {
    id: "path-equivalent",
    section: Some(section::PATHS),
    summary: "No two paths differ only in the names of their parameters.",
    help: "merge the two",
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::PathEquivalent)],
};

static PATH_AMBIGUOUS: Rule = Rule {
    id: "path-ambiguous",
    section: Some(section::PATHS),
    summary: "Of two paths that fit the same address one is more concrete, as `/things/mine` is beside `/things/{id}`.",
    help: "rename a segment of one of them",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Paths, path_ambiguous)],
};

/// Forms of paths, of one number of segments, that are compared with each other; a document that has more is none that
/// a person wrote.
const MAX_FORMS: usize = 32;

/// A path by its segments.
struct Segments<'a> {
    path: &'a str,
    segments: Vec<&'a str>,
}

/// The number of a path's segments, and which of them are parameters.
type Form = (usize, Vec<bool>);

/// Two forms are a form each of `/{a}/me` and `/books/{b}`: each is more concrete than the other somewhere. Their paths
/// fit the same address if they have the same text where both have text.
fn path_ambiguous(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let mut forms: BTreeMap<Form, Vec<Segments<'_>>> = BTreeMap::new();
    for path in object.as_object().into_iter().flat_map(Object::keys).filter(|path| path.starts_with('/')) {
        let segments: Vec<_> = path.split('/').collect();
        let parameters = segments.iter().map(|segment| segment.starts_with('{') && segment.ends_with('}')).collect();
        forms.entry((segments.len(), parameters)).or_default().push(Segments { path, segments });
    }
    let forms: Vec<_> = forms.into_iter().collect();
    for forms in forms.chunk_by(|((length, _), _), ((next, _), _)| length == next) {
        let forms = &forms[..forms.len().min(MAX_FORMS)];
        for (index, ((length, form), paths)) in forms.iter().enumerate() {
            for ((_, other), others) in &forms[..index] {
                let segments = || form.iter().zip(other);
                if segments().any(|(a, b)| a > b) && segments().any(|(a, b)| a < b) {
                    let texts: Vec<usize> = (0..*length).filter(|at| !form[*at] && !other[*at]).collect();
                    compare(paths, others, &texts, object, reporter);
                }
            }
        }
    }
}

/// Reports the paths that have the same segments as one of the others, at these indices.
fn compare(
    paths: &[Segments<'_>],
    others: &[Segments<'_>],
    texts: &[usize],
    object: &ObjectNode<'_>,
    reporter: &mut Reporter<'_>,
) {
    let key = |path: &Segments<'_>| texts.iter().map(|at| path.segments[*at].to_owned()).collect::<Vec<_>>();
    let known: HashMap<_, _> = others.iter().rev().map(|other| (key(other), other.path)).collect();
    for path in paths {
        if let Some(other) = known.get(&key(path)) {
            let message = format!("an address can fit this and `{other}`, and neither is more concrete");
            reporter.report(&object.pointer.child(path.path), message);
        }
    }
}

static PATH_TRAILING_SLASH: Rule = Rule {
    id: "path-trailing-slash",
    section: None,
    summary: "A path does not end in a slash; servers differ in whether that is another path.",
    help: "delete the slash at the end",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Paths, path_trailing_slash)],
};

fn path_trailing_slash(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    for path in object.as_object().into_iter().flat_map(Object::keys).filter(|path| path.len() > 1) {
        if path.starts_with('/') && path.ends_with('/') {
            reporter.report(&object.pointer.child(path), "the path ends in a slash");
        }
    }
}

static PATH_QUERY: Rule = Rule {
    id: "path-query",
    section: Some(section::PATHS),
    summary: "A path has neither a query nor a fragment.",
    help: "describe the query as parameters with `in: query`",
    severity: Severity::Error,
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
    summary: "Path items of OpenAPI 3.0 are written out; it leaves undefined what fields beside a reference mean.",
    help: "write the path item where the reference is",
    severity: Severity::Warning,
    checks: &[Check::Constraint(openapi::Constraint::PathItemReference)],
};
