//! Where the bearer token is: in a file or in a variable; never in an argument, which other users of the machine can see.

use std::env;
use std::path::Path;
use std::time::Duration;

use defender_actions::BearerToken;
use tracing::debug;

use crate::failure::Failure;
use crate::input_file::{self, Limits};
use crate::log::TARGET;
use crate::output;

/// The variable that holds the token.
pub const VARIABLE: &str = "DEFENDER_ACTIONS_TOKEN";

/// No token has more bytes: servers take no header of this size.
const LARGEST: u64 = 64 << 10;
/// A command that writes the token into a pipe may have to sign in first.
const LONGEST: Duration = Duration::from_secs(10);

/// The token of the file, else that of the variable; `None` if there is neither.
pub fn find(file: Option<&Path>, timeout: Duration) -> Result<Option<BearerToken>, Failure> {
    if let Some(file) = file {
        warn_of_readers(file);
        let limits = Limits { size: LARGEST, time: timeout.min(LONGEST) };
        let text = input_file::read(file, limits).map_err(|error| Failure::file(file.display(), error))?;
        let token = text.parse().map_err(|error| Failure::file(file.display(), error))?;
        debug!(target: TARGET, { defender_actions.source = %file.display() }, "token found");
        return Ok(Some(token));
    }
    let Some(value) = env::var_os(VARIABLE) else { return Ok(None) };
    let failure = |problem: &dyn std::fmt::Display| Failure::input(format!("the variable {VARIABLE}: {problem}"));
    let text = value.into_string().map_err(|_| failure(&"the token is not UTF-8"))?;
    let token = text.parse().map_err(|error| failure(&error))?;
    debug!(target: TARGET, { defender_actions.source = format!("the variable {VARIABLE}") }, "token found");
    Ok(Some(token))
}

/// What is wrong if a call needs a token and there is none.
pub fn missing() -> Failure {
    Failure::input(missing_hint())
}

/// The same, as text.
pub fn missing_hint() -> String {
    format!("there is no token: set the variable {VARIABLE}, name a file with --token-file, or give a --credential")
}

/// Warns of a file that other users of the machine can read.
#[cfg(unix)]
fn warn_of_readers(file: &Path) {
    use std::os::unix::fs::PermissionsExt;

    const READ_BY_OTHERS: u32 = 0o044;
    if let Ok(metadata) = file.metadata()
        && metadata.is_file()
        && metadata.permissions().mode() & READ_BY_OTHERS != 0
    {
        let mode = metadata.permissions().mode() & 0o777;
        let file = file.display();
        output::message(format_args!("warning: other users can read {file} (mode {mode:o}): chmod 600 {file}"));
    }
}

#[cfg(not(unix))]
fn warn_of_readers(_: &Path) {}
