//! All rules.

use super::reporter::Reporter;
use super::{compositions, operations, paths, schemas, security, servers};
use crate::objects::Objects;
use crate::operation::Operation;
use crate::violation::Violations;
use document::Document;

/// Finds everything in a document of the right form that breaks a rule.
pub(crate) fn check(document: &Document, objects: &Objects, operations: &[Operation], violations: &mut Violations) {
    let mut reporter = Reporter { document, objects, operations, violations };
    operations::check(&mut reporter);
    paths::check(&mut reporter);
    security::check(&mut reporter);
    servers::check(&mut reporter);
    schemas::check(&mut reporter);
    compositions::check(&mut reporter);
}
