//! A `clap` command for each operation.

use openapi::{Contract, Problems};
use syn::parse_quote;
use syn::visit_mut::{self, VisitMut};

use super::generator;
use super::settings::settings;

/// The argument that holds a whole body.
const BODY: &str = "json-body";

/// Generates a `clap` command for each operation, for a program that uses the client of the crate `client_crate`.
///
/// The parsers of the values are the program's own, so that it can say what is wrong with one, and read a body as it
/// likes. Where the code is included, there must be two functions that return a parser of `clap`: `value::<T>()`, for a
/// value of the type `T`, and `body()`, for the `serde_json::Value` of the argument `json-body`.
///
/// # Errors
///
/// As [`client`](super::client()).
pub fn commands(contract: &Contract, client_crate: &str) -> Result<String, Problems> {
    let settings = settings(contract, &format!("{client_crate}::types"));
    let mut file = generator::run(contract, &settings, |generator, view| {
        let tokens = generator.cli(view, client_crate)?;
        // Progenitor leaves a panic where a command would have to show what is not JSON.
        match tokens.to_string().contains("todo !") {
            true => Err(progenitor::Error::UnexpectedFormat("a command can show JSON only".to_owned())),
            false => Ok(tokens),
        }
    })?;
    let mut parsers = Parsers::default();
    parsers.visit_file_mut(&mut file);
    if parsers.declared != parsers.read {
        let message = "the code that progenitor generates for the argument of a body is not the one that is known";
        return Err(contract.problem(&openapi::Pointer::root(), message).into());
    }
    Ok(prettyplease::unparse(&file))
}

/// Puts the program's parsers in the place of those of progenitor, which reads a body as a file of any size that has to be
/// UTF-8, drops what is not known in it, and takes an array for an object.
#[derive(Default)]
struct Parsers {
    /// Arguments for bodies.
    declared: usize,
    /// Places where their values are read.
    read: usize,
}

impl VisitMut for Parsers {
    fn visit_expr_mut(&mut self, expression: &mut syn::Expr) {
        visit_mut::visit_expr_mut(self, expression);
        let syn::Expr::Macro(call) = expression else { return };
        if call.mac.path.segments.last().is_none_or(|segment| segment.ident != "value_parser") {
            return;
        }
        let Ok(value) = call.mac.parse_body::<syn::Type>() else { return };
        let syn::Type::Path(path) = &value else { return };
        let is_body = path.path.segments.last().is_some_and(|segment| segment.ident == "PathBuf");
        self.declared += usize::from(is_body);
        *expression = if is_body { parse_quote!(body()) } else { parse_quote!(value::<#value>()) };
    }

    fn visit_expr_if_mut(&mut self, block: &mut syn::ExprIf) {
        let Some(body) = BodyType::of(block) else { return visit_mut::visit_expr_if_mut(self, block) };
        self.read += 1;
        *block = parse_quote! {
            if let Some(value) = matches.get_one::<::serde_json::Value>(#BODY) {
                let body_value = ::serde_json::from_value::<#body>(value.clone())
                    .context("the body does not match the contract")?;
                request = request.body(body_value);
            }
        };
    }
}

/// The type that a block reads a body into.
#[derive(Default)]
struct BodyType(Option<syn::GenericArgument>);

impl BodyType {
    fn of(block: &mut syn::ExprIf) -> Option<syn::GenericArgument> {
        let mut found = Self::default();
        found.visit_block_mut(&mut block.then_branch);
        found.0
    }
}

impl VisitMut for BodyType {
    fn visit_path_segment_mut(&mut self, segment: &mut syn::PathSegment) {
        if segment.ident == "from_str"
            && let syn::PathArguments::AngleBracketed(types) = &segment.arguments
        {
            self.0 = types.args.first().cloned();
        }
        visit_mut::visit_path_segment_mut(self, segment);
    }
}
