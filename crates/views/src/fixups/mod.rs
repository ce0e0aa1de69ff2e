//! What the views change, each thing once; the views say for which generator, and why.

mod operations;
mod responses;
mod schemas;

pub(crate) use operations::*;
pub(crate) use responses::*;
pub(crate) use schemas::*;
