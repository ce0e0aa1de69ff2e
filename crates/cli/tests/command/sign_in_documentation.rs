//! `docs/sign-in.md`: its table of permissions is that of the contract, and its recipes give tokens.

#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use defender_actions::{Caller, CredentialSource, Operation, operations};
use defender_actions_simulator::Simulator;
use tempfile::TempDir;
use test_support::{assert_document, project};

use crate::identity_platform::{CLIENT, IdentityPlatform, SECRET, TENANT};
use crate::program::{TOKEN, program};

const PAGE: &str = "docs/sign-in.md";
const BEGIN: &str = "<!-- permissions: made by a test -->\n";
const END: &str = "<!-- end -->\n";

fn page() -> String {
    fs::read_to_string(project(PAGE)).unwrap()
}

#[test]
fn the_permissions_are_those_of_the_contract() {
    let permissions = |operation: &Operation, caller: Caller| {
        let mine = operation.requirements.iter().filter(|it| it.caller == caller);
        let mine =
            mine.filter(|it| !it.permissions.is_empty()).map(|it| format!("`{}`", it.permissions.join("` and `")));
        mine.collect::<Vec<_>>().join(" or ")
    };
    let rows = operations().iter().map(|operation| {
        let [application, person] = [Caller::Application, Caller::Person].map(|caller| permissions(operation, caller));
        format!("| `{}` | {application} | {person} |\n", operation.id).replace("|  |", "| |")
    });
    let table =
        "| operation | of an application | of a person |\n|---|---|---|\n".to_owned() + &rows.collect::<String>();
    let page = page();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    assert_document(PAGE, &format!("{before}{BEGIN}{table}{END}{after}"));
}

#[test]
fn the_credentials_are_in_their_order() {
    let page = page();
    let kinds = ["token"].into_iter().chain(CredentialSource::ALL.iter().map(|source| source.name()));
    for (place, kind) in kinds.enumerate() {
        assert!(page.contains(&format!("\n| {} | `{kind}` |", place + 1)), "{kind}");
    }
}

/// Each recipe is run in a shell; `curl` finds the platform of the test where Entra is named.
#[test]
fn the_recipes_end_with_a_token_of_use() {
    let simulator = Simulator::builder().client_secret(SECRET).start().unwrap();
    let platform = IdentityPlatform::before(simulator.address());
    let page = page();
    let recipes: Vec<&str> = page.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(recipes.len() > 3);
    for recipe in recipes {
        let folder = TempDir::new().unwrap();
        // A line break at the end, as editors make it.
        fs::write(folder.path().join("secret.txt"), format!("{SECRET}\n")).unwrap();
        let scope = defender_actions::Environment::ALL[0].token_scope();
        let az = folder.path().join("az");
        let token = simulator.issue_token(scope);
        let arguments = format!("account get-access-token --scope {scope} --query accessToken --output tsv");
        fs::write(&az, format!("#!/bin/sh\n[ \"$*\" = \"{arguments}\" ] && echo {token}\n")).unwrap();
        fs::set_permissions(&az, fs::Permissions::from_mode(0o755)).unwrap();

        let mut command = std::process::Command::new("bash");
        for (name, value) in program().get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        platform.set_up(command.env_remove(TOKEN));
        let endpoint = format!("{}/msi/token", simulator.url());
        command.env("IDENTITY_ENDPOINT", endpoint).env("IDENTITY_HEADER", "header").current_dir(folder.path());
        let program = std::path::Path::new(env!("CARGO_BIN_EXE_defender-actions")).parent().unwrap().display();
        let path = std::env::var("PATH").unwrap();
        command.env("PATH", format!("{}:{program}:{path}", folder.path().display()));
        command.env("CURL_CA_BUNDLE", platform.authority_file()).env("NO_PROXY", "localhost");
        command.env("ENTRA", "https://login.microsoftonline.com").env("PLATFORM", platform.url());
        let prelude = r#"set -euo pipefail
            curl() {
                local arguments=()
                for argument; do arguments+=("${argument/#"$ENTRA"/"$PLATFORM"}"); done
                command curl "${arguments[@]}"
            }
        "#;
        let recipe = recipe.replace("contoso.onmicrosoft.com", TENANT);
        assert!(!recipe.contains("AZURE_CLIENT_ID=") || recipe.contains(CLIENT), "{recipe}");
        let output = command.args(["-c", &(prelude.to_owned() + &recipe)]).stdin(Stdio::null()).output().unwrap();
        let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        assert!(output.status.success(), "{recipe}\n{stdout}{stderr}");
        assert!(stdout.starts_with("credential") && stdout.contains("as the calls need it"), "{recipe}\n{stdout}");
        assert!(!stdout.contains(SECRET) && !stderr.contains(SECRET), "{recipe}\n{stdout}{stderr}");
    }
}
