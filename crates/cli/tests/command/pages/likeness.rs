//! Whether an output is that which is shown: but for ids, times and who runs it, and for what is left out.

use std::sync::LazyLock;

use regress::Regex;

/// Stands for any lines, and at the end of a line for the rest of it.
const ANY: &str = "…";

/// What differs from run to run, and the word that stands for it.
static MASKS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    [
        (r"\b[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\b", "{id}"),
        (r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?", "{time}"),
        (r"process \d+ of \S+ on [^\s,]+", "{process}"),
        (r"defender-actions \d+\.\d+\.\d+", "{version}"),
    ]
    .map(|(pattern, word)| (Regex::new(pattern).unwrap(), word))
    .into()
});

/// Whether what is printed is that which is shown.
pub fn is_alike(shown: &str, printed: &str) -> bool {
    let (shown, printed) = (masked(shown), masked(printed));
    matches(&shown.lines().collect::<Vec<_>>(), &printed.lines().collect::<Vec<_>>())
}

/// What is printed, with the lines that are alike as they were shown.
pub fn updated(shown: &str, printed: &str) -> String {
    let is_alike = |shown: &str, printed: &str| shown != ANY && is_line(&masked(shown), &masked(printed));
    let line = |printed| shown.lines().find(|shown| is_alike(shown, printed)).unwrap_or(printed);
    printed.lines().map(|printed| format!("{}\n", line(printed))).collect()
}

fn masked(text: &str) -> String {
    MASKS.iter().fold(text.to_owned(), |text, (mask, word)| mask.replace_all(&text, word))
}

fn matches(shown: &[&str], printed: &[&str]) -> bool {
    match shown {
        [] => printed.is_empty(),
        [ANY, rest @ ..] => (0..=printed.len()).any(|index| matches(rest, &printed[index..])),
        [line, rest @ ..] => printed.first().is_some_and(|it| is_line(line, it)) && matches(rest, &printed[1..]),
    }
}

fn is_line(shown: &str, printed: &str) -> bool {
    shown == printed || shown.strip_suffix(ANY).is_some_and(|beginning| printed.starts_with(beginning))
}

#[test]
fn ids_and_times_may_differ_and_lines_may_be_left_out() {
    let printed = "id 44cffc15-0e3d-4cbf-96aa-bf76f9b27f5e\nat 2026-11-25T08:21:53.4482106Z\nc\nd\n";
    for shown in [
        printed,
        "id 00000000-0000-0000-0000-000000000000\nat 2000-01-01T00:00:00Z\nc\nd\n",
        "…\nc\nd\n",
        "…\nd\n",
        "…\nc\n…\n",
        "id …\n…\nd…\n",
        "…\n",
    ] {
        assert!(is_alike(shown, printed), "{shown}");
    }
    for shown in ["", "…\nc\n", "c\n…\n", "id 5\n…\n", "x…\n…\n"] {
        assert!(!is_alike(shown, printed), "{shown}");
    }
    let printed_now = printed.replace("c\n", "e\n");
    assert_eq!(updated("id …\nat 2000-01-01T00:00:00Z\nc\n…\n", &printed_now), "id …\nat 2000-01-01T00:00:00Z\ne\nd\n");
}
