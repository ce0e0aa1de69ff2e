//! Holds a document against the [grammar](crate::grammar) of OpenAPI 3.0.

use crate::document::Document;
use crate::grammar::{self, Keys, Kind, Object};
use crate::pointer::Pointer;
use crate::problem::{Problem, Problems, Quota};
use crate::references;
use crate::tree::{Node, Object as Members};

/// The objects of a document that has the right form: the name of each in the specification, and its pointer.
pub type Objects = Vec<(&'static str, Pointer)>;

/// Finds the objects of the document.
///
/// # Errors
///
/// Everything that is not of the form that OpenAPI 3.0 gives it.
pub fn check(document: &Document) -> Result<Objects, Problems> {
    check_with(document, UnknownFields::AreProblems)
}

/// What to make of a field that OpenAPI 3.0 does not have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum UnknownFields {
    AreProblems,
    AreLetPass,
}

/// Finds the objects of the document, and is strict about unknown fields or not.
///
/// # Errors
///
/// Everything that is not of the form that OpenAPI 3.0 gives it.
pub fn check_with(document: &Document, unknown: UnknownFields) -> Result<Objects, Problems> {
    if let Some(problem) = version(document) {
        return Err(problem.into());
    }
    let mut checker = Checker { document, unknown, problems: Vec::new(), quota: Quota::default(), objects: Vec::new() };
    checker.kind(&Pointer::root(), document.root(), Kind::Object(|| &grammar::OPENAPI));
    Problems::of(checker.problems, checker.quota.refused()).map(|()| checker.objects)
}

/// Other versions are refused by name, since all that follows would be noise.
fn version(document: &Document) -> Option<Problem> {
    let root = document.root();
    if let Some(version) = root.get("swagger") {
        let version = version.as_str().map_or_else(|| version.to_string(), str::to_owned);
        return Some(
            document
                .problem(&Pointer::of(["swagger"]), format!("this is Swagger {version}; a contract is OpenAPI 3.0.x")),
        );
    }
    let version = root.get("openapi")?.as_str()?;
    let is_3_0 = version == "3.0" || version.starts_with("3.0.");
    (!is_3_0).then(|| {
        document.problem(&Pointer::of(["openapi"]), format!("this is OpenAPI {version}; a contract is OpenAPI 3.0.x"))
    })
}

struct Checker<'a> {
    document: &'a Document,
    unknown: UnknownFields,
    problems: Vec<Problem>,
    quota: Quota,
    objects: Objects,
}

impl Checker<'_> {
    fn report(&mut self, pointer: &Pointer, message: String) {
        self.add(self.document.problem(pointer, message));
    }

    fn add(&mut self, problem: Problem) {
        if self.quota.admits(&problem) {
            self.problems.push(problem);
        }
    }

    fn expect(&mut self, pointer: &Pointer, value: &Node, is: bool, expected: &str) {
        if !is {
            self.report(pointer, format!("expected {expected}, found {}", describe(value)));
        }
    }

    fn kind(&mut self, pointer: &Pointer, value: &Node, kind: Kind) {
        match kind {
            Kind::Any => {}
            Kind::Text => self.expect(pointer, value, value.is_string(), "a string"),
            Kind::Flag => self.expect(pointer, value, value.is_boolean(), "true or false"),
            Kind::Number => self.expect(pointer, value, value.is_number(), "a number"),
            Kind::Integer => self.expect(pointer, value, value.as_u64().is_some(), "a whole number, 0 or more"),
            Kind::OneOf(names) => {
                let is = value.as_str().is_some_and(|value| names.contains(&value));
                self.expect(pointer, value, is, &format!("one of {}", names.join(", ")));
            }
            Kind::List(kind) => match value.as_array() {
                Some(elements) => {
                    for (index, element) in elements.iter().enumerate() {
                        self.kind(&pointer.index(index), element, *kind);
                    }
                }
                _ => self.expect(pointer, value, false, "a list"),
            },
            Kind::Map(kind) => match value.as_object() {
                Some(members) => {
                    for (key, member) in members.iter() {
                        self.kind(&pointer.child(key), member, *kind);
                    }
                }
                _ => self.expect(pointer, value, false, "an object"),
            },
            Kind::FlagOr(kind) if !value.is_boolean() => self.kind(pointer, value, *kind),
            Kind::FlagOr(_) => {}
            Kind::Object(object) => match value.as_object() {
                Some(members) => self.object(pointer, members, object()),
                _ => self.expect(pointer, value, false, &format!("an object ({})", object().name)),
            },
            Kind::ObjectOrReference(object, part) => match value.get("$ref") {
                Some(reference) => self.reference(pointer, reference, part),
                None => self.kind(pointer, value, Kind::Object(object)),
            },
        }
    }

    fn object(&mut self, pointer: &Pointer, members: &Members, object: &Object) {
        self.objects.push((object.name, pointer.clone()));
        for (key, member) in members.iter() {
            let place = pointer.child(key);
            if let Some(field) = object.fields.iter().find(|field| field.name == key) {
                self.kind(&place, member, field.kind);
            } else if key.starts_with("x-") {
                // Extensions may hold anything.
            } else if let Some((keys, kind)) = &object.patterned {
                match unfit(*keys, key) {
                    None => self.kind(&place, member, *kind),
                    Some(rule) => self.report(&place, format!("{} keys {rule}, and `{key}` does not", object.name)),
                }
            } else if self.unknown == UnknownFields::AreProblems {
                self.unknown(&place, key, object);
            }
        }
        for field in object.fields.iter().filter(|field| field.required && !members.contains_key(field.name)) {
            self.report(pointer, format!("{} needs the field `{}`", object.name, field.name));
        }
    }

    fn unknown(&mut self, pointer: &Pointer, key: &str, object: &Object) {
        let mut problem =
            self.document.problem(pointer, format!("OpenAPI 3.0 has no field `{key}` in {}", object.name));
        let nearest = object.fields.iter().map(|field| field.name).find(|name| are_similar(name, key));
        problem.help = Some(match nearest {
            Some(name) => format!("did you mean `{name}`?"),
            None => "an extension begins with `x-`".to_owned(),
        });
        self.add(problem);
    }

    fn reference(&mut self, pointer: &Pointer, reference: &Node, part: &str) {
        let place = pointer.child("$ref");
        match reference.as_str() {
            None => self.expect(&place, reference, false, "a string"),
            Some(text) => {
                if let Err(message) = references::target(self.document.root(), text) {
                    self.report(&place, message);
                } else if let Some(named) = text.strip_prefix("#/components/").and_then(|rest| rest.split('/').next())
                    && named != part
                {
                    self.report(
                        &place,
                        format!("`{text}` is among the {named}, and a reference to the {part} belongs here"),
                    );
                }
            }
        }
    }
}

fn unfit(keys: Keys, key: &str) -> Option<&'static str> {
    match keys {
        Keys::Any => None,
        Keys::Path => (!key.starts_with('/')).then_some("begin with `/`"),
        Keys::Status => {
            let digits = key.as_bytes();
            let fits = digits.len() == 3
                && (b'1'..=b'5').contains(&digits[0])
                && (&digits[1..] == b"XX" || digits[1..].iter().all(u8::is_ascii_digit));
            (!fits).then_some("are status codes (`200`), ranges (`4XX`) or `default`")
        }
    }
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
