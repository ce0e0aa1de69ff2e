//! Markdown for a comment in a pull request on GitHub.
//!
//! Names are shown as code, in which GitHub sees neither markup nor mentions; in sentences both are disarmed.

use crate::quote::{self, Lines, Quotes, Sides};
use crate::wording::{self, Gravity};
use crate::{Texts, escape};
use lint::Finding;
use review::{Change, Review, Tier};

/// GitHub refuses a comment that is longer; in characters there, in bytes here, which are never fewer.
const LONGEST: usize = 65_536;
/// Room for the sentence that says what is left out.
const REST: usize = 300;

/// A comment that is filled as far as there is room.
struct Comment {
    text: String,
    left_out: Vec<String>,
}

impl Comment {
    fn new(command: &str, heading: &str) -> Self {
        Self { text: format!("<!-- defender-actions contract {command} -->\n## {heading}\n"), left_out: Vec::new() }
    }

    /// Adds a section with those of its items that fit. Once something is left out, so is what follows, which matters
    /// less.
    fn section(&mut self, noun: &str, open: &str, items: &[String], close: &str) {
        let used = self.text.len() + open.len() + close.len();
        let mut room = (LONGEST - REST).saturating_sub(used);
        let mut fitting = 0;
        for item in items.iter().take_while(|_| self.left_out.is_empty()) {
            let Some(rest) = room.checked_sub(item.len()) else { break };
            room = rest;
            fitting += 1;
        }
        if fitting > 0 {
            self.text.push_str(open);
            items.iter().take(fitting).for_each(|item| self.text.push_str(item));
            self.text.push_str(close);
        }
        if fitting < items.len() {
            self.left_out.push(wording::count(items.len() - fitting, noun));
        }
    }

    fn finish(mut self) -> String {
        if !self.left_out.is_empty() {
            let left_out = self.left_out.join(", ");
            self.text.push_str(&format!("\nLeft out, for want of room: {left_out}. The format `text` has all.\n"));
        }
        self.text
    }
}

pub(super) fn review(review: &Review, texts: Texts<'_>) -> String {
    let gate = &review.version;
    let quotes = Quotes::new(texts);
    let mut comment = Comment::new("diff", &verdict(review));
    comment.text.push_str(&format!(
        "\n{}; version {} → {}, {}{}{}.\n",
        wording::counts(review),
        code(&gate.base),
        code(&gate.head),
        if gate.passes { "" } else { "**" },
        prose(&wording::gate(gate)),
        if gate.passes { "" } else { "**" },
    ));
    for tier in wording::TIERS {
        let changes = review.changes.iter().filter(|change| change.tier == tier);
        let noun = format!("{tier} change");
        let concern = wording::concern(tier);
        if matches!(tier, Tier::Wire | Tier::Source) {
            let items: Vec<_> = changes.map(|change| whole(change, &quotes)).collect();
            let heading = wording::count(items.len(), &noun);
            comment.section(&noun, &format!("\n### {heading}: {concern}\n\n"), &items, "");
        } else {
            let items: Vec<_> = changes.map(short).collect();
            let summary = wording::count(items.len(), &noun);
            let open = format!("\n<details>\n<summary>{summary}: {concern}</summary>\n\n");
            comment.section(&noun, &open, &items, "\n</details>\n");
        }
    }
    let approvals = review.unmatched_approvals.iter().map(|approval| {
        let reason = wording::reason(approval.reason);
        format!("- {} ({reason}): {}\n", code(&approval.fingerprint.to_string()), prose(&approval.because))
    });
    comment.section(
        "approval",
        "\n### Approvals that match no change\n\nDelete them, or see why the change is gone.\n\n",
        &approvals.collect::<Vec<_>>(),
        "",
    );
    let snapshots = files(texts.snapshots.unwrap_or_default());
    let summary = wording::count(snapshots.len(), "changed snapshot");
    let open = format!("\n<details>\n<summary>{summary}: what it does to generated code</summary>\n\n");
    comment.section("changed snapshot", &open, &snapshots, "\n</details>\n");
    comment.finish()
}

