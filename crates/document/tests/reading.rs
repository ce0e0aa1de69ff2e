//! A text is read, YAML or JSON, or refused with the place and the reason.

use document::{Document, Node, Pointer, Position};
use serde_json::{Value, json};

fn read(text: &str) -> Document {
    Document::parse("t", text).unwrap_or_else(|problems| panic!("{problems}\n{text}"))
}

fn value(text: &str) -> Value {
    read(text).root().to_json()
}

fn refusal(text: &str) -> String {
    match Document::parse("t", text) {
        Ok(document) => panic!("read as {}: {text}", document.root()),
        Err(problems) => problems.to_string(),
    }
}

fn place(document: &Document, pointer: &str) -> String {
    let pointer: Pointer = pointer.parse().unwrap();
    document.position(&pointer).map(|position| position.to_string()).unwrap_or_default()
}

#[test]
fn scalars_follow_the_core_schema() {
    let text = "[~, null, true, False, 12, -3, +4, 0x1F, 0o17, 1.5, 1e3, '12', 0.1.0, 2017-12-04, 4XX, e, .]";
    let values =
        json!([null, null, true, false, 12, -3, 4, 31, 15, 1.5, 1000.0, "12", "0.1.0", "2017-12-04", "4XX", "e", "."]);
    assert_eq!(value(text), values);
}

#[test]
fn keys_are_strings() {
    assert_eq!(value("{200: a, true: b, ~: c, .inf: d}"), json!({"200": "a", "true": "b", "~": "c", ".inf": "d"}));
    assert!(refusal("{: a}").contains("t:1:2: /: a key is missing here"));
    assert_eq!(value("{'': a}"), json!({"": "a"}));
}

#[test]
fn aliases_are_expanded_with_the_positions_of_their_source() {
    let document = read("a: &x\n  b: 1\nc: *x\n");
    assert_eq!(document.root().to_json(), json!({"a": {"b": 1}, "c": {"b": 1}}));
    let member = |node: &Node, key: &str| node.as_object().and_then(|object| object.member(key)?.position);
    assert_eq!(member(document.root(), "c"), Some(Position::new(3, 1)));
    assert_eq!(member(&document.root()["c"], "b"), Some(Position::new(2, 3)));
}

#[test]
fn what_json_cannot_say_is_refused_with_its_place() {
    assert_eq!(refusal("a: 1\nb: 2\na: 3\n"), "t:3:1: /a: the key `a` stands here twice");
    assert_eq!(refusal("a:\n  - .inf\n"), "t:2:5: /a/0: `.inf` is a number that JSON does not have");
    assert!(refusal("a: &x [*x]").contains("inside the node that it names"));
    assert!(refusal("a: &x {b: 1}\nc:\n  <<: *x\n").contains("YAML 1.1 only"));
    assert!(refusal("a: 1\n---\nb: 2\n").starts_with("t:2:1: /: a second document"));
    assert!(refusal("a: !secret x").contains("no meaning in JSON"));
    assert!(refusal("").contains("empty"));
    assert!(refusal("a: [1,\nb: 2\n").contains("this is not YAML"));
}

