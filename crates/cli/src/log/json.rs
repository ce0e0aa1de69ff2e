//! An event as a line for programs: one JSON object, with keys that do not change.

use chrono::{DateTime, SecondsFormat, Utc};
use openapi::escape;
use serde::Serialize;
use tracing::Level;

use super::record::{Attributes, Record};

/// The target of the messages and the events of the command itself.
pub const TARGET: &str = "defender_actions_cli";

/// A line of stderr.
#[derive(Serialize)]
struct Line<'a> {
    /// In UTC, with milliseconds.
    time: String,
    level: &'a str,
    target: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    call: Option<u64>,
    /// In seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    elapsed: Option<f64>,
    attributes: &'a Attributes,
}

/// The line of an event.
pub fn line(record: &Record) -> String {
    let elapsed = record.elapsed.map(|elapsed| elapsed.as_millis() as f64 / 1_000.0);
    let (call, attributes) = (record.call, &record.attributes);
    let (target, message, level) = (record.target.as_str(), record.message.as_str(), record.level.as_str());
    write(&Line { time: time(record.time), level, target, message, call, elapsed, attributes })
}

/// The line of a message of the command: what it would print as text.
pub fn message(message: &str) -> String {
    let (level, message) = match message.split_once(": ") {
        Some(("error", message)) => (Level::ERROR, message),
        Some(("warning", message)) => (Level::WARN, message),
        _ => (Level::INFO, message),
    };
    let (call, elapsed, attributes) = (None, None, &Attributes::new());
    write(&Line { time: time(Utc::now()), level: level.as_str(), target: TARGET, message, call, elapsed, attributes })
}

fn write(line: &Line<'_>) -> String {
    escape::json(&serde_json::to_string(line).unwrap_or_default()) + "\n"
}

fn time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}
