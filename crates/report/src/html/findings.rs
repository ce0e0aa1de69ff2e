//! The findings of the lint.

use lint::{Checked, Finding, Severity};

use super::markup::{code, prose, text};
use super::page::page;
use crate::place::FilePlace;
use crate::quote::Quotes;
use crate::{Sources, finding_entry, phrases};

pub(crate) fn findings(checked: &Checked, sources: &Sources<'_>) -> String {
    let title = format!("Contract: {}", finding_entry::counts(&checked.findings));
    let quotes = Quotes::new(sources);
    let mut main = String::new();
    for severity in Severity::ALL {
        let of_severity = checked.findings.iter().filter(|finding| finding.severity == severity);
        of_severity.for_each(|finding| main.push_str(&self::finding(finding, &quotes)));
    }
    if main.is_empty() {
        main.push_str("<p>Nothing is wrong with the contract.</p>\n");
    }
    let off: String = finding_entry::off(checked).map(|line| format!("<li>{}</li>\n", prose(&line))).collect();
    if !off.is_empty() {
        main.push_str(&format!("<h2>Not reported</h2>\n<ul>\n{off}</ul>\n"));
    }
    page(&title, "", &main, "check")
}

fn finding(finding: &Finding, quotes: &Quotes<'_>) -> String {
    let (place, severity) = (FilePlace::from(finding), finding.severity);
    let at = text(&place.without_column().to_string());
    let lines = quotes.node(place).unwrap_or_default();
    let lines: String = lines.iter().map(|line| format!("<span>{}</span>", text(line))).collect();
    let lines = if lines.is_empty() { lines } else { format!("<pre>{lines}</pre>\n") };
    let rows = [
        ("Place", Some(format!("{}: {}", code(&place.to_string()), code(&phrases::pointer(finding))))),
        ("Rule", Some(code(finding.rule.id))),
        ("Section", finding.rule.section.map(text)),
        ("By the configuration", finding.reason.as_deref().map(prose)),
    ];
    let rows = rows.into_iter().filter_map(|(term, row)| Some(format!("<dt>{term}</dt><dd>{}</dd>\n", row?)));
    // The badges are those of the tiers that are as grave.
    let class = match severity {
        Severity::Error => "wire",
        Severity::Warning => "source",
        Severity::Info => "docs",
    };
    format!(
        "<details>\n<summary><span class=\"tier {class}\">{severity}</span> {} <span class=\"faint\">{at}</span></summary>\n\
         <div>\n{lines}<p>{}</p>\n<dl>\n{}</dl>\n</div>\n</details>\n",
        prose(&finding.message),
        prose(&finding.help),
        rows.collect::<String>()
    )
}
