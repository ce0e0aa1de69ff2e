//! Reads fields and values of a document, and notes what is wrong with them.

use std::fmt::Display;

use openapi::{Document, Located, Problem, Problems};

use super::nearest::nearest;

/// Reads a document; what is wrong is kept until the end.
pub struct Reader<'d> {
    document: &'d Document,
    problems: Vec<Problem>,
}

impl<'d> Reader<'d> {
    pub fn new(document: &'d Document) -> Self {
        Self { document, problems: Vec::new() }
    }

    /// What was read, if nothing was wrong.
    pub fn finish<T>(self, read: T) -> Result<T, Problems> {
        Problems::check(self.problems).map(|()| read)
    }

    /// Notes that something is wrong at a place.
    pub fn wrong(&mut self, at: &Located<'_>, message: impl Display) {
        self.problems.push(self.document.problem(&at.pointer, message.to_string()));
    }

    /// The fields of an object, all of which must be known; none if it is no object.
    pub fn fields(&mut self, at: &Located<'d>, known: &[&str]) -> bool {
        let Some(object) = at.node.as_object() else {
            if !at.node.is_null() {
                self.wrong(at, format!("expected an object with {}", known.join(", ")));
            }
            return false;
        };
        for name in object.keys().filter(|name| !known.contains(name)) {
            let place = Located { pointer: at.pointer.child(name), ..at.clone() };
            self.wrong(&place, unknown("field", name, known.iter().copied()));
        }
        true
    }

    /// The members of a map.
    pub fn members(&mut self, at: &Located<'d>, key: &str) -> Vec<(&'d str, Located<'d>)> {
        match at.get(key) {
            Some(map) if map.node.as_object().is_none() && !map.node.is_null() => {
                self.wrong(&map, format!("`{key}` is an object"));
                Vec::new()
            }
            _ => at.members(key).collect(),
        }
    }

    /// A value that is one of a few names; none if it is not there, or wrong.
    pub fn choice<T: Copy>(&mut self, at: &Located<'d>, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let value = at.get(key)?;
        let found = value.node.as_str().and_then(|text| choices.iter().find(|(name, _)| *name == text));
        if found.is_none() {
            let names = choices.iter().map(|(name, _)| *name);
            let text = value.node.as_str().map_or_else(|| value.node.to_string(), str::to_owned);
            self.wrong(&value, unknown("value", &text, names));
        }
        found.map(|(_, choice)| *choice)
    }

    /// The reason that a setting must have; none if it is missing.
    pub fn reason(&mut self, at: &Located<'d>) -> Option<String> {
        let reason = at.get("reason");
        let text = reason.as_ref().and_then(|reason| reason.node.as_str()).map(str::trim);
        match text.filter(|text| !text.is_empty() && !text.chars().any(char::is_control)) {
            Some(text) => Some(text.to_owned()),
            None => {
                let place = reason.as_ref().unwrap_or(at);
                self.wrong(place, "a setting of a rule needs a `reason`: one sentence, on one line");
                None
            }
        }
    }
}

/// `there is no value `eror`; did you mean `error`?`
pub fn unknown<'n>(what: &str, name: &str, known: impl Iterator<Item = &'n str> + Clone) -> String {
    match nearest(name, known.clone()) {
        Some(nearest) => format!("there is no {what} `{name}`; did you mean `{nearest}`?"),
        None if known.clone().count() <= 8 => {
            format!("there is no {what} `{name}`; there are {}", known.collect::<Vec<_>>().join(", "))
        }
        None => format!("there is no {what} `{name}`; `contract explain` lists all"),
    }
}
