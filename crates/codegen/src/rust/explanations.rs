//! Says in the errors of the generated builders what is missing, or what a value must be.
//!
//! Progenitor's own text for a parameter that does not convert is "conversion to `Sha1` for sha1 failed": it names the
//! parameter, and not the rule. Typify's text for a property that is not set is "no value supplied for comment": it names
//! no call. The contract has the rule and the name, so they are put there.

use proc_macro2::{Literal, TokenTree};
use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};

use super::documentation::{EXTRA, implemented, property};
use super::types::types;
use super::words::Words;

/// Typify's messages, before the name of the field.
const MISSING: &str = "no value supplied for ";
const INVALID: &str = "error converting supplied value for ";

pub(super) fn add(words: &Words<'_>, file: &mut syn::File) {
    let mut fields = Vec::new();
    for item in types(file).into_iter().flatten() {
        let syn::Item::Struct(generated) = item else { continue };
        for field in &generated.fields {
            let Some(ident) = &field.ident else { continue };
            fields.push((generated.ident.to_string(), ident.to_string(), property(field)));
        }
    }
    Messages { words, fields, current: String::new() }.visit_file_mut(file);
}

struct Messages<'a> {
    words: &'a Words<'a>,
    /// Type, field and property of each field.
    fields: Vec<(String, String, String)>,
    /// The type that the visited block is for.
    current: String,
}

impl VisitMut for Messages<'_> {
    fn visit_item_impl_mut(&mut self, block: &mut syn::ItemImpl) {
        self.current = implemented(block).unwrap_or_default();
        visit_mut::visit_item_impl_mut(self, block);
    }

    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        let is_missing = field.expr.to_token_stream().to_string().contains(&format!("{MISSING}{EXTRA}"));
        if is_missing && self.property(EXTRA).is_some_and(|property| !self.is_named(property)) {
            // Nothing beside the named properties is no mistake.
            field.expr = syn::parse_quote!(Ok(::std::default::Default::default()));
        }
        visit_mut::visit_field_value_mut(self, field);
    }

    fn visit_lit_str_mut(&mut self, literal: &mut syn::LitStr) {
        if let Some(explained) = self.explain(&literal.value()) {
            *literal = syn::LitStr::new(&explained, literal.span());
        }
    }

    fn visit_macro_mut(&mut self, call: &mut syn::Macro) {
        if call.path.is_ident("format") {
            let tokens = std::mem::take(&mut call.tokens).into_iter();
            call.tokens = tokens.map(|token| self.explain_format(token)).collect();
        }
    }
}

impl Messages<'_> {
    /// The property of a field of the current type.
    fn property(&self, field: &str) -> Option<&str> {
        let mut fields = self.fields.iter().filter(|(owner, ..)| *owner == self.current);
        fields.find(|(_, known, _)| known == field).map(|(_, _, property)| property.as_str())
    }

    fn is_named(&self, property: &str) -> bool {
        self.words.schema(&self.current).is_some_and(|schema| schema.named_property(property).is_some())
    }

    /// A message of a builder, explained.
    fn explain(&self, message: &str) -> Option<String> {
        if let Some(parameter) = message.strip_suffix(" was not initialized") {
            return Some(format!("`{parameter}` is missing: set it with `.{parameter}(…)`"));
        }
        if let Some(field) = message.strip_prefix(MISSING) {
            let property = self.property(field)?;
            return Some(match self.words.operation_of_body(&self.current) {
                Some(_) => format!(
                    "the property `{property}` of the body is missing: set it with `.body_map(|body| body.{field}(…))`"
                ),
                None => format!("the property `{property}` is missing: set it with `.{field}(…)`"),
            });
        }
        let (type_name, parameter) =
            message.strip_prefix("conversion to `")?.strip_suffix(" failed")?.split_once("` for ")?;
        let description = self.words.of_type(type_name)?;
        let description = description.split_whitespace().collect::<Vec<_>>().join(" ");
        let pattern = self.words.schema(type_name).and_then(|schema| schema.text("pattern"));
        let rule = pattern.map(|pattern| format!(" It must match `{pattern}`.")).unwrap_or_default();
        Some(format!("`{parameter}` is not valid: {description}{rule}"))
    }

    /// A message with the cause at its end, which is formatted.
    fn explain_format(&self, token: TokenTree) -> TokenTree {
        let explained = match &token {
            TokenTree::Literal(literal) => syn::parse_str::<syn::LitStr>(&literal.to_string()).ok().and_then(|text| {
                let text = text.value();
                if let Some(field) = text.strip_prefix(INVALID).and_then(|rest| rest.strip_suffix(": {e}")) {
                    let property = self.property(field)?.replace('{', "{{").replace('}', "}}");
                    return Some(format!("the property `{property}` is not valid: {{e}}"));
                }
                let parameter =
                    text.strip_prefix("conversion to `")?.strip_suffix(" failed: {}")?.split_once("` for ")?.1;
                Some(format!("`{parameter}` is not valid: {{}}"))
            }),
            _ => None,
        };
        explained.map_or(token, |text| TokenTree::Literal(Literal::string(&text)))
    }
}
