//! The texts that are quoted.

use std::collections::BTreeMap;

/// The texts that a report quotes from, by the file names that the changes or findings have.
///
/// A file without a text is not quoted; nor is one with two different texts, since it is unclear which is meant.
///
/// ```
/// let sources: report::Sources = [("spec/openapi.yaml", "openapi: 3.0.3\n")].into_iter().collect();
/// ```
#[derive(Clone, Debug, Default)]
pub struct Sources<'a>(BTreeMap<&'a str, Option<&'a str>>);

impl<'a> Sources<'a> {
    /// The texts, each with its file name.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(|(name, text)| Some((*name, (*text)?)))
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Sources<'a> {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(files: I) -> Self {
        let mut sources = BTreeMap::new();
        for (name, text) in files {
            let known = sources.entry(name).or_insert(Some(text));
            *known = known.filter(|known| *known == text);
        }
        Self(sources)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_two_texts_has_none() {
        let sources: Sources<'_> =
            [("a", "1"), ("b", "1"), ("a", "2"), ("b", "1"), ("a", "1"), ("c", "3")].into_iter().collect();
        assert_eq!(sources.iter().collect::<Vec<_>>(), [("b", "1"), ("c", "3")]);
    }
}
