//! An event as a line for people: what it says, and what is new since the line before.

use openapi::escape;
use serde_json::Value;
use tracing::Level;

use super::record::Record;

/// What a part of a line says of a value.
type Say = fn(&str) -> String;

const URL: &str = "url.full";

/// The attributes that a line names by itself, in this order.
const PARTS: [(&str, Say); 16] = [
    ("defender_actions.operation", str::to_owned),
    ("http.request.resend_count", |count| match count.parse::<u64>() {
        Ok(count) => format!("attempt {}", count + 1),
        Err(_) => format!("resent {count} times"),
    }),
    ("http.request.method", str::to_owned),
    (URL, str::to_owned),
    ("http.response.status_code", |status| format!("status {status}")),
    ("defender_actions.code", |code| format!("code {code}")),
    ("error.type", |kind| format!("error {kind}")),
    ("error.message", str::to_owned),
    ("defender_actions.correlation_id", |id| format!("correlation id {id}")),
    ("defender_actions.retry_after", |seconds| format!("retry after {seconds} s")),
    ("defender_actions.wait", |seconds| format!("{seconds} s")),
    ("defender_actions.outcome", |outcome| format!("outcome {outcome}")),
    ("defender_actions.proxy", str::to_owned),
    ("defender_actions.source", |source| format!("from {source}")),
    ("defender_actions.request.body", str::to_owned),
    ("defender_actions.response.body", str::to_owned),
];

const DIM: &str = "\x1b[2m";
const RED: &str = "\x1b[31m";
const YELLOW: &str = "\x1b[33m";
const RESET: &str = "\x1b[0m";

/// The line of an event; with all that is known, or only with what a person looks for.
pub fn line(record: &Record, has_all: bool, has_colours: bool) -> String {
    let time = record.time.format("%H:%M:%S%.3fZ").to_string();
    let level = format!("{:<5}", record.level.as_str().to_ascii_lowercase());
    let call = record.call.map(|call| format!("#{call} ")).unwrap_or_default();
    let elapsed = record.elapsed.map(|elapsed| elapsed.as_millis()).filter(|elapsed| *elapsed > 0);
    let elapsed = elapsed.map(|elapsed| format!(" ({elapsed} ms)")).unwrap_or_default();
    let text = escape::whole(&format!("{call}{}{}", record.message, parts(record, has_all)));
    let (time, level) = match (has_colours, record.level) {
        (true, Level::ERROR) => (format!("{DIM}{time}{RESET}"), format!("{RED}{level}{RESET}")),
        (true, Level::WARN) => (format!("{DIM}{time}{RESET}"), format!("{YELLOW}{level}{RESET}")),
        (true, _) => (format!("{DIM}{time}{RESET}"), format!("{DIM}{level}{RESET}")),
        (false, _) => (time, level),
    };
    format!("{time} {level} {text}{elapsed}\n")
}

/// What is new, behind what the event says.
fn parts(record: &Record, has_all: bool) -> String {
    let is_new = |name: &str| record.new.contains(&name);
    let value = |name: &str| record.attributes.get(name).map(plain);
    let mut parts: Vec<String> = Vec::new();
    for (name, say) in PARTS.iter().filter(|(name, _)| is_new(name)) {
        let Some(part) = value(name).map(|value| say(&value)) else { continue };
        match parts.last_mut() {
            // The method stands before its URL.
            Some(last) if *name == URL => *last = format!("{last} {part}"),
            _ => parts.push(part),
        }
    }
    if has_all {
        let is_part = |name: &str| PARTS.iter().any(|(part, _)| *part == name);
        let others = record.attributes.keys().filter(|name| is_new(name) && !is_part(name));
        parts.extend(others.filter_map(|name| Some(format!("{name}={}", value(name)?))));
    }
    if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn record(level: Level) -> Record {
        let attributes = [("error.message", "a\u{1b}[2Jb".into()), ("z", 1.into())];
        Record {
            time: DateTime::UNIX_EPOCH,
            level,
            target: String::new(),
            message: "::error::x".to_owned(),
            call: None,
            elapsed: None,
            new: attributes.iter().map(|(name, _)| *name).collect(),
            attributes: attributes.into(),
        }
    }

    #[test]
    fn what_others_wrote_does_not_steer_the_terminal() {
        let line = line(&record(Level::ERROR), true, false);
        assert_eq!(line, "00:00:00.000Z error \\u{3a}:error::x: a\\u{1b}[2Jb, z=1\n");
    }

    #[test]
    fn colours_are_around_the_level_and_the_time() {
        for (level, colour) in [(Level::ERROR, RED), (Level::WARN, YELLOW), (Level::INFO, DIM)] {
            let line = line(&record(level), false, true);
            assert!(
                line.starts_with("\x1b[2m00:00:00.000Z\x1b[0m ") && line.contains(&format!(" {colour}")),
                "{line:?}"
            );
        }
    }
}
