//! What is shown as one thing: changes with one cause, on one line each, within the columns of a screen.

use openapi::Document;
use report::{Display, Format, Sources};
use review::{Approval, Reason, Review};
use serde_json::Value;
use test_support::{assert_snapshots, project};
use unicode_width::UnicodeWidthStr;

/// A pull request: a status, a property and two values less, an operation renamed, a pattern narrowed, a number widened.
const EDITS: &[(&str, &str)] = &[
    ("  version: 0.1.0", "  version: 0.2.0"),
    ("      summary: Block a file\n", "      summary: Blocks a file everywhere\n"),
    ("operationId: unrestrictCodeExecution", "operationId: removeAppRestriction"),
    ("^([0-9A-Fa-f]{40}|[0-9A-Fa-f]{32}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$", "^[0-9A-Fa-f]{40}$"),
    ("          format: int32\n", "          format: int64\n"),
    ("Failed, TimeOut, Cancelled]", "Failed, Timeout, Cancelled]"),
];

/// The pull request: the texts before and after.
fn pull_request() -> (String, String) {
    let base = std::fs::read_to_string(project("spec/released/0.1.0.yaml")).unwrap();
    let mut head = base.clone();
    for (from, to) in EDITS {
        assert_eq!(head.matches(from).count(), 1, "{from}");
        head = head.replace(from, to);
    }
    // The second operation has no limit any more.
    let (second, _) = head.match_indices("        '429': *too-many-requests\n").next().unwrap();
    head.replace_range(second..second + "        '429': *too-many-requests\n".len(), "");
    let start = head.find("        lastUpdateTimeUtc:\n").unwrap();
    let end =
        start + head[start..].find("x-simulator: { value: $now }\n").unwrap() + "x-simulator: { value: $now }\n".len();
    head.replace_range(start..end, "");
    let at = head.find("        errorHResult:\n").unwrap();
    head.insert_str(
        at,
        "        tenantId:\n          type: string\n          format: uuid\n          description: The tenant.\n",
    );
    (base, head)
}

fn compare(base: &str, head: &str) -> Review {
    let document = |name: &str, text: &str| Document::parse(name, text).unwrap_or_else(|problems| panic!("{problems}"));
    review::compare(&document("base.yaml", base), &document("head.yaml", head), &[]).unwrap()
}

fn shown_with(base: &str, head: &str, format: Format, display: Display<'_>) -> String {
    let sources: Sources<'_> = [("base.yaml", base), ("head.yaml", head)].into_iter().collect();
    report::review(&compare(base, head), format, &sources, display)
}

/// The text with each entry on one line, however long it is.
fn joined(text: &str) -> String {
    let mut joined = String::new();
    for line in text.lines() {
        let is_rest = line.starts_with("      ");
        joined.push_str(if is_rest { " " } else { "\n" });
        joined.push_str(if is_rest { line.trim_start() } else { line });
    }
    joined.trim_start_matches('\n').to_owned() + "\n"
}

fn shown(base: &str, head: &str) -> String {
    shown_with(base, head, Format::Text, Display::default())
}

#[test]
fn a_pull_request_fits_on_a_screen() {
    let (base, head) = pull_request();
    let text = shown(&base, &head);
    // And one line for what fails.
    assert!(text.lines().count() < 30, "{text}");
    assert!(text.lines().all(|line| line.width() <= 100), "{text}");
    let markdown = shown_with(&base, &head, Format::Markdown, Display::default());
    let folded = markdown.split("<details>").skip(1).map(|folded| folded.split_once("</details>").unwrap().0);
    let visible = folded.fold(markdown.clone(), |text, folded| text.replacen(folded, "", 1));
    let lines: usize = visible.lines().map(|line| line.width().div_ceil(100).max(1)).sum();
    assert!(lines <= 30, "{lines}: {visible}");
    let details = Display { has_details: true, ..Display::default() };
    assert_snapshots(
        "review/pull-request",
        [
            ("text", text),
            ("text-details", shown_with(&base, &head, Format::Text, details)),
            ("text-narrow", shown_with(&base, &head, Format::Text, Display { width: Some(60), ..Display::default() })),
            ("markdown", markdown),
            ("github", shown_with(&base, &head, Format::Github, Display::default())),
        ],
    );
}

