//! Servers and their variables.

use super::reporter::ViolationReporter;
use crate::located::Located;
use crate::path_template::PathTemplate;
use crate::servers::{self, MAX_COMBINATIONS};
use crate::spec::ObjectKind;
use crate::violation::Constraint;

pub(super) fn check(reporter: &mut ViolationReporter<'_>) {
    let objects = reporter.objects;
    for object in objects.of(ObjectKind::Server) {
        server(&object.at, reporter);
    }
    let owners = [ObjectKind::OpenApi, ObjectKind::PathItem, ObjectKind::Operation];
    for object in owners.into_iter().flat_map(|kind| objects.of(kind)) {
        combinations(&object.at, reporter);
    }
}

fn server(server: &Located<'_>, reporter: &mut ViolationReporter<'_>) {
    let url = server.text("url").unwrap_or_default();
    match url.parse::<PathTemplate>() {
        Err(error) => reporter.report(Constraint::ServerUrl, &server.pointer.child("url"), error.to_string()),
        Ok(template) => {
            let variables = server.node.get("variables");
            for name in template.names().filter(|name| variables.is_none_or(|known| known.get(name).is_none())) {
                let message = format!("no variable describes `{{{name}}}` of the URL `{url}`");
                reporter.report(Constraint::ServerVariableMissing, &server.pointer, message);
            }
        }
    }
    for (_, variable) in server.members("variables") {
        let values = variable.node.get("enum").and_then(|values| values.as_array());
        let default = variable.get("default");
        if let (Some(values), Some(default)) = (values, default)
            && !values.contains(default.node)
        {
            let message = "the default is not among the values of `enum`";
            reporter.report(Constraint::ServerDefault, &default.pointer, message);
        }
    }
}

/// The server with which a list has too many, if there is one.
fn combinations(owner: &Located<'_>, reporter: &mut ViolationReporter<'_>) {
    let mut total: usize = 0;
    for server in owner.elements("servers") {
        total = total.saturating_add(servers::combinations(&server));
        if total > MAX_COMBINATIONS {
            let message = format!(
                "the variables of the servers have {} combinations of values, and {MAX_COMBINATIONS} is the limit; \
                 shorten the lists in `enum`, or leave `enum` out where any value is good",
                if total == usize::MAX { "too many".to_owned() } else { total.to_string() },
            );
            return reporter.report(Constraint::ServerCombinations, &server.pointer, message);
        }
    }
}
