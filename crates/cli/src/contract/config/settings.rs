//! What a file of configuration says.

use std::collections::BTreeMap;

use lint::{Profile, Severity};
use openapi::{Document, Located, Problems};
use review::{RuleId, Tier, Treatment};

use super::reader::{Reader, unknown};

/// The sections of a file: one for each command that it is about.
pub const SECTIONS: [&str; 2] = ["diff", "check"];
/// The fields of the section `diff`.
pub const DIFF: [&str; 3] = ["fail-on", "treat", "rules"];
/// The fields of the section `check`.
pub const CHECK: [&str; 3] = ["profile", "fail-on", "rules"];

/// What a team says of rules and extensions.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The name of the file; none if there is none.
    pub file: Option<String>,
    /// The least grave change that fails.
    pub diff_fails_on: Option<Tier>,
    /// What it says of extensions.
    pub treatments: Vec<Treatment>,
    /// What it says of the rules of `diff`.
    pub review_rules: BTreeMap<RuleId, review::RuleSetting>,
    /// What it says of the rules of `check`.
    pub lint: lint::Settings,
    /// The least grave finding that fails.
    pub check_fails_on: Option<Severity>,
    /// Each setting by its path, with its value, as it is compared with that of another file.
    pub entries: BTreeMap<String, String>,
}

/// The tiers that fail, by the names that the option `--fail-on` of `contract diff` has.
pub fn failing_tiers() -> [(&'static str, Tier); 3] {
    [("wire", Tier::Wire), ("source", Tier::Source), ("any", Tier::Docs)]
}

impl Config {
    /// Reads a file; `name` is what errors call it.
    ///
    /// # Errors
    ///
    /// Every place where it is not YAML, or says what there is not: a field, a rule, a value, a setting without a reason.
    pub fn parse(name: &str, text: &str) -> Result<Self, Problems> {
        let document = Document::parse(name, text)?;
        let mut config = Self { file: Some(name.to_owned()), ..Self::default() };
        let mut reader = Reader::new(&document);
        let root = Located::root(document.root());
        if reader.fields(&root, &SECTIONS) {
            if let Some(diff) = root.get("diff") {
                config.diff(&diff, &mut reader);
            }
            if let Some(check) = root.get("check") {
                config.check(&check, &mut reader);
            }
        }
        reader.finish(config)
    }

    fn diff<'d>(&mut self, at: &Located<'d>, reader: &mut Reader<'d>) {
        if !reader.fields(at, &DIFF) {
            return;
        }
        self.diff_fails_on = reader.choice(at, "fail-on", &failing_tiers());
        self.note("diff.fail-on", at.text("fail-on"));
        for (name, tier) in reader.members(at, "treat") {
            let text = tier.node.as_str().unwrap_or_default();
            match format!("{name}={text}").parse() {
                Ok(treatment) => self.treatments.push(treatment),
                Err(error) => reader.wrong(&tier, error),
            }
            self.note(&format!("diff.treat.{name}"), Some(text));
        }
        let tiers: Vec<_> = Tier::ALL.iter().map(|tier| (tier.name(), Some(*tier))).chain([("off", None)]).collect();
        for (id, setting) in reader.members(at, "rules") {
            let value = rule(&setting, "tier", &tiers, reader);
            match id.parse::<RuleId>() {
                Ok(rule) => {
                    if let Some((tier, reason)) = value {
                        self.review_rules.insert(rule, review::RuleSetting { tier, reason });
                    }
                }
                Err(_) => reader.wrong(&setting, no_rule(id, "diff")),
            }
            self.note(&format!("diff.rules.{id}"), setting.text("tier"));
        }
    }

    fn check<'d>(&mut self, at: &Located<'d>, reader: &mut Reader<'d>) {
        if !reader.fields(at, &CHECK) {
            return;
        }
        let profiles = Profile::ALL.map(|profile| (profile.name(), profile));
        self.lint.profile = reader.choice(at, "profile", &profiles).unwrap_or_default();
        self.note("check.profile", at.text("profile"));
        let severities = Severity::ALL.map(|severity| (severity.name(), severity));
        self.check_fails_on = reader.choice(at, "fail-on", &severities);
        self.note("check.fail-on", at.text("fail-on"));
        let severities: Vec<_> =
            severities.into_iter().map(|(name, severity)| (name, Some(severity))).chain([("off", None)]).collect();
        for (id, setting) in reader.members(at, "rules") {
            let value = rule(&setting, "severity", &severities, reader);
            let (severity, reason) = value.unwrap_or_default();
            if self.lint.set(id, lint::RuleSetting { severity, reason }).is_err() {
                reader.wrong(&setting, no_rule(id, "check"));
            }
            self.note(&format!("check.rules.{id}"), setting.text("severity"));
        }
    }

    fn note(&mut self, setting: &str, value: Option<&str>) {
        self.entries.extend(value.map(|value| (setting.to_owned(), value.to_owned())));
    }
}

