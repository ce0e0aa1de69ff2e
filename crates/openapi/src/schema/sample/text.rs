//! Strings by format and length.

use super::super::resolved::Schema;
use super::no_sample::{LARGEST, NoSample, no};

/// A text of the format or, without one that is known, of the length that the schema allows.
pub(super) fn text(schema: &Schema<'_>, index: usize) -> Result<String, NoSample> {
    if schema.keyword("pattern").is_some() {
        return Err(no("it is a text with a pattern"));
    }
    let (least, most) = (schema.least("minLength"), schema.most("maxLength"));
    if most.is_some_and(|most| least > most) || least > LARGEST {
        return Err(no("no text is as long as it asks for"));
    }
    let length = |text: &str| text.chars().count() as u64;
    let fits = |text: &String| length(text) >= least && most.is_none_or(|most| length(text) <= most);
    let format = schema.text("format").or_else(|| (schema.text("contentEncoding")? == "base64").then_some("byte"));
    if let Some(text) = format.and_then(|format| of_format(format, index)).filter(fits) {
        return Ok(text);
    }
    let word = if index == 0 { "string".to_owned() } else { format!("{index} string") };
    let wanted = length(&word).max(least).min(most.unwrap_or(LARGEST));
    let text: String = word.chars().cycle().take(usize::try_from(wanted).unwrap_or_default()).collect();
    if index > 0 && length(&text) < length(&index.to_string()) {
        return Err(no("there are too few texts of its length"));
    }
    Ok(text)
}

/// The text of this index among different ones of a format; none for a format that is not known.
fn of_format(format: &str, index: usize) -> Option<String> {
    let number = u32::try_from(index).ok()?;
    let (minute, second) = (number / 60 % 60, number % 60);
    Some(match format {
        "date-time" => format!("2020-01-01T00:{minute:02}:{second:02}Z"),
        "date" => format!("2020-01-{:02}", 1 + number % 28),
        "time" => format!("00:{minute:02}:{second:02}Z"),
        "duration" => format!("PT{number}S"),
        "uuid" => format!("00000000-0000-0000-0000-{number:012x}"),
        "uri" | "url" | "iri" if index == 0 => "https://example.com/".to_owned(),
        "uri" | "url" | "iri" => format!("https://example.com/{number}"),
        "email" if index == 0 => "someone@example.com".to_owned(),
        "email" => format!("someone{number}@example.com"),
        "hostname" if index == 0 => "example.com".to_owned(),
        "hostname" => format!("{number}.example.com"),
        "ipv4" => format!("192.0.2.{}", 1 + number % 254),
        "ipv6" => format!("2001:db8::{:x}", 1 + number),
        "byte" if index == 0 => String::new(),
        _ => return None,
    })
}
