//! Servers: one host, with one path.

use openapi::Located;
use serde_json::{Map, Value};

use super::unsupported::Unsupported;

/// The first server as host, path and schemes. The others are in an extension.
pub(super) fn convert(root: &Located<'_>, unsupported: &mut Vec<Unsupported>) -> Map<String, Value> {
    let mut converted = Map::new();
    let servers: Vec<_> = root.elements("servers").collect();
    let Some(first) = servers.first() else { return converted };
    let url = url(first);
    let (scheme, host, path) = split(&url);
    if scheme.is_some_and(|scheme| !["http", "https", "ws", "wss"].contains(&scheme)) {
        unsupported.push(Unsupported::at(first, "server with a scheme but http, https, ws and wss"));
    }
    if let Some(host) = host {
        converted.insert("host".into(), host.into());
    }
    let path = path.trim_end_matches('/');
    converted
        .insert("basePath".into(), if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }.into());
    if let Some(scheme) = scheme {
        converted.insert("schemes".into(), vec![scheme].into());
    }
    if servers.len() > 1 || first.get("variables").is_some() {
        converted.insert("x-servers".into(), servers.iter().map(extended).collect());
    }
    converted
}

/// A server in the extension that linters know, which has a description and a URL; the variables are an extension there.
fn extended(server: &Located<'_>) -> Value {
    let mut server = server.to_json();
    if let Some(members) = server.as_object_mut()
        && let Some(variables) = members.shift_remove("variables")
    {
        members.insert("x-variables".to_owned(), variables);
    }
    server
}

/// Reports a path or an operation whose servers do not have the one that is the host of all.
pub(super) fn refuse_others(owner: &Located<'_>, unsupported: &mut Vec<Unsupported>) {
    let host = Located::root(owner.root).elements("servers").next().map(|first| url(&first));
    if let Some(servers) = owner.get("servers")
        && !owner.elements("servers").any(|server| Some(url(&server)) == host)
    {
        let message = "servers of one path or operation; it has one host for all, the first of the document";
        unsupported.push(Unsupported::at(&servers, message));
    }
}

/// The URL of a server, with the defaults of its variables.
fn url(server: &Located<'_>) -> String {
    let template = server.text("url").unwrap_or_default().to_owned();
    server.members("variables").fold(template, |url, (name, variable)| {
        url.replace(&format!("{{{name}}}"), variable.text("default").unwrap_or_default())
    })
}

/// Scheme, host and path of a URL, which may be relative.
fn split(url: &str) -> (Option<&str>, Option<&str>, &str) {
    let (scheme, rest) = match url.split_once("//") {
        Some((scheme, rest)) if scheme.is_empty() || scheme.ends_with(':') => {
            (Some(scheme.trim_end_matches(':')).filter(|scheme| !scheme.is_empty()), rest)
        }
        _ => return (None, None, url),
    };
    let at = rest.find('/').unwrap_or(rest.len());
    (scheme, Some(&rest[..at]).filter(|host| !host.is_empty()), &rest[at..])
}
