//! The page around a report.

use super::markup::text;

/// Nothing is loaded, nothing is run, nothing is sent; the styles are in the page.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE: &str = include_str!("style.css");

/// A page; `header` and `main` are HTML.
pub(super) fn page(title: &str, header: &str, main: &str, command: &str) -> String {
    let title = text(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n{header}</header>\n\
         <main>\n{main}</main>\n<footer>\n<p>Made by <code>defender-actions contract {command}</code>. <code>defender-actions \
         contract explain</code> lists all rules.</p>\n</footer>\n</body>\n</html>\n"
    )
}
