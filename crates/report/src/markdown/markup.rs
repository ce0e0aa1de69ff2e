//! Text as Markdown: code, blocks, and sentences in which nothing else is markup.
//!
//! Names are shown as code, in which GitHub sees neither markup nor mentions; in sentences both are disarmed.

use openapi::escape;

/// A block of code in a list; nothing without lines.
pub(crate) fn block(language: &str, lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let fence = "`".repeat(backticks(&lines.join("\n")).max(2) + 1);
    let lines: String = lines.iter().map(|line| format!("  {line}\n")).collect();
    format!("  {fence}{language}\n{lines}  {fence}\n")
}

/// Text as code.
pub(crate) fn code(text: &str) -> String {
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
pub(crate) fn prose(text: &str) -> String {
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
}
