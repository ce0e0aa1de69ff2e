//! The one escape for text that is shown: in a terminal, in a log, on a page.
//!
//! A document, a file name or a response may hold anything: a line break followed by a workflow command of GitHub, an
//! escape sequence that rewrites the screen, a character that turns the direction of writing. Everything that shows such
//! a text passes it through here. The result is one line. Characters that cannot be seen are written out, as in `\n` or
//! `\u{202e}`. The runner of a workflow does not take it for a command: neither `::error::`, which has an effect at the
//! start of a line, nor `##[group]` (on Azure `##vso[…]`), which has one anywhere in it. A backslash stays as it
//! is: the result is for people, and cannot be read back.

/// The most characters of a name, a headline or a sentence that [`line()`] shows.
pub const LONGEST: usize = 500;

/// The text on one line, cut after [`LONGEST`] characters.
///
/// ```
/// assert_eq!(document::escape::line("déjà\n::error::vu"), r"déjà\n::error::vu");
/// assert_eq!(document::escape::line("::error::vu"), r"\u{3a}:error::vu");
/// ```
pub fn line(text: &str) -> String {
    cut(text, LONGEST)
}

/// The text on one line, cut after `longest` characters (of the text, before they are written out) with `…`.
pub fn cut(text: &str, longest: usize) -> String {
    let mut characters = text.chars();
    let mut shown = show(characters.by_ref().take(longest));
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}

/// The text on one line, however long it is: for output that must not leave anything out.
pub fn whole(text: &str) -> String {
    show(text.chars())
}

/// JSON that can be shown: its strings have the escapes of JSON for what [`line()`] would write out, and hold the same text.
///
/// Line breaks between the values are left, which a serializer has put there; those in strings are escaped already.
///
/// ```
/// let text = "[\"a\u{202e}\", \"##[group]\"]";
/// assert_eq!(document::escape::json(text), r###"["a\u202e", "##\u005bgroup]"]"###);
/// ```
pub fn json(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if (character != '\n' && is_hidden(character)) || (character == '[' && ends_like_command(&shown)) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                shown.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            shown.push(character);
        }
    }
    shown
}

fn show(text: impl Iterator<Item = char>) -> String {
    let mut text = text.peekable();
    let mut shown = String::new();
    // Whether nothing but spaces is shown yet.
    let mut is_start = true;
    while let Some(character) = text.next() {
        let is_hidden = is_hidden(character);
        let is_command = match character {
            ':' => is_start && text.peek() == Some(&':'),
            '[' => ends_like_command(&shown),
            _ => false,
        };
        match character {
            '\n' | '\r' | '\t' => shown.extend(character.escape_default()),
            _ if is_hidden || is_command => shown.extend(character.escape_unicode()),
            _ => shown.push(character),
        }
        is_start &= character.is_whitespace() && !is_hidden;
    }
    shown
}

/// Whether a bracket behind this would begin a command: `##[`, `##vso[`.
fn ends_like_command(shown: &str) -> bool {
    shown.trim_end_matches(|letter: char| letter.is_ascii_alphabetic()).ends_with("##")
}

/// Whether a character controls a terminal, breaks a line, turns the direction of writing, or cannot be seen.
///
/// These are the control characters (C0, DEL and C1), the separators of lines and paragraphs, and what Unicode calls
/// `Default_Ignorable_Code_Point`: soft hyphen, characters and letters without width, the controls of bidirectional text,
/// the byte order mark, tags, and variation selectors, which can hide a text of any length behind one letter.
/// So are the code points that are no characters, and the planes for private use, which no common font has. The price
/// is that some emoji, and the non-joiner of some scripts, are shown in parts.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
            | '\u{fdd0}'..='\u{fdef}' | '\u{f0000}'..='\u{10ffff}')
        || u32::from(character) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_what_is_hidden_and_leaves_what_is_seen() {
        assert_eq!(line("\u{1b}[2J\r\nd\u{e9}j\u{e0} \u{202e}\u{9b}1m"), r"\u{1b}[2J\r\ndéjà \u{202e}\u{9b}1m");
        let seen = "Ünïcode 漢字 עברית عربي \u{a0}\u{3000} \u{301} 🙂 \\ \" ' ` | # @ <a> ~";
        assert_eq!(line(seen), seen);
    }

    #[test]
    fn every_kind_of_hidden_character_is_written_out() {
        let table = [
            ("C0", '\0'..='\u{1f}'),
            ("DEL and C1", '\u{7f}'..='\u{9f}'),
            ("soft hyphen", '\u{ad}'..='\u{ad}'),
            ("Arabic letter mark", '\u{61c}'..='\u{61c}'),
            ("Mongolian selectors", '\u{180b}'..='\u{180e}'),
            ("without width, and marks of direction", '\u{200b}'..='\u{200f}'),
            ("separators of lines and paragraphs", '\u{2028}'..='\u{2029}'),
            ("embeddings and overrides", '\u{202a}'..='\u{202e}'),
            ("isolates", '\u{2066}'..='\u{2069}'),
            ("word joiner and invisible operators", '\u{2060}'..='\u{2064}'),
            ("letters that are blank", '\u{3164}'..='\u{3164}'),
            ("variation selectors", '\u{fe00}'..='\u{fe0f}'),
            ("byte order mark", '\u{feff}'..='\u{feff}'),
            ("annotations between lines", '\u{fff9}'..='\u{fffb}'),
            ("tags", '\u{e0000}'..='\u{e007f}'),
            ("more variation selectors", '\u{e0100}'..='\u{e01ef}'),
            ("not characters", '\u{fdd0}'..='\u{fdef}'),
            ("not characters, at the end of a plane", '\u{1fffe}'..='\u{1ffff}'),
            ("private use", '\u{f0000}'..='\u{f00ff}'),
        ];
        for (kind, range) in table {
            for character in range {
                let shown = whole(&format!("a{character}b"));
                assert!(shown.starts_with(r"a\") && !shown.contains(character), "{kind}: {character:?}: {shown}");
                assert!(shown.chars().all(|character| character.is_ascii_graphic()), "{kind}: {shown}");
            }
        }
    }

    #[test]
    fn no_text_is_a_command_to_the_runner_of_a_workflow() {
        let table = [
            ("::error::x", r"\u{3a}:error::x"),
            (" \t::error::x", r" \t::error::x"),
            ("  ::error::x", r"  \u{3a}:error::x"),
            ("\u{3000}::error::x", "\u{3000}\\u{3a}:error::x"),
            ("a::error::x", "a::error::x"),
            (":a", ":a"),
            ("a ##[group]x", r"a ##\u{5b}group]x"),
            ("###[group]x", r"###\u{5b}group]x"),
            ("##vso[task.complete]", r"##vso\u{5b}task.complete]"),
            ("## [a](b)", "## [a](b)"),
            ("#[a]", "#[a]"),
        ];
        for (text, shown) in table {
            assert_eq!(whole(text), shown);
        }
    }

    #[test]
    fn cuts_between_characters() {
        assert_eq!(cut("déjà vu", 4), "déjà…");
        assert_eq!(cut("déjà", 4), "déjà");
        assert_eq!(cut("\n\n\n", 2), r"\n\n…");
        assert_eq!(line(&"x".repeat(LONGEST)).chars().count(), LONGEST);
        assert_eq!(line(&"x".repeat(LONGEST + 1)).chars().count(), LONGEST + 1);
        assert_eq!(whole(&"x".repeat(10_000)).len(), 10_000);
    }
}
