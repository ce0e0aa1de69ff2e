//! Approvals: changes that a person has reviewed and accepted.

use std::str::FromStr;

use openapi::{Document, Node, Pointer, Problems};

use crate::fingerprint::Fingerprint;
use crate::text::{ParseError, names};

/// A change that a person has accepted, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// The fingerprint of the change.
    pub fingerprint: Fingerprint,
    /// The kind of reason.
    pub reason: Reason,
    /// The reason, in a sentence.
    pub because: String,
}

names! {
    /// Why a break is accepted.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Reason {
        /// The contract was wrong, and the service did not change.
        ContractCorrected = "contract-corrected",
        /// It affects nobody.
        Benign = "benign",
        /// It breaks, and that is accepted.
        AcceptedBreak = "accepted-break",
    }
}

impl FromStr for Reason {
    type Err = ParseError;

    fn from_str(name: &str) -> Result<Self, ParseError> {
        let reason = Self::ALL.iter().find(|reason| reason.name() == name);
        reason.copied().ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|reason| reason.name()).collect();
            ParseError(format!("`{name}` is none of {}", names.join(", ")))
        })
    }
}

impl Approval {
    /// An approval.
    ///
    /// # Errors
    ///
    /// A sentence: the reason is empty, or has several lines.
    pub fn new(fingerprint: Fingerprint, reason: Reason, because: &str) -> Result<Self, ParseError> {
        let because = because.trim();
        if because.is_empty() || because.chars().any(char::is_control) {
            return Err(ParseError("the reason must be one sentence, on one line".to_owned()));
        }
        Ok(Self { fingerprint, reason, because: because.to_owned() })
    }

    /// The approval as an entry of a file of approvals.
    pub fn to_yaml(&self) -> String {
        let because = Node::from(self.because.as_str());
        format!("  - fingerprint: '{}'\n    reason: {}\n    because: {because}\n", self.fingerprint, self.reason)
    }
}

/// The head of a new file of approvals.
pub const HEADER: &str = "\
# Changes of the contract that a person has reviewed and accepted; `defender-actions contract approve` adds one.
# An approval whose change has been released matches nothing any more: remove it.
approvals:
";

/// Reads a file of approvals; `name` is what errors call it.
///
/// # Errors
///
/// Every place where the text is not YAML, or not a list of approvals.
pub fn approvals(name: &str, text: &str) -> Result<Vec<Approval>, Problems> {
    let document = Document::parse(name, text)?;
    let Some(list) = document.root().get("approvals") else {
        return Err(document.problem(&Pointer::root(), "a file of approvals has the field `approvals`").into());
    };
    let at = Pointer::of(["approvals"]);
    let Some(entries) = list.as_array().or(list.is_null().then_some(&[])) else {
        return Err(document.problem(&at, "`approvals` is a list").into());
    };
    let mut problems = Vec::new();
    let mut approvals: Vec<Approval> = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let problem = |message: String| document.problem(&at.index(index), message);
        match approval(entry) {
            Ok(approval) if approvals.iter().any(|other| other.fingerprint == approval.fingerprint) => {
                problems.push(problem(format!("`{}` is approved twice", approval.fingerprint)));
            }
            Ok(approval) => approvals.push(approval),
            Err(error) => problems.push(problem(error.to_string())),
        }
    }
    Problems::check(problems).map(|()| approvals)
}

fn approval(entry: &Node) -> Result<Approval, ParseError> {
    let fields = ["fingerprint", "reason", "because"];
    let mut names = entry.as_object().into_iter().flat_map(|entry| entry.keys());
    if let Some(name) = names.find(|name| !fields.contains(name)) {
        return Err(ParseError(format!("an approval has no field `{name}`; it has {}", fields.join(", "))));
    }
    let text = |field: &str| match (entry.text(field), entry.get(field)) {
        (Some(text), _) => Ok(text),
        (None, Some(_)) => Err(ParseError(format!("`{field}` must be a string, in quotes if it is all digits"))),
        (None, None) => Err(ParseError(format!("an approval needs the field `{field}`"))),
    };
    Approval::new(text("fingerprint")?.parse()?, text("reason")?.parse()?, text("because")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let approval = Approval::new(
            "0123456789abcdef".parse().unwrap(),
            Reason::Benign,
            r#"Nobody sends "it": see #12, 'really'."#,
        )
        .unwrap();
        let text = format!("{HEADER}{}", approval.to_yaml());
        assert_eq!(approvals("approvals.yaml", &text).unwrap(), [approval]);
        assert_eq!(approvals("approvals.yaml", HEADER).unwrap(), []);
    }

    #[test]
    fn a_bad_approval_is_reported_with_its_line() {
        let entry = |text: &str| format!("approvals:\n  - {text}\n");
        let table = [
            ("approval: 1".to_owned(), "approvals.yaml:1:1: /: a file of approvals has the field `approvals`"),
            ("approvals: 1".to_owned(), "`approvals` is a list"),
            (entry("{fingerprint: abc, reason: benign, because: x}"), "2:5: /approvals/0: `abc` is no fingerprint"),
            (entry("{fingerprint: '0123456789abcdef', because: x}"), "needs the field `reason`"),
            (entry("{fingerprint: 1234567890123456, reason: benign, because: x}"), "`fingerprint` must be a string"),
            (
                entry("{fingerprint: '0123456789abcdef', reason: why, because: x}"),
                "`why` is none of contract-corrected",
            ),
            (entry("{fingerprint: '0123456789abcdef', reason: benign, because: ' '}"), "one sentence"),
            (entry("{fingerprint: '0123456789abcdef', reason: benign, because: x, by: me}"), "no field `by`"),
        ];
        for (text, expected) in table {
            let problems = approvals("approvals.yaml", &text).unwrap_err().to_string();
            assert!(problems.contains(expected), "{text}\n{problems}");
        }
    }
}
