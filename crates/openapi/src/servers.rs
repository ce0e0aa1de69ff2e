//! The servers of an operation, with variables filled in.

use serde_json::Value;

use crate::contract::Contract;
use crate::operation::Operation;
use crate::pointer;
use crate::template;

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
    pub pointer: String,
}

impl Contract {
    /// The servers of an operation: its own, else those of its path, else those of the contract.
    pub fn servers(&self, operation: &Operation) -> Vec<Server> {
        let item = pointer::parent(&operation.pointer).unwrap_or_default();
        let lists = [&operation.pointer, item, ""].map(|owner| pointer::child(owner, "servers"));
        let Some(list) = lists.into_iter().find(|list| self.json().pointer(list).is_some()) else {
            return Vec::new();
        };
        let servers = self.json().pointer(&list).and_then(Value::as_array);
        servers
            .into_iter()
            .flatten()
            .enumerate()
            .flat_map(|(index, server)| expand(&pointer::element(&list, index), server))
            .collect()
    }
}

fn expand(pointer: &str, server: &Value) -> Vec<Server> {
    let text = |key| server.get(key).and_then(Value::as_str);
    let fill = |text: &str, values: &[(&str, &str)]| template::fill(text, values);
    combinations(server)
        .iter()
        .map(|values| Server {
            url: fill(text("url").unwrap_or_default(), values).trim_end_matches('/').to_owned(),
            environment: text("x-environment").map(|name| fill(name, values)),
            token_scope: text("x-token-scope").map(|scope| fill(scope, values)),
            token_url: text("x-token-url").map(str::to_owned),
            description: text("description").unwrap_or_default().to_owned(),
            pointer: pointer.to_owned(),
        })
        .collect()
}

/// Every choice of values for the variables of a server; a variable without `enum` has its default only.
fn combinations(server: &Value) -> Vec<Vec<(&str, &str)>> {
    let variables = server.get("variables").and_then(Value::as_object);
    variables.into_iter().flatten().fold(vec![Vec::new()], |combinations, (name, variable)| {
        let values = match variable.get("enum").and_then(Value::as_array) {
            Some(values) => values.iter().filter_map(Value::as_str).collect(),
            None => vec![variable.get("default").and_then(Value::as_str).unwrap_or_default()],
        };
        combinations
            .iter()
            .flat_map(|chosen| values.iter().map(move |value| [chosen.as_slice(), &[(name.as_str(), *value)]].concat()))
            .collect()
    })
}
