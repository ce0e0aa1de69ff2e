//! The table of OpenAPI 3.1: the objects that differ from those of OpenAPI 3.0, in the order of the specification.
//!
//! The Schema Object has the keywords of JSON Schema 2020-12.

use super::FieldType::{Any, Flag, FlagOr, Integer, List, ListOr, Map, Number, Object, OneOf, Reference, Schema, Text};
use super::field_type::{may, must};
use super::{FieldType, ObjectKind, ObjectType, v3_0};

/// What an object consists of.
pub(super) fn object(kind: ObjectKind) -> &'static ObjectType {
    match kind {
        ObjectKind::OpenApi => &OPENAPI,
        ObjectKind::Info => &INFO,
        ObjectKind::License => &LICENSE,
        ObjectKind::Components => &COMPONENTS,
        ObjectKind::Operation => &OPERATION,
        ObjectKind::Schema => &SCHEMA,
        ObjectKind::SecurityScheme => &SECURITY_SCHEME,
        ObjectKind::Reference => &REFERENCE,
        other => v3_0::object(other),
    }
}

static OPENAPI: ObjectType = ObjectType::changed(
    &v3_0::OPENAPI,
    &[
        may("jsonSchemaDialect", Text),
        may("paths", Object(ObjectKind::Paths)),
        may("webhooks", Map(&Object(ObjectKind::PathItem))),
    ],
);

static INFO: ObjectType = ObjectType::changed(&v3_0::INFO, &[may("summary", Text)]);

static LICENSE: ObjectType = ObjectType::changed(&v3_0::LICENSE, &[may("identifier", Text)]);

static COMPONENTS: ObjectType =
    ObjectType::changed(&v3_0::COMPONENTS, &[may("pathItems", Map(&Object(ObjectKind::PathItem)))]);

static OPERATION: ObjectType =
    ObjectType::changed(&v3_0::OPERATION, &[may("responses", Object(ObjectKind::Responses))]);

const TYPE: FieldType = OneOf(&["array", "boolean", "integer", "null", "number", "object", "string"]);

/// `nullable` is gone, and what `exclusiveMaximum` and `exclusiveMinimum` hold is another.
static SCHEMA: ObjectType = ObjectType::changed(
    &v3_0::SCHEMA,
    &[
        may("$schema", Text),
        may("$id", Text),
        may("$anchor", Text),
        may("$ref", Reference(ObjectKind::Schema)),
        may("$dynamicRef", Text),
        may("$dynamicAnchor", Text),
        may("$vocabulary", Map(&Flag)),
        may("$comment", Text),
        may("$defs", Map(&Schema)),
        may("type", ListOr(&TYPE)),
        may("const", Any),
        may("exclusiveMaximum", Number),
        may("exclusiveMinimum", Number),
        may("if", Schema),
        may("then", Schema),
        may("else", Schema),
        may("dependentSchemas", Map(&Schema)),
        may("dependentRequired", Map(&List(&Text))),
        may("prefixItems", List(&Schema)),
        may("contains", Schema),
        may("minContains", Integer),
        may("maxContains", Integer),
        may("patternProperties", Map(&Schema)),
        may("propertyNames", Schema),
        may("unevaluatedItems", Schema),
        may("unevaluatedProperties", FlagOr(&Schema)),
        may("contentEncoding", Text),
        may("contentMediaType", Text),
        may("contentSchema", Schema),
        may("examples", List(&Any)),
    ],
)
.without(&["nullable"]);

static SECURITY_SCHEME: ObjectType = ObjectType::changed(
    &v3_0::SECURITY_SCHEME,
    &[must("type", OneOf(&["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"]))],
);

static REFERENCE: ObjectType = ObjectType::changed(&v3_0::REFERENCE, &[may("summary", Text), may("description", Text)]);
