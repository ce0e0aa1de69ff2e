//! Security requirements.

use std::collections::HashSet;

use super::reporter::ViolationReporter;
use crate::security::Security;
use crate::spec::ObjectKind;
use crate::violation::Constraint;

pub(super) fn check(reporter: &mut ViolationReporter<'_>) {
    let objects = reporter.objects;
    for object in objects.of(ObjectKind::OpenApi).chain(objects.of(ObjectKind::Operation)) {
        let security = Security::of(&object.at);
        for required in security.alternatives.iter().flat_map(|alternative| &alternative.schemes) {
            let name = required.name;
            let Some(scheme) = &required.scheme else {
                let message = format!("no security scheme has the name `{name}`");
                reporter.report(Constraint::SecuritySchemeUnknown, &required.pointer, message);
                continue;
            };
            let flows = scheme.members("flows");
            let known: HashSet<&str> =
                flows.flat_map(|(_, flow)| flow.node.members("scopes")).map(|(scope, _)| scope).collect();
            for (index, scope) in required.scopes.iter().enumerate() {
                if required.kind() == Some("oauth2") && !known.contains(scope) {
                    let message = format!("no flow of `{name}` has the scope `{scope}`");
                    reporter.report(Constraint::ScopeUnknown, &required.pointer.index(index), message);
                }
            }
        }
    }
}
