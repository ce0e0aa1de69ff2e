//! Extensions: which is of which kind, by the table or by what a team says.

use std::fmt;
use std::str::FromStr;

use openapi::ObjectKind;

use super::known_extensions::EXTENSIONS;
use super::table::Kind;
use super::terms::Tier;
use crate::text::ParseError;

/// What a change of an extension means to a team, whose own tools read it: `x-name=wire`.
///
/// A `*` at the end of the name stands for any end.
///
/// ```
/// use review::Treatment;
///
/// assert!("x-acme-*=source".parse::<Treatment>().is_ok());
/// assert!("acme=source".parse::<Treatment>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Treatment {
    name: String,
    tier: Tier,
}

/// What a team says of extensions; the table holds for all others. Of several that fit, the longest name holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Treatments(Vec<Treatment>);

impl FromStr for Treatment {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let (name, tier) = text
            .split_once('=')
            .ok_or_else(|| ParseError(format!("`{text}` is not an extension and a tier, as in `x-name=wire`")))?;
        let own = name.strip_suffix('*').unwrap_or(name);
        if !own.starts_with("x-") || own == "x-" || own.contains('*') {
            return Err(ParseError(format!(
                "`{name}` is no name of an extension: it begins with `x-`, and may have a `*` at its end"
            )));
        }
        if let Some(kind) = Kind::ALL.iter().find(|kind| has_row(**kind, name)) {
            return Err(ParseError(format!("`{name}` has rules of its own: those of {}", kind.noun())));
        }
        let found = Tier::ALL.iter().find(|known| known.name() == tier);
        let tier = *found.ok_or_else(|| {
            let names: Vec<&str> = Tier::ALL.iter().map(|tier| tier.name()).collect();
            ParseError(format!("`{tier}` is none of {}", names.join(", ")))
        })?;
        Ok(Self { name: name.to_owned(), tier })
    }
}

/// Whether a row of the table covers an extension, somewhere.
fn has_row(kind: Kind, name: &str) -> bool {
    kind.row().fields.iter().any(|field| field.split_once('.').is_some_and(|(_, field)| field == name))
}

impl FromIterator<Treatment> for Treatments {
    fn from_iter<I: IntoIterator<Item = Treatment>>(treatments: I) -> Self {
        Self(treatments.into_iter().collect())
    }
}

impl Extend<Treatment> for Treatments {
    /// Of two that have the same name, the later one holds.
    fn extend<I: IntoIterator<Item = Treatment>>(&mut self, treatments: I) {
        self.0.extend(treatments);
    }
}

impl fmt::Display for Treatment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.name, self.tier)
    }
}

impl Treatments {
    /// The kind of a field that an object has, an extension or not.
    pub(crate) fn kind(&self, object: ObjectKind, field: &str) -> Kind {
        match Kind::of_field(object, field) {
            Kind::Unknown if field == "x-simulator" => Kind::Simulator,
            Kind::Unknown if field.starts_with("x-") => self.kind_of_extension(field),
            kind => kind,
        }
    }

    /// The kind of an extension without a row.
    pub(crate) fn kind_of_extension(&self, name: &str) -> Kind {
        let own = self.0.iter().filter(|treatment| fits(&treatment.name, name));
        let own = own.max_by_key(|treatment| treatment.name.len());
        let known = || EXTENSIONS.iter().filter(|(known, ..)| fits(known, name)).max_by_key(|(known, ..)| known.len());
        match own.map(|treatment| treatment.tier) {
            Some(Tier::Wire) => Kind::WireExtension,
            Some(Tier::Source) => Kind::SourceExtension,
            Some(Tier::Compatible) => Kind::CompatibleExtension,
            Some(Tier::Docs) => Kind::Extension,
            None => known().map_or(Kind::Extension, |(_, kind, _)| *kind),
        }
    }
}

/// Whether an entry, which may end in `*`, stands for a name.
fn fits(entry: &str, name: &str) -> bool {
    match entry.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == entry,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_name_holds_and_a_team_has_the_last_word() {
        let treatments: Treatments =
            ["x-acme-*=wire", "x-acme-id=docs", "x-ms-*=docs"].map(|text| text.parse().unwrap()).into_iter().collect();
        for (name, by_table, by_team) in [
            ("x-internal", Kind::Extension, Kind::Extension),
            ("x-acme-id", Kind::Extension, Kind::Extension),
            ("x-acme-ids", Kind::Extension, Kind::WireExtension),
            ("x-ms-enum", Kind::SourceExtension, Kind::Extension),
            ("x-ms-paths", Kind::WireExtension, Kind::Extension),
            ("x-ms-examples", Kind::Extension, Kind::Extension),
            ("x-enum-varnames", Kind::SourceExtension, Kind::SourceExtension),
            ("x-enum-descriptions", Kind::Extension, Kind::Extension),
            ("x-sunset", Kind::CompatibleExtension, Kind::CompatibleExtension),
        ] {
            assert_eq!(Treatments::default().kind_of_extension(name), by_table, "{name}");
            assert_eq!(treatments.kind_of_extension(name), by_team, "{name}");
        }
        assert_eq!(treatments.kind(ObjectKind::Server, "x-environment"), Kind::Environment);
        assert_eq!(treatments.kind(ObjectKind::Schema, "x-environment"), Kind::Extension);
        assert_eq!(treatments.kind(ObjectKind::Schema, "typo"), Kind::Unknown);
    }

    #[test]
    fn a_bad_treatment_is_refused() {
        for (text, expected) in [
            ("x-a", "`x-a` is not an extension and a tier"),
            ("a=wire", "`a` is no name of an extension"),
            ("*=docs", "`*` is no name of an extension"),
            ("x-*=docs", "`x-*` is no name of an extension"),
            ("x-a*b=docs", "`x-a*b` is no name of an extension"),
            ("x-a=error", "`error` is none of wire, source, compatible, docs"),
            ("x-environment=docs", "`x-environment` has rules of its own: those of x-environment"),
        ] {
            let error = text.parse::<Treatment>().unwrap_err().to_string();
            assert!(error.starts_with(expected), "{error}");
        }
    }

    #[test]
    fn every_extension_of_the_table_is_there_once_and_for_a_reason() {
        for (index, (name, kind, reason)) in EXTENSIONS.iter().enumerate() {
            assert!(name.starts_with("x-") && !reason.is_empty(), "{name}");
            assert!(EXTENSIONS[index + 1..].iter().all(|(other, ..)| other != name), "{name}");
            assert!(Kind::ALL.iter().all(|kind| !has_row(*kind, name)), "{name} has a row");
            let expected = [Kind::WireExtension, Kind::SourceExtension, Kind::CompatibleExtension, Kind::Extension];
            assert!(expected.contains(kind), "{name}");
        }
    }
}
