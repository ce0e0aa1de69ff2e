//! Closed choices whose values another crate names.

use clap::builder::{PossibleValuesParser, TypedValueParser};

/// A parser of an argument that is the name of one of the values.
///
/// For a choice of the command's own, derive `clap::ValueEnum`.
pub fn choice<T: Clone + Send + Sync + 'static>(
    values: impl IntoIterator<Item = T>,
    name: impl Fn(&T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    let values: Vec<(&str, T)> = values.into_iter().map(|value| (name(&value), value)).collect();
    PossibleValuesParser::new(values.iter().map(|(name, _)| *name)).try_map(move |chosen| {
        let value = values.iter().find(|(name, _)| *name == chosen).map(|(_, value)| value.clone());
        value.ok_or("not one of the possible values")
    })
}
