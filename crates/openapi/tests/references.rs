//! References of a contract: encoded ones, and ones into other components, are read; wrong ones are reported.

use openapi::{Contract, ObjectKind};

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\n";

fn contract(text: &str) -> Contract {
    Contract::parse("test.yaml", &format!("{HEAD}{text}")).unwrap()
}

fn problems(text: &str) -> String {
    Contract::parse("test.yaml", &format!("{HEAD}{text}")).unwrap_err().to_string()
}

#[test]
fn an_encoded_reference_leads_where_the_plain_one_does() {
    let text = |name: &str| {
        format!(
            "paths:\n  /a:\n    post:\n      requestBody: {{content: {{application/json: {{\
             schema: {{$ref: '#/components/schemas/{name}'}}, \
             examples: {{bad: {{$ref: '#/components/examples/{name}'}}}}}}}}}}\n      \
             responses: {{'200': {{description: d}}}}\n\
             components:\n  schemas: {{My-Thing: {{type: integer}}}}\n  examples: {{My-Thing: {{value: text}}}}\n"
        )
    };
    for name in ["My-Thing", "My%2DThing", "%4dy-Thing"] {
        let contract = contract(&text(name));
        let examples = contract.operations()[0].examples();
        assert_eq!(examples[0].example.value.pointer.to_string(), "/components/examples/My-Thing/value", "{name}");
        let schema = examples[0].schema.as_ref().unwrap().resolve();
        assert_eq!(schema.pointer.to_string(), "/components/schemas/My-Thing", "{name}");
    }
}

#[test]
fn a_reference_into_another_component_is_read() {
    let contract = contract(
        "paths: {}\ncomponents:\n  schemas:\n    S: {$ref: '#/components/responses/R/content/application~1json/schema'}\n    \
         P: {$ref: '#/components/responses/R/content/application~1json/schema/properties/a'}\n  \
         responses:\n    R: {description: d, content: {application/json: {schema: {properties: {a: {type: string}}}}}}\n",
    );
    let schema = contract.at(&"/components/schemas/P".parse().unwrap()).unwrap();
    assert_eq!(schema.resolve().text("type"), Some("string"));
}

#[test]
fn a_reference_to_another_kind_of_object_is_reported_with_both() {
    for (reference, found) in [
        ("#/components/responses/R", "Response"),
        ("#/components/responses/R/content", "an object"),
        ("#/components/responses/R/content/a~1b", "Media Type"),
        ("#/components/schemas", "an object"),
        ("#/info/title", "a string"),
        ("#/paths", "Paths"),
    ] {
        let text = format!(
            "paths: {{}}\ncomponents:\n  schemas: {{S: {{$ref: '{reference}'}}}}\n  \
             responses: {{R: {{description: d, content: {{a/b: {{encoding: {{}}}}}}}}}}\n"
        );
        let expected =
            format!("/components/schemas/S/$ref: expected a reference to Schema, and `{reference}` leads to {found}");
        assert!(problems(&text).ends_with(&expected), "{}", problems(&text));
    }
}

/// A response that is among the request bodies, as in documents in the field: it can be read, and is reported.
#[test]
fn an_object_that_has_the_right_form_is_read_where_it_stands() {
    let text = |extra: &str| {
        format!(
            "paths: {{/a: {{get: {{operationId: a, responses: {{'200': {{$ref: '#/components/requestBodies/R'}}}}}}}}}}\n\
             components: {{requestBodies: {{R: {{description: d, content: {{text/plain: {{}}}}{extra}}}}}}}\n"
        )
    };
    let contract = contract(&text(""));
    assert!(contract.operations()[0].success_with_body().is_some());
    let reported = contract.check_all_constraints().unwrap_err().to_string();
    let expected = "expected a reference to Response, and `#/components/requestBodies/R` leads to Request Body";
    assert!(reported.ends_with(expected), "{reported}");
    let problems = problems(&text(", required: true"));
    assert!(problems.ends_with(expected), "{problems}");
}

#[test]
fn what_only_references_lead_to_is_checked_as_what_they_expect() {
    let text = |schema: &str| {
        format!(
            "paths: {{}}\nx-shared:\n  A: {{items: {{$ref: '#/x-shared/B'}}}}\n  B: {schema}\n  C: {{typo: 1}}\n\
             components: {{schemas: {{S: {{$ref: '#/x-shared/A'}}, T: {{$ref: '#/x-shared/A'}}}}}}\n"
        )
    };
    let contract = contract(&text("{type: string}"));
    let schemas: Vec<_> = contract.objects().of(ObjectKind::Schema).map(|it| it.pointer.to_string()).collect();
    assert_eq!(schemas, ["/x-shared/A", "/x-shared/B"]);
    let problems = problems(&text("{type: text}"));
    assert!(problems.starts_with("test.yaml:6:7: /x-shared/B/type: expected one of array"), "{problems}");
    assert_eq!(problems.lines().count(), 1, "{problems}");
}

#[test]
fn a_requirement_may_name_a_scheme_that_looks_like_an_extension() {
    let text = |name: &str| {
        format!(
            "paths: {{}}\nsecurity: [{{{name}: []}}]\n\
             components: {{securitySchemes: {{x-key: {{type: apiKey, name: k, in: header}}}}}}\n"
        )
    };
    contract(&text("x-key"));
    assert!(problems(&text("x-other")).contains("no security scheme has the name `x-other`"));
}
