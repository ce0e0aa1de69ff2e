//! Servers, and OAuth flows.

use serde_json::json;

use super::builder::Builder;
use crate::graph::Id;
use crate::policy::Kind;
use crate::view::Source;
use openapi::template;

impl<'g, 'a> Builder<'g, 'a> {
    pub fn server(&mut self, id: Id) {
        let node = self.node(id);
        let names = template::names(node.text("url").unwrap_or_default()).unwrap_or_default();
        for entry in &node.entries {
            match entry.field {
                "url" => {
                    self.contained(&entry.pointer);
                    for (index, name) in names.iter().enumerate() {
                        if !node.all("variables").any(|variable| variable.key == *name) {
                            let key = (index + 1).to_string();
                            self.derived(Kind::ServerVariableName, &key, json!(name), Source::of(id, entry));
                        }
                    }
                }
                "variables" if entry.target().is_some() => {
                    let position = names.iter().position(|name| *name == entry.key);
                    let key = position.map_or_else(|| entry.key.clone(), |index| (index + 1).to_string());
                    if position.is_some() {
                        self.derived(Kind::ServerVariableName, &key, json!(entry.key), Source::of(id, entry));
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
                self.derived(Kind::FlowScope, &entry.key, json!(true), Source::of(id, entry));
                self.fact(Kind::Words, &format!("scope {}", entry.key), id, entry);
            } else {
                self.entry(id, entry);
            }
        }
    }
}
