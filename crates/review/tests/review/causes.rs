//! What a change follows from, what takes the place of what, and where that is which is gone.

use openapi::Position;
use review::{Change, Relation, Review};

use crate::places::compare;

const BASE: &str = "\
openapi: 3.0.3
info: {title: T, version: 1.0.0}
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters:
        - {name: id, in: path, required: true, schema: {type: string, maxLength: 9}}
        - {name: limit, in: query, schema: {type: string, maxLength: 9, pattern: ^a}}
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Pet'}
        '429': {$ref: '#/components/responses/TooMany'}
        '500': {description: failed}
        4XX: {description: refused}
    delete:
      operationId: deletePet
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        '204': {description: gone}
components:
  responses:
    TooMany:
      description: too many
      headers:
        Retry-After: {schema: {type: integer}}
  schemas:
    Animal:
      type: object
      required: [name, kind]
      properties:
        kind:
          type: string
          enum: [Cat, Dog]
        name:
          type: string
          description: |
            The name by which the animal is called, by those who feed it and by those who do not.
        owner:
          type: string
        state:
          type: string
          x-extensible-enum: [Fed, TimedOut]
    Pet:
      allOf:
        - {$ref: '#/components/schemas/Animal'}
        - type: object
          properties:
            collar: {type: boolean}
";

/// The changes of some replacements.
fn changed(replacements: &[(&str, &str)]) -> Review {
    let head = replacements.iter().fold(BASE.to_owned(), |text, (from, to)| {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text.replace(from, to)
    });
    compare(BASE, &head)
}

/// The change whose headline begins so.
fn the<'r>(review: &'r Review, start: &str) -> &'r Change {
    let found: Vec<&Change> = review.changes.iter().filter(|change| change.headline.starts_with(start)).collect();
    assert_eq!(found.len(), 1, "{start}: {:#?}", review.changes);
    found[0]
}

fn cause(review: &Review, start: &str) -> Option<(String, Relation)> {
    let cause = the(review, start).cause?;
    let of = review.changes.iter().find(|change| change.fingerprint == cause.fingerprint).unwrap();
    Some((of.headline.clone(), cause.relation))
}

/// Where a change is shown in the contract after.
fn line(change: &Change) -> usize {
    change.head.as_ref().and_then(|head| head.position).map_or(0, Position::line)
}

/// The line of a text.
fn line_of(text: &str, words: &str) -> usize {
    text.lines().position(|line| line.contains(words)).unwrap_or_else(|| panic!("{words}")) + 1
}

#[test]
fn what_a_status_had_is_gone_with_it() {
    let review = changed(&[("        '429': {$ref: '#/components/responses/TooMany'}\n", "")]);
    let lead = "status covered by a range `429` removed".to_owned();
    assert_eq!(cause(&review, "status covered"), None);
    assert_eq!(cause(&review, "optional header `retry-after` removed"), Some((lead, Relation::Consequence)));
}

#[test]
fn a_component_comes_and_goes_with_what_uses_it() {
    let uses = "        '429': {$ref: '#/components/responses/TooMany'}\n";
    let component = "  responses:\n    TooMany:\n      description: too many\n      headers:\n        Retry-After: {schema: {type: integer}}\n";
    let review = changed(&[(uses, ""), (component, "")]);
    let lead = "status covered by a range `429` removed".to_owned();
    assert_eq!(cause(&review, "component `responses TooMany` removed"), Some((lead, Relation::Consequence)));
    // One that nothing has used is gone for itself.
    let without_use = BASE.replace(uses, "");
    let review = compare(&without_use, &without_use.replace(component, ""));
    assert_eq!(cause(&review, "component `responses TooMany` removed"), None);
    // With an operation, whatever it reaches.
    let operation = "paths:\n  /new:\n    get:\n      operationId: new\n      responses: {'200': {$ref: '#/components/responses/New'}}\n";
    let response = "  responses:\n    New: {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Fresh'}}}}\n";
    let review = changed(&[
        ("paths:\n", operation),
        ("  responses:\n    TooMany", &format!("{response}    TooMany")),
        ("  schemas:\n    Animal", "  schemas:\n    Fresh: {type: object}\n    Animal"),
    ]);
    let lead = Some(("operation `new` added: `GET /new`".to_owned(), Relation::Consequence));
    for component in ["schema `Fresh` added", "component `responses New` added"] {
        assert_eq!(cause(&review, component), lead, "{component}");
    }
}

#[test]
fn what_depends_on_the_type_changes_with_it() {
    let review = changed(&[("{type: string, maxLength: 9, pattern: ^a}", "{type: integer, default: 3, maximum: 9}")]);
    let lead = Some(("type changed from `string` to `integer`".to_owned(), Relation::Consequence));
    for follows in ["maxLength removed", "pattern removed", "maximum added"] {
        assert_eq!(cause(&review, follows), lead, "{follows}");
    }
    assert_eq!(cause(&review, "default added"), None);
    assert_eq!(cause(&review, "type changed"), None);
    let review = changed(&[("{type: string, maxLength: 9, pattern: ^a}", "{type: string, maxLength: 8}")]);
    assert_eq!(cause(&review, "maxLength tightened"), None);
}

