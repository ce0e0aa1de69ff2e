//! Questions to the table.

use std::collections::HashMap;
use std::sync::LazyLock;

use openapi::{Direction, ObjectKind};

use super::effect::Effect;
use super::row::{Cell, Cells};
use super::table::Kind;
use super::terms::{Surface, Verb};

impl Kind {
    /// The kind that covers a field of the specification; [`Kind::Unknown`] if the table has none.
    pub fn of_field(object: ObjectKind, field: &str) -> Self {
        type Fields = HashMap<(&'static str, &'static str), Kind>;
        static FIELDS: LazyLock<Fields> = LazyLock::new(|| {
            let fields = Kind::ALL.iter().flat_map(|kind| kind.row().fields.iter().map(|field| (field, *kind)));
            fields.filter_map(|(field, kind)| Some((field.split_once('.')?, kind))).collect()
        });
        FIELDS.get(&(object.name(), field)).copied().unwrap_or(Self::Unknown)
    }

    /// The kind of a part of this kind, which is another one if the part is required.
    pub const fn of_part(self, is_required: bool) -> Self {
        match self {
            Self::OptionalProperty if is_required => Self::RequiredProperty,
            Self::OptionalParameter if is_required => Self::RequiredParameter,
            Self::OptionalBody if is_required => Self::RequiredBody,
            Self::OptionalHeader if is_required => Self::RequiredHeader,
            kind => kind,
        }
    }

    /// Its name, part of the ids of its rules.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// What it is called in a sentence.
    pub const fn noun(self) -> &'static str {
        self.row().noun
    }

    /// Where its facts show.
    pub const fn surface(self) -> Surface {
        self.row().surface
    }

    /// Whether it is an extension without a row of its own.
    pub const fn is_extension(self) -> bool {
        matches!(self, Self::WireExtension | Self::SourceExtension | Self::CompatibleExtension | Self::Extension)
    }

    /// Whether its rules differ by the direction of the message.
    pub const fn is_directed(self) -> bool {
        matches!(self.row().cells, Cells::Each { .. })
    }

    /// Whether one of two values may let less through than the other.
    pub const fn is_ordered(self) -> bool {
        match &self.row().cells {
            Cells::Either(cells) | Cells::Each { request: cells, .. } => {
                matches!(cells[2], Cell::Ordered | Cell::PartlyOrdered)
            }
        }
    }

    /// The effect of a change in messages of this direction; `None` for a change that cannot occur.
    pub const fn effect(self, direction: Option<Direction>, verb: Verb) -> Option<Effect> {
        let [added, removed, changed] = match (&self.row().cells, direction) {
            (Cells::Either(cells), _) | (Cells::Each { request: cells, .. }, Some(Direction::Request)) => cells,
            (Cells::Each { response: cells, .. }, Some(Direction::Response)) => cells,
            (Cells::Each { .. }, None) => return None,
        };
        match (verb, changed) {
            (Verb::Added, _) | (Verb::Tightened, Cell::Ordered | Cell::PartlyOrdered) => added.effect(),
            (Verb::Removed, _) | (Verb::Loosened, Cell::Ordered | Cell::PartlyOrdered) => removed.effect(),
            (Verb::Changed, Cell::PartlyOrdered) => Some(Effect::Undecidable),
            (Verb::Changed, _) => changed.effect(),
            (Verb::Tightened | Verb::Loosened, _) => None,
        }
    }
}

impl Cell {
    const fn effect(&self) -> Option<Effect> {
        match self {
            Self::Is(effect) => Some(*effect),
            Self::Ordered | Self::PartlyOrdered | Self::Never => None,
        }
    }
}
