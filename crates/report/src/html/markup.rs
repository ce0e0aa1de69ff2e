//! Text that is not trusted, as text: whatever it holds, the page shows it.

use openapi::escape;

/// Text on one line, in which nothing is markup.
pub(super) fn text(text: &str) -> String {
    characters(&escape::line(text))
}

/// Text as code.
pub(super) fn code(text: &str) -> String {
    format!("<code>{}</code>", self::text(text))
}

/// A sentence, in which what stands between backticks is code and nothing else is markup.
pub(super) fn prose(text: &str) -> String {
    let text = escape::line(text);
    let pieces: Vec<&str> = text.split('`').collect();
    let last = pieces.len() - 1;
    let pieces = pieces.iter().enumerate().map(|(index, piece)| match index % 2 {
        1 if index < last => format!("<code>{}</code>", characters(piece)),
        1 => format!("`{}", characters(piece)),
        _ => characters(piece),
    });
    pieces.collect()
}

fn characters(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '"' => shown.push_str("&quot;"),
            '\'' => shown.push_str("&#39;"),
            _ => shown.push(character),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_markup() {
        let hostile = "<img src=x onerror=\"a\"> & 'b'\n";
        let shown = "&lt;img src=x onerror=&quot;a&quot;&gt; &amp; &#39;b&#39;\\n";
        assert_eq!(text(hostile), shown);
        assert_eq!(code(hostile), format!("<code>{shown}</code>"));
        assert_eq!(prose("a `<b>` c `d"), "a <code>&lt;b&gt;</code> c `d");
        assert_eq!(prose("`a``b`"), "<code>a</code><code>b</code>");
    }
}
