//! A mistake in a contract is reported with its file, line, column and JSON pointer, and with the constraint that it
//! breaks.

use std::collections::BTreeSet;

use openapi::{Constraint, Contract, Document};

/// A contract that satisfies every constraint. Each case below makes one mistake in it.
const SOUND: &str = "\
openapi: 3.0.3
info:
  title: Test
  version: 1.0.0
servers:
  - url: https://{region}.example.com
    variables:
      region:
        enum: [us, eu]
        default: us
paths:
  /things/{id}:
    get:
      operationId: getThing
      security:
        - signIn: [Thing.Read]
      parameters:
        - name: id
          in: path
          required: true
          schema:
            type: string
      responses:
        '200':
          description: The thing.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Thing'
components:
  securitySchemes:
    signIn:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://example.com/token
          scopes:
            Thing.Read: Read things.
  schemas:
    Thing:
      type: object
      properties:
        tags:
          type: array
          items:
            type: string
        kind:
          type: string
          x-extensible-enum: [Small, Large]
";

/// The mistakes: what is replaced, by what, and what is said of it.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("openapi: 3.0.3", "openapi: 3.2.0", "1:1: /openapi: this is OpenAPI 3.2.0; a contract is OpenAPI 3.0 or 3.1"),
    (
        "openapi: 3.0.3",
        "swagger: '2.0'",
        "1:1: /swagger: this is Swagger 2.0; a contract is OpenAPI 3.0 or 3.1\n  help: convert it, for example with `npx swagger2openapi",
    ),
    ("openapi: 3.0.3", "openapi: 3.0", "1:1: /openapi: expected a string, found the number 3.0"),
    ("  title: Test\n", "", "2:1: /info: Info needs the field `title`"),
    (
        "  title: Test",
        "  titel: Test",
        "3:3: /info/titel: OpenAPI 3.0 has no field `titel` in Info\n  help: did you mean `title`?",
    ),
    ("      operationId: getThing\n", "", "13:5: /paths/~1things~1{id}/get: the operation has no operationId"),
    (
        "operationId: getThing",
        "operationId: get-thing",
        "14:7: /paths/~1things~1{id}/get/operationId: `get-thing` is not a camelCase name",
    ),
    (
        "/things/{id}:",
        "things/{id}:",
        "12:3: /paths/things~1{id}: Paths keys begin with `/`, and `things/{id}` does not",
    ),
    ("/things/{id}:", "/things/{id:", "12:3: /paths/~1things~1{id: the braces of `/things/{id` do not match"),
    ("/things/{id}:", "/things/{name}:", "13:5: /paths/~1things~1{name}/get: no parameter describes `{name}`"),
    (
        "/things/{id}:",
        "/things/{name}:",
        "18:11: /paths/~1things~1{name}/get/parameters/0: the path `/things/{name}` has no `{id}`",
    ),
    ("          required: true\n", "", "the path parameter `id` needs `required: true`"),
    (
        "          in: path",
        "          in: body",
        "19:11: /paths/~1things~1{id}/get/parameters/0/in: expected one of query, header, path, cookie",
    ),
    ("          schema:\n            type: string\n", "", "the parameter `id` needs one of `schema` and `content`"),
    ("        '200':", "        '20':", "are status codes (`200`), ranges (`4XX`) or `default`, and `20` does not"),
    ("          description: The thing.\n", "", "Response needs the field `description`"),
    ("schemas/Thing'", "schemas/Thong'", "`#/components/schemas/Thong` leads nowhere"),
    (
        "'#/components/schemas/Thing'",
        "other.yaml#/Thing",
        "`other.yaml#/Thing` is in another document, which has not been read",
    ),
    (
        "'#/components/schemas/Thing'",
        "'#/components/securitySchemes/signIn'",
        "expected a reference to Schema, and `#/components/securitySchemes/signIn` leads to Security Scheme",
    ),
    ("signIn: [Thing.Read]", "signOn: [Thing.Read]", "no security scheme has the name `signOn`"),
    (
        "signIn: [Thing.Read]",
        "signIn: [Thing.Write]",
        "16:20: /paths/~1things~1{id}/get/security/0/signIn/0: no flow of `signIn` has the scope `Thing.Write`",
    ),
    (
        "        default: us",
        "        default: fr",
        "10:9: /servers/0/variables/region/default: the default is not among the values of `enum`",
    ),
    ("https://{region}.", "https://{place}.", "6:5: /servers/0: no variable describes `{place}`"),
    (
        "      type: object\n",
        "      type: objekt\n",
        "expected one of array, boolean, integer, number, object, string, found the string `objekt`",
    ),
    ("          items:\n            type: string\n", "", "a schema of type array needs `items`"),
    ("[Small, Large]", "[Small, Small]", "the value \"Small\" stands here twice"),
    ("[Small, Large]", "[]", "`x-extensible-enum` is empty"),
    ("[Small, Large]", "[Small, 7]", "an open enumeration is of strings, and 7 is none"),
    ("[Small, Large]", "Small", "`x-extensible-enum` is a list"),
    (
        "paths:\n",
        "paths:\n  /a:\n    get:\n      operationId: getThing\n      responses: {default: {description: d}}\n",
        "18:7: /paths/~1things~1{id}/get/operationId: `getThing` already names an operation, of /a",
    ),
    (
        "paths:\n",
        "paths:\n  /a:\n    get:\n      operationId: GetThing\n      responses: {default: {description: d}}\n",
        "18:7: /paths/~1things~1{id}/get/operationId: `getThing` already names an operation, of /a",
    ),
    (
        "paths:\n",
        "paths:\n  /a:\n    $ref: '#/paths/~1things~1{id}'\n",
        "12:3: /paths/~1a: a path item that is a reference",
    ),
    (
        "paths:\n",
        "paths:\n  /a:\n    $ref: '#/paths/~1nothing'\n",
        "13:5: /paths/~1a/$ref: `#/paths/~1nothing` leads nowhere",
    ),
    (
        "paths:\n",
        "paths:\n  /things/{name}: {}\n",
        "13:3: /paths/~1things~1{id}: the same path as `/things/{name}`, but for the names of its parameters",
    ),
    (
        "components:\n",
        "components:\n  responses:\n    R: {$ref: '#/components/links/L'}\n  links:\n    L: {description: d}\n",
        "expected a reference to Response, and `#/components/links/L` leads to Link",
    ),
    ("/things/{id}:", "/things/{id}/{id}:", "12:3: /paths/~1things~1{id}~1{id}: `{id}` stands twice in the path"),
    (
        "      parameters:\n",
        "      parameters:\n        - {name: id, in: path, required: true, schema: {}}\n",
        "19:11: /paths/~1things~1{id}/get/parameters/1: the path parameter `id` stands here twice",
    ),
    (
        "paths:\n",
        "paths:\n  /a:\n    get:\n      operationId: a\n      responses: {x-a: 1}\n",
        "needs at least one response",
    ),
    (
        "https://{region}.",
        "https://{region.",
        "6:5: /servers/0/url: the braces of `https://{region.example.com` do not match",
    ),
    (
        "        default: us\n",
        "        default: us\n      a: &v {default: a, enum: [a, b, c, d, e, f, g, h, i, j]}\n      b: *v\n      c: *v\n",
        "6:5: /servers/0: the variables of the servers have 2000 combinations of values, and 1000 is the limit",
    ),
    (
        "          type: string\n          x-",
        "          type: string\n          enum: [a, b, a]\n          x-",
        "the value \"a\" stands here twice",
    ),
    (
        "          type: string\n          x-",
        "          type: string\n          anyOf: []\n          x-",
        "/anyOf: `anyOf` is empty",
    ),
    (
        "  schemas:\n",
        "  schemas:\n    Round: {allOf: [{$ref: '#/components/schemas/Round'}]}\n",
        "/components/schemas/Round: the schema is composed of itself",
    ),
    ("  title: Test", "  title: Test\n  title: Again", "4:3: /info/title: the key `title` stands here twice"),
    ("  title: Test", "  title: [Test", "this is not YAML"),
];

