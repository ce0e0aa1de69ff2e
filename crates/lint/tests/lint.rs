//! Every rule of the lint finds the mistake that it is for, at its place, and nothing in a document without mistakes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use lint::{Companions, File, Finding, check, rules};
use openapi::Document;

/// A document without a mistake. Each case below makes one in it.
const SOUND: &str = "\
openapi: 3.0.3
info:
  title: Test
  version: 1.0.0
  contact:
    email: a@example.com
servers:
  - url: https://{region}.example.com
    variables:
      region:
        enum: [us, eu]
        default: us
tags:
  - name: things
paths:
  /things/{id}:
    post:
      operationId: makeThing
      summary: Make a thing
      tags: [things]
      security:
        - signIn: [Thing.Write]
        - key: []
        - bearer: []
      parameters:
        - name: id
          in: path
          required: true
          example: a1
          schema:
            type: string
        - name: depth
          in: query
          style: form
          schema:
            type: integer
            default: 3
      requestBody:
        content:
          application/json:
            schema:
              $ref: '#/components/schemas/Thing'
            examples:
              small: {$ref: '#/components/examples/Small'}
              large:
                value: {size: 20}
          multipart/form-data:
            schema:
              type: object
              properties:
                file: {type: string, description: The file.}
            encoding:
              file: {contentType: text/plain}
      responses:
        '200':
          description: The thing.
          headers:
            X-Count:
              schema: {type: integer}
              example: 4
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Any'
              example: {kind: Thing, size: 3}
          links:
            again:
              operationId: makeThing
              parameters: {path.id: $response.body#/id}
        4XX:
          description: Refused.
      callbacks:
        made:
          '{$request.body#/url}':
            post:
              operationId: made
              responses:
                '204': {description: Taken.}
components:
  securitySchemes:
    signIn:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://example.com/{tenant}/token
          scopes: {Thing.Write: Make things.}
    key: {type: apiKey, name: k, in: header}
    bearer: {type: http, scheme: bearer, bearerFormat: JWT}
  examples:
    Small:
      value: {size: 1}
  schemas:
    Any:
      oneOf:
        - $ref: '#/components/schemas/Thing'
      discriminator:
        propertyName: kind
        mapping: {Thing: Thing}
    Thing:
      type: object
      required: [kind]
      properties:
        kind: {type: string, readOnly: true, description: The kind.}
        size: {type: integer, minimum: 1, maximum: 99, description: The size.}
        parts:
          type: array
          description: The parts.
          items: {$ref: '#/components/schemas/Part'}
          xml: {wrapped: true}
    Part:
      type: string
      enum: [a, b]
      x-extensible-enum: [a, b]
      pattern: ^[a-z]$
";

/// The mistakes: the rule, what is replaced by what, and all that is found, as `line:column rule: part of the message`;
/// where no rule is named, it is the rule of the case.
#[rustfmt::skip]
const MISTAKES: &[(&str, &str, &str, &[&str])] = &[
    // The form
    ("version", "openapi: 3.0.3", "openapi: 3.1.0", &["1:1 this is OpenAPI 3.1.0"]),
    ("version", "openapi: 3.0.3", "swagger: '2.0'", &["1:1 this is Swagger 2.0"]),
    ("structure", "  title: Test", "  titel: Test", &["2:1 Info needs the field `title`", "3:3 OpenAPI 3.0 has no field `titel`"]),
    ("structure", "version: 1.0.0", "version: 1.0", &["4:3 expected a string"]),
    ("reference", "schemas/Part'}", "schemas/Port'}", &["108:19 `#/components/schemas/Port` leads nowhere"]),
    ("reference-sibling", "items: {$ref: '#/components/schemas/Part'}", "items: {$ref: '#/components/schemas/Part', nullable: true}",
        &["108:54 `nullable` stands beside `$ref`"]),

    // Texts
    ("path-template", "/things/{id}:", "/things/{id}/{id}:", &["16:3 `{id}` stands twice"]),
    ("path-template", "/things/{id}:", "/things/{id:", &["16:3 the braces", "26:11 path-parameter-unknown: the path"]),
    ("path-parameter-missing", "/things/{id}:", "/things/{id}/{name}:", &["17:5 no parameter describes `{name}`"]),
    ("media-type", "            application/json:\n              schema:\n", "            json:\n              schema:\n", &["62:13 `json` is no media type"]),
    ("url", "https://{region}.", "https://a b/{region}.", &["8:5 has not the form of a URL"]),
    ("url", "example.com/{tenant}/token", "example.com/{tenant}/to ken", &["85:11 has not the form of a URL"]),
    ("email", "a@example.com", "a.example.com", &["6:5 has not the form of an e-mail address"]),

    // The document and its servers
    ("tag-unique", "  - name: things\n", "  - name: things\n  - name: things\n", &["15:5 the tag `things` is declared twice"]),
    ("server-url", "https://{region}.", "https://{region.", &["8:5 the braces", "8:5 url: has not the form"]),
    ("server-variable-missing", "https://{region}.", "https://{region}.{place}.", &["8:5 no variable describes `{place}`"]),
    ("server-enum-empty", "[us, eu]", "[]", &["11:9 `enum` is empty", "12:9 server-default: the default is not"]),
    ("server-default", "default: us", "default: fr", &["12:9 the default is not among the values"]),
    ("component-name", "  examples:\n    Small:", "  examples:\n    Small: {value: {size: 2}}\n    Very small:",
        &["91:5 `Very small` is no name", "91:5 unused-component: nothing uses"]),

    // Paths and operations
    ("path-equivalent", "components:\n", "  /things/{name}: {}\ncomponents:\n", &["79:3 the same path as `/things/{id}`"]),
    ("path-query", "/things/{id}:", "/things/{id}?full:", &["16:3 `?` begins a query"]),
    ("operation-id-unique", "operationId: made", "operationId: makeThing", &["76:15 `makeThing` already names the operation"]),
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
        &["32:11 a header parameter that is called `Accept` is ignored"]),
    ("style-place", "style: form", "style: matrix", &["34:11 the style `matrix` is not for parameters in `query`"]),
    ("style-type", "style: form", "style: deepObject", &["34:11 the style `deepObject` cannot express a value of type `integer`"]),
    ("query-only", "          required: true", "          required: true\n          allowEmptyValue: true", &["29:11 `allowEmptyValue` has no meaning"]),

    // Bodies and answers
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
    ("response-header-ignored", "            X-Count:", "            Content-Type:", &["58:13 a header that is called `Content-Type` is ignored"]),
    ("header-unique", "            X-Count:", "            x-count: {schema: {}}\n            X-Count:", &["59:13 the header `X-Count` stands here twice"]),
    ("example-value", "      value: {size: 1}", "      value: {size: 1}\n      externalValue: small.json", &["92:7 exclude each other"]),
    ("link-target", "              operationId: makeThing\n              parameters: {path.id: $response.body#/id}", "              description: None.",
        &["67:13 a link needs one of"]),
    ("link-operation", "              operationId: makeThing", "              operationId: makeThong", &["68:15 no operation has the id `makeThong`"]),
    ("link-operation", "              operationId: makeThing", "              operationRef: '#/paths/~1things'", &["68:15 no operation is at"]),
    ("link-parameter", "{path.id: $response", "{path.name: $response", &["69:28 the operation has no parameter `path.name`"]),
    ("runtime-expression", "$response.body#/id", "$response.cookie.id", &["69:28 `$response.cookie.id` is no runtime expression"]),
    ("runtime-expression", "{$request.body#/url}", "{request.body#/url}", &["74:11 `request.body#/url` is no runtime expression"]),

    // Schemas
    ("array-items", "          items: {$ref: '#/components/schemas/Part'}\n", "          maxItems: 3\n",
        &["105:9 a schema of type array needs `items`", "110:5 unused-component: nothing uses `Part`"]),
    ("composition-empty", "      pattern: ^[a-z]$\n", "      allOf: []\n", &["114:7 `allOf` is empty"]),
    ("schema-composed-of-itself", "      pattern: ^[a-z]$\n", "      allOf: [{$ref: '#/components/schemas/Part'}]\n", &["110:5 the schema is composed of itself"]),
    ("enum-values", "      enum: [a, b]", "      enum: [a, a]", &["112:7 the value \"a\" stands here twice"]),
    ("enum-type", "      enum: [a, b]", "      enum: [a, 3]", &["112:17 3 is not of the type `string`"]),
    ("nullable-without-type", "      type: string\n      enum: [a, b]\n", "      nullable: true\n      allOf: [{type: string}]\n", &["111:7 `nullable` has no effect"]),
    ("nullable-enum", "      enum: [a, b]", "      nullable: true\n      enum: [a, b]", &["112:7 null is not among the values"]),
    ("required-names", "      required: [kind]", "      required: [kind, kind]", &["101:7 \"kind\" stands here twice"]),
    ("required-names", "    Part:\n", "    Part:\n      required: []\n", &["111:7 keyword-without-effect: `required`", "111:7 `required` is empty"]),
    ("bounds", "minimum: 1,", "minimum: 100,", &["46:25 example-fits: less than the minimum", "65:38 example-fits: less than the minimum", "91:15 example-fits: less than the minimum",
        "104:31 no value is between `minimum` and `maximum`"]),
    ("exclusive-bound", "minimum: 1,", "exclusiveMinimum: true,", &["104:31 there is none"]),
    ("multiple-of", "minimum: 1,", "multipleOf: 0,", &["104:31 no number is a multiple of 0"]),
    ("pattern", "^[a-z]$", "^[a-z$", &["114:7 is no regular expression of ECMA-262"]),
    ("read-and-write-only", "readOnly: true,", "readOnly: true, writeOnly: true,", &["103:46 exclude each other"]),
    ("default-fits", "default: 3", "default: three", &["37:13 the default does not fit its schema: value is not of type"]),
    ("discriminator-composition", "    Part:\n", "    Part:\n      discriminator: {propertyName: kind}\n", &["111:7 a discriminator tells alternatives apart"]),
    ("discriminator-inline", "        - $ref: '#/components/schemas/Thing'\n", "        - $ref: '#/components/schemas/Thing'\n        - type: integer\n",
        &["96:11 does not consider a schema without a name"]),
    ("discriminator-required", "      required: [kind]", "      required: [size]", &["95:11 the property `kind` of the discriminator is not required"]),
    ("discriminator-mapping", "{Thing: Thing}", "{Thing: Thong}", &["98:19 `Thong` is no schema"]),
    ("xml-wrapped", "      pattern: ^[a-z]$\n", "      xml: {wrapped: true}\n", &["114:13 `wrapped` has no effect"]),
    ("xml-namespace", "xml: {wrapped: true}", "xml: {wrapped: true, namespace: /a}", &["109:32 has not the form of an absolute URI"]),

    // Security
    ("security-scheme-fields", "name: k, in: header}", "name: k}", &["87:5 a security scheme of type `apiKey` needs the field `in`"]),
    ("security-scheme-fields", "scheme: bearer,", "scheme: bearer, name: k,", &["88:42 a security scheme of type `http` has no field `name`"]),
    ("bearer-format", "scheme: bearer,", "scheme: basic,", &["88:41 `bearerFormat` says nothing"]),
    ("oauth-flow-urls", "tokenUrl:", "authorizationUrl:", &["84:9 the flow `clientCredentials` needs the field `tokenUrl`", "85:11 has no field `authorizationUrl`"]),
    ("security-scheme-unknown", "        - bearer: []", "        - bear: []", &["24:11 no security scheme has the name `bear`", "88:5 unused-component: nothing uses `bearer`"]),
    ("scope-unknown", "signIn: [Thing.Write]", "signIn: [Thing.Read]", &["22:20 no flow of `signIn` has the scope `Thing.Read`"]),
    ("scopes-unexpected", "key: []", "key: [read]", &["23:11 `key` is of type `apiKey`, which has no scopes"]),

    // This project
    ("typed-reading", "        made:\n", "        made:\n          x-note: 3\n", &["17:5 the crate `openapiv3` cannot read this"]),
    ("example-checked", ", description: The kind.", ", pattern: '^[^]+$', description: The kind.", &["46:17 cannot be compiled", "65:15 cannot be compiled", "91:7 cannot be compiled"]),
    ("path-item-reference", "components:\n", "  /others: {$ref: 'others.yaml'}\ncomponents:\n", &["79:3 a path item that is a reference"]),
    ("path-item-reference", "          '{$request.body#/url}':\n", "          '{$request.body#/url}':\n            $ref: others.yaml\n", &["74:11 a path item that is a reference"]),
    ("operation-id-missing", "      operationId: makeThing\n      summary", "      summary", &["17:5 the operation has no operationId", "67:15 link-operation: no operation has the id"]),
    ("operation-id-form", "operationId: makeThing", "operationId: make-thing", &["18:7 `make-thing` is not a camelCase name", "68:15 link-operation: no operation has the id"]),
    ("operation-id-case", "components:\n", "  /things:\n    get:\n      operationId: makething\n      summary: s\n      tags: [things]\n      security: []\n      \
        responses: {default: {description: d}}\ncomponents:\n", &["81:7 `makething` already names an operation"]),
    ("summary-missing", "summary: Make a thing", "summary: ' '", &["17:5 the operation has no summary"]),
    ("tags-missing", "      tags: [things]\n", "", &["17:5 the operation has no tag"]),
    ("tag-undeclared", "tags: [things]", "tags: [thongs]", &["20:14 the tag `thongs` is not declared"]),
    ("security-missing", "      security:\n        - signIn: [Thing.Write]\n        - key: []\n        - bearer: []\n", "",
        &["17:5 nothing says which security", "77:5 unused-component", "83:5 unused-component", "84:5 unused-component"]),
    ("error-response-missing", "        4XX:", "        '302':", &["54:7 no response tells what an error looks like"]),
    ("example-missing", "              example: {kind: Thing, size: 3}\n", "", &["54:7 no answer of success has an example"]),
    ("property-description", ", description: The kind.", "", &["103:9 the property `kind` has no description"]),
    ("property-description", "        parts:\n", "        part: {$ref: '#/components/schemas/Part'}\n        parts:\n", &["105:9 neither the property `part` nor"]),
    ("unused-component", "    Part:\n", "    Tree:\n      allOf: [{$ref: '#/components/schemas/Leaf'}]\n    Leaf: {}\n    Part:\n",
        &["110:5 nothing uses `Tree` of the schemas", "112:5 nothing uses `Leaf` of the schemas"]),
    ("open-enumeration", "x-extensible-enum: [a, b]", "x-extensible-enum: [a, 7]", &["113:7 an open enumeration is of strings"]),
    ("keyword-without-effect", "minimum: 1,", "minLength: 1,", &["104:31 `minLength` says nothing of a value of type `integer`"]),
];

