//! Servers, and OAuth flows.

use super::builder::{PlaceBuilder, template};
use crate::graph::Id;
use crate::place::SourcePointer;
use crate::policy::Kind;

impl<'g, 'a> PlaceBuilder<'g, 'a> {
    pub fn server(&mut self, id: Id) {
        let node = self.node(id);
        let url = template(node.text("url").unwrap_or_default());
        let names: Vec<&str> = url.names().collect();
        for entry in &node.entries {
            match entry.field {
                "url" => {
                    self.contained(entry);
                    for (index, name) in names.iter().enumerate() {
                        if !node.all("variables").any(|variable| variable.key == *name) {
                            let key = (index + 1).to_string();
                            self.derived(Kind::ServerVariableName, &key, *name, SourcePointer::of(id, entry));
                        }
                    }
                }
                "variables" if entry.target().is_some() => {
                    let position = names.iter().position(|name| *name == entry.key);
                    let key = position.map_or_else(|| entry.key.to_string(), |index| (index + 1).to_string());
                    if position.is_some() {
                        self.derived(Kind::ServerVariableName, &key, &*entry.key, SourcePointer::of(id, entry));
                    }
                    self.part(Kind::ServerVariable, &key, id, entry);
                }
                _ => self.entry(id, entry),
            }
        }
    }

    pub fn server_variable(&mut self, id: Id) {
        self.enumeration(&[id], "enum", Kind::ServerVariableEnumeration, Kind::ServerVariableValue);
        for entry in self.node(id).entries.iter().filter(|entry| entry.field != "enum") {
            self.entry(id, entry);
        }
    }

    /// A scope is what a consumer asks for; its description is words.
    pub fn flow(&mut self, id: Id) {
        for entry in &self.node(id).entries {
            if entry.value().is_some() && entry.field == "scopes" && !entry.key.is_empty() {
                self.derived(Kind::FlowScope, &entry.key, true, SourcePointer::of(id, entry));
                self.fact(Kind::Words, &format!("scope {}", entry.key), id, entry);
            } else {
                self.entry(id, entry);
            }
        }
    }
}