/// Everything that is wrong, whether or not a contract can be without it.
fn problems(text: &str) -> String {
    let checked =
        Document::parse("test.yaml", text).and_then(|document| Contract::inspect(document).check_all_constraints());
    checked.map_or_else(|problems| problems.to_string(), |()| "none".to_owned())
}

/// The constraints that a text breaks; none if it is not YAML.
fn broken(text: &str) -> BTreeSet<Constraint> {
    let violations = Document::parse("test.yaml", text).map(|document| {
        Contract::inspect(document).violations().iter().map(|violation| violation.constraint).collect()
    });
    violations.unwrap_or_default()
}

#[test]
fn a_sound_contract_has_no_problem() {
    assert_eq!(problems(SOUND), "none");
}

#[test]
fn each_mistake_is_reported_with_its_place() {
    for (from, to, expected) in MISTAKES {
        assert!(SOUND.contains(from), "the sound contract has no `{from}`");
        let reported = problems(&SOUND.replacen(from, to, 1));
        assert!(reported.contains(expected), "instead of\n  {expected}\nthis is reported:\n  {reported}");
        assert!(
            reported.lines().all(|line| line.starts_with("test.yaml:") || line.starts_with("  help: ")),
            "{reported}"
        );
    }
}

#[test]
fn each_rule_is_broken_by_a_mistake() {
    let mut broken: BTreeSet<Constraint> =
        MISTAKES.iter().flat_map(|(from, to, _)| broken(&SOUND.replacen(from, to, 1))).collect();
    broken.extend(self::broken("openapi: 3.2.0"));
    // Those of OpenAPI 3.1 alone.
    let schema = "{type: [], $schema: a, $dynamicRef: '#a', nullable: true}";
    broken.extend(self::broken(&format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: v}}\ncomponents: {{schemas: {{A: {schema}}}}}"
    )));
    assert!(Constraint::ALL.iter().all(|constraint| broken.contains(constraint)), "not broken: {:?}", {
        Constraint::ALL.iter().filter(|constraint| !broken.contains(constraint)).collect::<Vec<_>>()
    });
}

