//! The sample in a README.

use anyhow::{Result, bail};

/// Blocks of this kind hold commands for a terminal.
const COMMANDS: &str = "console";

/// The one fenced block of a README that holds code.
///
/// # Errors
///
/// No such block, or more than one: what is shown as code is run.
pub fn sample(readme: &str) -> Result<String> {
    let mut blocks: Vec<(&str, String)> = Vec::new();
    let mut is_open = false;
    for line in readme.lines() {
        match line.strip_prefix("```") {
            Some(_) if is_open => is_open = false,
            Some(kind) => {
                is_open = true;
                blocks.push((kind.trim(), String::new()));
            }
            None if is_open => {
                if let Some((_, code)) = blocks.last_mut() {
                    *code += line;
                    code.push('\n');
                }
            }
            None => {}
        }
    }
    if is_open {
        bail!("a fenced block has no end");
    }
    blocks.retain(|(kind, _)| *kind != COMMANDS);
    match <[_; 1]>::try_from(blocks) {
        Ok([(_, code)]) => Ok(code),
        Err(blocks) => {
            let kinds: Vec<_> = blocks.iter().map(|(kind, _)| *kind).collect();
            bail!("one fenced block is the sample, and the others are `{COMMANDS}`; there are {kinds:?}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_the_block_of_code() {
        let readme = "# X\n\n```console\n$ make\n```\n\nText\n\n```go\nif x {\n\n\treturn\n}\n```\n";
        assert_eq!(sample(readme).unwrap(), "if x {\n\n\treturn\n}\n");
    }

    #[test]
    fn code_that_would_not_be_run_is_refused() {
        let refused = |readme| sample(readme).unwrap_err().to_string();
        assert!(refused("```console\n$ make\n```\n").ends_with("there are []"));
        assert!(refused("```go\n1\n```\n```\n2\n```\n").ends_with(r#"there are ["go", ""]"#));
        assert_eq!(refused("```go\n1\n"), "a fenced block has no end");
    }
}