/// All changes are counted: those that are shown by themselves, and those of an entry.
#[test]
fn an_entry_counts_its_changes() {
    let (base, head) = pull_request();
    let text = shown(&base, &head);
    assert!(text.starts_with("4 wire, 3 source, 2 compatible, 2 docs; "), "{text}");
    let counted = |tier: &str| -> usize {
        let lines = joined(&text);
        let of_line = |line: &str| {
            let counts = line.rsplit_once(" [").and_then(|(_, rest)| rest.split_once(']')).map(|(counts, _)| counts);
            let own = usize::from(line.trim_start().starts_with(&format!("{tier} ")));
            counts.map_or(own, |counts| {
                let count = |part: &str| part.strip_suffix(&format!(" {tier}"))?.parse::<usize>().ok();
                counts.split(", ").find_map(count).unwrap_or_default()
            })
        };
        lines.lines().skip(1).filter(|line| line.starts_with("  ")).map(of_line).sum()
    };
    assert_eq!(["wire", "source", "compatible", "docs"].map(counted), [4, 3, 2, 2], "{text}");
}

#[test]
fn no_line_is_wider_than_the_screen() {
    let (base, head) = pull_request();
    for (width, expected) in [(None, 100), (Some(1_000), 100), (Some(72), 72), (Some(50), 50), (Some(7), 40)] {
        for has_details in [false, true] {
            let display = Display { width, has_details, ..Display::default() };
            let shown = shown_with(&base, &head, Format::Text, display);
            let widest = shown.lines().map(UnicodeWidthStr::width).max().unwrap();
            assert!(widest <= expected, "{width:?} {widest}: {shown}");
        }
    }
}

/// A small contract, of which the rows change a text or two.
const TEMPLATE: &str = "\
openapi: 3.0.3
info: {title: T, version: 1.0.0}
paths:
  /a:
    get:
      operationId: getA
      responses: {'200': {$ref: '#/components/responses/Ok'}, '404': {description: none}}
  /b:
    get:
      responses: {'200': {$ref: '#/components/responses/Ok'}, '404': {description: none}}
  /c/{id}:
    put:
      operationId: putC
      parameters: [{name: id, in: path, required: true, schema: {type: string, maxLength: 9}}]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
      responses: {'200': {description: ok}}
components:
  responses:
    Ok:
      description: ok
      content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
  schemas:
    Thing:
      type: object
      properties:
        kind: {type: string, enum: [Small, Large]}
        size: {type: integer, maximum: 9}
        name: {type: string, maxLength: 9, pattern: ^a}
";

/// What is shown of a change of all these texts, without the first line and the last ones.
fn entries(edits: &[(&str, &str)]) -> Vec<String> {
    let head = edits.iter().fold(TEMPLATE.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    let shown = joined(&shown(TEMPLATE, &head));
    let lines = shown.lines().skip(2).filter(|line| !line.is_empty() && !line.starts_with("--details"));
    // Where it is written is the matter of other tests.
    lines.map(|line| line.split("  head.yaml:").next().unwrap().trim_end().to_owned()).collect()
}

/// Replacements, and the lines that are shown of them.
type Row<'r> = (&'r [(&'r str, &'r str)], &'r [&'r str]);

