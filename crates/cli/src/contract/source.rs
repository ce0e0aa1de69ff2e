//! Where a contract is: in a file, in a revision of git, in the working tree, or built in.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use openapi::bundle::{self, Bundle};
use openapi::{Contract, Document, Member, Node, Object};

use super::built_in::CONTRACT;
use super::files::{FolderFiles, RevisionFiles};
use super::git;
use crate::failure::Failure;
use crate::{file, output};

/// A contract's text, and where it is from.
#[derive(Clone)]
pub struct ContractSource {
    /// Its name in errors and reports: its path, or `revision:path`.
    pub name: String,
    pub text: String,
    /// The path of the file, or that within the repository.
    pub path: PathBuf,
    /// The revision of git, unless it is a file.
    pub revision: Option<String>,
    /// Whether it stands for a document that is not there: it has no paths.
    is_absent: bool,
}

/// What names stdin.
const STDIN: &str = "-";

/// Whether stdin has been read, which can be done once.
static IS_STDIN_READ: AtomicBool = AtomicBool::new(false);

impl ContractSource {
    /// Reads what an argument names; without one the contract of the working tree, or else the built-in one, and says on
    /// stderr which.
    pub fn chosen(argument: Option<&str>) -> Result<Self, Failure> {
        if let Some(argument) = argument {
            return Self::read(argument);
        }
        let path = Path::new(CONTRACT);
        let Some(source) = Self::in_working_tree(path)? else {
            output::message(format_args!("contract: the built-in one; the working tree has no {CONTRACT}"));
            return Ok(Self::built_in());
        };
        output::message(format_args!("contract: {}, of the working tree", root().join(path).display()));
        Ok(source)
    }

    /// Reads what an argument names: stdin, if it is `-`; a file if there is one; else `revision:path`, or a revision for
    /// its contract.
    pub fn read(argument: &str) -> Result<Self, Failure> {
        if argument == STDIN {
            return Self::stdin();
        }
        let path = Path::new(argument);
        if path.exists() {
            // A file that is added under the name of a revision must not take its place.
            let is_revision =
                !argument.starts_with('-') && git::run(&["rev-parse", "--verify", "--quiet", argument]).is_ok();
            return match is_revision {
                true => Err(Failure::input(format!(
                    "`{argument}` is a file and a revision of git; write `./{argument}` or `{argument}:{CONTRACT}`"
                ))),
                false => Self::file(path),
            };
        }
        let (revision, path) = argument.split_once(':').unwrap_or((argument, CONTRACT));
        if revision.is_empty() || argument.starts_with('-') || is_file_name(argument) {
            return Err(Failure::file(argument, "there is no such file"));
        }
        Self::revision(revision, path).map_err(|messages| {
            let failure = Failure::input(format!("`{argument}` is neither a file nor a contract in a revision of git"));
            git::add(failure, messages)
        })
    }

    /// Reads a file.
    pub fn file(path: &Path) -> Result<Self, Failure> {
        let name = path.display().to_string();
        Ok(Self { name, text: file::read(path)?, path: path.to_owned(), revision: None, is_absent: false })
    }

    /// Reads a file, or stdin if the name is `-`.
    pub fn file_or_stdin(path: &Path) -> Result<Self, Failure> {
        if path == Path::new(STDIN) { Self::stdin() } else { Self::file(path) }
    }

    /// Reads stdin. What it refers to is relative to the current folder.
    fn stdin() -> Result<Self, Failure> {
        const NAME: &str = "stdin";
        if IS_STDIN_READ.swap(true, Ordering::Relaxed) {
            return Err(Failure::input("`-` is stdin, which can be read once"));
        }
        let mut bytes = Vec::new();
        let read = io::stdin().lock().take(file::LARGEST + 1).read_to_end(&mut bytes);
        let text = read.map_err(|error| error.to_string()).and_then(|_| file::text(bytes));
        let text = text.map_err(|error| Failure::file(NAME, error))?;
        Ok(Self { name: NAME.to_owned(), text, path: NAME.into(), revision: None, is_absent: false })
    }

    /// What stands for this document where it is not: the same without its paths.
    pub fn without_paths(&self, name: &str) -> Self {
        Self { name: name.to_owned(), is_absent: true, ..self.clone() }
    }

    /// Reads a file of a revision; else git's messages.
    pub fn revision(revision: &str, path: &str) -> Result<Self, Vec<String>> {
        let name = format!("{revision}:{path}");
        let text = git::file(&name)?;
        Ok(Self { name, text, path: path.into(), revision: Some(revision.to_owned()), is_absent: false })
    }

    /// The contract of the merge base with the other one, if this is one of a branch; says on stderr if it is another.
    ///
    /// What others have merged into the branch since is no part of what changes.
    pub fn at_merge_base(self, other: &Self) -> Result<Self, Failure> {
        let Some(branch) = self.revision.as_deref().filter(|revision| git::is_branch(revision)) else {
            return Ok(self);
        };
        let head = other.revision.as_deref().unwrap_or("HEAD");
        let Some(commit) = merge_base(branch, head) else { return Ok(self) };
        Self::revision(&commit, &self.path.display().to_string()).map_err(|messages| {
            let failure = Failure::input(format!("the merge base of {branch} and {head} has no such contract"));
            git::add(failure, messages).line(format!("  --no-merge-base compares with {branch} itself"))
        })
    }

    /// The contract of the working tree, which must be there.
    pub fn of_working_tree() -> Result<Self, Failure> {
        Self::required(Path::new(CONTRACT))
    }

    /// The file of the working tree that this is an older state of; of a file, the contract of the working tree.
    pub fn head(&self) -> Result<Self, Failure> {
        Self::required(if self.revision.is_some() { &self.path } else { Path::new(CONTRACT) })
    }

