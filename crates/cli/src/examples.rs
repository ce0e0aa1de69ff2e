//! The section of examples in the help of a command.

/// The section, of what each example does, and the line of a shell that does it.
pub fn section(examples: &[(&str, &str)]) -> String {
    let examples: Vec<_> = examples.iter().map(|(title, line)| format!("  {title}:\n    {line}")).collect();
    format!("Examples:\n{}", examples.join("\n"))
}
