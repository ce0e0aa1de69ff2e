//! HTML, written piece by piece.

use openapi::escape;

/// HTML under construction. Markup is part of the program; all other text is escaped.
///
/// ```
/// let html = page::Html::new().markup("<p title=\"").text("\"><script>").markup("\">").text("a\u{202e}b").markup("</p>");
/// assert_eq!(html.into_string(), "<p title=\"&quot;&gt;&lt;script&gt;\">a\\u{202e}b</p>");
/// ```
#[derive(Debug, Default, Clone)]
pub struct Html(String);

impl Html {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds markup.
    #[must_use]
    pub fn markup(mut self, markup: &'static str) -> Self {
        self.0 += markup;
        self
    }

    /// Adds text on one line: what HTML gives a meaning is escaped, and so is what nobody would see.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.push(&escape::whole(text));
        self
    }

    /// Adds text of several lines, each as [`text`](Self::text) is.
    #[must_use]
    pub fn lines(mut self, text: &str) -> Self {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.0.push('\n');
            }
            self.push(&escape::whole(line.strip_suffix('\r').unwrap_or(line)));
        }
        self
    }

    /// Adds other HTML.
    #[must_use]
    pub fn html(mut self, other: &Self) -> Self {
        self.0 += &other.0;
        self
    }

    /// Adds what is of the crate's own making, or was escaped in another way.
    #[must_use]
    pub(crate) fn trusted(mut self, text: &str) -> Self {
        self.0 += text;
        self
    }

    /// The text of the HTML.
    pub fn into_string(self) -> String {
        self.0
    }

    fn push(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.0 += "&amp;",
                '<' => self.0 += "&lt;",
                '>' => self.0 += "&gt;",
                '"' => self.0 += "&quot;",
                '\'' => self.0 += "&#39;",
                other => self.0.push(other),
            }
        }
    }
}