/// The quirks of the sound document.
const QUIRKS: &str = "\
quirks:
  - id: a-thing
    title: A thing.
    says: {service: yes it is}
    contract: A thing.
    because: It is.
    where: [/components/schemas/Thing]
    tests: ['tests/a.rs::a_thing']
";

/// Mistakes beside the contract: the rule, which file, what is replaced by what, and all that is found.
#[rustfmt::skip]
const MISTAKES_BESIDE: &[(&str, &str, &str, &str, &[&str])] = &[
    ("quirk-form", "quirks.yaml", "    title: A thing.\n", "", &["quirks.yaml:2:5 the quirk has no `title`"]),
    ("quirk-form", "quirks.yaml", "title: A thing.", "title: ''", &["quirks.yaml:3:5 `title` is not a text, or is empty"]),
    ("quirk-form", "quirks.yaml", "{service: yes it is}", "{}", &["quirks.yaml:4:5 `says` is not a text for each document"]),
    ("quirk-form", "quirks.yaml", "service: yes", "everybody: yes", &["quirks.yaml:4:12 `everybody` is neither a document nor `service`"]),
    ("quirk-form", "quirks.yaml", "id: a-thing", "id: aThing", &["quirks.yaml:2:5 `aThing` is not in kebab case"]),
    ("quirk-form", "quirks.yaml", "    title", "    note: a\n    title", &["quirks.yaml:3:5 a quirk has no field `note`"]),
    ("quirk-form", "quirks.yaml", "quirks:", "quirks: [", &["quirks.yaml:2:3 this is not YAML"]),
    ("quirk-form", "quirks.yaml", "quirks:\n", "quirks:\n  - {id: a-thing, title: t, says: {service: b}, contract: c, because: d, where: [/paths], tests: ['tests/a.rs::a_thing']}\n",
        &["quirks.yaml:3:5 two quirks are called `a-thing`"]),
    ("quirk-place", "quirks.yaml", "schemas/Thing]", "schemas/Thong]", &["quirks.yaml:7:13 `/components/schemas/Thong` is not in the contract"]),
    ("quirk-test", "tests/a.rs", "#[test]\n", "", &["quirks.yaml:8:13 `tests/a.rs` has no test `a_thing`"]),
    ("quirk-test", "quirks.yaml", "a.rs", "b.rs", &["quirks.yaml:8:13 there is no file `tests/b.rs`"]),
    ("example-file-missing", "request.small.json", "request.small", "request.tiny", &["44:15 there is no file `makeThing/request.small.json`", "examples/makeThing/request.tiny.json:1:1 example-file-unknown"]),
    ("example-file-differs", "request.large.json", "20", "21", &["examples/makeThing/request.large.json:2:3 the contract has 20 here"]),
    ("example-file-differs", "request.large.json", "20", "20, \"more\": 1", &["examples/makeThing/request.large.json:2:15 has no `more`"]),
    ("example-file-differs", "request.large.json", "}", "", &["examples/makeThing/request.large.json:4:1 this is not YAML"]),
    ("example-file-unknown", "request.large.json", "makeThing", "makeThong", &["45:15 example-file-missing", "examples/makeThong/request.large.json:1:1 no example of the contract"]),
];

