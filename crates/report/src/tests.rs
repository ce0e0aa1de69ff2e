//! A review and findings with something of everything, and something hostile, in each format.

#[path = "../../../tests/snapshot/mod.rs"]
mod snapshot;

use std::path::Path;

use serde_json::{Value, json};
use snapshot::Folder;

use crate::{self as formats, Format, Texts, escape};
use lint::Finding;
use review::{Approval, Change, Direction, Gate, Location, Reason, Review, RuleId};

const BASE: &str = "\
info:
  version: 0.1.0
schemas:
  Action:
    properties:
      fileStatus:
        type: string
        enum: [Blocked]
      comment:
        maxLength: 10
";

const HEAD: &str = "\
info:
  version: 0.1.0
schemas:
  Action:
    properties:
      comment:
        maxLength: 5
      \"\u{1b}[31m::error::@admin <img src=x> `|` #1\": {}
";

/// A name that means something to a terminal, a workflow, and a page.
const HOSTILE: &str = "\u{1b}[31m\r\n::error::@admin <img src=x> `|` #1 [a](https://b)";

fn approval(fingerprint: &str, reason: Reason, because: &str) -> Approval {
    Approval { fingerprint: fingerprint.parse().unwrap(), reason, because: because.to_owned() }
}

fn location(file: &str, line: usize, column: usize, pointer: &str) -> Option<Location> {
    Some(Location { file: file.to_owned(), line: Some(line), column: Some(column), pointer: pointer.to_owned() })
}

fn change(rule: RuleId, headline: &str, fingerprint: &str) -> Change {
    Change {
        rule,
        tier: rule.tier(),
        direction: None,
        headline: headline.to_owned(),
        place: "blockFile response 201 body".to_owned(),
        operations: Vec::new(),
        old: None,
        new: None,
        base: None,
        head: None,
        fingerprint: fingerprint.parse().unwrap(),
        consequence: "Nobody breaks.".to_owned(),
        remedy: None,
        approval: None,
    }
}

fn sample() -> Review {
    Review {
        base: "spec/released/0.1.0.yaml".to_owned(),
        head: "./spec/openapi.yaml".to_owned(),
        version: Gate {
            base: "0.1.0".to_owned(),
            head: "0.1.0".to_owned(),
            needed: "0.2.0".parse().ok(),
            passes: false,
        },
        changes: vec![
            Change {
                direction: Some(Direction::Response),
                place: "blockFile response 201 body .fileStatus".to_owned(),
                operations: ["a", "b", "c", "d", "e", "f", "g", "h"].map(str::to_owned).to_vec(),
                old: Some(json!({"type": "string", "enum": ["Blocked"]})),
                base: location("spec/released/0.1.0.yaml", 6, 7, "/schemas/Action/properties/fileStatus"),
                head: location("./spec/openapi.yaml", 5, 5, "/schemas/Action/properties"),
                consequence: "A deployed consumer that reads `fileStatus` fails.".to_owned(),
                remedy: Some("Keep it, and say that it is deprecated.".to_owned()),
                ..change(
                    RuleId::named("response-optional-property-removed"),
                    "fileStatus: property removed",
                    "00000000000000a1",
                )
            },
            Change {
                direction: Some(Direction::Request),
                operations: vec!["blockFile".to_owned()],
                old: Some(json!(10)),
                new: Some(json!(5)),
                base: location("spec/released/0.1.0.yaml", 10, 9, "/schemas/Action/properties/comment/maxLength"),
                head: location("./spec/openapi.yaml", 7, 9, "/schemas/Action/properties/comment/maxLength"),
                consequence: "A consumer that sends more than 5 characters is refused.".to_owned(),
                approval: Some(approval("00000000000000a2", Reason::ContractCorrected, "It never took more.")),
                ..change(RuleId::named("request-max-length-tightened"), "maxLength: 10 became 5", "00000000000000a2")
            },
            Change {
                old: Some(json!("Action")),
                new: Some(json!("FileAction")),
                base: location("spec/released/0.1.0.yaml", 2, 3, "/info/version"),
                head: location("./spec/openapi.yaml", 2, 3, "/info/version"),
                consequence: "Code that names the type does not compile.".to_owned(),
                ..change(RuleId::named("schema-name-changed"), "Action: renamed to FileAction", "00000000000000b1")
            },
            Change {
                place: HOSTILE.to_owned(),
                operations: vec![HOSTILE.to_owned()],
                new: Some(json!({})),
                head: location("./spec/openapi.yaml", 8, 7, "/schemas/Action/properties/x"),
                ..change(RuleId::named("response-optional-property-added"), HOSTILE, "00000000000000c1")
            },
            Change {
                old: Some(json!("a")),
                new: Some(json!("b")),
                ..change(RuleId::named("words-changed"), "description: other words", "00000000000000d1")
            },
        ],
        unmatched_approvals: vec![approval("00000000000000ff", Reason::AcceptedBreak, HOSTILE)],
    }
}

