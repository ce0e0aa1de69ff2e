//! Servers, and OAuth flows.

use openapi::Pointer;

use super::builder::{PlaceBuilder, template};
use super::operations::GraphOperation;
use crate::graph::{Graph, GraphEntry, Id};
use crate::place::SourcePointer;
use crate::policy::Kind;

/// The address by which a server is known, of all that mean the same: without the names of its variables, without a
/// slash at its end and the port that its scheme has anyway, the scheme and the host in lower case.
pub(crate) fn address(url: &str) -> String {
    let shape = template(url).shape();
    let absolute = shape.split_once("//").filter(|(scheme, _)| scheme.is_empty() || scheme.ends_with(':'));
    let Some((scheme, rest)) = absolute else {
        let path = shape.trim_end_matches('/');
        return if path.is_empty() { "/".to_owned() } else { path.to_owned() };
    };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (scheme, host) = (scheme.to_lowercase(), host.to_lowercase());
    let port = match scheme.as_str() {
        "https:" | "wss:" => ":443",
        "http:" | "ws:" => ":80",
        _ => "",
    };
    let host = host.strip_suffix(port).unwrap_or(&host);
    format!("{scheme}//{host}{}", path.trim_end_matches('/'))
}

/// The address of what is below a server.
pub(crate) fn below(server: &str, path: &str) -> String {
    format!("{}{path}", server.trim_end_matches('/'))
}

impl<'a> Graph<'a> {
    /// Where the servers of an operation are stated: by it, its path or the document. Those of the document are not for
    /// callbacks, whose address is in the request.
    pub(super) fn server_entries(&self, place: &[Id]) -> Vec<(Id, &GraphEntry<'a>)> {
        let root = (!self.is_called_back(place)).then_some(0);
        let owner = place.iter().copied().chain(root).find(|owner| self.node(*owner).one("servers").is_some());
        let entries =
            owner.into_iter().flat_map(|owner| self.node(owner).all("servers").map(move |entry| (owner, entry)));
        entries.filter(|(_, entry)| entry.target().is_some()).collect()
    }

    /// Whether the service calls an operation.
    pub(super) fn is_called_back(&self, place: &[Id]) -> bool {
        place.get(1).is_some_and(|item| self.node(*item).pointer.parent() != Some(&Pointer::of(["paths"])))
    }

    /// The address of the server of an entry.
    pub(super) fn address_of(&self, entry: &GraphEntry<'a>) -> String {
        address(entry.target().and_then(|target| self.node(target).text("url")).unwrap_or_default())
    }

    /// All addresses of an operation: those of its servers, each with its method and path.
    pub fn urls(&self, operation: &GraphOperation) -> Vec<String> {
        let (method, path) = operation.address.split_once(' ').unwrap_or_default();
        let servers = self.server_entries(&operation.place);
        let servers = servers.into_iter().map(|(_, entry)| self.address_of(entry));
        let mut urls: Vec<String> = servers.map(|server| format!("{method} {}", below(&server, path))).collect();
        if urls.is_empty() {
            urls.push(operation.address.clone());
        }
        urls
    }
}

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
        self.enumeration(&[id], &["enum"], Kind::ServerVariableEnumeration, Kind::ServerVariableValue);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_spelling() {
        for (expected, spellings) in [
            (
                "https://a.b/v1",
                ["https://a.b/v1", "https://a.b/v1/", "HTTPS://A.B/v1", "https://a.b:443/v1", "https://A.b:443/v1//"],
            ),
            ("http://a", ["http://a", "http://a/", "http://a:80", "http://A:80/", "HTTP://a"]),
            ("/", ["/", "", "/", "", "/"]),
            ("/v1", ["/v1", "/v1/", "/v1//", "/v1", "/v1/"]),
            (
                "https://{}.a:{}/{}",
                [
                    "https://{r}.a:{p}/{b}",
                    "https://{r}.A:{p}/{b}/",
                    "https://{R}.a:{P}/{B}",
                    "https://{x}.a:{y}/{z}",
                    "HTTPS://{r}.a:{p}/{b}/",
                ],
            ),
        ] {
            for spelling in spellings {
                assert_eq!(address(spelling), expected, "{spelling}");
            }
        }
        for (one, other) in [
            ("https://a", "http://a"),
            ("https://a:80", "https://a"),
            ("https://a/V1", "https://a/v1"),
            ("https://a:443", "http://a:443"),
            ("//a", "/a"),
        ] {
            assert_ne!(address(one), address(other), "{one} {other}");
        }
    }
}
