//! The files of the examples: one for each example, with the same value.

use std::collections::HashMap;

use openapi::{ExampleOrigin, Node, Object, Part, Pointer};

use crate::context::LintContext;
use crate::rule::{Check, Reporter, Rule};
use crate::severity::Severity;

pub(crate) static RULES: &[&Rule] = &[&EXAMPLE_FILE_MISSING, &EXAMPLE_FILE_DIFFERS, &EXAMPLE_FILE_UNKNOWN];

static EXAMPLE_FILE_MISSING: Rule = Rule {
    id: "example-file-missing",
    section: None,
    summary: "Every example of a request or of a success is a file: `<operationId>/<request or status>.<name>.json`.",
    help: "add the file",
    severity: Severity::Error,
    checks: &[Check::Document(example_file_missing)],
};

fn example_file_missing(context: &LintContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(files) = &context.files.examples else { return };
    let mut examples = examples(context);
    for (name, _) in files {
        examples.remove(&path(name));
    }
    for (path, example) in examples {
        reporter.report(&example.pointer, format!("this example has no file `{path}`"));
    }
}

static EXAMPLE_FILE_DIFFERS: Rule = Rule {
    id: "example-file-differs",
    section: None,
    summary: "The file of an example holds the same value as the contract, with the same order of keys.",
    help: "copy one to the other",
    severity: Severity::Error,
    checks: &[Check::Document(example_file_differs)],
};

fn example_file_differs(context: &LintContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(files) = &context.files.examples else { return };
    let examples = examples(context);
    for (name, file) in files {
        match (file, examples.get(&path(name))) {
            (Err(problems), _) => problems.iter().for_each(|problem| reporter.report_problem(problem.clone())),
            (Ok(document), Some(example)) => {
                if let Some((place, message)) = difference(&example.value, document.root(), &Pointer::root()) {
                    reporter.report_problem(document.problem(&place, message));
                }
            }
            (Ok(_), None) => {}
        }
    }
}

static EXAMPLE_FILE_UNKNOWN: Rule = Rule {
    id: "example-file-unknown",
    section: None,
    summary: "Every file of an example belongs to an example of the contract.",
    help: "delete the file, or add the example",
    severity: Severity::Error,
    checks: &[Check::Document(example_file_unknown)],
};

fn example_file_unknown(context: &LintContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(files) = &context.files.examples else { return };
    let mut examples = examples(context);
    for (name, file) in files.iter().filter(|(name, _)| examples.remove(&path(name)).is_none()) {
        if let Ok(document) = file {
            let message = format!("the contract has no example `{}`", path(name));
            reporter.report_problem(document.problem(&Pointer::root(), message));
        }
    }
}

/// The last two parts of the name of a file.
fn path(name: &str) -> String {
    let name = name.replace('\\', "/");
    let mut parts: Vec<&str> = name.rsplitn(3, '/').take(2).collect();
    parts.reverse();
    parts.join("/")
}

/// An example of an operation.
struct ExampleFile {
    /// Where it is named in the contract.
    pointer: Pointer,
    value: Node,
}

/// The examples of requests and of responses that are not errors, by the paths of their files.
fn examples(context: &LintContext<'_>) -> HashMap<String, ExampleFile> {
    let mut examples = HashMap::new();
    for operation in context.contract.operations() {
        for found in operation.examples() {
            let is_of_body = match found.part {
                Part::Request => true,
                Part::Response(status) => !status.is_error(),
                Part::Parameter(..) | Part::Header(..) => false,
            };
            let is_json = found.content.is_some_and(|content| content.is_json());
            if let Some(id) = operation.id()
                && is_of_body
                && is_json
                && found.example.origin == ExampleOrigin::Named
            {
                let path = format!("{id}/{}.{}.json", found.part, found.example.name);
                let example = ExampleFile { pointer: found.example.declared, value: found.example.value.node.clone() };
                examples.entry(path).or_insert(example);
            }
        }
    }
    examples
}

/// The first place in which a file differs from the contract.
fn difference(contract: &Node, file: &Node, place: &Pointer) -> Option<(Pointer, String)> {
    if let (Some(ours), Some(theirs)) = (contract.as_object(), file.as_object()) {
        return difference_of_objects(ours, theirs, place);
    }
    match (contract.as_array(), file.as_array()) {
        (Some(ours), Some(theirs)) if ours.len() == theirs.len() => {
            let mut pairs = ours.iter().zip(theirs).enumerate();
            pairs.find_map(|(index, (ours, theirs))| difference(ours, theirs, &place.index(index)))
        }
        (Some(ours), Some(theirs)) => {
            Some((place.clone(), format!("{} elements, where the contract has {}", theirs.len(), ours.len())))
        }
        _ if contract == file => None,
        _ if contract.is_object() || contract.is_array() => {
            Some((place.clone(), "the contract has a list or an object here".to_owned()))
        }
        _ => Some((place.clone(), format!("the contract has {contract} here"))),
    }
}

fn difference_of_objects(ours: &Object, theirs: &Object, place: &Pointer) -> Option<(Pointer, String)> {
    if let Some(key) = theirs.keys().find(|key| !ours.contains_key(key)) {
        return Some((place.child(key), format!("the example in the contract has no `{key}`")));
    }
    if let Some(key) = ours.keys().find(|key| !theirs.contains_key(key)) {
        return Some((place.clone(), format!("the example in the contract has `{key}` too")));
    }
    if let Some((ours, theirs)) = ours.keys().zip(theirs.keys()).find(|(ours, theirs)| ours != theirs) {
        let message = format!("found `{theirs}`, where the example in the contract has `{ours}`");
        return Some((place.child(theirs), message));
    }
    ours.iter().find_map(|(key, value)| difference(value, theirs.get(key)?, &place.child(key)))
}