fn findings() -> Vec<Finding> {
    vec![
        Finding {
            rule: "unused-component".to_owned(),
            section: None,
            message: "nothing refers to `Action`".to_owned(),
            help: Some("Delete it, or refer to it.".to_owned()),
            location: Location {
                file: "./spec/openapi.yaml".to_owned(),
                line: Some(4),
                column: Some(3),
                pointer: "/schemas/Action".to_owned(),
            },
        },
        Finding {
            rule: "paths-missing".to_owned(),
            section: Some("4.7.1 OpenAPI Object".to_owned()),
            message: HOSTILE.to_owned(),
            help: None,
            location: Location { file: HOSTILE.to_owned(), line: None, column: None, pointer: String::new() },
        },
    ]
}

fn nothing() -> Review {
    let gate = Gate { needed: "0.1.0".parse().ok(), passes: true, ..sample().version };
    Review { changes: Vec::new(), unmatched_approvals: Vec::new(), version: gate, ..sample() }
}

const TEXTS: Texts<'_> = Texts { base: Some(BASE), head: Some(HEAD), snapshots: None };

fn tell(format: Format) -> String {
    formats::review(&sample(), format, TEXTS, false)
}

fn tell_findings(format: Format) -> String {
    formats::findings(&findings(), format, Some(HEAD), false)
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn every_format_tells_a_review_and_findings() {
    let mut folder = Folder::new(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."), "review/formats");
    let version = format!("\"semanticVersion\": \"{}\"", env!("CARGO_PKG_VERSION"));
    for format in Format::ALL {
        let steady = |text: String| text.replace(&version, "\"semanticVersion\": \"[VERSION]\"");
        folder.assert(format.name(), &steady(tell(format)));
        folder.assert(&format!("findings-{format}"), &steady(tell_findings(format)));
    }
    folder.assert("schema", &format!("{:#}\n", formats::review_schema()));
    folder.assert("findings-schema", &format!("{:#}\n", formats::findings_schema()));
    folder.finish();
}

#[test]
fn no_format_lets_a_hidden_character_through() {
    for format in Format::ALL {
        for text in [tell(format), tell_findings(format)] {
            let hidden = text.chars().find(|character| *character != '\n' && escape::is_hidden(*character));
            assert_eq!(hidden, None, "{format}");
            assert!(
                text.lines().all(|line| format == Format::Github || !line.trim_start().starts_with("::")),
                "{text}"
            );
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{format}: {text:?}");
        }
    }
}

#[test]
fn an_annotation_is_one_line_each() {
    // The version, two breaks and an approved one, a compatible one, and an approval; words are not told.
    let starts = ["::warning ", "::error ", "::notice ", "::error ", "::notice ", "::warning "];
    let told = tell(Format::Github);
    assert_eq!(told.lines().count(), starts.len());
    for (line, start) in told.lines().zip(starts) {
        assert!(line.starts_with(start), "{line}");
    }
}

#[test]
fn colours_are_there_only_if_asked_for() {
    let coloured = formats::review(&sample(), Format::Text, TEXTS, true);
    assert!(coloured.starts_with("2 wire"), "{coloured}");
    assert!(coloured.contains("\u{1b}[31m- fileStatus:\u{1b}[0m"), "{coloured}");
    assert!(!tell(Format::Text).contains('\u{1b}'));
    assert!(formats::findings(&findings(), Format::Text, None, true).contains('\u{1b}'));
}

#[test]
fn json_keeps_its_schema_and_every_value() {
    for (text, schema) in [
        (tell(Format::Json), formats::review_schema()),
        (tell_findings(Format::Json), formats::findings_schema()),
        (formats::review(&nothing(), Format::Json, TEXTS, false), formats::review_schema()),
    ] {
        let schema = jsonschema::draft202012::new(&schema).unwrap();
        let value = parse(&text);
        let errors: Vec<_> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
        assert!(!schema.is_valid(&json!({"changes": [{}]})), "a schema that takes anything");
    }
    assert_eq!(parse(&tell(Format::Json)), serde_json::to_value(sample()).unwrap());
}

#[test]
fn the_results_of_sarif_know_their_rules_and_places() {
    for text in [tell(Format::Sarif), tell_findings(Format::Sarif)] {
        let log = parse(&text);
        let run = &log["runs"][0];
        for result in run["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
            let place = &result["locations"][0]["physicalLocation"];
            assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
            assert!(!place["artifactLocation"]["uri"].as_str().unwrap().starts_with('.'), "{place}");
        }
    }
    let twice = Review { changes: [sample().changes, sample().changes].concat(), ..sample() };
    let twice = parse(&formats::review(&twice, Format::Sarif, TEXTS, false));
    let log = parse(&tell(Format::Sarif));
    assert_eq!(twice["runs"][0]["tool"], log["runs"][0]["tool"], "a rule is told once");
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), sample().changes.len());
    let suppressed: Vec<_> = results.iter().filter(|result| result.get("suppressions").is_some()).collect();
    assert_eq!(suppressed.len(), 1);
    assert_eq!(suppressed[0]["level"], "note");
}

