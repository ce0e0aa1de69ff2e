//! Examples and defaults fit their schemas.

use crate::context::Context;
use crate::outcome::{Kind, Misfit, Outcome};
use crate::rule::{Check, Reporter, Rule};
use crate::{samples, section};

// `default-fits` comes last, since it does not explain why a schema cannot be compiled.
pub(crate) static RULES: &[&Rule] = &[&EXAMPLE_FITS, &EXAMPLE_CHECKED, &DEFAULT_FITS];

fn outcomes<'c>(context: &'c Context<'_>) -> impl Iterator<Item = &'c Outcome> {
    context.outcomes.get_or_init(|| samples::outcomes(context)).iter()
}

static EXAMPLE_FITS: Rule = Rule {
    id: "example-fits",
    section: Some(section::MEDIA_TYPE),
    summary: "An example fits its schema.",
    help: "correct the example, or the schema if the example is what is sent",
    checks: &[Check::Document(|context, reporter| fits(Kind::Example, "example", context, reporter))],
};

static DEFAULT_FITS: Rule = Rule {
    id: "default-fits",
    section: Some(section::SCHEMA),
    summary: "A default fits its schema.",
    help: "correct the default or the schema",
    checks: &[Check::Document(|context, reporter| fits(Kind::Default, "default", context, reporter))],
};

fn fits(kind: Kind, noun: &str, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for outcome in outcomes(context).filter(|outcome| outcome.kind == kind) {
        if let Misfit::Invalid(message) = &outcome.result {
            reporter.report(&outcome.pointer, format!("the {noun} does not fit its schema: {message}"));
        }
    }
}

static EXAMPLE_CHECKED: Rule = Rule {
    id: "example-checked",
    section: None,
    summary: "The schema of an example can be compiled, with reasonable effort, so that the example is checked.",
    help: "simplify the schema",
    checks: &[Check::Document(example_checked)],
};

fn example_checked(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    // What is wrong with the schemas is the reason why one cannot be compiled.
    let is_explained = reporter.is_broken(|rule| rule.section == Some(section::SCHEMA));
    for outcome in outcomes(context) {
        let reason = match &outcome.result {
            Misfit::OverBudget(reason) => (*reason).to_owned(),
            Misfit::NotCompiled(error) if !is_explained => format!("the schema cannot be compiled: {error}"),
            Misfit::NotCompiled(_) | Misfit::Invalid(_) => continue,
        };
        reporter.report(&outcome.pointer, format!("the value is not checked against its schema: {reason}"));
    }
}