fn findings(text: &str, companions: &Companions) -> Vec<Finding> {
    check(&Document::parse("test.yaml", text).unwrap(), companions)
}

/// Holds findings against what is expected of them; what is said if they differ.
fn complaint(found: &[Finding], rule: &str, expected: &[&str]) -> Option<String> {
    let fits = |finding: &Finding, expected: &str| {
        let (place, rest) = expected.split_once(' ').unwrap();
        let (rule, message) = match rest.split_once(": ") {
            Some((id, message)) if rules().iter().any(|rule| rule.id == id) => (id, message),
            _ if rules().iter().any(|rule| rule.id == rest) => (rest, ""),
            _ => (rule, rest),
        };
        let location = &finding.location;
        let line_and_column = format!("{}:{}", location.line.unwrap_or(0), location.column.unwrap_or(0));
        let found = match location.file.as_str() {
            "test.yaml" => line_and_column,
            file => format!("{file}:{line_and_column}"),
        };
        finding.rule == rule && found == place && finding.message.contains(message)
    };
    let all_fit =
        found.len() == expected.len() && found.iter().zip(expected).all(|(finding, expected)| fits(finding, expected));
    (!all_fit).then(|| format!("{rule}: instead of\n{expected:#?}\nthis is found:\n{}", list(found)))
}

