//! What holds for a format whatever it shows.

use lint::{Checked, RepositoryFiles, RuleSetting, Settings};
use openapi::{Document, Node};
use report::{Display, Format, Sources};
use review::{Change, Review, Tier};
use serde_json::{Value, json};

use crate::sample::{HEAD, checked, findings, findings_shown, head_text, no_change, review, shown};

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn an_annotation_is_one_line_each() {
    let review = review();
    let is_shown = |tier: Tier| tier != Tier::Docs;
    let changes = review.changes.iter().filter(|change| is_shown(change.tier));
    let levels = changes.map(|change| match change.tier {
        Tier::Wire | Tier::Source if change.approval.is_none() => "::error ",
        _ => "::notice ",
    });
    // The version comes first, the approval without a change last.
    let levels: Vec<_> = ["::warning "].into_iter().chain(levels).chain(["::warning "]).collect();
    let shown = shown(Format::Github);
    assert_eq!(shown.lines().count(), levels.len(), "{shown}");
    for (line, level) in shown.lines().zip(levels) {
        assert!(line.starts_with(level), "{line}");
    }
}

#[test]
fn only_text_has_colours_and_only_on_request() {
    let colours = Display { has_colours: true, ..Display::default() };
    let with_colours =
        report::review(&review(), Format::Text, &Sources::default(), Display { has_details: true, ..colours });
    assert!(with_colours.contains("\u{1b}[31m- "), "{with_colours}");
    assert!(report::findings(&findings(), Format::Text, &Sources::default(), colours).contains('\u{1b}'));
    for format in Format::ALL {
        assert!(!shown(format).contains('\u{1b}') && !findings_shown(format).contains('\u{1b}'), "{format}");
    }
}

#[test]
fn json_holds_every_value() {
    let review = review();
    let shown = parse(&shown(Format::Json));
    assert_eq!(shown["changes"].as_array().unwrap().len(), review.changes.len());
    for (shown, change) in shown["changes"].as_array().unwrap().iter().zip(&review.changes) {
        assert_eq!(shown["rule"], change.rule.to_string());
        assert_eq!(shown["tier"], change.tier.to_string());
        assert_eq!(shown["headline"], change.headline);
        assert_eq!(Node::from(&shown["old"]), change.old.clone().unwrap_or_default());
        assert_eq!(shown["approval"].is_null(), change.approval.is_none());
        let line = change.head.as_ref().and_then(|head| head.position).map(|position| position.line());
        assert_eq!(shown["head"]["line"], json!(line));
    }
    let findings = findings();
    let shown = parse(&findings_shown(Format::Json));
    for (shown, finding) in shown["findings"].as_array().unwrap().iter().zip(&findings.findings) {
        assert_eq!(shown["rule"], finding.rule.id);
        assert_eq!(shown["message"], finding.message);
        assert_eq!(shown["location"]["file"], finding.file);
        assert_eq!(shown["location"]["column"], finding.position.unwrap().column());
    }
}

#[test]
fn the_results_of_sarif_know_their_rules_and_places() {
    for text in [shown(Format::Sarif), findings_shown(Format::Sarif)] {
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
    let review = review();
    let twice = Review { changes: [review.changes.clone(), review.changes.clone()].concat(), ..review.clone() };
    let twice = parse(&report::review(&twice, Format::Sarif, &Sources::default(), Display::default()));
    let log = parse(&shown(Format::Sarif));
    assert_eq!(twice["runs"][0]["tool"], log["runs"][0]["tool"], "a rule is described once");
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), review.changes.len());
    let suppressed: Vec<_> = results.iter().filter(|result| result.get("suppressions").is_some()).collect();
    assert_eq!(suppressed.len(), 1);
    assert_eq!(suppressed[0]["level"], "note");
}

#[test]
fn a_review_without_changes_says_so() {
    let shown = |format| report::review(&no_change(), format, &Sources::default(), Display::default());
    assert_eq!(shown(Format::Text), "nothing changed; version 0.1.0 -> 0.1.0, which is enough\n");
    assert!(shown(Format::Markdown).contains("## Contract: nothing changed\n"));
    assert_eq!(shown(Format::Github), "");
    assert_eq!(
        report::findings(&Checked::default(), Format::Text, &Sources::default(), Display::default()),
        "no findings\n"
    );
}

#[test]
fn a_comment_is_cut_where_github_would_refuse_it() {
    let text = head_text();
    let sources: Sources<'_> = [(HEAD, text.as_str())].into_iter().collect();
    let sample = review();
    for change in sample.changes.clone() {
        let tier = change.tier;
        // Each at a place of its own, so that each is shown.
        let number = |number: usize| Change { headline: format!("{number} {}", change.headline), ..change.clone() };
        let review = Review { changes: (0..2_000).map(number).collect(), ..sample.clone() };
        let comment = report::review(&review, Format::Markdown, &sources, Display::default());
        assert!((60_000..65_536).contains(&comment.len()), "{}", comment.len());
        let shown = comment.lines().filter(|line| line.starts_with("  - **")).count();
        let is_folded = matches!(tier, Tier::Compatible | Tier::Docs);
        let kind = if is_folded { tier.name() } else { "breaking" };
        let left_out = format!("\nLeft out for lack of space: {} {kind} changes, 1 approval", 2_000 - shown);
        assert!(comment.contains(&left_out), "{left_out}");
        let details = if is_folded { ". " } else { ", 2000 details. " };
        assert!(comment.contains(&format!("1 approval{details}")), "{details}");
        let folded = usize::from(is_folded);
        assert_eq!((comment.matches("<details>").count(), comment.matches("</details>").count()), (folded, folded));
        assert_eq!(comment.matches("```").count() % 2, 0);
    }
}

