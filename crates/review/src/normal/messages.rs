//! What is sent and received: bodies, statuses, parameters.

use super::*;

impl<'g, 'a> Builder<'g, 'a> {
    pub(super) fn request_body(&mut self, id: Id, entry: &Entry<'a>) {
        let source = Source { node: id, pointer: entry.pointer.clone() };
        let slot = self.part(policy::kind("optional-body"), "", entry, source);
        let is_required = entry.target().is_some_and(|target| self.node(target).is("required"));
        if let Some(part) = self.view.parts.get_mut(&slot) {
            part.is_required = is_required;
        }
    }

    pub(super) fn responses(&mut self, id: Id) {
        for entry in &self.node(id).entries {
            let is_status = [graph::PATTERNED, "default"].contains(&entry.field) && entry.target().is_some();
            if is_status {
                let status = if entry.key.is_empty() { entry.field } else { &entry.key };
                let source = Source { node: id, pointer: entry.pointer.clone() };
                let kind = if status.starts_with('2') { "success-status" } else { "error-status" };
                self.part(policy::kind(kind), &status.to_uppercase().replace("DEFAULT", "default"), entry, source);
            } else {
                self.entry(id, entry);
            }
        }
    }

    pub(super) fn response(&mut self, id: Id) {
        let content = self.node(id).all("content").find(|entry| entry.target().is_some());
        if let Some(entry) = content {
            let pointer = pointer::child(&self.node(id).pointer, "content");
            let pointer = if entry.pointer.starts_with(&pointer) { pointer } else { entry.pointer.clone() };
            self.derived("body", "", json!(true), Source { node: id, pointer });
        }
        self.whole(id, &[]);
    }

    pub(super) fn parameter(&mut self, id: Id) {
        let node = self.node(id);
        let place = node.text("in").unwrap_or_default();
        if let Some(entry) = node.one("name").filter(|_| place == "path") {
            let source = Source { node: id, pointer: entry.pointer.clone() };
            entry
                .value()
                .into_iter()
                .for_each(|name| self.fact(policy::kind("parameter-name"), "", name, source.clone()));
        }
        let default_style = if ["query", "cookie"].contains(&place) { "form" } else { "simple" };
        self.styled(id, default_style, &["name", "in", "required"]);
    }

    /// A node with a style, which has a default; what others have told is left out.
    pub(super) fn styled(&mut self, id: Id, default_style: &str, told: &[&str]) {
        let style = self.node(id).text("style").unwrap_or(default_style);
        for entry in &self.node(id).entries {
            match entry.field {
                field if told.contains(&field) => self.contained(&entry.pointer),
                "style" if style == default_style => self.stated_default(id, entry),
                "explode" if entry.value() == Some(&json!(style == "form")) => self.stated_default(id, entry),
                "content" | "headers" if entry.target().is_some() => self.named_part(id, entry),
                _ => self.entry(id, entry),
            }
        }
    }

    pub(super) fn stated_default(&mut self, id: Id, entry: &Entry<'a>) {
        let source = Source { node: id, pointer: entry.pointer.clone() };
        entry.value().into_iter().for_each(|value| {
            self.fact(policy::kind("stated-default"), entry.field, value, source.clone());
        });
    }
}
