//! Rules of OpenAPI 3.0, and a few of this project, that the form of a document does not show.
//!
//! What would make a generator, the simulator or a command fail later is told here, where it stands.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::Hash;

use crate::document::Document;
use crate::operation::Operation;
use crate::pointer::Pointer;
use crate::problem::Problem;
use crate::references::resolve;
use crate::structure::Objects;
use crate::template;
use crate::tree::{Node, Object};

/// A rule that a document breaks: its id, as the lint lists it, and where and how.
pub struct Broken {
    pub rule: &'static str,
    pub problem: Problem,
}

/// Everything that breaks a rule; the document must have the right form.
pub fn check(document: &Document, objects: &Objects, operations: &[Operation]) -> Vec<Problem> {
    broken(document, objects, operations).into_iter().map(|broken| broken.problem).collect()
}

/// The same, each with the id of the rule.
pub fn broken(document: &Document, objects: &Objects, operations: &[Operation]) -> Vec<Broken> {
    let mut rules = Rules { document, broken: Vec::new() };
    rules.operation_ids(operations);
    rules.paths();
    for operation in operations {
        rules.path_parameters(operation);
    }
    rules.requirements(&Pointer::of(["security"]), document.root().get("security"));
    rules.objects(objects);
    rules.compositions(objects);
    rules.broken
}

struct Rules<'a> {
    document: &'a Document,
    broken: Vec<Broken>,
}

