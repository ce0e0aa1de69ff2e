//! Holds a document against the [specification](crate::spec): whether each value has the form that it should have.

use std::collections::{BTreeMap, HashMap};

use crate::located::Located;
use crate::objects::Objects;
use crate::references;
use crate::spec::{ObjectKind, ObjectType, SpecVersion};
use crate::violation::{Constraint, Violation, Violations};
use crate::walk::{Entry, Role, Walk};
use document::Document;
use document::Node;
use document::Pointer;
use document::Problem;

/// What to make of a field that the specification does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownFields {
    /// It breaks the constraint [`Constraint::Structure`].
    Refused,
    /// It is passed over.
    Ignored,
}

/// Finds the objects of a document, and everything that has not the form that its version of OpenAPI gives it: violations of
/// [`Constraint::Version`], [`Constraint::Structure`] and [`Constraint::Reference`].
pub fn check(document: &Document, unknown: UnknownFields) -> (Objects, Violations) {
    let version = match version(document) {
        Ok(version) => version,
        Err(problem) => {
            let mut violations = Violations::default();
            violations.add(Violation { constraint: Constraint::Version, pointer: Pointer::root(), problem });
            return (Objects::new(document.root(), BTreeMap::new()), violations);
        }
    };
    let mut checker = Checker {
        document,
        version,
        unknown,
        violations: Violations::default(),
        pending: Vec::new(),
        targets: BTreeMap::new(),
        readable: HashMap::new(),
    };
    checker.walk(Walk::document(document.root()));
    while let Some((kind, target)) = checker.pending.pop() {
        checker.walk(Walk::from(version, target.pointer, target.node, kind));
    }
    (Objects::new(document.root(), checker.targets), checker.violations)
}

/// Other versions are refused by name, since all that follows would be noise.
fn version(document: &Document) -> Result<SpecVersion, Problem> {
    let root = document.root();
    let refused = |field: &str, found: String, help: &str| {
        let message = format!("this is {found}; a contract is OpenAPI 3.0 or 3.1");
        let mut problem = document.problem(&Pointer::of([field]), message);
        problem.help = Some(help.to_owned());
        Err(problem)
    };
    if let Some(version) = root.get("swagger") {
        let version = version.as_str().map_or_else(|| version.to_string(), str::to_owned);
        return refused("swagger", format!("Swagger {version}"), CONVERT);
    }
    match (SpecVersion::of(root), root.text("openapi")) {
        (None, Some(version)) => refused("openapi", format!("OpenAPI {version}"), OTHER_VERSION),
        // Without a version, this is reported with the rest.
        (version, _) => Ok(version.unwrap_or(SpecVersion::V3_0)),
    }
}

const CONVERT: &str = "convert it, for example with `npx swagger2openapi --yaml --outfile openapi.yaml swagger.yaml`";
const OTHER_VERSION: &str = "write `openapi: 3.1.1`, and what that version does not have in its words";

struct Checker<'a> {
    document: &'a Document,
    version: SpecVersion,
    unknown: UnknownFields,
    violations: Violations,
    /// What references lead to, and the specification says nothing of: to be walked as what they expect.
    targets: BTreeMap<Pointer, ObjectKind>,
    /// Those that have not been walked yet.
    pending: Vec<(ObjectKind, Located<'a>)>,
    /// What is known of objects that are referred to as another kind of object than they are.
    readable: HashMap<(ObjectKind, Pointer), bool>,
}

impl<'a> Checker<'a> {
    fn report(&mut self, constraint: Constraint, pointer: &Pointer, message: String) {
        let problem = self.document.problem(pointer, message);
        self.violations.add(Violation { constraint, pointer: pointer.clone(), problem });
    }

    /// Reports what is wrong with a reference to a file, or with something that a file is named for.
    fn reports_file(&mut self, pointer: &Pointer) -> bool {
        let problem = self.document.problem_of_parts(pointer).cloned();
        let is_problem = problem.is_some();
        if let Some(problem) = problem {
            self.violations.add(Violation { constraint: Constraint::Reference, pointer: pointer.clone(), problem });
        }
        is_problem
    }

