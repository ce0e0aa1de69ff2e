//! Several documents, by their paths or by patterns of paths.

use std::collections::BTreeSet;
use std::path::Path;

use globset::{GlobBuilder, GlobMatcher};
use openapi::Document;
use openapi::bundle::FilePath;

use super::git;
use super::source::{self, ContractSource};
use crate::failure::Failure;
use crate::output;

/// A document before and after; where one of the revisions does not have it, it stands there without its paths.
pub struct DocumentPair {
    /// Its path in the repository.
    pub path: String,
    pub base: ContractSource,
    pub head: ContractSource,
}

/// Whether arguments name several documents: they are more than one, or a pattern.
pub fn are_several(arguments: &[String]) -> bool {
    arguments.len() > 1 || arguments.iter().any(|argument| is_pattern(argument))
}

fn is_pattern(argument: &str) -> bool {
    argument.contains(['*', '?', '[', '{']) && !Path::new(argument).exists()
}

/// The documents that arguments name, which are several. What is no OpenAPI document is left out, which is said on
/// stderr.
pub fn named(arguments: &[String]) -> Result<Vec<ContractSource>, Failure> {
    let mut sources = Vec::new();
    for argument in arguments {
        match is_pattern(argument) {
            true => {
                let selection = Selection::of(argument)?;
                for path in selection.paths()? {
                    sources.extend(selection.tree.source(&path)?);
                }
            }
            false => sources.push(ContractSource::read(argument)?),
        }
    }
    sources.retain(|source| is_document(source) || is_skipped(&source.name));
    if sources.is_empty() { Err(none(arguments)) } else { Ok(sources) }
}

/// The documents that arguments name, which are several, each with the one of the same path in a revision. Of a pattern,
/// those are named too that only the revision has.
pub fn paired(base: &str, arguments: &[String]) -> Result<Vec<DocumentPair>, Failure> {
    let base = Tree::Revision(base.to_owned());
    let mut pairs = Vec::new();
    for argument in arguments {
        let selection = Selection::of(argument)?;
        let mut paths = selection.paths()?;
        if is_pattern(argument) {
            paths.extend(selection.paths_of(&base)?);
        }
        for path in paths {
            let (old, new) = (base.source(&path)?, selection.tree.source(&path)?);
            let is_there = old.is_some() || new.is_some();
            let (base, head) = match (old.filter(is_document), new.filter(is_document)) {
                (Some(base), Some(head)) => (base, head),
                (Some(base), None) => {
                    let head = base.without_paths(&path);
                    output::message(format_args!("{path}: removed"));
                    (base, head)
                }
                (None, Some(head)) => {
                    output::message(format_args!("{path}: new"));
                    (head.without_paths(&base.name(&path)), head)
                }
                (None, None) if is_there => {
                    is_skipped(&path);
                    continue;
                }
                (None, None) => return Err(none(std::slice::from_ref(argument))),
            };
            pairs.push(DocumentPair { path, base, head });
        }
    }
    if pairs.is_empty() { Err(none(arguments)) } else { Ok(pairs) }
}

/// The document of a revision that has the path of this file; none if it is no file of the repository, or no revision.
pub fn counterpart(revision: &str, file: &str) -> Result<Option<ContractSource>, Failure> {
    if Path::new(revision).exists() || revision.contains(':') || !Path::new(file).is_file() {
        return Ok(None);
    }
    match Selection::of(file) {
        Ok(Selection { tree: Tree::WorkingTree, text, .. }) => Tree::Revision(revision.to_owned()).source(&text),
        _ => Ok(None),
    }
}

/// The revision whose documents others are compared with: of a branch, the merge base.
pub fn base(revision: &str, arguments: &[String], is_merge_base: bool) -> Result<String, Failure> {
    if git::run(&["rev-parse", "--verify", "--quiet", &format!("{revision}^{{tree}}")]).is_err() {
        let failure = Failure::input(format!("`{revision}` is not a revision of git"));
        return Err(failure.line("  several documents are compared with those of the same paths in a revision"));
    }
    if !is_merge_base || !git::is_branch(revision) {
        return Ok(revision.to_owned());
    }
    let trees = arguments.iter().filter_map(|argument| Selection::of(argument).ok());
    let head = trees.map(|selection| selection.tree.revision().to_owned()).next().unwrap_or_else(|| "HEAD".to_owned());
    Ok(source::merge_base(revision, &head).unwrap_or_else(|| revision.to_owned()))
}

/// Where documents are.
enum Tree {
    WorkingTree,
    Revision(String),
}

/// Which documents of a tree an argument names.
struct Selection {
    tree: Tree,
    /// The path, or the pattern, from the folder of the repository on.
    text: String,
    matcher: Option<GlobMatcher>,
}