/// What a contract cannot be read and served without is an error of it; everything else is reported to those who ask.
#[test]
fn a_contract_is_refused_for_what_reading_and_serving_need() {
    for (from, to, _) in MISTAKES {
        let text = SOUND.replacen(from, to, 1);
        let broken = broken(&text);
        if broken.is_empty() {
            continue;
        }
        let is_refused = broken.iter().any(|constraint| constraint.is_essential());
        let contract = Contract::parse("test.yaml", &text);
        assert_eq!(contract.is_err(), is_refused, "{to}");
        if let Ok(contract) = contract {
            assert_eq!(contract.check_all_constraints().unwrap_err().to_string(), problems(&text), "{to}");
        }
    }
}

#[test]
fn a_contract_needs_no_names_for_code() {
    for id in ["", "      operationId: find pet by id\n", "      operationId: get-thing\n", "      operationId: ''\n"] {
        let text = SOUND.replace("      operationId: getThing\n", id);
        let contract = Contract::parse("test.yaml", &text).unwrap();
        let name = contract.operations()[0].name();
        assert!(contract.operation(name).is_some());
        assert_eq!(
            name,
            if id.len() < 25 { "GET /things/{id}" } else { id.trim_start_matches("      operationId: ").trim_end() }
        );
        let broken = contract.check_all_constraints().unwrap_err().to_string();
        assert!(broken.contains("operationId"), "{broken}");
    }
}

#[test]
fn all_mistakes_are_reported_at_once_in_the_order_of_the_text() {
    let text = SOUND.replace("  title: Test\n", "").replace("          description: The thing.\n", "");
    let reported = problems(&text);
    let [info, response] = ["needs the field `title`", "needs the field `description`"].map(|part| reported.find(part));
    assert!(info.is_some() && info < response, "{reported}");
}

#[test]
fn a_reference_in_a_circle_ends() {
    let text = SOUND.replace(
        "    Thing:\n      type: object\n",
        "    Round:\n      $ref: '#/components/schemas/About'\n    About:\n      $ref: '#/components/schemas/Round'\n    Thing:\n      type: object\n",
    );
    assert!(problems(&text).contains("goes round in a circle"), "{}", problems(&text));
}

#[test]
fn a_schema_that_is_composed_of_itself_is_reported() {
    let schema = |text: &str| SOUND.replace("  schemas:\n", &format!("  schemas:\n{text}"));
    let itself = schema("    Round:\n      allOf: [$ref: '#/components/schemas/Round']\n");
    assert!(problems(&itself).contains("/components/schemas/Round: the schema is composed of itself"));
    let roundabout = schema(
        "    Round:\n      anyOf: [$ref: '#/components/schemas/About']\n    \
         About:\n      not: {oneOf: [$ref: '#/components/schemas/Round']}\n",
    );
    assert!(problems(&roundabout).contains("/components/schemas/About: the schema is composed of itself"));
    let tree = schema(
        "    Tree:\n      type: object\n      properties:\n        leaves:\n          type: array\n          \
         items: {$ref: '#/components/schemas/Tree'}\n",
    );
    assert_eq!(problems(&tree), "none");
}

