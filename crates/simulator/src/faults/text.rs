//! Rules of faults as text: `status=503,body=none,operation=blockFile,times=2`.

use std::fmt::{self, Display};
use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

use openapi::escape;

use crate::faults::fault::{Fault, FaultBody, Limit, ResetPoint, RetryAfter};
use crate::faults::rule::FaultRule;

/// The faults that a text can name.
const FAULTS: [&str; 12] = [
    "status",
    "disconnect",
    "reset",
    "stall",
    "cut-off",
    "wrong-length",
    "content-type",
    "html",
    "large",
    "endless",
    "expired-token",
    "rate-limit",
];

/// What says which requests meet it.
const OF_EACH: [&str; 6] = ["latency", "operation", "times", "after", "probability", "seed"];

/// What only `status` has.
const OF_STATUS: [&str; 4] = ["body", "retry-after", "retry-after-date", "skew"];

impl FaultRule {
    /// The faults that a text can name, and the keys that it can have besides: those of each fault, and those of `status`.
    pub const NAMES: [&'static [&'static str]; 3] = [&FAULTS, &OF_EACH, &OF_STATUS];
}

impl FromStr for FaultRule {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // The errors quote the text.
        Given::of(text).and_then(|given| given.rule()).map_err(|error| escape::whole(&error))
    }
}

/// The parts of a text, each key once.
#[derive(Default)]
struct Given<'a> {
    fault: Option<(&'a str, Option<&'a str>)>,
    keys: Vec<(&'a str, &'a str)>,
}

impl<'a> Given<'a> {
    fn of(text: &'a str) -> Result<Self, String> {
        let mut given = Self::default();
        for part in text.split(',') {
            let (key, value) = part.split_once('=').map_or((part, None), |(key, value)| (key, Some(value)));
            given.add(key.trim(), value.map(str::trim))?;
        }
        Ok(given)
    }

    fn add(&mut self, key: &'a str, value: Option<&'a str>) -> Result<(), String> {
        if FAULTS.contains(&key) {
            if let Some((other, _)) = self.fault.replace((key, value)) {
                return Err(format!("`{other}` and `{key}` are two faults; give each a rule of its own"));
            }
            return Ok(());
        }
        if !OF_EACH.contains(&key) && !OF_STATUS.contains(&key) {
            let known = [&FAULTS[..], &OF_EACH, &OF_STATUS].concat().join(", ");
            return Err(format!("there is no `{key}`; there are {known}"));
        }
        let value = value.filter(|value| !value.is_empty()).ok_or_else(|| format!("`{key}` needs a value"))?;
        if self.keys.iter().any(|(known, _)| *known == key) {
            return Err(format!("`{key}` is given twice"));
        }
        self.keys.push((key, value));
        Ok(())
    }

    fn text(&self, key: &str) -> Option<&'a str> {
        self.keys.iter().find(|(known, _)| *known == key).map(|(_, value)| *value)
    }

    fn read<T: FromStr>(&self, key: &str, what: &str) -> Result<Option<T>, String> {
        self.text(key).map(|value| number(key, value, what)).transpose()
    }

    fn rule(&self) -> Result<FaultRule, String> {
        let fault = match self.fault {
            Some((name, value)) => self.fault(name, value)?,
            None if self.text("latency").is_some() => Fault::Delay,
            None => return Err(format!("no fault is named; there are {}, and latency alone", FAULTS.join(", "))),
        };
        if !matches!(fault, Fault::Status { .. })
            && let Some((key, _)) = self.keys.iter().find(|(key, _)| OF_STATUS.contains(key))
        {
            return Err(format!("`{key}` is for `status` only"));
        }
        let probability = self.read::<f64>("probability", "a number from 0 to 1")?.unwrap_or(1.0);
        if !(0.0..=1.0).contains(&probability) {
            return Err(format!("`probability` is a number from 0 to 1, not {probability}"));
        }
        Ok(FaultRule {
            fault,
            latency: self.text("latency").map(|text| time("latency", text)).transpose()?.unwrap_or_default(),
            operation: self.text("operation").map(str::to_owned),
            times: self.read("times", "a whole number")?,
            after: self.read("after", "a whole number")?.unwrap_or(0),
            probability,
            seed: self.read("seed", "a whole number")?.unwrap_or(0),
        })
    }

    fn fault(&self, name: &str, value: Option<&str>) -> Result<Fault, String> {
        let needed = |what: &str| value.ok_or_else(|| format!("`{name}` needs a value: {what}"));
        let fault = match name {
            "status" => self.status(needed("200 to 599")?)?,
            "reset" => Fault::Reset(match needed("before-body, after-body or after-action")? {
                "before-body" => ResetPoint::BeforeBody,
                "after-body" => ResetPoint::AfterBody,
                "after-action" => ResetPoint::AfterAction,
                other => return Err(format!("`reset` is before-body, after-body or after-action, not `{other}`")),
            }),
            "wrong-length" => {
                Fault::WrongLength(number(name, needed("how many bytes are not announced")?, "a whole number")?)
            }
            "content-type" => Fault::ContentType(header(name, needed("a media type")?)?),
            "large" => Fault::Large(size(needed("a size, as in 100MB")?)?),
            "rate-limit" => Fault::RateLimit(value.map_or(Ok(Limit::Documented), limit)?),
            _ if value.is_some() => return Err(format!("`{name}` has no value")),
            "disconnect" => Fault::Disconnect,
            "stall" => Fault::Stall,
            "cut-off" => Fault::CutOff,
            "html" => Fault::Html,
            "endless" => Fault::Endless,
            _ => Fault::ExpiredToken,
        };
        Ok(fault)
    }

    fn status(&self, value: &str) -> Result<Fault, String> {
        let status: u16 = number("status", value, "a number from 200 to 599")?;
        if !(200..600).contains(&status) {
            return Err(format!("`status` is a number from 200 to 599, not {status}"));
        }
        let body = match self.text("body") {
            None | Some("documented") => FaultBody::Documented,
            Some("none") => FaultBody::Empty,
            Some("html") => FaultBody::Html,
            Some(other) => return Err(format!("`body` is documented, none or html, not `{other}`")),
        };
        let seconds = self.read("retry-after", "a whole number of seconds")?;
        let date = self.read("retry-after-date", "a whole number of seconds")?;
        let skew = self.read("skew", "a whole number of seconds, which may be negative")?;
        let retry_after = match (seconds, date) {
            (Some(_), Some(_)) => return Err("`retry-after` and `retry-after-date` exclude each other".to_owned()),
            (None, Some(after)) => Some(RetryAfter::Date { after, skew: skew.unwrap_or(0) }),
            _ if skew.is_some() => return Err("`skew` is that of a `retry-after-date`".to_owned()),
            (seconds, None) => seconds.map(RetryAfter::Seconds),
        };
        Ok(Fault::Status { status, body, retry_after })
    }
}

