//! The views for Python: a client, and models alone.

use crate::fixup::Fixup;
use crate::fixups;
use crate::view::{Format, View};

const TIMES: Fixup = Fixup {
    name: "times_stay_as_received",
    reason: "a `datetime` has six digits of a second, and the service sends seven (python/cpython#59648)",
    apply: fixups::times_stay_as_received,
};

/// For a client.
pub(super) const CLIENT: View = View {
    name: "python",
    generator: "openapi-python-client 0.29.1",
    fixups: &[
        Fixup {
            name: "nullable_references_have_no_type",
            reason: "beside a `type`, `nullable` with an `allOf` is ignored, and null fails (no upstream issue known; \
                     seen with openapi-python-client 0.29.1)",
            apply: fixups::nullable_references_have_no_type,
        },
        Fixup {
            name: "uuids_stay_as_received",
            reason: "a `UUID` (since openapi-generators/openapi-python-client#1140) is always written in lower case, \
                     and an id that is no GUID fails",
            apply: fixups::uuids_stay_as_received,
        },
        TIMES,
        Fixup {
            name: "error_bodies_are_text",
            reason: "a body that is not JSON, as gateways send it, raises an exception without a status \
                     (openapi-generators/openapi-python-client#678)",
            apply: fixups::error_bodies_are_text,
        },
    ],
    format: Format::OpenApi,
};

/// For models.
pub(super) const MODELS: View = View {
    name: "python-models",
    generator: "datamodel-code-generator 0.89.0",
    fixups: &[
        Fixup {
            name: "uuids_stay_as_received",
            reason: "a `UUID` (since datamodel-code-generator/datamodel-code-generator#35) is always written in lower \
                     case, and an id that is no GUID fails",
            apply: fixups::uuids_stay_as_received,
        },
        TIMES,
    ],
    format: Format::OpenApi,
};
