//! What no output may contain.

use std::collections::HashSet;
use std::process::Output;
use std::sync::LazyLock;

/// Characters of Unicode that are not seen, beside those that control: they format, turn the direction, break a line.
const UNSEEN: [(char, char); 12] = [
    ('\u{ad}', '\u{ad}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{180e}', '\u{180e}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{fff9}', '\u{fffb}'),
    ('\u{fdd0}', '\u{fdef}'),
    ('\u{fffe}', '\u{ffff}'),
    ('\u{e0000}', '\u{e007f}'),
    ('\u{f0000}', '\u{10ffff}'),
];

/// Fails if the output could move a terminal, hide a text, or be taken for a command of a workflow.
#[track_caller]
pub fn assert_clean(output: &Output, format: Option<&str>, what: &str) {
    for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        let text = std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{what}: {name} is not UTF-8: {error}"));
        let hidden = text.chars().find(|character| *character != '\n' && is_hidden(*character));
        assert_eq!(hidden, None, "{what}: {name}: {text:?}");
        for line in text.lines() {
            let is_ours = name == "stdout" && format == Some("github") && is_annotation(line);
            // The runner of a workflow takes a line for a command whatever space is before it.
            // Another form of commands is taken for one wherever it is in a line.
            assert!(!["##[", "##vso["].iter().any(|sign| line.contains(sign)), "{what}: {name}: {text}");
            assert!(is_ours || !line.trim_start().starts_with("::"), "{what}: {name}: {text}");
        }
    }
    assert!(output.status.code().is_some_and(|code| code != 101), "{what}: {output:?}");
}

fn is_hidden(character: char) -> bool {
    character.is_control() || UNSEEN.iter().any(|(first, last)| (first..=last).contains(&&character))
}

/// Whether a line is an annotation whose title is one of ours.
fn is_annotation(line: &str) -> bool {
    static TITLES: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let of_review = review::rules().map(|rule| format!("{}%3A {rule}", rule.tier()));
        let of_lint = lint::rules().map(|rule| rule.id.to_owned());
        let others = ["The version of the contract must rise", "An approval matches no change", "invalid-input"];
        of_review.chain(of_lint).chain(others.map(str::to_owned)).collect()
    });
    let Some((head, _)) = line.strip_prefix("::").and_then(|line| line.split_once("::")) else { return false };
    let Some((level, properties)) = head.split_once(' ') else { return false };
    let title = properties.split(',').find_map(|property| property.strip_prefix("title="));
    ["error", "warning", "notice"].contains(&level) && title.is_some_and(|title| TITLES.contains(title))
}
