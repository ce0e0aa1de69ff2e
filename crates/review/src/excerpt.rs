//! Of two long texts, the words that differ.

/// A text of so many characters is shown whole.
const SHORT: usize = 60;
/// A text without spaces, which has no words, is shown whole up to here.
const SHORT_WORD: usize = 100;
/// So many letters are shown before the first one that differs in a long word.
const LETTERS: usize = 20;
/// So many words are shown around those that differ.
const AROUND: usize = 2;

/// The text on one line, cut if it is long.
pub(crate) fn one(text: &str) -> String {
    cut(&words(text).join(" "))
}

/// What differs between two texts, each with a few words around it; `None` if only the white space differs.
pub(crate) fn excerpt(old: &str, new: &str) -> Option<(String, String)> {
    let (old, new) = (words(old), words(new));
    if old == new {
        return None;
    }
    let (old_text, new_text) = (old.join(" "), new.join(" "));
    let longest = old_text.chars().count().max(new_text.chars().count());
    if longest <= SHORT || longest <= SHORT_WORD && old.len() == 1 && new.len() == 1 {
        return Some((old_text, new_text));
    }
    let start = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let left = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(left).take_while(|(old, new)| old == new).count();
    let (old, new) = (around(&old, start, end), around(&new, start, end));
    // Long words may differ behind where they are cut.
    Some(if cut(&old) == cut(&new) { from_difference(&old, &new) } else { (cut(&old), cut(&new)) })
}

/// Two texts from shortly before the first letter that differs.
fn from_difference(old: &str, new: &str) -> (String, String) {
    let same = old.chars().zip(new.chars()).take_while(|(old, new)| old == new).count();
    let start = same.saturating_sub(LETTERS);
    let from = |text: &str| format!("… {}", cut(&text.chars().skip(start).collect::<String>()));
    (from(old), from(new))
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// All but the first and the last words, with a few of them.
fn around(words: &[&str], start: usize, end: usize) -> String {
    let (first, last) = (start.saturating_sub(AROUND), (words.len() - end + AROUND).min(words.len()));
    let before = if first > 0 { "… " } else { "" };
    let after = if last < words.len() { " …" } else { "" };
    format!("{before}{}{after}", words[first..last].join(" "))
}

fn cut(text: &str) -> String {
    let mut shown: String = text.chars().take(SHORT_WORD).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_differ_are_shown() {
        let long = "Lets a blocked file run again, everywhere in the organization, until somebody blocks it once more.";
        let row = |old: &str, new: &str| {
            excerpt(old, new).map_or_else(|| "=".to_owned(), |(old, new)| format!("{old} -> {new}"))
        };
        let replaced = |from: &str, to: &str| row(long, &long.replacen(from, to, 1));
        for (shown, expected) in [
            (row("a", "b"), "a -> b"),
            (row("a  b\n", "a b"), "="),
            (row("Block a file", "Blocks a file everywhere"), "Block a file -> Blocks a file everywhere"),
            (replaced("everywhere", "nowhere"), "… run again, everywhere in the … -> … run again, nowhere in the …"),
            (replaced("Lets", "Makes"), "Lets a blocked … -> Makes a blocked …"),
            (replaced("more.", "again."), "… it once more. -> … it once again."),
            (
                replaced(" in the", ""),
                "… again, everywhere in the organization, until … -> … again, everywhere organization, until …",
            ),
            (replaced("a blocked", "a once blocked"), "Lets a blocked file … -> Lets a once blocked file …"),
            (row(long, "Gone."), &format!("{} -> Gone.", cut(long))),
            (row(&format!("{long} {long}"), long), &*format!("… once more. {}… -> … once more.", &long[..100 - 13])),
            (
                row(&format!("see {}-one", "x".repeat(200)), &format!("see {}-two", "x".repeat(200))),
                "… xxxxxxxxxxxxxxxxxxx-one -> … xxxxxxxxxxxxxxxxxxx-two",
            ),
        ] {
            assert_eq!(shown, expected);
        }
    }

    #[test]
    fn a_pattern_is_whole_and_what_is_very_long_is_cut() {
        let pattern = "^([0-9A-Fa-f]{40}|[0-9A-Fa-f]{32}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$";
        assert_eq!(excerpt(pattern, "^$"), Some((pattern.to_owned(), "^$".to_owned())));
        let (old, _) = excerpt(&"é".repeat(1000), "e").unwrap();
        assert_eq!(old, format!("{}…", "é".repeat(100)));
        assert_eq!(one(&"a ".repeat(1000)).chars().count(), 101);
        assert_eq!(one(" a\n\n b "), "a b");
    }
}