/// A finding in a file of an example is quoted from that file, not from the same line of the contract.
#[test]
fn a_finding_is_quoted_from_its_own_file() {
    for format in [Format::Text, Format::Markdown] {
        let shown = findings_shown(format);
        let (_, after) = shown.split_once("the contract has no example").unwrap();
        assert!(after.contains("\"c\": 1"), "{format}: {shown}");
        assert_eq!(shown.matches("openapi: 3.0.3").count(), 0, "{format}: {shown}");
        // The second tag, and not line 6 of the file.
        assert!(shown.contains("name: \"\\e[31m"), "{format}: {shown}");
    }
    // Without its text, a finding is not quoted.
    let text = crate::sample::faulty_text();
    let contract: Sources<'_> = [(HEAD, text.as_str())].into_iter().collect();
    let shown = report::findings(&findings(), Format::Text, &contract, Display::default());
    assert!(!shown.contains("\"c\": 1") && shown.contains("name: \"\\e[31m"), "{shown}");
}

#[test]
fn a_document_without_text_has_no_lines() {
    let tree = json!({"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {},
        "components": {"schemas": {"A": {}}}});
    let findings = checked(&Document::from_node("a.yaml", Node::from(&tree)), &RepositoryFiles::default());
    let shown = report::findings(&findings, Format::Text, &Sources::default(), Display::default());
    assert!(shown.contains("place        a.yaml: /components/schemas/A\n"), "{shown}");
    let sarif = parse(&report::findings(&findings, Format::Sarif, &Sources::default(), Display::default()));
    let region = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region, &json!({"startLine": 1}));
}

/// Six properties without a description, a tag that is declared twice, and a rule that is off.
#[test]
fn what_many_places_lack_is_one_entry_below_the_errors() {
    let properties: Vec<String> = (0..6).map(|index| format!("a{index}: {{type: string}}")).collect();
    let properties = properties.join(", ");
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\nservers: [{{url: /}}]\npaths: {{}}\ncomponents:\n  schemas:\n    \
         A: {{type: object, properties: {{{properties}}}}}\ntags: [{{name: a}}, {{name: a}}]\n"
    );
    let document = Document::parse(HEAD, &text).unwrap();
    let mut settings = Settings::default();
    let off = RuleSetting { severity: None, reason: "Nothing refers to it *yet*.".to_owned() };
    settings.set("unused-component", off).unwrap();
    let checked = lint::check_with(&document, &RepositoryFiles::default(), &settings);
    let shown = |format, has_details| {
        report::findings(&checked, format, &Sources::default(), Display { has_details, ..Display::default() })
    };
    let text = shown(Format::Text, false);
    assert!(text.starts_with("7 findings: 1 error, 6 info\n\nerror tag-unique: "), "{text}");
    assert!(text.contains("\ninfo property-description: 6 findings; the first 3:\n  place "), "{text}");
    assert_eq!(text.matches("  place ").count(), 4, "{text}");
    assert!(text.ends_with("\n\n1 finding of unused-component, which is off: Nothing refers to it *yet*.\n"), "{text}");
    assert_eq!(shown(Format::Text, true).matches("\ninfo property-description: ").count(), 6);
    let markdown = shown(Format::Markdown, false);
    assert!(markdown.contains("## Contract: 7 findings: 1 error, 6 info\n\n- error: "), "{markdown}");
    assert!(markdown.contains("\n- info: **6 findings; the first 3:**; rule `property-description`\n"), "{markdown}");
    assert!(
        markdown.contains("1 finding of unused-component, which is off: Nothing refers to it \\*yet\\*."),
        "{markdown}"
    );
    let github = shown(Format::Github, false);
    let levels: Vec<_> = github.lines().map(|line| &line[..line.find(' ').unwrap()]).collect();
    assert_eq!(levels, ["::error", "::notice", "::notice"], "{github}");
    // What programs read has all of them.
    let json = parse(&shown(Format::Json, false));
    let severities: Vec<_> = json["findings"].as_array().unwrap().iter().map(|it| it["severity"].as_str()).collect();
    assert_eq!(severities.len(), 7);
    assert_eq!(severities[6], Some("error"));
    assert_eq!(json["off"][0]["findings"], 1);
    let sarif = parse(&shown(Format::Sarif, false));
    let levels: Vec<_> = sarif["runs"][0]["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["level"].as_str().unwrap())
        .collect();
    assert_eq!(levels, ["note", "note", "note", "note", "note", "note", "error"]);
}
