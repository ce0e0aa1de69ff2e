//! For each rule, mistakes in the document; and every rule has one.

use std::collections::BTreeSet;

use lint::{RepositoryFiles, rules};

use crate::dialect::MISTAKES as DIALECT_MISTAKES;
use crate::expect::{complaint, findings};
use crate::repository_mistakes::MISTAKES as REPOSITORY_MISTAKES;
use crate::sound::SOUND;

/// The mistakes: the rule, what is replaced by what, and all that is found, as `line:column rule: part of the message`;
/// where no rule is named, it is the rule of the case.
#[rustfmt::skip]
const MISTAKES: &[(&str, &str, &str, &[&str])] = &[
    // The form
    ("version", "openapi: 3.0.3", "openapi: 3.2.0", &["1:1 this is OpenAPI 3.2.0"]),
    ("version", "openapi: 3.0.3", "swagger: '2.0'", &["1:1 this is Swagger 2.0"]),
    ("structure", "  title: Test", "  titel: Test", &["2:1 Info needs the field `title`", "3:3 OpenAPI 3.0 has no field `titel`"]),
    ("structure", "version: 1.0.0", "version: 1.0", &["4:3 expected a string"]),
    ("reference", "schemas/Part'}", "schemas/Port'}", &["108:19 `#/components/schemas/Port` leads nowhere"]),
    ("reference-kind", "      value: {size: 1}\n  schemas:\n", "      $ref: '#/components/schemas/Bare'\n  schemas:\n    Bare: {description: d}\n",
        &["44:23 expected a reference to Example", "91:7 expected a reference to Example, and `#/components/schemas/Bare` leads to Schema"]),
    ("reference-sibling", "items: {$ref: '#/components/schemas/Part'}", "items: {$ref: '#/components/schemas/Part', nullable: true}",
        &["108:54 `nullable` is beside `$ref`"]),

    // Texts
    ("path-template", "/things/{id}:", "/things/{id}/{id}:", &["16:3 `{id}` stands twice"]),
    ("path-template", "/things/{id}:", "/things/{id:", &["16:3 the braces", "26:11 path-parameter-unknown: the path"]),
    ("path-parameter-missing", "/things/{id}:", "/things/{id}/{name}:", &["17:5 no parameter describes `{name}`"]),
    ("media-type", "            application/json:\n              schema:\n", "            json:\n              schema:\n", &["62:13 `json` is not a media type"]),
    ("url", "https://{region}.", "https://a b/{region}.", &["8:5 is not a URL"]),
    ("url", "example.com/token", "example.com/to ken", &["85:11 is not a URL"]),
    ("url", "example.com/token", "example.com/{tenant}/token", &["85:11 `https://example.com/{tenant}/token` is not a URL"]),
    ("script-in-text", "description: The size.", "description: 'The size.<SCRIPT src=a>'", &["104:56 the text has the tag of a script"]),
    ("email", "a@example.com", "a.example.com", &["6:5 is not an e-mail address"]),

    // The document and its servers
    ("tag-unique", "  - name: things\n", "  - name: things\n  - name: things\n", &["15:5 the tag `things` is declared twice"]),
    ("server-url", "https://{region}.", "https://{region.", &["8:5 the braces", "8:5 url: is not a URL"]),
    ("server-variable-missing", "https://{region}.", "https://{region}.{place}.", &["8:5 no variable describes `{place}`"]),
    ("server-missing", "servers:\n  - url: https://{region}.example.com\n    variables:\n      region:\n        enum: [us, eu]\n        default: us\n", "",
        &["1:1 the document has no server"]),
    ("server-missing", "servers:\n  - url: https://{region}.example.com\n    variables:\n      region:\n        enum: [us, eu]\n        default: us\n", "servers: []\n",
        &["1:1 the document has no server"]),
    ("server-trailing-slash", ".example.com\n    variables", ".example.com/\n    variables", &["8:5 has two slashes where this ends"]),
    ("server-variable-unused", "https://{region}.", "https://", &["10:7 the URL has no `{region}`"]),
    ("server-enum-empty", "[us, eu]", "[]", &["11:9 `enum` is empty", "12:9 server-default: the default is not"]),
    ("server-combinations", "        enum: [us, eu]\n        default: us\n", "        default: us\n      a: &a {enum: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', a], default: a}\n      b: *a\n      c: *a\n",
        &["8:5 have 1331 combinations of values", "12:7 server-variable-unused: `{a}`", "13:7 server-variable-unused: `{b}`", "14:7 server-variable-unused: `{c}`"]),
    ("server-default", "default: us", "default: fr", &["12:9 the default is not among the values"]),
    ("base-path-alias", "paths:\n  /things/{id}:", "x-base-path-aliases: {/api: [/v1]}\npaths:\n  /things/{id}:", &["15:23 no server has the path `/api`"]),
    ("base-path-alias", "paths:\n  /things/{id}:", "x-base-path-aliases: {'': [v1]}\npaths:\n  /things/{id}:", &["15:23 each with a slash at its beginning"]),
    ("base-path-alias", "paths:\n  /things/{id}:", "x-base-path-aliases: [/v1]\npaths:\n  /things/{id}:", &["15:1 are no object"]),
    ("component-name", "  examples:\n    Small:", "  examples:\n    Small: {value: {size: 2}}\n    Very small:",
        &["91:5 the name `Very small` has characters other than", "91:5 unused-component: nothing uses"]),

    // Paths and operations
    ("path-equivalent", "components:\n", "  /things/{name}: {}\ncomponents:\n", &["79:3 the same path as `/things/{id}`"]),
    ("path-ambiguous", "components:\n", "  /{kind}/all: {}\ncomponents:\n", &["79:3 an address can fit this and `/things/{id}`, and neither is more concrete"]),
    ("path-ambiguous", "components:\n", "  /{kind}/a/{id}: {}\n  /things/{b}/{c}: {}\n  /things/a/{id}: {}\n  /{kind}/{b}/c: {}\ncomponents:\n",
        &["79:3 an address can fit this and `/things/{b}/{c}`", "82:3 an address can fit this and `/things/a/{id}`", "82:3 and `/things/{b}/{c}`", "82:3 and `/{kind}/a/{id}`"]),
    ("path-trailing-slash", "/things/{id}:", "/things/{id}/:", &["16:3 the path ends in a slash"]),
    ("path-query", "/things/{id}:", "/things/{id}?full:", &["16:3 `?` begins a query"]),
    ("operation-id-unique", "operationId: made", "operationId: makeThing", &["76:15 `makeThing` already names the operation"]),
    ("rate-limit", "      summary: Make a thing\n", "      summary: Make a thing\n      x-rate-limits: []\n", &["20:7 a list, and not empty"]),
    ("rate-limit", "      summary: Make a thing\n", "      summary: Make a thing\n      x-rate-limits: [{calls: 1, period: 0}, {calls: x, period: 1}]\n",
        &["20:23 `period` is a whole number of seconds", "20:46 `calls` is a whole number"]),
    ("already-active", "      summary: Make a thing\n", "      summary: Make a thing\n      x-already-active: Busy\n", &["20:7 a list, and not empty"]),
    ("already-active", "      summary: Make a thing\n", "      summary: Make a thing\n      x-already-active: [Busy, 5]\n",
        &["20:26 no enumeration has the code \"Busy\"", "20:32 no enumeration has the code 5"]),
    ("parameter-unique", "        - name: depth\n", "        - {name: depth, in: query, schema: {}}\n        - name: depth\n",
        &["33:11 the query parameter `depth` stands here twice"]),
    ("request-body-ignored", "    post:\n      operationId: makeThing", "    get:\n      operationId: makeThing",
        &["38:7 the body of a GET request has no meaning"]),
    ("path-parameter-unknown", "/things/{id}:", "/things:", &["26:11 the path `/things` has no `{id}`"]),
    ("path-parameter-required", "          required: true\n", "", &["26:11 needs `required: true`"]),
    ("schema-or-content", "          example: a1\n          schema:\n            type: string\n", "", &["26:11 the parameter `id` needs one of"]),
    ("schema-or-content", "              schema: {type: integer}\n", "", &["58:13 the header needs one of"]),
    ("content-single", "              schema: {type: integer}\n              example: 4", "              content: {}", &["59:15 `content` has 0 media types"]),
    ("parameter-ignored", "        - name: depth\n          in: query\n          style: form\n", "        - name: Accept\n          in: header\n",
        &["32:11 a header parameter with the name `Accept` is ignored"]),
    ("style-place", "style: form", "style: matrix", &["34:11 the style `matrix` is not allowed for parameters in `query`"]),
    ("style-type", "style: form", "style: deepObject", &["34:11 the style `deepObject` cannot express a value of type `integer`"]),
    ("query-only", "          required: true", "          required: true\n          allowEmptyValue: true", &["29:11 `allowEmptyValue` has no meaning"]),

    // Bodies and responses
    ("example-or-examples", "            examples:\n              small", "            example: {size: 4}\n            examples:\n              small",
        &["43:13 exclude each other"]),
    ("example-fits", "value: {size: 20}", "value: {size: 100}", &["46:25 the example does not fit its schema: value is greater than the maximum of 99"]),
    ("example-fits", "value: {size: 1}", "value: {size: 0}", &["91:15 the example does not fit its schema"]),
    ("example-fits", "example: {kind: Thing, size: 3}", "example: {size: 3}", &["65:15 \"kind\" is a required property"]),
    ("example-fits", "example: {kind: Thing, size: 3}", "example: {kind: Thing, size: x}", &["65:38 value is not of type \"integer\""]),
    ("example-fits", "              example: 4", "              example: four", &["60:15 value is not of type \"integer\""]),
    ("encoding-property", "              file: {contentType", "              fill: {contentType", &["53:15 the schema has no property `fill`"]),
    ("encoding-place", "multipart/form-data:", "application/xml:", &["52:13 is neither multipart nor a URL-encoded form"]),
    ("encoding-ignored", "{contentType: text/plain}", "{style: form}", &["53:22 `style` is ignored"]),
    ("responses-empty", "                '204': {description: Taken.}\n", "                x-note: none\n", &["77:15 an operation needs at least one response"]),
    ("response-success", "'204': {description: Taken.}", "'404': {description: Taken.}", &["77:15 no response for a call that succeeds"]),
    ("response-header-ignored", "            X-Count:", "            Content-Type:", &["58:13 a header with the name `Content-Type` is ignored"]),
    ("header-unique", "            X-Count:", "            x-count: {schema: {}}\n            X-Count:", &["59:13 the header `X-Count` is defined twice"]),
    ("example-value", "      value: {size: 1}", "      value: {size: 1}\n      externalValue: small.json", &["92:7 exclude each other"]),
    ("link-target", "              operationId: makeThing\n              parameters: {path.id: $response.body#/id}", "              description: None.",
        &["67:13 a link needs one of"]),
    ("link-operation", "              operationId: makeThing", "              operationId: makeThong", &["68:15 no operation has the id `makeThong`"]),
    ("link-operation", "              operationId: makeThing", "              operationRef: '#/paths/~1things'", &["68:15 no operation is at"]),
    ("link-parameter", "{path.id: $response", "{path.name: $response", &["69:28 the operation has no parameter `path.name`"]),
    ("runtime-expression", "$response.body#/id", "$response.cookie.id", &["69:28 `$response.cookie.id` is not a runtime expression"]),
    ("runtime-expression", "{$request.body#/url}", "{request.body#/url}", &["74:11 `request.body#/url` is not a runtime expression"]),

    // Schemas
    ("array-items", "          items: {$ref: '#/components/schemas/Part'}\n", "          maxItems: 3\n",
        &["105:9 a schema of type array needs `items`", "110:5 unused-component: nothing uses `Part`"]),
    ("composition-empty", "      pattern: ^[a-z]$\n", "      allOf: []\n", &["114:7 `allOf` is empty"]),
    ("composition-repeated", "        - $ref: '#/components/schemas/Thing'\n", "        - $ref: '#/components/schemas/Thing'\n        - $ref: '#/components/schemas/Thing'\n",
        &["65:15 example-fits: more than one of the schemas", "96:11 `oneOf` has this schema twice"]),
    ("schema-composed-of-itself", "      pattern: ^[a-z]$\n", "      allOf: [{$ref: '#/components/schemas/Part'}]\n", &["110:5 the schema is composed of itself"]),
    ("enum-values", "      enum: [a, b]", "      enum: [a, a]", &["112:7 the value \"a\" stands here twice"]),
    ("enum-type", "      enum: [a, b]", "      enum: [a, 3]", &["112:17 3 is not of the type `string`"]),
    ("nullable-without-type", "      type: string\n      enum: [a, b]\n", "      nullable: true\n      allOf: [{type: string}]\n", &["111:7 `nullable` has no effect"]),
    ("nullable-without-type", "      type: string\n      enum: [a, b]\n", "      nullable: true\n", &["111:7 null is allowed as any type is"]),
    ("nullable-without-type", "      type: string\n      enum: [a, b]\n", "      nullable: true\n      enum: [a, null]\n", &["111:7 `enum` alone decides"]),
    ("nullable-composition", "      enum: [a, b]\n", "      nullable: true\n      allOf: [{type: string}]\n", &["112:7 null does not fit the `allOf`"]),
    ("nullable-composition", "      enum: [a, b]\n", "      nullable: true\n      anyOf: [{type: string}, {type: string, maxLength: 3}]\n", &["112:7 null does not fit the `anyOf`"]),
    ("nullable-enum", "      enum: [a, b]", "      nullable: true\n      enum: [a, b]", &["112:7 null is not among the values"]),
    ("required-names", "      required: [kind]", "      required: [kind, kind]", &["101:7 \"kind\" is listed twice"]),
    ("required-names", "    Part:\n", "    Part:\n      required: []\n", &["111:7 keyword-without-effect: `required`", "111:7 `required` is empty"]),
    ("required-property-unknown", "              type: object\n              properties:\n", "              type: object\n              required: [fill]\n              properties:\n",
        &["50:26 no property has the name `fill`"]),
    ("bounds", "minimum: 1,", "minimum: 100,", &["46:25 example-fits: less than the minimum", "65:38 example-fits: less than the minimum", "91:15 example-fits: less than the minimum",
        "104:31 no value is between `minimum` and `maximum`"]),
    ("exclusive-bound", "minimum: 1,", "exclusiveMinimum: true,", &["104:31 `exclusiveMinimum` has no effect without `minimum`"]),
    ("multiple-of", "minimum: 1,", "multipleOf: 0,", &["104:31 `multipleOf` must be more than 0"]),
    ("pattern", "^[a-z]$", "^[a-z$", &["114:7 is not a regular expression of ECMA-262"]),
    ("read-and-write-only", "readOnly: true,", "readOnly: true, writeOnly: true,", &["103:46 exclude each other"]),
    ("default-fits", "default: 3", "default: three", &["37:13 the default does not fit its schema: value is not of type"]),
    ("discriminator-composition", "    Part:\n", "    Part:\n      discriminator: {propertyName: kind}\n", &["111:7 a discriminator chooses between alternatives"]),
    ("discriminator-inline", "        - $ref: '#/components/schemas/Thing'\n", "        - $ref: '#/components/schemas/Thing'\n        - type: integer\n",
        &["96:11 does not consider a schema without a name"]),
    ("discriminator-required", "      required: [kind]", "      required: [size]", &["95:11 the property `kind` of the discriminator is not required"]),
    ("discriminator-mapping", "{Thing: Thing}", "{Thing: Thong}", &["98:19 `Thong` is not a schema"]),
    ("xml-wrapped", "      pattern: ^[a-z]$\n", "      xml: {wrapped: true}\n", &["114:13 `wrapped` has an effect on arrays only"]),
    ("xml-namespace", "xml: {wrapped: true}", "xml: {wrapped: true, namespace: /a}", &["109:32 is not an absolute URI"]),

    // Security
    ("security-scheme-fields", "name: k, in: header}", "name: k}", &["87:5 a security scheme of type `apiKey` needs the field `in`"]),
    ("security-scheme-fields", "scheme: bearer,", "scheme: bearer, name: k,", &["88:42 a security scheme of type `http` has no field `name`"]),
    ("bearer-format", "scheme: bearer,", "scheme: basic,", &["88:41 `bearerFormat` has no effect"]),
    ("oauth-flow-urls", "tokenUrl:", "authorizationUrl:", &["84:9 the flow `clientCredentials` needs the field `tokenUrl`", "85:11 has no field `authorizationUrl`"]),
    ("security-scheme-unknown", "        - bearer: []", "        - bear: []", &["24:11 no security scheme has the name `bear`", "88:5 unused-component: nothing uses `bearer`"]),
    ("scope-unknown", "signIn: [Thing.Write]", "signIn: [Thing.Read]", &["22:20 no flow of `signIn` has the scope `Thing.Read`"]),
    ("scopes-unexpected", "key: []", "key: [read]", &["23:11 `key` is of type `apiKey`, which has no scopes"]),

    // This project
    ("typed-reading", "        made:\n", "        made:\n          x-note: 3\n", &["73:9 the crate `openapiv3` cannot read this"]),
    ("example-checked", ", description: The kind.", ", pattern: '^[^]+$', description: The kind.", &["46:17 cannot be compiled", "65:15 cannot be compiled", "91:7 cannot be compiled"]),
    ("path-item-reference", "components:\n", "  /others: {$ref: '#/x-others'}\nx-others: {}\ncomponents:\n", &["79:3 a path item that is a reference"]),
    ("reference", "components:\n", "  /others: {$ref: 'others.yaml'}\ncomponents:\n", &["79:13 `others.yaml` is in another document"]),
    ("path-item-reference", "          '{$request.body#/url}':\n", "          '{$request.body#/url}':\n            $ref: '#/paths/~1things~1{id}'\n", &["74:11 a path item that is a reference"]),
    ("operation-id-missing", "      operationId: makeThing\n      summary", "      summary", &["17:5 the operation has no operationId", "67:15 link-operation: no operation has the id"]),
    ("operation-id-form", "operationId: makeThing", "operationId: make-thing", &["18:7 `make-thing` is not a camelCase name", "68:15 link-operation: no operation has the id"]),
    ("operation-id-case", "components:\n", "  /things:\n    get:\n      operationId: makething\n      summary: s\n      tags: [things]\n      security: []\n      \
        responses: {default: {description: d}}\ncomponents:\n", &["81:7 `makething` already names an operation"]),
    ("summary-missing", "summary: Make a thing", "summary: ' '", &["17:5 the operation has no summary"]),
    ("tags-missing", "      tags: [things]\n", "", &["17:5 the operation has no tag"]),
    ("tag-undeclared", "tags: [things]", "tags: [thongs]", &["20:14 the tag `thongs` is not declared"]),
    ("security-missing", "      security:\n        - signIn: [Thing.Write]\n        - key: []\n        - bearer: []\n", "",
        &["17:5 neither the operation nor the document has `security`", "77:5 unused-component", "83:5 unused-component", "84:5 unused-component"]),
    ("error-response-missing", "        4XX:", "        '302':", &["54:7 no response describes an error"]),
    ("example-missing", "              example: {kind: Thing, size: 3}\n", "", &["54:7 no response of success has an example"]),
    ("property-description", ", description: The kind.", "", &["103:9 the property `kind` has no description"]),
    ("property-description", "        parts:\n", "        part: {$ref: '#/components/schemas/Part'}\n        parts:\n", &["105:9 neither the property `part` nor"]),
    ("unused-component", "    Part:\n", "    Tree:\n      allOf: [{$ref: '#/components/schemas/Leaf'}]\n    Leaf: {}\n    Part:\n",
        &["110:5 nothing uses `Tree` of the schemas", "112:5 nothing uses `Leaf` of the schemas"]),
    ("open-enumeration", "x-extensible-enum: [a, b]", "x-extensible-enum: [a, 7]", &["113:7 an open enumeration is of strings"]),
    ("keyword-without-effect", "minimum: 1,", "minLength: 1,", &["104:31 `minLength` has no effect on a value of type `integer`"]),
];

