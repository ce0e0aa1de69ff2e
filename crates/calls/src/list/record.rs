//! A row of separated values, as RFC 4180 has it and spreadsheets write it.
//!
//! No library is taken for it: a quote that is never closed must not read the rest of a file into memory, nor pass without
//! an error; quotes behind spaces are quotes; and a lone `\r` ends a line, which must count.

/// Takes the lines of one row apart into values.
#[derive(Default)]
pub(crate) struct RecordParser {
    values: Vec<String>,
    value: String,
    state: State,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    /// Before a value; spaces are left out.
    #[default]
    Start,
    /// In a value without quotes.
    Plain,
    /// Between quotes.
    Quoted,
    /// Behind a quote between quotes: it ends the value, or is one of two that stand for one.
    Quote,
    /// Behind the closing quote.
    Closed,
}

/// Text behind a closing quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TextBehindQuote;

impl RecordParser {
    /// Takes a line of the row. Whether the row goes on in the next line, since a quote is open.
    pub(crate) fn line(&mut self, text: &str, separator: char) -> Result<bool, TextBehindQuote> {
        for letter in text.chars() {
            self.state = match self.state {
                State::Start | State::Plain | State::Quote | State::Closed if letter == separator => {
                    self.end_value();
                    State::Start
                }
                State::Start if letter == '"' => State::Quoted,
                State::Start if letter.is_whitespace() => State::Start,
                State::Start | State::Plain => self.push(letter, State::Plain),
                State::Quoted if letter == '"' => State::Quote,
                State::Quoted => self.push(letter, State::Quoted),
                State::Quote if letter == '"' => self.push(letter, State::Quoted),
                State::Quote | State::Closed if letter.is_whitespace() => State::Closed,
                State::Quote | State::Closed => return Err(TextBehindQuote),
            };
        }
        Ok(self.state == State::Quoted)
    }

    /// Takes the end of a line that does not end the row.
    pub(crate) fn line_break(&mut self, end: &str) {
        self.value.push_str(end);
    }

    /// The values of the row.
    pub(crate) fn finish(mut self) -> Vec<String> {
        self.end_value();
        self.values
    }

    fn push(&mut self, letter: char, state: State) -> State {
        self.value.push(letter);
        state
    }

    fn end_value(&mut self) {
        self.values.push(std::mem::take(&mut self.value));
    }
}

/// The values of one line.
pub(crate) fn split(line: &str, separator: char) -> Vec<String> {
    let mut parser = RecordParser::default();
    match parser.line(line, separator) {
        Ok(_) => parser.finish(),
        Err(TextBehindQuote) => vec![line.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_taken_apart() {
        let table: [(&str, &[&str]); 12] = [
            ("a,b,c", &["a", "b", "c"]),
            ("", &[""]),
            (",", &["", ""]),
            ("\"a\",\"b\"", &["a", "b"]),
            ("\"a,b\",c", &["a,b", "c"]),
            ("a, \"b, c\" ,d", &["a", "b, c", "d"]),
            ("\"say \"\"no\"\"\"", &["say \"no\""]),
            ("\"\"", &[""]),
            ("\"\"\"\"", &["\""]),
            ("5\" disk,a", &["5\" disk", "a"]),
            ("a b , c", &["a b ", "c"]),
            ("a;b", &["a;b"]),
        ];
        for (line, values) in table {
            assert_eq!(split(line, ','), values, "{line}");
        }
        assert_eq!(split("a\t \"b\tc\"\t", '\t'), ["a", "b\tc", ""]);
    }

    #[test]
    fn a_value_may_have_lines() {
        let mut parser = RecordParser::default();
        assert_eq!(parser.line("a,\"b", ','), Ok(true));
        parser.line_break("\r\n");
        assert_eq!(parser.line("c\",d", ','), Ok(false));
        assert_eq!(parser.finish(), ["a", "b\r\nc", "d"]);
    }

    #[test]
    fn text_behind_a_quote_is_an_error() {
        for line in ["\"a\"b", "\"a\" b,c", "\"Alert\" is bad"] {
            assert_eq!(RecordParser::default().line(line, ','), Err(TextBehindQuote), "{line}");
        }
    }
}
