//! Numbers with all their digits.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A JSON number of any size and precision, as it is written.
///
/// Numbers compare by value, to the last digit: 1, 1.0 and 10e-1 are equal, and no two others are that differ anywhere.
/// Displayed as it is written, in a form that JSON has.
#[derive(Clone, Debug)]
pub struct Number(Notation);

#[derive(Clone, Debug)]
enum Notation {
    /// A whole number, written plainly.
    Integer(i64),
    /// Any other, as JSON has it.
    Text(Arc<str>),
}

/// The value of a number: digits without zeros at either end, times ten to the exponent. Zero has no digits.
#[derive(PartialEq, Eq, Hash)]
struct Value {
    negative: bool,
    digits: String,
    exponent: i64,
}

/// Larger exponents are refused.
const MAX_EXPONENT: i64 = 1_000_000_000;

impl Number {
    /// Reads a number as JSON writes it; also with a `+`, with zeros in front, and with nothing before or behind the
    /// point, as YAML does. None for what is not a number, and for an exponent beyond ±1,000,000,000.
    pub fn parse(text: &str) -> Option<Self> {
        let value = Value::parse(text)?;
        if value.exponent.abs() > MAX_EXPONENT {
            return None;
        }
        let (sign, unsigned) = match text.strip_prefix('-') {
            Some(rest) => ("-", rest),
            None => ("", text.strip_prefix('+').unwrap_or(text)),
        };
        if let Ok(integer) = text.parse::<i64>()
            && text != "-0"
        {
            return Some(integer.into());
        }
        let (mantissa, exponent) = unsigned.split_at(unsigned.find(['e', 'E']).unwrap_or(unsigned.len()));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let whole = match whole.trim_start_matches('0') {
            "" => "0",
            whole => whole,
        };
        let point = if fraction.is_empty() { "" } else { "." };
        Some(Self(Notation::Text(format!("{sign}{whole}{point}{fraction}{exponent}").into())))
    }

    /// Whether a text has the form of a number, be its exponent too large for [`Number::parse`] or not.
    pub(crate) fn is_written(text: &str) -> bool {
        fn unsigned(text: &str) -> &str {
            text.strip_prefix(['-', '+']).unwrap_or(text)
        }
        let text = unsigned(text);
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let exponent = unsigned(exponent);
        let has_digits = whole.len() + fraction.len() > 0 && !exponent.is_empty();
        has_digits && [whole, fraction, exponent].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// A number of this text, which JSON has.
    pub(super) fn written(text: Arc<str>) -> Self {
        Self(Notation::Text(text))
    }

    /// The integer, or the text of what is not written as one.
    pub(super) fn into_form(self) -> Result<i64, Arc<str>> {
        match self.0 {
            Notation::Integer(integer) => Ok(integer),
            Notation::Text(text) => Err(text),
        }
    }

    /// The number, if it is whole and fits, however it is written.
    pub fn as_i64(&self) -> Option<i64> {
        match &self.0 {
            Notation::Integer(integer) => Some(*integer),
            Notation::Text(_) => self.plain()?.parse().ok(),
        }
    }

    /// The number, if it is whole, not negative and fits, however it is written.
    pub fn as_u64(&self) -> Option<u64> {
        match &self.0 {
            Notation::Integer(integer) => (*integer).try_into().ok(),
            Notation::Text(_) => self.plain()?.parse().ok(),
        }
    }

    /// A whole number of at most 20 digits, which are all that an integer of 64 bits has.
    fn plain(&self) -> Option<String> {
        let value = self.value();
        let zeros = usize::try_from(value.exponent).ok().filter(|zeros| value.digits.len() + zeros <= 20)?;
        let sign = if value.negative { "-" } else { "" };
        Some(format!("{sign}{}{}", if value.digits.is_empty() { "0" } else { &value.digits }, "0".repeat(zeros)))
    }

    /// Whether it is a whole number: 3, 3.0, 3e2.
    pub fn is_integer(&self) -> bool {
        self.value().exponent >= 0
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        self.value().digits.is_empty()
    }

    /// The nearest number that a double can hold; the largest double for what is larger.
    pub fn to_f64(&self) -> f64 {
        match &self.0 {
            Notation::Integer(integer) => *integer as f64,
            Notation::Text(text) => text.parse::<f64>().unwrap_or_default().clamp(f64::MIN, f64::MAX),
        }
    }

    /// The one text of all equal numbers: plainly if that takes at most 40 digits, else with an exponent.
    pub fn canonical(&self) -> String {
        let Value { negative, digits, exponent } = self.value();
        let sign = if negative { "-" } else { "" };
        let zeros = usize::try_from(exponent.unsigned_abs()).ok().filter(|zeros| digits.len().max(1) + zeros <= 40);
        match zeros {
            _ if digits.is_empty() => "0".to_owned(),
            Some(zeros) if exponent >= 0 => format!("{sign}{digits}{}", "0".repeat(zeros)),
            // Behind the point are as many digits as the exponent says.
            Some(places) => {
                let digits = format!("{digits:0>0$}", places + 1);
                let (whole, fraction) = digits.split_at(digits.len() - places);
                format!("{sign}{whole}.{fraction}")
            }
            None => format!("{sign}{digits}e{exponent}"),
        }
    }

    fn value(&self) -> Value {
        let value = match &self.0 {
            Notation::Integer(integer) => Value::parse(&integer.to_string()),
            Notation::Text(text) => Value::parse(text),
        };
        value.unwrap_or(Value { negative: false, digits: String::new(), exponent: 0 })
    }
}

impl Value {
    fn parse(text: &str) -> Option<Self> {
        if !Number::is_written(text) {
            return None;
        }
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}");
        let digits = digits.trim_start_matches('0');
        let significant = digits.trim_end_matches('0');
        if significant.is_empty() {
            return Some(Self { negative: false, digits: String::new(), exponent: 0 });
        }
        let zeros = i64::try_from(digits.len() - significant.len()).ok()?;
        let exponent = exponent.checked_add(zeros)?.checked_sub(i64::try_from(fraction.len()).ok()?)?;
        Some(Self { negative, digits: significant.to_owned(), exponent })
    }

