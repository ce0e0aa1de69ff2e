//! The views for OpenAPI Generator, one for each of its languages.

use crate::fixup::Fixup;
use crate::fixups;
use crate::view::{Format, View};

const EMPTY_SUCCESS: Fixup = Fixup {
    name: "success_without_body_is_left_out",
    reason: "only the first success response counts, and the empty one hides the body of the other \
             (OpenAPITools/openapi-generator#23221)",
    apply: fixups::success_without_body_is_left_out,
};

const OPEN_COMPOSITIONS: Fixup = Fixup {
    name: "compositions_take_more_properties",
    reason: "an `allOf` drops unknown properties, although its parts allow them (OpenAPITools/openapi-generator#21169)",
    apply: fixups::compositions_take_more_properties,
};

/// For Java.
pub(super) const JAVA: View = View {
    name: "java",
    generator: "openapi-generator 7.26.0 (java, native)",
    fixups: &[
        EMPTY_SUCCESS,
        OPEN_COMPOSITIONS,
        Fixup {
            name: "uuids_stay_as_received",
            reason: "a `UUID` (since swagger-api/swagger-codegen#3741) is always written in lower case, and an id that \
                     is no GUID fails",
            apply: fixups::uuids_stay_as_received,
        },
    ],
    format: Format::OpenApi,
};

/// For C#.
pub(super) const CSHARP: View = View {
    name: "csharp",
    generator: "openapi-generator 7.26.0 (csharp, httpclient)",
    fixups: &[
        EMPTY_SUCCESS,
        OPEN_COMPOSITIONS,
        Fixup {
            name: "optional_values_are_nullable",
            reason: "a number or a time that is missing is read as 0 or as the year 1, and null fails \
                     (OpenAPITools/openapi-generator#4816)",
            apply: fixups::optional_values_are_nullable,
        },
        Fixup {
            name: "uuids_stay_as_received",
            reason: "a `Guid` (since swagger-api/swagger-codegen#2123) is always written in lower case, and an id that \
                     is no GUID fails",
            apply: fixups::uuids_stay_as_received,
        },
    ],
    format: Format::OpenApi,
};

/// For PowerShell.
pub(super) const POWERSHELL: View = View {
    name: "powershell",
    generator: "openapi-generator 7.26.0 (powershell)",
    fixups: &[
        Fixup {
            name: "success_without_body_is_left_out",
            reason: "only the first success response is in the help texts, and the empty one hides the other \
                     (OpenAPITools/openapi-generator#23221)",
            apply: fixups::success_without_body_is_left_out,
        },
        Fixup {
            name: "compositions_take_more_properties",
            reason: "the function that reads an `allOf` from JSON refuses unknown properties, although its parts allow \
                     them (OpenAPITools/openapi-generator#21169)",
            apply: fixups::compositions_take_more_properties,
        },
    ],
    format: Format::OpenApi,
};
