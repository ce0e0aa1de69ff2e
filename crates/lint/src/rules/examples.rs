//! Examples and defaults fit their schemas.

use crate::misfit::{Misfit, ValueKind, ValueMisfit};
use crate::rule::{Check, Reporter, Rule};
use crate::section;
use crate::severity::Severity;

pub(crate) static RULES: &[&Rule] = &[&EXAMPLE_FITS, &EXAMPLE_CHECKED, &DEFAULT_FITS];

static EXAMPLE_FITS: Rule = Rule {
    id: "example-fits",
    section: Some(section::MEDIA_TYPE),
    summary: "An example fits its schema.",
    help: "correct the example, or the schema if the example is what is sent",
    severity: Severity::Warning,
    checks: &[Check::Value(|misfit, reporter| fits(ValueKind::Example, "example", misfit, reporter))],
};

static DEFAULT_FITS: Rule = Rule {
    id: "default-fits",
    section: Some(section::SCHEMA),
    summary: "A default fits its schema.",
    help: "correct the default or the schema",
    severity: Severity::Error,
    checks: &[Check::Value(|misfit, reporter| fits(ValueKind::Default, "default", misfit, reporter))],
};

fn fits(kind: ValueKind, noun: &str, misfit: &ValueMisfit, reporter: &mut Reporter<'_>) {
    if let Misfit::Invalid(message) = &misfit.result
        && misfit.kind == kind
    {
        reporter.report(&misfit.pointer, format!("the {noun} does not fit its schema: {message}"));
    }
}

static EXAMPLE_CHECKED: Rule = Rule {
    id: "example-checked",
    section: None,
    summary: "The schema of an example can be compiled, with reasonable effort, so that the example is checked.",
    help: "simplify the schema",
    severity: Severity::Warning,
    checks: &[Check::Value(example_checked)],
};

fn example_checked(misfit: &ValueMisfit, reporter: &mut Reporter<'_>) {
    let reason = match &misfit.result {
        Misfit::OverBudget(reason) => (*reason).to_owned(),
        Misfit::NotCompiled(error) => {
            // What is wrong with the schemas is the reason why one cannot be compiled; a default is not.
            if reporter.is_broken(|rule| rule.section == Some(section::SCHEMA) && rule.id != "default-fits") {
                return;
            }
            format!("the schema cannot be compiled: {error}")
        }
        Misfit::Invalid(_) => return,
    };
    reporter.report(&misfit.pointer, format!("the value is not checked against its schema: {reason}"));
}
