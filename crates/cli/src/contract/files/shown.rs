//! What errors and reports call a file beside another one.

use openapi::bundle::FilePath;

/// The name of a file, in the way in which a document of the same folder is called: `shown` for one that is at `path`.
pub fn name(shown: &str, path: &FilePath, file: &FilePath) -> String {
    let shown = shown.replace('\\', "/");
    let (prefix, relative) = match shown.strip_prefix('/') {
        Some(relative) => ("/", relative),
        None => ("", shown.as_str()),
    };
    let mut names: Vec<&str> = relative.split('/').filter(|name| !name.is_empty() && *name != ".").collect();
    names.pop();
    let (mut from, mut to): (Vec<&str>, Vec<&str>) =
        (path.as_str().split('/').collect(), file.as_str().split('/').collect());
    let last = to.pop();
    from.pop();
    let common = from.iter().zip(&to).take_while(|(from, to)| from == to).count();
    for _ in common..from.len() {
        match names.last() {
            Some(&"..") | None if prefix.is_empty() => names.push(".."),
            _ => drop(names.pop()),
        }
    }
    names.extend(to.into_iter().skip(common).chain(last));
    format!("{prefix}{}", names.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_as_the_document_beside_it() {
        for (shown, at, file, expected) in [
            ("spec/openapi.yaml", "spec/openapi.yaml", "spec/a.yaml", "spec/a.yaml"),
            ("spec/openapi.yaml", "spec/openapi.yaml", "all/a.yaml", "all/a.yaml"),
            ("openapi.yaml", "spec/openapi.yaml", "all/a.yaml", "../all/a.yaml"),
            ("./openapi.yaml", "openapi.yaml", "x/a.yaml", "x/a.yaml"),
            ("../openapi.yaml", "x/spec/openapi.yaml", "x/a.yaml", "../../a.yaml"),
            ("/tmp/x/openapi.yaml", "openapi.yaml", "y/a.yaml", "/tmp/x/y/a.yaml"),
            ("/tmp/x/openapi.yaml", "x/openapi.yaml", "a.yaml", "/tmp/a.yaml"),
            ("spec\\openapi.yaml", "spec/openapi.yaml", "spec/a.yaml", "spec/a.yaml"),
        ] {
            let path = |text: &str| FilePath::new(text).unwrap();
            assert_eq!(name(shown, &path(at), &path(file)), expected);
        }
    }
}
