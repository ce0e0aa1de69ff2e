//! The table of OpenAPI 3.0: one row a field, in the order of the specification.

use super::FieldType::{Any, Flag, FlagOr, Integer, List, Map, Number, Object, ObjectOrReference, OneOf, Schema, Text};
use super::field_type::{may, must};
use super::{Field, FieldType, Keys, ObjectKind, ObjectType};

/// What an object consists of.
pub(super) fn object(kind: ObjectKind) -> &'static ObjectType {
    match kind {
        ObjectKind::OpenApi => &OPENAPI,
        ObjectKind::Info => &INFO,
        ObjectKind::Contact => &CONTACT,
        ObjectKind::License => &LICENSE,
        ObjectKind::Server => &SERVER,
        ObjectKind::ServerVariable => &SERVER_VARIABLE,
        ObjectKind::Components => &COMPONENTS,
        ObjectKind::Paths => &PATHS,
        ObjectKind::PathItem => &PATH_ITEM,
        ObjectKind::Operation => &OPERATION,
        ObjectKind::ExternalDocumentation => &EXTERNAL_DOCS,
        ObjectKind::Parameter => &PARAMETER,
        ObjectKind::RequestBody => &REQUEST_BODY,
        ObjectKind::MediaType => &MEDIA_TYPE,
        ObjectKind::Encoding => &ENCODING,
        ObjectKind::Responses => &RESPONSES,
        ObjectKind::Response => &RESPONSE,
        ObjectKind::Callback => &CALLBACK,
        ObjectKind::Example => &EXAMPLE,
        ObjectKind::Link => &LINK,
        ObjectKind::Header => &HEADER,
        ObjectKind::Tag => &TAG,
        ObjectKind::Schema => &SCHEMA,
        ObjectKind::Discriminator => &DISCRIMINATOR,
        ObjectKind::Xml => &XML,
        ObjectKind::SecurityScheme => &SECURITY_SCHEME,
        ObjectKind::OAuthFlows => &OAUTH_FLOWS,
        ObjectKind::OAuthFlow => &OAUTH_FLOW,
        ObjectKind::Reference => &REFERENCE,
        ObjectKind::SecurityRequirement => &SECURITY_REQUIREMENT,
    }
}

const fn fields(fields: &'static [Field]) -> ObjectType {
    ObjectType::new(fields)
}

const fn patterned(keys: Keys, of: FieldType) -> ObjectType {
    ObjectType::new(&[]).with_keys(keys, of)
}

const RESPONSE_REF: FieldType = ObjectOrReference(ObjectKind::Response);
const PARAMETER_REF: FieldType = ObjectOrReference(ObjectKind::Parameter);
const EXAMPLE_REF: FieldType = ObjectOrReference(ObjectKind::Example);
const REQUEST_BODY_REF: FieldType = ObjectOrReference(ObjectKind::RequestBody);
const HEADER_REF: FieldType = ObjectOrReference(ObjectKind::Header);
const SECURITY_SCHEME_REF: FieldType = ObjectOrReference(ObjectKind::SecurityScheme);
const LINK_REF: FieldType = ObjectOrReference(ObjectKind::Link);
const CALLBACK_REF: FieldType = ObjectOrReference(ObjectKind::Callback);

pub(super) static OPENAPI: ObjectType = fields(&[
    must("openapi", Text),
    must("info", Object(ObjectKind::Info)),
    may("servers", List(&Object(ObjectKind::Server))),
    must("paths", Object(ObjectKind::Paths)),
    may("components", Object(ObjectKind::Components)),
    may("security", List(&Object(ObjectKind::SecurityRequirement))),
    may("tags", List(&Object(ObjectKind::Tag))),
    may("externalDocs", Object(ObjectKind::ExternalDocumentation)),
]);

pub(super) static INFO: ObjectType = fields(&[
    must("title", Text),
    may("description", Text),
    may("termsOfService", Text),
    may("contact", Object(ObjectKind::Contact)),
    may("license", Object(ObjectKind::License)),
    must("version", Text),
]);

static CONTACT: ObjectType = fields(&[may("name", Text), may("url", Text), may("email", Text)]);