/// What `git diff` prints, file by file.
fn files(diff: &str) -> Vec<String> {
    let mut files: Vec<(String, Vec<String>)> = Vec::new();
    for line in diff.lines() {
        if let Some(paths) = line.strip_prefix("diff --git ") {
            let path = paths.rsplit(" b/").next().unwrap_or(paths);
            files.push((path.to_owned(), Vec::new()));
        } else if let Some((_, lines)) = files.last_mut() {
            // The headers name the file again.
            let is_header =
                ["index ", "--- ", "+++ ", "new file", "deleted file"].iter().any(|head| line.starts_with(head));
            if !is_header {
                lines.push(escape::line(line));
            }
        }
    }
    files.iter().map(|(path, lines)| format!("- {}\n{}", code(path), block("diff", lines))).collect()
}

pub(super) fn findings(findings: &[Finding], text: Option<&str>) -> String {
    let heading = match findings.len() {
        0 => "Contract: no findings".to_owned(),
        number => format!("Contract: {}", wording::count(number, "finding")),
    };
    let quoted = Lines::new(text);
    let mut comment = Comment::new("check", &heading);
    let items = findings.iter().map(|finding| {
        let mut item = format!(
            "- **{}**\n  {}, {}; rule {}\n",
            prose(&finding.message),
            code(&wording::place(&finding.location)),
            code(&wording::pointer(finding)),
            code(&finding.rule)
        );
        if let Some(section) = &finding.section {
            item.push_str(&format!("  Section: {}\n", prose(section)));
        }
        let lines = finding.location.line.and_then(|line| quote::node(&quoted, line)).unwrap_or_default();
        item.push_str(&block("yaml", &lines));
        if let Some(help) = &finding.help {
            item.push_str(&format!("  Help: {}\n", prose(help)));
        }
        item
    });
    comment.section("finding", "\n", &items.collect::<Vec<_>>(), "");
    comment.finish()
}

fn verdict(review: &Review) -> String {
    let (open, approved): (Vec<_>, Vec<_>) = review
        .changes
        .iter()
        .filter(|change| wording::is_break(change))
        .partition(|change| wording::gravity(change) == Gravity::Error);
    let mut verdict = match open.len() {
        0 if review.changes.is_empty() => "Contract: nothing changed".to_owned(),
        0 => "Contract: no breaking changes".to_owned(),
        number => format!("Contract: {}", wording::count(number, "breaking change")),
    };
    if !approved.is_empty() {
        verdict.push_str(&format!(", {} approved", approved.len()));
    }
    verdict
}

/// A change with all that is known of it.
fn whole(change: &Change, quotes: &Quotes<'_>) -> String {
    let Sides { base, head } = quote::sides(change, quotes);
    let base = base.iter().map(|line| format!("- {line}"));
    let lines: Vec<_> = base.chain(head.iter().map(|line| format!("+ {line}"))).collect();
    let mut item = format!("- **{}**, {}\n", prose(&change.headline), code(&change.place));
    item.push_str(&block("diff", &lines));
    item.push_str(&format!("  Consequence: {}\n", prose(&change.consequence)));
    if let Some(remedy) = &change.remedy {
        item.push_str(&format!("  Remedy: {}\n", prose(remedy)));
    }
    if !change.operations.is_empty() {
        item.push_str(&format!("  Operations: {}\n", wording::operations(&change.operations, code)));
    }
    item.push_str(&format!("  {}\n", identity(change)));
    if let Some(approval) = &change.approval {
        item.push_str(&format!(
            "  **Approved** ({}): {}\n",
            wording::reason(approval.reason),
            prose(&approval.because)
        ));
    }
    item
}

