//! Where a language's client is made: a folder that git ignores, and the steps that run in it.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use openapi::{Contract, Node};

use crate::language::{Language, SampleSteps, Toolchain};
use crate::sample;

/// The folder in which one language is installed, generated, compiled and driven.
///
/// It holds a copy of `clients/<name>/` and the view as `contract.json`. What is downloaded stays, so that only the first
/// run needs a network; what is generated is made again.
pub struct Workspace<'a> {
    language: &'a Language,
    folder: PathBuf,
    downloads: PathBuf,
    version: String,
}

/// A step of a manifest.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// Installs what is pinned.
    Install,
    /// Generates the client.
    Generate,
    /// Prints the public surface.
    Surface,
    /// Makes the package.
    Package,
    /// Unpacks the package.
    Unpack,
    /// Installs what a tool chain needs.
    InstallToolchain(&'a Toolchain),
    /// Compiles client and driver.
    Compile(&'a Toolchain),
    /// Makes the sample of the README ready to run, with the package.
    Sample(&'a Toolchain),
}

impl Step<'_> {
    /// What it is called on the terminal, and its log in the workspace.
    pub fn name(self) -> String {
        let of = |step: &str, toolchain: &Toolchain| {
            toolchain.name.as_ref().map_or(step.to_owned(), |name| format!("{step}-{name}"))
        };
        match self {
            Self::Install => "install".to_owned(),
            Self::Generate => "generate".to_owned(),
            Self::Surface => "surface".to_owned(),
            Self::Package => "package".to_owned(),
            Self::Unpack => "unpack".to_owned(),
            Self::InstallToolchain(toolchain) => of("install-toolchain", toolchain),
            Self::Compile(toolchain) => of("compile", toolchain),
            Self::Sample(toolchain) => of("sample", toolchain),
        }
    }
}

impl<'a> Workspace<'a> {
    /// Makes the folder of a language below `root`, and brings in what it starts from.
    ///
    /// # Errors
    ///
    /// A fixup that finds nothing to change, files that cannot be copied.
    pub fn open(language: &'a Language, root: &Path, contract: &Contract) -> Result<Self> {
        let folder = root.join(&language.id);
        let downloads = root.join("downloads");
        if !downloads.exists() {
            for step in install_steps(language) {
                remove(&folder.join(stamp(step)))?;
            }
        }
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        fs::create_dir_all(&downloads).with_context(|| downloads.display().to_string())?;
        remove_copies(&folder)?;
        let mut copied = Vec::new();
        copy(&language.folder, &folder, Path::new(""), &mut copied)?;
        fs::write(folder.join(COPIES), copied.join("\n"))?;
        let version = contract.root()["info"].text("version").unwrap_or_default().to_owned();
        let view = Node::from(&language.view.derive(contract)?);
        fs::write(folder.join("contract.json"), view.canonical_json())?;
        Ok(Self { language, folder, downloads, version })
    }

    /// Whose folder it is.
    pub fn language(&self) -> &Language {
        self.language
    }

    /// Whether a step that installs something has nothing to do.
    pub fn is_installed(&self, step: Step<'_>) -> bool {
        let installed = fs::read_to_string(self.folder.join(stamp(step)));
        installed.is_ok_and(|installed| self.pinned(step).is_ok_and(|pinned| pinned == installed))
    }

    /// Runs a step; its output is in the log, and comes back for the surface.
    ///
    /// # Errors
    ///
    /// A step that fails, with its log.
    pub fn run(&self, step: Step<'_>) -> Result<String> {
        let installs = matches!(step, Step::Install | Step::InstallToolchain(_));
        if installs {
            // What is installed is not to be relied on until the next install has succeeded.
            remove(&self.folder.join(stamp(step)))?;
        }
        match step {
            Step::Generate => remove_folder(&self.folder.join(GENERATED))?,
            Step::Package => empty_folder(&self.out())?,
            Step::Unpack => empty_folder(&self.unpacked())?,
            Step::Sample(toolchain) => self.write_sample(&toolchain.sample)?,
            Step::Install | Step::InstallToolchain(_) | Step::Surface | Step::Compile(_) => {}
        }
        let name = step.name();
        let (out, log) = (self.log(&name, "out"), self.log(&name, "log"));
        let error = File::create(&log).with_context(|| log.display().to_string())?;
        // What the surface prints is data; the output of the others belongs with their errors.
        let is_data = matches!(step, Step::Surface);
        let output = if is_data { File::create(&out)? } else { error.try_clone()? };
        let mut command = self.shell(self.script(step));
        if let Step::Sample(_) = step {
            command.current_dir(self.folder.join(SAMPLE));
        }
        let status = command.stdin(Stdio::null()).stdout(output).stderr(error).status();
        let status = status.context("there is no `sh`")?;
        if !status.success() {
            let text = fs::read_to_string(&log).unwrap_or_default();
            bail!("{}: the step `{name}` failed ({status}); its log:\n{text}", self.language.id);
        }
        if installs {
            fs::write(self.folder.join(stamp(step)), self.pinned(step)?)?;
        }
        if is_data { fs::read_to_string(&out).with_context(|| out.display().to_string()) } else { Ok(String::new()) }
    }

    fn script<'b>(&'b self, step: Step<'b>) -> &'b str {
        let manifest = &self.language.manifest;
        match step {
            Step::Install => &manifest.install,
            Step::Generate => &manifest.generate,
            Step::Surface => &manifest.surface,
            Step::Package => &manifest.package.make,
            Step::Unpack => &manifest.package.unpack,
            Step::InstallToolchain(toolchain) => toolchain.install.as_deref().unwrap_or_default(),
            Step::Compile(toolchain) => &toolchain.compile,
            Step::Sample(toolchain) => &toolchain.sample.prepare,
        }
    }

    /// The command that starts the driver; its errors go into a log.
    pub fn driver(&self, toolchain: &Toolchain) -> Result<Command> {
        let mut command = self.shell(&toolchain.drive);
        command.stderr(File::create(self.driver_log())?);
        Ok(command)
    }

    /// The command that becomes the sample.
    pub fn sample(&self, toolchain: &Toolchain) -> Command {
        let mut command = self.shell(&toolchain.sample.run);
        command.current_dir(self.folder.join(SAMPLE));
        command
    }

    /// Takes the sample out of the README, into an empty folder.
    fn write_sample(&self, steps: &SampleSteps) -> Result<()> {
        let folder = self.folder.join(SAMPLE);
        empty_folder(&folder)?;
        let sample = sample::sample(&self.readme()?).with_context(|| format!("{}/README.md", self.language.id))?;
        let path = folder.join(&steps.file);
        fs::write(&path, sample).with_context(|| path.display().to_string())
    }

    /// The README of the language.
    ///
    /// # Errors
    ///
    /// A file that cannot be read.
    pub fn readme(&self) -> Result<String> {
        let path = self.language.folder.join("README.md");
        fs::read_to_string(&path).with_context(|| path.display().to_string())
    }

    /// The version of the contract, and of the package.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Where the package is made.
    pub fn out(&self) -> PathBuf {
        self.folder.join("out-package")
    }

    /// Where it is unpacked.
    pub fn unpacked(&self) -> PathBuf {
        self.folder.join("unpacked")
    }

    /// Where the exchanges of the last run are kept, one a line.
    pub fn transcript(&self) -> PathBuf {
        self.log("transcript", "jsonl")
    }

    /// Where the driver's errors go.
    pub fn driver_log(&self) -> PathBuf {
        self.log("drive", "log")
    }

    fn shell(&self, script: &str) -> Command {
        let mut command = Command::new("sh");
        command.arg("-euc").arg(script).current_dir(&self.folder);
        command.env("DOWNLOADS", &self.downloads).env("VERSION", &self.version);
        command.env("OUT", self.out()).env("UNPACKED", self.unpacked());
        command.env("CLIENTS", self.language.folder.parent().map_or(OsStr::new(""), Path::as_os_str));
        command
    }

    fn log(&self, step: &str, extension: &str) -> PathBuf {
        self.folder.join(format!("{step}.{extension}"))
    }

    /// All that decides what a step installs, and where: some of it does not bear to be moved.
    fn pinned(&self, step: Step<'_>) -> Result<String> {
        let mut text = format!("{}\n{}", self.folder.display(), self.script(step));
        for lock in &self.language.manifest.locks {
            let path = self.language.folder.join(lock);
            text += &fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        }
        Ok(text)
    }
}

/// The folder into which clients are generated.
const GENERATED: &str = "generated";

/// The folder in which the sample is run.
const SAMPLE: &str = "sample";

/// The file that lists what was copied, so that what is no longer in the project goes.
const COPIES: &str = ".copies";

/// What the steps leave in a folder of `clients/` where somebody has followed its README; git ignores it too.
const MADE_BY_HAND: [&str; 4] = ["contract.json", GENERATED, "node_modules", "venv"];

/// The steps that leave a [`stamp`].
fn install_steps(language: &Language) -> impl Iterator<Item = Step<'_>> {
    let toolchains = language.manifest.toolchains.iter().map(Step::InstallToolchain);
    std::iter::once(Step::Install).chain(toolchains)
}

