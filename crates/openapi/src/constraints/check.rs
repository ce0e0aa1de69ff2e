//! All constraints.

use super::reporter::ViolationReporter;
use super::{compositions, operations, paths, schemas, security, servers};
use crate::objects::Objects;
use crate::operation::Operation;
use crate::violation::Violations;
use document::Document;

/// Finds everything in a document of the right form that breaks a constraint.
pub(crate) fn check(document: &Document, objects: &Objects, operations: &[Operation], violations: &mut Violations) {
    let mut reporter = ViolationReporter { document, objects, operations, violations };
    operations::check(&mut reporter);
    paths::check(&mut reporter);
    security::check(&mut reporter);
    servers::check(&mut reporter);
    schemas::check(&mut reporter);
    compositions::check(&mut reporter);
}
