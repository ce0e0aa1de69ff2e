//! Fixups of servers.

use serde_json::Value;

use super::responses::operations_mut;
use crate::structure::Objects;

/// Leaves out the servers of an operation, so that those of the document hold.
pub(crate) fn operations_have_no_servers(tree: &mut Value, _: &Objects) -> usize {
    operations_mut(tree).filter_map(|operation| operation.as_object_mut()?.remove("servers")).count()
}