pub(super) static LICENSE: ObjectType = fields(&[must("name", Text), may("url", Text)]);

static SERVER: ObjectType =
    fields(&[must("url", Text), may("description", Text), may("variables", Map(&Object(ObjectKind::ServerVariable)))]);

static SERVER_VARIABLE: ObjectType =
    fields(&[may("enum", List(&Text)), must("default", Text), may("description", Text)]);

pub(super) static COMPONENTS: ObjectType = fields(&[
    may("schemas", Map(&Schema)),
    may("responses", Map(&RESPONSE_REF)),
    may("parameters", Map(&PARAMETER_REF)),
    may("examples", Map(&EXAMPLE_REF)),
    may("requestBodies", Map(&REQUEST_BODY_REF)),
    may("headers", Map(&HEADER_REF)),
    may("securitySchemes", Map(&SECURITY_SCHEME_REF)),
    may("links", Map(&LINK_REF)),
    may("callbacks", Map(&CALLBACK_REF)),
]);

static PATHS: ObjectType = patterned(Keys::Path, Object(ObjectKind::PathItem));

static PATH_ITEM: ObjectType = fields(&[
    may("$ref", FieldType::Reference(ObjectKind::PathItem)),
    may("summary", Text),
    may("description", Text),
    may("get", Object(ObjectKind::Operation)),
    may("put", Object(ObjectKind::Operation)),
    may("post", Object(ObjectKind::Operation)),
    may("delete", Object(ObjectKind::Operation)),
    may("options", Object(ObjectKind::Operation)),
    may("head", Object(ObjectKind::Operation)),
    may("patch", Object(ObjectKind::Operation)),
    may("trace", Object(ObjectKind::Operation)),
    may("servers", List(&Object(ObjectKind::Server))),
    may("parameters", List(&PARAMETER_REF)),
]);

pub(super) static OPERATION: ObjectType = fields(&[
    may("tags", List(&Text)),
    may("summary", Text),
    may("description", Text),
    may("externalDocs", Object(ObjectKind::ExternalDocumentation)),
    may("operationId", Text),
    may("parameters", List(&PARAMETER_REF)),
    may("requestBody", REQUEST_BODY_REF),
    must("responses", Object(ObjectKind::Responses)),
    may("callbacks", Map(&CALLBACK_REF)),
    may("deprecated", Flag),
    may("security", List(&Object(ObjectKind::SecurityRequirement))),
    may("servers", List(&Object(ObjectKind::Server))),
]);

static EXTERNAL_DOCS: ObjectType = fields(&[may("description", Text), must("url", Text)]);

static PARAMETER: ObjectType = fields(&[
    must("name", Text),
    must("in", OneOf(&["query", "header", "path", "cookie"])),
    may("description", Text),
    may("required", Flag),
    may("deprecated", Flag),
    may("allowEmptyValue", Flag),
    may("style", OneOf(&["matrix", "label", "form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"])),
    may("explode", Flag),
    may("allowReserved", Flag),
    may("schema", Schema),
    may("example", Any),
    may("examples", Map(&EXAMPLE_REF)),
    may("content", Map(&Object(ObjectKind::MediaType))),
]);

static REQUEST_BODY: ObjectType =
    fields(&[may("description", Text), must("content", Map(&Object(ObjectKind::MediaType))), may("required", Flag)]);

static MEDIA_TYPE: ObjectType = fields(&[
    may("schema", Schema),
    may("example", Any),
    may("examples", Map(&EXAMPLE_REF)),
    may("encoding", Map(&Object(ObjectKind::Encoding))),
]);

static ENCODING: ObjectType = fields(&[
    may("contentType", Text),
    may("headers", Map(&HEADER_REF)),
    may("style", OneOf(&["form", "spaceDelimited", "pipeDelimited", "deepObject"])),
    may("explode", Flag),
    may("allowReserved", Flag),
]);

static RESPONSES: ObjectType = fields(&[may("default", RESPONSE_REF)]).with_keys(Keys::Status, RESPONSE_REF);

static RESPONSE: ObjectType = fields(&[
    must("description", Text),
    may("headers", Map(&HEADER_REF)),
    may("content", Map(&Object(ObjectKind::MediaType))),
    may("links", Map(&LINK_REF)),
]);

