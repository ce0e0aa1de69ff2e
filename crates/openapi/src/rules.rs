//! Rules of OpenAPI 3.0, and a few of this project, that the form of a document does not show.
//!
//! What would make a generator, the simulator or a command fail later is told here, where it stands.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::Hash;

use serde_json::Value;

use crate::document::Document;
use crate::operation::Operation;
use crate::pointer;
use crate::problem::Problem;
use crate::references::resolve;
use crate::structure::Objects;
use crate::template;

macro_rules! constraints {
    ($($name:ident,)+) => {
        /// A constraint of a contract. The lint has the rule for each, with what it asks and how to mend it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the rules of the lint describe them")]
        pub enum Constraint { $($name,)+ }

        impl Constraint {
            /// All constraints.
            pub const ALL: &[Self] = &[$(Self::$name,)+];
        }
    };
}

constraints! {
    OperationIdMissing,
    OperationIdForm,
    OperationIdUnique,
    OperationIdCase,
    PathItemReference,
    PathTemplate,
    PathEquivalent,
    ParameterUnique,
    PathParameterUnknown,
    PathParameterMissing,
    PathParameterRequired,
    SecuritySchemeUnknown,
    ScopeUnknown,
    SchemaComposedOfItself,
    SchemaOrContent,
    ResponsesEmpty,
    ServerUrl,
    ServerVariableMissing,
    ServerDefault,
    ArrayItems,
    EnumValues,
    OpenEnumeration,
    CompositionEmpty,
}

/// A constraint that a document breaks.
pub struct Broken {
    /// The constraint.
    pub constraint: Constraint,
    /// Where and how it is broken.
    pub problem: Problem,
}

/// Everything that breaks a rule; the document must have the right form.
pub fn check(document: &Document, objects: &Objects, operations: &[Operation]) -> Vec<Problem> {
    broken(document, objects, operations).into_iter().map(|broken| broken.problem).collect()
}

/// The same, each with its constraint.
pub fn broken(document: &Document, objects: &Objects, operations: &[Operation]) -> Vec<Broken> {
    let mut rules = Rules { document, broken: Vec::new() };
    rules.operation_ids(operations);
    rules.paths();
    for operation in operations {
        rules.path_parameters(operation);
    }
    rules.requirements("/security", document.root().get("security"));
    rules.objects(objects);
    rules.compositions(objects);
    rules.broken
}

struct Rules<'a> {
    document: &'a Document,
    broken: Vec<Broken>,
}

