//! What is close to a mistake, and is none.

use lint::RepositoryFiles;

use crate::expect::{findings, list};
use crate::sound::SOUND;

/// The rule that must not find it, and what is replaced by what in the sound document.
#[rustfmt::skip]
const TWINS: &[(&str, &str, &str)] = &[
    ("server-missing", "servers:\n  - url: https://{region}.example.com\n    variables:\n      region:\n        enum: [us, eu]\n        default: us\n",
        "servers: [{url: /}]\n"),
    ("server-trailing-slash", "https://{region}.example.com\n", "/\n  - url: https://{region}.example.com\n"),
    ("server-variable-unused", "https://{region}.example.com\n", "https://{region}.{region}.example.com/{region}\n"),
    ("path-ambiguous", "components:\n", "  /things/mine: {}\n  /{kind}/{id}/a: {}\n  /people/{id}: {}\n  /{kind}: {}\n  /{a}/{b}: {}\ncomponents:\n"),
    ("path-trailing-slash", "components:\n", "  /: {}\ncomponents:\n"),
    ("composition-repeated", "        - $ref: '#/components/schemas/Thing'\n",
        "        - $ref: '#/components/schemas/Thing'\n        - $ref: '#/components/schemas/Part'\n"),
    ("nullable-without-type", "      type: string\n      enum: [a, b]\n", "      nullable: false\n"),
    ("nullable-composition", "      enum: [a, b]\n", "      nullable: true\n      allOf: [{minLength: 1}]\n"),
    ("nullable-composition", "      enum: [a, b]\n", "      nullable: true\n      allOf: [{$ref: '#/components/schemas/Text'}]\n    Text: {minLength: 1}\n    Rest:\n"),
    ("required-property-unknown", "              type: object\n              properties:\n",
        "              type: object\n              allOf: [{required: [file]}, {properties: {more: {description: d}}}]\n              required: [file, more]\n              properties:\n"),
    ("required-property-unknown", "              type: object\n              properties:\n                file: {type: string, description: The file.}\n            encoding:\n              file: {contentType: text/plain}\n",
        "              type: object\n              required: [file]\n"),
    ("script-in-text", "description: The size.", "description: 'The <b>size</b> of a description.'"),
    ("url", "tokenUrl: https://example.com/token", "tokenUrl: /token?a=%7Ba%7D#b"),
    ("url", "https://{region}.", "https://{region}:443/{region}."),
];

#[test]
fn what_is_close_to_a_mistake_is_none() {
    for (rule, from, to) in TWINS {
        assert!(SOUND.contains(from), "the sound document has no `{from}`");
        let found = findings(&SOUND.replacen(from, to, 1), &RepositoryFiles::default());
        let found: Vec<_> = found.into_iter().filter(|finding| finding.rule.id == *rule).collect();
        assert_eq!(list(&found), "", "{to}");
    }
}
