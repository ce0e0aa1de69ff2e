//! The view for progenitor, the generator of the Rust client.

use crate::fixup::Fixup;
use crate::fixups;
use crate::view::{Format, View};

pub(super) const VIEW: View = View {
    name: "rust",
    generator: "progenitor 0.15",
    fixups: &[
        Fixup {
            name: "empty_success_is_null",
            reason: "progenitor panics on two success responses of different types (oxidecomputer/progenitor#344)",
            apply: fixups::empty_success_is_null,
        },
        Fixup {
            name: "ranges_cover_their_codes",
            reason: "progenitor matches `4XX` before `401`, whose arm is never reached (no upstream issue known; seen \
                     with progenitor 0.15.1)",
            apply: fixups::ranges_cover_their_codes,
        },
        Fixup {
            name: "uuids_stay_as_received",
            reason: "a `Uuid` is always written in lower case, and an id that is no GUID fails (no upstream issue \
                     known; seen with typify 0.8.0)",
            apply: fixups::uuids_stay_as_received,
        },
        // Behind the fixups of schemas, which look for them where the contract has them.
        Fixup {
            name: "compositions_are_merged",
            reason: "typify merges an `allOf` of objects without the descriptions of their properties \
                     (oxidecomputer/typify#575 keeps only that of the whole)",
            apply: fixups::compositions_are_merged,
        },
    ],
    format: Format::OpenApi,
};
