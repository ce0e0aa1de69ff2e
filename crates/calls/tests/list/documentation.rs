//! The tables of `docs/lists.md`: lists as people have them, and what is made of them. The tables are made here.

use std::fmt::Write as _;
use std::fs;

use calls::list::{List, ListErrors, ListOptions};
use serde_json::Value;
use test_support::{contract, project};

use crate::{common, read, rows};

const FILE: &str = "docs/lists.md";
const HEADING: &str = "## Lists as people have them\n";

/// A list, and where it comes from.
struct Case {
    title: &'static str,
    file: &'static str,
    bytes: Vec<u8>,
    options: ListOptions,
}

const A: &str = "7327b54fd718525cbca07dacde913b5ac3c85673";
const B: &str = "1e5bc9d7e413ddd7902c2932e418702b84d0cc07";
const C: &str = "f1d2d2f924e986ac86fdf7b36c94bcdf32beec15";

fn case(title: &'static str, file: &'static str, text: &str) -> Case {
    let text = text.replace("{A}", A).replace("{B}", B).replace("{C}", C).replace("{a}", &A.to_uppercase());
    Case { title, file, bytes: text.into_bytes(), options: common("block-file", &[]) }
}

impl Case {
    fn with(mut self, options: ListOptions) -> Self {
        self.options = options;
        self
    }

    fn commented(self) -> Self {
        let options = common("block-file", &[("comment", "Alert 1")]);
        self.with(options)
    }

    fn encoded(mut self, encode: impl Fn(&str) -> Vec<u8>) -> Self {
        self.bytes = encode(std::str::from_utf8(&self.bytes).unwrap());
        self
    }
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(unit).collect()
}

const TWO: &str = "sha1,comment\n{A},Alert 1\n{B},Alert 2\n";
const COMMENT: &str = "comment";

/// Lists that are read.
fn read_cases() -> Vec<Case> {
    let no_operation = ListOptions::default;
    let ignoring = |columns: &[&str]| ListOptions {
        ignored_columns: columns.iter().map(|name| (*name).to_owned()).collect(),
        ..common("block-file", &[])
    };
    let stop = || common("stop-and-quarantine-file", &[("sha1", A), (COMMENT, "Alert 1")]);
    vec![
        case("CSV with a header", "a.csv", TWO),
        case("byte order mark, CRLF", "a.csv", TWO).encoded(|text| format!("\u{feff}{}", text.replace('\n', "\r\n")).into()),
        case("lone CR", "a.csv", TWO).encoded(|text| text.replace('\n', "\r").into()),
        case("UTF-16, little end first", "a.csv", TWO).encoded(|text| utf16(text, u16::to_le_bytes)),
        case("UTF-16, big end first", "a.csv", TWO).encoded(|text| utf16(text, u16::to_be_bytes)),
        case("semicolons", "a.csv", "sha1;comment\n{A};Alert 1, 2\n"),
        case("tabs", "a.tsv", "sha1\tcomment\n{A}\tAlert 1\n"),
        case("a line that names the separator", "a.csv", "sep=|\nsha1|comment\n{A}|Alert 1\n"),
        case("quotes; a quote and a line break in a value", "a.csv", "sha1,comment\n\"{A}\",\"Say \"\"no\"\",\nAlert 1\"\n"),
        case("spaces around values, and before quotes", "a.csv", "sha1 , comment\n {A} , \"Alert 1, 2\" \n"),
        case("columns in any order and case", "a.csv", "COMMENT,SHA-1\nAlert 1,{A}\n"),
        case("upper case: sent as it is written", "a.csv", "sha1,comment\n{a},Alert 1\n"),
        case("a double, in another case: sent once", "a.csv", "sha1,comment\n{A},Alert 1\n{a},Alert 1\n"),
        case("a double with another comment: sent once, with the first", "a.csv", "sha1,comment\n{A},Alert 1\n{A},Alert 2\n"),
        case("blank rows, separators behind the last value", "a.csv", "sha1,comment,,\n\n{A},Alert 1,,\n,,,\n\u{1a}"),
        case("a row without its last value, which is common", "a.csv", "sha1,comment\n{A},Alert 2\n{B}\n").commented(),
        case("an operation in each row", "a.csv", "operation,sha1,id,comment\nblockFile,{A},,Alert 1\nstop-and-quarantine-file,{A},{B},Alert 1\n").with(no_operation()),
        case("a column that is left out (`host`)", "a.csv", "sha1,host,comment\n{A},pc-1,Alert 1\n").with(ignoring(&["host"])),
        case("all unknown columns are left out (`*`)", "a.csv", "sha1,host,comment,Severity\n{A},pc-1,Alert 1,High\n").with(ignoring(&["*"])),
        case("one value a line", "a.txt", "{A}\n{B}\n").commented(),
        case("one value a line, in a file `.csv`", "a.csv", "{A}\n{B}\n").commented(),
        case("comments, blank lines, quotes, separators behind values", "a.txt", "# alert 1\n\n\"{A}\",\n'{B}';  # the dropper\n").commented(),
        case("spaces and characters that are not seen", "a.txt", "\u{a0}{A} \u{200b}\n\u{feff}{B}\t\n").commented(),
        case("what `sha1sum` prints, `*` before a binary file", "a.txt", "{A}  dropper, 2.exe\n{B} *C:/Temp/#1.dll\n").commented(),
        case("what `sha1sum` prints of a name with a backslash; what `sha1sum --tag` and `openssl sha1` print", "a.sha1", "\\{A}  a\\\\b.exe\nSHA1 (a (1).exe) = {B}\nSHA1(a.dll)= {C}\n").commented(),
        case("one machine a line", "a.txt", "{B}\n").with(stop()),
        case("JSON Lines", "a.jsonl", "{\"sha1\": \"{A}\", \"Comment\": \"Alert 1\"}\n\n{\"SHA1\": \"{B}\", \"comment\": \"Alert 2\"}\n"),
        case("JSON Lines with parameters and body", "a.jsonl", "{\"operation\": \"blockFile\", \"parameters\": {\"sha1\": \"{A}\"}, \"body\": {\"Comment\": \"Alert 1\"}}\n").with(no_operation()),
        case("JSON Lines of an operation that has `id` in its path and `Sha1` in its body", "a.jsonl", "{\"id\": \"{B}\", \"sha1\": \"{A}\", \"comment\": null}\n").with(stop()),
    ]
}

