//! The differences of generated code.

use openapi::escape;

use super::markup::{block, code};

/// What `git diff` prints, file by file.
pub(super) fn files(diff: &str) -> Vec<String> {
    let mut files: Vec<(String, Vec<String>)> = Vec::new();
    for line in diff.lines() {
        if let Some(paths) = line.strip_prefix("diff --git ") {
            let path = paths.rsplit(" b/").next().unwrap_or(paths);
            files.push((path.to_owned(), Vec::new()));
        } else if let Some((_, lines)) = files.last_mut() {
            // The headers name the file again.
            let is_header =
                ["index ", "--- ", "+++ ", "new file", "deleted file"].iter().any(|head| line.starts_with(head));
            if !is_header {
                lines.push(escape::line(line));
            }
        }
    }
    files.iter().map(|(path, lines)| format!("- {}\n{}", code(path), block("diff", lines))).collect()
}
