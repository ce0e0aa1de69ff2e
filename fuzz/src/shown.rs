//! What may be shown to people.

/// Panics if a text has a control character that a terminal would obey.
pub fn assert_shown(text: &str) {
    let obeyed = |character: char| character.is_control() && !matches!(character, '\n' | '\t' | '\r');
    assert!(!text.contains(obeyed), "{text:?}");
}
