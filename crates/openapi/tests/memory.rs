//! Memory is in proportion to the text, whatever it holds: each text is read by a process with a limited address space.
#![cfg(target_os = "linux")]

use std::env;
use std::process::Command;

use openapi::Contract;

/// The text that the child process reads.
const CASE: &str = "OPENAPI_MEMORY_CASE";

/// What a process may take that reads an empty text, in KiB.
const ANY_TEXT: usize = 8 << 10;

/// What it may take for each byte of the text: as much as the densest of them does, and the text itself.
const EACH_BYTE: usize = 41;

/// The name of a text, and the text.
type Case = (&'static str, fn() -> String);

/// Texts that repeat something, or hold what takes much memory for few bytes.
const CASES: &[Case] = &[
    ("aliases of a long string", || format!("a: &a {}\nb: [{}1]", "x".repeat(100_000), "*a,".repeat(40_000))),
    ("a long key over a list", || document(&format!("{{\"{}\": {}}}", "k".repeat(100_000), list("1", 40_000)))),
    ("a long key over a list in YAML", || format!("? {}\n: {}", "k".repeat(100_000), list("1", 40_000))),
    ("long keys within each other", || {
        let key = format!("{{\"{}\":", "k".repeat(1000));
        document(&format!("{}{}{}", key.repeat(90), list("1", 40_000), "}".repeat(90)))
    }),
    ("a problem at each element under a long key", || {
        let schema = format!("{{\"{}\": {{\"required\": {}}}}}", "k".repeat(100_000), list("1", 40_000));
        document(&format!("{{}}, \"components\": {{\"schemas\": {schema}}}"))
    }),
    ("objects of the specification, and a constraint that is broken", || {
        let schemas = format!("{{\"A\": {{\"allOf\": {}, \"properties\": {{}}}}}}", list("{}", 100_000));
        document(&format!("{{}}, \"components\": {{\"schemas\": {schemas}}}, \"security\": [{{\"b\": []}}]"))
    }),
    ("operations", || {
        let operations = (0..2000)
            .map(|path| format!("\"/{path:x}\":{{\"get\":{{\"responses\":{{\"200\":{{\"description\":\"\"}}}}}}}}"));
        document(&format!("{{{}}}, \"security\": [{{\"b\": []}}]", operations.collect::<Vec<_>>().join(",")))
    }),
    ("numbers", || list("1", 200_000)),
    ("strings in YAML", || format!("a: {}", list("a", 100_000))),
    ("empty lists", || list("[]", 100_000)),
    ("lists of one number", || list("[1]", 100_000)),
    ("lists within each other", || list(&format!("{}{}", "[".repeat(98), "]".repeat(98)), 1500)),
    ("objects of one member", || list("a:", 100_000)),
    ("keys", || format!("{{{}}}", (0..40_000).map(|key| format!("\"{key:x}\": {{}}")).collect::<Vec<_>>().join(","))),
    ("short strings", || list(&(0..40_000).map(|text| format!("\"{text:x}\"")).collect::<Vec<_>>().join(","), 1)),
    ("anchors", || list("&a 1", 80_000)),
];

fn list(element: &str, count: usize) -> String {
    format!("[{}]", vec![element; count].join(","))
}

fn document(paths: &str) -> String {
    format!("{{\"openapi\": \"3.0.3\", \"info\": {{\"title\": \"t\", \"version\": \"1\"}}, \"paths\": {paths}}}")
}

#[test]
fn every_text_is_answered_in_memory_in_proportion_to_it() {
    for (name, text) in CASES {
        let kibibytes = ANY_TEXT + EACH_BYTE * text().len() / 1024;
        let output = Command::new("sh")
            .args(["-c", &format!("ulimit -v {kibibytes} && exec \"$0\" \"$@\"")])
            .arg(env::current_exe().unwrap())
            .args(["--exact", "read_the_case", "--ignored", "--test-threads=1"])
            .env(CASE, name)
            .env("MALLOC_ARENA_MAX", "1")
            .output()
            .unwrap();
        let output = [output.stdout, output.stderr].concat();
        let output = String::from_utf8_lossy(&output);
        assert!(output.contains("1 passed"), "{name}, {} bytes, in {kibibytes} KiB: {output}", text().len());
    }
}

#[test]
#[ignore = "reads the text that the environment names, for the test above"]
fn read_the_case() {
    let Ok(case) = env::var(CASE) else { return };
    let (_, text) = CASES.iter().find(|(name, _)| *name == case).expect("a case of this name");
    // It is not a contract, which is said in few words.
    let problems = Contract::parse("t", &text()).unwrap_err();
    assert!(problems.to_string().len() < 100_000);
}
