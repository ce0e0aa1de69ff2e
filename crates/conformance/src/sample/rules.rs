//! What is wrong with what a sample said. The same for every language.

use super::case::{CaseAnswer, SampleCase};
use super::run::SampleRun;
use crate::compare::ConformanceFailure;

/// What is wrong with the runs of a sample, one for each case.
pub fn failures(language: &str, cases: &[SampleCase], runs: &[SampleRun]) -> Vec<ConformanceFailure> {
    let mut failures = Vec::new();
    for (case, run) in cases.iter().zip(runs) {
        let mut report = |what: &str, expected: String, received: String| {
            failures.push(ConformanceFailure {
                language: language.to_owned(),
                scenario: format!("sample, {}", case.name),
                what: what.to_owned(),
                expected,
                received,
            });
        };
        let said = || format!("exit code {:?}\n{}{}", run.exit, run.output, run.errors);
        // No sample repeats a call, or follows a redirect.
        let requests = usize::from(case.answer != CaseAnswer::Unreachable);
        if run.requests != requests {
            report("requests", requests.to_string(), run.requests.to_string());
        }
        if case.is_done {
            if run.exit != Some(0) || run.output.trim().is_empty() {
                report("an action that was taken", "exit code 0, and the action on stdout".to_owned(), said());
            }
            continue;
        }
        // Whoever reads stdout takes what is there for an action.
        if run.exit.is_none_or(|code| code == 0) || !run.output.trim().is_empty() {
            report("an answer that is no action", "an exit code, and nothing on stdout".to_owned(), said());
        }
        match case.answer.status() {
            Some(status) if !words(&run.errors).any(|word| word == status.to_string()) => {
                report("the status", format!("{status} on stderr"), said());
            }
            None if run.errors.trim().is_empty() => {
                report("a call without an answer", "why, on stderr".to_owned(), said());
            }
            _ => {}
        }
    }
    failures
}

/// That a sample could not be run, and why.
pub fn broken(language: &str, error: &anyhow::Error) -> ConformanceFailure {
    ConformanceFailure {
        language: language.to_owned(),
        scenario: "sample".to_owned(),
        what: "the program".to_owned(),
        expected: "one that runs".to_owned(),
        received: format!("{error:#}"),
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::scenario::ServiceAnswer;

    fn case(answer: CaseAnswer, is_done: bool) -> SampleCase {
        SampleCase { name: "a".into(), answer, is_done }
    }

    fn answer(status: u16) -> CaseAnswer {
        let headers = BTreeMap::new();
        CaseAnswer::Gateway(ServiceAnswer { status, content_type: None, headers, body: String::new(), sent: None })
    }

    fn run(exit: i32, output: &str, errors: &str, requests: usize) -> SampleRun {
        SampleRun { exit: Some(exit), output: output.into(), errors: errors.into(), requests }
    }

    /// What is reported of a run in a case.
    fn reported(case: SampleCase, run: SampleRun) -> Vec<String> {
        failures("x", &[case], &[run]).into_iter().map(|failure| failure.what).collect()
    }

    #[test]
    fn an_action_is_on_stdout() {
        let done = || case(CaseAnswer::Simulator, true);
        assert_eq!(reported(done(), run(0, "Pending\n", "", 1)), [""; 0]);
        for wrong in [run(1, "Pending\n", "", 1), run(0, "", "Pending\n", 1)] {
            assert_eq!(reported(done(), wrong), ["an action that was taken"]);
        }
        assert_eq!(reported(done(), run(0, "Pending\n", "", 2)), ["requests"]);
    }

    #[test]
    fn a_page_is_not_accepted_and_keeps_its_status() {
        let page = || case(answer(200), false);
        assert_eq!(reported(page(), run(1, "", "200: <html>\n", 1)), [""; 0]);
        assert_eq!(reported(page(), run(0, "accepted\n", "", 1)), ["an answer that is no action", "the status"]);
        assert_eq!(reported(page(), run(1, "", "SyntaxError: 2001\n", 1)), ["the status"]);
        assert_eq!(reported(page(), SampleRun { exit: None, ..run(1, "", "200", 1) }).len(), 1);
    }

    #[test]
    fn without_an_answer_it_says_why() {
        let nobody = || case(CaseAnswer::Unreachable, false);
        assert_eq!(reported(nobody(), run(1, "", "refused\n", 0)), [""; 0]);
        assert_eq!(reported(nobody(), run(1, "", "", 0)), ["a call without an answer"]);
        assert_eq!(reported(case(CaseAnswer::Disconnect, false), run(1, "", "reset\n", 2)), ["requests"]);
    }
}
