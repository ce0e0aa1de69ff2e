//! Which operation a path belongs to.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use openapi::{Operation, PathTemplate, Pointer};
use percent_encoding::percent_decode_str;

/// The paths of the servers of an operation, decoded and in lower case. The empty one, the root, is always one of them.
pub(crate) type BasePaths = Arc<BTreeSet<String>>;

/// The base paths of every list of servers of a contract: each list is read once, however many operations have it.
#[derive(Default)]
pub(crate) struct Servers(HashMap<Option<Pointer>, BasePaths>);

impl Servers {
    /// The base paths of an operation.
    pub(crate) fn base_paths(&mut self, operation: &Operation) -> BasePaths {
        let list = operation.servers().next().and_then(|server| server.pointer.parent().cloned());
        let read = || {
            let paths = operation.base_paths().into_iter().map(|path| normalize(&path));
            Arc::new(paths.chain([String::new()]).collect())
        };
        Arc::clone(self.0.entry(list).or_insert_with(read))
    }
}

/// The path of a request, cut into a base path and the path of an operation in every possible way.
pub(crate) struct Target<'a>(Vec<(String, &'a str)>);

impl<'a> Target<'a> {
    /// Cuts a path. A base path has so many segments at most.
    pub(crate) fn new(path: &'a str, most_segments: usize) -> Self {
        let cuts = path.match_indices('/').map(|(at, _)| at).take(most_segments + 1);
        Self(cuts.map(|at| (normalize(&path[..at]), &path[at..])).collect())
    }

    /// The parameters of the path, if it is one of this template below one of the base paths: the longest, if there are
    /// several. Besides, how long the base path is.
    pub(crate) fn find(&self, base_paths: &BasePaths, template: &PathTemplate) -> Option<(usize, Parameters)> {
        let cuts = self.0.iter().enumerate().rev().filter(|(_, (base, _))| base_paths.contains(base));
        cuts.filter_map(|(segments, (_, rest))| Some((segments, template.match_path(rest)?))).next()
    }
}

/// Parameters by name, in the order of the request.
pub(crate) type Parameters = Vec<(String, String)>;

/// How many segments the longest base path has.
pub(crate) fn most_segments<'a>(base_paths: impl Iterator<Item = &'a BasePaths>) -> usize {
    base_paths.flat_map(|paths| paths.iter()).map(|path| path.matches('/').count()).max().unwrap_or(0)
}

/// The one form of paths that are equal: text compares without regard to case, and to how it is encoded.
fn normalize(path: &str) -> String {
    let segments = path.split('/').map(|segment| percent_decode_str(segment).decode_utf8_lossy().to_ascii_lowercase());
    segments.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(base_paths: &[&str], template: &str, path: &str) -> Option<(usize, Parameters)> {
        let base_paths = Arc::new(base_paths.iter().map(|path| normalize(path)).collect());
        let target = Target::new(path, most_segments([&base_paths].into_iter()));
        target.find(&base_paths, &template.parse().unwrap())
    }

    #[test]
    fn a_path_is_found_below_its_base_paths_only() {
        let id = |segments| Some((segments, vec![("id".to_owned(), "X".to_owned())]));
        assert_eq!(found(&["", "/api/v1"], "/a/{id}", "/a/X"), id(0));
        assert_eq!(found(&["", "/api/v1"], "/a/{id}", "/API/%76%31/a/X"), id(2));
        assert_eq!(found(&[""], "/a/{id}", "/api/v1/a/X"), None);
        assert_eq!(found(&["", "/api/v1"], "/a/{id}", "/api/a/X"), None);
        assert_eq!(found(&["", "/api"], "/a/{id}", ""), None);
    }

    #[test]
    fn an_encoded_slash_cuts_nothing() {
        assert_eq!(found(&["", "/api"], "/{id}", "/api%2Fx"), Some((0, vec![("id".to_owned(), "api/x".to_owned())])));
    }
}
