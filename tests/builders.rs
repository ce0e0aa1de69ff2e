//! The builders of the generated types: what they report, and what they fill in.

use defender_actions::types::error::ConversionError;
use defender_actions::types::{ErrorDetail, FileAction, StopAndQuarantineFileRequest, builder};

#[test]
fn a_missing_property_is_named_with_the_call_that_sets_it() {
    let detail: Result<ErrorDetail, ConversionError> = ErrorDetail::builder().code("Odd").try_into();
    assert_eq!(detail.unwrap_err().to_string(), "the property `message` is missing: set it with `.message(…)`");

    let missing: Result<StopAndQuarantineFileRequest, _> = builder::StopAndQuarantineFileRequest::default().try_into();
    let expected = "the property `Comment` of the body is missing: set it with `.body_map(|body| body.comment(…))`";
    assert_eq!(missing.unwrap_err().to_string(), expected);
}

#[test]
fn a_value_that_does_not_fit_is_named_with_its_property() {
    let short = builder::StopAndQuarantineFileRequest::default().comment("c").sha1("12");
    let error = StopAndQuarantineFileRequest::try_from(short).unwrap_err().to_string();
    assert!(error.starts_with("the property `Sha1` is not valid: "), "{error}");
}

#[test]
fn properties_that_the_contract_does_not_name_are_none_unless_they_are_set() {
    let action = FileAction::try_from(FileAction::builder().file_identifier("f".to_owned())).unwrap();
    assert!(action.extra.is_empty());
    let more = [("new".to_owned(), 1.into())].into_iter().collect::<serde_json::Map<_, _>>();
    let action = FileAction::try_from(FileAction::builder().extra(more)).unwrap();
    assert_eq!(serde_json::to_value(action).unwrap(), serde_json::json!({"new": 1}));
}