/// The file that says what a step has installed.
fn stamp(step: Step<'_>) -> String {
    format!(".{}", step.name())
}

/// Removes a file that may not be there.
fn remove(path: &Path) -> Result<()> {
    if path.exists() { fs::remove_file(path).with_context(|| path.display().to_string()) } else { Ok(()) }
}

/// Removes a folder that may not be there.
fn remove_folder(path: &Path) -> Result<()> {
    if path.exists() { fs::remove_dir_all(path).with_context(|| path.display().to_string()) } else { Ok(()) }
}

/// Makes a folder with nothing in it.
fn empty_folder(path: &Path) -> Result<()> {
    remove_folder(path)?;
    fs::create_dir_all(path).with_context(|| path.display().to_string())
}

/// Copies what is below `inner` of one folder into another, and lists the files.
fn copy(from: &Path, to: &Path, inner: &Path, copied: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(from.join(inner)).with_context(|| from.join(inner).display().to_string())? {
        let path = inner.join(entry?.file_name());
        if MADE_BY_HAND.iter().any(|name| path == Path::new(name)) {
            continue;
        }
        let (source, target) = (from.join(&path), to.join(&path));
        if source.is_dir() {
            fs::create_dir_all(&target)?;
            copy(from, to, &path, copied)?;
        } else {
            fs::copy(&source, &target).with_context(|| target.display().to_string())?;
            copied.push(path.display().to_string());
        }
    }
    Ok(())
}

fn remove_copies(folder: &Path) -> Result<()> {
    let copies = fs::read_to_string(folder.join(COPIES)).unwrap_or_default();
    copies.lines().try_for_each(|path| remove(&folder.join(path)))
}
