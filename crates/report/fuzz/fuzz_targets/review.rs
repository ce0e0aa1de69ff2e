//! Whatever two texts hold, they are read, told as facts, compared, checked and reported, or refused; nothing panics.
#![no_main]

use report::{self, Format, Texts};
use lint::{self, Companions};
use openapi::Document;
use libfuzzer_sys::fuzz_target;

/// Stands between the two texts of an input.
const SEPARATOR: &str = "\n=====\n";

fuzz_target!(|input: &str| {
    let (base, head) = input.split_once(SEPARATOR).unwrap_or((input, input));
    let (Ok(old), Ok(new)) = (Document::parse("base", base), Document::parse("head", head)) else { return };
    lint::check(&new, &Companions::default());
    let Ok(facts) = review::facts(&new) else { return };
    assert!(facts.iter().map(ToString::to_string).is_sorted());
    assert!(review::compare(&new, &new, &[]).expect("it has facts").changes.is_empty());
    if let Ok(review) = review::compare(&old, &new, &[]) {
        let texts = Texts { base: Some(base), head: Some(head), snapshots: None };
        Format::ALL.map(|format| report::review(&review, format, texts, true));
    }
});
