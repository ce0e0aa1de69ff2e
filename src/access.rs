//! What an operation asks of a token, and whether a token has it. No input or output.

use crate::operation::Operation;

/// Who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Caller {
    /// An application, as itself: its permissions are the `roles` of its token.
    Application,
    /// A person who has signed in to an application: what both may do is the `scp` of the token.
    Person,
}

/// One alternative of what an operation asks of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Requirement {
    /// Who calls.
    pub caller: Caller,
    /// The permissions that are needed, all of them; none where no permission expresses what is needed.
    pub permissions: &'static [&'static str],
}

impl Requirement {
    pub(crate) const fn new(caller: Caller, permissions: &'static [&'static str]) -> Self {
        Self { caller, permissions }
    }
}

/// What the permissions of a token allow, as far as the contract says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Access {
    /// The permissions suffice. Of a person the service asks for roles besides.
    Allowed,
    /// No permission expresses what is needed, such as a role of the directory: the service decides.
    Undecided,
    /// The permissions that the token lacks, of the alternative that lacks the fewest. Empty if callers of this kind may
    /// not call at all.
    Denied(Vec<&'static str>),
}

impl Operation {
    /// What a token with these permissions allows.
    pub fn access<P: AsRef<str>>(&self, caller: Caller, permissions: &[P]) -> Access {
        of(self.requirements, caller, permissions)
    }
}

fn of<P: AsRef<str>>(requirements: &[Requirement], caller: Caller, permissions: &[P]) -> Access {
    if requirements.is_empty() {
        return Access::Allowed;
    }
    let mine = || requirements.iter().filter(|requirement| requirement.caller == caller);
    let lacks = |requirement: &Requirement| {
        let has = |wanted: &&&str| permissions.iter().any(|permission| permission.as_ref() == **wanted);
        requirement.permissions.iter().filter(|wanted| !has(wanted)).copied().collect::<Vec<_>>()
    };
    if mine().any(|requirement| !requirement.permissions.is_empty() && lacks(requirement).is_empty()) {
        return Access::Allowed;
    }
    if mine().any(|requirement| requirement.permissions.is_empty()) {
        return Access::Undecided;
    }
    Access::Denied(mine().map(lacks).min_by_key(Vec::len).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::Caller::{Application, Person};
    use super::*;

    #[test]
    fn all_permissions_of_one_alternative_suffice() {
        let requirements = [
            Requirement::new(Application, &["a", "b"]),
            Requirement::new(Application, &["c"]),
            Requirement::new(Person, &["d"]),
        ];
        for (caller, permissions, access) in [
            (Application, &["a", "b"][..], Access::Allowed),
            (Application, &["c", "x"], Access::Allowed),
            (Application, &["a"], Access::Denied(vec!["b"])),
            (Application, &["d"], Access::Denied(vec!["c"])),
            (Application, &[], Access::Denied(vec!["c"])),
            (Person, &["d"], Access::Allowed),
            (Person, &["a", "b", "c"], Access::Denied(vec!["d"])),
        ] {
            assert_eq!(of(&requirements, caller, permissions), access, "{caller:?} {permissions:?}");
        }
    }

    #[test]
    fn what_no_permission_expresses_is_undecided() {
        let requirements = [Requirement::new(Application, &["a"]), Requirement::new(Person, &[])];
        assert_eq!(of(&requirements, Person, &["a"]), Access::Undecided);
        assert_eq!(of(&requirements[..1], Person, &["a"]), Access::Denied(Vec::new()));
        assert_eq!(of(&[], Person, &[""; 0]), Access::Allowed);
    }
}
