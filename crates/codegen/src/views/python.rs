//! The views for Python: a client, and models alone.

use super::fixup::Fixup;
use super::fixups;
use super::view::View;

const UUIDS: Fixup = Fixup {
    name: "uuids_stay_as_received",
    reason: "a `UUID` is written in lower case, whatever is received, and an id that is no GUID fails",
    apply: fixups::uuids_stay_as_received,
};

const TIMES: Fixup = Fixup {
    name: "times_stay_as_received",
    reason: "a `datetime` has six digits of a second, and the service sends seven",
    apply: fixups::times_stay_as_received,
};

/// For a client.
pub(super) const CLIENT: View = View {
    name: "python",
    generator: "openapi-python-client 0.29.1",
    fixups: &[
        Fixup {
            name: "nullable_references_have_no_type",
            reason: "beside a `type`, `nullable` with an `allOf` is not seen, and null fails",
            apply: fixups::nullable_references_have_no_type,
        },
        UUIDS,
        TIMES,
        Fixup {
            name: "error_bodies_are_text",
            reason: "a body that is no JSON, as gateways send it, raises an exception that has no status",
            apply: fixups::error_bodies_are_text,
        },
    ],
};

/// For models.
pub(super) const MODELS: View =
    View { name: "python-models", generator: "datamodel-code-generator 0.89.0", fixups: &[UUIDS, TIMES] };
