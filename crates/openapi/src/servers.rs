//! The servers of an operation, with variables filled in.

use crate::located::Located;
use crate::path_template::PathTemplate;
use document::{Node, Pointer};

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

/// The extension at the root of a document that lists, for the path of a server, other paths below which it answers.
pub const ALIASES: &str = "x-base-path-aliases";

/// The other paths below which a server with this path answers; all without a slash at the end.
pub(crate) fn aliases(root: &Node, path: &str) -> Vec<String> {
    let aliases = root.members(ALIASES).filter(|(of, _)| of.trim_end_matches('/') == path);
    let paths = aliases.flat_map(|(_, paths)| paths.as_array().unwrap_or_default());
    paths.filter_map(Node::as_str).map(|path| path.trim_end_matches('/').to_owned()).collect()
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn urls(servers: Value) -> Vec<String> {
        let root = Node::from(&json!({ "servers": servers }));
        of(&Located::root(&root)).map(|server| server.url).collect()
    }

    #[test]
    fn each_combination_of_values_is_a_server() {
        let servers = json!([{"url": "https://{a}.x/{b}/", "variables": {
            "a": {"enum": ["1", "2"], "default": "1"}, "b": {"enum": ["{a}", "y"], "default": "y"},
        }}, {"url": "/{c}/{d}", "variables": {"c": {"default": "z"}}}]);
        let expected = ["https://1.x/{a}", "https://1.x/y", "https://2.x/{a}", "https://2.x/y", "/z/{d}"];
        assert_eq!(urls(servers), expected);
    }

    #[test]
    fn extensions_are_filled_in_too() {
        let root =
            Node::from(&json!({"servers": [{"url": "https://{r}.x", "description": "d", "x-environment": "e-{r}",
            "x-token-scope": "s/{r}", "x-token-url": "t", "variables": {"r": {"default": "us"}}}]}));
        let expected = Server {
            url: "https://us.x".to_owned(),
            environment: Some("e-us".to_owned()),
            token_scope: Some("s/us".to_owned()),
            token_url: Some("t".to_owned()),
            description: "d".to_owned(),
            pointer: Pointer::of(["servers", "0"]),
        };
        assert_eq!(of(&Located::root(&root)).collect::<Vec<_>>(), [expected]);
    }

    #[test]
    fn a_server_answers_below_the_aliases_of_its_path_too() {
        let root = Node::from(&json!({ALIASES: {"/api/": ["/api/v1/", "/v1"], "": ["/root"], "/b": "/c"}}));
        let found = |path| aliases(&root, path);
        assert_eq!(found("/api"), ["/api/v1", "/v1"]);
        assert_eq!(found(""), ["/root"]);
        assert_eq!([found("/b"), found("/other")], [[""; 0]; 2]);
    }

    #[test]
    fn combinations_are_counted_and_made_within_bounds() {
        let values: Vec<_> = (0..1000).map(|number| number.to_string()).collect();
        let variables: serde_json::Map<_, _> =
            (0..60).map(|number| (format!("v{number}"), json!({"enum": values, "default": "0"}))).collect();
        let root = Node::from(&json!({"servers": [{"url": "{v59}", "variables": variables}, {"url": "/b"}]}));
        let owner = Located::root(&root);
        let server = owner.elements("servers").next().unwrap();
        assert_eq!(combinations(&server), usize::MAX);
        assert_eq!(of(&owner).count(), MAX_COMBINATIONS);
        assert_eq!(of(&owner).nth(7).unwrap().url, "7");
    }

    #[test]
    fn a_variable_without_values_makes_no_server() {
        assert_eq!(urls(json!([{"url": "/{a}", "variables": {"a": {"enum": [], "default": "x"}}}])), [""; 0]);
    }

    #[test]
    fn the_path_of_a_url_is_what_is_behind_its_host() {
        let path = |url: &str| {
            let root = Node::from(&json!({"servers": [{ "url": url }]}));
            of(&Located::root(&root)).next().unwrap().path()
        };
        assert_eq!(path("https://example.com/a/b/"), "/a/b");
        assert_eq!(path("/api"), "/api");
        for rooted in ["https://example.com", "https://example.com/", "/", ""] {
            assert_eq!(path(rooted), "");
        }
    }
}
