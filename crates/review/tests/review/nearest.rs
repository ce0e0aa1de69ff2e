//! What a path, or the document, states for operations holds where nothing nearer is stated.

use review::{Change, RuleId};

use crate::places::compare;

/// What is written nearer holds; what it covers is no part of the operation.
#[test]
fn servers_and_parameters_of_nearer_places_hold() {
    let text = |root: &str, item: &str, operation: &str| {
        format!(
            "
openapi: 3.0.3
info: {{title: T, version: 1.0.0}}
servers: [{{url: 'https://{root}'}}]
paths:
  /a:
    servers: [{{url: 'https://{item}'}}]
    parameters: [{{name: q, in: query, schema: {{maxLength: 3}}}}]
    get:
      operationId: getA
      responses: {{'200': {{description: ok}}}}
    put:
      operationId: putA
      servers: [{{url: 'https://{operation}'}}]
      parameters: [{{name: q, in: query, schema: {{maxLength: 4}}}}]
      responses: {{'200': {{description: ok}}}}
"
        )
    };
    let base = text("r", "i", "o");
    let reached = |head: &str, rule: &str| {
        let rule: RuleId = rule.parse().unwrap();
        let review = compare(&base, head);
        let of_rule = review.changes.iter().filter(|change| change.rule == rule);
        of_rule.flat_map(|change| change.operations.clone()).collect::<Vec<_>>()
    };
    assert_eq!(reached(&text("r", "j", "o"), "server-removed"), ["getA"]);
    assert_eq!(reached(&text("r", "i", "p"), "server-removed"), ["putA"]);
    assert!(reached(&text("s", "i", "o"), "server-removed").is_empty());
    // Reported too, as something that no operation uses.
    assert!(!compare(&base, &text("s", "i", "o")).changes.is_empty());
    assert_eq!(reached(&base.replace("maxLength: 3", "maxLength: 2"), "request-max-length-tightened"), ["getA"]);
    assert_eq!(reached(&base.replace("maxLength: 4", "maxLength: 2"), "request-max-length-tightened"), ["putA"]);
}

#[test]
fn security_of_the_operation_replaces_that_of_the_document() {
    let text = |root: &str, operation: &str| {
        format!(
            "
openapi: 3.0.3
info: {{title: T, version: 1.0.0}}
{root}
paths:
  /a:
    get:
      operationId: getA
      {operation}
      responses: {{'200': {{description: ok}}}}
  /b:
    get:
      operationId: getB
      responses: {{'200': {{description: ok}}}}
components: {{securitySchemes: {{k: {{type: http, scheme: basic}}, l: {{type: http, scheme: bearer}}}}}}
"
        )
    };
    let reported = |base: &str, head: &str| {
        let review = compare(base, head);
        let line = |change: &Change| format!("{} {}", change.rule, change.operations.join(" "));
        let mut lines: Vec<String> = review.changes.iter().map(line).collect();
        lines.sort();
        lines
    };
    let both = text("security: [{k: []}]", "");
    // No authentication at all, written in two forms.
    let expected = ["covered-security-removed getA", "security-added getA"];
    assert_eq!(reported(&both, &text("security: [{k: []}]", "security: [{}]")), expected);
    let nobody = text("security: [{k: []}]", "security: []");
    let without_words: Vec<_> =
        reported(&both, &nobody).into_iter().filter(|line| !line.starts_with("stated-default")).collect();
    assert_eq!(without_words, expected);
    assert_eq!(reported(&text("security: [{k: []}]", "security: [{}]"), &nobody), ["stated-default-added getA"]);
    // A change of the document's reaches those that have none of their own.
    assert_eq!(
        reported(
            &text("security: [{k: []}]", "security: [{k: []}]"),
            &text("security: [{l: []}]", "security: [{k: []}]")
        ),
        ["security-added getB", "security-removed getB"]
    );
    // Optional from now on: a consumer that authenticates still may.
    assert_eq!(reported(&both, &text("security: [{k: []}, {}]", "")), ["security-added getA getB"]);
}