#[test]
fn what_has_one_cause_is_one_entry() {
    let rows: &[Row<'_>] = &[
        // A line that is part of requests and responses.
        (
            &[("maximum: 9", "maximum: 8")],
            &[
                "all 3 operations: GET /b, GET /a, PUT /c/{id}",
                "  wire  request body .size, response 200 .size: maximum tightened from `9` to `8`  [1 wire, 1 compatible]",
            ],
        ),
        // The same edit in several operations.
        (
            &[("description: none", "description: not there")],
            &[
                "2 operations: GET /b, GET /a",
                "  docs  response 404: text `description` changed from `none` to `not there`  [2 docs]",
            ],
        ),
        (
            &[(", '404': {description: none}", "")],
            &["2 operations: GET /b, GET /a", "  source  response: error status `404` removed  [2 source]"],
        ),
        // A type, and what goes with it.
        (
            &[("{type: string, maxLength: 9, pattern: ^a}", "{type: integer}")],
            &[
                "all 3 operations: GET /b, GET /a, PUT /c/{id}",
                "  wire  request body .name, response 200 .name: type changed from `string` to `integer`, and with it: \
                 maxLength removed: `9`, pattern removed: `^a`  [4 wire, 2 compatible]",
            ],
        ),
        // A value under another name.
        (
            &[("[Small, Large]", "[Small, LARGE]")],
            &[
                "all 3 operations: GET /b, GET /a, PUT /c/{id}",
                "  wire  request body .kind, response 200 .kind: value of the closed enumeration `Large` replaced by `LARGE`  \
                 [2 wire, 1 source, 1 compatible]",
            ],
        ),
        (
            &[("schema: {type: string, maxLength: 9}", "schema: {type: string}")],
            &["PUT /c/{id} (putC)", "  compatible  request parameter path id: maxLength removed: `9`"],
        ),
        // What no operation uses, at several places.
        (
            &[("  schemas:\n", "  schemas:\n    One: {title: New}\n    Two: {title: New}\n")],
            &["document", "  compatible  schema `One` added", "  compatible  schema `Two` added"],
        ),
        // An operation, which the heading names.
        (
            &[("paths:\n", "paths:\n  /d:\n    delete: {responses: {'204': {description: gone}}}\n")],
            &["DELETE /d", "  compatible  operation added"],
        ),
        (
            &[(
                "paths:\n",
                "paths:\n  /d:\n    delete: {operationId: deleteD, responses: {'204': {description: gone}}}\n    get: {responses: {'204': {description: gone}}}\n",
            )],
            &[
                "2 operations",
                "  compatible  DELETE /d (deleteD): operation added",
                "  compatible  GET /d: operation added",
            ],
        ),
        (&[("title: T", "title: U")], &["document", "  docs  info: text `title` changed from `T` to `U`"]),
    ];
    for (edits, expected) in rows {
        assert_eq!(entries(edits), *expected, "{edits:?}");
    }
}

#[test]
fn what_is_for_itself_stays_apart() {
    let shown = entries(&[("maximum: 9", "maximum: 8"), ("maxLength: 9, pattern", "maxLength: 8, pattern")]);
    assert_eq!(shown.len(), 3, "{shown:#?}");
    // The same words at another place of another operation.
    let edits = [("maxLength: 9}}]", "maxLength: 8}}]"), ("maxLength: 9, pattern", "maxLength: 8, pattern")];
    let shown = entries(&edits);
    assert_eq!(
        shown.iter().filter(|line| line.contains("maxLength tightened from `9` to `8`")).count(),
        2,
        "{shown:#?}"
    );
}

