//! The rules, as a table: one row a rule.

/// A rule of the lint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// Its id, stable, in kebab case.
    pub id: &'static str,
    /// The section of the OpenAPI 3.0.3 specification that it comes from; none for a rule of this project.
    pub section: Option<&'static str>,
    /// What it asks, in a sentence.
    pub sentence: &'static str,
    /// What to do where it is broken.
    pub help: &'static str,
}

/// All rules: those of the specification in its order, then those of this project.
pub fn rules() -> &'static [Rule] {
    RULES
}

/// The rule of this id.
pub(super) fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

const fn spec(section: &'static str, id: &'static str, sentence: &'static str, help: &'static str) -> Rule {
    Rule { id, section: Some(section), sentence, help }
}

const fn own(id: &'static str, sentence: &'static str, help: &'static str) -> Rule {
    Rule { id, section: None, sentence, help }
}

const PATH_TEMPLATING: &str = "3.2 Path Templating";
const MEDIA_TYPES: &str = "3.3 Media Types";
const VERSIONS: &str = "4.1 Versions";
const RELATIVE_REFERENCES: &str = "4.6 Relative References in URLs";
const SCHEMA_OF_DOCUMENT: &str = "4.7 Schema";
const OPENAPI: &str = "4.7.1 OpenAPI Object";
const CONTACT: &str = "4.7.3 Contact Object";
const SERVER: &str = "4.7.5 Server Object";
const SERVER_VARIABLE: &str = "4.7.6 Server Variable Object";
const COMPONENTS: &str = "4.7.7 Components Object";
const PATHS: &str = "4.7.8 Paths Object";
const OPERATION: &str = "4.7.10 Operation Object";
const PARAMETER: &str = "4.7.12 Parameter Object";
const MEDIA_TYPE: &str = "4.7.14 Media Type Object";
const ENCODING: &str = "4.7.15 Encoding Object";
const RESPONSES: &str = "4.7.16 Responses Object";
const RESPONSE: &str = "4.7.17 Response Object";
const EXAMPLE: &str = "4.7.19 Example Object";
const LINK: &str = "4.7.20 Link Object";
const REFERENCE: &str = "4.7.23 Reference Object";
pub(super) const SCHEMA: &str = "4.7.24 Schema Object";
const DISCRIMINATOR: &str = "4.7.25 Discriminator Object";
const XML: &str = "4.7.26 XML Object";
const SECURITY_SCHEME: &str = "4.7.27 Security Scheme Object";
const OAUTH_FLOW: &str = "4.7.29 OAuth Flow Object";
const SECURITY_REQUIREMENT: &str = "4.7.30 Security Requirement Object";

