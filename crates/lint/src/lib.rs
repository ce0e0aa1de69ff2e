//! The lint: what is wrong with a contract, or missing from it.
//!
//! [`check`] tells all [findings](Finding) of a document, whoever wrote it; [`rules`] lists what is checked. Rules of
//! the OpenAPI specification name its section, and the others are this project's. Whatever the document says, the
//! check ends, in time and memory that grow with its size.

mod companions;
mod context;
mod examples;
mod finding;
mod nodes;
mod rule;
mod specification;
mod style;
mod typed;
mod unused;
mod work;

pub use companions::{Companions, File};
pub use finding::Finding;
pub use rule::{Rule, rules};

use context::{Context, Findings};

use openapi::Document;
use openapi::pointer;
use openapi::{Problem, Problems};
use openapi::{rules as contract_rules, structure};

/// Everything that is wrong with a document and with what stands beside it, in the order of the text.
///
/// Where the form of the document is wrong, nothing else is checked: it would be noise.
///
/// ```
/// use openapi::Document;
/// use lint::{Companions, check};
///
/// let text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\ntags: [{name: a}, {name: a}]";
/// let findings = check(&Document::parse("openapi.yaml", text)?, &Companions::default());
/// assert_eq!(findings[0].rule, "tag-unique");
/// assert_eq!(findings[0].location.line, Some(4));
/// # Ok::<_, openapi::Problems>(())
/// ```
pub fn check(document: &Document, companions: &Companions) -> Vec<Finding> {
    let mut findings = Findings::new(document);
    match structure::check(document) {
        Err(problems) => form(&problems, &mut findings),
        Ok(objects) => {
            let nodes = nodes::find(document.root());
            let context = Context::new(document, &nodes);
            for broken in contract_rules::broken(document, &objects, &context.operations) {
                findings.add(broken.rule, broken.problem);
            }
            specification::check(&context, &mut findings);
            examples::check(&context, &mut findings);
            typed::check(&context, &mut findings);
            style::check(&context, &mut findings);
            unused::check(&context, &mut findings);
            companions::check(&context, companions, &mut findings);
        }
    }
    findings.finish()
}

/// The problems with the form, each under its rule.
fn form(problems: &Problems, findings: &mut Findings<'_>) {
    let rule = |problem: &Problem| match problem.pointer.as_str() {
        "/swagger" => "version",
        "/openapi" if !problem.message.starts_with("expected") => "version",
        pointer if pointer::last(pointer) == "$ref" => "reference",
        _ => "structure",
    };
    for problem in problems.iter() {
        findings.add(rule(problem), problem.clone());
    }
}