#[test]
fn an_entry_is_approved_when_all_of_it_is() {
    let head = TEMPLATE.replace("maximum: 9", "maximum: 8");
    let review = compare(TEMPLATE, &head);
    let approve = |changes: &[usize]| {
        let approvals = changes.iter().map(|index| {
            Approval::new(review.changes[*index].fingerprint, Reason::Benign, "Nobody sends more.").unwrap()
        });
        let document = |name: &str, text: &str| Document::parse(name, text).unwrap();
        let approvals: Vec<_> = approvals.collect();
        review::compare(&document("base.yaml", TEMPLATE), &document("head.yaml", &head), &approvals).unwrap()
    };
    for (changes, counts, level) in [
        (&[][..], "[1 wire, 1 compatible]", "::error "),
        (&[1], "[1 wire, 1 compatible, 1 of 2 approved]", "::error "),
        (&[0], "[1 wire, 1 compatible, 1 of 2 approved]", "::notice "),
        (&[0, 1], "[1 wire, 1 compatible, 2 of 2 approved]", "::notice "),
    ] {
        let review = approve(changes);
        let text = report::review(&review, Format::Text, &Sources::default(), Display::default());
        assert!(joined(&text).contains(counts), "{text}");
        let github = report::review(&review, Format::Github, &Sources::default(), Display::default());
        assert!(github.lines().any(|line| line.starts_with(level) && line.contains("maximum")), "{github}");
        assert_eq!(github.matches("%0Aapproved (benign): Nobody sends more.").count(), changes.len(), "{github}");
    }
}

/// Programs get every change, and the entry of each.
#[test]
fn machines_get_the_group_of_each_change() {
    let (base, head) = pull_request();
    let json: Value = serde_json::from_str(&shown_with(&base, &head, Format::Json, Display::default())).unwrap();
    let sarif: Value = serde_json::from_str(&shown_with(&base, &head, Format::Sarif, Display::default())).unwrap();
    let changes = json["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 11);
    let group = |start: &str| {
        let change = changes.iter().find(|change| change["headline"].as_str().unwrap().starts_with(start));
        let change = change.unwrap_or_else(|| panic!("{start}"));
        (change["group"].clone(), change["fingerprint"].clone())
    };
    for (member, lead) in [
        ("optional header `retry-after` removed", "status covered by a range `429` removed"),
        (
            "known value of the open enumeration `Timeout` added",
            "known value of the open enumeration `TimeOut` removed",
        ),
    ] {
        let (lead_group, lead_fingerprint) = group(lead);
        assert_eq!((&lead_group, &group(member).0), (&lead_fingerprint, &lead_fingerprint));
    }
    let alone = changes.iter().filter(|change| change["group"] == change["fingerprint"]).count();
    assert_eq!(alone, 9);
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    for (result, change) in results.iter().zip(changes) {
        assert_eq!(result["properties"]["group"], change["group"]);
        assert_eq!(result["ruleId"], change["rule"]);
    }
}

/// What is long is listed in part, and the rest is counted.
#[test]
fn what_breaks_nobody_is_listed_up_to_a_number() {
    let names = |prefix: &str| (0..50).map(|n| format!("        {prefix}{n}: {{type: string}}\n")).collect::<String>();
    let head = format!("{TEMPLATE}{}", names("more"));
    let text = shown(TEMPLATE, &head);
    assert!(text.contains("\nand 60 more compatible changes; --details lists all\n"), "{text}");
    assert_eq!(text.matches("  compatible  ").count(), 20);
    // Breaks are all listed.
    let text = shown(&head, TEMPLATE);
    assert_eq!(text.matches("\n  wire  ").count(), 50, "{text}");
    let details = shown_with(TEMPLATE, &head, Format::Text, Display { has_details: true, ..Display::default() });
    assert_eq!(details.matches("\n  compatible  ").count(), 50);
}

/// What no operation reaches is one edit if it has the same words and values.
#[test]
fn the_same_edit_of_unused_parts_is_one_entry() {
    let with = |title: &str| {
        let unused = format!(
            "  schemas:\n    One: {{title: {title}}}\n    Two: {{title: {title}}}\n    Three: {{title: {title}}}\n    Four: {{title: {title}}}\n"
        );
        TEMPLATE.replace("  schemas:\n", &unused)
    };
    let text = joined(&shown(&with("Old"), &with("New")));
    let places = "components/schemas/One, components/schemas/Two, components/schemas/Three and 1 more";
    let line = format!("\n  source  {places}: unused part `title` changed from `Old` to `New`  [4 source]");
    assert!(text.contains(&line), "{text}");
    assert_eq!(text.matches("\n  ").count(), 1, "{text}");
}
