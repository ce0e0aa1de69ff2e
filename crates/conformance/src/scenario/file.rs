//! `clients/scenarios.yaml`: what every operation goes through.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use serde::Deserialize;

use super::call::ServiceAnswer;
use super::change::BodyChange;
use super::sending::Sending;
use crate::yaml;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ScenarioFile {
    /// With which content type the service sends JSON.
    pub(super) content_type: String,
    pub(super) scenarios: Vec<ScenarioRule>,
}

/// What makes a scenario of each operation that it fits, or several.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ScenarioRule {
    pub(super) name: String,
    /// How the documented request is changed.
    pub(super) request: Option<BodyChange>,
    /// Makes a scenario of each documented request, not of the first alone.
    #[serde(default)]
    pub(super) every_request: bool,
    pub(super) answer: AnswerRule,
    /// What is unusual about how the answer is sent.
    pub(super) sent: Option<Sending>,
}

/// Where the answer comes from.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum AnswerRule {
    /// The simulator, which checks the request.
    Simulator,
    /// Each documented success.
    Documented,
    /// The success that has no body.
    WithoutBody,
    /// The documented success with the most properties, changed.
    Success(BodyChange),
    /// Each error that the contract has, with its first example.
    Errors {
        /// Which status stands for a range.
        ranges: BTreeMap<String, u16>,
    },
    /// What a gateway sends, or the identity platform.
    Gateway(ServiceAnswer),
}

impl ScenarioFile {
    pub(super) fn read(path: &Path) -> Result<Self> {
        yaml::read(path)
    }
}
