//! Documents of any size.

use std::fmt::Write;

/// How the schemas refer to each other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum References {
    /// Each refers to the next, and so every operation reaches all of them.
    #[allow(dead_code, reason = "not every program that has this file measures both")]
    InChain,
    /// To a few that all share.
    #[allow(dead_code, reason = "not every program that has this file measures both")]
    Short,
}

/// A document of so many operations; each has parameters, a body, responses, a schema of its own and shared ones. In the
/// changed one a tenth of the operations differ, and one schema that all share.
pub fn document(operations: usize, is_changed: bool, references: References) -> String {
    let mut text = String::from("openapi: 3.0.3\ninfo: {title: Large, version: 1.0.0}\npaths:\n");
    let mut schemas = String::new();
    for index in 0..operations {
        let length = if is_changed && index % 10 == 0 { 20 } else { 40 };
        let _ = write!(
            text,
            "  /things{index}/{{id}}/parts:
    post:
      operationId: operation{index}
      summary: Do the thing {index}
      tags: [things]
      parameters:
        - {{name: id, in: path, required: true, schema: {{type: string, format: uuid}}}}
        - {{name: filter, in: query, schema: {{type: string, maxLength: {length}}}}}
        - {{$ref: '#/components/parameters/Trace'}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {{$ref: '#/components/schemas/Thing{index}'}}
      responses:
        '200':
          description: Done.
          content:
            application/json:
              schema: {{type: array, items: {{$ref: '#/components/schemas/Thing{index}'}}}}
        4XX: {{$ref: '#/components/responses/Refused'}}
        default: {{$ref: '#/components/responses/Refused'}}
"
        );
        let _ = write!(
            schemas,
            "    Thing{index}:
      type: object
      description: The thing {index}, and what belongs to it.
      required: [name]
      properties:
        name: {{type: string, minLength: 1, description: Its name.}}
        size: {{type: integer, format: int32, minimum: 0, description: Its size in bytes.}}
        state: {{$ref: '#/components/schemas/State'}}
        parts: {{type: array, items: {{$ref: '#/components/schemas/Part'}}}}
{next}",
            next = match references {
                References::InChain => {
                    let other = (index + 1) % operations;
                    format!("        next: {{$ref: '#/components/schemas/Thing{other}'}}\n")
                }
                References::Short => String::new(),
            },
        );
    }
    let value = if is_changed { ", Lost" } else { "" };
    let _ = write!(
        text,
        "components:
  parameters:
    Trace: {{name: trace, in: header, schema: {{type: string}}}}
  responses:
    Refused:
      description: Refused.
      content: {{application/json: {{schema: {{$ref: '#/components/schemas/Problem'}}}}}}
  schemas:
    State: {{type: string, enum: [New, Old{value}]}}
    Part: {{type: object, properties: {{of: {{$ref: '#/components/schemas/Part'}}, state: {{$ref: '#/components/schemas/State'}}}}}}
    Problem: {{type: object, properties: {{code: {{type: string}}, message: {{type: string}}}}}}
{schemas}"
    );
    text
}
