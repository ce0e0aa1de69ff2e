//! How a package is made.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use openapi::Contract;

use super::contents::PackageContents;
use super::rules::PackageRules;
use crate::compare::ConformanceFailure;
use crate::language::Language;
use crate::report::Log;
use crate::workspace::{Step, Workspace};

/// What was made in a workspace.
#[derive(Debug)]
pub struct MadePackage {
    /// What a reviewer sees of it.
    pub listing: String,
    /// What is wrong with it.
    pub failures: Vec<ConformanceFailure>,
    /// The paths of what is published, in the workspace's folder for it.
    pub published: Vec<String>,
}

/// Makes the package of a client that is generated, and looks into it.
///
/// # Errors
///
/// A step that fails, a file that cannot be read.
pub fn make(workspace: &Workspace<'_>, rules: &PackageRules, log: Log) -> Result<MadePackage> {
    let language = workspace.language();
    for step in [Step::Package, Step::Unpack] {
        log(format_args!("{}: {}", language.id, step.name()));
        workspace.run(step)?;
    }
    let contents = PackageContents::read(&workspace.out(), &workspace.unpacked())?;
    let (version, readme) = (workspace.version(), workspace.readme()?);
    Ok(MadePackage {
        listing: contents.listing(&language.manifest.package.metadata, version, &readme),
        failures: rules.failures(&language.id, &contents, version, &readme),
        published: contents.published,
    })
}

/// Generates a client below `work`, makes its package, and puts it into `out`; the files there.
///
/// # Errors
///
/// A program that the machine lacks, a step that fails, a package that is not as it has to be, files that cannot be
/// written.
pub fn publishable(
    language: &Language,
    work: &Path,
    contract: &Contract,
    rules: &PackageRules,
    out: &Path,
    log: Log,
) -> Result<Vec<PathBuf>> {
    let missing = language.missing_tools();
    if !missing.is_empty() {
        bail!("the package of {} needs {}, which is not on the path", language.id, missing.join(", "));
    }
    let work = std::path::absolute(work).with_context(|| work.display().to_string())?;
    let workspace = Workspace::open(language, &work, contract)?;
    let install = (!workspace.is_installed(Step::Install)).then_some(Step::Install);
    for step in install.into_iter().chain([Step::Generate]) {
        log(format_args!("{}: {}", language.id, step.name()));
        workspace.run(step)?;
    }
    let made = make(&workspace, rules, log)?;
    if let Some(failure) = made.failures.first() {
        bail!("{failure}");
    }
    let mut written = Vec::new();
    for path in made.published {
        let target = out.join(&path);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        }
        fs::copy(workspace.out().join(&path), &target).with_context(|| target.display().to_string())?;
        written.push(target);
    }
    Ok(written)
}
