//! The path from an operation to a place, in words.

use crate::place::Slot;
use crate::policy::Kind;

/// The path to a part of the place at the end of `path`.
pub(crate) fn extend(path: &str, slot: &Slot) -> String {
    let key = slot.key.as_str();
    let words = match slot.kind {
        Kind::OptionalProperty => return join(path, &format!(".{key}")),
        Kind::Items => return join(path, "[]"),
        Kind::AdditionalProperties => return join(path, ".*"),
        Kind::Schema => return path.to_owned(),
        Kind::SuccessStatus
        | Kind::ErrorStatus
        | Kind::MediaType
        | Kind::Alternative
        | Kind::Words
        | Kind::Operation => key.to_owned(),
        Kind::OptionalParameter => format!("parameter {key}"),
        Kind::OptionalBody => "body".to_owned(),
        Kind::OptionalHeader => format!("header {key}"),
        Kind::ServerVariable => format!("variable {key}"),
        Kind::SecurityScheme => format!("scheme {key}"),
        Kind::Flow if key == "flows" => return path.to_owned(),
        Kind::DiscriminatorValue => format!("value {key}"),
        kind if key.is_empty() => kind.name().to_owned(),
        kind => format!("{} {key}", kind.name()),
    };
    if path.is_empty() { words } else { format!("{path} {words}") }
}

/// Properties and items follow each other without a space.
fn join(path: &str, step: &str) -> String {
    let last = path.rsplit(' ').next().unwrap_or_default();
    let follows = last.starts_with('.') || last.starts_with("[]");
    if follows || path.is_empty() { format!("{path}{step}") } else { format!("{path} {step}") }
}
