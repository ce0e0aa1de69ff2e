//! Prints what a review takes: to read two documents and to report what changes, by their size.
//!
//! `cargo bench -p defender-actions-review --bench review`. The goal is a document of 1,000 operations in under two
//! seconds, and time that grows as size does.

use std::fmt::Write;
use std::time::{Duration, Instant};

use openapi::Document;

/// Runs of which the fastest counts.
const RUNS: usize = 5;

fn main() {
    // `cargo test` runs each benchmark once, to see that it still works; only `cargo bench` says `--bench`.
    let is_test = !std::env::args().any(|argument| argument == "--bench");
    let sizes: &[usize] = if is_test { &[10] } else { &[125, 250, 500, 1000, 2000] };
    let runs = if is_test { 1 } else { RUNS };
    println!("operations      KiB     read   facts    diff     all   all per operation");
    for operations in sizes {
        let (base, head) = (document(*operations, false), document(*operations, true));
        let measured = (0..runs).map(|_| measure(&base, &head)).min_by_key(|parts| parts.iter().sum::<Duration>());
        let [read, facts, diff] = measured.unwrap_or_default();
        let all = read + diff;
        println!(
            "{operations:>10} {:>8} {:>6} ms {:>4} ms {:>4} ms {:>4} ms {:>10} us",
            base.len() / 1024,
            read.as_millis(),
            facts.as_millis(),
            diff.as_millis(),
            all.as_millis(),
            all.as_micros() / *operations as u128,
        );
    }
}

/// Reading both documents, reporting the facts of one, and the difference of the two.
fn measure(base: &str, head: &str) -> [Duration; 3] {
    let start = Instant::now();
    let base = Document::parse("base.yaml", base).expect("the document is YAML");
    let head = Document::parse("head.yaml", head).expect("the document is YAML");
    let read = start.elapsed();
    let start = Instant::now();
    let facts = review::facts(&base).expect("the document is OpenAPI 3.0");
    assert!(!facts.is_empty());
    let reported = start.elapsed();
    let start = Instant::now();
    let review = review::compare(&base, &head, &[]).expect("the documents are OpenAPI 3.0");
    assert!(!review.changes.is_empty());
    [read, reported, start.elapsed()]
}

/// A document of so many operations; each has parameters, a body, responses, a schema of its own and shared ones. In the
/// changed one a tenth of the operations differ, and one schema that all share.
fn document(operations: usize, is_changed: bool) -> String {
    let mut text = String::from("openapi: 3.0.3\ninfo: {title: Large, version: 1.0.0}\npaths:\n");
    let mut schemas = String::new();
    for index in 0..operations {
        let length = if is_changed && index % 10 == 0 { 20 } else { 40 };
        let _ = write!(
            text,
            "  /things{index}/{{id}}/parts:
    post:
      operationId: operation{index}
      summary: Do the thing {index}
      tags: [things]
      parameters:
        - {{name: id, in: path, required: true, schema: {{type: string, format: uuid}}}}
        - {{name: filter, in: query, schema: {{type: string, maxLength: {length}}}}}
        - {{$ref: '#/components/parameters/Trace'}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {{$ref: '#/components/schemas/Thing{index}'}}
      responses:
        '200':
          description: Done.
          content:
            application/json:
              schema: {{type: array, items: {{$ref: '#/components/schemas/Thing{index}'}}}}
        4XX: {{$ref: '#/components/responses/Refused'}}
        default: {{$ref: '#/components/responses/Refused'}}
"
        );
        let _ = write!(
            schemas,
            "    Thing{index}:
      type: object
      description: The thing {index}, and what belongs to it.
      required: [name]
      properties:
        name: {{type: string, minLength: 1, description: Its name.}}
        size: {{type: integer, format: int32, minimum: 0, description: Its size in bytes.}}
        state: {{$ref: '#/components/schemas/State'}}
        next: {{$ref: '#/components/schemas/Thing{next}'}}
        parts: {{type: array, items: {{$ref: '#/components/schemas/Part'}}}}
",
            next = (index + 1) % operations,
        );
    }
    let value = if is_changed { ", Lost" } else { "" };
    let _ = write!(
        text,
        "components:
  parameters:
    Trace: {{name: trace, in: header, schema: {{type: string}}}}
  responses:
    Refused:
      description: Refused.
      content: {{application/json: {{schema: {{$ref: '#/components/schemas/Problem'}}}}}}
  schemas:
    State: {{type: string, enum: [New, Old{value}]}}
    Part: {{type: object, properties: {{of: {{$ref: '#/components/schemas/Part'}}, state: {{$ref: '#/components/schemas/State'}}}}}}
    Problem: {{type: object, properties: {{code: {{type: string}}, message: {{type: string}}}}}}
{schemas}"
    );
    text
}