#[test]
fn each_mistake_is_found_at_its_place() {
    let complaints = MISTAKES.iter().filter_map(|(rule, from, to, expected)| {
        assert!(SOUND.contains(from), "the sound document has no `{from}`");
        complaint(&findings(&SOUND.replacen(from, to, 1), &RepositoryFiles::default()), rule, expected)
    });
    assert_eq!(complaints.collect::<String>(), "");
}

#[test]
fn every_rule_has_a_mistake_and_its_texts() {
    let ids: BTreeSet<&str> = rules().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), rules().count(), "two rules have the same id");
    let in_repository = REPOSITORY_MISTAKES.iter().map(|mistake| mistake.0);
    // So many mistakes are in `limits.rs`.
    let in_dialect = DIALECT_MISTAKES.iter().map(|mistake| mistake.0);
    let tried =
        MISTAKES.iter().map(|mistake| mistake.0).chain(in_repository).chain(in_dialect).chain(["findings-omitted"]);
    let tried: BTreeSet<&str> = tried.collect();
    assert_eq!(tried, ids);
    for rule in rules() {
        assert!(rule.summary.ends_with('.') && !rule.help.is_empty() && !rule.help.ends_with('.'), "{rule:?}");
        assert!(rule.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{rule:?}");
        assert!(
            rule.section.is_none_or(|section| section.starts_with(|first: char| first.is_ascii_digit())),
            "{rule:?}"
        );
    }
}
