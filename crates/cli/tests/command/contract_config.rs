//! The configuration beside a contract.

use serde_json::Value;

use crate::repository::{AFTER, BEFORE, Repository};

const CONFIG: &str = "api/contract-config.yaml";

/// A repository with a contract at another place, which a change breaks.
fn repository() -> Repository {
    let repository = Repository::new();
    repository.write("api/openapi.yaml", BEFORE);
    repository.commit();
    repository.write("api/openapi.yaml", AFTER);
    repository
}

/// A text without its line breaks.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const RULES: &str = "\
diff:
  rules:
    request-max-length-tightened: {tier: compatible, reason: The service never took more.}
    operation-id-changed: {tier: off, reason: Nobody generates code.}
";

#[test]
fn the_file_beside_the_contract_decides_and_the_report_says_so() {
    let repository = repository();
    let base = "main:api/openapi.yaml";
    assert_eq!(repository.run(&["diff", base]).code, 1);
    repository.write(CONFIG, RULES);
    let run = repository.run(&["diff", base]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert!(run.stderr.ends_with("config: api/contract-config.yaml\n"), "{}", run.stderr);
    for part in [
        "By api/contract-config.yaml:",
        "1 change of request-max-length-tightened, which is compatible here, not wire: The service never took more.",
        "1 change of rules that are off:",
        "1 of operation-id-changed: Nobody generates code.",
        // It came with the change, and decides about the change.
        "The configuration itself changed: diff.rules.operation-id-changed from not set to off",
    ] {
        assert!(words(&run.stdout).contains(part), "{part}: {}", run.stdout);
    }
    let json = repository.changes(&[base]);
    let change = json["changes"].as_array().unwrap().iter().find(|it| it["rule"] == "request-max-length-tightened");
    assert_eq!(change.unwrap()["tier"], "compatible");
    assert_eq!(change.unwrap()["reason"], "The service never took more.");
    assert_eq!(json["off"][0]["changes"], 1);
    assert_eq!(json["configuration"]["file"], CONFIG);
    assert_eq!(json["configuration"]["changes"].as_array().unwrap().len(), 2);
    let github = repository.run(&["diff", base, "--format", "github"]).stdout;
    assert!(github.contains("::warning file=api/contract-config.yaml,title=The configuration::"), "{github}");
    let markdown = repository.run(&["diff", base, "--format", "markdown"]).stdout;
    assert!(
        markdown.contains("### By `api/contract-config.yaml`\n\n- The configuration itself changed: "),
        "{markdown}"
    );

    // Once it is in the base, it is no news; the rules still are.
    repository.write("api/openapi.yaml", BEFORE);
    repository.commit();
    repository.write("api/openapi.yaml", AFTER);
    let run = repository.run(&["diff", base]);
    assert!(!run.stdout.contains("itself changed") && run.stdout.contains("rules that are off"), "{}", run.stdout);
    // One that is gone is reported too.
    std::fs::remove_file(repository.path().join(CONFIG)).unwrap();
    let run = repository.run(&["diff", base]);
    assert_eq!(run.code, 1);
    assert!(words(&run.stdout).contains("diff.rules.operation-id-changed from off to not set"), "{}", run.stdout);
    // The contract after may be of a revision, and its configuration is too.
    let run = repository.run(&["diff", base, "HEAD:api/openapi.yaml"]);
    assert!(run.stderr.ends_with("config: HEAD:api/contract-config.yaml\n"), "{}", run.stderr);
}

#[test]
fn the_command_line_comes_first() {
    let repository = repository();
    let base = "main:api/openapi.yaml";
    repository.write(CONFIG, "diff: {fail-on: wire}\n");
    let lengths = AFTER.replace("maxLength: 1000", "maxLength: 4000");
    repository.write("api/openapi.yaml", &lengths);
    assert_eq!(repository.run(&["diff", base]).code, 0);
    assert_eq!(repository.run(&["diff", base, "--fail-on", "source"]).code, 1);
    // A file that is named takes the place of the one beside the contract.
    repository.write("other.yaml", "diff: {fail-on: source}\n");
    assert_eq!(repository.run(&["diff", base, "--config", "other.yaml"]).code, 1);
    assert_eq!(repository.run(&["diff", base, "--config", "none.yaml"]).code, 2);

    // Extensions: the file, then the option.
    let extended = format!("{BEFORE}x-acme-mode: strict\n");
    repository.write("api/openapi.yaml", &extended);
    let tier = |options: &[&str]| repository.changes(&[&[base], options].concat())["changes"][0]["tier"].clone();
    assert_eq!(tier(&[]), "docs");
    repository.write(CONFIG, "diff: {treat: {x-acme-*: source}}\n");
    assert_eq!(tier(&[]), "source");
    assert_eq!(tier(&["--treat", "x-acme-*=wire"]), "wire");
    let facts = |options: &[&str]| repository.run(&[&["facts", "api/openapi.yaml"], options].concat()).stdout;
    let fact = |facts: &str| facts.lines().find(|line| line.contains("x-acme-mode")).unwrap().to_owned();
    assert!(fact(&facts(&[])).starts_with("source"), "{}", facts(&[]));
    assert!(fact(&facts(&["--treat", "x-acme-mode=wire"])).starts_with("wire"));

    // The check.
    repository.write("api/openapi.yaml", &format!("{BEFORE}tags: [{{name: a}}, {{name: a}}]\n"));
    assert_eq!(repository.run(&["check", "api/openapi.yaml"]).code, 1);
    let off = "check:\n  rules:\n    tag-unique: {severity: off, reason: They will be merged.}\n";
    repository.write(CONFIG, off);
    let run = repository.run(&["check", "api/openapi.yaml"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert!(run.stdout.ends_with("1 finding of tag-unique, which is off: They will be merged.\n"), "{}", run.stdout);
    let json: Value =
        serde_json::from_str(&repository.run(&["check", "api/openapi.yaml", "--format", "json"]).stdout).unwrap();
    assert_eq!(json["off"][0]["rule"], "tag-unique");
    repository.write(CONFIG, "check: {profile: strict, fail-on: error}\n");
    repository.write("api/openapi.yaml", &format!("{BEFORE}x-a: 1\n"));
    let strict = repository.run(&["check", "api/openapi.yaml"]).code;
    let recommended = repository.run(&["check", "api/openapi.yaml", "--profile", "recommended"]).code;
    assert_eq!((strict, recommended), (1, 0));
}

/// `approve` and `release` judge by the same file as `diff`.
#[test]
fn every_command_honours_the_same_file() {
    let repository = repository();
    let extended = format!("{BEFORE}x-acme-mode: strict\n");
    repository.write("api/openapi.yaml", &extended);
    repository.write("api/released/0.3.0.yaml", BEFORE);
    let checksum = review::checksums(&[review::Released { name: "0.3.0.yaml".to_owned(), text: BEFORE.to_owned() }]);
    repository.write("api/released/SHA256SUMS", &checksum);
    let version = extended.replacen("version: 0.3.0", "version: 0.3.1", 1);
    assert_ne!(version, extended);
    repository.write("api/openapi.yaml", &version);
    let release = ["release", "api/openapi.yaml", "--check"];
    assert_eq!(repository.run(&release).code, 0);
    assert_eq!(repository.run(&[&release[..], &["--treat", "x-acme-mode=wire"]].concat()).code, 1);
    repository.write(CONFIG, "diff: {treat: {x-acme-mode: wire}}\n");
    let run = repository.run(&release);
    assert_eq!(run.code, 1, "{}", run.stderr);

    // A change that is off has no fingerprint to approve.
    repository.write("api/openapi.yaml", AFTER);
    std::fs::remove_file(repository.path().join(CONFIG)).unwrap();
    let json = repository.changes(&["main:api/openapi.yaml"]);
    let changes = json["changes"].as_array().unwrap();
    let change = changes.iter().find(|change| change["rule"] == "operation-id-changed").unwrap();
    let fingerprint = change["fingerprint"].as_str().unwrap();
    repository.write(CONFIG, RULES);
    let approve =
        ["approve", fingerprint, "--reason", "benign", "--because", "Nobody calls it.", "main:api/openapi.yaml"];
    assert_eq!(repository.run(&approve).code, 2);
    std::fs::remove_file(repository.path().join(CONFIG)).unwrap();
    assert_eq!(repository.run(&approve).code, 0);
}

#[test]
fn a_bad_file_is_an_error_with_its_place() {
    let repository = repository();
    repository.write(CONFIG, "diff:\n  rules:\n    operation-id-chnged: {tier: off, reason: x}\n");
    for arguments in [
        &["diff", "main:api/openapi.yaml"][..],
        &["check", "api/openapi.yaml"],
        &["facts", "api/openapi.yaml"],
        &["approve", "0123456789abcdef", "--reason", "benign", "--because", "x", "main:api/openapi.yaml"],
    ] {
        let run = repository.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        let expected = "api/contract-config.yaml:3:5: /diff/rules/operation-id-chnged: there is no rule of";
        assert!(run.stderr.contains(expected), "{}", run.stderr);
        assert!(run.stderr.contains("did you mean `operation-id-changed`?"), "{}", run.stderr);
    }
}

/// The schema allows what the command reads, and nothing else.
#[test]
fn the_schema_agrees_with_the_reader() {
    let repository = repository();
    let schema: Value = serde_json::from_str(&repository.run(&["schema", "config"]).stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (text, is_good) in [
        (RULES, true),
        ("check: {profile: strict, fail-on: warning, rules: {tag-unique: {severity: info, reason: x}}}", true),
        ("diff: {fail-on: any, treat: {x-a: wire, x-b-*: docs}}", true),
        ("diff: null", true),
        ("diff: {fail-on: error}", false),
        ("diff: {treat: {a: wire}}", false),
        ("diff: {treat: {x-a: error}}", false),
        ("diff: {rules: {tag-unique: {tier: off, reason: x}}}", false),
        ("check: {rules: {tag-unique: {severity: off}}}", false),
        ("check: {rules: {tag-unique: {severity: off, reason: ''}}}", false),
        ("check: {profile: loose}", false),
        ("rules: {}", false),
    ] {
        repository.write(CONFIG, text);
        let run = repository.run(&["facts", "api/openapi.yaml"]);
        assert_eq!(run.code == 0, is_good, "{text}: {}", run.stderr);
        let document = openapi::Document::parse("c", text).unwrap();
        assert_eq!(validator.is_valid(&document.root().to_json()), is_good, "{text}");
    }
}
