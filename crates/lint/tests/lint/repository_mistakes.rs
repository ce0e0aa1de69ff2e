//! For each rule about the files of the repository, mistakes in them.

use crate::expect::{complaint, findings};
use crate::sound::{SOUND, repository_files};

/// Mistakes in the files of the repository: the rule, which file, what is replaced by what, and all that is found.
#[rustfmt::skip]
pub const MISTAKES: &[(&str, &str, &str, &str, &[&str])] = &[
    ("quirk-form", "quirks.yaml", "    title: A thing.\n", "", &["quirks.yaml:2:5 the quirk has no `title`"]),
    ("quirk-form", "quirks.yaml", "title: A thing.", "title: ''", &["quirks.yaml:3:5 `title` must be a string, and must not be empty"]),
    ("quirk-form", "quirks.yaml", "{service: yes it is}", "{}", &["quirks.yaml:4:5 `says` must be an object with a string for each document"]),
    ("quirk-form", "quirks.yaml", "service: yes", "everybody: yes", &["quirks.yaml:4:12 `everybody` is neither a document nor `service`"]),
    ("quirk-form", "quirks.yaml", "id: a-thing", "id: aThing", &["quirks.yaml:2:5 `aThing` is not in kebab case"]),
    ("quirk-form", "quirks.yaml", "    title", "    note: a\n    title", &["quirks.yaml:3:5 a quirk has no field `note`"]),
    ("quirk-form", "quirks.yaml", "quirks:", "quirks: [", &["quirks.yaml:2:3 this is not YAML"]),
    ("quirk-form", "quirks.yaml", "quirks:\n", "quirks:\n  - {id: a-thing, title: t, says: {service: b}, contract: c, because: d, where: [/paths], tests: ['tests/a.rs::a_thing']}\n",
        &["quirks.yaml:3:5 two quirks have the id `a-thing`"]),
    ("quirk-place", "quirks.yaml", "schemas/Thing]", "schemas/Thong]", &["quirks.yaml:7:13 `/components/schemas/Thong` is not in the contract"]),
    ("quirk-test", "tests/a.rs", "#[test]\n", "", &["quirks.yaml:8:13 `tests/a.rs` has no test `a_thing`"]),
    ("quirk-test", "quirks.yaml", "a.rs", "b.rs", &["quirks.yaml:8:13 there is no file `tests/b.rs`"]),
    ("example-file-missing", "request.small.json", "request.small", "request.tiny", &["44:15 this example has no file `makeThing/request.small.json`", "examples/makeThing/request.tiny.json:1:1 example-file-unknown"]),
    ("example-file-differs", "request.large.json", "20", "21", &["examples/makeThing/request.large.json:2:3 the contract has 20 here"]),
    ("example-file-differs", "request.large.json", "20", "20, \"more\": 1", &["examples/makeThing/request.large.json:2:15 has no `more`"]),
    ("example-file-differs", "request.large.json", "}", "", &["examples/makeThing/request.large.json:4:1 this is not JSON"]),
    ("example-file-unknown", "request.large.json", "makeThing", "makeThong", &["45:15 example-file-missing", "examples/makeThong/request.large.json:1:1 the contract has no example"]),
];

#[test]
fn each_mistake_in_a_file_of_the_repository_is_found_at_its_place() {
    let complaints = MISTAKES.iter().filter_map(|(rule, name, from, to, expected)| {
        let mut files = repository_files();
        let lists = [files.examples.as_mut(), files.tests.as_mut()].into_iter().flatten().flatten();
        let file = lists.chain(files.quirks.as_mut()).find(|file| file.name.ends_with(name)).unwrap();
        assert!(file.name.contains(from) || file.text.contains(from), "{name} has no `{from}`");
        file.name = file.name.replacen(from, to, 1);
        file.text = file.text.replacen(from, to, 1);
        complaint(&findings(SOUND, &files), rule, expected)
    });
    assert_eq!(complaints.collect::<String>(), "");
}