#[rustfmt::skip]
static RULES: &[Rule] = &[
    // The form
    spec(VERSIONS, "version",
        "The document is OpenAPI 3.0.",
        "convert the document to OpenAPI 3.0"),
    spec(SCHEMA_OF_DOCUMENT, "structure",
        "Each object has the fields that the specification gives it, all that it needs, each of the right kind.",
        "see the fixed fields of the object"),
    spec(REFERENCE, "reference",
        "A reference leads to an object of the kind that belongs in its place, in the same document.",
        "name something under `components` that is there: `#/components/schemas/Name`"),
    spec(REFERENCE, "reference-sibling",
        "Nothing stands beside `$ref`; what does is ignored.",
        "move it to the target, or make the reference a member of `allOf`"),

    // Texts
    spec(PATH_TEMPLATING, "path-template",
        "The braces of a path match, and hold each name once.",
        "write each parameter once, as `{name}`"),
    spec(PATH_TEMPLATING, "path-parameter-missing",
        "Every name in the braces of a path is a path parameter of each of its operations.",
        "add a parameter of this name with `in: path`, or take the braces away"),
    spec(MEDIA_TYPES, "media-type",
        "The keys of `content` are media types, or ranges of them.",
        "write a type and a subtype, as in `application/json`"),
    spec(RELATIVE_REFERENCES, "url",
        "What is a URL has the form of one, variables in braces aside; it may be relative.",
        "write a URL as RFC 3986 has it, with other characters percent-encoded"),
    spec(CONTACT, "email",
        "An e-mail address has the form of one.",
        "write it as in `name@example.com`"),

    // The document and its servers
    spec(OPENAPI, "tag-unique",
        "The tags that the document declares have different names.",
        "delete one, or rename it"),
    spec(SERVER, "server-url",
        "The braces of a server's URL match.",
        "write each variable as `{name}`"),
    spec(SERVER, "server-variable-missing",
        "Every name in the braces of a server's URL is one of its variables.",
        "describe it under `variables`, with a default"),
    spec(SERVER_VARIABLE, "server-enum-empty",
        "The values of a server's variable, where they are listed, are at least one.",
        "list the values, or delete `enum`"),
    spec(SERVER_VARIABLE, "server-default",
        "The default of a server's variable is among its values.",
        "add the default to `enum`, or choose another"),
    spec(COMPONENTS, "component-name",
        "The names of components are made of letters, digits, `.`, `-` and `_`.",
        "rename it, and the references to it"),

    // Paths and operations
    spec(PATHS, "path-equivalent",
        "No two paths differ in nothing but the names of their parameters.",
        "merge the two"),
    spec(PATHS, "path-query",
        "A path has neither a query nor a fragment.",
        "describe the query as parameters with `in: query`"),
    spec(OPERATION, "operation-id-unique",
        "No two operations have the same operationId.",
        "rename one"),
    spec(OPERATION, "parameter-unique",
        "A list of parameters has no two with the same name and place.",
        "delete one"),
    spec(OPERATION, "request-body-ignored",
        "Only methods for which HTTP defines a request body have one; with others it is ignored.",
        "send parameters instead, or take another method"),
    spec(PARAMETER, "path-parameter-unknown",
        "The name of a path parameter stands in the path.",
        "write it in braces into the path, or delete the parameter"),
    spec(PARAMETER, "path-parameter-required",
        "A path parameter is required.",
        "add `required: true`"),
    spec(PARAMETER, "schema-or-content",
        "A parameter or header has one of `schema` and `content`, not both.",
        "give it a `schema`, or `content` with one media type"),
    spec(PARAMETER, "content-single",
        "The `content` of a parameter or header has exactly one media type.",
        "keep one"),
    spec(PARAMETER, "parameter-ignored",
        "No header parameter is called Accept, Content-Type or Authorization; such are ignored.",
        "describe them with media types and security schemes"),
    spec(PARAMETER, "style-place",
        "The style of a parameter is one that its place allows.",
        "use `simple` in headers, `form` in cookies; `simple`, `label` or `matrix` in paths; \
         `form`, `spaceDelimited`, `pipeDelimited` or `deepObject` in queries"),
    spec(PARAMETER, "style-type",
        "The style of a parameter can express its type.",
        "use `form`; `deepObject` is for objects, `spaceDelimited` and `pipeDelimited` are for lists and objects"),
    spec(PARAMETER, "query-only",
        "`allowEmptyValue` and `allowReserved` are for query parameters.",
        "delete it"),

    // Bodies and answers
    spec(MEDIA_TYPE, "example-or-examples",
        "Where `example` stands, `examples` does not.",
        "move the example into `examples`"),
    spec(MEDIA_TYPE, "example-fits",
        "An example fits its schema.",
        "correct the example, or the schema if the example is what is sent"),
    spec(MEDIA_TYPE, "encoding-property",
        "An encoding is of a property of the schema.",
        "name a property of the schema"),
    spec(MEDIA_TYPE, "encoding-place",
        "Encodings are of request bodies that are multipart or URL-encoded forms.",
        "delete it, or use `multipart/form-data` or `application/x-www-form-urlencoded`"),
    spec(ENCODING, "encoding-ignored",
        "An encoding says only what its media type uses: headers in multipart, the style in URL-encoded forms.",
        "delete it"),
    spec(RESPONSES, "responses-empty",
        "An operation has at least one response.",
        "describe what is answered when the call succeeds"),
    spec(RESPONSES, "response-success",
        "An operation has a response for a call that succeeds.",
        "add the status of success, as in `'200'`"),
    spec(RESPONSE, "response-header-ignored",
        "No header of a response is called Content-Type; it is ignored.",
        "name the media type under `content`"),
    spec(RESPONSE, "header-unique",
        "The headers of a response have different names, whatever the letter case.",
        "delete one"),
    spec(EXAMPLE, "example-value",
        "An example has one of `value` and `externalValue`, not both.",
        "delete one"),
    spec(LINK, "link-target",
        "A link names its operation with one of `operationId` and `operationRef`.",
        "give the `operationId`"),
    spec(LINK, "link-operation",
        "The operation of a link is there.",
        "name an operation of this document"),
    spec(LINK, "link-parameter",
        "The parameters of a link are parameters of its operation.",
        "name a parameter of the operation, as in `id` or `path.id`"),
    spec(LINK, "runtime-expression",
        "A runtime expression has the form of one; so do the keys of callbacks.",
        "write it as in `$request.path.id`, `$response.header.Location` or `$request.body#/pointer`"),

    // Schemas
    spec(SCHEMA, "array-items",
        "A schema of type array has `items`.",
        "describe the items; `items: {}` allows any"),
    spec(SCHEMA, "composition-empty",
        "`allOf`, `oneOf` and `anyOf` have at least one schema.",
        "list the schemas, or delete it"),
    spec(SCHEMA, "schema-composed-of-itself",
        "No schema is composed of itself.",
        "put a property or an item between, or break the circle"),
    spec(SCHEMA, "enum-values",
        "An enumeration has at least one value, and none twice.",
        "list each value once"),
    spec(SCHEMA, "enum-type",
        "The values of an enumeration are of the type beside it.",
        "correct the value or the type; quotes make a string in YAML"),
    spec(SCHEMA, "nullable-without-type",
        "`nullable` stands beside a `type`; without one it adds nothing to what `allOf` and its like allow.",
        "write the `type` beside `nullable`"),
    spec(SCHEMA, "nullable-enum",
        "An enumeration that is nullable lists null, which `nullable` alone does not add to it.",
        "add null to `enum`, or delete `nullable`"),
    spec(SCHEMA, "required-names",
        "`required` has at least one name, and none twice.",
        "name each required property once, or delete `required`"),
    spec(SCHEMA, "bounds",
        "No lower bound is above its upper bound.",
        "exchange or correct the two"),
    spec(SCHEMA, "exclusive-bound",
        "`exclusiveMinimum` stands beside `minimum`, and `exclusiveMaximum` beside `maximum`; both are true or false.",
        "add the bound"),
    spec(SCHEMA, "multiple-of",
        "`multipleOf` is more than 0.",
        "write a number above 0"),
    spec(SCHEMA, "pattern",
        "A pattern is a regular expression of ECMA-262.",
        "write it as JavaScript does"),
    spec(SCHEMA, "read-and-write-only",
        "No property is both `readOnly` and `writeOnly`.",
        "delete one"),
    spec(SCHEMA, "default-fits",
        "A default fits its schema.",
        "correct the default or the schema"),
    spec(DISCRIMINATOR, "discriminator-composition",
        "A discriminator stands beside `oneOf`, `anyOf` or `allOf`, or in a schema that others extend with `allOf`.",
        "list the alternatives in `oneOf`, or extend the schema"),
    spec(DISCRIMINATOR, "discriminator-inline",
        "The alternatives of a discriminator are references; schemas without a name are not considered.",
        "give the schema a name under `components`"),
    spec(SCHEMA, "discriminator-required",
        "The property of a discriminator is required.",
        "name it in the `required` of the schema"),
    spec(DISCRIMINATOR, "discriminator-mapping",
        "A discriminator maps values to schemas that are there.",
        "name a schema under `components`"),
    spec(XML, "xml-wrapped",
        "`wrapped` is for arrays; elsewhere it has no effect.",
        "delete it, or move it out of `items`"),
    spec(XML, "xml-namespace",
        "The namespace of XML is an absolute URI.",
        "write it as in `https://example.com/schema`"),

    // Security
    spec(SECURITY_SCHEME, "security-scheme-fields",
        "A security scheme has the fields of its type, and no other.",
        "an `apiKey` has `name` and `in`, `http` has `scheme`, `oauth2` has `flows`, \
         `openIdConnect` has `openIdConnectUrl`"),
    spec(SECURITY_SCHEME, "bearer-format",
        "`bearerFormat` stands beside the scheme `bearer`.",
        "delete it"),
    spec(OAUTH_FLOW, "oauth-flow-urls",
        "A flow has the URLs of its kind, and no other.",
        "`implicit` has an `authorizationUrl`, `password` and `clientCredentials` have a `tokenUrl`, \
         `authorizationCode` has both"),
    spec(SECURITY_REQUIREMENT, "security-scheme-unknown",
        "A requirement names a security scheme of `components`.",
        "declare it under `components/securitySchemes`"),
    spec(SECURITY_REQUIREMENT, "scope-unknown",
        "The scopes of a requirement are scopes of its scheme's flows.",
        "add the scope to the flow"),
    spec(SECURITY_REQUIREMENT, "scopes-unexpected",
        "Only requirements of `oauth2` and `openIdConnect` have scopes.",
        "leave the list empty"),

    // This project
    own("typed-reading",
        "The crate `openapiv3` reads the document, and so do the tools that are made with it.",
        "the specification may allow it; write it in a way that the crate reads"),
    own("example-checked",
        "The schema of an example can be compiled, with reasonable effort, so that the example is checked.",
        "simplify the schema"),
    own("path-item-reference",
        "Path items are written out; a reference to one has fields beside it that nobody defines.",
        "write the path item where the reference stands"),
    own("operation-id-missing",
        "Every operation has an operationId: methods, commands and examples are named after it.",
        "add an `operationId` in camelCase"),
    own("operation-id-form",
        "An operationId is a name of letters and digits in camelCase; other names are made of it.",
        "rename it"),
    own("operation-id-case",
        "No two operationIds differ in letter case alone; names that are made of them would be the same.",
        "rename one"),
    own("summary-missing",
        "Every operation has a summary.",
        "say in a few words what the operation does"),
    own("tags-missing",
        "Every operation has a tag.",
        "name one of the document's `tags`"),
    own("tag-undeclared",
        "The tags of operations are declared by the document, where they are described and ordered.",
        "add it to `tags` of the document"),
    own("security-missing",
        "Every operation says which security it needs, itself or with the whole document.",
        "add `security`; an empty list says that none is needed"),
    own("error-response-missing",
        "Every operation has a response for an error.",
        "describe a status of 400 or more, `4XX`, `5XX` or `default`"),
    own("example-missing",
        "Every operation that has bodies has an example of its request and of an answer.",
        "add `examples` beside the schema"),
    own("property-description",
        "Every property has a description, its own or that of the schema to which it refers.",
        "say what it holds, with unit and format"),
    own("unused-component",
        "Everything under `components` is used.",
        "refer to it, or delete it"),
    own("open-enumeration",
        "An open enumeration (`x-extensible-enum`) is a list of strings, at least one and none twice.",
        "list each known value once"),
    own("keyword-without-effect",
        "A schema has no keyword that says nothing of its type: a minimum of a string, a pattern of a number.",
        "delete the keyword, or correct the type"),
    own("quirk-form",
        "Every quirk has the fields of a quirk, none of them empty, and an id of its own in kebab case.",
        "`spec/README.md` lists the fields"),
    own("quirk-place",
        "The places that a quirk names are in the contract as it is written, before references are followed.",
        "correct the JSON pointer"),
    own("quirk-test",
        "The tests that a quirk names are there.",
        "write the test, or correct `<file>::<function>`"),
    own("example-file-missing",
        "Every example of a request or of a success is a file: `<operationId>/<request or status>.<name>.json`.",
        "add the file"),
    own("example-file-differs",
        "The file of an example holds the same value as the contract, with the same order of keys.",
        "copy one to the other"),
    own("example-file-unknown",
        "Every file of an example belongs to an example of the contract.",
        "delete the file, or add the example"),
];