#[test]
fn a_review_without_changes_says_so() {
    let told = |format| formats::review(&nothing(), format, TEXTS, false);
    assert_eq!(told(Format::Text), "nothing changed; version 0.1.0 -> 0.1.0, which is enough\n");
    assert!(told(Format::Markdown).contains("## Contract: nothing changed\n"));
    assert_eq!(told(Format::Github), "");
    assert_eq!(formats::findings(&[], Format::Text, None, false), "no findings\n");
}

#[test]
fn a_comment_is_cut_where_github_would_refuse_it() {
    for change in sample().changes {
        let tier = change.tier;
        let review = Review { changes: vec![change; 2_000], ..sample() };
        let comment = formats::review(&review, Format::Markdown, TEXTS, false);
        assert!((60_000..65_536).contains(&comment.len()), "{}", comment.len());
        let told = comment.lines().filter(|line| line.starts_with("- ")).count();
        let left_out = format!("\nLeft out, for want of room: {} {tier} changes, 1 approval. ", 2_000 - told);
        assert!(comment.contains(&left_out), "{left_out}");
        let folded = usize::from(matches!(tier, review::Tier::Compatible | review::Tier::Docs));
        assert_eq!((comment.matches("<details>").count(), comment.matches("</details>").count()), (folded, folded));
        assert_eq!(comment.matches("```").count() % 2, 0);
    }
}

#[test]
fn formats_are_known_by_their_names() {
    for format in Format::ALL {
        assert_eq!(format.to_string().parse(), Ok(format));
    }
    let error = "html".parse::<Format>().unwrap_err();
    assert_eq!(error.to_string(), "there is no format `html`; there are text, json, markdown, github, sarif");
}
