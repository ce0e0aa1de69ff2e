//! Bearer tokens: what may be sent as one, and how a text is shown that may repeat it.

use std::collections::HashSet;
use std::error::Error;
use std::fmt;
use std::str::FromStr;

use http::header::HeaderValue;

/// A bearer token in the form that RFC 6750 (section 2.1) allows: letters, digits and `-._~+/`, then any number of `=`.
///
/// A byte order mark before it and whitespace around it are left out: files have both. `Debug` does not show it.
///
/// ```
/// use defender_actions::BearerToken;
///
/// assert!("eyJ0.eyJh.c2ln\n".parse::<BearerToken>().is_ok());
/// let error = r#"{"access_token": "eyJ0.eyJh.c2ln"}"#.parse::<BearerToken>().unwrap_err();
/// assert!(error.to_string().contains("access_token"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct BearerToken(String);

/// Why a text is no bearer token. The text is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenError(String);

/// The shortest piece of a token that is taken for one, in bytes. A shorter token is not masked: it would hide words.
const SHORTEST_PIECE: usize = 8;
/// The length of the pieces by which a token is recognized, in bytes; a part of a token may be quoted.
const PIECE: usize = 16;
/// What is shown instead of a token.
const MASK: &str = "…";

impl FromStr for BearerToken {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim_start_matches('\u{feff}').trim();
        match problem(text) {
            Some(problem) => Err(TokenError(problem)),
            None => Ok(Self(text.to_owned())),
        }
    }
}

impl BearerToken {
    /// A text with all that it repeats of the token replaced by `…`: the whole of it, or a part of at least 16 bytes.
    ///
    /// A token of fewer than 8 bytes is not looked for.
    pub fn mask(&self, text: &str) -> String {
        let token = self.0.as_bytes();
        if token.len() < SHORTEST_PIECE {
            return text.to_owned();
        }
        let length = token.len().min(PIECE);
        let pieces: HashSet<&[u8]> = token.windows(length).collect();
        let mut shown = String::with_capacity(text.len());
        // A piece is ASCII, so it begins and ends between characters of the text.
        let mut masked = 0;
        for (start, piece) in text.as_bytes().windows(length).enumerate() {
            if !pieces.contains(piece) {
                continue;
            }
            if start >= masked {
                shown.push_str(&text[masked..start]);
                shown.push_str(MASK);
            }
            masked = start + length;
        }
        shown.push_str(&text[masked..]);
        shown
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The value of the header `Authorization`, marked as sensitive: its `Debug` does not show it.
    pub(crate) fn header(&self) -> Result<HeaderValue, TokenError> {
        let mut value = HeaderValue::from_str(&format!("Bearer {}", self.0))
            .map_err(|_| TokenError("the token is not allowed in a header".to_owned()))?;
        value.set_sensitive(true);
        Ok(value)
    }
}

/// The text of the token: [`ClientBuilder::bearer_token`](crate::ClientBuilder::bearer_token) takes it.
impl From<BearerToken> for String {
    fn from(token: BearerToken) -> Self {
        token.0
    }
}

/// What is wrong with a text as a token, and what to do.
fn problem(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some("the token is empty".to_owned());
    }
    if text.starts_with(['{', '[']) {
        return Some(
            "the token is JSON, such as the whole response of a token endpoint: give the value of its `access_token` alone"
                .to_owned(),
        );
    }
    if text.starts_with(['"', '\'', '`', '“', '‘', '«']) {
        return Some("the token is in quotes: give it without them".to_owned());
    }
    if text.split_whitespace().count() > 1 {
        return Some("the token contains whitespace: give the token alone, without the word `Bearer`".to_owned());
    }
    let body = text.trim_end_matches('=');
    let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || "-._~+/".contains(letter);
    let index = body.chars().position(|letter| !is_allowed(letter));
    let Some((index, letter)) = index.and_then(|index| Some((index, body.chars().nth(index)?))) else {
        return body.is_empty().then(|| "the token has nothing but `=`".to_owned());
    };
    let place = index + 1;
    if letter == '=' {
        return Some(format!("the token has `=` at character {place}, before its end: give the token alone"));
    }
    let number = u32::from(letter);
    Some(format!(
        "the token has U+{number:04X} at character {place}; it may have letters, digits and `-._~+/`, and `=` at its end \
         (RFC 6750): copy it again"
    ))
}

