//! The view for oapi-codegen.

use crate::fixup::Fixup;
use crate::fixups;
use crate::view::{Format, View};

/// For a client.
pub(super) const VIEW: View = View {
    name: "go",
    generator: "oapi-codegen 2.8.2",
    fixups: &[
        Fixup {
            name: "uuids_stay_as_received",
            reason: "a `UUID` (since oapi-codegen/oapi-codegen#546) is always written in lower case, and an id that is \
                     no GUID fails",
            apply: fixups::uuids_stay_as_received,
        },
        Fixup {
            name: "untyped_values_are_raw_json",
            reason: "a value of any type is an `interface{}`, whose numbers are floats and lose digits \
                     (golang/go#12409)",
            apply: fixups::untyped_values_are_raw_json,
        },
        Fixup {
            name: "ranges_cover_their_codes",
            reason: "the header `Retry-After` that 429 declares is parsed, and a date in it is an error without a \
                     status (oapi-codegen/oapi-codegen#2462)",
            apply: fixups::ranges_cover_their_codes,
        },
        Fixup {
            name: "error_bodies_are_text",
            reason: "a body that is announced as JSON but is not JSON is an error without a status \
                     (oapi-codegen/oapi-codegen#1329, about a 204)",
            apply: fixups::error_bodies_are_text,
        },
        // Behind the fixups of schemas, which look for them where the contract has them.
        Fixup {
            name: "compositions_are_merged",
            reason: "an `allOf` of two objects with a schema of additional properties is an error \
                     (oapi-codegen/oapi-codegen#1219, solved for `true` only)",
            apply: fixups::compositions_are_merged,
        },
    ],
    format: Format::OpenApi,
};
