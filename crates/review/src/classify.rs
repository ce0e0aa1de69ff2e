//! From differences to changes: each is classified by the rule that the policy has for it, and reported once.

use std::collections::{BTreeSet, HashMap, HashSet};

use openapi::{Document, Node, Origin, Pointer, Position};

use crate::change::{Change, Location};
use crate::differences::{Difference, InsertionPoint, Written};
use crate::headline::{headline, name};
use crate::nearby::neighbour;
use crate::place::SourcePointer;
use crate::policy::{Kind, RuleId, Verb};
use crate::replacements;
use crate::unnamed::without_unnamed;

/// The changes: the worst tier first, then in the order of the text.
pub(crate) fn changes(base: &Document, head: &Document, differences: Vec<Difference>) -> Vec<Change> {
    let differences = without_copies(base, head, renames(without_unnamed(base, head, differences)));
    let mut merged: Vec<Difference> = Vec::new();
    let mut known: HashMap<Identity, usize> = HashMap::new();
    for difference in differences {
        let next = merged.len();
        let index = *known.entry(Identity::of(base, head, &difference)).or_insert(next);
        match merged.get_mut(index) {
            Some(first) => first.operations.extend(difference.operations),
            None => merged.push(difference),
        }
    }
    replacements::find(&mut merged);
    let mut changes: Vec<Change> = merged.into_iter().map(|difference| classify(base, head, difference)).collect();
    changes.sort_by(|a, b| order(a, base, head).cmp(&order(b, base, head)));
    changes
}

/// The worst tier first, then in the order of the text: of the document itself, then of its other files.
fn order<'c>(change: &'c Change, base: &Document, head: &Document) -> impl Ord + use<'c> {
    let line = |document: &Document, location: &'c Option<Location>| {
        location.as_ref().map(|it| ((it.file != document.name()).then_some(it.file.as_str()), it.position))
    };
    (change.tier, line(head, &change.head), line(base, &change.base), change.rule, change.fingerprint)
}

/// Classifies a difference.
fn classify(base: &Document, head: &Document, difference: Difference) -> Change {
    let Difference { kind, verb, .. } = difference;
    let rule = difference.rule();
    let location = |document: &Document, written: &Written, other: &Document, counterpart: &Written| {
        let Some(SourcePointer { pointer, .. }) = &written.source else {
            let InsertionPoint { there, here } = difference.insertion_point.as_ref()?;
            let neighbour = neighbour(document, here, other, there, &counterpart.source.as_ref()?.pointer);
            let (around, beside) = (document.origin(here), document.origin(&neighbour));
            let pointer = if around.file == beside.file { around.pointer } else { beside.pointer };
            return Some(Location { file: beside.file.to_owned(), position: beside.position, pointer });
        };
        // What is referred to is where the reference is, under its own name.
        let is_name = kind == Kind::TypeName;
        let pointer = pointer.parent().filter(|_| !is_name && pointer.last() == "$ref").unwrap_or(pointer);
        let Origin { file, position, pointer } = document.origin(pointer);
        Some(Location { file: file.to_owned(), position, pointer })
    };
    let key = |is_own: bool| is_own.then(|| Node::from(difference.key.as_str()));
    Change {
        rule,
        tier: rule.tier(),
        reason: None,
        direction: difference.direction.filter(|_| kind.is_directed()),
        headline: headline(&difference),
        fingerprint: difference.fingerprint(),
        base: location(base, &difference.base, head, &difference.head),
        head: location(head, &difference.head, base, &difference.base),
        old: difference.base.value.clone().or_else(|| key(verb == Verb::Removed)),
        new: difference.head.value.clone().or_else(|| key(verb == Verb::Added)),
        name: name(&difference),
        cause: difference.cause,
        path: difference.path,
        place: if difference.place.is_empty() { "document".to_owned() } else { difference.place },
        operations: difference.operations.into_iter().collect(),
        consequence: rule.consequence().to_owned(),
        remedy: rule.remedy().map(str::to_owned),
        approval: None,
    }
}

