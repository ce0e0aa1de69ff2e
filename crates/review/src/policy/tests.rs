use std::collections::{BTreeMap, BTreeSet};

use openapi::spec::SpecVersion;
use openapi::{Direction, ObjectKind};

use super::row::{Cell, Cells};
use super::table::FRAME;
use super::{Kind, RuleId, Tier, Verb, rules};

/// The project's extensions, and the objects that they stand in.
const EXTENSIONS: &[&str] = &[
    "OpenAPI.x-base-path-aliases",
    "OpenAPI.x-simulator",
    "Operation.x-rate-limits",
    "Operation.x-already-active",
    "Operation.x-documented-url",
    "Operation.x-simulator",
    "Parameter.x-simulator",
    "Schema.x-simulator",
    "Schema.x-extensible-enum",
    "Schema.x-error-code",
    "Schema.x-nullable",
    "Schema.x-action-id",
    "Schema.x-identifier",
    "Schema.x-remark",
    "Server.x-environment",
    "Server.x-token-scope",
    "Server.x-token-url",
];

/// Security requirements are maps in the specification; the graph makes objects of them.
const REQUIREMENT: &[&str] = &["Security Requirement.scheme", "Security Requirement.scope"];

/// Every field of every object, as `Object.field`.
fn fields() -> BTreeSet<String> {
    let is_read = |kind: &&ObjectKind| ![ObjectKind::Reference, ObjectKind::SecurityRequirement].contains(kind);
    let objects: Vec<ObjectKind> = ObjectKind::ALL.iter().filter(is_read).copied().collect();
    assert_eq!(objects.len(), 28, "objects of the specification: {objects:?}");
    let named = objects.into_iter().flat_map(|kind| SpecVersion::ALL.iter().map(move |version| (kind, version)));
    let named = named.flat_map(|(kind, version)| {
        let object = version.object(kind);
        let patterned = object.patterned.iter().map(|_| "*");
        object.fields().map(|field| field.name).chain(patterned).map(move |name| format!("{kind}.{name}"))
    });
    named.chain(EXTENSIONS.iter().chain(REQUIREMENT).map(|field| (*field).to_owned())).collect()
}

fn columns(kind: Kind) -> Vec<(Option<Direction>, [Cell; 3])> {
    match &kind.row().cells {
        Cells::Either(cells) => vec![(None, *cells)],
        Cells::Each { request, response } => {
            vec![(Some(Direction::Request), *request), (Some(Direction::Response), *response)]
        }
    }
}

#[test]
fn every_field_has_one_kind_or_is_frame_for_a_reason() {
    let mut owners: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for kind in Kind::ALL {
        kind.row().fields.iter().for_each(|field| owners.entry(field).or_default().push(kind.name()));
    }
    for (field, reason) in FRAME {
        owners.entry(field).or_default().push("frame");
        assert!(!reason.is_empty(), "{field}");
    }
    let fields = fields();
    let missing: Vec<_> = fields.iter().filter(|field| !owners.contains_key(field.as_str())).collect();
    let foreign: Vec<_> = owners.keys().filter(|field| !fields.contains(**field)).collect();
    let twice: Vec<_> = owners.iter().filter(|(_, by)| by.len() != 1).collect();
    assert!(missing.is_empty(), "no kind has {missing:?}");
    assert!(foreign.is_empty(), "the specification has no {foreign:?}");
    assert!(twice.is_empty(), "two kinds have one field: {twice:?}");
}

#[test]
fn every_cell_has_an_effect_or_a_reason() {
    for kind in Kind::ALL {
        let mut is_never = false;
        for (direction, cells) in columns(*kind) {
            for (index, cell) in cells.into_iter().enumerate() {
                match cell {
                    Cell::Is(effect) => {
                        let texts = effect.texts();
                        assert!(!texts.consequence.is_empty(), "{effect:?}");
                        let has_remedy = matches!(texts.tier, Tier::Wire | Tier::Source);
                        assert_eq!(texts.remedy.is_some(), has_remedy, "{effect:?}");
                    }
                    // A change by order has the effect of an addition or a removal.
                    Cell::Ordered | Cell::PartlyOrdered => assert_eq!(index, 2, "{kind:?} {direction:?}"),
                    Cell::Never => is_never = true,
                }
            }
        }
        assert_eq!(kind.row().never.is_some(), is_never, "{kind:?}: `never` says why a cell cannot occur");
        assert!(!kind.noun().is_empty(), "{kind:?}");
    }
}

#[test]
fn every_rule_has_its_mirror() {
    for kind in Kind::ALL.iter().filter(|kind| **kind != Kind::ClosedProperty) {
        let occurs: Vec<Vec<bool>> = columns(*kind)
            .iter()
            .map(|(direction, _)| Verb::ALL.iter().map(|verb| kind.effect(*direction, *verb).is_some()).collect())
            .collect();
        for verbs in &occurs {
            assert_eq!(verbs[0], verbs[1], "{kind:?}: added and removed");
            assert_eq!(verbs[3], verbs[4], "{kind:?}: tightened and loosened");
            assert!(verbs.contains(&true), "{kind:?}: no rule at all");
        }
        assert!(occurs.windows(2).all(|pair| pair[0] == pair[1]), "{kind:?}: the directions differ");
    }
}

/// What tightens a request loosens no response: where one direction breaks, the other does not break on the wire,
/// except where the encoding changes, or something disappears that somebody relies on.
#[test]
fn rules_of_schemas_are_mirrored_in_their_tiers() {
    let mut checked = 0;
    for kind in Kind::ALL.iter().filter(|kind| kind.row().fields.iter().any(|field| field.starts_with("Schema."))) {
        if !kind.is_directed() || !kind.is_ordered() {
            continue;
        }
        for (verb, breaks) in [(Verb::Tightened, Direction::Request), (Verb::Loosened, Direction::Response)] {
            for direction in [Direction::Request, Direction::Response] {
                let tier = kind.effect(Some(direction), verb).map(|effect| effect.texts().tier);
                assert_eq!(tier == Some(Tier::Wire), direction == breaks, "{kind:?} {verb:?} {direction:?}");
                checked += 1;
            }
        }
    }
    assert!(checked >= 40, "only {checked} rules are ordered");
}

#[test]
fn ids_are_unique_and_of_plain_letters() {
    let names: BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(names.len(), Kind::ALL.len());
    let is_plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    assert!(names.iter().all(|name| is_plain(name)), "{names:?}");
    let ids: BTreeSet<&str> = rules().map(RuleId::as_str).collect();
    assert_eq!(ids.len(), rules().count());
}

#[test]
fn an_id_is_read_as_it_is_written() {
    for rule in rules() {
        assert_eq!(rule.as_str().parse(), Ok(rule));
        // The ids of a row are in the order of the verbs.
        let verb = rule.as_str().rsplit('-').next().unwrap();
        let about = rule.about();
        let end = about.rsplit(", in re").last().unwrap();
        assert!(end.ends_with(&format!(" {verb}")), "{rule}: {about}");
    }
    for id in ["", "max-length-tightened", "request-operation-added", "operation-changed", "request-max-length-"] {
        assert_eq!(id.parse::<RuleId>().map_err(|error| error.to_string()), Err(format!("there is no rule `{id}`")));
    }
}
