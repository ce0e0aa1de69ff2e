//! The languages: the folders of `clients/` that have a manifest.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use views::View;

use crate::yaml;

/// The file that makes a folder a language.
const MANIFEST: &str = "client.yaml";

/// A language, or one of several generators of it.
#[derive(Debug)]
pub struct Language {
    /// Name of its folder and of its view.
    pub id: String,
    /// Its folder.
    pub folder: PathBuf,
    /// What its folder says.
    pub manifest: Manifest,
    /// The contract as its generator takes it.
    pub view: &'static View,
}

/// `clients/<name>/client.yaml`: how the client is generated, compiled and driven.
///
/// Each step is a script for `sh -eu`, run in the [workspace](crate::workspace); one that has nothing to do may be missing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The language, for tables.
    pub name: String,
    /// Generator and version, as the view has them.
    pub generator: String,
    /// Programs that the machine must have to generate the client.
    pub tools: Vec<String>,
    /// Files, relative to the folder, that decide what is installed.
    pub locks: Vec<String>,
    /// Installs what is pinned; the only step that uses the network.
    #[serde(default)]
    pub install: String,
    /// Makes `generated/` of `contract.json`.
    #[serde(default)]
    pub generate: String,
    /// Prints the names and signatures of the client; without the programs of a tool chain too, where it needs some.
    #[serde(default)]
    pub surface: String,
    /// How its package is made.
    pub package: PackageSteps,
    /// What compiles and drives it. The first that can be had is taken.
    pub toolchains: Vec<Toolchain>,
}

/// What compiles and drives a client.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Toolchain {
    /// Its name, where a language has several: each has answers of its own.
    pub name: Option<String>,
    /// Programs that the machine must have.
    #[serde(default)]
    pub programs: Vec<String>,
    /// Installs what it needs besides; where that fails, it cannot be had.
    pub install: Option<String>,
    /// Compiles client and driver, and checks their types.
    #[serde(default)]
    pub compile: String,
    /// Becomes the driver (`exec`).
    #[serde(default)]
    pub drive: String,
    /// How the sample of its README is run.
    pub sample: SampleSteps,
}

/// How a package is made of `generated/`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackageSteps {
    /// Makes it in `$OUT`, of the version `$VERSION`.
    pub make: String,
    /// Unpacks each archive of it into a folder of `$UNPACKED`.
    pub unpack: String,
    /// What describes it, by how the paths end in it: the text is pinned.
    pub metadata: Vec<String>,
}

/// How the code that a README shows is run, in a folder that is empty but for it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleSteps {
    /// The file into which it is written.
    pub file: String,
    /// Installs the package from `$OUT`, as its users would, and compiles the sample.
    pub prepare: String,
    /// Becomes the sample (`exec`).
    pub run: String,
}

impl Language {
    /// Reads every language below a folder, but Rust, in the order of the views.
    ///
    /// # Errors
    ///
    /// A manifest that cannot be read, a folder without a view, a generator that is not the view's.
    pub fn all(clients: &Path) -> Result<Vec<Self>> {
        let mut languages = Vec::new();
        for entry in fs::read_dir(clients).with_context(|| clients.display().to_string())? {
            let folder = entry?.path();
            if folder.join(MANIFEST).is_file() && !folder.ends_with(views::RUST.name) {
                languages.push(Self::read(folder)?);
            }
        }
        let position = |language: &Self| views::VIEWS.iter().position(|view| view.name == language.id);
        languages.sort_by_key(position);
        Ok(languages)
    }

    /// Reads what is said of Rust, whose client is driven inside the run; none where nothing is said of it.
    ///
    /// # Errors
    ///
    /// As [`Language::all`].
    pub fn rust(clients: &Path) -> Result<Option<Self>> {
        let folder = clients.join(views::RUST.name);
        folder.join(MANIFEST).is_file().then(|| Self::read(folder)).transpose()
    }

    fn read(folder: PathBuf) -> Result<Self> {
        let id = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let path = folder.join(MANIFEST);
        let manifest: Manifest = yaml::read(&path)?;
        let Some(view) = views::view(&id) else { bail!("{}: there is no view `{id}`", path.display()) };
        if manifest.generator != view.generator {
            let (ours, theirs) = (&manifest.generator, view.generator);
            bail!("{}: the generator is {ours}, and that of the view {theirs}", path.display());
        }
        Ok(Self { id, folder, manifest, view })
    }

    /// The programs without which it cannot be generated, and are not there.
    pub fn missing_tools(&self) -> Vec<&str> {
        missing(&self.manifest.tools)
    }
}

impl Toolchain {
    /// Its programs that are not there.
    pub fn missing_programs(&self) -> Vec<&str> {
        missing(&self.programs)
    }
}

/// The languages of these names; `all` is every one.
///
/// # Errors
///
/// A name that is none, with those that there are.
pub fn select<'a>(languages: &'a [Language], names: &[String]) -> Result<Vec<&'a Language>> {
    for name in names {
        if name != "all" && !languages.iter().any(|language| language.id == *name) {
            let known: Vec<_> = languages.iter().map(|language| language.id.as_str()).collect();
            bail!("there is no language `{name}`; there are {}, and all", known.join(", "));
        }
    }
    let selected = |language: &&Language| names.iter().any(|name| name == "all" || *name == language.id);
    Ok(languages.iter().filter(selected).collect())
}

pub(crate) fn missing(programs: &[String]) -> Vec<&str> {
    programs.iter().map(String::as_str).filter(|program| !is_on_path(program)).collect()
}

fn is_on_path(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| is_program(&folder.join(program)))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}