#[test]
fn a_value_under_another_name_replaces_the_old_one() {
    let review = changed(&[("[Fed, TimedOut]", "[Hungry, Fed, Timeout]")]);
    let lead = "known value of the open enumeration `TimedOut` removed".to_owned();
    let added = "known value of the open enumeration `Timeout` added";
    assert_eq!(cause(&review, added), Some((lead, Relation::Replacement)));
    assert_eq!(cause(&review, "known value of the open enumeration `Hungry` added"), None);
    assert_eq!(the(&review, added).name.as_deref(), Some("Timeout"));
    let review = changed(&[("[Cat, Dog]", "[Cat, Wolf]")]);
    let lead = "value of the closed enumeration `Dog` removed".to_owned();
    assert_eq!(cause(&review, "value of the closed enumeration `Wolf`"), Some((lead, Relation::Replacement)));
}

#[test]
fn parameters_of_the_path_have_their_names() {
    let review = changed(&[(
        "required: true, schema: {type: string, maxLength: 9}",
        "required: true, schema: {type: string, maxLength: 8}",
    )]);
    let change = the(&review, "maxLength tightened");
    assert_eq!(change.place, "getPet request parameter path id");
    assert_eq!(change.path, "request parameter path id");
    assert_eq!(review.operations["getPet"], "GET /pets/{id}");
    let other = "        - {name: id, in: path, required: true, schema: {type: string, maxLength: 9}}\n";
    let removed = changed(&[(other, "")]);
    let change = the(&removed, "required parameter");
    assert_eq!((change.headline.as_str(), change.path.as_str()), ("required parameter `path id` removed", "request"));
}

#[test]
fn what_is_gone_is_where_it_was() {
    let without = |lines: &str, beside: &str, headline: &str| {
        let head = BASE.replace(lines, "");
        assert_ne!(head, BASE, "{lines}");
        let review = compare(BASE, &head);
        assert_eq!(line(the(&review, headline)), line_of(&head, beside), "{headline}");
    };
    // In the schema that had it, not in the one that inherits it; beside what came next.
    without("        owner:\n          type: string\n", "        state:", "optional property `owner`");
    // The last one: beside what came before.
    let last = "        state:\n          type: string\n          x-extensible-enum: [Fed, TimedOut]\n";
    let head = BASE.replace(last, "");
    let review = compare(BASE, &head);
    assert_eq!(line(the(&review, "optional property `state`")), line_of(&head, "        owner:") + 1);
    without("        '429': {$ref: '#/components/responses/TooMany'}\n", "        '500':", "status covered");
    without(
        "    delete:\n      operationId: deletePet\n      parameters:\n        - {name: id, in: path, required: true, \
         schema: {type: string}}\n      responses:\n        '204': {description: gone}\n",
        "4XX",
        "operation",
    );
    // What is new is where it would have been, too.
    let review = compare(&BASE.replace("        owner:\n          type: string\n", ""), BASE);
    let change = the(&review, "optional property `owner`");
    let base = change.base.as_ref().and_then(|base| base.position).map(Position::line);
    assert_eq!((line(change), base), (line_of(BASE, "owner:"), Some(line_of(BASE, "owner:"))));
}

#[test]
fn what_is_required_is_said_in_the_list() {
    for (list, headline) in [
        ("required: [owner, kind, name]", "required `owner` added"),
        ("required: [kind]", "required `name` removed"),
        ("description: none", "required `name` removed"),
    ] {
        let review = changed(&[("required: [name, kind]", list)]);
        let change = the(&review, headline);
        let expected = if list.starts_with("required") { "required: [" } else { "        name:" };
        let head = BASE.replace("required: [name, kind]", list);
        assert_eq!(line(change), line_of(&head, expected), "{list}");
    }
    // Another order is no change.
    assert_eq!(changed(&[("[name, kind]", "[kind, name]")]).changes.len(), 0);
    // In a list of several lines, on the line of the name.
    let list = "required:\n        - name\n        - owner\n        - kind";
    let review = changed(&[("required: [name, kind]", list)]);
    let head = BASE.replace("required: [name, kind]", list);
    assert_eq!(line(the(&review, "required `owner` added")), line_of(&head, "- owner"));
}

#[test]
fn a_long_text_shows_the_words_that_differ() {
    let review = changed(&[("who feed it", "who wash it")]);
    let expected = "text `description` changed from `… those who feed it and …` to `… those who wash it and …`";
    assert_eq!(review.changes[0].headline, expected);
}

/// A schema that has another name now has not gone with a property that used it.
#[test]
fn a_schema_with_another_name_is_for_itself() {
    let base = BASE
        .replace("        owner:\n", "        tag: {$ref: '#/components/schemas/Tag'}\n        owner:\n")
        .replace("        state:\n", "        label: {$ref: '#/components/schemas/Tag'}\n        state:\n")
        .replace("    Pet:\n", "    Tag: {type: string}\n    Pet:\n");
    let head = base
        .replace("        tag: {$ref: '#/components/schemas/Tag'}\n", "")
        .replace("label: {$ref: '#/components/schemas/Tag'}", "label: {$ref: '#/components/schemas/Label'}")
        .replace("    Tag: {type: string}\n", "    Label: {type: string}\n");
    let review = compare(&base, &head);
    assert_eq!(cause(&review, "schema `Tag` changed from `Tag` to `Label`"), None);
    assert_eq!(cause(&review, "optional property `tag` removed"), None);
}

/// What the document states for all operations is where the document states it.
#[test]
fn a_server_of_the_document_is_gone_from_its_list() {
    let servers = "servers:\n  - url: https://one\n  - url: https://two\n  - url: https://three\npaths:\n";
    let base = BASE.replace("paths:\n", servers);
    let head = base.replace("  - url: https://two\n", "");
    let review = compare(&base, &head);
    let change = the(&review, "server `https://two` removed");
    assert_eq!(line(change), line_of(&head, "https://three"));
    assert_eq!(change.head.as_ref().map(|head| head.pointer.to_string()), Some(String::new()));
}
