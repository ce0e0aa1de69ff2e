//! The generators: the folders of `clients/matrix/` that have a manifest.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use views::{Format, View};

use crate::language::{self, Language, PackageSteps, SampleSteps, Toolchain};
use crate::yaml;

/// The file that makes a folder a generator.
const MANIFEST: &str = "generator.yaml";

/// What a row calls the contract as it is.
const CONTRACT: &str = "contract";

/// The contract as it is.
static UNCHANGED: View = View { name: CONTRACT, generator: "any generator", fixups: &[], format: Format::OpenApi };

/// A generator of others.
#[derive(Debug)]
pub struct Generator {
    /// Name of its folder.
    pub id: String,
    /// Its folder.
    folder: PathBuf,
    /// What its folder says.
    pub manifest: Manifest,
    views: Vec<&'static View>,
}

/// `clients/matrix/<name>/generator.yaml`: how a client is generated, compiled and driven.
///
/// Each step is a script for `sh -eu`, run in the [workspace](crate::workspace).
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Manifest {
    /// Generator and version, as in `ogen 1.24.0`.
    pub generator: String,
    /// The views that it is run with; `contract` is the contract as it is.
    pub views: Vec<String>,
    /// Whether it makes no client: the questions are those that a model answers.
    #[serde(default)]
    pub models_only: bool,
    /// Programs that the machine must have to generate the client.
    pub tools: Vec<String>,
    /// Programs that it must also have to compile and drive it.
    #[serde(default)]
    pub programs: Vec<String>,
    /// Files, relative to the folder, that decide what is installed.
    pub locks: Vec<String>,
    /// Installs what is pinned; the only step that uses the network.
    pub install: String,
    /// Makes `generated/` of `contract.json`.
    pub generate: String,
    /// Compiles what was generated, or checks its types; what is neither has no such step.
    pub compile: Option<String>,
    /// Becomes the driver (`exec`); none if there is nothing to call with.
    pub drive: Option<String>,
}

impl Generator {
    /// Reads every generator below a folder, in the order of their names.
    ///
    /// # Errors
    ///
    /// A manifest that cannot be read, or that names a view that is none.
    pub fn all(folder: &Path) -> Result<Vec<Self>> {
        let mut generators = Vec::new();
        for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
            let folder = entry?.path();
            if folder.join(MANIFEST).is_file() {
                generators.push(Self::read(folder)?);
            }
        }
        generators.sort_by(|one, other| one.id.cmp(&other.id));
        Ok(generators)
    }

    fn read(folder: PathBuf) -> Result<Self> {
        let id = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let path = folder.join(MANIFEST);
        let manifest: Manifest = yaml::read(&path)?;
        let mut views = Vec::new();
        for name in &manifest.views {
            match views::view(name) {
                _ if name == CONTRACT => views.push(&UNCHANGED),
                Some(view) => views.push(view),
                None => bail!("{}: there is no view `{name}`", path.display()),
            }
        }
        Ok(Self { id, folder, manifest, views })
    }

    /// The views that it is run with.
    pub fn views(&self) -> &[&'static View] {
        &self.views
    }

    /// The programs without which it cannot be generated, and are not there.
    pub fn missing_tools(&self) -> Vec<&str> {
        language::missing(&self.manifest.tools)
    }

    /// The generator with a view, as a language of which nothing but the answers counts: it has no surface, no
    /// package and no sample.
    pub(super) fn language(&self, view: &'static View) -> Language {
        let Manifest { generator, tools, locks, install, generate, .. } = &self.manifest;
        let toolchain = Toolchain {
            name: None,
            programs: self.manifest.programs.clone(),
            install: None,
            compile: self.manifest.compile.clone().unwrap_or_default(),
            drive: self.manifest.drive.clone().unwrap_or_default(),
            sample: SampleSteps::default(),
        };
        Language {
            id: format!("matrix/{}", self.id),
            folder: self.folder.clone(),
            manifest: language::Manifest {
                name: generator.clone(),
                generator: generator.clone(),
                tools: tools.clone(),
                locks: locks.clone(),
                install: install.clone(),
                generate: generate.clone(),
                surface: String::new(),
                package: PackageSteps::default(),
                toolchains: vec![toolchain],
            },
            view,
        }
    }
}

/// The generators of these names; `all` is every one.
///
/// # Errors
///
/// A name that is none, with those that there are.
pub fn select<'a>(generators: &'a [Generator], names: &[String]) -> Result<Vec<&'a Generator>> {
    for name in names {
        if name != "all" && !generators.iter().any(|generator| generator.id == *name) {
            let known: Vec<_> = generators.iter().map(|generator| generator.id.as_str()).collect();
            bail!("there is no generator `{name}`; there are {}, and all", known.join(", "));
        }
    }
    let selected = |generator: &&Generator| names.iter().any(|name| name == "all" || *name == generator.id);
    Ok(generators.iter().filter(selected).collect())
}
