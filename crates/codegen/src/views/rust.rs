//! The view for progenitor, the generator of the Rust client.

use super::fixup::Fixup;
use super::fixups;
use super::view::View;

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
            reason: "progenitor matches `4XX` before `401`, so that the arm of the code is never reached",
            apply: fixups::ranges_cover_their_codes,
        },
        Fixup {
            name: "uuids_stay_as_received",
            reason: "a `Uuid` writes lower case, whatever is received, and refuses an id that is no GUID",
            apply: fixups::uuids_stay_as_received,
        },
        // Behind the fixups of schemas, which look for them where the contract has them.
        Fixup {
            name: "compositions_are_merged",
            reason: "typify merges an `allOf` of objects without the descriptions of their properties",
            apply: fixups::compositions_are_merged,
        },
    ],
};
