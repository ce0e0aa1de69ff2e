//! Messages: bodies, statuses, parameters.

use serde_json::json;

use super::builder::Builder;
use crate::graph::{self, Entry, Id};
use crate::policy::Kind;
use crate::view::Source;
use openapi::pointer;

impl<'g, 'a> Builder<'g, 'a> {
    pub fn request_body(&mut self, id: Id, entry: &Entry<'a>) {
        let is_required = entry.target().is_some_and(|target| self.node(target).is("required"));
        self.part(Kind::OptionalBody, "", id, entry).is_required = is_required;
    }

    pub fn responses(&mut self, id: Id) {
        for entry in &self.node(id).entries {
            let is_status = [graph::PATTERNED, "default"].contains(&entry.field) && entry.target().is_some();
            if is_status {
                let status = if entry.key.is_empty() { entry.field } else { &entry.key };
                let kind = if status.starts_with('2') { Kind::SuccessStatus } else { Kind::ErrorStatus };
                self.part(kind, &status.to_uppercase().replace("DEFAULT", "default"), id, entry);
            } else {
                self.entry(id, entry);
            }
        }
    }

    pub fn response(&mut self, id: Id) {
        let content = self.node(id).all("content").find(|entry| entry.target().is_some());
        if let Some(entry) = content {
            let pointer = pointer::child(&self.node(id).pointer, "content");
            let pointer = if entry.pointer.starts_with(&pointer) { pointer } else { entry.pointer.clone() };
            self.derived(Kind::Body, "", json!(true), Source { node: id, pointer });
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
                field if contained.contains(&field) => self.contained(&entry.pointer),
                "style" if style == default_style => self.stated_default(id, entry),
                "explode" if entry.value() == Some(&json!(style == "form")) => self.stated_default(id, entry),
                "content" | "headers" if entry.target().is_some() => self.named_part(id, entry),
                _ => self.entry(id, entry),
            }
        }
    }
}
