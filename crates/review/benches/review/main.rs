//! Prints what a review takes: to read two documents and to report what changes, by their size.
//!
//! `cargo bench -p defender-actions-review --bench review`. The goal is a document of 1,000 operations in under two
//! seconds, and time that grows as size does. The whole command beside its peers: `cargo run -p bench --release -- only review`.

mod document;

use std::time::{Duration, Instant};

use document::{References, document};
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
        let (base, head) =
            [false, true].map(|is_changed| document(*operations, is_changed, References::InChain)).into();
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
