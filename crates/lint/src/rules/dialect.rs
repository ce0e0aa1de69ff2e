//! What schemas of OpenAPI 3.1 have and those of 3.0 have not: dialects, keywords of any name, references that depend on
//! where they are reached from.

use crate::rule::{Check, Rule};
use crate::section;
use crate::severity::Severity;

pub(crate) static RULES: &[&Rule] = &[&SCHEMA_KEYWORD, &SCHEMA_DIALECT, &DYNAMIC_REFERENCE, &TYPE_LIST];

static SCHEMA_KEYWORD: Rule = Rule {
    id: "schema-keyword",
    section: Some(section::SCHEMA),
    summary: "A schema of OpenAPI 3.1 has no keyword without a meaning there, such as `nullable`; validators ignore it.",
    help: "write what OpenAPI 3.1 has for it, or let its name begin with `x-`",
    severity: Severity::Warning,
    checks: &[Check::Constraint(openapi::Constraint::SchemaKeyword)],
};

static SCHEMA_DIALECT: Rule = Rule {
    id: "schema-dialect",
    section: Some(section::SCHEMA),
    summary: "`jsonSchemaDialect` and `$schema` name the dialect of OpenAPI 3.1, which is JSON Schema 2020-12.",
    help: "delete it, and write the schemas in that dialect",
    severity: Severity::Warning,
    checks: &[Check::Constraint(openapi::Constraint::SchemaDialect)],
};

static DYNAMIC_REFERENCE: Rule = Rule {
    id: "dynamic-reference",
    section: None,
    summary: "Schemas refer to others with `$ref`; what `$dynamicRef` leads to depends on where it is reached from.",
    help: "write `$ref` with the address of the schema",
    severity: Severity::Warning,
    checks: &[Check::Constraint(openapi::Constraint::DynamicReference)],
};

static TYPE_LIST: Rule = Rule {
    id: "type-list",
    section: Some(section::SCHEMA),
    summary: "A list of types has at least one type, and none twice.",
    help: "list each type once, or delete `type`",
    severity: Severity::Error,
    checks: &[Check::Constraint(openapi::Constraint::TypeList)],
};
