//! Documents whose texts mean something to a terminal, a workflow, and a page: none of it takes effect.

use lint::{File, RepositoryFiles};
use openapi::{Document, Pointer, escape};
use report::{Display, Format, Sources};
use serde_json::{Value, json};

/// A line break and a command behind it, control and hidden characters, other commands, markup.
const HOSTILE: &str = "x\u{1b}[2J\u{9b}1m\r\n::error file=a,line=1::b\u{202e}\u{2066}\u{85}\u{2028}\u{200b}\u{feff}\u{e0041}\
                       \u{ad}\u{fe0f}##[group]c\n##vso[d]@admin <img src=x> `|` #1 [a](https://b) %0A::error::e";

/// What is a command where it begins a line.
const COMMAND: &str = "::error file=a::##[error]x";

/// A document with many kinds of text.
fn sound() -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1.0.0", "contact": {"email": "a@example.com"}},
        "servers": [{"url": "https://{r}.example.com", "variables": {"r": {"enum": ["us"], "default": "us"}}}],
        "tags": [{"name": "things", "description": "Things."}],
        "paths": {"/things/{id}": {"post": {
            "operationId": "makeThing", "summary": "Make", "tags": ["things"],
            "security": [{"signIn": ["Thing.Write"]}],
            "parameters": [{"name": "id", "in": "path", "required": true, "example": "a",
                "schema": {"type": "string", "pattern": "^a"}}],
            "requestBody": {"content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Thing"},
                "examples": {"small": {"value": {"kind": "a", "size": 1}}}}}},
            "responses": {
                "200": {"description": "Done.", "headers": {"X-Count": {"schema": {"type": "integer"}}},
                    "content": {"application/json": {
                        "schema": {"$ref": "#/components/schemas/Thing"}, "example": {"kind": "b"}}}},
                "4XX": {"description": "Refused."}},
            "x-note": "n",
        }}},
        "components": {
            "securitySchemes": {"signIn": {"type": "oauth2", "flows": {"clientCredentials": {
                "tokenUrl": "https://example.com/token", "scopes": {"Thing.Write": "Write."}}}}},
            "schemas": {"Thing": {"type": "object", "description": "A thing.", "required": ["kind"], "properties": {
                "kind": {"type": "string", "description": "Kind.", "enum": ["a", "b"], "x-extensible-enum": ["a"]},
                "size": {"type": "integer", "description": "Size.", "default": 3}}}},
        },
    })
}

/// The document with one text replaced: the values first, then the keys.
fn variants(text: &str) -> Vec<Value> {
    let sound = sound();
    let mut pointers = vec![String::new()];
    let mut variants = Vec::new();
    while let Some(pointer) = pointers.pop() {
        match sound.pointer(&pointer).unwrap() {
            Value::Object(members) => {
                for key in members.keys() {
                    pointers.push(format!("{pointer}{}", Pointer::root().child(key)));
                    for new in [text.to_owned(), format!("{key}{text}")] {
                        let mut variant = sound.clone();
                        let members = variant.pointer_mut(&pointer).unwrap().as_object_mut().unwrap();
                        let member = members.remove(key).unwrap();
                        members.insert(new, member);
                        variants.push(variant);
                    }
                }
            }
            Value::Array(elements) => {
                pointers.extend((0..elements.len()).map(|index| format!("{pointer}/{index}")));
            }
            Value::String(old) => {
                for new in [text.to_owned(), format!("{old}{text}")] {
                    let mut variant = sound.clone();
                    *variant.pointer_mut(&pointer).unwrap() = json!(new);
                    variants.push(variant);
                }
            }
            _ => {}
        }
    }
    variants
}

/// The effect that a text has and must not have; none if it is harmless.
fn effect(shown: &str, format: Option<Format>) -> Option<String> {
    if let Some(hidden) = shown.chars().find(|character| *character != '\n' && escape::is_hidden(*character)) {
        return Some(format!("{hidden:?}"));
    }
    if let Some(command) = ["##[", "##vso["].into_iter().find(|command| shown.contains(command)) {
        return Some(command.to_owned());
    }
    let is_harmless = |line: &&str| match format {
        Some(Format::Github) => is_annotation(line),
        _ => !line.trim_start().starts_with("::"),
    };
    shown.lines().find(|line| !is_harmless(line)).map(str::to_owned)
}

/// Whether a line is one of our commands, with our properties.
fn is_annotation(line: &str) -> bool {
    let command = ["error", "warning", "notice"].iter().find_map(|level| line.strip_prefix(&format!("::{level} ")));
    command.and_then(|rest| rest.split_once("::")).is_some_and(|(properties, _)| {
        let name = |property: &str| property.split_once('=').map(|(name, _)| name.to_owned());
        let names: Option<Vec<String>> = properties.split(',').map(name).collect();
        let known = ["file", "line", "col", "title"];
        let known =
            names.map(|names| known.into_iter().filter(|name| names.iter().any(|n| n == name)).eq(names.iter()));
        known == Some(true) && !properties.contains(':')
    })
}

