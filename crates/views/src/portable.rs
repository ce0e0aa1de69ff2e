//! The views for whatever has no view of its own.

use crate::fixup::Fixup;
use crate::fixups;
use crate::view::{Format, View};

/// For a client of any generator.
pub(super) const OPENAPI: View =
    View { name: "portable", generator: "any generator", fixups: FIXUPS, format: Format::OpenApi };

/// For what takes Swagger 2.0 alone.
pub(super) const SWAGGER: View = View {
    name: "swagger2",
    generator: "connectors of Power Platform and Logic Apps, and generators of Swagger 2.0",
    fixups: FIXUPS,
    format: Format::Swagger,
};

const FIXUPS: &[Fixup] = &[
    Fixup {
        name: "uuids_stay_as_received",
        reason: "a type for GUIDs is written again in lower case, and fails on an id that is none",
        apply: fixups::uuids_stay_as_received,
    },
    Fixup {
        name: "times_stay_as_received",
        reason: "a type for times loses the seventh digit of a second, or fails on it",
        apply: fixups::times_stay_as_received,
    },
    // Behind those of schemas, and before those that move responses: both look where the contract has them.
    Fixup {
        name: "named_values_are_inlined",
        reason: "a text with a name is a class of its own in some generators, which has nothing in it and loses the text \
                 (seen with swagger-codegen 2.4.53 and 3.0.61)",
        apply: fixups::named_values_are_inlined,
    },
    Fixup {
        name: "nullable_references_are_inlined",
        reason: "`nullable` beside an `allOf` is ignored by some generators, and null fails",
        apply: fixups::nullable_references_are_inlined,
    },
    Fixup {
        name: "headers_are_text",
        reason: "a `Retry-After` that is a date, or has a fraction, is an error without a status where it is read as a \
                 number",
        apply: fixups::headers_are_text,
    },
    Fixup {
        name: "success_without_body_is_left_out",
        reason: "of several successes many generators take the first alone, and return nothing of the others",
        apply: fixups::success_without_body_is_left_out,
    },
    Fixup {
        name: "ranges_are_left_out",
        reason: "`4XX` and `5XX` stop some generators, and hide the codes beside them in others",
        apply: fixups::ranges_are_left_out,
    },
    Fixup {
        name: "one_bearer_scheme",
        reason: "of several security schemes some generators send the first alone, or none; every way to get a \
                     token ends in a bearer token",
        apply: fixups::one_bearer_scheme,
    },
    Fixup {
        name: "deprecated_operations_are_kept",
        reason: "some generators leave a deprecated operation out and do not say so",
        apply: fixups::deprecated_operations_are_kept,
    },
    // Behind the fixups of schemas, which look for them where the contract has them.
    Fixup {
        name: "compositions_are_merged",
        reason: "an `allOf` of several objects hides unknown properties, or stops the generator",
        apply: fixups::compositions_are_merged,
    },
];