    /// Whether a reference leads to one to a file, which is wrong.
    fn is_reported(&self, from: &Located<'a>) -> bool {
        let chain = crate::references::chain(from);
        chain.last().is_some_and(|last| self.document.problem_of_parts(&last.pointer.child("$ref")).is_some())
    }

    fn walk(&mut self, walk: Walk<'a>) {
        // The kinds of the objects that the walk has passed, by their numbers.
        let mut kinds: Vec<ObjectKind> = Vec::new();
        for entry in walk {
            match entry.role {
                Role::Object(kind) => {
                    kinds.push(kind);
                    self.required_fields(kind, &entry);
                }
                Role::Reference(_) => self.reference(&entry),
                Role::Mistyped(_) | Role::Unknown if self.reports_file(&entry.pointer) => {}
                Role::Mistyped(_) if self.reports_file(&entry.pointer.child("$ref")) => {}
                Role::Mistyped(of) => {
                    let message = format!("expected {}, found {}", of.description(), describe(entry.node));
                    self.report(Constraint::Structure, &entry.pointer, message);
                }
                Role::Unknown => {
                    if let Some(owner) = entry.owner {
                        self.unknown(&entry.pointer, owner.field.name(), kinds[owner.object]);
                    }
                }
                Role::List(_) | Role::Map(_) | Role::Value(_) | Role::Extension => {}
            }
        }
    }

    fn required_fields(&mut self, kind: ObjectKind, entry: &Entry<'_>) {
        if kind == ObjectKind::OpenApi
            && self.version == SpecVersion::V3_1
            && ["paths", "components", "webhooks"].iter().all(|field| entry.node.get(field).is_none())
        {
            let message = format!("{kind} needs one of the fields `paths`, `components` and `webhooks`");
            self.report(Constraint::Structure, &entry.pointer, message);
        }
        for field in self.version.object(kind).fields().filter(|field| field.is_required) {
            if entry.node.get(field.name).is_none() {
                self.report(Constraint::Structure, &entry.pointer, format!("{kind} needs the field `{}`", field.name));
            }
        }
    }

