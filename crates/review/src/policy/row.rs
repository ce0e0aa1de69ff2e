//! What a row of the table is, and the macro that reads the table.

use super::effect::Effect;
use super::terms::Surface;

/// A row of the table.
pub(crate) struct PolicyRow {
    /// The name of the kind, part of the ids of its rules.
    pub name: &'static str,
    /// What it is called in a sentence.
    pub noun: &'static str,
    pub surface: Surface,
    pub cells: Cells,
    /// Why some cells cannot occur.
    #[cfg_attr(not(test), allow(dead_code))]
    pub never: Option<&'static str>,
    /// Why its rules are as they are, where a reader may expect others.
    pub because: Option<&'static str>,
    /// The fields of the specification that it covers, as `Object.field`.
    pub fields: &'static [&'static str],
    /// The ids of its rules, in the order of `Verb::ALL`: of requests and of responses, or the same ones twice.
    pub ids: [[&'static str; 5]; 2],
}

/// What it means that a fact is added, removed or changed.
pub(crate) enum Cells {
    /// The same for requests and responses, or for what is part of neither.
    Either([Cell; 3]),
    Each {
        request: [Cell; 3],
        response: [Cell; 3],
    },
}

#[derive(Clone, Copy)]
pub(crate) enum Cell {
    Is(Effect),
    /// A tighter value counts as an added fact, a looser one as a removed fact.
    Ordered,
    /// The same, but some values cannot be compared, which is undecidable.
    PartlyOrdered,
    /// Cannot occur.
    Never,
}

macro_rules! cell {
    (Ordered) => {
        Cell::Ordered
    };
    (PartlyOrdered) => {
        Cell::PartlyOrdered
    };
    (Never) => {
        Cell::Never
    };
    ($effect:ident) => {
        Cell::Is(Effect::$effect)
    };
}

macro_rules! ids {
    ($start:literal, $name:literal) => {
        [
            concat!($start, $name, "-added"),
            concat!($start, $name, "-removed"),
            concat!($start, $name, "-changed"),
            concat!($start, $name, "-tightened"),
            concat!($start, $name, "-loosened"),
        ]
    };
}

/// Makes of the table the enumeration `Kind`, and the row of each kind.
macro_rules! policy {
    ($($surface:ident $kind:ident $name:literal ($noun:literal)
        [$($request:ident)+] $([$($response:ident)+])? $(never $why:literal)? $(because $because:literal)?
        $(of $($field:literal)+)?;)*) => {
        /// A kind of fact.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Kind {
            $($kind,)*
        }

        impl Kind {
            /// All kinds, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// The row of the kind.
            pub const fn row(self) -> &'static PolicyRow {
                match self {
                    $(Self::$kind => &PolicyRow {
                        name: $name,
                        noun: $noun,
                        surface: Surface::$surface,
                        cells: policy!(@cells [$($request)+] $([$($response)+])?),
                        never: policy!(@option $($why)?),
                        because: policy!(@option $($because)?),
                        fields: &[$($($field),+)?],
                        ids: policy!(@ids $name $([$($response)+])?),
                    },)*
                }
            }
        }
    };
    (@cells [$($cell:ident)+]) => { Cells::Either([$(cell!($cell)),+]) };
    (@cells [$($request:ident)+] [$($response:ident)+]) => {
        Cells::Each { request: [$(cell!($request)),+], response: [$(cell!($response)),+] }
    };
    (@option) => { None };
    (@option $why:literal) => { Some($why) };
    (@ids $name:literal) => { [ids!("", $name), ids!("", $name)] };
    (@ids $name:literal [$($response:ident)+]) => { [ids!("request-", $name), ids!("response-", $name)] };
}

pub(super) use {cell, ids, policy};
