//! Documents that would take for ever, and documents of any form.

use std::collections::BTreeSet;

use lint::{Finding, RepositoryFiles, check};
use openapi::{Document, Node, Object, Pointer};
use serde_json::json;

use crate::expect::{findings, list};
use crate::sound::{SOUND, repository_files};

#[test]
fn any_document_is_checked_without_a_panic() {
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
                check(&document, &repository_files());
            }
        }
    }
    for text in ["{}", "[]", "a", "openapi: 3.0.3", "{openapi: 3.0.3, info: {title: t, version: v}, paths: {}}"] {
        check(&Document::parse("test.yaml", text).unwrap(), &RepositoryFiles::default());
    }
}

/// A value that is of the wrong form hides nothing that is wrong elsewhere, whatever value and form it is; what
/// follows from it is not reported.
#[test]
fn after_an_error_of_form_the_rest_is_judged() {
    let text = SOUND.replacen("  - name: things\n", "  - name: things\n  - name: things\n", 1);
    let sound = Document::parse("test.yaml", &text).unwrap();
    let count = paths(sound.root()).len();
    let mut broken = 0;
    for index in 0..count {
        for wrong in [json!(7), json!("a"), json!([]), json!({}), json!(null), json!(true), json!([{}]), json!([[7]])] {
            let mut tree = sound.root().to_json();
            let path = paths(sound.root())[index].clone();
            *tree.pointer_mut(&path).unwrap() = wrong.clone();
            let found = check(&Document::from_node("test.yaml", Node::from(&tree)), &RepositoryFiles::default());
            let is_found = |id: &str| found.iter().any(|finding| finding.rule.id == id);
            let of_form = found.iter().find(|finding| ["structure", "reference"].contains(&finding.rule.id));
            let (Some(of_form), false) = (of_form, is_found("version")) else { continue };
            broken += 1;
            let names_tags = path.is_empty() || path.starts_with("/tags") || path == "/openapi";
            assert!(names_tags || is_found("tag-unique"), "{path} {wrong}: {}", list(&found));
            let part = of_form.pointer.to_string();
            let is_within = |finding: &&Finding| part == path && finding.pointer.to_string().starts_with(&part);
            let within: Vec<_> = found.iter().filter(is_within).filter(|it| it.rule.id != of_form.rule.id).collect();
            assert!(within.is_empty() || !wrong.is_number(), "{path} {wrong}: {}", list(&found));
        }
    }
    assert!(broken > 300, "{broken}");
}

/// The addresses of all values.
fn paths(node: &Node) -> Vec<String> {
    let mut paths = vec![Pointer::root()];
    let mut next = 0;
    while let Some(path) = paths.get(next).cloned() {
        let at = node.pointer(&path).unwrap();
        paths.extend(at.as_object().into_iter().flat_map(Object::keys).map(|key| path.child(key)));
        paths.extend((0..at.as_array().unwrap_or_default().len()).map(|index| path.index(index)));
        next += 1;
    }
    paths.iter().map(Pointer::to_string).collect()
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
    let rules = |text: &str| -> BTreeSet<&str> {
        findings(text, &RepositoryFiles::default()).into_iter().map(|finding| finding.rule.id).collect()
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
    // A schema without end is reported by its own rule too.
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
