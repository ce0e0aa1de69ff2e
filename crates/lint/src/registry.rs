//! The list of all rules.

use crate::rule::Rule;
use crate::rules::{
    bodies, dialect, discriminators, document, example_files, examples, form, keywords, links, nullable, omitted,
    operations, parameters, paths, quirks, schemas, security, servers, texts, typed, unused,
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
    keywords::RULES,
    nullable::RULES,
    dialect::RULES,
    discriminators::RULES,
    texts::RULES,
    security::RULES,
    examples::RULES,
    unused::RULES,
    quirks::RULES,
    example_files::RULES,
    typed::RULES,
    omitted::RULES,
];

/// All rules, by subject.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().flatten().copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Check;

    #[test]
    fn each_rule_of_the_document_is_a_rule_of_the_lint() {
        let checks = rules().flat_map(|rule| rule.checks.iter().map(move |check| (rule.id, check)));
        let mut constraints: Vec<_> = checks
            .filter_map(|(id, check)| match check {
                Check::Constraint(constraint) => Some((id, constraint.id())),
                _ => None,
            })
            .collect();
        constraints.sort_unstable();
        let mut expected: Vec<_> = openapi::Constraint::ALL.iter().map(|rule| (rule.id(), rule.id())).collect();
        expected.sort_unstable();
        assert_eq!(constraints, expected);
    }
}