/// What makes two differences the same: the same rule on the same text.
#[derive(PartialEq, Eq, Hash)]
struct Identity<'d> {
    rule: RuleId,
    key: String,
    base: (Option<String>, Option<Site<'d>>),
    head: (Option<String>, Option<Site<'d>>),
}

/// Where something is written: file, line and column, or the pointer where there is no text.
#[derive(PartialEq, Eq, Hash)]
enum Site<'d> {
    Text(&'d str, Position),
    Tree(Pointer),
}

impl<'d> Site<'d> {
    fn of(document: &'d Document, source: Option<&SourcePointer>) -> Option<Self> {
        let pointer = &source?.pointer;
        let Origin { file, position, .. } = document.origin(pointer);
        Some(match position {
            Some(position) => Self::Text(file, position),
            None => Self::Tree(pointer.clone()),
        })
    }
}

impl<'d> Identity<'d> {
    fn of(base: &'d Document, head: &'d Document, difference: &Difference) -> Self {
        let written = |document: &'d Document, written: &Written| {
            (written.value.as_ref().map(Node::normal_json), Site::of(document, written.source.as_ref()))
        };
        Self {
            rule: difference.rule(),
            key: difference.key.clone(),
            base: written(base, &difference.base),
            head: written(head, &difference.head),
        }
    }
}

/// What an alias repeats where no operation uses it is reported where it is used.
fn without_copies(base: &Document, head: &Document, differences: Vec<Difference>) -> Vec<Difference> {
    let place = |difference: &Difference| {
        let (old, new) = (&difference.base, &difference.head);
        (Site::of(base, old.source.as_ref()), Site::of(head, new.source.as_ref()))
    };
    let (unused, mut used): (Vec<_>, Vec<_>) =
        differences.into_iter().partition(|difference| difference.kind == Kind::Unused);
    let reported: HashSet<_> = used.iter().map(place).collect();
    used.extend(unused.into_iter().filter(|difference| !reported.contains(&place(difference))));
    used
}

/// A schema that has another name now is reported once, not at each place that refers to it.
fn renames(differences: Vec<Difference>) -> Vec<Difference> {
    let names = |verb: Verb| -> HashSet<String> {
        let of_schemas = differences.iter().filter(|difference| difference.kind == Kind::SchemaName);
        of_schemas.filter(|difference| difference.verb == verb).map(|difference| difference.key.clone()).collect()
    };
    let (gone, new) = (names(Verb::Removed), names(Verb::Added));
    let text = |written: &Written| written.value.as_ref().and_then(Node::as_str).unwrap_or_default().to_owned();
    let mut reached: HashMap<String, BTreeSet<String>> = HashMap::new();
    let mut renamed: HashMap<String, String> = HashMap::new();
    let mut left = Vec::new();
    for difference in differences {
        let (old_name, new_name) = (text(&difference.base), text(&difference.head));
        let is_of_type = difference.kind == Kind::TypeName && !difference.key.starts_with("composed of ");
        if is_of_type && gone.contains(&old_name) && (new.contains(&new_name) || new_name.is_empty()) {
            reached.entry(old_name.clone()).or_default().extend(difference.operations);
            if !new_name.is_empty() {
                renamed.entry(old_name).or_insert(new_name);
            }
        } else {
            left.push(difference);
        }
    }
    let taken: HashSet<&String> = renamed.values().collect();
    let is_name = |difference: &Difference| difference.kind == Kind::SchemaName;
    left.retain(|difference| {
        !(is_name(difference) && difference.verb == Verb::Added && taken.contains(&difference.key))
    });
    for difference in left.iter_mut().filter(|difference| is_name(difference)) {
        if let Some(operations) = reached.remove(&difference.key) {
            // What is referred to by another name now has not gone with something else.
            difference.cause = None;
            difference.operations = operations;
        }
        if let Some(name) = renamed.get(&difference.key).filter(|_| difference.verb == Verb::Removed) {
            difference.verb = Verb::Changed;
            difference.base.value = Some(Node::from(difference.key.clone()));
            difference.head.value = Some(Node::from(name.clone()));
            difference.head.source = difference.base.source.as_ref().map(|source| SourcePointer {
                node: source.node,
                pointer: Pointer::of(["components", "schemas", name]),
            });
        }
    }
    left
}
