//! Names as people write them: `blockFile`, `block-file` and `Block File` are one name.

/// What is the same however a name is written: its letters and digits, without regard to case.
pub(crate) fn key(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    let key: String = letters.flat_map(char::to_lowercase).collect();
    if key.is_empty() { name.trim().to_owned() } else { key }
}

/// The known name that an unknown one is likely to be a slip of.
pub(crate) fn similar<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = key(name);
    let distances = known.into_iter().map(|known| (strsim::damerau_levenshtein(&name, &key(known)), known));
    let (distance, known) = distances.min_by_key(|(distance, _)| *distance)?;
    (distance <= (name.chars().count() / 3).max(1)).then_some(known)
}

/// Names in a sentence.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_however_it_is_written() {
        for name in ["sha1", "SHA1", "Sha1", "SHA-1", " sha_1 "] {
            assert_eq!(key(name), "sha1", "{name}");
        }
        assert_eq!(key("Block File"), key("blockFile"));
        assert_eq!(key(" @ "), "@");
    }

    #[test]
    fn a_slip_is_near_to_what_was_meant() {
        let known = ["sha1", "Comment", "id"];
        let table =
            [("sah1", Some("sha1")), ("coment", Some("Comment")), ("ids", Some("id")), ("host", None), ("", None)];
        for (name, expected) in table {
            assert_eq!(similar(name, known), expected, "{name}");
        }
    }
}