/// What a team says of a rule: `{tier: off, reason: …}`.
fn rule<'d, T: Copy>(
    at: &Located<'d>,
    key: &str,
    choices: &[(&str, T)],
    reader: &mut Reader<'d>,
) -> Option<(T, String)> {
    if !reader.fields(at, &[key, "reason"]) {
        if at.node.is_null() {
            reader.wrong(at, format!("expected an object with {key}, reason"));
        }
        return None;
    }
    if at.get(key).is_none() {
        reader.wrong(at, format!("a setting of a rule needs a `{key}`"));
    }
    let (value, reason) = (reader.choice(at, key, choices), reader.reason(at));
    value.zip(reason)
}

/// That a command has no such rule.
fn no_rule(id: &str, command: &str) -> String {
    let of_diff: Vec<String> = review::rules().map(|rule| rule.to_string()).collect();
    let of_check: Vec<&str> = lint::rules().map(|rule| rule.id).collect();
    let of_diff: Vec<&str> = of_diff.iter().map(String::as_str).collect();
    let (own, others, other) =
        if command == "diff" { (of_diff, of_check, "check") } else { (of_check, of_diff, "diff") };
    if others.contains(&id) {
        return format!("`{id}` is a rule of `contract {other}`; it belongs under `{other}`");
    }
    unknown(&format!("rule of `contract {command}`"), id, own.into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_says_is_read() {
        let text = "\
diff:
  fail-on: wire
  treat: {x-acme-*: source}
  rules:
    operation-id-changed: {tier: 'off', reason: Nobody generates code.}
    request-max-length-tightened:
      tier: compatible
      reason: The service never took more.
check:
  profile: strict
  fail-on: warning
  rules:
    tags-missing: {severity: off, reason: There are no tags.}
";
        let config = Config::parse("contract-config.yaml", text).unwrap();
        assert_eq!(config.diff_fails_on, Some(Tier::Wire));
        assert_eq!(config.treatments, ["x-acme-*=source".parse().unwrap()]);
        let tiers: Vec<_> = config.review_rules.iter().map(|(rule, it)| (rule.as_str(), it.tier)).collect();
        let expected = [("operation-id-changed", None), ("request-max-length-tightened", Some(Tier::Compatible))];
        assert_eq!(tiers, expected);
        assert_eq!((config.lint.profile, config.check_fails_on), (Profile::Strict, Some(Severity::Warning)));
        let rules: Vec<_> = config.lint.rules().map(|(id, it)| (id, it.severity, it.reason.as_str())).collect();
        assert_eq!(rules, [("tags-missing", None, "There are no tags.")]);
        assert_eq!(config.entries.len(), 7);
        assert_eq!(Config::parse("c", "check: {}\ndiff:\n").unwrap().entries.len(), 0);
    }

    #[test]
    fn what_is_wrong_has_its_place_and_what_was_meant() {
        let rule = |text: &str| format!("diff:\n  rules:\n    operation-id-changed: {text}\n");
        for (text, expected) in [
            ("[]".to_owned(), "c:1:1: /: expected an object with diff, check"),
            ("dif: {}".to_owned(), "c:1:1: /dif: there is no field `dif`; did you mean `diff`?"),
            (
                "diff: {failon: wire}".to_owned(),
                "c:1:8: /diff/failon: there is no field `failon`; did you mean `fail-on`?",
            ),
            ("diff: {fail-on: wir}".to_owned(), "c:1:8: /diff/fail-on: there is no value `wir`; did you mean `wire`?"),
            ("diff: {fail-on: 7}".to_owned(), "there is no value `7`; there are wire, source, any"),
            ("diff: {treat: {acme: wire}}".to_owned(), "c:1:16: /diff/treat/acme: `acme` is no name of an extension"),
            ("diff: {treat: []}".to_owned(), "`treat` is an object"),
            (
                "diff:\n  rules:\n    operation-id-chnged: {tier: off, reason: x}".to_owned(),
                "c:3:5: /diff/rules/operation-id-chnged: there is no rule of `contract diff` `operation-id-chnged`; did \
                 you mean `operation-id-changed`?",
            ),
            (
                "diff: {rules: {tags-missing: {tier: off, reason: x}}}".to_owned(),
                "`tags-missing` is a rule of `contract check`; it belongs under `check`",
            ),
            (rule("{tier: off}"), "c:3:5: /diff/rules/operation-id-changed: a setting of a rule needs a `reason`"),
            (rule("{tier: off, reason: ' '}"), "needs a `reason`"),
            (rule("{tier: off, reason: 7}"), "needs a `reason`"),
            (rule("{reason: x}"), "a setting of a rule needs a `tier`"),
            (
                rule("{tier: error, reason: x}"),
                "there is no value `error`; there are wire, source, compatible, docs, off",
            ),
            (rule("{tier: off, reason: x, why: y}"), "there is no field `why`"),
            (rule("off"), "expected an object with tier, reason"),
            (rule(""), "expected an object with tier, reason"),
            ("check: {profile: stricht}".to_owned(), "did you mean `strict`?"),
            ("check: {rules: {tag-missing: {severity: off, reason: x}}}".to_owned(), "did you mean `tags-missing`?"),
        ] {
            let problems = Config::parse("c", &text).unwrap_err().to_string();
            assert!(problems.contains(expected), "{text}\n{problems}");
        }
        let all = Config::parse("c", "a: 1\nb: 2\ndiff: {c: 3}\n").unwrap_err();
        assert_eq!(all.total(), 3);
    }
}