fn number<T: FromStr>(key: &str, value: &str, what: &str) -> Result<T, String> {
    value.parse().map_err(|_| format!("`{key}` is {what}, not `{value}`"))
}

/// `2s`, `250ms`, or seconds without a unit.
fn time(key: &str, text: &str) -> Result<Duration, String> {
    let (digits, unit) = match text.strip_suffix("ms") {
        Some(digits) => (digits, 1),
        None => (text.strip_suffix('s').unwrap_or(text), 1000),
    };
    let millis = digits.parse::<u32>().ok().map(|number| u64::from(number) * unit);
    millis.map(Duration::from_millis).ok_or_else(|| format!("`{key}` is a time as in 250ms or 2s, not `{text}`"))
}

/// `100MB`, `64kB`, or bytes without a unit.
fn size(text: &str) -> Result<u64, String> {
    let units = [("MB", 1_000_000), ("kB", 1000), ("B", 1)];
    let unit = units.into_iter().find_map(|(unit, bytes)| Some((text.strip_suffix(unit)?, bytes)));
    let (digits, bytes) = unit.unwrap_or((text, 1));
    let size = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(bytes));
    size.ok_or_else(|| format!("`large` is a size as in 100MB or 64kB, not `{text}`"))
}

/// `CALLS/PERIOD`, as in `100/60s`.
fn limit(text: &str) -> Result<Limit, String> {
    let what =
        || format!("`rate-limit` is CALLS/PERIOD as in 100/60s, or nothing for the documented limits, not `{text}`");
    let (calls, period) = text.split_once('/').ok_or_else(what)?;
    let calls: NonZeroU32 = calls.parse().map_err(|_| what())?;
    let period = time("rate-limit", period).ok().filter(|period| !period.is_zero()).ok_or_else(what)?;
    Ok(Limit::Calls { calls, period })
}

fn header(key: &str, text: &str) -> Result<String, String> {
    match http::HeaderValue::from_str(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err(format!("`{key}` cannot be sent in a header: `{text}`")),
    }
}

impl Display for FaultRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = vec![self.fault.to_string()];
        if self.fault == Fault::Delay {
            parts.clear();
        }
        if !self.latency.is_zero() || self.fault == Fault::Delay {
            parts.push(format!("latency={}", Time(self.latency)));
        }
        parts.extend(self.operation.iter().map(|operation| format!("operation={operation}")));
        parts.extend(self.times.map(|times| format!("times={times}")));
        parts.extend((self.after > 0).then(|| format!("after={}", self.after)));
        parts.extend((self.probability < 1.0).then(|| format!("probability={}", self.probability)));
        parts.extend((self.seed > 0).then(|| format!("seed={}", self.seed)));
        f.write_str(&parts.join(","))
    }
}

