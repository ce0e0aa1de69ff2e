//! Templates with names in braces: paths (`/files/{sha1}`) and server URLs.

/// The names in the braces of a template, in their order.
///
/// # Errors
///
/// A sentence, if braces do not match.
pub fn names(template: &str) -> Result<Vec<&str>, String> {
    let mut names = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        let name = rest[at..].strip_prefix('{').and_then(|inside| inside.split_once('}'));
        match name {
            Some((name, after)) if !name.is_empty() && !name.contains('{') => {
                names.push(name);
                rest = after;
            }
            _ => return Err(format!("the braces of `{template}` do not match")),
        }
    }
    Ok(names)
}

/// The template with each name replaced by its value.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_braces() {
        assert_eq!(names("/a/{b}/c-{d}").unwrap(), ["b", "d"]);
        assert_eq!(names("/a").unwrap(), [""; 0]);
        for broken in ["/{a", "/a}", "/{}", "/{a{b}}"] {
            assert!(names(broken).is_err(), "{broken}");
        }
    }
}