impl fmt::Debug for BearerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BearerToken(…)")
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for TokenError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(text: &str) -> BearerToken {
        text.parse().unwrap()
    }

    #[test]
    fn a_token_has_the_characters_of_rfc_6750() {
        for text in ["eyJ0.eyJh.c2ln", "a", "0-._~+/9==", "only~Ti.ReadWrite"] {
            assert_eq!(token(text).header().unwrap(), format!("Bearer {text}"));
        }
    }

    #[test]
    fn what_a_file_puts_around_a_token_is_left_out() {
        for text in ["\u{feff}eyJ0.a.b\r\n", " eyJ0.a.b ", "eyJ0.a.b\n\n", "\u{feff} eyJ0.a.b"] {
            assert_eq!(token(text), token("eyJ0.a.b"), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_token_is_refused_with_a_hint() {
        let table = [
            ("", "is empty"),
            ("\u{feff}\r\n", "is empty"),
            ("{\"token_type\":\"Bearer\",\"access_token\":\"eyJ0.a.b\"}", "`access_token` alone"),
            ("[\"eyJ0.a.b\"]", "is JSON"),
            ("\"eyJ0.a.b\"", "in quotes"),
            ("'eyJ0.a.b'", "in quotes"),
            ("“eyJ0.a.b”", "in quotes"),
            ("Bearer eyJ0.a.b", "without the word `Bearer`"),
            ("eyJ0\r\n.a.b", "whitespace"),
            ("eyJ0\u{a0}a", "whitespace"),
            ("eyJ0.\u{200b}a.b", "U+200B at character 6"),
            ("eyJ0.a.b\u{200b}", "U+200B at character 9"),
            ("\u{200b}eyJ0.a.b", "U+200B at character 1"),
            ("eyJ0.a.b\"", "U+0022 at character 9"),
            ("eyJ0\u{7}", "U+0007 at character 5"),
            ("e\u{0}y\u{0}", "U+0000 at character 2"),
            ("token=eyJ0.a.b", "`=` at character 6"),
            ("==", "nothing but `=`"),
            ("%65yJ0", "U+0025"),
            ("éyJ0", "U+00E9"),
        ];
        for (text, hint) in table {
            let error = text.parse::<BearerToken>().unwrap_err().to_string();
            assert!(error.starts_with("the token") && error.contains(hint), "{text:?}: {error}");
            assert!(!error.contains("eyJ0"), "{error}");
        }
    }

    #[test]
    fn a_token_and_its_parts_are_masked() {
        let secret = token("eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl");
        let whole = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl";
        assert_eq!(secret.mask(&format!("é {whole}é{whole}{whole} x")), "é …é…… x");
        assert_eq!(secret.mask(&format!("{}… is bad", &whole[..20])), "…… is bad");
        assert_eq!(secret.mask(&format!("token={}!", &whole[9..40])), "token=…!");
        assert_eq!(secret.mask("eyJ0eXAiOiJKV1Q is short"), "eyJ0eXAiOiJKV1Q is short");
        assert_eq!(secret.mask(""), "");
        assert_eq!(token("s3cr3t-t0ken").mask("a s3cr3t-t0ken."), "a ….");
        assert_eq!(token("eightish").mask("an eightish"), "an …");
        assert_eq!(token("sevenis").mask("a sevenis"), "a sevenis");
    }

    #[test]
    fn a_token_is_not_in_debug() {
        assert_eq!(format!("{:?}", token("eyJ0.a.b")), "BearerToken(…)");
        assert!(token("eyJ0.a.b").header().unwrap().is_sensitive());
    }
}
