//! Servers and their variables.

use std::collections::HashSet;

use openapi::{Node, ObjectKind, ObjectNode, PathTemplate, Pointer, servers};

use crate::context::LintContext;
use crate::rule::{Check, Reporter, Rule};
use crate::section;
use crate::severity::Severity;

pub(crate) static RULES: &[&Rule] = &[
    &SERVER_MISSING,
    &SERVER_URL,
    &SERVER_TRAILING_SLASH,
    &SERVER_VARIABLE_MISSING,
    &SERVER_VARIABLE_UNUSED,
    &SERVER_ENUM_EMPTY,
    &SERVER_DEFAULT,
    &SERVER_COMBINATIONS,
    &BASE_PATH_ALIAS,
];

static SERVER_MISSING: Rule = Rule {
    id: "server-missing",
    section: None,
    summary: "The document has a server; without one its clients call the host from which the document was read.",
    help: "add `servers`",
    severity: Severity::Warning,
    checks: &[Check::Document(server_missing)],
};

/// A server of a path or an operation is one, too.
fn server_missing(context: &LintContext<'_>, reporter: &mut Reporter<'_>) {
    let mut operations = context.contract.operations().iter().peekable();
    if operations.peek().is_some() && context.contract.objects().of(ObjectKind::Server).next().is_none() {
        reporter.report(&Pointer::root(), "the document has no server");
    }
}

static SERVER_URL: Rule = Rule {
    id: "server-url",
    section: Some(section::SERVER),
    summary: "The braces of a server's URL match.",
    help: "write each variable as `{name}`",
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::ServerUrl)],
};

static SERVER_TRAILING_SLASH: Rule = Rule {
    id: "server-trailing-slash",
    section: None,
    summary: "A server's URL does not end in a slash, since each path begins with one.",
    help: "delete the slash at the end",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Server, server_trailing_slash)],
};

fn server_trailing_slash(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    if object.text("url").is_some_and(|url| url.len() > 1 && url.ends_with('/')) {
        reporter.report(&object.pointer.child("url"), "with a path, the address has two slashes where this ends");
    }
}

static SERVER_VARIABLE_MISSING: Rule = Rule {
    id: "server-variable-missing",
    section: Some(section::SERVER),
    summary: "Every name in the braces of a server's URL is one of its variables.",
    help: "describe it under `variables`, with a default",
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::ServerVariableMissing)],
};

static SERVER_VARIABLE_UNUSED: Rule = Rule {
    id: "server-variable-unused",
    section: None,
    summary: "The URL of a server has each of the server's variables.",
    help: "write it in braces into the URL, or delete it",
    severity: Severity::Warning,
    checks: &[Check::Object(ObjectKind::Server, server_variable_unused)],
};

fn server_variable_unused(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    let Some(Ok(url)) = object.text("url").map(str::parse::<PathTemplate>) else { return };
    for (name, variable) in object.members("variables").filter(|(name, _)| !url.has_parameter(name)) {
        reporter.report(&variable.pointer, format!("the URL has no `{{{name}}}`"));
    }
}

static SERVER_ENUM_EMPTY: Rule = Rule {
    id: "server-enum-empty",
    section: Some(section::SERVER_VARIABLE),
    summary: "The values of a server's variable, where they are listed, are at least one.",
    help: "list the values, or delete `enum`",
    severity: Severity::Error,
    checks: &[Check::Object(ObjectKind::ServerVariable, server_enum_empty)],
};

fn server_enum_empty(_: &LintContext<'_>, object: &ObjectNode<'_>, reporter: &mut Reporter<'_>) {
    if object.node.get("enum").and_then(Node::as_array).is_some_and(<[Node]>::is_empty) {
        reporter.report(&object.pointer.child("enum"), "`enum` is empty, so the variable has no value");
    }
}

static SERVER_DEFAULT: Rule = Rule {
    id: "server-default",
    section: Some(section::SERVER_VARIABLE),
    summary: "The default of a server's variable is among its values.",
    help: "add the default to `enum`, or choose another",
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::ServerDefault)],
};

static SERVER_COMBINATIONS: Rule = Rule {
    id: "server-combinations",
    section: None,
    summary: "The values of the variables of a list of servers have no more than a thousand combinations.",
    help: "shorten the lists in `enum`, or leave `enum` out where any value is good",
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::ServerCombinations)],
};

static BASE_PATH_ALIAS: Rule = Rule {
    id: "base-path-alias",
    section: None,
    summary: "`x-base-path-aliases` lists, for the path of a server, other paths below which it answers.",
    help: "write `/PATH: [/OTHER]`, where the URL of a server ends with `/PATH`",
    severity: Severity::Error,
    checks: &[Check::Document(base_path_alias)],
};

fn base_path_alias(context: &LintContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(aliases) = context.contract.root().get(servers::ALIASES) else { return };
    let pointer = Pointer::of([servers::ALIASES]);
    let Some(aliases) = aliases.as_object() else {
        return reporter.report(&pointer, "the aliases are no object");
    };
    let operations = context.contract.operations().iter();
    let known: HashSet<String> = operations.flat_map(|it| it.servers()).map(|server| server.path()).collect();
    for (path, others) in aliases.iter() {
        let place = pointer.child(path);
        if !known.contains(path.trim_end_matches('/')) {
            reporter.report(&place, format!("no server has the path `{path}`"));
        }
        let is_path = |other: &Node| other.as_str().is_some_and(|text| text.starts_with('/'));
        match others.as_array() {
            Some(list) if !list.is_empty() && list.iter().all(is_path) => {}
            _ => {
                reporter.report(&place, "the aliases of a path are a list of paths, each with a slash at its beginning")
            }
        }
    }
}