impl Rules<'_> {
    fn report(&mut self, rule: &'static str, pointer: &Pointer, message: impl Into<String>) {
        self.broken.push(Broken { rule, problem: self.document.problem(pointer, message) });
    }

    fn operation_ids(&mut self, operations: &[Operation]) {
        let mut seen = BTreeMap::new();
        for operation in operations {
            let pointer = operation.pointer.child("operationId");
            if operation.id.is_empty() {
                self.report(
                    "operation-id-missing",
                    &operation.pointer,
                    "the operation has no operationId; methods, commands and examples are named after it",
                );
            } else if !operation.id.starts_with(|first: char| first.is_ascii_alphabetic())
                || !operation.id.chars().all(|letter| letter.is_ascii_alphanumeric())
            {
                let message = format!("`{}` is not a camelCase name of letters and digits", operation.id);
                self.report("operation-id-form", &pointer, message);
            } else if let Some(other) = seen.insert(operation.id.to_lowercase(), operation) {
                // The specification tells ids apart by case; names that are made of them may not.
                let rule = if other.id == operation.id { "operation-id-unique" } else { "operation-id-case" };
                self.report(
                    rule,
                    &pointer,
                    format!("`{}` already names an operation, of {}", operation.id, other.path),
                );
            }
        }
    }

    fn paths(&mut self) {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        let document = self.document;
        for (path, item) in document.root().members("paths").filter(|(path, _)| path.starts_with('/')) {
            let pointer = Pointer::of(["paths", path]);
            if item.get("$ref").is_some() {
                self.report(
                    "path-item-reference",
                    &pointer,
                    "a path item that is a reference is not supported; write it out",
                );
            }
            match template::names(path) {
                Err(message) => self.report("path-template", &pointer, message),
                Ok(names) => {
                    if let Some(name) = first_twice(&names) {
                        self.report("path-template", &pointer, format!("`{{{name}}}` stands twice in the path"));
                    }
                    let shape =
                        names.iter().fold(path.to_owned(), |shape, name| shape.replace(&format!("{{{name}}}"), "{}"));
                    if let Some(other) = seen.insert(shape, path) {
                        self.report(
                            "path-equivalent",
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
            let text = |key| parameter.text(key).unwrap_or_default();
            let (name, place) = (text("name"), text("in"));
            if !places.insert((pointer.parent().cloned(), place, name)) {
                self.report("parameter-unique", &pointer, format!("the {place} parameter `{name}` stands here twice"));
            }
            if place == "path" {
                declared.insert(name);
                if !names.contains(&name) {
                    self.report(
                        "path-parameter-unknown",
                        &pointer,
                        format!("the path `{}` has no `{{{name}}}`", operation.path),
                    );
                }
            }
        }
        for name in names.iter().filter(|name| !declared.contains(*name)) {
            self.report(
                "path-parameter-missing",
                &operation.pointer,
                format!("no parameter describes `{{{name}}}` of the path `{}`", operation.path),
            );
        }
    }

    fn requirements(&mut self, pointer: &Pointer, requirements: Option<&Node>) {
        let root = self.document.root();
        for (index, requirement) in requirements.and_then(Node::as_array).unwrap_or_default().iter().enumerate() {
            for (name, scopes) in requirement.as_object().into_iter().flat_map(Object::iter) {
                let pointer = pointer.index(index).child(name);
                let Some(scheme) = root["components"]["securitySchemes"].get(name) else {
                    self.report(
                        "security-scheme-unknown",
                        &pointer,
                        format!("no security scheme has the name `{name}`"),
                    );
                    continue;
                };
                let scheme = resolve(root, scheme);
                let flows = scheme.members("flows");
                let known: BTreeSet<&str> =
                    flows.flat_map(|(_, flow)| flow.members("scopes")).map(|(scope, _)| scope).collect();
                for (index, scope) in scopes.as_array().unwrap_or_default().iter().filter_map(Node::as_str).enumerate()
                {
                    if scheme.text("type") == Some("oauth2") && !known.contains(scope) {
                        let pointer = pointer.index(index);
                        self.report("scope-unknown", &pointer, format!("no flow of `{name}` has the scope `{scope}`"));
                    }
                }
            }
        }
    }

    /// Rules for objects that may stand anywhere.
    fn objects(&mut self, objects: &Objects) {
        for (name, pointer) in objects {
            let Some(node) = self.document.node(pointer) else { continue };
            match *name {
                "Operation" => self.requirements(&pointer.child("security"), node.get("security")),
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
        let schemas: Vec<(&Node, &Pointer)> =
            schemas.filter_map(|(_, pointer)| Some((root.pointer(pointer)?, pointer))).collect();
        let pointers: HashMap<*const Node, &Pointer> =
            schemas.iter().map(|(schema, pointer)| (std::ptr::from_ref(*schema), *pointer)).collect();
        // Each schema is gone through once; those on the way down have a depth.
        let mut seen: HashMap<*const Node, Option<usize>> = HashMap::new();
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
                                self.report("schema-composed-of-itself", pointer, "the schema is composed of itself");
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

    fn parameter(&mut self, pointer: &Pointer, parameter: &Node) {
        let name = parameter.text("name").unwrap_or_default();
        if parameter.get("schema").is_some() == parameter.get("content").is_some() {
            let message = format!("the parameter `{name}` needs one of `schema` and `content`");
            self.report("schema-or-content", pointer, message);
        }
        let is_in_path = parameter.text("in") == Some("path");
        if is_in_path && !parameter.is_set("required") {
            let message = format!("the path parameter `{name}` needs `required: true`");
            self.report("path-parameter-required", pointer, message);
        }
    }

    fn responses(&mut self, pointer: &Pointer, responses: &Node) {
        let responses = responses.as_object();
        if responses.is_some_and(|responses| responses.keys().all(|key| key.starts_with("x-"))) {
            self.report("responses-empty", pointer, "an operation needs at least one response");
        }
    }

    fn server(&mut self, pointer: &Pointer, server: &Node) {
        let url = server.text("url").unwrap_or_default();
        match template::names(url) {
            Err(message) => self.report("server-url", &pointer.child("url"), message),
            Ok(names) => {
                for name in names {
                    if server.get("variables").is_none_or(|variables| variables.get(name).is_none()) {
                        let message = format!("no variable describes `{{{name}}}` of the URL `{url}`");
                        self.report("server-variable-missing", pointer, message);
                    }
                }
            }
        }
        for (name, variable) in server.members("variables") {
            let pointer = pointer.child("variables").child(name);
            let values = variable.get("enum").and_then(Node::as_array);
            if values.is_some_and(|values| variable.get("default").is_some_and(|default| !values.contains(default))) {
                let pointer = pointer.child("default");
                self.report("server-default", &pointer, "the default is not among the values of `enum`");
            }
        }
    }

    fn schema(&mut self, pointer: &Pointer, schema: &Node) {
        if schema.text("type") == Some("array") && schema.get("items").is_none() {
            self.report("array-items", pointer, "a schema of type array needs `items`");
        }
        for (key, rule) in [
            ("enum", "enum-values"),
            ("x-extensible-enum", "open-enumeration"),
            ("allOf", "composition-empty"),
            ("oneOf", "composition-empty"),
            ("anyOf", "composition-empty"),
        ] {
            let place = pointer.child(key);
            let Some(list) = schema.get(key) else { continue };
            match list.as_array() {
                Some([]) => self.report(rule, &place, format!("`{key}` is empty")),
                Some(values) if key.ends_with("enum") => {
                    if let Some(value) = first_twice(values) {
                        self.report(rule, &place, format!("the value {value} stands here twice"));
                    }
                    if key == "x-extensible-enum"
                        && let Some(value) = values.iter().find(|value| !value.is_string())
                    {
                        self.report(rule, &place, format!("an open enumeration is of strings, and {value} is none"));
                    }
                }
                Some(_) => {}
                None => self.report(rule, &place, format!("`{key}` is a list")),
            }
        }
    }
}

/// The schemas that one is composed of.
fn composed_of(schema: &Node) -> Vec<&Node> {
    let lists = ["allOf", "oneOf", "anyOf"].iter().flat_map(|key| schema.elements(key));
    lists.chain(schema.get("not")).collect()
}

/// The first value that a value before it equals.
pub fn first_twice<T: Eq + Hash>(values: &[T]) -> Option<&T> {
    let mut seen = HashSet::new();
    values.iter().find(|value| !seen.insert(*value))
}
