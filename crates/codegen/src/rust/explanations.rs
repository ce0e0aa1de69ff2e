//! Says in the errors of the generated builders what a value must be.
//!
//! Progenitor's own text for a parameter that does not convert is "conversion to `Sha1` for sha1 failed": it names the
//! parameter, and not the rule. The rule is in the contract, so it is put there.

use openapi::Contract;
use syn::visit_mut::VisitMut;

pub(super) fn add(contract: &Contract, file: &mut syn::File) {
    Messages { contract }.visit_file_mut(file);
}

struct Messages<'a> {
    contract: &'a Contract,
}

impl VisitMut for Messages<'_> {
    fn visit_lit_str_mut(&mut self, literal: &mut syn::LitStr) {
        if let Some(explained) = explain(self.contract, &literal.value()) {
            *literal = syn::LitStr::new(&explained, literal.span());
        }
    }
}

fn explain(contract: &Contract, message: &str) -> Option<String> {
    if let Some(parameter) = message.strip_suffix(" was not initialized") {
        return Some(format!("`{parameter}` is missing: set it with `.{parameter}(…)`"));
    }
    let (type_name, parameter) =
        message.strip_prefix("conversion to `")?.strip_suffix(" failed")?.split_once("` for ")?;
    let schema = contract.root()["components"]["schemas"].get(type_name)?;
    let description = schema.text("description").unwrap_or_default();
    let description = description.split_whitespace().collect::<Vec<_>>().join(" ");
    let pattern = schema.text("pattern");
    let rule = pattern.map(|pattern| format!(" It must match `{pattern}`.")).unwrap_or_default();
    Some(format!("`{parameter}` is not valid: {description}{rule}"))
}