impl Selection {
    fn of(argument: &str) -> Result<Self, Failure> {
        let is_tree = |revision: &str| {
            let tree = format!("{revision}^{{tree}}");
            !revision.is_empty() && git::run(&["rev-parse", "--verify", "--quiet", &tree]).is_ok()
        };
        let named = argument.split_once(':').filter(|(revision, _)| !Path::new(argument).exists() && is_tree(revision));
        let (tree, text) = match named {
            Some((revision, path)) => (Tree::Revision(revision.to_owned()), path.to_owned()),
            None => (Tree::WorkingTree, in_repository(argument)),
        };
        let text =
            FilePath::new(&text).ok_or_else(|| Failure::input(format!("`{argument}` is not in the repository")))?;
        let matcher = is_pattern(argument).then(|| GlobBuilder::new(text.as_str()).literal_separator(true).build());
        let matcher = matcher.transpose();
        let matcher =
            matcher.map_err(|error| Failure::input(format!("`{argument}` is no pattern of paths: {error}")))?;
        Ok(Self { tree, text: text.as_str().to_owned(), matcher: matcher.map(|glob| glob.compile_matcher()) })
    }

    fn paths(&self) -> Result<BTreeSet<String>, Failure> {
        self.paths_of(&self.tree)
    }

    /// Those of the paths that a tree has; one that is no pattern is not looked for.
    fn paths_of(&self, tree: &Tree) -> Result<BTreeSet<String>, Failure> {
        let Some(matcher) = &self.matcher else { return Ok(BTreeSet::from([self.text.clone()])) };
        Ok(tree.files()?.into_iter().filter(|path| is_text(path) && matcher.is_match(path)).collect())
    }
}

impl Tree {
    fn revision(&self) -> &str {
        match self {
            Self::WorkingTree => "HEAD",
            Self::Revision(revision) => revision,
        }
    }

    /// What a document of it is called.
    fn name(&self, path: &str) -> String {
        match self {
            Self::WorkingTree => path.to_owned(),
            Self::Revision(revision) => format!("{revision}:{path}"),
        }
    }

    /// All files, by their paths in the repository; of the working tree, those that git does not ignore.
    fn files(&self) -> Result<Vec<String>, Failure> {
        let files = match self {
            Self::WorkingTree => {
                let arguments =
                    ["ls-files", "-z", "--full-name", "--cached", "--others", "--exclude-standard", "--", ":/"];
                git::names(&arguments)
            }
            Self::Revision(revision) => git::names(&["ls-tree", "-r", "-z", "--name-only", "--full-tree", revision]),
        };
        files.map_err(|messages| {
            let failure = Failure::input("a pattern of paths names files of a repository, and there is none here");
            git::add(failure.line("  without quotes, the shell names the files"), messages)
        })
    }

    /// A document; none if there is none of this path.
    fn source(&self, path: &str) -> Result<Option<ContractSource>, Failure> {
        match self {
            Self::WorkingTree => ContractSource::in_working_tree(Path::new(path)),
            Self::Revision(revision) if git::run(&["cat-file", "-e", &format!("{revision}:{path}")]).is_err() => {
                Ok(None)
            }
            Self::Revision(revision) => ContractSource::revision(revision, path)
                .map(Some)
                .map_err(|messages| git::add(Failure::file(self.name(path), "it cannot be read"), messages)),
        }
    }
}

/// A path of the current folder, or an absolute one, from the folder of the repository on.
fn in_repository(path: &str) -> String {
    let root = Path::new(".").join(source::root()).canonicalize();
    if let Some(below) = root.ok().and_then(|root| Path::new(path).strip_prefix(root).ok()) {
        return below.display().to_string();
    }
    let folder = git::run(&["rev-parse", "--show-prefix"]).unwrap_or_default();
    format!("{}{path}", folder.trim_end_matches(['\r', '\n']))
}

/// Whether a file is meant as a document of OpenAPI; one that is broken is, so that it is reported.
fn is_document(source: &ContractSource) -> bool {
    match Document::parse(&source.name, &source.text) {
        Ok(document) => ["openapi", "swagger"].iter().any(|key| document.root().get(key).is_some()),
        Err(_) => is_text(&source.name),
    }
}

/// Whether a path is one of YAML or JSON.
fn is_text(path: &str) -> bool {
    [".yaml", ".yml", ".json"].iter().any(|ending| path.ends_with(ending))
}

/// Says that a file is left out.
fn is_skipped(name: &str) -> bool {
    output::message(format_args!("{name}: skipped, it is no OpenAPI document: it has no `openapi`"));
    false
}

fn none(arguments: &[String]) -> Failure {
    Failure::input(format!("`{}` names no OpenAPI document", arguments.join(" ")))
}
