//! What the views change, each thing once; the views say for which generator, and why.

mod responses;
mod schemas;

pub(crate) use responses::*;
pub(crate) use schemas::*;
