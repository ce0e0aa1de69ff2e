//! A mistake in a contract is told with its file, line, column and JSON pointer.

use openapi::{Contract, Document};

/// A contract that keeps every rule. Each case below makes one mistake in it.
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
    ("openapi: 3.0.3", "openapi: 3.1.0", "1:1: /openapi: this is OpenAPI 3.1.0; a contract is OpenAPI 3.0.x"),
    ("openapi: 3.0.3", "swagger: '2.0'", "1:1: /swagger: this is Swagger 2.0; a contract is OpenAPI 3.0.x"),
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
        "`other.yaml#/Thing` is in another document; a contract is one document",
    ),
    (
        "'#/components/schemas/Thing'",
        "'#/components/securitySchemes/signIn'",
        "is among the securitySchemes, and a reference to the schemas belongs here",
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
    ("  title: Test", "  title: Test\n  title: Again", "4:3: /info/title: the key `title` stands here twice"),
    ("  title: Test", "  title: [Test", "this is not YAML"),
];

fn problems(text: &str) -> String {
    match Contract::parse("test.yaml", text) {
        Ok(_) => "none".to_owned(),
        Err(problems) => problems.to_string(),
    }
}

#[test]
fn a_sound_contract_has_no_problem() {
    assert_eq!(problems(SOUND), "none");
}

#[test]
fn each_mistake_is_told_with_its_place() {
    for (from, to, expected) in MISTAKES {
        assert!(SOUND.contains(from), "the sound contract has no `{from}`");
        let told = problems(&SOUND.replacen(from, to, 1));
        assert!(told.contains(expected), "instead of\n  {expected}\nthis is told:\n  {told}");
        assert!(told.lines().all(|line| line.starts_with("test.yaml:") || line.starts_with("  help: ")), "{told}");
    }
}

#[test]
fn all_mistakes_are_told_at_once_in_the_order_of_the_text() {
    let text = SOUND.replace("  title: Test\n", "").replace("          description: The thing.\n", "");
    let told = problems(&text);
    let [info, response] = ["needs the field `title`", "needs the field `description`"].map(|part| told.find(part));
    assert!(info.is_some() && info < response, "{told}");
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
fn a_schema_that_is_composed_of_itself_is_told() {
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
fn json_is_read_with_positions_too() {
    let told = problems(
        "{\n  \"openapi\": \"3.0.3\",\n  \"info\": {\"title\": \"t\", \"version\": \"1\"},\n  \"pathes\": {}\n}",
    );
    assert!(told.contains("test.yaml:4:3: /pathes: OpenAPI 3.0 has no field `pathes`"), "{told}");
    let escapes = r#"{"openapi": "3.0.3", "info": {"title": "\ud83d\ude00 \/", "version": "1"}, "paths": {}}"#;
    let document = Document::parse("test.json", escapes).unwrap();
    assert_eq!(document.root()["info"]["title"], "😀 /");
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
