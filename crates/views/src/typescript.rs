//! The view for openapi-typescript, whose types openapi-fetch uses.

use crate::view::{Format, View};

/// The contract as it is.
pub(super) const VIEW: View =
    View { name: "typescript", generator: "openapi-typescript 7.13.0", fixups: &[], format: Format::OpenApi };
