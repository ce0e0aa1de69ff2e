//! Hostile texts, and documents that hold them.

/// Texts that inject a command into the log of a workflow, steer a terminal, or hide what they say. Each can be an
/// argument and the name of a file.
pub const TEXTS: [&str; 6] = [
    "x\n::error file=a.yaml,line=1::PWNED",
    "\n \t::add-mask::PWNED\r::error::PWNED\u{85}::error::PWNED\u{2028}::error::PWNED\u{b}::error::PWNED",
    "x\u{1b}[2J\u{9b}31m\u{1b}]0;PWNED\u{7}\u{8}\u{7f}",
    "x\u{202e}\u{2066}\u{200b}\u{200f}\u{feff}\u{2060}\u{e0041}\u{ad}",
    "::error::PWNED",
    "x ##[error]PWNED ##vso[task.complete]PWNED",
];

/// All texts, and the one character that no argument can have.
pub fn everything() -> String {
    format!("{}\0", TEXTS.concat())
}

/// A document, and what it is called in a failure of the test.
pub struct Document {
    pub name: &'static str,
    pub bytes: Vec<u8>,
}

/// A contract with a hostile text wherever a contract has a text of its own choice.
pub fn contract(text: &str) -> String {
    let q = quoted(text);
    format!(
        r##"
openapi: 3.0.3
info: {{title: {q}, version: {q}, description: {q}, contact: {{name: {q}}}, license: {{name: {q}}}}}
servers: [{{url: 'https://api.example.com', description: {q}, x-environment: {q}}}]
tags: [{{name: {q}, description: {q}}}, {{name: {q}}}]
security: [{{{q}: [{q}]}}]
paths:
  {path}:
    post:
      operationId: {q}
      summary: {q}
      description: {q}
      tags: [{q}]
      parameters:
        - {{name: {q}, in: query, description: {q}, schema: {{type: string, pattern: {q}, default: {q}, enum: [{q}]}}}}
      requestBody:
        content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}, example: {{{q}: {q}}}}}, {q}: {{}}}}
      responses:
        '200': {{description: {q}, headers: {{{q}: {{schema: {{type: string}}}}}}}}
        '201':
          description: {q}
          content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}
components:
  schemas:
    A:
      type: object
      title: {q}
      description: {q}
      required: [{q}]
      properties: {{{q}: {{type: string, enum: [{q}], format: {q}}}, b: {{type: integer, example: {q}}}}}
      x-extensible-enum: [{q}]
  securitySchemes: {{{q}: {{type: http, scheme: {q}, description: {q}}}}}
x-b: {{{q}: {q}}}
"##,
        path = quoted(&format!("/{text}"))
    )
}

/// Documents, each of which is wrong in another way, or not at all.
pub fn documents() -> Vec<Document> {
    let text = everything();
    let q = quoted(&text);
    let head = "openapi: 3.0.3\ninfo: {title: t, version: 1.0.0}\n";
    let one_path = "paths: {/a: {get: {operationId: getA, responses: {'200': {description: ok}}}}}\n";
    let texts = [
        ("a contract", contract(&text)),
        (
            "a contract as JSON",
            format!(r#"{{"openapi": "3.0.3", "info": {{"title": {q}, "version": "1"}}, "paths": {{}}}}"#),
        ),
        ("a key twice", format!("{head}paths: {{}}\nx-{q}: 1\n\"x-a\": 1\n{q}: 1\n{q}: 2\n")),
        ("an unknown version", format!("openapi: {q}\ninfo: {{title: t, version: 1.0.0}}\npaths: {{}}\n")),
        ("an unknown field", format!("{head}paths: {{}}\n{q}: {q}\n")),
        ("another type", format!("{head}paths: {{{q}: []}}\n{q}: []\n")),
        ("a path", format!("{head}paths: {{{q}: {{get: {{responses: {{}}}}}}}}\n")),
        ("a reference", format!("{head}paths: {{/a: {{$ref: {}}}}}\n", quoted(&format!("#/components/{text}")))),
        ("a key of a component", format!("{head}paths: {{}}\ncomponents: {{schemas: {{{q}: {{$ref: {q}}}}}}}\n")),
        (
            "an extension of the simulator",
            format!("{head}{one_path}x-simulator: {{refusals: {{{q}: {{{q}: {q}}}}}}}\n"),
        ),
        ("an alias", format!("{head}{one_path}x-a: *x{}\n", text.replace(['\0', '\n'], ""))),
        ("a tag", format!("{head}{one_path}x-a: !<{}> 1\n", text.replace('\0', ""))),
        ("raw text", text.clone()),
        ("raw text in quotes", format!("{head}{one_path}x-{text}: \"{text}\"\n")),
        ("broken JSON", format!("{{{q}: {q}, {q}}}")),
        ("a key twice in JSON", format!("{{{q}: 1, {q}: 2}}")),
        ("approvals", format!("approvals: [{{fingerprint: 0123456789abcdef, reason: benign, because: {q}}}]\n")),
        ("a reason", format!("approvals: [{{fingerprint: {q}, reason: {q}, because: {q}, {q}: 1}}]\n")),
        ("a field of an approval", format!("approvals: [{{{q}: 1}}]\n")),
        ("a token", format!("{text}token")),
        ("nothing", String::new()),
    ];
    let documents = texts.into_iter().map(|(name, text)| Document { name, bytes: text.into_bytes() });
    let bytes = [text.as_bytes(), b"\xff\xfe"].concat();
    documents.chain([Document { name: "not UTF-8", bytes }]).collect()
}

/// A text as a string of JSON and of YAML that holds no hidden character.
pub fn quoted(text: &str) -> String {
    let escaped = text.encode_utf16().map(|unit| match unit {
        0x20..=0x7e if unit != 0x22 && unit != 0x5c => char::from(unit as u8).to_string(),
        _ => format!("\\u{unit:04x}"),
    });
    // YAML has no surrogate pairs.
    format!("\"{}\"", escaped.collect::<String>().replace("\\udb40\\udc41", "\\U000e0041"))
}
