//! `clients/samples.yaml`: what every sample is run against.

use std::path::Path;

use anyhow::{Result, bail};
use serde::Deserialize;

use crate::scenario::ServiceAnswer;
use crate::yaml;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SampleFile {
    cases: Vec<SampleCase>,
}

/// What a sample calls, and what it has to say of it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SampleCase {
    /// What it is about.
    pub name: String,
    /// What is answered.
    pub answer: CaseAnswer,
    /// Whether the sample may say that the action was taken.
    #[serde(default)]
    pub is_done: bool,
}

/// Where the answer to a sample comes from.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseAnswer {
    /// The simulator, which checks the request.
    Simulator,
    /// What a gateway sends, or the identity platform.
    Gateway(ServiceAnswer),
    /// An answer that ends before its body does.
    Truncated(ServiceAnswer),
    /// The connection is closed when the request has been read.
    Disconnect,
    /// Nobody listens.
    Unreachable,
}

impl CaseAnswer {
    /// The status that the sample is sent; none if there is no answer, or the simulator chooses it.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Gateway(answer) | Self::Truncated(answer) => Some(answer.status),
            Self::Simulator | Self::Disconnect | Self::Unreachable => None,
        }
    }
}

/// Reads the cases.
///
/// # Errors
///
/// A file that cannot be read; two cases of one name.
pub fn cases(file: &Path) -> Result<Vec<SampleCase>> {
    let SampleFile { cases } = yaml::read(file)?;
    for (index, case) in cases.iter().enumerate() {
        if cases[..index].iter().any(|earlier| earlier.name == case.name) {
            bail!("{}: there are two cases `{}`", file.display(), case.name);
        }
    }
    Ok(cases)
}
