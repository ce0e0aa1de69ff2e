//! In which messages a place is, step by step from the operation.

use openapi::Direction;

use crate::place::Slot;
use crate::policy::Kind;

/// What the path to a place says about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Context {
    /// In which messages; none around them.
    pub direction: Option<Direction>,
    /// Within a callback, where the service calls and the consumer answers.
    is_called_back: bool,
    /// Within an odd number of `not`, where more means less.
    is_negated: bool,
    /// The place may be left out.
    pub is_optional: bool,
    /// The schema of a property.
    pub is_property: bool,
    /// Within a condition, where no rule says what a tighter value means.
    pub is_condition: bool,
    /// Within a status that is compared with the range that describes it too, whose texts are others.
    pub is_covered: bool,
}

impl Context {
    /// The context of a part.
    pub fn step(self, slot: &Slot, is_required: bool) -> Self {
        let sent = |is_called_back| if is_called_back { Direction::Response } else { Direction::Request };
        let next = Self { is_optional: false, is_property: false, ..self };
        match slot.kind {
            Kind::OptionalParameter => {
                Self { direction: Some(sent(self.is_called_back)), is_optional: !is_required, ..next }
            }
            Kind::OptionalBody => Self { direction: Some(sent(self.is_called_back)), ..next },
            Kind::SuccessStatus | Kind::ErrorStatus => Self { direction: Some(sent(!self.is_called_back)), ..next },
            Kind::Callback | Kind::Webhook => Self { direction: None, ..next },
            // Only callbacks and webhooks hold operations as parts; there the service calls, and the consumer answers.
            Kind::Operation => Self { direction: None, is_called_back: !self.is_called_back, ..next },
            // The schema of a parameter or header may be left out with it.
            Kind::Schema => self,
            Kind::OptionalProperty => Self { is_optional: !is_required, is_property: true, ..next },
            Kind::OptionalHeader => Self { is_optional: !is_required, ..next },
            Kind::Not => Self { is_negated: !self.is_negated, ..next },
            Kind::Condition | Kind::CountedContains => Self { is_condition: true, ..next },
            _ => next,
        }
    }

    /// The context within a status that another one covers.
    pub fn covered(self) -> Self {
        Self { is_covered: true, ..self }
    }

    /// What decides what is sent from here on.
    pub fn flow(self) -> Self {
        Self { is_optional: false, is_property: false, is_condition: false, is_covered: false, ..self }
    }

    /// The direction whose rules hold.
    pub fn rules(self) -> Option<Direction> {
        self.direction.map(|direction| if self.is_negated { direction.opposite() } else { direction })
    }
}
