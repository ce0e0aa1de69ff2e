//! Servers and their variables.

use openapi::pointer;
use openapi::rules::Constraint;
use serde_json::Value;

use crate::context::Context;
use crate::nodes::Node;
use crate::rule::{Check, Reporter, Rule};
use crate::section;

pub(crate) static RULES: &[&Rule] = &[&SERVER_URL, &SERVER_VARIABLE_MISSING, &SERVER_ENUM_EMPTY, &SERVER_DEFAULT];

static SERVER_URL: Rule = Rule {
    id: "server-url",
    section: Some(section::SERVER),
    summary: "The braces of a server's URL match.",
    help: "write each variable as `{name}`",
    checks: &[Check::Constraint(Constraint::ServerUrl)],
};

static SERVER_VARIABLE_MISSING: Rule = Rule {
    id: "server-variable-missing",
    section: Some(section::SERVER),
    summary: "Every name in the braces of a server's URL is one of its variables.",
    help: "describe it under `variables`, with a default",
    checks: &[Check::Constraint(Constraint::ServerVariableMissing)],
};

static SERVER_ENUM_EMPTY: Rule = Rule {
    id: "server-enum-empty",
    section: Some(section::SERVER_VARIABLE),
    summary: "The values of a server's variable, where they are listed, are at least one.",
    help: "list the values, or delete `enum`",
    checks: &[Check::Object("Server Variable", server_enum_empty)],
};

fn server_enum_empty(_: &Context<'_>, node: &Node<'_>, reporter: &mut Reporter<'_>) {
    if node.value.get("enum").and_then(Value::as_array).is_some_and(Vec::is_empty) {
        let place = pointer::child(&node.pointer, "enum");
        reporter.report(&place, "`enum` is empty, so the variable has no value");
    }
}

static SERVER_DEFAULT: Rule = Rule {
    id: "server-default",
    section: Some(section::SERVER_VARIABLE),
    summary: "The default of a server's variable is among its values.",
    help: "add the default to `enum`, or choose another",
    checks: &[Check::Constraint(Constraint::ServerDefault)],
};
