//! The keys of responses: statuses, ranges of them, and `default`.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// The key of a response. Displayed as in a contract: `201`, `4XX`, `default`.
///
/// Keys are sorted by status; a range is behind its statuses, and `default` is the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatusKey {
    /// A status, from 100 to 599.
    Exact(u16),
    /// A range, by its first digit, from 1 to 5.
    Range(u16),
    /// Every status that no other key covers.
    Default,
}

/// A text is not the key of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAStatusKey(pub String);

impl fmt::Display for NotAStatusKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no status (`200`), no range of them (`4XX`) and not `default`", self.0)
    }
}

impl std::error::Error for NotAStatusKey {}

impl FromStr for StatusKey {
    type Err = NotAStatusKey;

    fn from_str(text: &str) -> Result<Self, NotAStatusKey> {
        let range = text.strip_suffix("XX").or_else(|| text.strip_suffix("xx"));
        let number = |text: &str, length| {
            let digits = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<u16>().ok().filter(|_| digits)
        };
        let key = match range {
            _ if text == "default" => Some(Self::Default),
            Some(digit) => number(digit, 1).filter(|digit| (1..6).contains(digit)).map(Self::Range),
            None => number(text, 3).filter(|status| (100..600).contains(status)).map(Self::Exact),
        };
        key.ok_or_else(|| NotAStatusKey(text.to_owned()))
    }
}

impl StatusKey {
    /// The first digit of the statuses; none for `default`.
    pub fn class(self) -> Option<u16> {
        match self {
            Self::Exact(status) => Some(status / 100),
            Self::Range(class) => Some(class),
            Self::Default => None,
        }
    }

    /// Whether a response of this key is a success: `2XX` and what is in it. `default` is none.
    pub fn is_success(self) -> bool {
        self.class() == Some(2)
    }

    /// Whether a response of this key is an error: `4XX`, `5XX` and what is in them. `default` is none, since it may be
    /// anything.
    pub fn is_error(self) -> bool {
        matches!(self.class(), Some(4 | 5))
    }

    /// Whether a response of this key may have a status.
    pub fn covers(self, status: u16) -> bool {
        match self {
            Self::Exact(exact) => exact == status,
            Self::Range(class) => class == status / 100,
            Self::Default => true,
        }
    }

    /// The key that says most of a status: the status itself before its range, and that before `default`; by its index.
    pub fn best(keys: impl IntoIterator<Item = Self>, status: u16) -> Option<usize> {
        let covering = keys.into_iter().enumerate().filter(|(_, key)| key.covers(status));
        covering.min_by_key(|(_, key)| key.order()).map(|(index, _)| index)
    }

    /// A status that a response of this key has: the first of a range; for `default` the other one.
    pub fn status_or(self, default: u16) -> u16 {
        match self {
            Self::Exact(status) => status,
            Self::Range(class) => class * 100,
            Self::Default => default,
        }
    }

    fn order(self) -> (u16, bool, u16) {
        match self {
            Self::Exact(status) => (status / 100, false, status),
            Self::Range(class) => (class, true, 0),
            Self::Default => (u16::MAX, true, 0),
        }
    }
}

impl Ord for StatusKey {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order().cmp(&other.order())
    }
}

impl PartialOrd for StatusKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for StatusKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(status) => write!(f, "{status}"),
            Self::Range(class) => write!(f, "{class}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_and_written() {
        for text in ["200", "599", "4XX", "default"] {
            assert_eq!(text.parse::<StatusKey>().unwrap().to_string(), text);
        }
        assert_eq!("5xx".parse(), Ok(StatusKey::Range(5)));
        for broken in ["", "20", "0200", "+20", "600", "6XX", "XX", "2X", "Default", "x-a", "²XX"] {
            assert_eq!(broken.parse::<StatusKey>(), Err(NotAStatusKey(broken.to_owned())));
        }
    }

    #[test]
    fn successes_and_errors_are_known_by_the_first_digit() {
        let [created, success, error, fault, default] =
            ["201", "2XX", "404", "5XX", "default"].map(|text| text.parse::<StatusKey>().unwrap());
        assert!(created.is_success() && success.is_success() && !default.is_success());
        assert!(error.is_error() && fault.is_error() && !default.is_error() && !created.is_error());
    }

    #[test]
    fn the_key_that_says_most_is_the_best() {
        let keys = [StatusKey::Default, StatusKey::Range(4), StatusKey::Exact(404)];
        assert_eq!(StatusKey::best(keys, 404), Some(2));
        assert_eq!(StatusKey::best(keys, 400), Some(1));
        assert_eq!(StatusKey::best(keys, 500), Some(0));
        assert_eq!(StatusKey::best(keys[1..].iter().copied(), 500), None);
    }

    #[test]
    fn keys_are_sorted_by_status() {
        let mut keys = ["default", "4XX", "500", "404", "2XX", "201"].map(|text| text.parse::<StatusKey>().unwrap());
        keys.sort();
        assert_eq!(keys.map(|key| key.to_string()), ["201", "2XX", "404", "4XX", "500", "default"]);
    }
}
