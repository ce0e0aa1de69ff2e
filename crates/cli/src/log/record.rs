//! An event, as the formats take it.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use tracing::Level;
use tracing::field::{Field, Visit};

/// Values by the names of their fields.
pub type Attributes = BTreeMap<&'static str, Value>;

/// An event with what is known of the spans that it is in.
pub struct Record {
    pub time: DateTime<Utc>,
    pub level: Level,
    pub target: String,
    pub message: String,
    /// The number of the call that it belongs to, if it does; the first is 1.
    pub call: Option<u64>,
    /// The time since the innermost span began.
    pub elapsed: Option<Duration>,
    /// The fields of the event and of its spans; of two with a name, that of the inner.
    pub attributes: Attributes,
    /// The names of those that no earlier event of the call has shown.
    pub new: Vec<&'static str>,
}

/// Collects the values of fields.
pub struct Collector<'a>(pub &'a mut Attributes);

/// The field that holds what an event says.
pub const MESSAGE: &str = "message";

impl Visit for Collector<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}").into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.0.insert(field.name(), value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.0.insert(field.name(), value.into());
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.0.insert(field.name(), value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.0.insert(field.name(), value.into());
    }
}
