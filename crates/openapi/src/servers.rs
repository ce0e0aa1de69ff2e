//! The servers of an operation, with variables filled in.

use crate::located::Located;
use crate::path_template::PathTemplate;
use crate::pointer::Pointer;

/// A list of servers has so many combinations of its variables' values at most.
pub const MAX_COMBINATIONS: usize = 1000;

/// A server of an operation: one for each combination of its variables' values.
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

impl Server {
    /// The path of the URL, which may be relative: empty, or with a slash at its beginning and none at its end.
    pub fn path(&self) -> String {
        let path = match self.url.split_once("://") {
            Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
            None => &self.url,
        };
        match path.trim_matches('/') {
            "" => String::new(),
            path => format!("/{path}"),
        }
    }
}

/// The servers of an object that has a list of them, [`MAX_COMBINATIONS`] at most.
pub fn of<'a>(owner: &Located<'a>) -> impl Iterator<Item = Server> + use<'a> {
    let servers: Vec<_> = owner.elements("servers").collect();
    servers.into_iter().flat_map(|server| each(&server)).take(MAX_COMBINATIONS)
}

/// How many combinations of values the variables of a server have.
pub fn combinations(server: &Located<'_>) -> usize {
    server.members("variables").fold(1, |product: usize, (_, variable)| product.saturating_mul(values(&variable).len()))
}

/// The servers that the combinations make of one, one after the other: the last variable changes first.
fn each<'a>(server: &Located<'a>) -> impl Iterator<Item = Server> + use<'a> {
    let variables: Vec<(&'a str, Vec<&'a str>)> =
        server.members("variables").map(|(name, variable)| (name, values(&variable))).collect();
    let count = combinations(server).min(MAX_COMBINATIONS);
    let server = server.clone();
    (0..count).map(move |number| {
        let mut rest = number;
        let mut chosen: Vec<(&str, &str)> = Vec::new();
        for (name, values) in variables.iter().rev() {
            chosen.push((name, values[rest % values.len()]));
            rest /= values.len();
        }
        filled(&server, &chosen)
    })
}

/// The values of a variable; one without `enum` has its default only.
fn values<'a>(variable: &Located<'a>) -> Vec<&'a str> {
    match variable.node.get("enum").and_then(|values| values.as_array()) {
        Some(values) => values.iter().filter_map(|value| value.as_str()).collect(),
        None => vec![variable.text("default").unwrap_or_default()],
    }
}

fn filled(server: &Located<'_>, values: &[(&str, &str)]) -> Server {
    let text = |key| server.text(key);
    let fill = |text: &str| {
        let template = text.parse().unwrap_or_else(|_| PathTemplate::literal(text));
        template.fill(values)
    };
    Server {
        url: fill(text("url").unwrap_or_default()).trim_end_matches('/').to_owned(),
        environment: text("x-environment").map(fill),
        token_scope: text("x-token-scope").map(fill),
        token_url: text("x-token-url").map(str::to_owned),
        description: text("description").unwrap_or_default().to_owned(),
        pointer: server.pointer.clone(),
    }
}