#[test]
fn depth_and_aliases_have_limits() {
    for text in [
        format!("{}1{}", "[".repeat(200), "]".repeat(200)),
        format!("{{\"a\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000)),
        format!("a: {}1{}", "[".repeat(300), "]".repeat(300)),
        format!("a:\n{}1", "- ".repeat(300)),
    ] {
        assert!(refusal(&text).contains("nested more than 100 levels deep"));
    }
    let bomb = (0..12).fold("a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n".to_owned(), |text, level| {
        let next = level + 1;
        let aliases = vec![format!("*a{level}"); 10].join(",");
        format!("{text}a{next}: &a{next} [{aliases}]\n")
    });
    assert!(refusal(&bomb).contains("once aliases are expanded"));
}

#[test]
fn a_tree_that_takes_much_more_memory_than_its_text_is_refused() {
    let lists = |count: usize| format!("[{}1]", format!("{}{},", "[".repeat(98), "]".repeat(98)).repeat(count));
    assert!(Document::parse("t", &lists(5_000)).is_ok());
    let message = refusal(&lists(12_000));
    assert!(message.contains("takes more memory than 20 times its size and 32 MiB"), "{message}");
}

#[test]
fn a_key_twice_is_reported_with_its_place_in_json_too() {
    let json = "{\"info\":\n  {\"version\": 1, \"\\u0076ersion\": 2}}";
    for text in [
        json.to_owned(),
        format!("\u{feff}{json}"),
        json.replace('\n', "\r\n"),
        json.replace('\n', "\r"),
        format!(" {json}"),
    ] {
        assert_eq!(refusal(&text), "t:2:18: /info/version: the key `version` stands here twice", "{text:?}");
    }
    let yaml = "info:\n  version: 1\n  version: 2\n";
    for text in [yaml.to_owned(), format!("\u{feff}{yaml}"), yaml.replace('\n', "\r\n"), yaml.replace('\n', "\r")] {
        assert_eq!(refusal(&text), "t:3:3: /info/version: the key `version` stands here twice", "{text:?}");
    }
    // Surrogate pairs are what YAML does not have: they must not cost the checks.
    let pair = "{\"a\": \"\\ud83d\\ude00\",\n \"b\": 1, \"b\": 2}";
    assert_eq!(refusal(pair), "t:2:10: /b: the key `b` stands here twice");
    // Of many keys too, and the first that is there twice.
    let many: String = (0..50).map(|index| format!("\"k{}\": {index},\n", index % 40)).collect();
    assert_eq!(refusal(&format!("{{{many}\"z\": 1}}")), "t:41:1: /k0: the key `k0` stands here twice");
}

/// Texts that are JSON and YAML with the same meaning.
const BOTH: &[&str] = &[
    "{\n  \"a\": {\"b\": [1, -2.50e+3, true, false, null, \"x\"]},\n\t\"c\": {}, \"d\": []\n}\n",
    "[\"\\ud83d\\ude00 \\/ \\\\ \\\" \\u00e9 \\b\\f\\n\\r\\t\", {\"😀é\": \"😀\", \"z\": 0}, -0, 1E400, [[], [[\"\"]]]]",
    "{\"long\":\r\n  {\"a\": 12345678901234567890123,\r  \"b\": 0.10},\"\": {\"\": null}}",
];

#[test]
fn json_has_the_same_tree_and_places_as_the_yaml_that_it_is() {
    fn compare(json: &Document, yaml: &Document, pointer: &Pointer) {
        let (a, b) = (json.node(pointer).unwrap(), yaml.node(pointer).unwrap());
        assert_eq!((a.position(), json.position(pointer)), (b.position(), yaml.position(pointer)), "{pointer}");
        a.as_array().unwrap_or_default().iter().enumerate().for_each(|(at, _)| compare(json, yaml, &pointer.index(at)));
        a.as_object()
            .into_iter()
            .flat_map(|members| members.keys())
            .for_each(|key| compare(json, yaml, &pointer.child(key)));
    }
    for text in BOTH {
        // A comment makes YAML of it.
        let (json, yaml) = (read(text), read(&format!("{text} # YAML")));
        assert_eq!(json.root(), yaml.root());
        assert_eq!(json.root().to_string(), yaml.root().to_string(), "numbers as they are written, members in order");
        compare(&json, &yaml, &Pointer::root());
    }
}

#[test]
fn json_is_read_with_positions_too() {
    let document =
        read("{\n  \"openapi\": \"3.0.3\",\n  \"é😀\": {\"title\": \"t\", \"version\": \"1\"},\n  \"pathes\": {}\n}");
    assert_eq!(place(&document, "/pathes"), "4:3");
    assert_eq!(place(&document, "/é😀/version"), "3:24");
    assert_eq!(value(r#"["\ud83d\ude00 \/"]"#), json!(["😀 /"]));
}

#[test]
fn half_of_a_surrogate_pair_is_refused() {
    for text in [r#"{"a": ["\ud800"]}"#, r#"{"a": ["\udc00x"]}"#, r#"{"a": ["\ud800\u0041"]}"#] {
        let message = refusal(text);
        assert!(message.starts_with("t:1:8: /a/0: a `\\u` escape in this string is one half of a pair"), "{message}");
    }
    assert!(refusal("a: \"\\ud800\"").contains("surrogate"));
}

#[test]
fn what_is_not_json_may_be_yaml_in_its_flow_style() {
    for text in ["{\"a\": 1,}", "{a: 01}", "{\"a\": 1} # one", "{'a': 1}", "{\"a\":\n  # one\n  1}"] {
        assert_eq!(value(text), json!({"a": 1}), "{text}");
    }
    assert_eq!(value("[\"a\tb\"]"), json!(["a\tb"]));
    assert!(refusal("{\"a\": .inf}").contains("t:1:7: /a: `.inf` is a number that JSON does not have"));
}

#[test]
fn of_two_syntax_errors_the_later_one_is_reported() {
    let json = refusal("{\"a\": 1,\n \"b\" 2}");
    assert_eq!(json, "t:2:6: /b: this is not JSON: expected `:`");
    for (text, message) in [
        ("{\"a\": 1\n", "t:2:1: /: this is not JSON: expected `,` or `}`"),
        ("{\"a\": [1, 2}", "expected `,` or `]`"),
        ("{\"a\": 1} 2", "t:1:10: /: this is not JSON: expected the end of the text"),
        ("[1, tru", "t:1:5: /1: this is not JSON: expected a value"),
        ("{\"a\": \"b", "this is not JSON: expected the `\"` that ends a string"),
    ] {
        assert!(refusal(text).contains(message), "{}", refusal(text));
    }
    let yaml = refusal("{a: 1,\n b: [2, 3}");
    assert!(yaml.starts_with("t:2:") && yaml.contains("this is not YAML"), "{yaml}");
}

#[test]
fn numbers_keep_all_their_digits() {
    for prefix in ["a: ", "{\"a\": "] {
        let number = |text: &str| {
            read(&format!("{prefix}{text}{}", if prefix.len() > 3 { "}" } else { "" })).root()["a"].clone()
        };
        assert_ne!(number("12345678901234567890123"), number("12345678901234567890124"));
        for text in ["12345678901234567890123", "1e400", "-0.1000000000000000055511151231257827"] {
            assert!(number(text).is_number());
            assert_eq!(number(text).to_string(), text);
        }
    }
    assert_eq!(read("0xFFFFFFFFFFFFFFFFFF").root().to_string(), "4722366482869645213695");
}

#[test]
fn a_number_that_is_too_large_is_refused_and_no_string() {
    for text in ["a: 1e9999999999", "{\"a\": 1e9999999999}", "a: -.5E-99999999999999999999999"] {
        assert!(refusal(text).contains("/a: the exponent of `"), "{}", refusal(text));
    }
    assert!(refusal(&format!("a: 0x{}", "F".repeat(33))).contains("has more than 128 bits"));
    assert_eq!(
        value("[1e, 0x, 0xG, e5, 1e5x, '1e9999999999']"),
        json!(["1e", "0x", "0xG", "e5", "1e5x", "1e9999999999"])
    );
}

#[test]
fn an_anchor_on_a_key_names_its_text() {
    assert_eq!(value("x-a: {&k name: 1}\nx-b: *k\n"), json!({"x-a": {"name": 1}, "x-b": "name"}));
    assert_eq!(value("&k 200: a\nb: *k\n"), json!({"200": "a", "b": 200}));
    assert_eq!(value("a: &k name\n*k : 1\n"), json!({"a": "name", "name": 1}));
    assert_eq!(refusal("a: &k b\n*k : 1\nb: 2\n"), "t:3:1: /b: the key `b` stands here twice");
    assert!(refusal("a: &k [b]\n*k : 1\n").contains("t:2:1: /: this alias is a key, and what it names is no string"));
    assert!(refusal("a: *k\n").contains("unknown anchor"));
}

#[test]
fn a_tag_that_is_wrong_is_refused() {
    for (text, message) in [
        ("!!int abc", "the tag `!!int` is for an integer, and `abc` is none"),
        ("!!int 1.5", "`!!int`"),
        ("!!int", "`!!int`"),
        ("!!int 'x'", "`!!int`"),
        ("!!float x", "the tag `!!float` is for a decimal number"),
        ("!!float 0x1F", "`!!float`"),
        ("!!float .inf", "a number that JSON does not have"),
        ("!!bool x", "the tag `!!bool` is for true or false"),
        ("!!bool yes", "`!!bool`"),
        ("!!null x", "the tag `!!null` is for null"),
        ("!!seq {}", "the tag `!!seq` is for a list, and an object stands here"),
        ("!!map []", "the tag `!!map` is for an object, and a list stands here"),
        ("!!str []", "`!!str`"),
        ("!!int {}", "`!!int`"),
        ("!!map x", "the tag `!!map` is for an object, and `x` is none"),
        ("!!seq", "`!!seq`"),
        ("!!binary aGk=", "the tag `!!binary` has no meaning in JSON"),
        ("!!set {a}", "the tag `!!set` has no meaning in JSON"),
        ("!!timestamp 2001-12-15", "`!!timestamp`"),
        ("!local [a]", "the tag `!local` has no meaning in JSON"),
        ("!<tag:example.com,2000:x> a", "`!<tag:example.com,2000:x>`"),
        ("{!!int b: 1}", "`!!int`"),
        ("{!x b: 1}", "`!x`"),
    ] {
        let refused = refusal(&format!("v:\n  - {text}\n"));
        assert!(refused.contains(message) && refused.starts_with("t:2:"), "{text}: {refused}");
    }
    assert_eq!(refusal("a:\n  b: !x y\n"), "t:2:6: /a/b: the tag `!x` has no meaning in JSON");
}

#[test]
fn a_tag_that_is_right_is_read() {
    for (text, expected) in [
        ("!!str 3.0", json!("3.0")),
        ("!!str", json!("")),
        ("!!int 12", json!(12)),
        ("!!int '0x1F'", json!(31)),
        ("!!float 1", json!(1)),
        ("!!float 1.5", json!(1.5)),
        ("!!bool True", json!(true)),
        ("!!null ~", json!(null)),
        ("!!null", json!(null)),
        ("!!seq [a]", json!(["a"])),
        ("!!map {!!str 200: a}", json!({"200": "a"})),
        ("!<tag:yaml.org,2002:int> 1", json!(1)),
        ("! 12", json!("12")),
        ("! [12]", json!([12])),
    ] {
        assert_eq!(value(&format!("v: {text}\n"))["v"], expected, "{text}");
    }
    assert_eq!(value("%TAG !y! tag:yaml.org,2002:\n---\na: !y!str 1\n"), json!({"a": "1"}));
}

#[test]
fn a_quoted_scalar_may_go_on_at_a_lower_indentation() {
    for quote in ['\'', '"'] {
        for indentation in ["", "  ", "      "] {
            let text = format!(
                "paths:\n  /a:\n    get:\n      description: {quote}one\n        two\n\n{indentation}three{quote}\n      tags: []\n"
            );
            let document = read(&text);
            assert_eq!(document.root()["paths"]["/a"]["get"]["description"], "one two\nthree", "{text}");
            assert_eq!(place(&document, "/paths/~1a/get/tags"), "8:7", "{text}");
        }
    }
    assert!(refusal("a:\n  b: 'one\n--- two'\n").contains("document indicator"));
}

#[test]
fn a_flow_collection_may_end_at_a_lower_indentation() {
    assert_eq!(value("a:\n  b: {\n    c: [\n  1,\n2\n],\n}\nd: 1\n"), json!({"a": {"b": {"c": [1, 2]}}, "d": 1}));
}

#[test]
fn a_long_key_is_read_in_json_and_needs_a_mark_in_yaml() {
    let key = "k".repeat(5000);
    for text in [format!("{{\"{key}\": 1}}"), format!("? {key}\n: 1\n")] {
        assert_eq!(value(&text), json!({&key: 1}));
    }
    for text in [format!("{key}: 1\n"), format!("a: {{{key}: 1}}\n")] {
        assert!(
            refusal(&text).contains("a key of more than 1024 characters needs `? ` before it"),
            "{}",
            refusal(&text)
        );
    }
}

#[test]
fn any_text_is_read_or_refused_without_a_panic() {
    let yaml = "a: &x {b: [1, 'two', \"th\\u00e9\"], c: |\n  text\n  }\nd: *x\n? e\n: !!str 5\n--- # end\n";
    for text in BOTH.iter().chain(&[yaml]) {
        for (cut, letter) in text.char_indices() {
            let (before, after) = (&text[..cut], &text[cut + letter.len_utf8()..]);
            let _ = Document::parse("t", before);
            for between in
                ["", "\t", "{", "]", "\"", "'", "\\", ":", ",", "\u{feff}", "\0", "😀", "\r", "*x", "&x ", "1"]
            {
                let _ = Document::parse("t", &format!("{before}{between}{after}"));
            }
        }
    }
}