    fn required(path: &Path) -> Result<Self, Failure> {
        Self::in_working_tree(path)?
            .ok_or_else(|| Failure::file(path.display(), "there is no such file in the working tree"))
    }

    /// A file of the working tree, by its path in the repository; `None` if there is none. What is there and cannot be
    /// read is an error, and so is a symbolic link out of the repository: nobody has named it.
    pub fn in_working_tree(path: &Path) -> Result<Option<Self>, Failure> {
        let is_relative = path.starts_with(".") || path.starts_with("..");
        let file = if is_relative { path.to_owned() } else { root().join(path) };
        match file.symlink_metadata() {
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
            _ if !is_relative && leads_out(&file) => {
                Err(Failure::file(path.display(), "a symbolic link leads out of the repository, and is not followed"))
            }
            _ => Ok(Some(Self { name: path.display().to_string(), ..Self::file(&file)? })),
        }
    }

    fn built_in() -> Self {
        let text = defender_actions::CONTRACT.to_owned();
        Self { name: CONTRACT.to_owned(), text, path: CONTRACT.into(), revision: None, is_absent: false }
    }

    /// Whether this is, wherever it was read, the contract that the command was built from.
    pub fn is_built_in(&self) -> bool {
        self.text == defender_actions::CONTRACT
    }

    /// Its path from the folder of the repository on; as it is, where it is in none.
    pub fn path_in_repository(&self) -> PathBuf {
        if self.revision.is_some() {
            return self.path.clone();
        }
        let root = Path::new(".").join(root());
        let within = self.path.canonicalize().ok().zip(root.canonicalize().ok());
        let within = within.and_then(|(path, root)| Some(path.strip_prefix(root).ok()?.to_owned()));
        within.unwrap_or_else(|| self.path.clone())
    }

    /// A file in the folder of this one; `None` if there is none.
    pub fn beside(&self, name: &str) -> Result<Option<Self>, Failure> {
        let path = self.path.with_file_name(name);
        match &self.revision {
            Some(_) if self.is_absent => Self::in_working_tree(&path),
            Some(revision) => Ok(Self::revision(revision, &path.display().to_string()).ok()),
            None if path.exists() => Self::file(&path).map(Some),
            None => Ok(None),
        }
    }

    /// The document, put together with the files that it refers to.
    pub fn bundle(&self) -> Result<Bundle, Failure> {
        let bundle = self.bundle_of_files()?;
        if !self.is_absent {
            return Ok(bundle);
        }
        let members = bundle.document.root().as_object().map(Object::as_slice).unwrap_or_default().iter();
        let members = members.filter(|member| &*member.key != "webhooks").map(|member| match &*member.key {
            "paths" => Member { value: Object::default().into(), ..member.clone() },
            _ => member.clone(),
        });
        let root = Node::from(Object::new(members.collect())).without_positions();
        Ok(Bundle { document: Document::from_node(&self.name, root), files: Vec::new() })
    }

    fn bundle_of_files(&self) -> Result<Bundle, Failure> {
        let document = Document::parse(&self.name, &self.text)?;
        if !bundle::refers_to_files(&document) {
            return Ok(Bundle { document, files: Vec::new() });
        }
        if let Some(revision) = &self.revision {
            let files = RevisionFiles::around(revision, &self.path.display().to_string());
            let mut files = files.map_err(|messages| {
                git::add(Failure::file(&self.name, "the files that it refers to cannot be read"), messages)
            })?;
            return Ok(bundle::bundle(document, files.document().clone(), &mut files));
        }
        let mut files = FolderFiles::around(&self.path, &self.name).map_err(|error| {
            Failure::file(&self.name, format!("the files that it refers to cannot be read: {error}"))
        })?;
        Ok(bundle::bundle(document, files.document().clone(), &mut files))
    }

    /// The document, as [`bundle`](Self::bundle) has it.
    pub fn document(&self) -> Result<Document, Failure> {
        Ok(self.bundle()?.document)
    }

    /// The document as a contract.
    pub fn contract(&self) -> Result<Contract, Failure> {
        Ok(Contract::new(self.document()?)?)
    }
}

/// The merge base of a branch and a revision, which is said on stderr; none if it is the branch itself, or unknown.
pub fn merge_base(branch: &str, head: &str) -> Option<String> {
    let base = git::merge_base(branch, head);
    match &base {
        Ok(None) => {}
        Ok(Some(commit)) => output::message(format_args!("base: {commit}, the merge base of {branch} and {head}")),
        Err(_) => output::message(format_args!("base: {branch} itself; git finds no merge base of it and {head}")),
    }
    base.ok().flatten()
}

/// The folder of the repository, or else the current folder.
pub fn root() -> PathBuf {
    let top = git::run(&["rev-parse", "--show-toplevel"]).map(|top| PathBuf::from(top.trim_end_matches(['\r', '\n'])));
    match (std::env::current_dir(), top) {
        // A short path, where the current folder is the repository's.
        (Ok(here), Ok(top)) if here.canonicalize().ok() == top.canonicalize().ok() => PathBuf::new(),
        (_, Ok(top)) => top,
        _ => PathBuf::new(),
    }
}

/// Whether the file is outside of the repository; one that is not there is not.
fn leads_out(file: &Path) -> bool {
    let root = root();
    let root = if root.as_os_str().is_empty() { Path::new(".") } else { &root };
    match (file.canonicalize(), root.canonicalize()) {
        (Ok(file), Ok(root)) => !file.starts_with(root),
        _ => false,
    }
}

/// Whether an argument can only be meant as a file.
fn is_file_name(argument: &str) -> bool {
    !argument.contains(':') && [".yaml", ".yml", ".json"].iter().any(|ending| argument.ends_with(ending))
}
