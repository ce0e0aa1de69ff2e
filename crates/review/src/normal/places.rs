//! What holds at a place.

use std::collections::HashSet;

use openapi::ObjectKind;

use super::builder::Builder;
use crate::graph::{Graph, Id};
use crate::view::View;

impl<'a> Graph<'a> {
    /// What holds at a place.
    pub fn view(&self, place: &[Id]) -> View {
        let Some(first) = place.first() else { return View::default() };
        let mut view = Builder { graph: self, view: View::default() };
        match self.node(*first).object {
            ObjectKind::Operation => view.operation(place),
            ObjectKind::PathItem => view.path_item(*first),
            ObjectKind::Schema => view.schema(place),
            _ => place.iter().for_each(|id| view.object(*id)),
        }
        for part in view.view.parts.values_mut().filter(|part| part.place.len() > 1) {
            let mut known = HashSet::new();
            part.place.retain(|id| known.insert(*id));
        }
        view.view
    }
}

impl Builder<'_, '_> {
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
