//! The way from an operation to a place: the words for each step, and in which direction messages go there.

use crate::change::Direction;
use crate::normal::Slot;

/// On which side of a conversation a place is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Side {
    /// In which messages; none around them.
    pub direction: Option<Direction>,
    /// Within a callback, where the service calls and the consumer answers.
    is_called_back: bool,
    /// Within an odd number of `not`, where more means less.
    is_negated: bool,
    /// The place may be left out.
    pub is_optional: bool,
    /// Within a status that is held against the range that describes it too, whose texts are others.
    pub is_covered: bool,
}

impl Side {
    /// The side of a part.
    pub fn step(self, slot: &Slot, is_required: bool) -> Self {
        let sent = |is_called_back| if is_called_back { Direction::Response } else { Direction::Request };
        let next = Self { is_optional: false, ..self };
        match slot.kind.name {
            "optional-parameter" => {
                Self { direction: Some(sent(self.is_called_back)), is_optional: !is_required, ..next }
            }
            "optional-body" => Self { direction: Some(sent(self.is_called_back)), ..next },
            "success-status" | "error-status" => Self { direction: Some(sent(!self.is_called_back)), ..next },
            "callback" => Self { direction: None, ..next },
            // Only callbacks hold operations as parts; there the service calls, and the consumer answers.
            "operation" => Self { direction: None, is_called_back: !self.is_called_back, ..next },
            // The schema of a parameter or header may be left out with it.
            "schema" => self,
            "optional-property" | "optional-header" => Self { is_optional: !is_required, ..next },
            "not" => Self { is_negated: !self.is_negated, ..next },
            _ => next,
        }
    }

    /// The side within a status that another one covers.
    pub fn covered(self) -> Self {
        Self { is_covered: true, ..self }
    }

    /// The direction whose rules hold.
    pub fn judged(self) -> Option<Direction> {
        match self.direction {
            Some(Direction::Request) if self.is_negated => Some(Direction::Response),
            Some(Direction::Response) if self.is_negated => Some(Direction::Request),
            direction => direction,
        }
    }
}

/// The words for the way to a part, to be put behind those for the way so far.
pub(crate) fn extend(way: &str, slot: &Slot) -> String {
    let key = slot.key.as_str();
    let words = match slot.kind.name {
        "optional-property" => return join(way, &format!(".{key}")),
        "items" => return join(way, "[]"),
        "additional-properties" => return join(way, ".*"),
        "schema" => return way.to_owned(),
        "success-status" | "error-status" | "media-type" | "alternative" | "words" | "operation" => key.to_owned(),
        "optional-parameter" => format!("parameter {key}"),
        "optional-body" => "body".to_owned(),
        "optional-header" => format!("header {key}"),
        "server-variable" => format!("variable {key}"),
        "security-scheme" => format!("scheme {key}"),
        "flow" if key == "flows" => return way.to_owned(),
        "discriminator-value" => format!("value {key}"),
        name if key.is_empty() => name.to_owned(),
        name => format!("{name} {key}"),
    };
    if way.is_empty() { words } else { format!("{way} {words}") }
}

/// Properties and items follow each other without a space.
fn join(way: &str, step: &str) -> String {
    let last = way.rsplit(' ').next().unwrap_or_default();
    let follows = last.starts_with('.') || last.starts_with("[]");
    if follows || way.is_empty() { format!("{way}{step}") } else { format!("{way} {step}") }
}
