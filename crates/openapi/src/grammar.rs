//! The objects of OpenAPI 3.0 and their fields, as a table: what may stand where.
//!
//! One row a field, in the order of the specification; [`structure`](crate::structure) holds a document against it.

/// An object of the table; a function, since objects hold each other.
pub type Named = fn() -> &'static Object;

/// What a value may be.
#[derive(Clone, Copy)]
pub enum Kind {
    Text,
    Flag,
    Number,
    Integer,
    /// Any JSON value: examples, defaults, extensions.
    Any,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    List(&'static Kind),
    /// An object whose keys are free.
    Map(&'static Kind),
    Object(Named),
    /// The object, or `$ref` to one in this part of `components`.
    ObjectOrReference(Named, &'static str),
    /// `true`, `false`, or the kind.
    FlagOr(&'static Kind),
}

/// An object of the specification.
pub struct Object {
    /// Its name in the specification.
    pub name: &'static str,
    pub fields: &'static [Field],
    /// Keys that follow a pattern, besides the fields: which, and what they hold.
    pub patterned: Option<(Keys, Kind)>,
}

/// A pattern of keys.
#[derive(Clone, Copy)]
pub enum Keys {
    Any,
    /// Paths: they begin with `/`.
    Path,
    /// Status codes: `200`, `4XX`.
    Status,
}

pub struct Field {
    pub name: &'static str,
    pub kind: Kind,
    pub required: bool,
}

const fn may(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: false }
}

const fn must(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: true }
}

const fn object(name: &'static str, fields: &'static [Field]) -> Object {
    Object { name, fields, patterned: None }
}

use Kind::{Any, Flag, FlagOr, Integer, List, Map, Number, Object as Is, ObjectOrReference as Ref, OneOf, Text};

const SCHEMA_REF: Kind = Ref(|| &SCHEMA, "schemas");
const RESPONSE_REF: Kind = Ref(|| &RESPONSE, "responses");
const PARAMETER_REF: Kind = Ref(|| &PARAMETER, "parameters");
const EXAMPLE_REF: Kind = Ref(|| &EXAMPLE, "examples");
const REQUEST_BODY_REF: Kind = Ref(|| &REQUEST_BODY, "requestBodies");
const HEADER_REF: Kind = Ref(|| &HEADER, "headers");
const SECURITY_SCHEME_REF: Kind = Ref(|| &SECURITY_SCHEME, "securitySchemes");
const LINK_REF: Kind = Ref(|| &LINK, "links");
const CALLBACK_REF: Kind = Ref(|| &CALLBACK, "callbacks");

pub static OPENAPI: Object = object(
    "OpenAPI",
    &[
        must("openapi", Text),
        must("info", Is(|| &INFO)),
        may("servers", List(&Is(|| &SERVER))),
        must("paths", Is(|| &PATHS)),
        may("components", Is(|| &COMPONENTS)),
        may("security", List(&Map(&List(&Text)))),
        may("tags", List(&Is(|| &TAG))),
        may("externalDocs", Is(|| &EXTERNAL_DOCS)),
    ],
);

static INFO: Object = object(
    "Info",
    &[
        must("title", Text),
        may("description", Text),
        may("termsOfService", Text),
        may("contact", Is(|| &CONTACT)),
        may("license", Is(|| &LICENSE)),
        must("version", Text),
    ],
);

static CONTACT: Object = object("Contact", &[may("name", Text), may("url", Text), may("email", Text)]);

static LICENSE: Object = object("License", &[must("name", Text), may("url", Text)]);

static SERVER: Object =
    object("Server", &[must("url", Text), may("description", Text), may("variables", Map(&Is(|| &SERVER_VARIABLE)))]);

static SERVER_VARIABLE: Object =
    object("Server Variable", &[may("enum", List(&Text)), must("default", Text), may("description", Text)]);

static COMPONENTS: Object = object(
    "Components",
    &[
        may("schemas", Map(&SCHEMA_REF)),
        may("responses", Map(&RESPONSE_REF)),
        may("parameters", Map(&PARAMETER_REF)),
        may("examples", Map(&EXAMPLE_REF)),
        may("requestBodies", Map(&REQUEST_BODY_REF)),
        may("headers", Map(&HEADER_REF)),
        may("securitySchemes", Map(&SECURITY_SCHEME_REF)),
        may("links", Map(&LINK_REF)),
        may("callbacks", Map(&CALLBACK_REF)),
    ],
);

static PATHS: Object = Object { name: "Paths", fields: &[], patterned: Some((Keys::Path, Is(|| &PATH_ITEM))) };

pub static PATH_ITEM: Object = object(
    "Path Item",
    &[
        may("$ref", Text),
        may("summary", Text),
        may("description", Text),
        may("get", Is(|| &OPERATION)),
        may("put", Is(|| &OPERATION)),
        may("post", Is(|| &OPERATION)),
        may("delete", Is(|| &OPERATION)),
        may("options", Is(|| &OPERATION)),
        may("head", Is(|| &OPERATION)),
        may("patch", Is(|| &OPERATION)),
        may("trace", Is(|| &OPERATION)),
        may("servers", List(&Is(|| &SERVER))),
        may("parameters", List(&PARAMETER_REF)),
    ],
);

/// The fields of a path item that hold operations.
pub const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

static OPERATION: Object = object(
    "Operation",
    &[
        may("tags", List(&Text)),
        may("summary", Text),
        may("description", Text),
        may("externalDocs", Is(|| &EXTERNAL_DOCS)),
        may("operationId", Text),
        may("parameters", List(&PARAMETER_REF)),
        may("requestBody", REQUEST_BODY_REF),
        must("responses", Is(|| &RESPONSES)),
        may("callbacks", Map(&CALLBACK_REF)),
        may("deprecated", Flag),
        may("security", List(&Map(&List(&Text)))),
        may("servers", List(&Is(|| &SERVER))),
    ],
);

static EXTERNAL_DOCS: Object = object("External Documentation", &[may("description", Text), must("url", Text)]);

static PARAMETER: Object = object(
    "Parameter",
    &[
        must("name", Text),
        must("in", OneOf(&["query", "header", "path", "cookie"])),
        may("description", Text),
        may("required", Flag),
        may("deprecated", Flag),
        may("allowEmptyValue", Flag),
        may("style", OneOf(&["matrix", "label", "form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"])),
        may("explode", Flag),
        may("allowReserved", Flag),
        may("schema", SCHEMA_REF),
        may("example", Any),
        may("examples", Map(&EXAMPLE_REF)),
        may("content", Map(&Is(|| &MEDIA_TYPE))),
    ],
);

static REQUEST_BODY: Object = object(
    "Request Body",
    &[may("description", Text), must("content", Map(&Is(|| &MEDIA_TYPE))), may("required", Flag)],
);

static MEDIA_TYPE: Object = object(
    "Media Type",
    &[
        may("schema", SCHEMA_REF),
        may("example", Any),
        may("examples", Map(&EXAMPLE_REF)),
        may("encoding", Map(&Is(|| &ENCODING))),
    ],
);

static ENCODING: Object = object(
    "Encoding",
    &[
        may("contentType", Text),
        may("headers", Map(&HEADER_REF)),
        may("style", OneOf(&["form", "spaceDelimited", "pipeDelimited", "deepObject"])),
        may("explode", Flag),
        may("allowReserved", Flag),
    ],
);

static RESPONSES: Object = Object {
    name: "Responses",
    fields: &[may("default", RESPONSE_REF)],
    patterned: Some((Keys::Status, RESPONSE_REF)),
};

static RESPONSE: Object = object(
    "Response",
    &[
        must("description", Text),
        may("headers", Map(&HEADER_REF)),
        may("content", Map(&Is(|| &MEDIA_TYPE))),
        may("links", Map(&LINK_REF)),
    ],
);

static CALLBACK: Object = Object { name: "Callback", fields: &[], patterned: Some((Keys::Any, Is(|| &PATH_ITEM))) };

static EXAMPLE: Object =
    object("Example", &[may("summary", Text), may("description", Text), may("value", Any), may("externalValue", Text)]);

static LINK: Object = object(
    "Link",
    &[
        may("operationRef", Text),
        may("operationId", Text),
        may("parameters", Map(&Any)),
        may("requestBody", Any),
        may("description", Text),
        may("server", Is(|| &SERVER)),
    ],
);

static HEADER: Object = object(
    "Header",
    &[
        may("description", Text),
        may("required", Flag),
        may("deprecated", Flag),
        may("allowEmptyValue", Flag),
        may("style", OneOf(&["simple"])),
        may("explode", Flag),
        may("allowReserved", Flag),
        may("schema", SCHEMA_REF),
        may("example", Any),
        may("examples", Map(&EXAMPLE_REF)),
        may("content", Map(&Is(|| &MEDIA_TYPE))),
    ],
);

static TAG: Object =
    object("Tag", &[must("name", Text), may("description", Text), may("externalDocs", Is(|| &EXTERNAL_DOCS))]);

pub static SCHEMA: Object = object(
    "Schema",
    &[
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
        may("allOf", List(&SCHEMA_REF)),
        may("oneOf", List(&SCHEMA_REF)),
        may("anyOf", List(&SCHEMA_REF)),
        may("not", SCHEMA_REF),
        may("items", SCHEMA_REF),
        may("properties", Map(&SCHEMA_REF)),
        may("additionalProperties", FlagOr(&SCHEMA_REF)),
        may("description", Text),
        may("format", Text),
        may("default", Any),
        may("nullable", Flag),
        may("discriminator", Is(|| &DISCRIMINATOR)),
        may("readOnly", Flag),
        may("writeOnly", Flag),
        may("xml", Is(|| &XML)),
        may("externalDocs", Is(|| &EXTERNAL_DOCS)),
        may("example", Any),
        may("deprecated", Flag),
    ],
);

static DISCRIMINATOR: Object = object("Discriminator", &[must("propertyName", Text), may("mapping", Map(&Text))]);

static XML: Object = object(
    "XML",
    &[may("name", Text), may("namespace", Text), may("prefix", Text), may("attribute", Flag), may("wrapped", Flag)],
);

pub static SECURITY_SCHEME: Object = object(
    "Security Scheme",
    &[
        must("type", OneOf(&["apiKey", "http", "oauth2", "openIdConnect"])),
        may("description", Text),
        may("name", Text),
        may("in", OneOf(&["query", "header", "cookie"])),
        may("scheme", Text),
        may("bearerFormat", Text),
        may("flows", Is(|| &OAUTH_FLOWS)),
        may("openIdConnectUrl", Text),
    ],
);

static OAUTH_FLOWS: Object = object(
    "OAuth Flows",
    &[
        may("implicit", Is(|| &OAUTH_FLOW)),
        may("password", Is(|| &OAUTH_FLOW)),
        may("clientCredentials", Is(|| &OAUTH_FLOW)),
        may("authorizationCode", Is(|| &OAUTH_FLOW)),
    ],
);

static OAUTH_FLOW: Object = object(
    "OAuth Flow",
    &[may("authorizationUrl", Text), may("tokenUrl", Text), may("refreshUrl", Text), must("scopes", Map(&Text))],
);
