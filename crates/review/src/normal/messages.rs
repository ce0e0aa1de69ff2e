//! Messages: bodies, statuses, parameters.

use openapi::StatusKey;

use super::builder::PlaceBuilder;
use crate::graph::{self, GraphEntry, Id};
use crate::place::SourcePointer;
use crate::policy::Kind;

impl<'g, 'a> PlaceBuilder<'g, 'a> {
    pub fn request_body(&mut self, id: Id, entry: &GraphEntry<'a>) {
        let is_required = entry.target().is_some_and(|target| self.node(target).is("required"));
        self.part(Kind::OptionalBody, "", id, entry).is_required = is_required;
    }

    pub fn responses(&mut self, id: Id) {
        for entry in &self.node(id).entries {
            let status = if entry.field == graph::PATTERNED { &*entry.key } else { entry.field };
            match status.parse::<StatusKey>() {
                Ok(status) if entry.target().is_some() => {
                    let kind = if status.is_success() { Kind::SuccessStatus } else { Kind::ErrorStatus };
                    self.part(kind, &status.to_string(), id, entry);
                }
                _ => self.entry(id, entry),
            }
        }
    }

    pub fn response(&mut self, id: Id) {
        if self.node(id).all("content").any(|entry| entry.target().is_some()) {
            let pointer = self.node(id).pointer.child("content");
            self.derived(Kind::Body, "", true, SourcePointer { node: id, pointer });
        }
        self.whole(id, &[]);
    }

    pub fn parameter(&mut self, id: Id) {
        let node = self.node(id);
        let place = node.text("in").unwrap_or_default();
        if let Some(entry) = node.one("name").filter(|_| place == "path") {
            self.fact(Kind::ParameterName, "", id, entry);
        }
        let default_style = if ["query", "cookie"].contains(&place) { "form" } else { "simple" };
        self.styled(id, default_style, &["name", "in", "required"]);
    }

    /// A node with a style, which has a default; other facts contain the fields `contained`.
    pub fn styled(&mut self, id: Id, default_style: &str, contained: &[&str]) {
        let style = self.node(id).text("style").unwrap_or(default_style);
        for entry in &self.node(id).entries {
            match entry.field {
                field if contained.contains(&field) => self.contained(entry),
                "style" if style == default_style => self.stated_default(id, entry),
                "explode" if entry.value().is_some_and(|value| *value == (style == "form")) => {
                    self.stated_default(id, entry)
                }
                "content" | "headers" if entry.target().is_some() => self.named_part(id, entry),
                _ => self.entry(id, entry),
            }
        }
    }

    /// A header that OpenAPI ignores: one fact, with all that is written of it.
    pub fn ignored_header(&mut self, key: &str, id: Id, entry: &GraphEntry<'a>) {
        let Some(target) = entry.target() else { return };
        let written = self.node(target).written.clone();
        self.derived(Kind::IgnoredHeader, key, written, SourcePointer::of(id, entry));
        // What it consists of is part of the fact; what it refers to is not.
        let mut pending = vec![target];
        while let Some(id) = pending.pop() {
            for entry in &self.node(id).entries {
                self.contained(entry);
                pending.extend(entry.target().filter(|_| entry.reference().is_none()));
            }
        }
    }
}