#[track_caller]
fn assert_harmless(shown: &str, format: Option<Format>) {
    assert_eq!(effect(shown, format), None, "{format:?}: {shown}");
}

/// All that is shown of a document: findings, changes, facts, or what is wrong with it.
fn assert_shown_harmless(name: &str, text: &str, files: &RepositoryFiles) {
    let base_text = format!("{:#}", sound());
    let base = Document::parse("base.json", &base_text).unwrap();
    let document = match Document::parse(name, text) {
        Ok(document) => document,
        Err(problems) => return assert_harmless(&problems.to_string(), None),
    };
    let files_of_sources = files.iter().map(|file| (file.name.as_str(), file.text.as_str()));
    let sources: Sources<'_> = [(name, text), ("base.json", &base_text)].into_iter().chain(files_of_sources).collect();
    let findings = lint::check_with(&document, files, &lint::Settings::default());
    let review = review::compare(&base, &document, &[]);
    for format in Format::ALL {
        let details = Display { has_details: true, ..Display::default() };
        let shown = report::findings(&findings, format, &sources, details);
        assert_harmless(&shown, Some(format));
        if format == Format::Github {
            assert_eq!(shown.lines().count(), findings.findings.len(), "{shown}");
        }
        match &review {
            Ok(review) => {
                for (has_details, width) in [(false, None), (true, Some(40))] {
                    let display = Display { snapshots: Some(text), has_details, width, has_colours: false };
                    assert_harmless(&report::review(review, format, &sources, display), Some(format));
                }
            }
            Err(problems) => assert_harmless(&problems.to_string(), None),
        }
    }
    for fact in review::facts(&document).into_iter().flatten() {
        let fact = fact.to_string();
        assert_eq!(fact.lines().count(), 1, "{fact}");
        assert_harmless(&fact, None);
    }
}

#[test]
fn no_text_of_a_document_has_an_effect() {
    for variant in [HOSTILE, COMMAND].into_iter().flat_map(variants) {
        assert_shown_harmless("a.json", &format!("{variant:#}"), &RepositoryFiles::default());
    }
}

#[test]
fn no_name_or_text_of_a_file_has_an_effect() {
    let contract = format!("{:#}", sound());
    for text in [HOSTILE, COMMAND] {
        let example = File { name: format!("{text}/{text}/request.small.json"), text: contract.clone() };
        let quirks = json!({"quirks": [{"id": text, "title": text, "says": {text: text}, "where": [text],
            "tests": [text, format!("{text}::{text}")], text: text}]});
        let quirks = File { name: text.to_owned(), text: format!("{quirks:#}") };
        let files = RepositoryFiles { quirks: Some(quirks), examples: Some(vec![example]), tests: Some(Vec::new()) };
        assert_shown_harmless(text, &contract, &files);
        assert_shown_harmless(text, "[", &files);
    }
}

/// What YAML can write that JSON cannot: a plain key that is quoted as the first thing of a line.
#[test]
fn no_quoted_line_is_a_command() {
    let head = "openapi: 3.0.3\ninfo: {title: t, version: 1.0.0}\npaths: {}\n";
    let texts = [
        format!("{head}components:\n  schemas:\n    ::error::x:\n      ::error::y: 1\n      ##[error]z: 1\n"),
        format!(
            "{head}components:\n  schemas:\n    ::error::x:\n      type: object\n      x-a:\n        ::error::y: 1\n"
        ),
        format!("{head}tags:\n  - name: a\n  - ::error::x: 1\n"),
        format!("{head}::error::x:\n  ::error::y: 1\n"),
        format!(
            "{head}\"x-a\\n::error file=a,line=1::b \\e[2J\\u202e\": 1\n\"x-a\\n::error file=a,line=1::b \\e[2J\\u202e\": 2\n"
        ),
        "openapi: \"3.1\\n::error::x\"\ninfo: {title: t, version: 1.0.0}\npaths: {}\n".to_owned(),
    ];
    for text in texts {
        assert_shown_harmless("a.yaml", &text, &RepositoryFiles::default());
    }
}

#[test]
fn these_tests_notice_an_effect() {
    for shown in ["a\u{1b}", "\u{202e}", "a\n  ::error::x", "a ##[group]", "##vso[x]"] {
        assert_ne!(effect(shown, None), None, "{shown:?}");
    }
    for line in ["a", "::debug::x", "::error::x", "::error file=a: b::x", "::error x=a::x", "::error line=1,file=a::x"]
    {
        assert_ne!(effect(line, Some(Format::Github)), None, "{line}");
    }
    assert_harmless("::error file=a,line=1,col=2,title=b::c", Some(Format::Github));
}
