//! The view for oapi-codegen.

use super::{Fixup, View, fixups};

/// For a client.
pub(super) const VIEW: View = View {
    name: "go",
    generator: "oapi-codegen 2.8.2",
    fixups: &[
        Fixup {
            name: "compositions_are_merged",
            reason: "an `allOf` of two objects with additional properties is an error (\"this is unhandled\")",
            apply: fixups::compositions_are_merged,
        },
        Fixup {
            name: "uuids_stay_as_they_came",
            reason: "a `UUID` is written in lower case, whatever came, and an id that is no GUID fails",
            apply: fixups::uuids_stay_as_they_came,
        },
    ],
};
