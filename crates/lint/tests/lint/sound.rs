//! A document without mistakes, and the files of its repository.

use lint::{File, RepositoryFiles};

use crate::expect::{findings, list};

/// A document without a mistake. Each case below makes one in it.
pub const SOUND: &str = "\
openapi: 3.0.3
info:
  title: Test
  version: 1.0.0
  contact:
    email: a@example.com
servers:
  - url: https://{region}.example.com
    variables:
      region:
        enum: [us, eu]
        default: us
tags:
  - name: things
paths:
  /things/{id}:
    post:
      operationId: makeThing
      summary: Make a thing
      tags: [things]
      security:
        - signIn: [Thing.Write]
        - key: []
        - bearer: []
      parameters:
        - name: id
          in: path
          required: true
          example: a1
          schema:
            type: string
        - name: depth
          in: query
          style: form
          schema:
            type: integer
            default: 3
      requestBody:
        content:
          application/json:
            schema:
              $ref: '#/components/schemas/Thing'
            examples:
              small: {$ref: '#/components/examples/Small'}
              large:
                value: {size: 20}
          multipart/form-data:
            schema:
              type: object
              properties:
                file: {type: string, description: The file.}
            encoding:
              file: {contentType: text/plain}
      responses:
        '200':
          description: The thing.
          headers:
            X-Count:
              schema: {type: integer}
              example: 4
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Any'
              example: {kind: Thing, size: 3}
          links:
            again:
              operationId: makeThing
              parameters: {path.id: $response.body#/id}
        4XX:
          description: Refused.
      callbacks:
        made:
          '{$request.body#/url}':
            post:
              operationId: made
              responses:
                '204': {description: Taken.}
components:
  securitySchemes:
    signIn:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://example.com/token
          scopes: {Thing.Write: Make things.}
    key: {type: apiKey, name: k, in: header}
    bearer: {type: http, scheme: bearer, bearerFormat: JWT}
  examples:
    Small:
      value: {size: 1}
  schemas:
    Any:
      oneOf:
        - $ref: '#/components/schemas/Thing'
      discriminator:
        propertyName: kind
        mapping: {Thing: Thing}
    Thing:
      type: object
      required: [kind]
      properties:
        kind: {type: string, readOnly: true, description: The kind.}
        size: {type: integer, minimum: 1, maximum: 99, description: The size.}
        parts:
          type: array
          description: The parts.
          items: {$ref: '#/components/schemas/Part'}
          xml: {wrapped: true}
    Part:
      type: string
      enum: [a, b]
      x-extensible-enum: [a, b]
      pattern: ^[a-z]$
";

/// The quirks of the sound document.
pub const QUIRKS: &str = "\
quirks:
  - id: a-thing
    title: A thing.
    says: {service: yes it is}
    contract: A thing.
    because: It is.
    where: [/components/schemas/Thing]
    tests: ['tests/a.rs::a_thing']
";

pub fn repository_files() -> RepositoryFiles {
    let file = |name: &str, text: &str| File { name: name.to_owned(), text: text.to_owned() };
    RepositoryFiles {
        quirks: Some(file("quirks.yaml", QUIRKS)),
        examples: Some(vec![
            file("examples/makeThing/request.small.json", "{\n  \"size\": 1\n}\n"),
            file("examples/makeThing/request.large.json", "{\n  \"size\": 20\n}\n"),
        ]),
        tests: Some(vec![file("tests/a.rs", "/// A thing.\n#[test]\nfn a_thing() {}\n")]),
    }
}

#[test]
fn a_sound_document_has_no_finding() {
    assert_eq!(list(&findings(SOUND, &RepositoryFiles::default())), "");
    assert_eq!(list(&findings(SOUND, &repository_files())), "");
}
