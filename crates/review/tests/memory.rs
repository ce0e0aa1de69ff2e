//! Memory is in proportion to the document, whatever it holds: each document is reviewed by a process with a limited
//! address space.
#![cfg(target_os = "linux")]

use std::env;
use std::fmt::Display;
use std::process::Command;

use openapi::Document;

/// The document that the child process reviews.
const CASE: &str = "REVIEW_MEMORY_CASE";

/// What a process may take for any document, in KiB.
const ANY_DOCUMENT: usize = 256 << 10;

/// What it may take for each byte of the document.
const EACH_BYTE: usize = 256;

/// The name of a document, its text, and what its facts are refused for, if they are.
type Case = (&'static str, fn() -> String, Option<&'static str>);

const TOO_LARGE: Option<&str> = Some("its facts are too large to be reviewed");

const CASES: &[Case] = &[
    ("a long key over values", || properties(&long(100_000), &format!("{{enum: {}}}", numbers(40_000))), TOO_LARGE),
    (
        "a long key over alternatives",
        || properties(&long(100_000), &format!("{{oneOf: {}}}", list("{type: string}", 10_000))),
        TOO_LARGE,
    ),
    ("a long key over parts", || properties(&long(100_000), &format!("{{allOf: {}}}", list("{}", 40_000))), None),
    (
        "a long key in an example",
        || schema(&format!("{{example: {{? {} : {}}}}}", long(100_000), numbers(40_000))),
        None,
    ),
    (
        "long keys within each other",
        || schema(&format!("{{enum: [{}{}{}]}}", within(80), numbers(40_000), "}".repeat(80))),
        None,
    ),
    (
        "long properties within each other",
        || {
            let inner = format!("{{enum: {}}}", numbers(10));
            schema(&(0..40).fold(inner, |inner, _| format!("{{properties: {{{}: {inner}}}}}", long(1000))))
        },
        None,
    ),
    (
        "a long key over values that nothing uses",
        || format!("{}\nx-a: {{? {} : {}}}", schema("{}"), long(100_000), numbers(40_000)),
        None,
    ),
    ("aliases of a long string", || schema(&format!("{{enum: [&a {}, {}]}}", long(100_000), list("*a", 40_000))), None),
    (
        "some aliases of a long string",
        || {
            let aliases = (0..20).map(|index| format!("p{index}: {{pattern: *a, description: *a}}"));
            let aliases = aliases.collect::<Vec<_>>().join(", ");
            schema(&format!("{{pattern: &a {}, properties: {{{aliases}}}}}", long(100_000)))
        },
        None,
    ),
    (
        "aliases of aliases",
        || {
            let all = |name: &str| (0..60).map(|key| format!("p{key}: *{name}")).collect::<Vec<_>>().join(", ");
            let levels = format!("a: &a {{type: string}}, b: &b {{properties: {{{}}}}}", all("a"));
            schema(&format!(
                "{{properties: {{{levels}, c: &c {{properties: {{{}}}}}, d: {{properties: {{{}}}}}}}}}",
                all("b"),
                all("c")
            ))
        },
        TOO_LARGE,
    ),
    (
        "properties",
        || {
            let properties = (0..5_000).map(|index| format!("p{index}: {{type: string}}"));
            schema(&format!("{{properties: {{{}}}}}", properties.collect::<Vec<_>>().join(", ")))
        },
        None,
    ),
];

fn long(length: usize) -> String {
    "k".repeat(length)
}

fn list(element: &str, count: usize) -> String {
    format!("[{}]", vec![element; count].join(", "))
}

fn numbers(count: usize) -> String {
    format!("[{}]", (0..count).map(|number| number.to_string()).collect::<Vec<_>>().join(", "))
}

/// The beginning of objects within each other, each of one long key.
fn within(depth: usize) -> String {
    format!("{{{}: ", long(1000)).repeat(depth)
}

fn properties(name: &str, schema: &str) -> String {
    self::schema(&format!("{{properties: {{? {name} : {schema}}}}}"))
}

fn schema(schema: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths:\n  /a:\n    get:\n      responses:\n        '200':\n          \
         description: d\n          content: {{a/b: {{schema: {schema}}}}}"
    )
}

#[test]
fn every_document_is_answered_in_memory_in_proportion_to_it() {
    for (name, text, _) in CASES {
        let kibibytes = ANY_DOCUMENT + EACH_BYTE * text().len() / 1024;
        let output = Command::new("sh")
            .args(["-c", &format!("ulimit -v {kibibytes} && exec \"$0\" \"$@\"")])
            .arg(env::current_exe().unwrap())
            .args(["--exact", "review_the_case", "--ignored", "--test-threads=1"])
            .env(CASE, name)
            .env("MALLOC_ARENA_MAX", "1")
            .output()
            .unwrap();
        let output = [output.stdout, output.stderr].concat();
        let output = String::from_utf8_lossy(&output);
        assert!(output.contains("1 passed"), "{name}, {} bytes, in {kibibytes} KiB: {output}", text().len());
    }
}

#[test]
#[ignore = "reviews the document that the environment names, for the test above"]
fn review_the_case() {
    let Ok(case) = env::var(CASE) else { return };
    let (_, text, refused) = CASES.iter().find(|(name, ..)| *name == case).expect("a case of this name");
    let document = match Document::parse("t", &text()) {
        Ok(document) => document,
        Err(problems) => return assert!(case == "aliases of a long string", "{problems}"),
    };
    let facts = reported(review::facts(&document));
    assert_eq!(
        facts.as_deref().unwrap_or_default().contains(refused.unwrap_or("nothing")),
        refused.is_some(),
        "{facts:?}"
    );
    let other = Document::parse("other", &schema("{type: boolean}")).unwrap();
    for (base, head) in [(&document, &document), (&other, &document)] {
        reported(review::compare(base, head, &[]));
    }
}

/// The problems, which are said in few words.
fn reported<T>(result: Result<T, impl Display>) -> Option<String> {
    let problems = result.err()?.to_string();
    assert!(problems.len() < 1000, "{problems}");
    Some(problems)
}
