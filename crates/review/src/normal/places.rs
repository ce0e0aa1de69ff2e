//! What holds at a place.

use std::collections::HashSet;

use openapi::ObjectKind;

use super::builder::PlaceBuilder;
use crate::graph::{Graph, Id};
use crate::place::PlaceContent;

impl<'a> Graph<'a> {
    /// What holds at a place.
    pub fn content(&self, place: &[Id]) -> PlaceContent {
        let Some(first) = place.first() else { return PlaceContent::default() };
        let mut builder = PlaceBuilder { graph: self, content: PlaceContent::default() };
        match self.node(*first).object {
            ObjectKind::Operation => builder.operation(place),
            ObjectKind::PathItem => builder.path_item(*first),
            ObjectKind::Schema => builder.schema(place),
            _ => place.iter().for_each(|id| builder.object(*id)),
        }
        for part in builder.content.parts.values_mut().filter(|part| part.place.len() > 1) {
            let mut known = HashSet::new();
            part.place.retain(|id| known.insert(*id));
        }
        builder.content
    }
}

impl PlaceBuilder<'_, '_> {
    fn object(&mut self, id: Id) {
        let node = self.node(id);
        match node.object {
            ObjectKind::OpenApi => self.root(id),
            ObjectKind::Parameter => self.parameter(id),
            ObjectKind::Header => self.styled(id, "simple", &["required"]),
            ObjectKind::Encoding => self.styled(id, "form", &[]),
            ObjectKind::Server => self.server(id),
            ObjectKind::ServerVariable => self.server_variable(id),
            ObjectKind::OAuthFlow => self.flow(id),
            ObjectKind::Response => self.response(id),
            ObjectKind::RequestBody => self.whole(id, &["required"]),
            _ => self.whole(id, &[]),
        }
    }
}
