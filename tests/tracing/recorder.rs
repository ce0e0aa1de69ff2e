//! A subscriber that keeps spans and events as texts.

use std::collections::BTreeMap;
use std::fmt::{self, Debug};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

/// The values of fields, by their names.
pub type Fields = BTreeMap<String, String>;

/// A span as it was when it closed, or is now.
#[derive(Clone, Debug)]
pub struct RecordedSpan {
    pub id: u64,
    pub target: &'static str,
    pub name: &'static str,
    pub parent: Option<u64>,
    /// The names of all its fields, those included that have no value yet.
    pub known: Vec<&'static str>,
    pub fields: Fields,
}

/// An event, and the spans that it is in, the innermost first.
#[derive(Clone, Debug)]
pub struct RecordedEvent {
    pub target: String,
    pub level: String,
    pub spans: Vec<&'static str>,
    pub fields: Fields,
}

/// What was recorded on this thread since the start.
#[derive(Clone, Default)]
pub struct Recorder(Arc<Mutex<Recorded>>);

#[derive(Default)]
struct Recorded {
    spans: Vec<RecordedSpan>,
    events: Vec<RecordedEvent>,
}

impl Recorder {
    /// Records all spans and events of this thread, of every level and target, while the guard lives.
    pub fn start() -> (Self, DefaultGuard) {
        let recorder = Self::default();
        let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(recorder.clone()));
        (recorder, guard)
    }

    /// The spans of this crate with this name, in the order in which they began.
    pub fn spans(&self, name: &str) -> Vec<RecordedSpan> {
        let is_own = |span: &&RecordedSpan| (span.target, span.name) == ("defender_actions", name);
        self.0.lock().unwrap().spans.iter().filter(is_own).cloned().collect()
    }

    /// The only span of this crate with this name.
    pub fn span(&self, name: &str) -> RecordedSpan {
        let [span] = &self.spans(name)[..] else { panic!("{:?}", self.spans(name)) };
        span.clone()
    }

    /// The events of this crate.
    pub fn events(&self) -> Vec<RecordedEvent> {
        self.0.lock().unwrap().events.iter().filter(|event| event.target == "defender_actions").cloned().collect()
    }

    /// What the events of this crate say.
    pub fn messages(&self) -> Vec<String> {
        self.events().into_iter().map(|event| event.fields["message"].clone()).collect()
    }

    /// Every value of every span and event, of any crate.
    pub fn values(&self) -> Vec<String> {
        let recorded = self.0.lock().unwrap();
        let fields = recorded.spans.iter().map(|span| &span.fields);
        fields.chain(recorded.events.iter().map(|event| &event.fields)).flat_map(Fields::values).cloned().collect()
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Recorder {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let metadata = attributes.metadata();
        let parent = context.span(id).and_then(|span| Some(span.parent()?.id().into_u64()));
        let mut span = RecordedSpan {
            id: id.into_u64(),
            target: metadata.target(),
            name: metadata.name(),
            parent,
            known: metadata.fields().iter().map(|field| field.name()).collect(),
            fields: Fields::new(),
        };
        attributes.record(&mut Visitor(&mut span.fields));
        self.0.lock().unwrap().spans.push(span);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, _: Context<'_, S>) {
        let mut recorded = self.0.lock().unwrap();
        // The id of a span that is closed is given again.
        let span = recorded.spans.iter_mut().rev().find(|span| span.id == id.into_u64()).unwrap();
        values.record(&mut Visitor(&mut span.fields));
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::new();
        event.record(&mut Visitor(&mut fields));
        let spans = context.event_scope(event).into_iter().flatten().map(|span| span.name()).collect();
        let metadata = event.metadata();
        let (target, level) = (metadata.target().to_owned(), metadata.level().to_string());
        self.0.lock().unwrap().events.push(RecordedEvent { target, level, spans, fields });
    }
}

struct Visitor<'a>(&'a mut Fields);

impl Visit for Visitor<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}") as &dyn fmt::Debug);
    }
}
