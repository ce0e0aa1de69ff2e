//! The list of all rules.

use crate::rule::Rule;
use crate::rules::{
    bodies, discriminators, document, example_files, examples, form, links, operations, parameters, paths, quirks,
    schemas, security, servers, texts, typed, unused,
};

/// The rules of each file, in the order in which they are checked: the last ones regard what the others found.
static RULES: &[&[&Rule]] = &[
    form::RULES,
    document::RULES,
    servers::RULES,
    paths::RULES,
    operations::RULES,
    parameters::RULES,
    bodies::RULES,
    links::RULES,
    schemas::RULES,
    discriminators::RULES,
    texts::RULES,
    security::RULES,
    examples::RULES,
    unused::RULES,
    quirks::RULES,
    example_files::RULES,
    typed::RULES,
];

/// All rules, by subject.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().flatten().copied()
}

#[cfg(test)]
mod tests {
    use openapi::rules::Constraint;

    use super::*;
    use crate::rule::Check;

    #[test]
    fn each_constraint_of_a_contract_has_one_rule() {
        for constraint in Constraint::ALL {
            let checks = rules().flat_map(|rule| rule.checks);
            let checks = checks.filter(|check| matches!(check, Check::Constraint(checked) if checked == constraint));
            assert_eq!(checks.count(), 1, "{constraint:?}");
        }
    }
}
