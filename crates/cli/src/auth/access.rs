//! What a token says of itself, compared with what is needed. No input or output.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, SecondsFormat, Utc};
use defender_actions::{Access, Caller, Operation, TokenClaims, operations};

use super::check_json::{AccessKind, CheckedToken, OperationAccess, TokenCaller};

/// Checks a token that a credential gave for a scope. `None` is a token that does not describe itself.
pub fn check(credential: String, claims: Option<&TokenClaims>, scope: Option<&str>, now: SystemTime) -> CheckedToken {
    let Some(claims) = claims else { return opaque(credential, scope) };
    let text = |text: Option<&str>| text.map(str::to_owned);
    let permissions = claims.permissions();
    let caller = claims.caller();
    let is_for_scope = scope.and_then(|scope| claims.is_for(scope));
    // A time that no calendar has is none.
    let expiry = claims.expires_at().map(seconds).and_then(|seconds| DateTime::<Utc>::from_timestamp(seconds, 0));
    let expires_in = expiry.map(|expiry| expiry.timestamp() - seconds(now));
    let operations: Vec<_> = operations().iter().map(|operation| access(operation, caller, &permissions)).collect();
    let mut problems = Vec::new();
    if expires_in.is_some_and(|seconds| seconds <= 0) {
        problems.push("it has expired, or the clock of this machine is wrong".to_owned());
    }
    if is_for_scope == Some(false) {
        problems.push(format!("it is for another service: the calls need one for {}", scope.unwrap_or_default()));
    }
    if operations.iter().all(|operation| operation.access == AccessKind::Denied) {
        problems.push("it allows no operation: an administrator has to grant a permission".to_owned());
    }
    CheckedToken {
        credential,
        is_opaque: false,
        caller: Some(match caller {
            Caller::Application => TokenCaller::Application,
            Caller::Person => TokenCaller::Person,
        }),
        name: text(match caller {
            Caller::Application => claims.application(),
            Caller::Person => claims.person(),
        }),
        application_id: text(claims.application_id()),
        tenant: text(claims.tenant()),
        issuer: text(claims.issuer()),
        audience: text(claims.audience()),
        scope: text(scope),
        is_for_scope,
        expires_at: expiry.map(|expiry| expiry.to_rfc3339_opts(SecondsFormat::Secs, true)),
        expires_in_seconds: expires_in,
        permissions: permissions.into_iter().map(str::to_owned).collect(),
        operations,
        problems,
    }
}

/// Seconds since 1970.
fn seconds(time: SystemTime) -> i64 {
    let seconds = time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    i64::try_from(seconds).unwrap_or(i64::MAX)
}

fn access(operation: &Operation, caller: Caller, permissions: &[&str]) -> OperationAccess {
    let (access, missing) = match operation.access(caller, permissions) {
        Access::Allowed => (AccessKind::Allowed, Vec::new()),
        Access::Denied(missing) => (AccessKind::Denied, missing),
        _ => (AccessKind::Undecided, Vec::new()),
    };
    let missing = missing.into_iter().map(str::to_owned).collect();
    OperationAccess { operation: operation.id.to_owned(), access, missing }
}

fn opaque(credential: String, scope: Option<&str>) -> CheckedToken {
    CheckedToken {
        credential,
        is_opaque: true,
        caller: None,
        name: None,
        application_id: None,
        tenant: None,
        issuer: None,
        audience: None,
        scope: scope.map(str::to_owned),
        is_for_scope: None,
        expires_at: None,
        expires_in_seconds: None,
        permissions: Vec::new(),
        operations: Vec::new(),
        problems: Vec::new(),
    }
}

/// The lines for a person.
pub fn lines(token: &CheckedToken) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = |label: &str, value: Option<String>| {
        lines.extend(value.map(|value| format!("{label:<12} {value}")));
    };
    line("credential", Some(token.credential.clone()));
    if token.is_opaque {
        line("token", Some("opaque: it does not describe itself, so that nothing can be checked".to_owned()));
        return lines;
    }
    let kind = match token.caller {
        Some(TokenCaller::Person) => "person",
        _ => "application",
    };
    line("caller", Some([kind].into_iter().chain(token.name.as_deref()).collect::<Vec<_>>().join(" ")));
    line("application", token.application_id.clone());
    line("tenant", token.tenant.clone());
    line("issuer", token.issuer.clone());
    let match_ = match token.is_for_scope {
        Some(true) => ", as the calls need it",
        Some(false) => ", and the calls need another",
        None => "",
    };
    line("audience", token.audience.as_ref().map(|audience| format!("{audience}{match_}")));
    let when = token.expires_in_seconds.map(in_words).unwrap_or_default();
    line("expires", token.expires_at.as_ref().map(|expiry| format!("{expiry}, {when}")));
    let permissions = if token.permissions.is_empty() { "none".to_owned() } else { token.permissions.join(", ") };
    line("permissions", Some(permissions));
    lines.push("operations".to_owned());
    let width = token.operations.iter().map(|it| it.operation.len()).max().unwrap_or_default();
    lines.extend(token.operations.iter().map(|it| {
        let access = match it.access {
            AccessKind::Allowed => "allowed".to_owned(),
            AccessKind::Denied if it.missing.is_empty() => {
                format!("not allowed to a caller that is {}", with_article(kind))
            }
            AccessKind::Denied => format!("not allowed: the permission {} is missing", it.missing.join(" and ")),
            AccessKind::Undecided => "no permission says so: a role of the directory decides".to_owned(),
        };
        format!("  {:<width$}  {access}", it.operation)
    }));
    lines
}

fn with_article(kind: &str) -> String {
    format!("{} {kind}", if kind.starts_with('a') { "an" } else { "a" })
}

fn in_words(seconds: i64) -> String {
    let (amount, unit) = match seconds.unsigned_abs() {
        seconds @ 0..120 => (seconds, "seconds"),
        seconds @ 120..7200 => (seconds / 60, "minutes"),
        seconds @ 7200..172_800 => (seconds / 3600, "hours"),
        seconds => (seconds / 86_400, "days"),
    };
    if seconds > 0 { format!("in {amount} {unit}") } else { format!("{amount} {unit} ago") }
}
