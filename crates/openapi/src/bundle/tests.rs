//! Documents of several files, in memory.

use std::collections::BTreeMap;

use super::{FilePath, bundle};
use crate::{Contract, Document, Problems};

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\n";

/// The document of these files, of which `spec/openapi.yaml` is the first; what it holds as JSON without its head.
fn document(root: &str, others: &[(&str, &str)]) -> Document {
    let document = Document::parse("spec/openapi.yaml", &format!("{HEAD}{root}")).unwrap();
    let mut files: BTreeMap<String, String> =
        others.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    bundle(document, FilePath::new("spec/openapi.yaml").unwrap(), &mut files).document
}

fn problems(root: &str, others: &[(&str, &str)]) -> String {
    Contract::new(document(root, others)).map_err(|problems: Problems| problems.to_string()).err().unwrap_or_default()
}

/// The one response of the document refers to this schema.
fn schema(reference: &str) -> String {
    format!(
        "paths: {{/a: {{get: {{responses: {{'200': {{description: d, content: {{application/json: {{schema: {{$ref: \
         '{reference}'}}}}}}}}}}}}}}}}\n"
    )
}

fn json(document: &Document, pointer: &str) -> String {
    document.node(&pointer.parse().unwrap()).map(ToString::to_string).unwrap_or_default()
}

const SCHEMA: &str = "/paths/~1a/get/responses/200/content/application~1json/schema";

