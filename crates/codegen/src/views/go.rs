//! The view for oapi-codegen.

use super::fixup::Fixup;
use super::fixups;
use super::view::View;

/// For a client.
pub(super) const VIEW: View = View {
    name: "go",
    generator: "oapi-codegen 2.8.2",
    fixups: &[
        Fixup {
            name: "uuids_stay_as_received",
            reason: "a `UUID` is written in lower case, whatever is received, and an id that is no GUID fails",
            apply: fixups::uuids_stay_as_received,
        },
        Fixup {
            name: "untyped_values_are_raw_json",
            reason: "a value of any type is an `interface{}`, whose numbers are floats and lose digits",
            apply: fixups::untyped_values_are_raw_json,
        },
        Fixup {
            name: "ranges_cover_their_codes",
            reason: "of 429 alone the header `Retry-After` is parsed, and a date there fails, without a status",
            apply: fixups::ranges_cover_their_codes,
        },
        Fixup {
            name: "error_bodies_are_text",
            reason: "a body that is announced as JSON and is none is an error that has no status",
            apply: fixups::error_bodies_are_text,
        },
        // Behind the fixups of schemas, which look for them where the contract has them.
        Fixup {
            name: "compositions_are_merged",
            reason: "an `allOf` of two objects with additional properties is an error (\"this is unhandled\")",
            apply: fixups::compositions_are_merged,
        },
    ],
};
