//! What was probably meant by a name that there is not.

/// Names that are less alike than this are different ones.
const LEAST: f64 = 0.6;

/// The known name that is most like another one; none if none is.
pub fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let alike = known.into_iter().map(|known| (strsim::normalized_damerau_levenshtein(name, known), known));
    let alike = alike.filter(|(likeness, _)| *likeness >= LEAST);
    alike.max_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, known)| known)
}