/// Lists that are refused.
fn refused_cases() -> Vec<Case> {
    vec![
        case(
            "hashes of other kinds",
            "a.txt",
            "d41d8cd98f00b204e9800998ecf8427e\n275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f\n",
        )
        .commented(),
        case(
            "what `sha256sum` and `md5sum` print",
            "a.txt",
            "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f  a, b.exe\nd41d8cd98f00b204e9800998ecf8427e *c.dll\n",
        )
        .commented(),
        case("all bad rows at once", "a.csv", "sha1,comment\n{A},Alert 1\nabc,Alert 1\n,Alert 1\n{B},\n"),
        case("a misspelled column", "a.csv", "sah1,comment\n{A},Alert 1\n"),
        case("an unknown column", "a.csv", "sha1,host,comment\n{A},pc-1,Alert 1\n"),
        case("a column that is there twice", "a.csv", "sha1,SHA1,comment,comment\n{A},{B},a,b\n"),
        case("two columns of one property", "a.csv", "sha1,SHA1,comment\n{A},{B},Alert 1\n"),
        case("no header", "a.csv", "{A},Alert 1\n"),
        case("the header again", "a.csv", "sha1,comment\n{A},Alert 1\nSHA1,Comment\n{B},Alert 2\n"),
        case("all columns unknown, and left out (`*`)", "a.csv", "host,Severity\npc-1,High\n").with(ListOptions {
            ignored_columns: vec!["*".to_owned()],
            ..common("block-file", &[("sha1", A), (COMMENT, "a")])
        }),
        case("more values than columns", "a.csv", "sha1,comment\n{A},Alert 1, at noon\n"),
        case("a quote that is not closed", "a.csv", "sha1,comment\n{A},\"Alert 1\n{B},Alert 2\n"),
        case("text behind a closing quote", "a.csv", "sha1,comment\n{A},\"Alert\" 1\n{B},Alert 2\n"),
        case("an unknown operation", "a.csv", "operation,sha1,comment\nblokFile,{A},Alert 1\n")
            .with(ListOptions::default()),
        case(
            "a value that the operation does not take",
            "a.csv",
            "operation,sha1,id,comment\nblockFile,{A},{B},Alert 1\n",
        )
        .with(ListOptions::default()),
        case("no operation", "a.txt", "{A}\n").with(ListOptions::default()),
        case("one value a line, and something else is needed too", "a.txt", "{A}\n"),
        case("a common value that is wrong", "a.txt", "{A}\n").with(common("block-file", &[("coment", "a")])),
        case("not UTF-8", "a.csv", "").encoded(|_| {
            format!("sha1,comment\n{A},caf?\n").bytes().map(|byte| if byte == b'?' { 0xe9 } else { byte }).collect()
        }),
        case("a workbook", "a.xlsx", "PK\u{3}\u{4}"),
        case("a JSON array", "a.json", "[{\"sha1\": \"{A}\"}]"),
        case(
            "JSON Lines that are none",
            "a.jsonl",
            "{\"sha1\": \"{A}\",}\n{\"sha1\": 5, \"Comment\": \"a\"}\n{\"sha1\": \"{A}\", \"sha1\": \"{A}\"}\n[]\n",
        ),
        case("JSON of several lines", "a.jsonl", "{\n  \"sha1\": \"{A}\"\n}\n"),
        case("nothing", "a.csv", " \n"),
        case("a header alone", "a.csv", "sha1,comment\n"),
    ]
}

