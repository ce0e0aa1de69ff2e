//! Lists of a contract of another kind: types, names that differ in case only, values that are optional.

use calls::Call;
use calls::list::{ListErrors, ListOptions};
use openapi::Contract;
use serde_json::{Value, json};

use crate::{common, read, rows};

const CONTRACT: &str = r"
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /hosts/{id}/label:
    post:
      operationId: labelHost
      parameters:
        - {name: id, in: path, required: true, schema: {type: string, pattern: '^[0-9a-fA-F]{4}$', x-identifier: {}}}
        - {name: urgent, in: query, schema: {type: boolean}}
        - {name: X-Ticket, in: header, schema: {type: integer, minimum: 1}}
        - {name: Authorization, in: header, schema: {type: string}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [Id, Color]
              additionalProperties: false
              properties:
                Id: {type: string}
                Color: {type: string, enum: [red, green]}
                Weight: {type: number, maximum: 10}
                Tags: {type: array, items: {type: string, minLength: 1}, minItems: 1}
                Until: {type: string, format: date}
                Note: {type: string, nullable: true, x-remark: true}
                Seen: {type: string, readOnly: true}
                Where: {type: object, properties: {Site: {type: string}}}
      responses: {'204': {description: done}}
  /hosts/{id}:
    delete:
      operationId: forgetHost
      parameters: [{name: id, in: path, required: true, schema: {type: string, pattern: '^[0-9a-f]{4}$', x-identifier: {}}}]
      responses: {'204': {description: done}}
  /notes:
    post:
      operationId: addNote
      requestBody:
        content: {application/json: {schema: {type: object, required: [Text], properties: {Text: {type: string}, Mark: {type: string}}}}}
      responses: {'204': {description: done}}
";

fn contract() -> Contract {
    Contract::parse("contract.yaml", CONTRACT).unwrap_or_else(|problems| panic!("{problems}"))
}

fn calls(name: &str, text: &str, options: &ListOptions) -> Result<Vec<Call>, ListErrors> {
    let contract = contract();
    let list = read(name, text.as_bytes(), options, &contract)?;
    Ok(rows(&list).into_iter().map(|row| row.call).collect())
}

fn error(name: &str, text: &str, options: &ListOptions) -> String {
    calls(name, text, options).unwrap_err().to_string()
}

#[test]
fn a_text_becomes_a_value_of_its_type() {
    let text = "id,Id,color,weight,tags,until,urgent,X-Ticket,where,note
        00ff,a,red,1.5,\"[\"\"a\"\", \"\"b\"\"]\",2026-01-31,TRUE,7,\"{\"\"Site\"\": \"\"x\"\"}\",12\n";
    let calls = calls("a.csv", text, &common("label-host", &[])).unwrap();
    assert_eq!(Value::Object(calls[0].parameters.clone()), json!({"id": "00ff", "urgent": true, "X-Ticket": 7}));
    let body = json!({"Id": "a", "Color": "red", "Weight": 1.5, "Tags": ["a", "b"], "Until": "2026-01-31", "Note": "12", "Where": {"Site": "x"}});
    assert_eq!(Value::Object(calls[0].body.clone()), body);
}

#[test]
fn every_rule_of_the_contract_is_held() {
    let table = [
        (r#""id": "zz""#, "column `id`, `zz`"),
        (r#""color": "blue""#, "column `color`, `blue`: it is not valid"),
        (r#""weight": 11"#, "column `weight`, `11`: it is not valid"),
        (r#""weight": "11""#, "column `weight`, `11`: this is a string; expected: number"),
        (r#""tags": []"#, "column `tags`, `[]`: it is not valid"),
        (r#""tags": ["a", ""]"#, "/1: it is empty"),
        (r#""tags": {}"#, "this is an object; expected: array"),
        (r#""until": "tomorrow""#, "column `until`, `tomorrow`: it is not valid"),
        (r#""urgent": 1"#, "column `urgent`, `1`: this is a number; expected: boolean"),
        (r#""x-ticket": 0"#, "column `x-ticket`, `0`: it is not valid"),
        (r#""where": {"site": "x"}"#, "/site: there is no such property: write `Site`"),
        (r#""seen": "x""#, "`labelHost` has no such parameter or property"),
        (r#""Authorization": "x""#, "`labelHost` has no such parameter or property"),
        (
            r#""body": {"Colour": "red"}"#,
            "column `Colour`: `labelHost` has no such parameter or property; did you mean `Color`?",
        ),
        (r#""body": {"urgent": true}"#, "column `urgent`: `labelHost` has no such"),
        (r#""parameters": {"urgent": true}, "urgent": false"#, "the row has it already, as `urgent`"),
        (r#""operation": 5"#, "column `operation`: it is no string"),
    ];
    for (member, expected) in table {
        let others = [r#""id": "00ff""#, r#""Id": "a""#, r#""color": "red""#];
        let name = |member: &str| member.split(':').next().unwrap_or_default().to_owned();
        let others = others.into_iter().filter(|other| name(other) != name(member));
        let members: Vec<&str> = others.chain([member]).collect();
        let found = error("a.jsonl", &format!("{{{}}}\n", members.join(", ")), &common("labelHost", &[]));
        assert!(found.contains(expected) && found.contains("a.jsonl:1: "), "{member}: {found}");
    }
}

#[test]
fn names_that_differ_in_case_only_are_told_apart() {
    let options = common("labelHost", &[("color", "red")]);
    let text = "{\"parameters\": {\"ID\": \"00ff\"}, \"body\": {\"ID\": \"a\"}}\n";
    for (name, text) in [("a.csv", "id,Id\n00ff,a\n"), ("a.csv", "Id,id\na,00ff\n"), ("a.jsonl", text)] {
        let calls = calls(name, text, &options).unwrap();
        assert_eq!((&calls[0].parameters["id"], &calls[0].body["Id"]), (&json!("00ff"), &json!("a")), "{text}");
    }
    let found = error("a.csv", "id,ID\n00ff,a\n", &options);
    assert!(found.contains("column `ID`: `labelHost` has several of this name"), "{found}");
}

#[test]
fn a_body_that_is_optional_is_needed_whole_or_not_at_all() {
    let found = calls(
        "a.jsonl",
        "{\"operation\": \"add_note\"}\n{\"operation\": \"addNote\", \"text\": \"a\"}",
        &ListOptions::default(),
    );
    assert_eq!(found.unwrap().iter().map(|call| call.body.len()).collect::<Vec<_>>(), [0, 1]);
    let found = error("a.jsonl", "{\"operation\": \"addNote\", \"mark\": \"a\"}", &ListOptions::default());
    assert!(found.contains("`Text` is missing"), "{found}");
}

#[test]
fn null_is_no_value_unless_the_contract_takes_it() {
    let text = r#"{"id": "00ff", "Id": "a", "color": null, "note": null, "weight": null}"#;
    let calls = calls("a.jsonl", text, &common("labelHost", &[("color", "green")])).unwrap();
    assert_eq!(Value::Object(calls[0].body.clone()), json!({"Id": "a", "Color": "green", "Note": null}));
}

#[test]
fn identifiers_are_compared_without_case_where_the_contract_takes_both() {
    let contract = contract();
    let doubles = |text: &str, options: &ListOptions| {
        let list = read("a.csv", text.as_bytes(), options, &contract).unwrap();
        let doubles: Vec<_> = list.first_doubles().map(|double| (double.line, double.first)).collect();
        assert_eq!(list.len() + list.doubles(), rows(&list).len() as u64 + doubles.len() as u64);
        assert!(rows(&list).iter().map(|row| row.index).eq(0..list.len()), "doubles leave no gap");
        (doubles, list.digest().to_string())
    };
    let options = common("labelHost", &[("color", "red")]);
    let (found, digest) = doubles("id,Id\n00ff,a\n00FF,a\n00ff,A\n00fF,a\n", &options);
    assert_eq!(found, [(3, 2), (5, 2)]);
    let (found, other) = doubles("sep=;\nId;color;id\na;;00FF\na;red;00ff\nA;;00ff\na;;00ff\n", &options);
    assert_eq!((found.len(), &other), (2, &digest), "the order and the form of a list do not count");
    assert_ne!(doubles("id,Id\n00ff,a\n00ff,A\n00FF,a\n00fF,a\n", &options).1, digest, "the order of rows counts");
    assert!(error("a.csv", "id\n00FF\n", &common("forgetHost", &[])).contains("column `id`, `00FF`"));
}

#[test]
fn calls_that_differ_in_a_remark_alone_do_the_same() {
    let contract = contract();
    let text = "id,Id,note\n00ff,a,first\n00ff,b,first\n00FF,a,second\n00ff,a,first\n00ff,a,\n";
    let options = common("labelHost", &[("color", "red")]);
    let list = read("a.csv", text.as_bytes(), &options, &contract).unwrap();
    let doubles: Vec<_> = list.first_doubles().map(|it| (it.line, it.first, it.has_other_remark)).collect();
    assert_eq!(doubles, [(4, 2, true), (5, 2, false), (6, 2, true)]);
    assert_eq!(rows(&list)[0].call.body["Note"], "first");
    let other = read("a.csv", text.replacen("first", "third", 1).as_bytes(), &options, &contract).unwrap();
    assert_ne!(other.digest(), list.digest(), "a list with other remarks is another list");
}

#[test]
fn the_same_values_of_two_operations_are_two_calls() {
    let contract = contract();
    let text = "operation,id,Id,color\nlabelHost,00ff,a,red\nforget-host,00ff,,\nforgetHost,00ff,,\n";
    let list = read("a.csv", text.as_bytes(), &ListOptions::default(), &contract).unwrap();
    let expected = [("forgetHost", 1), ("labelHost", 1)];
    assert!(list.operations().into_iter().eq(expected), "{:?}", list.operations());
    assert_eq!(rows(&list).iter().map(|row| (row.index, row.line)).collect::<Vec<_>>(), [(0, 2), (1, 3)]);
}

#[test]
fn common_values_are_checked_before_the_list() {
    let table: [(&[(&str, &str)], &str); 5] = [
        (
            &[("colour", "red")],
            "column `colour`: as a common value: there is no such parameter or property; did you mean `Color`?",
        ),
        (&[("color", "blue")], "column `color`, `blue`: as a common value: it is not valid"),
        (&[("color", " ")], "column `color`: as a common value: it is empty"),
        (&[("ID", "00ff")], "column `ID`: as a common value: `labelHost` has several of this name"),
        (&[("mark", "x"), ("urgent", "maybe")], "column `urgent`, `maybe`: as a common value"),
    ];
    for (values, expected) in table {
        let found = error("a.csv", "nonsense", &common("labelHost", values));
        assert!(found.contains(expected), "{values:?}: {found}");
    }
    let found = error("a.csv", "nonsense", &common("labelGhost", &[]));
    assert!(found.contains("column `operation`, `labelGhost`: there is no such operation; did you mean `labelHost`?"));
}

#[test]
fn as_many_errors_are_kept_as_are_asked_for() {
    let text = format!("id\n{}", "x\n".repeat(5));
    let options = ListOptions { shown_errors: 2, ..common("forgetHost", &[]) };
    let errors = calls("a.csv", &text, &options).unwrap_err();
    assert_eq!((errors.errors.len(), errors.total, errors.is_complete), (2, 5, true));
    assert!(errors.to_string().ends_with("\nand 3 more errors"), "{errors}");
    let json = serde_json::to_value(&errors).unwrap();
    assert_eq!(json["errors"][1]["line"], 3);
}

#[test]
fn what_strangers_wrote_is_escaped() {
    let text = "{\"id\": \"\u{202e}::error::\", \"a\\u001bb\": 1, \"Id\": \"a\", \"color\": \"red\"}";
    let found = error("a\u{1b}.jsonl", text, &common("labelHost", &[]));
    assert!(!found.contains(['\u{1b}', '\u{202e}']), "{found:?}");
    assert!(found.contains(r"a\u{1b}.jsonl:1: column `a\u{1b}b`"), "{found}");
}
