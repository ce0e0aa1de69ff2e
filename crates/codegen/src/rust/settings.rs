//! The settings of progenitor that all generated code shares.

use openapi::Contract;
use progenitor::{GenerationSettings, InterfaceStyle, TagStyle};

use super::open_enumerations;

pub(super) fn settings(contract: &Contract, types: &str) -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_tag(TagStyle::Merged)
        .with_map_type("::std::collections::BTreeMap")
        .with_derive("PartialEq");
    open_enumerations::replace(contract, types, &mut settings);
    settings
}