    /// -1, 0 or 1.
    fn sign(&self) -> i8 {
        match (self.digits.is_empty(), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    /// The exponent of the first digit.
    fn magnitude(&self) -> i64 {
        self.exponent.saturating_add(i64::try_from(self.digits.len()).unwrap_or(i64::MAX))
    }
}

impl From<i64> for Number {
    fn from(integer: i64) -> Self {
        Self(Notation::Integer(integer))
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Notation::Integer(a), Notation::Integer(b)) => a == b,
            _ => self.value() == other.value(),
        }
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value().hash(state);
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Notation::Integer(a), Notation::Integer(b)) = (&self.0, &other.0) {
            return a.cmp(b);
        }
        let (a, b) = (self.value(), other.value());
        let by_size = || {
            // Of the same magnitude the digits decide: a shorter text that the longer one begins with is less.
            a.magnitude().cmp(&b.magnitude()).then_with(|| a.digits.cmp(&b.digits))
        };
        a.sign().cmp(&b.sign()).then_with(|| if a.negative { by_size().reverse() } else { by_size() })
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Notation::Integer(integer) => write!(f, "{integer}"),
            Notation::Text(text) => f.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn no_digit_is_lost() {
        for text in
            ["12345678901234567890123", "-0.1000000000000000055511151231257827", "1e400", "18446744073709551616", "3.0"]
        {
            assert_eq!(number(text).to_string(), text);
        }
        assert_ne!(number("12345678901234567890123"), number("12345678901234567890124"));
    }

    #[test]
    fn what_yaml_writes_is_displayed_as_json() {
        for (written, json) in [("+.5", "0.5"), ("5.", "5"), ("007", "7"), ("-.5E+2", "-0.5E+2"), ("+4", "4")] {
            assert_eq!(number(written).to_string(), json);
        }
    }

    #[test]
    fn equal_numbers_are_equal_however_they_are_written() {
        for (a, b) in
            [("1", "1.0"), ("100", "1e2"), ("1.50", "15E-1"), ("-0", "0"), ("+.5", "0.5"), ("1e400", "10E399")]
        {
            assert_eq!(number(a), number(b), "{a} {b}");
            assert_eq!(number(a).canonical(), number(b).canonical(), "{a} {b}");
        }
    }

    #[test]
    fn the_canonical_text_is_plain_where_it_is_short() {
        for (written, canonical) in [
            ("5e-1", "0.5"),
            ("-1.50", "-1.5"),
            ("0.0125", "0.0125"),
            ("12e2", "1200"),
            ("1e400", "1e400"),
            ("1e-400", "1e-400"),
        ] {
            assert_eq!(number(written).canonical(), canonical);
        }
    }

    #[test]
    fn numbers_have_an_order() {
        let sorted =
            ["-1e400", "-12", "-1.5", "0", "1e-400", "0.1", "1", "1.5", "9", "10", "12345678901234567890123", "1e400"];
        for pair in sorted.windows(2) {
            assert!(number(pair[0]) < number(pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn a_whole_number_is_one_however_it_is_written() {
        assert_eq!(number("1.20e1").as_i64(), Some(12));
        assert_eq!(number("18446744073709551615").as_u64(), Some(u64::MAX));
        assert_eq!((number("1.5").as_i64(), number("1e400").as_u64(), number("-1").as_u64()), (None, None, None));
        assert!(number("1e400").is_integer() && !number("1.5").is_integer() && number("0.0").is_zero());
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", "-", ".", "e", "1e", "1e+", "0x1", "1.2.3", "1_000", "--1", "1e9999999999"] {
            assert!(Number::parse(text).is_none(), "{text}");
        }
    }
}
