//! Examples and defaults.

use lint::RepositoryFiles;

use crate::expect::{assert_found_in, findings, list};
use crate::sound::SOUND;

#[test]
fn a_value_that_is_read_only_is_not_required_of_a_request() {
    let text = SOUND.replace("{size: 20}", "{size: 20, kind: Thing}");
    assert_eq!(list(&findings(&text, &RepositoryFiles::default())), "");
    let text = SOUND.replace("readOnly: true", "writeOnly: true");
    assert_found_in(
        &text,
        "example-fits",
        &["46:17 \"kind\" is a required property", "91:7 \"kind\" is a required property"],
    );
}

#[test]
fn of_several_alternatives_the_one_that_was_meant_is_reported() {
    let part =
        "    Part:\n      type: string\n      enum: [a, b]\n      x-extensible-enum: [a, b]\n      pattern: ^[a-z]$\n";
    let alternatives = "    Part:\n      anyOf:\n        - {type: integer}\n        - type: object\n          \
                        properties: {a: {type: string, description: A.}}\n          additionalProperties: false\n";
    let text = SOUND.replace(part, alternatives).replace("{size: 20}", "{parts: [{a: 1, b: 2}]}");
    let expected = ["46:34 value is not of type \"string\"", "46:40 the schema does not allow the property `b`"];
    assert_found_in(&text, "example-fits", &expected);
}

#[test]
fn parameters_and_foreign_media_types_may_be_written_as_text() {
    let text = SOUND.replace("              example: 4", "              example: '4'");
    let text =
        text.replace("            encoding:\n", "            example: |\n              --x\n            encoding:\n");
    assert_eq!(list(&findings(&text, &RepositoryFiles::default())), "");
}
