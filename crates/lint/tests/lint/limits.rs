//! Documents that would take for ever, and documents of any form.

use std::collections::BTreeSet;

use lint::{RepositoryFiles, check};
use openapi::Document;

use crate::expect::findings;
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
