//! The table: what each kind of change means.
//!
//! A row is a kind of fact: its surface, its name, which is part of the ids of its rules, and what it is called in a
//! sentence. The cells say what it means that such a fact is `[added removed changed]`; a kind that is part of messages
//! has three cells for requests and three for responses. `Never` is a cell that cannot occur, and `never` says why.
//! `because` says why the cells are as they are, where a reader, or another tool, may expect others. `of` lists the fields
//! of the specification that the kind covers, as `Object.field`.
//!
//! The rule of thumb behind the cells: a request that is tightened breaks, a response that is loosened breaks, and the
//! reverse does not.

use super::effect::Effect;
use super::row::{Cell, Cells, PolicyRow, cell, ids, policy};
use super::terms::Surface;

#[rustfmt::skip]
policy! {
    // Operations
    Wire   Operation "operation" ("operation") [Added EndpointRemoved Never] never "its content is compared";
    Wire   Address "address" ("method and path") [Never Never EndpointRemoved] never "always present";
    Source OperationId "operation-id" ("operationId") [NameChanged NameChanged NameChanged] of "Operation.operationId";
    Source OperationTag "operation-tag" ("tag")
        [Added NameChanged Never] never "identified by its name" of "Operation.tags";
    Source ParameterOrder "parameter-order" ("order of the parameters")
        [Never Never OrderChanged] never "additions and removals are reported themselves";
    Source Deprecated "deprecated" ("deprecated") [Deprecated Deprecated Never] never "present or absent"
        of "Operation.deprecated" "Parameter.deprecated" "Header.deprecated" "Schema.deprecated";
    Wire   Callback "callback" ("callback")
        [Added EndpointRemoved Never] never "its content is compared" of "Operation.callbacks" "Callback.*";

    Wire   Webhook "webhook" ("webhook")
        [Added EndpointRemoved Never] never "its content is compared" of "OpenAPI.webhooks";

    // Servers
    Wire   Server "server" ("server") [Added ServerRemoved Never] never "its content is compared"
        of "OpenAPI.servers" "Path Item.servers" "Operation.servers" "Link.server" "Server.url";
    Wire   RepeatedServer "repeated-server" ("repeated server") [Added NameRemoved Never] never "its content is compared"
        because "The same address is listed once more; it is reached as long as it is listed at all.";
    Source DefaultServer "default-server" ("first server")
        [Never Never OrderChanged] never "additions and removals are reported themselves";
    Wire   ServerVariable "server-variable" ("variable of the server")
        [AuthChanged AuthChanged Never] never "its content is compared" of "Server.variables";
    Source ServerVariableName "server-variable-name" ("name of the variable")
        [Never Never NameChanged] never "always present";
    Wire   ServerVariableEnumeration "server-variable-enumeration" ("enumeration of the variable")
        [ServerRemoved Added Never] never "its values are compared";
    Wire   ServerVariableValue "server-variable-value" ("value of the variable")
        [Added ServerRemoved Never] never "identified by its name" of "Server Variable.enum";
    Wire   ServerVariableDefault "server-variable-default" ("default of the variable")
        [Never Never AuthChanged] never "always present" of "Server Variable.default";
    Source Environment "environment" ("x-environment") [Added NameChanged NameChanged] of "Server.x-environment";
    Wire   TokenScope "token-scope" ("x-token-scope") [AuthChanged AuthChanged AuthChanged] of "Server.x-token-scope";
    Wire   TokenUrl "token-url" ("x-token-url") [AuthChanged AuthChanged AuthChanged] of "Server.x-token-url";

    // Security
    Wire   Security "security" ("security requirement")
        [Added AuthNarrowed Never] never "its content is compared" of "OpenAPI.security" "Operation.security";
    Wire   CoveredSecurity "covered-security" ("covered security requirement")
        [AuthCovered AuthCovered Never] never "its content is compared"
        because "A requirement covers another one if it asks for nothing that the other does not ask for: fewer schemes, \
                 fewer scopes, or no sign-in at all.";
    Wire   SecurityScope "security-scope" ("scope")
        [AuthNarrowed Added Never] never "identified by its name" of "Security Requirement.scope";
    Wire   SecurityScheme "security-scheme" ("security scheme")
        [AuthNarrowed Added Never] never "its content is compared" of "Security Requirement.scheme";
    Wire   SecurityType "security-type" ("type of the security scheme") [AuthNarrowed AuthNarrowed AuthNarrowed]
        of "Security Scheme.type" "Security Scheme.scheme" "Security Scheme.name" "Security Scheme.in";
    Wire   SecurityUrl "security-url" ("URL of the security scheme") [AuthChanged AuthChanged AuthChanged]
        of "Security Scheme.openIdConnectUrl" "OAuth Flow.authorizationUrl" "OAuth Flow.tokenUrl"
           "OAuth Flow.refreshUrl";
    Wire   Flow "flow" ("flow") [Added AuthNarrowed Never] never "its content is compared"
        of "Security Scheme.flows" "OAuth Flows.implicit" "OAuth Flows.password" "OAuth Flows.clientCredentials"
           "OAuth Flows.authorizationCode";
    Wire   FlowScope "flow-scope" ("scope of the flow")
        [Added AuthNarrowed Never] never "identified by its name" of "OAuth Flow.scopes";

    // Parameters, bodies, statuses
    Wire   OptionalParameter "optional-parameter" ("optional parameter")
        [RequestWidened RequestIgnored Never] [ResponseExtended ResponseLost Never] never "its content is compared";
    Wire   RequiredParameter "required-parameter" ("required parameter")
        [RequestRejected RequestIgnored Never] [ResponseExtended ResponseLost Never] never "its content is compared"
        of "Path Item.parameters" "Operation.parameters" "Parameter.in";
    Source ParameterName "parameter-name" ("name of the path parameter")
        [Never Never NameChanged] never "always present" of "Parameter.name";
    Wire   Style "style" ("style") [EncodingChanged EncodingChanged EncodingChanged]
        of "Parameter.style" "Parameter.explode" "Header.style" "Header.explode" "Encoding.style" "Encoding.explode"
           "Encoding.contentType" "Media Type.encoding";
    Wire   ReservedCharacters "reserved-characters" ("allowReserved")
        [EncodingChanged EncodingChanged Never] never "present or absent"
        of "Parameter.allowReserved" "Header.allowReserved" "Encoding.allowReserved";
    Wire   EmptyValue "empty-value" ("allowEmptyValue")
        [RequestWidened RequestRejected Never] [ResponseWidened ResponseNarrowed Never] never "present or absent"
        of "Parameter.allowEmptyValue" "Header.allowEmptyValue";
    Wire   OptionalBody "optional-body" ("optional body")
        [RequestWidened RequestIgnored Never] [ResponseExtended ResponseLost Never] never "its content is compared";
    Wire   RequiredBody "required-body" ("required body")
        [RequestRejected RequestIgnored Never] [ResponseExtended ResponseLost Never] never "its content is compared"
        of "Operation.requestBody";
    Wire   SuccessStatus "success-status" ("success status")
        [RequestWidened RequestRejected Never] [ResponseWidened ResponseLost Never] never "its content is compared"
        because "A consumer takes a success that it does not know for a 200 (RFC 9110, section 15), and reads a result there \
                 that a 202 or 204 does not have. One that has the same meaning and body is benign: approve it."
        of "Responses.*";
    Wire   ErrorStatus "error-status" ("error status")
        [RequestWidened RequestRejected Never] [StatusAdded NameRemoved Never] never "its content is compared"
        of "Operation.responses" "Responses.default";
    Wire   CoveredStatus "covered-status" ("status covered by a range")
        [Covered Covered Never] [Covered NameRemoved Never] never "its content is compared";
    Wire   Body "body" ("body")
        [RequestRejected RequestWidened Never] [TypeChanged ResponseLost Never] never "present or absent";
    Wire   MediaType "media-type" ("media type")
        [RequestWidened RequestRejected Never] [Negotiated ResponseLost Never] never "its content is compared"
        of "Request Body.content" "Response.content" "Parameter.content" "Header.content";
    Wire   FixedMediaType "fixed-media-type" ("media type that the receiver cannot choose")
        [ResponseWidened ResponseLost Never] never "its content is compared"
        because "There is no `Accept` for the body of a callback, or for a header.";
    Docs   IgnoredHeader "ignored-header" ("header that OpenAPI ignores") [TextChanged TextChanged TextChanged]
        because "OpenAPI 3.0 ignores a parameter for the header `Accept`, `Content-Type` or `Authorization`, and a header \
                 `Content-Type` (4.7.12.1, 4.7.15.1, 4.7.17.1): media types and security requirements say what they hold.";
    Wire   OptionalHeader "optional-header" ("optional header")
        [RequestWidened RequestIgnored Never] [ResponseExtended ResponseLost Never] never "its content is compared";
    Wire   RequiredHeader "required-header" ("required header")
        [RequestRejected RequestIgnored Never] [ResponseExtended ResponseLost Never] never "its content is compared"
        of "Response.headers" "Encoding.headers";
    Wire   Link "link" ("link") [Added ResponseLost Never] never "its content is compared" of "Response.links";
    Wire   LinkTarget "link-target" ("target of the link") [EncodingChanged EncodingChanged EncodingChanged]
        of "Link.operationRef" "Link.operationId" "Link.parameters" "Link.requestBody";

    // Schemas: what may stand there
    Wire   Schema "schema" ("schema")
        [RequestRejected TypeChanged Never] [TypeChanged ResponseWidened Never] never "its content is compared"
        of "Media Type.schema" "Parameter.schema" "Header.schema";
    Wire   Type "type" ("type")
        [RequestRejected TypeChanged PartlyOrdered] [TypeChanged ResponseWidened PartlyOrdered] of "Schema.type";
    Wire   Impossible "impossible" ("schema that no value fits")
        [RequestRejected RequestWidened Never] [ResponseLost ResponseWidened Never] never "present or absent"
        because "`false` stands there: what it describes must not be there.";
    Wire   Format "format" ("format")
        [RequestRejected TypeChanged PartlyOrdered] [TypeChanged ResponseWidened PartlyOrdered] of "Schema.format";
    Wire   Nullable "nullable" ("nullable")
        [TypeChanged RequestRejected Never] [ResponseWidened TypeChanged Never] never "present or absent"
        of "Schema.nullable";
    Wire   OptionalNullable "optional-nullable" ("nullable")
        [RequestWidened RequestRejected Never] [ResponseWidened ResponseNarrowed Never] never "present or absent";
    Wire   DisputedNullable "disputed-nullable" ("disputed nullable")
        [TypeChanged RequestRejected Never] [ResponseWidened TypeChanged Never] never "present or absent"
        because "By the letter of OpenAPI 3.0 it allows nothing: `nullable` adds null to the `type` beside it, an `enum` lists \
                 every value, `allOf` holds as a whole, and `x-nullable` is no word of it. Many services and generators mean \
                 null all the same, so that a consumer may receive it."
        of "Schema.x-nullable";
    Wire   Enumeration "enumeration" ("closed enumeration")
        [RequestRejected TypeChanged Never] [TypeChanged ResponseWidened Never] never "its values are compared";
    Wire   EnumerationValue "enumeration-value" ("value of the closed enumeration")
        [RequestWidened RequestRejected Never] [ResponseWidened NameRemoved Never] never "identified by its name"
        of "Schema.enum" "Schema.const";
    Source OpenEnumeration "open-enumeration" ("open enumeration")
        [TypeChanged TypeChanged Never] never "its values are compared";
    Source OpenEnumerationValue "open-enumeration-value" ("known value of the open enumeration")
        [ResponseExtended NameRemoved Never] never "identified by its name" of "Schema.x-extensible-enum";
    Wire   Default "default" ("default")
        [TypeChanged DefaultChanged DefaultChanged] [TypeChanged DefaultAssumed DefaultAssumed]
        because "The receiver puts it in the place of what is not sent: in requests the service, for consumers that are \
                 deployed; in responses the consumer, which has the old one until it is generated again."
        of "Schema.default";
    Docs   RequiredDefault "required-default" ("default of what is always there") [TextChanged TextChanged TextChanged]
        because "A default stands for what may be left out; a path parameter, a required property or an element is there.";
    Wire   ErrorCode "error-code" ("x-error-code")
        [ResponseNarrowed ResponseWidened ResponseWidened] of "Schema.x-error-code";

    // Schemas: strings and numbers
    Wire   Pattern "pattern" ("pattern")
        [RequestRejected RequestWidened PartlyOrdered] [ResponseNarrowed ResponseWidened PartlyOrdered] of "Schema.pattern";
    Wire   MaxLength "max-length" ("maxLength")
        [RequestRejected RequestWidened Ordered] [ResponseNarrowed ResponseWidened Ordered] of "Schema.maxLength";
    Wire   MinLength "min-length" ("minLength")
        [RequestRejected RequestWidened Ordered] [ResponseNarrowed ResponseWidened Ordered] of "Schema.minLength";
    Wire   Maximum "maximum" ("maximum")
        [RequestRejected RequestWidened Ordered] [ResponseNarrowed ResponseWidened Ordered]
        of "Schema.maximum" "Schema.exclusiveMaximum";
    Wire   Minimum "minimum" ("minimum")
        [RequestRejected RequestWidened Ordered] [ResponseNarrowed ResponseWidened Ordered]
        of "Schema.minimum" "Schema.exclusiveMinimum";
    Wire   MultipleOf "multiple-of" ("multipleOf")
        [RequestRejected RequestWidened PartlyOrdered] [ResponseNarrowed ResponseWidened PartlyOrdered] of "Schema.multipleOf";

    Wire   ContentEncoding "content-encoding" ("contentEncoding")
        [EncodingChanged EncodingChanged EncodingChanged]
        because "`base64` is the format `byte` of OpenAPI 3.0." of "Schema.contentEncoding";
    Wire   ContentMediaType "content-media-type" ("contentMediaType")
        [EncodingChanged EncodingChanged EncodingChanged]
        because "`application/octet-stream` is the format `binary` of OpenAPI 3.0." of "Schema.contentMediaType";
    Wire   ContentSchema "content-schema" ("contentSchema")
        [RequestRejected TypeChanged Never] [TypeChanged ResponseWidened Never] never "its content is compared"
        of "Schema.contentSchema";

    // Schemas: arrays and objects
    Wire   Items "items" ("items")
        [RequestRejected TypeChanged Never] [TypeChanged ResponseWidened Never] never "its content is compared"
        of "Schema.items";
    Wire   PrefixItem "prefix-item" ("element of a fixed place")
        [RequestRejected TypeChanged Never] [TypeChanged ResponseWidened Never] never "its content is compared"
        because "An element without a place of its own is compared as one of `items`." of "Schema.prefixItems";
    Wire   UnevaluatedItems "unevaluated-items" ("unevaluatedItems")
        [RequestRejected TypeChanged Never] [TypeChanged ResponseWidened Never] never "its content is compared"
        of "Schema.unevaluatedItems";
    Wire   Contains "contains" ("contains")
        [RequestRejected RequestWidened Never] [ResponseNarrowed ResponseWidened Never] never "its content is compared"
        of "Schema.contains";
    Wire   CountedContains "counted-contains" ("contains with a count")
        [Undecidable Undecidable Never] never "its content is compared"
        because "With an upper count, or none that must be there, a tighter schema may let more through.";
    Wire   MinContains "min-contains" ("minContains")
        [RequestRejected RequestWidened Ordered] [ResponseNarrowed ResponseWidened Ordered] of "Schema.minContains";
    Wire   MaxContains "max-contains" ("maxContains")
        [RequestRejected RequestWidened Ordered] [ResponseNarrowed ResponseWidened Ordered] of "Schema.maxContains";
    Wire   MaxItems "max-items" ("maxItems")
        [RequestRejected RequestWidened Ordered] [ResponseNarrowed ResponseWidened Ordered] of "Schema.maxItems";
    Wire   MinItems "min-items" ("minItems")
        [RequestRejected RequestWidened Ordered] [ResponseNarrowed ResponseWidened Ordered] of "Schema.minItems";
    Wire   UniqueItems "unique-items" ("uniqueItems")
        [RequestRejected RequestWidened Never] [ResponseNarrowed ResponseWidened Never] never "present or absent"
        of "Schema.uniqueItems";
    Wire   MaxProperties "max-properties" ("maxProperties")
        [RequestRejected RequestWidened Ordered] [ResponseNarrowed ResponseWidened Ordered] of "Schema.maxProperties";
    Wire   MinProperties "min-properties" ("minProperties")
        [RequestRejected RequestWidened Ordered] [ResponseNarrowed ResponseWidened Ordered] of "Schema.minProperties";
    Wire   OptionalProperty "optional-property" ("optional property")
        [RequestWidened RequestIgnored Never] [ResponseExtended ResponseLost Never] never "its content is compared";
    Wire   RequiredProperty "required-property" ("required property")
        [RequestRejected RequestIgnored Never] [ResponseExtended ResponseLost Never] never "its content is compared"
        of "Schema.properties";
    Wire   ClosedProperty "closed-property" ("property of a closed object")
        [Never Never Never] [ClosedExtended Never Never] never "reported as an optional property elsewhere"
        because "Deployed consumers ignore what they do not know, unless they validate responses against the contract.";
    Wire   Required "required" ("required")
        [RequestRejected TypeChanged Never] [TypeChanged ResponseLost Never] never "present or absent"
        of "Schema.required" "Parameter.required" "Request Body.required" "Header.required";
    Wire   DependentRequired "dependent-required" ("dependentRequired")
        [RequestRejected RequestWidened Never] [ResponseNarrowed ResponseLost Never] never "present or absent"
        of "Schema.dependentRequired";
    Wire   PropertyNames "property-names" ("propertyNames")
        [RequestRejected RequestWidened Never] [ResponseNarrowed ResponseWidened Never] never "its content is compared"
        of "Schema.propertyNames";
    Wire   PatternProperty "pattern-property" ("patternProperties")
        [RequestRejected RequestWidened Never] [ResponseNarrowed ResponseWidened Never] never "its content is compared"
        because "Beside `additionalProperties` with a schema, it is compared with that." of "Schema.patternProperties";
    Wire   ClosedPatternProperty "closed-pattern-property" ("patternProperties of a closed object")
        [RequestWidened RequestRejected Never] [ClosedExtended ResponseNarrowed Never] never "its content is compared"
        because "Beside `additionalProperties: false` it allows what nothing else does.";
    Wire   UnevaluatedProperties "unevaluated-properties" ("unevaluatedProperties")
        [RequestRejected RequestWidened Never] [ResponseNarrowed ResponseWidened Never] never "its content is compared"
        of "Schema.unevaluatedProperties";
    Wire   ClosedUnevaluated "closed-unevaluated-object" ("unevaluatedProperties: false")
        [RequestRejected RequestWidened Never] [ResponseNarrowed ClosedExtended Never] never "present or absent"
        because "As `additionalProperties: false`, for all that a schema is composed of.";
    Wire   AdditionalProperties "additional-properties" ("additionalProperties")
        [RequestRejected RequestWidened Never] [ResponseNarrowed ResponseWidened Never] never "its content is compared"
        of "Schema.additionalProperties";
    Wire   ClosedObject "closed-object" ("additionalProperties: false")
        [RequestRejected RequestWidened Never] [ResponseNarrowed ClosedExtended Never] never "present or absent"
        because "As for a property of a closed object: only a consumer that validates responses rejects what it does not know.";
    Source AdditionalPropertiesStated "additional-properties-stated" ("additionalProperties, as it is written")
        [TypeChanged TypeChanged TypeChanged];
    Wire   ReadOnly "read-only" ("readOnly")
        [RequestIgnored RequestWidened Never] [ResponseNarrowed ResponseNarrowed Never] never "present or absent"
        because "What is readOnly is no part of requests: neither its type, nor its bounds, nor that it is required."
        of "Schema.readOnly";
    Wire   RequiredReadOnly "required-read-only" ("readOnly of a required property")
        [RequestIgnored RequestRejected Never] [ResponseNarrowed ResponseNarrowed Never] never "present or absent"
        because "What is required and not readOnly any more is required in requests too.";
    Wire   WriteOnly "write-only" ("writeOnly")
        [RequestWidened RequestWidened Never] [ResponseLost ResponseExtended Never] never "present or absent"
        because "What is writeOnly is no part of responses: neither its type, nor its bounds, nor that it is required."
        of "Schema.writeOnly";
    Docs   StatedAccess "stated-access" ("readOnly or writeOnly of what is no property")
        [TextChanged TextChanged Never] never "present or absent"
        because "OpenAPI 3.0 (4.7.24.2) gives them a meaning in the schema of a property alone.";

    // Schemas: composed of others
    Wire   Alternatives "alternatives" ("oneOf or anyOf")
        [RequestRejected TypeChanged Ordered] [TypeChanged ResponseWidened Ordered];
    Wire   Alternative "alternative" ("alternative")
        [RequestWidened RequestRejected Never] [ResponseWidened NameRemoved Never] never "its content is compared"
        of "Schema.oneOf" "Schema.anyOf";
    Source AlternativeOrder "alternative-order" ("order of the alternatives")
        [Never Never OrderChanged] never "additions and removals are reported themselves";
    Wire   Not "not" ("not")
        [RequestRejected RequestWidened Never] [ResponseNarrowed ResponseWidened Never] never "its content is compared"
        of "Schema.not";
    Wire   If "if" ("condition")
        [RequestRejected RequestWidened Never] [ResponseNarrowed ResponseWidened Never] never "present or absent"
        because "A condition is identified by what its `if` says: with another one it is another condition.";
    Wire   Condition "condition" ("part of a condition")
        [Undecidable Undecidable Undecidable]
        because "What tightens a condition makes `then` hold for fewer values, and `else` for more." of "Schema.if";
    Wire   Then "then" ("then")
        [RequestRejected RequestWidened Never] [ResponseNarrowed ResponseWidened Never] never "its content is compared"
        of "Schema.then";
    Wire   Else "else" ("else")
        [RequestRejected RequestWidened Never] [ResponseNarrowed ResponseWidened Never] never "its content is compared"
        of "Schema.else";
    Wire   DependentSchema "dependent-schema" ("dependentSchemas")
        [RequestRejected RequestWidened Never] [ResponseNarrowed ResponseWidened Never] never "its content is compared"
        of "Schema.dependentSchemas";
    Wire   DynamicReference "dynamic-reference" ("$dynamicRef")
        [Undecidable Undecidable Undecidable]
        because "What it leads to depends on where it is reached from; it is not followed." of "Schema.$dynamicRef";
    Wire   SchemaDialect "schema-dialect" ("dialect of JSON Schema")
        [Undecidable Undecidable Undecidable]
        because "Another dialect may give keywords another meaning; schemas are read as JSON Schema 2020-12."
        of "OpenAPI.jsonSchemaDialect" "Schema.$schema";
    Wire   Discriminator "discriminator" ("discriminator")
        [EncodingChanged EncodingChanged EncodingChanged] of "Schema.discriminator" "Discriminator.propertyName";
    Wire   DiscriminatorValue "discriminator-value" ("value of the discriminator")
        [RequestWidened RequestRejected EncodingChanged] [ResponseWidened ResponseNarrowed EncodingChanged]
        of "Discriminator.mapping";
    Wire   Xml "xml" ("xml") [EncodingChanged EncodingChanged EncodingChanged]
        of "Schema.xml" "XML.name" "XML.namespace" "XML.prefix" "XML.attribute" "XML.wrapped";

    // Names that generators take over
    Source SchemaName "schema-name" ("schema") [Added NameRemoved NameChanged] of "Components.schemas";
    Source ComponentName "component-name" ("component") [Added NameRemoved NameChanged]
        of "Components.responses" "Components.parameters" "Components.requestBodies" "Components.headers"
           "Components.securitySchemes" "Components.links" "Components.callbacks" "Components.pathItems";
    Source TypeName "type-name" ("name of the type") [NameChanged NameChanged NameChanged];
    Source Title "title" ("title") [NameChanged NameChanged NameChanged] of "Schema.title";

    // What no operation reaches, and what is unknown
    Source Unused "unused" ("unused part") [Added NameRemoved TypeChanged];
    Wire   Unknown "unknown" ("unknown part") [Unknown Unknown Unknown];

    // Extensions that have no row of their own: `known_extensions.rs` says which is of which kind, and a team may say otherwise
    Wire   WireExtension "wire-extension" ("extension that messages follow")
        [ExtensionRead ExtensionRead ExtensionRead]
        because "Tools that read it send or accept other messages.";
    Source SourceExtension "source-extension" ("extension that generators read") [TypeChanged TypeChanged TypeChanged];
    Docs   CompatibleExtension "compatible-extension" ("extension that announces")
        [ExtensionNoticed ExtensionNoticed ExtensionNoticed];
    Docs   Extension "extension" ("extension") [ExtensionUnread ExtensionUnread ExtensionUnread]
        because "An extension changes no message and no generated name unless a tool reads it. Those that known tools read \
                 have other rules; `contract diff --treat x-name=wire` gives one a tier that a tool of yours reads.";

    // Words
    Docs   Words "words" ("text") [TextChanged TextChanged TextChanged]
        of "OpenAPI.openapi" "OpenAPI.info" "OpenAPI.tags" "OpenAPI.externalDocs" "OpenAPI.x-base-path-aliases" "Info.title" "Info.description"
           "Info.termsOfService" "Info.contact" "Info.license" "Info.version" "Contact.name" "Contact.url"
           "Contact.email" "License.name" "License.url" "Server.description" "Server Variable.description" "Tag.name"
           "Tag.description" "Tag.externalDocs" "External Documentation.description" "External Documentation.url"
           "Path Item.summary" "Path Item.description" "Operation.summary" "Operation.description"
           "Operation.externalDocs" "Operation.x-documented-url" "Parameter.description" "Parameter.example" "Parameter.examples"
           "Request Body.description" "Media Type.example" "Media Type.examples" "Response.description"
           "Header.description" "Header.example" "Header.examples" "Components.examples" "Example.summary"
           "Example.description" "Example.value" "Example.externalValue" "Link.description"
           "Security Scheme.description" "Security Scheme.bearerFormat" "Schema.description" "Schema.externalDocs"
           "Schema.example" "Schema.examples" "Schema.$comment" "Schema.$id" "Schema.$anchor" "Schema.$dynamicAnchor"
           "Schema.$vocabulary" "Info.summary" "License.identifier" "Schema.x-identifier" "Schema.x-remark" "Schema.x-action-id" "Operation.x-rate-limits" "Operation.x-already-active";
    Docs   StatedDefault "stated-default" ("default, as it is written") [TextChanged TextChanged TextChanged];
    Docs   Simulator "simulator" ("x-simulator") [SimulatorOnly SimulatorOnly SimulatorOnly]
        of "OpenAPI.x-simulator" "Operation.x-simulator" "Parameter.x-simulator" "Schema.x-simulator";
}

/// Fields that give a document its structure, and why no kind covers them. A test compares them with the specification.
#[cfg_attr(not(test), allow(dead_code))]
pub(crate) static FRAME: &[(&str, &str)] = &[
    ("OpenAPI.paths", "its operations are facts"),
    ("OpenAPI.components", "its parts are facts where they are used, or unused"),
    ("Paths.*", "its operations are facts"),
    ("Path Item.$ref", "the path item counts as if it were written there"),
    ("Path Item.get", "an operation"),
    ("Path Item.put", "an operation"),
    ("Path Item.post", "an operation"),
    ("Path Item.delete", "an operation"),
    ("Path Item.options", "an operation"),
    ("Path Item.head", "an operation"),
    ("Path Item.patch", "an operation"),
    ("Path Item.trace", "an operation"),
    ("Schema.allOf", "its members count as if they were written in the schema"),
    ("Schema.$ref", "what it leads to counts as if it were written in the schema"),
    ("Schema.$defs", "its schemas are facts where they are referred to, or unused"),
];
