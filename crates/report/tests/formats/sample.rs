//! A review and findings with something of everything.

use lint::{Checked, File, RepositoryFiles, Settings};
use openapi::Document;
use report::{Display, Format, Sources};
use review::{Approval, Reason, Review, Tier};

/// A name that means something to a terminal, a workflow, and a page.
pub const HOSTILE: &str = "\u{1b}[31m\r\n::error::@admin <img src=x> `|` #1 [a](https://b)";
/// The same, as YAML writes it.
const QUOTED: &str = r#""\e[31m\r\n::error::@admin <img src=x> `|` #1 [a](https://b)""#;

/// More operations than a report names.
const OPERATIONS: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];

fn contract(paths: &str, schemas: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo:\n  title: Things\n  version: 0.1.0\npaths:\n{paths}components:\n  schemas:\n{schemas}"
    )
}

fn path(name: &str, id: &str) -> String {
    format!(
        "  /{name}:\n    post:\n      operationId: {id}\n      requestBody:\n        content:\n          application/json:\n            \
         schema: {{$ref: '#/components/schemas/Order'}}\n      responses:\n        '200':\n          description: Done.\n          \
         content:\n            application/json:\n              schema: {{$ref: '#/components/schemas/Action'}}\n"
    )
}

pub fn base_text() -> String {
    let paths: String = OPERATIONS.map(|name| path(name, name)).concat();
    let schemas = "    Order:
      type: object
      properties:
        comment:
          type: string
          maxLength: 10
    Action:
      type: object
      description: An action.
      properties:
        fileStatus:
          type: string
          enum: [Blocked]
";
    contract(&paths, schemas)
}

pub fn head_text() -> String {
    let paths: String = OPERATIONS.map(|name| path(name, if name == "h" { "hh" } else { name })).concat();
    let schemas = format!(
        "    Order:
      type: object
      properties:
        comment:
          type: string
          maxLength: 5
    Action:
      type: object
      description: What was done.
      properties:
        {QUOTED}: {{}}
"
    );
    contract(&paths, &schemas)
}

pub const BASE: &str = "spec/released/0.1.0.yaml";
pub const HEAD: &str = "./spec/openapi.yaml";

/// Changes of every tier, one of them approved, and an approval that matches none.
pub fn review() -> Review {
    let (base, head) = (base_text(), head_text());
    let (base, head) = (Document::parse(BASE, &base).unwrap(), Document::parse(HEAD, &head).unwrap());
    let changes = review::compare(&base, &head, &[]).unwrap().changes;
    let decreased = changes.iter().find(|change| change.headline.contains("10")).unwrap();
    let because = "\u{202e}::error::@admin <img src=x> `|` #1 [a](https://b)";
    let approvals = [
        Approval::new(decreased.fingerprint, Reason::ContractCorrected, "It never took more.").unwrap(),
        Approval::new("00000000000000ff".parse().unwrap(), Reason::AcceptedBreak, because).unwrap(),
    ];
    let review = review::compare(&base, &head, &approvals).unwrap();
    for tier in [Tier::Wire, Tier::Source, Tier::Compatible, Tier::Docs] {
        assert!(review.changes.iter().any(|change| change.tier == tier), "no change is {tier}");
    }
    review
}

/// A review of a contract with itself.
pub fn no_change() -> Review {
    let base = base_text();
    let document = |name| Document::parse(name, &base).unwrap();
    review::compare(&document(BASE), &document(HEAD), &[]).unwrap()
}

/// The review in a format, without colours.
pub fn shown(format: Format) -> String {
    let (base, head) = (base_text(), head_text());
    let sources: Sources<'_> = [(BASE, base.as_str()), (HEAD, head.as_str())].into_iter().collect();
    report::review(&review(), format, &sources, Display::default())
}

/// The review as text with all of each change.
pub fn details() -> String {
    let (base, head) = (base_text(), head_text());
    let sources: Sources<'_> = [(BASE, base.as_str()), (HEAD, head.as_str())].into_iter().collect();
    report::review(&review(), Format::Text, &sources, Display { has_details: true, ..Display::default() })
}

/// A contract with mistakes: with a section and without, with a hostile name.
pub fn faulty_text() -> String {
    format!(
        "openapi: 3.0.3
info: {{title: Things, version: 0.1.0}}
paths: {{}}
tags:
  - name: {QUOTED}
  - name: {QUOTED}
components:
  schemas:
    Thing:
      type: object
      description: A thing.
      properties: {{}}
      maxProperties: 3
      minProperties: 1
"
    )
}

/// A file of an example that the contract does not have, under a hostile name.
pub fn faulty_files() -> RepositoryFiles {
    let file = File { name: format!("{HOSTILE}/a/request.b.json"), text: "{\n  \"c\": 1\n}\n".to_owned() };
    RepositoryFiles { examples: Some(vec![file]), ..RepositoryFiles::default() }
}

pub fn checked(document: &Document, files: &RepositoryFiles) -> Checked {
    lint::check_with(document, files, &Settings::default())
}

pub fn findings() -> Checked {
    checked(&Document::parse(HEAD, &faulty_text()).unwrap(), &faulty_files())
}

/// The findings in a format, without colours.
pub fn findings_shown(format: Format) -> String {
    let (text, files) = (faulty_text(), faulty_files());
    let files = files.iter().map(|file| (file.name.as_str(), file.text.as_str()));
    let sources: Sources<'_> = files.chain([(HEAD, text.as_str())]).collect();
    report::findings(&findings(), format, &sources, Display::default())
}