static CALLBACK: ObjectType = patterned(Keys::Any, Object(ObjectKind::PathItem));

static EXAMPLE: ObjectType =
    fields(&[may("summary", Text), may("description", Text), may("value", Any), may("externalValue", Text)]);

static LINK: ObjectType = fields(&[
    may("operationRef", Text),
    may("operationId", Text),
    may("parameters", Map(&Any)),
    may("requestBody", Any),
    may("description", Text),
    may("server", Object(ObjectKind::Server)),
]);

static HEADER: ObjectType = fields(&[
    may("description", Text),
    may("required", Flag),
    may("deprecated", Flag),
    may("allowEmptyValue", Flag),
    may("style", OneOf(&["simple"])),
    may("explode", Flag),
    may("allowReserved", Flag),
    may("schema", Schema),
    may("example", Any),
    may("examples", Map(&EXAMPLE_REF)),
    may("content", Map(&Object(ObjectKind::MediaType))),
]);

static TAG: ObjectType = fields(&[
    must("name", Text),
    may("description", Text),
    may("externalDocs", Object(ObjectKind::ExternalDocumentation)),
]);

pub(super) static SCHEMA: ObjectType = fields(&[
    may("title", Text),
    may("multipleOf", Number),
    may("maximum", Number),
    may("exclusiveMaximum", Flag),
    may("minimum", Number),
    may("exclusiveMinimum", Flag),
    may("maxLength", Integer),
    may("minLength", Integer),
    may("pattern", Text),
    may("maxItems", Integer),
    may("minItems", Integer),
    may("uniqueItems", Flag),
    may("maxProperties", Integer),
    may("minProperties", Integer),
    may("required", List(&Text)),
    may("enum", List(&Any)),
    may("type", OneOf(&["array", "boolean", "integer", "number", "object", "string"])),
    may("allOf", List(&Schema)),
    may("oneOf", List(&Schema)),
    may("anyOf", List(&Schema)),
    may("not", Schema),
    may("items", Schema),
    may("properties", Map(&Schema)),
    may("additionalProperties", FlagOr(&Schema)),
    may("description", Text),
    may("format", Text),
    may("default", Any),
    may("nullable", Flag),
    may("discriminator", Object(ObjectKind::Discriminator)),
    may("readOnly", Flag),
    may("writeOnly", Flag),
    may("xml", Object(ObjectKind::Xml)),
    may("externalDocs", Object(ObjectKind::ExternalDocumentation)),
    may("example", Any),
    may("deprecated", Flag),
]);

static DISCRIMINATOR: ObjectType = fields(&[must("propertyName", Text), may("mapping", Map(&Text))]);

static XML: ObjectType = fields(&[
    may("name", Text),
    may("namespace", Text),
    may("prefix", Text),
    may("attribute", Flag),
    may("wrapped", Flag),
]);

pub(super) static SECURITY_SCHEME: ObjectType = fields(&[
    must("type", OneOf(&["apiKey", "http", "oauth2", "openIdConnect"])),
    may("description", Text),
    may("name", Text),
    may("in", OneOf(&["query", "header", "cookie"])),
    may("scheme", Text),
    may("bearerFormat", Text),
    may("flows", Object(ObjectKind::OAuthFlows)),
    may("openIdConnectUrl", Text),
]);

static OAUTH_FLOWS: ObjectType = fields(&[
    may("implicit", Object(ObjectKind::OAuthFlow)),
    may("password", Object(ObjectKind::OAuthFlow)),
    may("clientCredentials", Object(ObjectKind::OAuthFlow)),
    may("authorizationCode", Object(ObjectKind::OAuthFlow)),
]);

static OAUTH_FLOW: ObjectType = fields(&[
    may("authorizationUrl", Text),
    may("tokenUrl", Text),
    may("refreshUrl", Text),
    must("scopes", Map(&Text)),
]);

pub(super) static REFERENCE: ObjectType = fields(&[must("$ref", Text)]);

/// Its keys are names of security schemes; an extension would be one.
static SECURITY_REQUIREMENT: ObjectType = patterned(Keys::Any, List(&Text)).closed();
