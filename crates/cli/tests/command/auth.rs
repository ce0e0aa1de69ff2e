//! `auth check` and `auth scope`.

use std::process::Command;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use defender_actions::{Caller, Environment, operations};
use defender_actions_simulator::Simulator;
use serde_json::{Value, json};

use crate::program::{Run, TOKEN, program, run};

/// A token that says this of itself.
fn token(claims: &Value) -> String {
    let encode = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
    format!("{}.{}.c2lnbmF0dXJl", encode(&json!({"alg": "RS256"})), encode(claims))
}

/// Seconds since 1970, so long from now.
fn in_(time: Duration) -> u64 {
    (SystemTime::now() + time).duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// The claims of an application with every permission, for the first environment, with these changes.
fn claims(changes: &Value) -> Value {
    let scope = Environment::ALL[0].token_scope();
    let all = operations().iter().flat_map(|operation| operation.requirements);
    let roles: Vec<_> = all.filter(|it| it.caller == Caller::Application).flat_map(|it| it.permissions).collect();
    let mut claims = json!({
        "aud": scope.strip_suffix("/.default").unwrap(),
        "iss": "https://sts.windows.net/t-1/",
        "tid": "t-1",
        "appid": "a-1",
        "app_displayname": "Responder",
        "idtyp": "app",
        "roles": roles,
        "exp": in_(Duration::from_secs(3630)),
    });
    claims.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    claims
}

fn check(claims: &Value, arguments: &[&str]) -> Run {
    let token = token(claims);
    let run = run(program().env(TOKEN, &token).args(["auth", "check"]).args(arguments));
    assert!(!run.stdout.contains(&token[30..60]) && !run.stderr.contains(&token[30..60]), "{run:?}");
    run
}

#[test]
fn a_token_of_use_is_0_and_says_whose_it_is() {
    let run = check(&claims(&json!({})), &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines[0], "credential   token");
    assert_eq!(
        lines[1..5],
        [
            "caller       application Responder",
            "application  a-1",
            "tenant       t-1",
            "issuer       https://sts.windows.net/t-1/",
        ]
    );
    assert!(lines[5].ends_with(", as the calls need it") && lines[6].ends_with("Z, in 60 minutes"), "{}", run.stdout);
    for operation in operations() {
        let line = lines.iter().find(|line| line.trim_start().starts_with(operation.id)).unwrap();
        assert!(line.ends_with("  allowed"), "{line}");
    }
    assert!(run.stderr.contains("the service alone checks its signature"), "{}", run.stderr);
}

#[test]
fn a_token_that_is_of_no_use_is_1_and_says_why() {
    for (changes, problem) in [
        (json!({"exp": in_(Duration::ZERO) - 60}), "it has expired"),
        (json!({"aud": "https://graph.microsoft.com"}), "it is for another service"),
        (json!({"roles": ["Other.Read"]}), "it allows no operation"),
        (json!({"roles": null}), "it allows no operation"),
    ] {
        let run = check(&claims(&changes), &[]);
        assert_eq!(run.code, 1, "{changes}: {}", run.stdout);
        assert!(run.stderr.contains("the token is of no use: ") && run.stderr.contains(problem), "{}", run.stderr);
        assert!(run.stdout.starts_with("credential"), "{}", run.stdout);
    }
    // Another environment has another audience.
    let other = Environment::ALL.iter().find(|it| it.token_scope() != Environment::ALL[0].token_scope()).unwrap();
    assert_eq!(check(&claims(&json!({})), &["--environment", other.name()]).code, 1);
}

#[test]
fn programs_read_the_same_as_json() {
    let permission = operations()[0].requirements[0].permissions[0];
    let run = check(&claims(&json!({"roles": [permission]})), &["--output", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let json: Value = serde_json::from_str(&run.stdout).unwrap();
    let schema = crate::program::run(program().args(["schema", "auth-check"])).stdout;
    let schema: Value = serde_json::from_str(&schema).unwrap();
    assert!(jsonschema::is_valid(&schema, &json), "{json}");
    assert_eq!((&json["caller"], &json["isForScope"]), (&json!("application"), &json!(true)));
    assert_eq!((&json["permissions"], &json["problems"]), (&json!([permission]), &json!([])));
    for (operation, shown) in operations().iter().zip(json["operations"].as_array().unwrap()) {
        let needed = operation.requirements[0].permissions;
        let (access, missing) = match needed == [permission] {
            true => ("allowed", json!([])),
            false => ("denied", json!(needed)),
        };
        assert_eq!(*shown, json!({"operation": operation.id, "access": access, "missing": missing}));
    }
}

#[test]
fn what_a_person_may_is_the_scope_of_the_token_or_a_role() {
    let person = json!({"idtyp": "user", "scp": "Other.Read", "upn": "kim@contoso.example", "roles": null});
    let run = check(&claims(&person), &[]);
    assert!(run.stdout.contains("caller       person kim@contoso.example"), "{}", run.stdout);
    for operation in operations() {
        let mut of_person = operation.requirements.iter().filter(|it| it.caller == Caller::Person);
        let is_undecided = of_person.any(|it| it.permissions.is_empty());
        let line = run.stdout.lines().find(|line| line.trim_start().starts_with(operation.id)).unwrap();
        assert_eq!(line.contains("a role of the directory decides"), is_undecided, "{line}");
        assert_eq!(line.contains("not allowed"), !is_undecided, "{line}");
    }
}

#[test]
fn a_token_that_does_not_describe_itself_is_said_to_be_opaque() {
    let run_ = run(program().args(["auth", "check"]));
    assert_eq!((run_.code, run_.stdout.lines().count()), (0, 2), "{}", run_.stdout);
    assert!(run_.stdout.contains("opaque"), "{}", run_.stdout);
    let json = run(program().args(["auth", "check", "--output", "json"])).stdout;
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap()["isOpaque"], true);
}

/// Whoever wrote the token may have written anything.
#[test]
fn the_claims_of_a_stranger_do_no_harm_to_a_terminal() {
    let hostile = "\u{1b}[2J\u{202e}\r\nroles  all\u{0}";
    let changes =
        json!({"app_displayname": hostile, "iss": hostile, "aud": hostile, "roles": [hostile], "tid": hostile});
    for arguments in [&[][..], &["--output", "json"]] {
        let run = check(&claims(&changes), arguments);
        let is_harmful = |letter: char| letter.is_control() && letter != '\n' || letter == '\u{202e}';
        assert!(!run.stdout.contains(is_harmful) && !run.stderr.contains(is_harmful), "{run:?}");
        assert!(!run.stdout.lines().any(|line| line.starts_with("roles")), "{}", run.stdout);
    }
    for odd in [json!({"exp": u64::MAX}), json!({"exp": "x"}), json!({"exp": -1}), json!({"exp": i64::MAX})] {
        let run = check(&claims(&odd), &[]);
        assert_eq!(run.code, 0, "{odd}: {}", run.stderr);
    }
}

#[test]
fn without_a_token_it_is_2() {
    let run = run(program().env_remove(TOKEN).args(["auth", "check"]));
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("there is no token") && run.stderr.contains("--credential"), "{}", run.stderr);
}

/// The token of a credential, not that of a caller.
#[cfg(target_os = "linux")]
#[test]
fn a_credential_is_checked_by_its_token() {
    use crate::identity_platform::{IdentityPlatform, SECRET, TENANT};

    let permission = operations()[0].requirements[0].permissions[0];
    let simulator = Simulator::builder().client_secret(SECRET).granted([permission]).start().unwrap();
    let platform = IdentityPlatform::before(simulator.address());
    let command = |secret: &str| -> Command {
        let mut command = program();
        platform.set_up(command.env_remove(TOKEN).env("AZURE_CLIENT_SECRET", secret));
        command.args(["auth", "check"]);
        command
    };
    let run_ = run(&mut command(SECRET));
    assert_eq!(run_.code, 0, "{}", run_.stderr);
    for part in ["env (the variable AZURE_CLIENT_SECRET is set)", TENANT, permission, " minutes", "is missing"] {
        assert!(run_.stdout.contains(part), "{part}: {}", run_.stdout);
    }
    assert!(!run_.stdout.contains(SECRET) && !run_.stderr.contains(SECRET), "{run_:?}");
    assert!(simulator.journal().is_empty());

    let refused = run(&mut command("another~secret~of~nobody"));
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{}", refused.stderr);
    assert!(
        refused.stderr.contains("AADSTS7000215") && !refused.stderr.contains("another~secret"),
        "{}",
        refused.stderr
    );
}

#[test]
fn a_scope_is_printed_for_a_shell_and_for_programs() {
    for environment in Environment::ALL {
        let arguments = ["auth", "scope", "--tenant", "contoso.example", "--environment", environment.name()];
        let lines = run(program().args(arguments));
        let token_url = environment.token_url().replace("{tenant}", "contoso.example");
        assert_eq!(lines.stdout, format!("SCOPE='{}'\nTOKEN_URL='{token_url}'\n", environment.token_scope()));
        assert_eq!((lines.code, lines.stderr.as_str()), (0, ""));
        let json: Value =
            serde_json::from_str(&run(program().args(arguments).args(["--output", "json"])).stdout).unwrap();
        let expected =
            json!({"environment": environment.name(), "scope": environment.token_scope(), "tokenUrl": token_url});
        assert_eq!(json, expected);
    }
}

#[test]
fn the_tenant_of_a_scope_is_that_of_the_argument_or_the_variable() {
    let url = |command: &mut Command| run(command.args(["auth", "scope"]));
    assert!(url(program().env("AZURE_TENANT_ID", "t-1")).stdout.contains("/t-1/oauth2/"));
    let without = url(&mut program());
    assert!(without.stdout.contains("/{tenant}/") && without.stderr.contains("--tenant"), "{without:?}");
    for hostile in ["a'b", "a b", "$(id)", "a/../b", ""] {
        let argument = run(program().args(["auth", "scope", "--tenant", hostile]));
        assert_eq!((argument.code, argument.stdout.as_str()), (2, ""), "{hostile}");
        if !hostile.is_empty() {
            let variable = url(program().env("AZURE_TENANT_ID", hostile));
            assert_eq!((variable.code, variable.stdout.as_str()), (2, ""), "{hostile}");
        }
    }
}