/// Text in a cell of a table of Markdown.
fn cell(text: &str) -> String {
    let text = text
        .replace(A, "7327…5673")
        .replace(&A.to_uppercase(), "7327…5673 (upper case)")
        .replace(B, "1e5b…cc07")
        .replace(C, "f1d2…ec15");
    text.replace('|', "\\|").replace('\n', "<br>")
}

/// A call in one line.
fn shown(call: &calls::Call) -> String {
    let values = call.parameters.iter().chain(&call.body);
    let value = |(name, value): (&String, &Value)| {
        format!(
            "{name} {}",
            value.as_str().map_or_else(|| value.to_string(), |text| text.replace("\r\n", "\n").replace('\n', "⏎"))
        )
    };
    format!("{}: {}", call.operation, values.map(value).collect::<Vec<_>>().join(", "))
}

fn outcome(list: Result<List<'_>, ListErrors>) -> Result<String, String> {
    let list = list.map_err(|errors| errors.to_string())?;
    let mut lines: Vec<String> =
        rows(&list).iter().map(|row| format!("line {}: {}", row.line, shown(&row.call))).collect();
    lines.extend(list.first_doubles().map(|double| format!("line {} {double}", double.line)));
    Ok(lines.join("\n"))
}

fn table(cases: Vec<Case>, heads: &str) -> String {
    let contract = contract();
    let mut text = format!("{heads}\n|---|---|\n");
    for Case { title, file, bytes, options } in cases {
        let outcome = outcome(read(file, &bytes, &options, &contract));
        let is_read = heads.contains("calls");
        assert_eq!(outcome.is_ok(), is_read, "{title}: {outcome:?}");
        let (Ok(outcome) | Err(outcome)) = outcome;
        let _ = writeln!(text, "| {title} | {} |", cell(&outcome));
    }
    text
}

#[test]
fn the_tables_are_what_is_made_of_lists() {
    let tables = format!(
        "{HEADING}\nCommon to the rows is the operation `block-file`, where no row names one, and where a list has no comment, \
         `Alert 1`. A test makes these tables, `crates/calls/tests/list/documentation.rs`; with `INSTA_UPDATE=always` it writes \
         them anew.\n\n{}\n{}",
        table(read_cases(), "| a list with | its calls |"),
        table(refused_cases(), "| a list with | what is reported |"),
    );
    let file = project(FILE);
    let written = fs::read_to_string(&file).unwrap_or_default();
    let prose = written.split(HEADING).next().unwrap_or_default();
    let text = format!("{prose}{tables}");
    if std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
        fs::write(file, text).unwrap();
        return;
    }
    let differing: Vec<_> = text.lines().zip(written.lines()).filter(|(now, before)| now != before).take(3).collect();
    assert!(text == written, "{FILE} differs, first in (now, in the file): {differing:#?}");
}
