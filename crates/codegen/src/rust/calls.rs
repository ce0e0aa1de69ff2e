//! Hands each request of the generated code to the library, which sends it, and decodes the response.
//!
//! Progenitor's own code decodes strictly, and its errors lose the status of a success that does not decode. Its `Error`
//! and `ResponseValue` give way to the library's.

use heck::ToSnakeCase;
use openapi::{Contract, Problem, Problems};
use syn::visit_mut::{self, VisitMut};
use syn::{Item, Stmt, UseTree};

/// The names of progenitor's client that the library has itself.
const OWN: [&str; 3] = ["Error", "ResponseValue", "encode_path"];

/// Makes each call one of the library.
///
/// # Errors
///
/// An operation whose requests or responses are not JSON: the library decodes no other.
pub(super) fn hand_over(contract: &Contract, file: &mut syn::File) -> Result<(), Problems> {
    for item in &mut file.items {
        if let Item::Use(imports) = item {
            leave_out(&mut imports.tree);
        }
    }
    file.items.push(syn::parse_quote! {
        #[allow(unused_imports)]
        use crate::{Error, ResponseValue, path::encode_path};
    });
    let names = contract.operations().iter().map(|operation| operation.name().to_snake_case()).collect();
    let mut calls = Calls { names, handed_over: Vec::new() };
    calls.visit_file_mut(file);
    let is_missing = |index: &usize| !calls.handed_over.contains(index);
    let problems = (0..calls.names.len()).filter(is_missing).map(|index| problem(contract, index)).collect();
    Problems::check(problems)
}

fn leave_out(tree: &mut UseTree) {
    if let UseTree::Path(path) = tree
        && path.ident == "progenitor_client"
        && let UseTree::Group(names) = &mut *path.tree
    {
        let is_kept = |name: &UseTree| !matches!(name, UseTree::Name(name) if OWN.iter().any(|own| name.ident == own));
        names.items = std::mem::take(&mut names.items).into_iter().filter(is_kept).collect();
    }
}

/// What of an operation is not JSON, at its place.
fn problem(contract: &Contract, index: usize) -> Problem {
    let operation = &contract.operations()[index];
    let (request, successes) = (operation.request_body(), operation.successes());
    let bodies = request.iter().filter_map(|it| it.body()).chain(successes.iter().filter_map(|it| it.body()));
    let other = bodies.flat_map(|body| body.content().to_vec()).find(|content| !content.is_json());
    let pointer = other.map_or_else(|| operation.pointer().clone(), |content| content.at.pointer);
    let message = "progenitor cannot generate Rust from this: the client sends and decodes JSON only";
    contract.problem(&pointer, message)
}

struct Calls {
    /// The methods, in the order of the table of operations.
    names: Vec<String>,
    /// Those whose call has been found.
    handed_over: Vec<usize>,
}

impl VisitMut for Calls {
    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        let info =
            block.stmts.iter().position(|statement| matches!(statement, Stmt::Local(local) if is_info(&local.pat)));
        let Some(start) = info else { return visit_mut::visit_block_mut(self, block) };
        let Stmt::Local(local) = &block.stmts[start] else { return };
        let Some(index) = operation(local).and_then(|name| self.names.iter().position(|known| *known == name)) else {
            return;
        };
        if is_json(block, start) {
            block.stmts.truncate(start);
            block.stmts.push(Stmt::Expr(
                syn::parse_quote!(client.call(request, &crate::generated_operations::OPERATIONS[#index]).await),
                None,
            ));
            self.handed_over.push(index);
        }
    }
}

fn is_info(pattern: &syn::Pat) -> bool {
    matches!(pattern, syn::Pat::Ident(name) if name.ident == "info")
}

/// The operation that an `OperationInfo { operation_id: "…" }` names.
fn operation(local: &syn::Local) -> Option<String> {
    let syn::Expr::Struct(info) = &*local.init.as_ref()?.expr else { return None };
    info.fields.iter().find_map(|field| match &field.expr {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(name), .. }) => Some(name.value()),
        _ => None,
    })
}

/// Whether nothing but JSON is sent and received: progenitor has functions of their own for all else.
fn is_json(block: &syn::Block, start: usize) -> bool {
    let text = |statements: &[Stmt]| quote::quote!(#(#statements)*).to_string();
    let (request, response) = block.stmts.split_at(start);
    !text(request).contains("form_urlencoded")
        && !["stream", "upgrade"].iter().any(|name| text(response).contains(&format!("ResponseValue :: {name}")))
}
