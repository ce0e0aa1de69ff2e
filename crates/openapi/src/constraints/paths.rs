//! Paths and parameters.

use std::collections::{HashMap, HashSet};

use super::reporter::{ViolationReporter, first_repeated};
use crate::objects::ObjectNode;
use crate::operation::Operation;
use crate::parameter::ParameterLocation;
use crate::path_template::PathTemplate;
use crate::spec::{ObjectKind, SpecVersion};
use crate::violation::Constraint;
use document::Pointer;

pub(super) fn check(reporter: &mut ViolationReporter<'_>) {
    paths(reporter);
    // OpenAPI 3.1 has a section of the components for what such references lead to.
    let version = SpecVersion::of_any(reporter.document.root());
    let is_reference = |item: &ObjectNode<'_>| version == SpecVersion::V3_0 && item.node.get("$ref").is_some();
    for item in reporter.objects.of(ObjectKind::PathItem).filter(is_reference) {
        let message = "a path item that is a reference is not supported; write it out";
        reporter.report(Constraint::PathItemReference, &item.pointer, message);
    }
    let mut seen = HashSet::new();
    for operation in reporter.operations {
        path_parameters(operation, &mut seen, reporter);
    }
    parameters(reporter);
}

fn paths(reporter: &mut ViolationReporter<'_>) {
    let mut seen: HashMap<String, &str> = HashMap::new();
    let root = reporter.document.root();
    for (path, _) in root.members("paths").filter(|(path, _)| path.starts_with('/')) {
        let pointer = Pointer::of(["paths", path]);
        let template: PathTemplate = match path.parse() {
            Ok(template) => template,
            Err(error) => {
                reporter.report(Constraint::PathTemplate, &pointer, format!("{error}"));
                continue;
            }
        };
        if let Some(name) = first_repeated(template.names()) {
            reporter.report(Constraint::PathTemplate, &pointer, format!("`{{{name}}}` stands twice in the path"));
        }
        if let Some(other) = seen.insert(template.shape(), path) {
            let message = format!("the same path as `{other}`, but for the names of its parameters");
            reporter.report(Constraint::PathEquivalent, &pointer, message);
        }
    }
}

/// `seen` are the paths and parameters of all lists so far: the list of a path item is that of each of its operations.
fn path_parameters<'a>(
    operation: &'a Operation,
    seen: &mut HashSet<(&'a str, Pointer)>,
    reporter: &mut ViolationReporter<'_>,
) {
    let mut declared = HashSet::new();
    let mut places = HashSet::new();
    for parameter in operation.declared_parameters() {
        let (name, location) = (parameter.name(), parameter.location());
        let is_new = seen.insert((operation.path(), parameter.declared.clone()));
        if !places.insert((parameter.declared.parent().cloned(), location, name)) && is_new {
            let message = format!("the {location} parameter `{name}` stands here twice");
            reporter.report(Constraint::ParameterUnique, &parameter.declared, message);
        }
        if location == ParameterLocation::Path {
            declared.insert(name);
            if !operation.template().has_parameter(name) && is_new {
                let message = format!("the path `{}` has no `{{{name}}}`", operation.path());
                reporter.report(Constraint::PathParameterUnknown, &parameter.declared, message);
            }
        }
    }
    for name in operation.template().names().filter(|name| !declared.contains(name)) {
        let message = format!("no parameter describes `{{{name}}}` of the path `{}`", operation.path());
        reporter.report(Constraint::PathParameterMissing, operation.pointer(), message);
    }
}

fn parameters(reporter: &mut ViolationReporter<'_>) {
    for object in reporter.objects.of(ObjectKind::Parameter) {
        let name = object.node.text("name").unwrap_or_default();
        if object.node.get("schema").is_some() == object.node.get("content").is_some() {
            let message = format!("the parameter `{name}` needs one of `schema` and `content`");
            reporter.report(Constraint::SchemaOrContent, &object.pointer, message);
        }
        if object.node.text("in") == Some("path") && !object.node.is_set("required") {
            let message = format!("the path parameter `{name}` needs `required: true`");
            reporter.report(Constraint::PathParameterRequired, &object.pointer, message);
        }
    }
}
