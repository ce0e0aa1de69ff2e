//! What holds at a place.

use std::collections::HashSet;

use super::builder::Builder;
use crate::graph::{Graph, Id};
use crate::view::View;

impl<'a> Graph<'a> {
    /// What holds at a place.
    pub fn view(&self, place: &[Id]) -> View<'a> {
        let Some(first) = place.first() else { return View::default() };
        let mut view = Builder { graph: self, view: View::default() };
        match self.node(*first).object {
            "Operation" => view.operation(place),
            "Path Item" => view.path_item(*first),
            "Schema" => view.schema(place),
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
            "OpenAPI" => self.root(id),
            "Parameter" => self.parameter(id),
            "Header" => self.styled(id, "simple", &["required"]),
            "Encoding" => self.styled(id, "form", &[]),
            "Server" => self.server(id),
            "Server Variable" => self.server_variable(id),
            "OAuth Flow" => self.flow(id),
            "Response" => self.response(id),
            "Request Body" => self.whole(id, &["required"]),
            _ => self.whole(id, &[]),
        }
    }
}
