//! Collects the fields of spans and events, and writes the events to stderr.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use chrono::Utc;
use tracing::span::{Attributes as Fields, Id, Record as Values};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

use super::options::LogFormat;
use super::record::{Attributes, Collector, MESSAGE, Record};
use super::{json, text};

/// The name of the span of a call.
const CALL: &str = "call";
static CALLS: AtomicU64 = AtomicU64::new(0);

/// Writes each event as a line on stderr.
pub struct LogLayer {
    pub format: LogFormat,
    /// Whether a line for people has all that is known.
    pub has_all: bool,
    pub has_colours: bool,
}

/// What is known of a span.
struct SpanState {
    start: Instant,
    /// The number of the call, if it is the span of one.
    call: Option<u64>,
    attributes: Attributes,
    /// The names of the attributes that an event has shown.
    shown: BTreeSet<&'static str>,
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for LogLayer {
    fn on_new_span(&self, fields: &Fields<'_>, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let mut attributes = Attributes::new();
        fields.record(&mut Collector(&mut attributes));
        let call = (span.name() == CALL).then(|| CALLS.fetch_add(1, Ordering::Relaxed) + 1);
        span.extensions_mut().insert(SpanState { start: Instant::now(), call, attributes, shown: BTreeSet::new() });
    }

    fn on_record(&self, id: &Id, values: &Values<'_>, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        if let Some(state) = span.extensions_mut().get_mut::<SpanState>() {
            values.record(&mut Collector(&mut state.attributes));
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut record = Record {
            time: Utc::now(),
            level: *event.metadata().level(),
            target: event.metadata().target().to_owned(),
            message: String::new(),
            call: None,
            elapsed: None,
            attributes: Attributes::new(),
            new: Vec::new(),
        };
        event.record(&mut Collector(&mut record.attributes));
        if let Some(message) = record.attributes.remove(MESSAGE) {
            record.message = message.as_str().map_or_else(|| message.to_string(), str::to_owned);
        }
        record.new = record.attributes.keys().copied().collect();
        // What an outer span says again is not new.
        let mut known = BTreeSet::new();
        for span in context.event_scope(event).into_iter().flatten() {
            let mut extensions = span.extensions_mut();
            let Some(state) = extensions.get_mut::<SpanState>() else { continue };
            record.call = record.call.or(state.call);
            record.elapsed = record.elapsed.or_else(|| Some(state.start.elapsed()));
            for (name, value) in &state.attributes {
                if state.shown.insert(name) && known.insert(*name) {
                    record.new.push(name);
                }
                record.attributes.entry(name).or_insert_with(|| value.clone());
            }
        }
        let line = match self.format {
            LogFormat::Text => text::line(&record, self.has_all, self.has_colours),
            LogFormat::Json => json::line(&record),
        };
        // Nobody has to read it.
        let _ = io::stderr().lock().write_all(line.as_bytes());
    }
}
