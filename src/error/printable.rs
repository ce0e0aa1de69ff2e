//! Text that was received, for a terminal.

/// Text as one line that a terminal can show: without control characters, and without those that hide or reorder others.
pub(crate) fn printable(text: &str) -> String {
    let is_blank = |letter: char| letter.is_whitespace() || letter.is_control() || is_invisible(letter);
    text.split(is_blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Zero-width characters, and the controls of bidirectional text.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(letter, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The beginning of a text, as one line.
pub(crate) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 300;
    let line = printable(text);
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// A body as text, without whitespace around it; `None` if it is empty, or no text: a terminal is no place for packed or
/// encrypted bytes. A few bytes that are not UTF-8 are those of another charset, and are replaced.
pub(crate) fn text(body: &[u8]) -> Option<String> {
    let invalid: usize = body.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    if invalid * 10 > body.len() {
        return None;
    }
    let text = String::from_utf8_lossy(body);
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_printable_line() {
        assert_eq!(excerpt("<html>\n\t<b>\u{1b}[31m"), "<html> <b> [31m");
        assert_eq!(
            excerpt("a\u{202e}cod.exe\u{2066}\u{200b}\u{feff} b\r\n::error::\u{2028}c\u{85}"),
            "a cod.exe b ::error:: c"
        );
        assert_eq!(excerpt(&"é".repeat(300)), "é".repeat(300));
        assert_eq!(excerpt(&"é".repeat(301)), format!("{}…", "é".repeat(300)));
    }

    #[test]
    fn bytes_that_are_no_text_are_not_shown() {
        for binary in [&b"\x1f\x8b\x08\x00\xb4\x9b\xc6\x6b\xff"[..], b"\xff\xfe", b"", b" \r\n", b"\xe9"] {
            assert_eq!(text(binary), None, "{binary:?}");
        }
        assert_eq!(text(b" a \n").as_deref(), Some("a"));
        assert_eq!(text(b"un caf\xe9, s'il vous plait").as_deref(), Some("un caf\u{fffd}, s'il vous plait"));
        assert_eq!((text(b"123456789\xe9").is_some(), text(b"12345678\xe9").is_some()), (true, false));
    }
}