fn list(findings: &[Finding]) -> String {
    findings
        .iter()
        .map(|finding| {
            let location = &finding.location;
            let (line, column) = (location.line.unwrap_or(0), location.column.unwrap_or(0));
            format!("{}:{line}:{column} {}: {} ({})\n", location.file, finding.rule, finding.message, location.pointer)
        })
        .collect()
}

fn companions() -> Companions {
    let file = |name: &str, text: &str| File { name: name.to_owned(), text: text.to_owned() };
    Companions {
        quirks: Some(file("quirks.yaml", QUIRKS)),
        examples: Some(vec![
            file("examples/makeThing/request.small.json", "{\n  \"size\": 1\n}\n"),
            file("examples/makeThing/request.large.json", "{\n  \"size\": 20\n}\n"),
        ]),
        tests: Some(vec![file("tests/a.rs", "/// A thing.\n#[test]\nfn a_thing() {}\n")]),
    }
}

#[test]
fn a_sound_document_has_no_finding() {
    assert_eq!(list(&findings(SOUND, &Companions::default())), "");
    assert_eq!(list(&findings(SOUND, &companions())), "");
}

#[test]
fn each_mistake_is_found_at_its_place() {
    let complaints = MISTAKES.iter().filter_map(|(rule, from, to, expected)| {
        assert!(SOUND.contains(from), "the sound document has no `{from}`");
        complaint(&findings(&SOUND.replacen(from, to, 1), &Companions::default()), rule, expected)
    });
    assert_eq!(complaints.collect::<String>(), "");
}

