//! Objects with nothing special about them, and the document itself.

use super::builder::PlaceBuilder;
use crate::graph::{GraphEntry, Id};
use crate::place::SourcePointer;
use crate::policy::Kind;

impl<'a> PlaceBuilder<'_, 'a> {
    /// Every entry of a node, except for fields that other facts contain.
    pub fn whole(&mut self, id: Id, contained: &[&str]) {
        for entry in &self.node(id).entries {
            match entry.field {
                field if contained.contains(&field) => self.contained(entry),
                "content" | "headers" if entry.target().is_some() => self.named_part(id, entry),
                _ => self.entry(id, entry),
            }
        }
    }

    /// The facts of the document itself: words, and the names of its components.
    pub fn root(&mut self, id: Id) {
        let graph = self.graph;
        for entry in &self.node(id).entries {
            match entry.field {
                "paths" => {}
                "servers" | "security" if !entry.is_empty_list() => {}
                "jsonSchemaDialect" => self.dialect(id, entry),
                "components" => {
                    let components = entry.target().into_iter().flat_map(|components| &graph.node(components).entries);
                    components.filter(|entry| entry.target().is_some()).for_each(|entry| self.component_name(entry));
                }
                _ => self.entry(id, entry),
            }
        }
    }

    fn component_name(&mut self, entry: &GraphEntry<'a>) {
        let (kind, key) = match entry.field {
            "schemas" => (Kind::SchemaName, entry.key.to_string()),
            "examples" => return,
            section => (Kind::ComponentName, format!("{section} {}", entry.key)),
        };
        // A component may be another name of another one.
        let value = entry.reference_text().unwrap_or(true.into());
        let source = SourcePointer { node: entry.target().unwrap_or_default(), pointer: entry.pointer.clone() };
        self.derived(kind, &key, value, source);
    }

    /// Media types and headers, whose names have no letter case.
    pub fn named_part(&mut self, id: Id, entry: &GraphEntry<'a>) {
        if entry.field == "headers" && entry.key.eq_ignore_ascii_case("Content-Type") {
            return self.ignored_header("content-type", id, entry);
        }
        // Required and optional headers share a slot; the part says which it is.
        let kind = if entry.field == "content" { Kind::MediaType } else { Kind::OptionalHeader };
        let is_required = entry.target().is_some_and(|target| self.node(target).is("required"));
        let part = self.part(kind, &entry.key.to_lowercase(), id, entry);
        part.is_required = is_required && kind == Kind::OptionalHeader;
    }
}
