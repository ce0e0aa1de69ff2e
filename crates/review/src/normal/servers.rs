//! Servers, and ways to sign in.

use super::*;

impl<'g, 'a> Builder<'g, 'a> {
    pub(super) fn server(&mut self, id: Id) {
        let node = self.node(id);
        let names = template::names(node.text("url").unwrap_or_default()).unwrap_or_default();
        for entry in &node.entries {
            match entry.field {
                "url" => {
                    self.contained(&entry.pointer);
                    for (index, name) in names.iter().enumerate() {
                        if !node.all("variables").any(|variable| variable.key == *name) {
                            let source = Source { node: id, pointer: entry.pointer.clone() };
                            self.derived("server-variable-name", &(index + 1).to_string(), json!(name), source);
                        }
                    }
                }
                "variables" if entry.target().is_some() => {
                    let source = Source { node: id, pointer: entry.pointer.clone() };
                    let position = names.iter().position(|name| *name == entry.key);
                    let key = position.map_or_else(|| entry.key.clone(), |index| (index + 1).to_string());
                    if position.is_some() {
                        self.derived("server-variable-name", &key, json!(entry.key), source.clone());
                    }
                    self.part(policy::kind("server-variable"), &key, entry, source);
                }
                _ => self.entry(id, entry),
            }
        }
    }

    pub(super) fn server_variable(&mut self, id: Id) {
        self.enumeration(&[id], "enum", "server-variable-enumeration", "server-variable-value");
        for entry in self.node(id).entries.iter().filter(|entry| entry.field != "enum") {
            self.entry(id, entry);
        }
    }

    /// A scope is what a consumer asks for; its description is words.
    pub(super) fn flow(&mut self, id: Id) {
        for entry in &self.node(id).entries {
            match entry.value().filter(|_| entry.field == "scopes" && !entry.key.is_empty()) {
                Some(words) => {
                    let source = Source { node: id, pointer: entry.pointer.clone() };
                    self.derived("flow-scope", &entry.key, json!(true), source.clone());
                    self.fact(policy::kind("words"), &format!("scope {}", entry.key), words, source);
                }
                None => self.entry(id, entry),
            }
        }
    }
}