    fn unknown(&mut self, pointer: &Pointer, key: &str, kind: ObjectKind) {
        let object = self.version.object(kind);
        if kind == ObjectKind::Schema && self.version == SpecVersion::V3_1 {
            return self.keyword(pointer, key, object);
        }
        if let Some((keys, _)) = object.patterned {
            let message = format!("{kind} keys {}, and `{key}` does not", keys.description());
            return self.report(Constraint::Structure, pointer, message);
        }
        if self.unknown == UnknownFields::Ignored {
            return;
        }
        let message = format!("{} has no field `{key}` in {kind}", self.version);
        let mut problem = self.document.problem(pointer, message);
        problem.help = Some(match nearest(object, key) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "an extension begins with `x-`".to_owned(),
        });
        self.violations.add(Violation { constraint: Constraint::Structure, pointer: pointer.clone(), problem });
    }

    /// JSON Schema allows any other keyword, and gives it no meaning.
    fn keyword(&mut self, pointer: &Pointer, key: &str, object: &'static ObjectType) {
        let message = format!("`{key}` has no meaning in a schema of {}", self.version);
        let mut problem = self.document.problem(pointer, message);
        let replaced = REPLACED.iter().find(|(name, _)| *name == key).map(|(_, help)| (*help).to_owned());
        problem.help = replaced.or_else(|| nearest(object, key).map(|name| format!("did you mean `{name}`?")));
        self.violations.add(Violation { constraint: Constraint::SchemaKeyword, pointer: pointer.clone(), problem });
    }

    fn reference(&mut self, entry: &Entry<'a>) {
        let Some((kind, place, text)) = entry.reference() else {
            let found = entry.node.get("$ref").unwrap_or(entry.node);
            let message = format!("expected a string, found {}", describe(found));
            return self.report(Constraint::Structure, &entry.pointer.child("$ref"), message);
        };
        if self.reports_file(&place) {
            return;
        }
        let root = self.document.root();
        let from = Located { root, pointer: entry.pointer.clone(), node: entry.node };
        let followed = match kind {
            ObjectKind::Schema => references::follow_schema(&from, text),
            _ => references::follow(&from, text),
        };
        match followed {
            // What is wrong where it leads is reported there.
            Err(_) if self.is_reported(&from) => {}
            Err(error) => self.report(Constraint::Reference, &place, error.to_string()),
            Ok(target) => self.target(kind, target, &place, text),
        }
    }

    /// Checks that what a reference leads to is of the kind that it expects. What the specification says nothing of is what
    /// the first reference to it expects.
    fn target(&mut self, kind: ObjectKind, target: Located<'a>, place: &Pointer, text: &str) {
        let known = || self.targets.get(&target.pointer).map(|kind| Role::Object(*kind));
        match Role::at(target.root, &target.pointer).or_else(known) {
            Some(Role::Object(found)) if found == kind => {}
            None => {
                self.targets.insert(target.pointer.clone(), kind);
                self.pending.push((kind, target));
            }
            Some(found) => {
                // A component may be among those of another kind.
                let is_component = matches!(found, Role::Object(other) if other.section().is_some());
                let is_readable = is_component && self.reads_as(kind, &target);
                let constraint = if is_readable { Constraint::ReferenceKind } else { Constraint::Reference };
                let message = format!("expected a reference to {kind}, and `{text}` leads to {}", found.name());
                self.report(constraint, place, message);
            }
        }
    }

    /// Whether an object has the form of another kind of object too, so that it can be read as such.
    fn reads_as(&mut self, kind: ObjectKind, target: &Located<'a>) -> bool {
        let key = (kind, target.pointer.clone());
        if let Some(known) = self.readable.get(&key) {
            return *known;
        }
        // For a reference in it, which leads back here.
        self.readable.insert(key.clone(), true);
        let mut checker = Self {
            violations: Violations::default(),
            pending: Vec::new(),
            targets: BTreeMap::new(),
            readable: std::mem::take(&mut self.readable),
            unknown: UnknownFields::Refused,
            ..*self
        };
        checker.walk(Walk::from(self.version, target.pointer.clone(), target.node, kind));
        let is_readable = !checker.violations.are_essential();
        self.readable = checker.readable;
        self.readable.insert(key, is_readable);
        is_readable
    }
}

/// Keywords that OpenAPI 3.0 or an older JSON Schema has, and what says the same in OpenAPI 3.1.
const REPLACED: &[(&str, &str)] = &[
    ("nullable", "null is a type there: `type: [string, 'null']`"),
    ("id", "it is `$id` there"),
    ("definitions", "it is `$defs` there"),
    ("dependencies", "it is `dependentRequired` or `dependentSchemas` there"),
    ("additionalItems", "it is `items` there, beside `prefixItems`"),
];

/// The field of an object that a key was likely meant to be.
fn nearest(object: &'static ObjectType, key: &str) -> Option<&'static str> {
    object.fields().map(|field| field.name).find(|name| are_similar(name, key))
}

fn describe(value: &Node) -> String {
    match value.as_str() {
        Some(text) if text.chars().count() <= 40 => format!("the string `{text}`"),
        Some(_) => "a long string".to_owned(),
        None if value.is_array() => "a list".to_owned(),
        None if value.is_object() => "an object".to_owned(),
        None if value.is_number() => format!("the number {value}"),
        None => value.to_string(),
    }
}

/// Whether one edit or another case makes one word of the other: a likely slip of the keyboard.
fn are_similar(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let front = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let back = a[front..].iter().rev().zip(b[front..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (rest_a, rest_b) = (&a[front..a.len() - back], &b[front..b.len() - back]);
    let are_swapped = rest_a.len() == 2 && rest_b.len() == 2 && rest_a[0] == rest_b[1] && rest_a[1] == rest_b[0];
    rest_a.len().max(rest_b.len()) <= 1 || are_swapped
}