#[test]
fn each_mistake_beside_the_contract_is_found_at_its_place() {
    let complaints = MISTAKES_BESIDE.iter().filter_map(|(rule, name, from, to, expected)| {
        let mut companions = companions();
        let lists = [companions.examples.as_mut(), companions.tests.as_mut()].into_iter().flatten().flatten();
        let mut files = lists.chain(companions.quirks.as_mut());
        let file = files.find(|file| file.name.ends_with(name)).unwrap();
        assert!(file.name.contains(from) || file.text.contains(from), "{name} has no `{from}`");
        file.name = file.name.replacen(from, to, 1);
        file.text = file.text.replacen(from, to, 1);
        drop(files);
        complaint(&findings(SOUND, &companions), rule, expected)
    });
    assert_eq!(complaints.collect::<String>(), "");
}

#[test]
fn every_rule_has_a_mistake_and_is_a_row_of_the_table() {
    let ids: BTreeSet<&str> = rules().iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), rules().len(), "an id stands twice");
    let beside = MISTAKES_BESIDE.iter().map(|mistake| mistake.0);
    let tried: BTreeSet<&str> = MISTAKES.iter().map(|mistake| mistake.0).chain(beside).collect();
    assert_eq!(tried, ids);
    for rule in rules() {
        assert!(rule.sentence.ends_with('.') && !rule.help.is_empty() && !rule.help.ends_with('.'), "{rule:?}");
        assert!(rule.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{rule:?}");
        assert!(
            rule.section.is_none_or(|section| section.starts_with(|first: char| first.is_ascii_digit())),
            "{rule:?}"
        );
    }
}