#[test]
fn any_text_is_answered_without_a_panic() {
    let bytes: Vec<u8> = SOUND.bytes().collect();
    for cut in (0..bytes.len()).step_by(7) {
        let (before, after) = (&SOUND[..cut], &SOUND[cut + 1..]);
        for text in
            [before.to_owned(), format!("{before}{after}"), format!("{before}\t{after}"), format!("{before}{{{after}")]
        {
            let _ = problems(&text);
        }
    }
    for text in [
        "",
        "~",
        "[]",
        "3",
        "a",
        "{}",
        "openapi: 3.0.3",
        "\u{feff}{}",
        "- - - -",
        "? a",
        "&a *a",
        "!!x y",
        "%YAML 1.1\n---\n{}",
    ] {
        assert_ne!(problems(text), "none", "{text}");
    }
}

/// A contract with one tag after the other that is no object.
fn wrong_tags(count: usize) -> String {
    SOUND.replacen("paths:", &format!("tags: [{}1]\npaths:", "1, ".repeat(count - 1)), 1)
}

#[test]
fn of_many_problems_the_first_are_shown_and_all_are_counted() {
    let problems = Contract::parse("test.yaml", &wrong_tags(5000)).unwrap_err();
    assert_eq!((problems.total(), problems.iter().count()), (5000, 1000));
    let shown = problems.to_string();
    assert_eq!(shown.lines().count(), 101);
    assert!(shown.starts_with("test.yaml:11:8: /tags/0: expected an object (Tag), found the number 1\n"), "{shown}");
    assert!(shown.ends_with("\nand 4900 more problems"), "{shown}");
    let few = Contract::parse("test.yaml", &wrong_tags(101)).unwrap_err();
    assert!(few.to_string().ends_with("\nand 1 more problem"));
}

#[test]
fn of_a_long_pointer_or_message_both_ends_are_shown() {
    let (key, schemas) = ("k".repeat(100_000), "  schemas:\n");
    let text = SOUND.replacen(schemas, &format!("{schemas}    ? {key}\n    : {{{key}end: 1}}\n"), 1);
    let text = text.replacen(&format!("{{{key}end: 1}}"), &format!("{{? '{key}end' : 1}}"), 1);
    let problems = Contract::parse("test.yaml", &text).unwrap_err();
    let problem = problems.iter().next().unwrap();
    assert_eq!(problem.pointer.last(), format!("{key}end"));
    assert!(problem.message.contains(&key));
    let shown = problem.to_string();
    assert!(shown.len() < 1000 && shown.contains("/components/schemas/kkk") && shown.contains("kkkend: "), "{shown}");
}

/// A key, a version and a file name that each begin a workflow command on a line of their own, and steer a terminal.
#[test]
fn a_problem_shows_hostile_text_on_one_line() {
    let hostile = "x-a\\n::error file=a,line=1::b \\e[2J\\u202e##[group]";
    let head = "info: {title: t, version: 1.0.0}\npaths: {}\n";
    let documents = [
        format!("openapi: 3.0.3\n{head}\"{hostile}\": 1\n\"{hostile}\": 2\n"),
        format!("openapi: 3.0.3\n{head}\"{hostile}\": [}}\n"),
        format!("openapi: \"{hostile}\"\n{head}"),
        format!("openapi: 3.0.3\n{head}\"{}\": 1\n", &hostile[2..]),
    ];
    for text in documents {
        let document = Document::parse("a\n::error::b\u{1b}[2J.yaml", &text);
        let problems = document.and_then(Contract::new).unwrap_err().to_string();
        assert!(problems.starts_with(r"a\n::error::b\u{1b}[2J.yaml:"), "{problems}");
        let lines = problems.lines().filter(|line| !line.starts_with("  help: "));
        assert_eq!(lines.count(), 1, "{problems}");
        assert!(!problems.contains(|character| character != '\n' && openapi::escape::is_hidden(character)));
        assert!(!problems.contains("##["), "{problems}");
        assert!(problems.len() < 2_000, "{problems}");
    }
    let long = Document::parse("a.yaml", &format!("openapi: 3.0.3\n{}: 1\n{head}", "k".repeat(100_000)));
    let problems = long.and_then(Contract::new).unwrap_err().to_string();
    assert!(problems.len() < 2_000, "{}", problems.len());
}
