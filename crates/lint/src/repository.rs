//! The files of the repository that are checked with the contract: quirks, example files, tests.

use openapi::{Document, Problems};

/// The files of the repository that a contract is kept in; a contract on its own has none.
#[derive(Clone, Debug, Default)]
pub struct RepositoryFiles {
    /// The quirks: places where the documents of the service contradict each other, and what was decided.
    pub quirks: Option<File>,
    /// All example files; none if examples are not kept as files.
    pub examples: Option<Vec<File>>,
    /// The files with the tests that quirks name, under the names that they are named by; none if they are not there.
    pub tests: Option<Vec<File>>,
}

impl RepositoryFiles {
    /// All files.
    pub fn iter(&self) -> impl Iterator<Item = &File> {
        let lists = [&self.examples, &self.tests].into_iter().flatten().flatten();
        self.quirks.iter().chain(lists)
    }
}

/// A file that has been read.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name, as findings report it; the path of an example ends in `<operationId>/<part>.<name>.json`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// The files of a repository, those that hold values as documents, or with what is wrong with them.
pub(crate) struct ParsedFiles<'a> {
    pub quirks: Option<Result<Document, Problems>>,
    /// The examples, each with its name.
    pub examples: Option<Vec<(&'a str, Result<Document, Problems>)>>,
    pub tests: Option<&'a [File]>,
}

impl<'a> ParsedFiles<'a> {
    pub fn new(files: &'a RepositoryFiles) -> Self {
        let parse = |file: &File| Document::parse(&file.name, &file.text);
        Self {
            quirks: files.quirks.as_ref().map(parse),
            examples: files.examples.as_ref().map(|files| {
                let files = files.iter().map(|file| (file.name.as_str(), parse(file)));
                files.collect()
            }),
            tests: files.tests.as_deref(),
        }
    }
}
