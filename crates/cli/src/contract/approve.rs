//! `contract approve`: lets a change pass.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use review::{self, APPROVALS_HEADER, Approval, ParseError, Reason};
use tempfile::NamedTempFile;

use crate::contract::diff::APPROVALS;
use crate::contract::source::{self, CONTRACT, Source};
use crate::exit::Failure;
use crate::output;

/// A change to let pass, and why.
#[derive(Args)]
pub struct Approve {
    /// The fingerprint of the change, as `contract diff` tells it.
    fingerprint: String,
    /// The kind of reason: the contract was wrong and the service did not change; nobody can be touched by it; or it
    /// breaks, and that is accepted.
    #[arg(long, value_parser = reason_parser())]
    reason: Reason,
    /// The reason, in a sentence.
    #[arg(long)]
    because: String,
    /// The file of approvals; `spec/approvals.yaml` of the repository if left out.
    #[arg(long, value_name = "FILE")]
    approvals: Option<PathBuf>,
}

fn reason_parser() -> impl TypedValueParser<Value = Reason> {
    PossibleValuesParser::new(Reason::ALL.iter().map(|reason| reason.name())).try_map(|name| name.parse::<Reason>())
}

impl Approve {
    /// Adds the approval to the end of the file; the file is as it was if anything is wrong.
    pub fn run(self) -> Result<(), Failure> {
        let fingerprint = self.fingerprint.parse().map_err(|error: ParseError| Failure::input(error))?;
        let approval = Approval::new(fingerprint, self.reason, &self.because).map_err(Failure::input)?;
        let file = self.approvals.unwrap_or_else(|| source::root().join(CONTRACT).with_file_name(APPROVALS));
        let name = file.display().to_string();
        let old = if file.exists() { Source::file(&file)?.text } else { APPROVALS_HEADER.to_owned() };
        let known = review::approvals(&name, &old).map_err(Failure::input)?;
        if known.iter().any(|known| known.fingerprint == approval.fingerprint) {
            return Err(Failure::input(format!("{name}: `{}` is approved already", approval.fingerprint)));
        }
        let end = if old.ends_with('\n') { "" } else { "\n" };
        let new = format!("{old}{end}{}", approval.to_yaml());
        let is_sound = review::approvals(&name, &new).is_ok_and(|approvals| approvals.last() == Some(&approval));
        if !is_sound {
            let entry = approval.to_yaml();
            return Err(Failure::input(format!("{name}: its list is not written line by line; add by hand\n{entry}")));
        }
        replace(&file, &new)?;
        output::say(format_args!("{name}: {} is approved", approval.fingerprint));
        Ok(())
    }
}

/// Writes a file in one go, so that a failure leaves the old one.
pub fn replace(file: &Path, text: &str) -> Result<(), Failure> {
    let failure = |error: std::io::Error| Failure::other(format!("{}: {error}", file.display()));
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failure)?;
    let mut new = NamedTempFile::new_in(folder).map_err(failure)?;
    new.write_all(text.as_bytes()).map_err(failure)?;
    make_readable(new.path()).map_err(failure)?;
    new.persist(file).map_err(|error| failure(error.error))?;
    Ok(())
}

/// A temporary file is for its owner's eyes; this one is for everybody's.
#[cfg(unix)]
fn make_readable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &Path) -> std::io::Result<()> {
    Ok(())
}
