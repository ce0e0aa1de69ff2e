//! What is in a package.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// The files of a package, as they are published and as they are in it.
#[derive(Debug)]
pub struct PackageContents {
    /// What is published: the paths of the archives, or of the files of a folder.
    pub published: Vec<String>,
    /// What is in it, each archive below a folder of its own, with the bytes.
    pub files: Vec<(String, Vec<u8>)>,
}

impl PackageContents {
    /// Reads what is published from one folder, and what is in it from another.
    ///
    /// # Errors
    ///
    /// A file that cannot be read.
    pub fn read(published: &Path, unpacked: &Path) -> Result<Self> {
        let files = files(unpacked)?.into_iter();
        let read = |path: String| {
            let bytes = fs::read(unpacked.join(&path)).with_context(|| path.clone())?;
            Ok((path, bytes))
        };
        Ok(Self { published: self::files(published)?, files: files.map(read).collect::<Result<_>>()? })
    }

    /// The names of the archives.
    pub fn archives(&self) -> Vec<&str> {
        let mut names: Vec<_> = self.files.iter().filter_map(|(path, _)| Some(path.split_once('/')?.0)).collect();
        names.dedup();
        names
    }

    /// What a reviewer sees: every file, and the text of those whose paths end as `metadata` says.
    ///
    /// The version is replaced, so that a release changes nothing, and another version would be seen; so is the README.
    pub fn listing(&self, metadata: &[String], version: &str, readme: &str) -> String {
        let mut text = String::new();
        for path in self.published.iter().chain(self.files.iter().map(|(path, _)| path)) {
            let _ = writeln!(text, "{path}");
        }
        for (path, bytes) in &self.files {
            if metadata.iter().any(|end| path.ends_with(end)) {
                let content = String::from_utf8_lossy(bytes).replace("\r\n", "\n").replace(readme, "{README.md}\n");
                let _ = write!(text, "\n== {path}\n{}\n", content.trim_end());
            }
        }
        text.replace(version, "{version}")
    }
}

/// The paths of the files below a folder, in their order.
fn files(folder: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).with_context(|| next.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(inner) = path.strip_prefix(folder) {
                found.push(inner.display().to_string());
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_has_files_and_metadata_without_the_version() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("out/x-1.2.3.zip", "");
        write("in/x-1.2.3.zip/x/META", "version: 1.2.3\n\n# X\n\nHow.\n");
        write("in/x-1.2.3.zip/a", "");
        let contents = PackageContents::read(&folder.path().join("out"), &folder.path().join("in")).unwrap();
        assert_eq!(contents.archives(), ["x-1.2.3.zip"]);
        assert_eq!(
            contents.listing(&["META".into()], "1.2.3", "# X\n\nHow.\n"),
            "x-{version}.zip\nx-{version}.zip/a\nx-{version}.zip/x/META\n\n\
             == x-{version}.zip/x/META\nversion: {version}\n\n{README.md}\n"
        );
    }
}
