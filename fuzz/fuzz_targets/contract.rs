//! Whatever a text holds, it is read as a contract, or refused with problems that can be shown.
#![no_main]

use fuzz::assert_shown;
use libfuzzer_sys::fuzz_target;
use openapi::{Contract, Document};

fuzz_target!(|input: &str| {
    match Document::parse("contract", input).map(Contract::new) {
        Ok(Ok(contract)) => {
            for operation in contract.operations() {
                operation.examples();
                for parameter in operation.parameters() {
                    parameter.example();
                }
            }
            // What is written is read as the same.
            let json = contract.root().to_json().to_string();
            let again = Document::parse("contract", &json).expect("it is JSON");
            assert_eq!(again.root().to_json(), contract.root().to_json());
        }
        Ok(Err(problems)) => assert_shown(&problems.to_string()),
        Err(problems) => assert_shown(&problems.to_string()),
    }
});
