//! What every check asks of the document.

use std::collections::{HashMap, HashSet};

use openapi::{Contract, Located, Node, ObjectKind, Pointer, references};

use crate::repository::ParsedFiles;

/// A document whose form has been checked.
pub(crate) struct LintContext<'a> {
    pub contract: &'a Contract,
    /// The files of its repository.
    pub files: ParsedFiles<'a>,
    /// The addresses of the operations that have an id, those of callbacks too.
    ids: HashMap<&'a str, Pointer>,
    /// The schemas that others extend: what members of `allOf` refer to.
    extended: HashSet<*const Node>,
}

impl<'a> LintContext<'a> {
    pub fn new(contract: &'a Contract, files: ParsedFiles<'a>) -> Self {
        let mut context = Self { contract, files, ids: HashMap::new(), extended: HashSet::new() };
        for object in contract.objects().iter() {
            match object.kind {
                ObjectKind::Operation => {
                    if let Some(id) = object.at.text("operationId") {
                        context.ids.entry(id).or_insert(object.at.pointer);
                    }
                }
                ObjectKind::Reference if is_extension(&object.pointer) => {
                    let reference = object.node.text("$ref").unwrap_or_default();
                    let target = references::step(&object.at, reference);
                    context.extended.extend(target.map(|target| std::ptr::from_ref(target.node)));
                }
                _ => {}
            }
        }
        context
    }

    /// The tree of the document.
    pub fn root(&self) -> &'a Node {
        self.contract.root()
    }

    /// The address of the operation that has this id, be it of a callback.
    pub fn operation(&self, id: &str) -> Option<&Pointer> {
        self.ids.get(id)
    }

    /// Whether other schemas extend one.
    pub fn is_extended(&self, schema: &Node) -> bool {
        self.extended.contains(&std::ptr::from_ref(schema))
    }

    /// The kind of the object of which a Media Type Object is content.
    pub fn owner_of_content(&self, media_type: &Located<'_>) -> Option<ObjectKind> {
        self.contract.objects().kind(media_type.pointer.parent()?.parent()?)
    }
}

/// Whether this is the address of a member of `allOf`: of a schema that another one extends.
pub(crate) fn is_extension(pointer: &Pointer) -> bool {
    pointer.parent().is_some_and(|list| list.last() == "allOf") && pointer.last().parse::<usize>().is_ok()
}