/// As in a rule; an answer of any bytes, which no text can give, as the name of what it is.
impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer { status, .. } => write!(f, "answer={status}"),
            Self::Truncate { status, .. } => write!(f, "truncated-answer={status}"),
            Self::Status { status, body, retry_after } => {
                write!(f, "status={status}")?;
                match body {
                    FaultBody::Documented => {}
                    FaultBody::Empty => f.write_str(",body=none")?,
                    FaultBody::Html => f.write_str(",body=html")?,
                }
                match retry_after {
                    None => Ok(()),
                    Some(RetryAfter::Seconds(seconds)) => write!(f, ",retry-after={seconds}"),
                    Some(RetryAfter::Date { after, skew: 0 }) => write!(f, ",retry-after-date={after}"),
                    Some(RetryAfter::Date { after, skew }) => write!(f, ",retry-after-date={after},skew={skew}"),
                }
            }
            Self::Delay => f.write_str("latency"),
            Self::Disconnect => f.write_str("disconnect"),
            Self::Reset(ResetPoint::BeforeBody) => f.write_str("reset=before-body"),
            Self::Reset(ResetPoint::AfterBody) => f.write_str("reset=after-body"),
            Self::Reset(ResetPoint::AfterAction) => f.write_str("reset=after-action"),
            Self::Stall => f.write_str("stall"),
            Self::CutOff => f.write_str("cut-off"),
            Self::WrongLength(bytes) => write!(f, "wrong-length={bytes}"),
            Self::ContentType(name) => write!(f, "content-type={name}"),
            Self::Html => f.write_str("html"),
            Self::Large(bytes) => write!(f, "large={bytes}"),
            Self::Endless => f.write_str("endless"),
            Self::ExpiredToken => f.write_str("expired-token"),
            Self::RateLimit(Limit::Documented) => f.write_str("rate-limit"),
            Self::RateLimit(Limit::Calls { calls, period }) => write!(f, "rate-limit={calls}/{}", Time(*period)),
        }
    }
}

struct Time(Duration);

impl Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.subsec_millis() {
            0 => write!(f, "{}s", self.0.as_secs()),
            _ => write!(f, "{}ms", self.0.as_millis()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_written_as_it_is_read() {
        for text in [
            "status=503",
            "status=503,body=none,operation=blockFile,times=2",
            "status=429,body=html,retry-after=30,after=3,probability=0.5,seed=7",
            "status=429,retry-after-date=30,skew=-3600",
            "latency=250ms",
            "disconnect,latency=2s",
            "reset=before-body",
            "reset=after-body",
            "reset=after-action",
            "stall",
            "cut-off",
            "wrong-length=1",
            "content-type=text/plain; charset=utf-8",
            "html",
            "large=100000000",
            "endless",
            "expired-token,times=1",
            "rate-limit",
            "rate-limit=5/60s",
        ] {
            assert_eq!(text.parse::<FaultRule>().unwrap().to_string(), text);
        }
        let sizes = ["large=100MB", "large=64kB", "large=5B"].map(|text| text.parse::<FaultRule>().unwrap().fault);
        assert_eq!(sizes, [Fault::Large(100_000_000), Fault::Large(64_000), Fault::Large(5)]);
        assert_eq!(" status = 503 , times = 2 ".parse::<FaultRule>().unwrap().to_string(), "status=503,times=2");
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, expected) in [
            ("", "there is no ``; there are status, disconnect, "),
            ("crash", "there is no `crash`; there are status, "),
            ("times=2", "no fault is named; there are status, "),
            ("stall,html", "`stall` and `html` are two faults"),
            ("status", "`status` needs a value: 200 to 599"),
            ("status=99", "`status` is a number from 200 to 599, not 99"),
            ("status=x", "`status` is a number from 200 to 599, not `x`"),
            ("status=503,body=xml", "`body` is documented, none or html, not `xml`"),
            ("status=503,retry-after=1,retry-after-date=1", "exclude each other"),
            ("status=503,skew=1", "`skew` is that of a `retry-after-date`"),
            ("stall,body=none", "`body` is for `status` only"),
            ("stall=1", "`stall` has no value"),
            ("stall,times", "`times` needs a value"),
            ("stall,times=1,times=2", "`times` is given twice"),
            ("stall,times=-1", "`times` is a whole number, not `-1`"),
            ("stall,probability=2", "`probability` is a number from 0 to 1, not 2"),
            ("stall,probability=NaN", "`probability` is a number from 0 to 1, not NaN"),
            ("latency=soon", "`latency` is a time as in 250ms or 2s, not `soon`"),
            ("reset=later", "`reset` is before-body, after-body or after-action, not `later`"),
            ("large=1e9", "`large` is a size as in 100MB or 64kB, not `1e9`"),
            ("large=99999999999999MB", "`large` is a size"),
            ("rate-limit=5", "`rate-limit` is CALLS/PERIOD"),
            ("rate-limit=0/60s", "`rate-limit` is CALLS/PERIOD"),
            ("rate-limit=5/0s", "`rate-limit` is CALLS/PERIOD"),
            ("content-type=a\nb", "cannot be sent in a header"),
        ] {
            let error = text.parse::<FaultRule>().unwrap_err();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }
}
