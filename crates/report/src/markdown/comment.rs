//! A comment of limited length.

use crate::phrases;

/// GitHub refuses a comment that is longer; in characters there, in bytes here, which are never fewer.
const LONGEST: usize = 65_536;
/// Room for the sentence that says what is left out.
const REST: usize = 300;

/// What is in a section, or left out of it, as a whole.
pub(super) struct Item {
    pub text: String,
    /// For how many it counts where it is left out.
    pub count: usize,
}

impl From<String> for Item {
    fn from(text: String) -> Self {
        Self { text, count: 1 }
    }
}

/// A comment that is filled as far as there is room.
pub(super) struct Comment {
    pub text: String,
    left_out: Vec<String>,
}

impl Comment {
    pub fn new(command: &str, heading: &str) -> Self {
        Self { text: format!("<!-- defender-actions contract {command} -->\n## {heading}\n"), left_out: Vec::new() }
    }

    /// Adds a section with those of its items that fit. Once something is left out, so is what follows, which matters
    /// less.
    pub fn section(&mut self, noun: &str, open: &str, items: &[Item], close: &str) {
        let used = self.text.len() + open.len() + close.len();
        let mut room = (LONGEST - REST).saturating_sub(used);
        let mut fitting = 0;
        for item in items.iter().take_while(|_| self.left_out.is_empty()) {
            let Some(rest) = room.checked_sub(item.text.len()) else { break };
            room = rest;
            fitting += 1;
        }
        if fitting > 0 {
            self.text.push_str(open);
            items.iter().take(fitting).for_each(|item| self.text.push_str(&item.text));
            self.text.push_str(close);
        }
        if fitting < items.len() {
            let count = items.iter().skip(fitting).map(|item| item.count).sum();
            self.left_out.push(phrases::count(count, noun));
        }
    }

    pub fn finish(mut self) -> String {
        if !self.left_out.is_empty() {
            let left_out = self.left_out.join(", ");
            self.text.push_str(&format!("\nLeft out for lack of space: {left_out}. The format `text` has all.\n"));
        }
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_out_what_matters_least_and_says_so() {
        let mut comment = Comment::new("diff", "x");
        let items =
            |length: usize, number: usize| (0..number).map(|_| Item::from("x".repeat(length))).collect::<Vec<_>>();
        comment.section("wire change", "<", &items(10_000, 3), ">");
        comment.section("docs change", "<", &items(20_000, 2), ">");
        comment.section("approval", "<", &items(1, 1), ">");
        let text = comment.finish();
        assert!(text.len() < LONGEST, "{}", text.len());
        assert_eq!((text.matches('x').count(), text.matches('<').count()), (50_002, 3), "{}", &text[50_000..]);
        assert!(text.ends_with("Left out for lack of space: 1 docs change, 1 approval. The format `text` has all.\n"));
    }
}