/// A change on a line.
fn short(change: &Change) -> String {
    format!("- {}, {}. {}\n", prose(&change.headline), code(&change.place), identity(change))
}

/// Where a change is written, and by which names it is known.
fn identity(change: &Change) -> String {
    let sides = [&change.base, &change.head].into_iter().flatten();
    let at = sides.map(|location| code(&wording::place(location))).collect::<Vec<_>>().join(" → ");
    let separator = if at.is_empty() { "Rule" } else { "; rule" };
    format!("{at}{separator} {}, fingerprint {}", code(change.rule.as_str()), code(&change.fingerprint.to_string()))
}

/// A block of code in a list; nothing without lines.
fn block(language: &str, lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let fence = "`".repeat(backticks(&lines.join("\n")).max(2) + 1);
    let lines: String = lines.iter().map(|line| format!("  {line}\n")).collect();
    format!("  {fence}{language}\n{lines}  {fence}\n")
}

/// Text as code.
fn code(text: &str) -> String {
    let text = escape::line(text);
    let fence = "`".repeat(backticks(&text) + 1);
    let space = if text.is_empty() || text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// The longest run of backticks; only a longer one fences it.
fn backticks(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or_default()
}

/// A sentence, in which what stands between backticks is code and nothing else is markup, a mention or a link.
fn prose(text: &str) -> String {
    let text = escape::line(text);
    let pieces: Vec<_> = text.split('`').collect();
    let last = pieces.len() - 1;
    let pieces = pieces.iter().enumerate().map(|(index, piece)| match index % 2 {
        1 if index < last && !piece.is_empty() => code(piece),
        1 if index < last => r"\`\`".to_owned(),
        1 => format!(r"\`{}", words(piece)),
        _ => words(piece),
    });
    pieces.collect()
}

/// Text without markup. GitHub looks for mentions and links in what is left after markup, so a backslash does not stop
/// it; a character without width does.
fn words(text: &str) -> String {
    const BREAK: &str = "&#8203;";
    let mut words = String::new();
    for character in text.chars() {
        if matches!(
            character,
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' | '$' | '^'
        ) {
            words.push('\\');
        }
        words.push(character);
        if matches!(character, '@' | '#') {
            words.push_str(BREAK);
        }
    }
    words.replace("://", &format!(":{BREAK}//")).replace("www.", &format!("www{BREAK}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_code_with_more_backticks_than_it_holds() {
        assert_eq!(code("a|b @c"), "`a|b @c`");
        assert_eq!(code("`` x `"), "``` `` x ` ```");
        assert_eq!(code(""), "`  `");
        assert_eq!(block("yaml", &["```` x".to_owned()]), "  `````yaml\n  ```` x\n  `````\n");
    }

    #[test]
    fn leaves_a_sentence_no_markup_but_code() {
        assert_eq!(prose("`name` is @gone, see #1"), r"`name` is @&#8203;gone, see \#&#8203;1");
        assert_eq!(prose("<b> ![x](https://a) `"), r"\<b\> \!\[x\](https:&#8203;//a) \`");
        assert_eq!(prose("a `` www.b"), r"a \`\` www&#8203;.b");
    }

    #[test]
    fn leaves_out_what_matters_least_and_says_so() {
        let mut comment = Comment::new("diff", "x");
        let items = |length: usize, number: usize| vec!["x".repeat(length); number];
        comment.section("wire change", "<", &items(10_000, 3), ">");
        comment.section("docs change", "<", &items(20_000, 2), ">");
        comment.section("approval", "<", &items(1, 1), ">");
        let text = comment.finish();
        assert!(text.len() < LONGEST, "{}", text.len());
        assert_eq!((text.matches('x').count(), text.matches('<').count()), (50_002, 3), "{}", &text[50_000..]);
        assert!(text.ends_with("Left out, for want of room: 1 docs change, 1 approval. The format `text` has all.\n"));
    }
}