impl Rules<'_> {
    fn report(&mut self, constraint: Constraint, pointer: &str, message: impl Into<String>) {
        self.broken.push(Broken { constraint, problem: self.document.problem(pointer, message) });
    }

    fn operation_ids(&mut self, operations: &[Operation]) {
        let mut seen = BTreeMap::new();
        for operation in operations {
            let pointer = pointer::child(&operation.pointer, "operationId");
            if operation.id.is_empty() {
                self.report(
                    Constraint::OperationIdMissing,
                    &operation.pointer,
                    "the operation has no operationId; methods, commands and examples are named after it",
                );
            } else if !operation.id.starts_with(|first: char| first.is_ascii_alphabetic())
                || !operation.id.chars().all(|letter| letter.is_ascii_alphanumeric())
            {
                let message = format!("`{}` is not a camelCase name of letters and digits", operation.id);
                self.report(Constraint::OperationIdForm, &pointer, message);
            } else if let Some(other) = seen.insert(operation.id.to_lowercase(), operation) {
                // The specification tells ids apart by case; names that are made of them may not.
                let constraint =
                    if other.id == operation.id { Constraint::OperationIdUnique } else { Constraint::OperationIdCase };
                self.report(
                    constraint,
                    &pointer,
                    format!("`{}` already names an operation, of {}", operation.id, other.path),
                );
            }
        }
    }

    fn paths(&mut self) {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        let paths = self.document.root().get("paths").and_then(Value::as_object);
        for (path, item) in paths.into_iter().flatten().filter(|(path, _)| path.starts_with('/')) {
            let pointer = pointer::child("/paths", path);
            if item.get("$ref").is_some() {
                self.report(
                    Constraint::PathItemReference,
                    &pointer,
                    "a path item that is a reference is not supported; write it out",
                );
            }
            match template::names(path) {
                Err(message) => self.report(Constraint::PathTemplate, &pointer, message),
                Ok(names) => {
                    if let Some(name) = first_twice(&names) {
                        self.report(
                            Constraint::PathTemplate,
                            &pointer,
                            format!("`{{{name}}}` stands twice in the path"),
                        );
                    }
                    let shape =
                        names.iter().fold(path.clone(), |shape, name| shape.replace(&format!("{{{name}}}"), "{}"));
                    if let Some(other) = seen.insert(shape, path) {
                        self.report(
                            Constraint::PathEquivalent,
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
                self.report(
                    Constraint::ParameterUnique,
                    &pointer,
                    format!("the {place} parameter `{name}` stands here twice"),
                );
            }
            if place == "path" {
                declared.insert(name);
                if !names.contains(&name) {
                    self.report(
                        Constraint::PathParameterUnknown,
                        &pointer,
                        format!("the path `{}` has no `{{{name}}}`", operation.path),
                    );
                }
            }
        }
        for name in names.iter().filter(|name| !declared.contains(*name)) {
            self.report(
                Constraint::PathParameterMissing,
                &operation.pointer,
                format!("no parameter describes `{{{name}}}` of the path `{}`", operation.path),
            );
        }
    }

    fn requirements(&mut self, pointer: &str, requirements: Option<&Value>) {
        let root = self.document.root();
        for (index, requirement) in requirements.and_then(Value::as_array).into_iter().flatten().enumerate() {
            for (name, scopes) in requirement.as_object().into_iter().flatten() {
                let pointer = pointer::child(&pointer::element(pointer, index), name);
                let Some(scheme) = root.pointer("/components/securitySchemes").and_then(|schemes| schemes.get(name))
                else {
                    self.report(
                        Constraint::SecuritySchemeUnknown,
                        &pointer,
                        format!("no security scheme has the name `{name}`"),
                    );
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
                        self.report(
                            Constraint::ScopeUnknown,
                            &pointer,
                            format!("no flow of `{name}` has the scope `{scope}`"),
                        );
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
                "Operation" => self.requirements(&pointer::child(pointer, "security"), node.get("security")),
                "Parameter" => self.parameter(pointer, node),
                "Responses" => self.responses(pointer, node),
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
        let schemas: Vec<(&Value, &String)> =
            schemas.filter_map(|(_, pointer)| Some((root.pointer(pointer)?, pointer))).collect();
        let pointers: HashMap<*const Value, &String> =
            schemas.iter().map(|(schema, pointer)| (std::ptr::from_ref(*schema), *pointer)).collect();
        // Each schema is gone through once; those on the way down have a depth.
        let mut seen: HashMap<*const Value, Option<usize>> = HashMap::new();
        for (schema, _) in schemas {
            let mut way = Vec::new();
            let mut pending = vec![(schema, 0)];
            while let Some((schema, depth)) = pending.pop() {
                for done in way.drain(depth..) {
                    seen.insert(done, None);
                }
                match seen.get(&std::ptr::from_ref(schema)) {
                    Some(None) => {}
                    Some(Some(start)) => {
                        for part in &way[*start..] {
                            if let Some(pointer) = pointers.get(part) {
                                self.report(
                                    Constraint::SchemaComposedOfItself,
                                    pointer,
                                    "the schema is composed of itself",
                                );
                            }
                        }
                    }
                    None => {
                        seen.insert(schema, Some(depth));
                        way.push(std::ptr::from_ref(schema));
                        pending.extend(composed_of(schema).iter().map(|part| (resolve(root, part), depth + 1)));
                    }
                }
            }
            for done in way {
                seen.insert(done, None);
            }
        }
    }

    fn parameter(&mut self, pointer: &str, parameter: &Value) {
        let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
        if parameter.get("schema").is_some() == parameter.get("content").is_some() {
            let message = format!("the parameter `{name}` needs one of `schema` and `content`");
            self.report(Constraint::SchemaOrContent, pointer, message);
        }
        let is_in_path = parameter.get("in").and_then(Value::as_str) == Some("path");
        if is_in_path && parameter.get("required") != Some(&Value::Bool(true)) {
            let message = format!("the path parameter `{name}` needs `required: true`");
            self.report(Constraint::PathParameterRequired, pointer, message);
        }
    }

    fn responses(&mut self, pointer: &str, responses: &Value) {
        let responses = responses.as_object();
        if responses.is_some_and(|responses| !responses.keys().any(|key| !key.starts_with("x-"))) {
            self.report(Constraint::ResponsesEmpty, pointer, "an operation needs at least one response");
        }
    }

    fn server(&mut self, pointer: &str, server: &Value) {
        let url = server.get("url").and_then(Value::as_str).unwrap_or_default();
        match template::names(url) {
            Err(message) => self.report(Constraint::ServerUrl, &pointer::child(pointer, "url"), message),
            Ok(names) => {
                for name in names {
                    if server.get("variables").is_none_or(|variables| variables.get(name).is_none()) {
                        let message = format!("no variable describes `{{{name}}}` of the URL `{url}`");
                        self.report(Constraint::ServerVariableMissing, pointer, message);
                    }
                }
            }
        }
        for (name, variable) in server.get("variables").and_then(Value::as_object).into_iter().flatten() {
            let pointer = pointer::child(&pointer::child(pointer, "variables"), name);
            let values = variable.get("enum").and_then(Value::as_array);
            if values.is_some_and(|values| variable.get("default").is_some_and(|default| !values.contains(default))) {
                let pointer = pointer::child(&pointer, "default");
                self.report(Constraint::ServerDefault, &pointer, "the default is not among the values of `enum`");
            }
        }
    }

    fn schema(&mut self, pointer: &str, schema: &Value) {
        if schema.get("type").and_then(Value::as_str) == Some("array") && schema.get("items").is_none() {
            self.report(Constraint::ArrayItems, pointer, "a schema of type array needs `items`");
        }
        for (key, constraint) in [
            ("enum", Constraint::EnumValues),
            ("x-extensible-enum", Constraint::OpenEnumeration),
            ("allOf", Constraint::CompositionEmpty),
            ("oneOf", Constraint::CompositionEmpty),
            ("anyOf", Constraint::CompositionEmpty),
        ] {
            let place = pointer::child(pointer, key);
            match schema.get(key) {
                Some(Value::Array(values)) if values.is_empty() => {
                    self.report(constraint, &place, format!("`{key}` is empty"))
                }
                Some(Value::Array(values)) if key.ends_with("enum") => {
                    if let Some(value) = first_twice(values) {
                        self.report(constraint, &place, format!("the value {value} stands here twice"));
                    }
                    if key == "x-extensible-enum"
                        && let Some(value) = values.iter().find(|value| !value.is_string())
                    {
                        self.report(
                            constraint,
                            &place,
                            format!("an open enumeration is of strings, and {value} is none"),
                        );
                    }
                }
                Some(Value::Array(_)) | None => {}
                Some(_) => self.report(constraint, &place, format!("`{key}` is a list")),
            }
        }
    }
}

/// The schemas that one is composed of.
fn composed_of(schema: &Value) -> Vec<&Value> {
    let lists = ["allOf", "oneOf", "anyOf"].iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
    lists.chain(schema.get("not")).collect()
}

/// The first value that a value before it equals.
pub fn first_twice<T: Eq + Hash>(values: &[T]) -> Option<&T> {
    let mut seen = HashSet::new();
    values.iter().find(|value| !seen.insert(*value))
}
