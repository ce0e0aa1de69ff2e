//! Extensions without a row of their own that tools of the field read.

use super::table::Kind;

/// Extensions that tools of the field read, wherever they stand; all others are documentation. A `*` stands for any end of
/// the name; the longest entry holds.
pub(crate) static EXTENSIONS: &[(&str, Kind, &str)] = &[
    ("x-discriminator-value", Kind::WireExtension, "OpenAPI Generator: the value of the discriminator for this schema"),
    ("x-ms-discriminator-value", Kind::WireExtension, "AutoRest: the value of the discriminator for this schema"),
    ("x-ms-parameterized-host", Kind::WireExtension, "AutoRest: where requests are sent"),
    ("x-ms-paths", Kind::WireExtension, "AutoRest: operations whose paths differ in the query alone"),
    ("x-kubernetes-int-or-string", Kind::WireExtension, "Kubernetes: another type than the one that is written"),
    ("x-kubernetes-validations", Kind::WireExtension, "Kubernetes: what else a request is checked for"),
    ("x-class-extra-annotation", Kind::SourceExtension, "OpenAPI Generator: annotations"),
    ("x-cli-*", Kind::SourceExtension, "generators of commands: names of subcommands and flags"),
    ("x-codegen-*", Kind::SourceExtension, "Swagger Codegen: names"),
    ("x-csharp-*", Kind::SourceExtension, "generators of C#"),
    ("x-enum*", Kind::SourceExtension, "most generators: names of an enumeration's values"),
    ("x-enum-descriptions", Kind::Extension, "comments on an enumeration's values"),
    ("x-enumDescriptions", Kind::Extension, "comments on an enumeration's values"),
    ("x-fern-*", Kind::SourceExtension, "Fern: names, groups, pagination"),
    ("x-field-extra-annotation", Kind::SourceExtension, "OpenAPI Generator: annotations"),
    ("x-go-*", Kind::SourceExtension, "oapi-codegen, go-swagger: names and types"),
    ("x-implements", Kind::SourceExtension, "OpenAPI Generator: interfaces"),
    ("x-java-*", Kind::SourceExtension, "generators of Java"),
    ("x-kotlin-*", Kind::SourceExtension, "generators of Kotlin"),
    ("x-kubernetes-*", Kind::SourceExtension, "generators of Kubernetes clients"),
    ("x-ms-*", Kind::SourceExtension, "AutoRest, Power Platform: names, pages, long-running operations"),
    ("x-ms-examples", Kind::Extension, "AutoRest: examples in files"),
    ("x-ms-summary", Kind::Extension, "Power Platform: words"),
    ("x-oapi-codegen-*", Kind::SourceExtension, "oapi-codegen: names and types"),
    ("x-omitempty", Kind::SourceExtension, "oapi-codegen, go-swagger: types"),
    ("x-operation-extra-annotation", Kind::SourceExtension, "OpenAPI Generator: annotations"),
    ("x-parent", Kind::SourceExtension, "OpenAPI Generator: inheritance"),
    ("x-python-*", Kind::SourceExtension, "generators of Python"),
    ("x-rust-*", Kind::SourceExtension, "typify, progenitor: types"),
    ("x-speakeasy-*", Kind::SourceExtension, "Speakeasy: names, groups, pagination, retries"),
    ("x-stainless-*", Kind::SourceExtension, "Stainless: names and types"),
    ("x-swift-*", Kind::SourceExtension, "generators of Swift"),
    ("x-typescript-*", Kind::SourceExtension, "generators of TypeScript"),
    ("x-stability-level", Kind::CompatibleExtension, "oasdiff: how far to rely on an operation"),
    ("x-sunset", Kind::CompatibleExtension, "oasdiff: when a deprecated operation goes"),
];
