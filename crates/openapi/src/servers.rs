//! The servers of an operation, with variables filled in.

use crate::contract::Contract;
use crate::operation::Operation;
use crate::pointer::Pointer;
use crate::template;
use crate::tree::Node;

/// A server of an operation: one row for each combination of its variables' values.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Server {
    /// The base URL, with no slash at its end.
    pub url: String,
    /// Name of the environment that it belongs to (`x-environment`).
    pub environment: Option<String>,
    /// Scope of a token for it (`x-token-scope`).
    pub token_scope: Option<String>,
    /// Where to get a token for it (`x-token-url`).
    pub token_url: Option<String>,
    /// Its description.
    pub description: String,
    /// JSON pointer of the server object.
    pub pointer: Pointer,
}

impl Contract {
    /// The servers of an operation: its own, else those of its path, else those of the contract.
    pub fn servers(&self, operation: &Operation) -> Vec<Server> {
        let item = operation.pointer.parent().cloned().unwrap_or_default();
        let lists = [&operation.pointer, &item, &Pointer::root()].map(|owner| owner.child("servers"));
        let found = lists.into_iter().find_map(|list| Some((self.root().pointer(&list)?.as_array()?, list)));
        let (servers, list) = found.unwrap_or_default();
        servers.iter().enumerate().flat_map(|(index, server)| expand(&list.index(index), server)).collect()
    }
}

fn expand(pointer: &Pointer, server: &Node) -> Vec<Server> {
    let text = |key| server.text(key);
    let fill = |text: &str, values: &[(&str, &str)]| template::fill(text, values);
    combinations(server)
        .iter()
        .map(|values| Server {
            url: fill(text("url").unwrap_or_default(), values).trim_end_matches('/').to_owned(),
            environment: text("x-environment").map(|name| fill(name, values)),
            token_scope: text("x-token-scope").map(|scope| fill(scope, values)),
            token_url: text("x-token-url").map(str::to_owned),
            description: text("description").unwrap_or_default().to_owned(),
            pointer: pointer.clone(),
        })
        .collect()
}

/// Every choice of values for the variables of a server; a variable without `enum` has its default only.
fn combinations(server: &Node) -> Vec<Vec<(&str, &str)>> {
    server.members("variables").fold(vec![Vec::new()], |combinations, (name, variable)| {
        let values = match variable.get("enum").and_then(Node::as_array) {
            Some(values) => values.iter().filter_map(Node::as_str).collect(),
            None => vec![variable.text("default").unwrap_or_default()],
        };
        combinations
            .iter()
            .flat_map(|chosen| values.iter().map(move |value| [chosen.as_slice(), &[(name, *value)]].concat()))
            .collect()
    })
}