#[test]
fn a_value_that_is_read_only_is_not_required_of_a_request() {
    let text = SOUND.replace("{size: 20}", "{size: 20, kind: Thing}");
    assert_eq!(list(&findings(&text, &Companions::default())), "");
    let text = SOUND.replace("readOnly: true", "writeOnly: true");
    assert_found_in(
        &text,
        "example-fits",
        &["46:17 \"kind\" is a required property", "91:7 \"kind\" is a required property"],
    );
}

#[track_caller]
fn assert_found_in(text: &str, rule: &str, expected: &[&str]) {
    assert_eq!(complaint(&findings(text, &Companions::default()), rule, expected), None);
}

#[test]
fn of_several_alternatives_the_one_that_was_meant_is_told() {
    let part =
        "    Part:\n      type: string\n      enum: [a, b]\n      x-extensible-enum: [a, b]\n      pattern: ^[a-z]$\n";
    let alternatives = "    Part:\n      anyOf:\n        - {type: integer}\n        - type: object\n          \
                        properties: {a: {type: string, description: A.}}\n          additionalProperties: false\n";
    let text = SOUND.replace(part, alternatives).replace("{size: 20}", "{parts: [{a: 1, b: 2}]}");
    let expected = ["46:34 value is not of type \"string\"", "46:40 the schema does not allow the property `b`"];
    assert_found_in(&text, "example-fits", &expected);
}

#[test]
fn parameters_and_foreign_media_types_may_be_written_as_text() {
    let text = SOUND.replace("              example: 4", "              example: '4'");
    let text =
        text.replace("            encoding:\n", "            example: |\n              --x\n            encoding:\n");
    assert_eq!(list(&findings(&text, &Companions::default())), "");
}

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// The files of a folder and of those in it, under their names in the project.
fn files(folder: &str) -> Vec<File> {
    let entries = fs::read_dir(project(folder)).unwrap().map(|entry| entry.unwrap().file_name());
    let names = entries.map(|name| format!("{folder}/{}", name.into_string().unwrap()));
    names.flat_map(|name| if project(&name).is_dir() { files(&name) } else { vec![file(&name)] }).collect()
}

