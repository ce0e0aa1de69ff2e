//! Rules of OpenAPI 3.0, and a few of this project, that the form of a document does not show.
//!
//! What would make a generator, the simulator or a command fail later is told here, where it stands.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::document::Document;
use crate::operation::Operation;
use crate::pointer;
use crate::problem::Problem;
use crate::references::resolve;
use crate::structure::Objects;
use crate::template;

/// Everything that breaks a rule; the document must have the right form.
pub(crate) fn check(document: &Document, objects: &Objects, operations: &[Operation]) -> Vec<Problem> {
    let mut rules = Rules { document, problems: Vec::new() };
    rules.operation_ids(operations);
    rules.paths();
    for operation in operations {
        rules.path_parameters(operation);
        rules.responses(operation);
    }
    rules.security(operations);
    rules.objects(objects);
    rules.compositions(objects);
    rules.problems
}

struct Rules<'a> {
    document: &'a Document,
    problems: Vec<Problem>,
}

impl Rules<'_> {
    fn report(&mut self, pointer: &str, message: impl Into<String>) {
        self.problems.push(self.document.problem(pointer, message));
    }

    fn operation_ids(&mut self, operations: &[Operation]) {
        let mut seen = BTreeMap::new();
        for operation in operations {
            let pointer = pointer::child(&operation.pointer, "operationId");
            if operation.id.is_empty() {
                self.report(
                    &operation.pointer,
                    "the operation has no operationId; methods, commands and examples are named after it",
                );
            } else if !operation.id.starts_with(|first: char| first.is_ascii_alphabetic())
                || !operation.id.chars().all(|letter| letter.is_ascii_alphanumeric())
            {
                self.report(&pointer, format!("`{}` is not a camelCase name of letters and digits", operation.id));
            } else if let Some(other) = seen.insert(operation.id.to_lowercase(), &operation.path) {
                self.report(&pointer, format!("`{}` already names an operation, of {other}", operation.id));
            }
        }
    }

    fn paths(&mut self) {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        let paths = self.document.root().get("paths").and_then(Value::as_object);
        for (path, item) in paths.into_iter().flatten().filter(|(path, _)| path.starts_with('/')) {
            let pointer = pointer::child("/paths", path);
            if item.get("$ref").is_some() {
                self.report(&pointer, "a path item that is a reference is not supported; write it out");
            }
            match template::names(path) {
                Err(message) => self.report(&pointer, message),
                Ok(names) => {
                    if let Some(name) = first_twice(&names) {
                        self.report(&pointer, format!("`{{{name}}}` stands twice in the path"));
                    }
                    let shape =
                        names.iter().fold(path.clone(), |shape, name| shape.replace(&format!("{{{name}}}"), "{}"));
                    if let Some(other) = seen.insert(shape, path) {
                        self.report(
                            &pointer,
                            format!("the same path as `{other}`, but for the names of its parameters"),
                        );
                    }
                }
            }
        }
    }

    fn path_parameters(&mut self, operation: &Operation) {
        let root = self.document.root();
        let names = template::names(&operation.path).unwrap_or_default();
        let mut declared = BTreeSet::new();
        let mut places = BTreeSet::new();
        for (pointer, parameter) in operation.parameters(root) {
            let text = |key| parameter.get(key).and_then(Value::as_str).unwrap_or_default();
            let (name, place) = (text("name"), text("in"));
            if !places.insert((pointer::parent(&pointer).map(str::to_owned), place, name)) {
                self.report(&pointer, format!("the {place} parameter `{name}` stands here twice"));
            }
            if parameter.get("schema").is_some() == parameter.get("content").is_some() {
                self.report(&pointer, format!("the parameter `{name}` needs one of `schema` and `content`"));
            }
            if place == "path" {
                declared.insert(name);
                if !names.contains(&name) {
                    self.report(&pointer, format!("the path `{}` has no `{{{name}}}`", operation.path));
                }
                if parameter.get("required") != Some(&Value::Bool(true)) {
                    self.report(&pointer, format!("the path parameter `{name}` needs `required: true`"));
                }
            }
        }
        for name in names.iter().filter(|name| !declared.contains(*name)) {
            self.report(
                &operation.pointer,
                format!("no parameter describes `{{{name}}}` of the path `{}`", operation.path),
            );
        }
    }

    fn responses(&mut self, operation: &Operation) {
        let pointer = pointer::child(&operation.pointer, "responses");
        let responses = operation.node(self.document.root()).get("responses").and_then(Value::as_object);
        if responses.is_some_and(|responses| !responses.keys().any(|key| !key.starts_with("x-"))) {
            self.report(&pointer, "an operation needs at least one response");
        }
    }

    fn security(&mut self, operations: &[Operation]) {
        let root = self.document.root();
        self.requirements("/security", root.get("security"));
        for operation in operations {
            let pointer = pointer::child(&operation.pointer, "security");
            self.requirements(&pointer, operation.node(root).get("security"));
        }
    }

    fn requirements(&mut self, pointer: &str, requirements: Option<&Value>) {
        let root = self.document.root();
        for (index, requirement) in requirements.and_then(Value::as_array).into_iter().flatten().enumerate() {
            for (name, scopes) in requirement.as_object().into_iter().flatten() {
                let pointer = pointer::child(&pointer::element(pointer, index), name);
                let Some(scheme) = root.pointer("/components/securitySchemes").and_then(|schemes| schemes.get(name))
                else {
                    self.report(&pointer, format!("no security scheme has the name `{name}`"));
                    continue;
                };
                let scheme = resolve(root, scheme);
                let known: BTreeSet<&str> = scheme
                    .get("flows")
                    .and_then(Value::as_object)
                    .into_iter()
                    .flat_map(|flows| flows.values())
                    .filter_map(|flow| flow.get("scopes")?.as_object())
                    .flat_map(|scopes| scopes.keys().map(String::as_str))
                    .collect();
                for (index, scope) in scopes.as_array().into_iter().flatten().filter_map(Value::as_str).enumerate() {
                    if scheme.get("type").and_then(Value::as_str) == Some("oauth2") && !known.contains(scope) {
                        let pointer = pointer::element(&pointer, index);
                        self.report(&pointer, format!("no flow of `{name}` has the scope `{scope}`"));
                    }
                }
            }
        }
    }

    /// Rules for objects that may stand anywhere.
    fn objects(&mut self, objects: &Objects) {
        for (name, pointer) in objects {
            let node = self.document.root().pointer(pointer).unwrap_or(&Value::Null);
            match *name {
                "Server" => self.server(pointer, node),
                "Schema" => self.schema(pointer, node),
                _ => {}
            }
        }
    }

    /// A schema that is composed of itself, with no property or item between, describes nothing, and has no end.
    fn compositions(&mut self, objects: &Objects) {
        let root = self.document.root();
        let schemas = objects.iter().filter(|(name, _)| *name == "Schema");
        for (_, pointer) in schemas {
            let Some(schema) = root.pointer(pointer) else { continue };
            let mut seen = Vec::new();
            let mut pending = composed_of(schema);
            while let Some(part) = pending.pop() {
                let part = resolve(root, part);
                if std::ptr::eq(part, schema) {
                    self.report(pointer, "the schema is composed of itself");
                    break;
                }
                if !seen.iter().any(|known| std::ptr::eq(*known, part)) {
                    seen.push(part);
                    pending.extend(composed_of(part));
                }
            }
        }
    }

    fn server(&mut self, pointer: &str, server: &Value) {
        let url = server.get("url").and_then(Value::as_str).unwrap_or_default();
        match template::names(url) {
            Err(message) => self.report(&pointer::child(pointer, "url"), message),
            Ok(names) => {
                for name in names {
                    if server.get("variables").is_none_or(|variables| variables.get(name).is_none()) {
                        self.report(pointer, format!("no variable describes `{{{name}}}` of the URL `{url}`"));
                    }
                }
            }
        }
        for (name, variable) in server.get("variables").and_then(Value::as_object).into_iter().flatten() {
            let pointer = pointer::child(&pointer::child(pointer, "variables"), name);
            let values = variable.get("enum").and_then(Value::as_array);
            if values.is_some_and(|values| variable.get("default").is_some_and(|default| !values.contains(default))) {
                self.report(&pointer::child(&pointer, "default"), "the default is not among the values of `enum`");
            }
        }
    }

    fn schema(&mut self, pointer: &str, schema: &Value) {
        if schema.get("type").and_then(Value::as_str) == Some("array") && schema.get("items").is_none() {
            self.report(pointer, "a schema of type array needs `items`");
        }
        for key in ["enum", "x-extensible-enum", "allOf", "oneOf", "anyOf"] {
            let place = pointer::child(pointer, key);
            match schema.get(key) {
                Some(Value::Array(values)) if values.is_empty() => self.report(&place, format!("`{key}` is empty")),
                Some(Value::Array(values)) if key.ends_with("enum") => {
                    if let Some(value) = first_twice(values) {
                        self.report(&place, format!("the value {value} stands here twice"));
                    }
                    if key == "x-extensible-enum"
                        && let Some(value) = values.iter().find(|value| !value.is_string())
                    {
                        self.report(&place, format!("an open enumeration is of strings, and {value} is none"));
                    }
                }
                Some(Value::Array(_)) | None => {}
                Some(_) => self.report(&place, format!("`{key}` is a list")),
            }
        }
    }
}

/// The schemas that one is composed of.
fn composed_of(schema: &Value) -> Vec<&Value> {
    let lists = ["allOf", "oneOf", "anyOf"].iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
    lists.chain(schema.get("not")).collect()
}

fn first_twice<T: PartialEq>(values: &[T]) -> Option<&T> {
    values.iter().enumerate().find(|(index, value)| values[..*index].contains(value)).map(|(_, value)| value)
}