#[test]
fn what_a_reference_leads_to_becomes_a_component() {
    for (reference, file, name) in [
        ("Pet.yaml", ("spec/Pet.yaml", "type: string"), "Pet"),
        ("Pet.yaml#/", ("spec/Pet.yaml", "type: string"), "Pet"),
        ("./schemas/Pet.json", ("spec/schemas/Pet.json", r#"{"type": "string"}"#), "Pet"),
        ("../all.yaml#/Pet", ("all.yaml", "Pet: {type: string}"), "Pet"),
        (
            "x/all.yaml#/components/schemas/Pet",
            ("spec/x/all.yaml", "components: {schemas: {Pet: {type: string}}}"),
            "Pet",
        ),
        ("a%20b.yaml#/c%20d~1e", ("spec/a b.yaml", "c d/e: {type: string}"), "c_d_e"),
    ] {
        let document = document(&schema(reference), &[file]);
        assert_eq!(json(&document, SCHEMA), format!("{{\"$ref\":\"#/components/schemas/{name}\"}}"), "{reference}");
        assert_eq!(json(&document, &format!("/components/schemas/{name}")), r#"{"type":"string"}"#, "{reference}");
        Contract::new(document).unwrap();
    }
}

#[test]
fn a_place_is_one_in_its_file() {
    let root = schema("all.yaml#/Pet") + "components: {schemas: {Own: {type: object}, Other: {$ref: 'other.yaml'}}}";
    let files =
        [("spec/all.yaml", "Pet:\n  properties:\n    name: {type: string}"), ("spec/other.yaml", "\ntype: object")];
    let document = document(&root, &files);
    let place = |pointer: &str| {
        let origin = document.origin(&pointer.parse().unwrap());
        format!("{}:{} {}", origin.file, origin.position.unwrap(), origin.pointer)
    };
    assert_eq!(place("/components/schemas/Pet/properties/name"), "spec/all.yaml:3:5 /Pet/properties/name");
    assert_eq!(place("/components/schemas/Pet"), "spec/all.yaml:1:1 /Pet");
    assert_eq!(place("/components/schemas/Own/type"), "spec/openapi.yaml:4:30 /components/schemas/Own/type");
    assert_eq!(place("/components/schemas/Other"), "spec/other.yaml:2:1 ");
    assert_eq!(place("/components/schemas"), "spec/openapi.yaml:4:14 /components/schemas");
    assert!(document.is_unnamed(&"/components/schemas/Pet".parse().unwrap()));
    assert!(!document.is_unnamed(&"/components/schemas/Other".parse().unwrap()));
}

#[test]
fn a_component_that_is_a_file_keeps_its_name() {
    let root = schema("pet.yaml") + "components: {schemas: {Animal: {$ref: pet.yaml}, Again: {$ref: pet.yaml}}}";
    let document = document(&root, &[("spec/pet.yaml", "properties: {parent: {$ref: '#'}}")]);
    assert_eq!(json(&document, SCHEMA), r##"{"$ref":"#/components/schemas/Animal"}"##);
    assert_eq!(
        json(&document, "/components/schemas"),
        r##"{"Animal":{"properties":{"parent":{"$ref":"#/components/schemas/Animal"}}},"Again":{"$ref":"#/components/schemas/Animal"}}"##
    );
}

#[test]
fn files_refer_to_each_other_and_to_the_document() {
    let root = schema("a.yaml") + "components: {schemas: {Own: {type: string}}}";
    let files = [
        ("spec/a.yaml", "properties: {b: {$ref: 'b.yaml#/B'}, own: {$ref: 'openapi.yaml#/components/schemas/Own'}}"),
        (
            "spec/b.yaml",
            "B: {properties: {a: {$ref: './a.yaml'}, c: {$ref: '#/C'}}}\nC: {$ref: '#/D'}\nD: {type: integer}",
        ),
    ];
    let document = document(&root, &files);
    assert_eq!(
        json(&document, "/components/schemas"),
        r##"{"Own":{"type":"string"},"a":{"properties":{"b":{"$ref":"#/components/schemas/B"},"own":{"$ref":"#/components/schemas/Own"}}},"B":{"properties":{"a":{"$ref":"#/components/schemas/a"},"c":{"$ref":"#/components/schemas/D"}}},"D":{"type":"integer"}}"##
    );
    Contract::new(document).unwrap();
}

#[test]
fn what_is_in_something_else_stays_there() {
    let root = schema("pet.yaml#/properties/tag")
        + "components: {parameters: {p: {name: p, in: query, schema: {$ref: pet.yaml}}}}";
    let document = document(&root, &[("spec/pet.yaml", "properties: {tag: {type: string}}")]);
    assert_eq!(json(&document, SCHEMA), r##"{"$ref":"#/components/schemas/pet/properties/tag"}"##);
    assert_eq!(json(&document, "/components/schemas"), r#"{"pet":{"properties":{"tag":{"type":"string"}}}}"#);
}

#[test]
fn path_items_lists_and_maps_are_put_in_place() {
    let root =
        "paths: {$ref: paths.yaml}\ntags: {$ref: 'tags.yaml'}\ncomponents: {schemas: {$ref: schemas/index.yaml}}";
    let files = [
        ("spec/paths.yaml", "/a: {$ref: 'paths/a.yaml#/item', summary: s}"),
        (
            "spec/paths/a.yaml",
            "item: {get: {responses: {'200': {description: d, content: {a/b: {schema: {$ref: \
             ../schemas/index.yaml#/Pet}}}}}}}",
        ),
        ("spec/tags.yaml", "[{name: t}]"),
        ("spec/schemas/index.yaml", "Pet: {$ref: Pet.yaml}\nOwn: {type: string}"),
        ("spec/schemas/Pet.yaml", "properties: {own: {$ref: 'index.yaml#/Own'}}"),
    ];
    let document = document(root, &files);
    assert_eq!(
        document.root().to_string(),
        r##"{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{"/a":{"get":{"responses":{"200":{"description":"d","content":{"a/b":{"schema":{"$ref":"#/components/schemas/Pet"}}}}}},"summary":"s"}},"tags":[{"name":"t"}],"components":{"schemas":{"Pet":{"properties":{"own":{"$ref":"#/components/schemas/Own"}}},"Own":{"type":"string"}}}}"##
    );
    let origin = |pointer: &str| document.origin(&pointer.parse().unwrap());
    assert_eq!(origin("/paths/~1a/get").file, "spec/paths/a.yaml");
    assert_eq!(origin("/paths/~1a/summary").file, "spec/paths.yaml");
    assert_eq!(origin("/components/schemas/Pet/properties").file, "spec/schemas/Pet.yaml");
    Contract::new(document.clone()).unwrap();
}

#[test]
fn a_circle_of_path_items_is_one_of_references() {
    let root = "paths: {/a: {$ref: a.yaml}, /b: {$ref: a.yaml}}";
    let item = "post: {responses: {'200': {description: d}}, callbacks: {c: {'{$request.body#/u}': {$ref: a.yaml}}}}";
    let document = document(root, &[("spec/a.yaml", item)]);
    for path in ["~1a", "~1b"] {
        let again = json(&document, &format!("/paths/{path}/post/callbacks/c"));
        assert_eq!(again, r##"{"{$request.body#/u}":{"$ref":"#/paths/~1a"}}"##);
    }
    Contract::new(document).unwrap();
}

#[test]
fn names_do_not_collide() {
    let root = schema("a/Pet.yaml")
        + "components: {schemas: {Pet: {$ref: 'b/Pet.yaml'}, All: {allOf: [{$ref: 'c.yaml#/Pet'}]}}}";
    let files = [("spec/a/Pet.yaml", "title: a"), ("spec/b/Pet.yaml", "title: b"), ("spec/c.yaml", "Pet: {title: c}")];
    let document = document(&root, &files);
    let titles = ["Pet", "Pet-2", "Pet-3"].map(|name| json(&document, &format!("/components/schemas/{name}/title")));
    assert_eq!(titles, [r#""b""#, r#""a""#, r#""c""#]);
}

#[test]
fn the_mapping_of_a_discriminator_may_name_files() {
    let root = schema("pet.yaml") + "components: {schemas: {Bird: {type: object}}}";
    let pet =
        "oneOf: [{$ref: dog.yaml}]\ndiscriminator: {propertyName: t, mapping: {d: dog.yaml, b: Bird, c: '#/x'}}\nx: {}";
    let document = document(&root, &[("spec/pet.yaml", pet), ("spec/dog.yaml", "type: object")]);
    assert_eq!(
        json(&document, "/components/schemas/pet/discriminator/mapping"),
        r##"{"d":"#/components/schemas/dog","b":"Bird","c":"#/components/schemas/x"}"##
    );
}

#[test]
fn what_is_not_read_says_why() {
    for (reference, expected) in [
        ("http://x/a.yaml", "`http://x/a.yaml` is a URL, and nothing is fetched"),
        ("//x/a.yaml", "is a URL"),
        ("/etc/passwd", "is an absolute path"),
        ("../../a.yaml", "leads out of the folder"),
        ("none.yaml", "leads to `spec/none.yaml`, which cannot be read: there is no such file"),
        ("bad.yaml", "cannot be read: spec/bad.yaml:1:1: /: the document is empty"),
        ("good.yaml#/none", "leads nowhere: `spec/good.yaml` has no `/none`"),
        ("good.yaml#none", "leads nowhere: what follows `#` is no JSON pointer into `spec/good.yaml`"),
        ("circle.yaml", "goes round in a circle"),
        ("x/", "is not the path of a file"),
    ] {
        let files =
            [("spec/bad.yaml", ""), ("spec/good.yaml", "type: string"), ("spec/circle.yaml", "$ref: circle.yaml")];
        let problems = problems(&schema(reference), &files);
        let place = format!("spec/openapi.yaml:3:94: {SCHEMA}/$ref: ");
        assert!(problems.starts_with(&place) && problems.contains(expected), "{reference}: {problems}");
    }
}

#[test]
fn a_problem_names_the_file_that_it_is_in() {
    let files = [("spec/a.yaml", "properties:\n  a: {$ref: '#/none'}\n  b: {type: 7}\n  c: {$ref: 'b.yaml'}")];
    let problems = problems(&schema("a.yaml"), &files);
    assert_eq!(
        problems.lines().filter(|line| !line.contains("help")).collect::<Vec<_>>(),
        [
            "spec/a.yaml:2:7: /properties/a/$ref: `#/none` leads nowhere: `spec/a.yaml` has no `/none`",
            "spec/a.yaml:3:7: /properties/b/type: expected one of array, boolean, integer, number, object, string, found the number 7",
            "spec/a.yaml:4:7: /properties/c/$ref: `b.yaml` leads to `spec/b.yaml`, which cannot be read: there is no such file",
        ]
    );
}

#[test]
fn files_that_repeat_each_other_are_bounded() {
    let mut files = Vec::new();
    for level in 0..12 {
        let uses: String = (0..10).map(|it| format!("e{it}: {{$ref: {}.yaml}}, ", level + 1)).collect();
        files.push((format!("spec/{level}.yaml"), format!("post: {{responses: {{}}, callbacks: {{c: {{{uses}}}}}}}")));
    }
    files.push(("spec/12.yaml".to_owned(), "{}".to_owned()));
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let problems = problems("paths: {/a: {$ref: 0.yaml}}", &files);
    assert!(problems.contains("repeats so much"), "{}", &problems[..problems.len().min(500)]);
}

#[test]
fn what_free_parts_of_the_document_refer_to_is_read_too() {
    let root = schema("#/x-own/A") + "x-own: {A: {properties: {b: {$ref: b.yaml}}}}";
    let document = document(&root, &[("spec/b.yaml", "type: string")]);
    assert_eq!(json(&document, "/x-own/A/properties/b"), r##"{"$ref":"#/components/schemas/b"}"##);
}

#[test]
fn texts_and_examples_may_be_files() {
    let root = "tags: [{name: t, description: {$ref: 'texts.yaml#/t'}}]\npaths: {}\ncomponents: {examples: {e: {value: \
                {$ref: e.json}}, f: {value: {$ref: none.json}}}}\nexternalDocs: {url: u, description: {$ref: d.md}}";
    let files = [("spec/texts.yaml", "t: |-\n  long"), ("spec/e.json", r#"{"a": 1}"#), ("spec/d.md", "# a: [b")];
    let document = document(root, &files);
    assert_eq!(json(&document, "/tags/0/description"), r#""long""#);
    assert_eq!(
        json(&document, "/components/examples"),
        r#"{"e":{"value":{"a":1}},"f":{"value":{"$ref":"none.json"}}}"#
    );
    assert_eq!(json(&document, "/externalDocs/description"), r##""# a: [b""##);
    assert_eq!(document.origin(&"/components/examples/e/value/a".parse().unwrap()).file, "spec/e.json");
    Contract::new(document).unwrap();
}

#[test]
fn what_leads_to_a_file_that_is_not_read_is_reported_once() {
    let root = schema("#/components/schemas/A") + "components: {schemas: {A: {$ref: none.yaml}}}";
    let problems = problems(&root, &[]);
    assert!(
        problems.starts_with("spec/openapi.yaml:4:28: /components/schemas/A/$ref: `none.yaml` leads to"),
        "{problems}"
    );
    assert_eq!(problems.lines().count(), 2, "{problems}");
}

#[test]
fn an_address_may_lead_through_references() {
    let root = schema("index.yaml#/Pet/properties/tag")
        + "components: {schemas: {Own: {$ref: 'pet.yaml'}, Other: {allOf: [{$ref: \
                                                           '#/components/schemas/Own/properties/tag'}]}}}";
    let files = [("spec/index.yaml", "Pet: {$ref: pet.yaml}"), ("spec/pet.yaml", "properties: {tag: {type: string}}")];
    let document = document(&root, &files);
    assert_eq!(json(&document, SCHEMA), r##"{"$ref":"#/components/schemas/Own/properties/tag"}"##);
    Contract::new(document).unwrap();
}