fn file(name: &str) -> File {
    File { name: name.to_owned(), text: fs::read_to_string(project(name)).unwrap() }
}

#[test]
fn the_contract_has_no_finding() {
    let contract = file("spec/openapi.yaml");
    let companions = Companions {
        quirks: Some(file("spec/quirks.yaml")),
        examples: Some(files("spec/examples")),
        tests: Some(files("tests")),
    };
    let document = Document::parse(&contract.name, &contract.text).unwrap();
    assert_eq!(list(&check(&document, &companions)), "");
}

#[test]
fn any_document_is_answered_without_a_panic() {
    let starts = SOUND.match_indices('\n').map(|(at, _)| at + 1);
    for start in starts {
        let end = SOUND[start..].find('\n').map_or(SOUND.len(), |length| start + length);
        let (before, line, after) = (&SOUND[..start], &SOUND[start..end], &SOUND[end..]);
        let key = line.split(": ").next().unwrap();
        for line in [
            "",
            &line.replace(": ", ": {}"),
            &line.replace("- ", "- - "),
            &format!("{key}: []"),
            &format!("{key}: 'a'"),
        ] {
            if let Ok(document) = Document::parse("test.yaml", &format!("{before}{line}{after}")) {
                check(&document, &companions());
            }
        }
    }
    for text in ["{}", "[]", "a", "openapi: 3.0.3", "{openapi: 3.0.3, info: {title: t, version: v}, paths: {}}"] {
        check(&Document::parse("test.yaml", text).unwrap(), &Companions::default());
    }
}

/// A document with these schemas, and an example of the first.
fn with_schemas(example: &str, schemas: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents:\n  responses:\n    A:\n      \
         description: d\n      content:\n        application/json:\n          \
         schema: {{$ref: '#/components/schemas/S0'}}\n          example: {example}\n  schemas:\n{schemas}"
    )
}

#[test]
fn schemas_that_would_take_for_ever_do_not() {
    let reference = |index: usize| format!("{{$ref: '#/components/schemas/S{index}'}}");
    let rules = |text: &str| -> BTreeSet<String> {
        findings(text, &Companions::default()).into_iter().map(|finding| finding.rule).collect()
    };
    // Each schema is composed of the next one twice.
    let twice: String = (0..50)
        .map(|index| format!("    S{index}: {{allOf: [{0}, {0}]}}\n", reference(index + 1)))
        .chain(["    S50: {type: string}\n".to_owned()])
        .collect();
    assert!(rules(&with_schemas("a", &twice)).contains("example-checked"));
    // Each level of the value is tried twice by either alternative.
    let tree = format!("    S0: {{oneOf: [{0}, {0}]}}\n", format!("{{properties: {{a: {}}}}}", reference(0)));
    let deep = format!("{}1{}", "{a: ".repeat(60), "}".repeat(60));
    assert!(rules(&with_schemas(&deep, &tree)).contains("example-checked"));
    // A schema without end is told by its own rule too.
    let circle = format!("    S0: {{allOf: [{}]}}\n    S1: {{allOf: [{}]}}\n", reference(1), reference(0));
    assert!(rules(&with_schemas("a", &circle)).contains("schema-composed-of-itself"));
    // Patterns that try everything, and that count further than a number goes.
    for pattern in [r"(a*)*\1c", &format!("{}a{}", "(".repeat(10), "{1000})".repeat(10))] {
        let schema = format!("    S0: {{type: string, pattern: '{pattern}'}}\n");
        assert_eq!(rules(&with_schemas("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", &schema)).len(), 2, "{pattern}");
    }
    // A chain that is longer than a stack is deep.
    let chain: String = (0..3000)
        .map(|index| format!("    S{index}: {{properties: {{a: {}}}}}\n", reference(index + 1)))
        .chain(["    S3000: {type: string}\n".to_owned()])
        .collect();
    assert!(rules(&with_schemas("{a: {a: {a: 1}}}", &chain)).contains("unused-component"));
}
