//! Rules of OpenAPI 3.0 that types cannot say, beside those that a [contract](crate::Contract) keeps anyway.

mod bodies;
mod links;
mod operations;
mod parameters;
mod schemas;
mod security;
mod texts;

use super::context::{Context, Findings};
use super::nodes::Node;

/// A check of one kind of object.
type Check = fn(&Context<'_>, &Node<'_>, &mut Findings<'_>);

/// Which checks each kind of object undergoes.
const CHECKS: &[(&str, Check)] = &[
    ("OpenAPI", operations::tags),
    ("Server Variable", operations::server_variable),
    ("Components", operations::components),
    ("Paths", operations::paths),
    ("Path Item", operations::path_item),
    ("Operation", operations::operation),
    ("Responses", operations::responses),
    ("Callback", links::callback),
    ("Link", links::link),
    ("Parameter", parameters::parameter),
    ("Parameter", parameters::trait_of_place),
    ("Parameter", parameters::value),
    ("Header", parameters::header),
    ("Header", parameters::trait_of_place),
    ("Header", parameters::value),
    ("Request Body", bodies::content),
    ("Response", bodies::content),
    ("Response", bodies::headers),
    ("Media Type", bodies::media_type),
    ("Example", bodies::example),
    ("Reference", schemas::reference),
    ("Schema", schemas::schema),
    ("Discriminator", schemas::discriminator),
    ("XML", schemas::xml),
    ("Security Scheme", security::scheme),
    ("OAuth Flows", security::flows),
    ("OpenAPI", security::scopes),
    ("Operation", security::scopes),
];

pub(super) fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for node in context.nodes {
        for (_, check) in CHECKS.iter().filter(|(object, _)| *object == node.object) {
            check(context, node, findings);
        }
    }
    operations::ids_in_callbacks(context, findings);
    texts::check(context, findings);
}
