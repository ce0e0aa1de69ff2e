//! The colours.

use anstyle::{AnsiColor, Style};
use lint::Severity;
use review::Tier;

/// The styles; all plain without colours.
#[derive(Default)]
pub(super) struct Styles {
    wire: Style,
    source: Style,
    compatible: Style,
    docs: Style,
    pub headline: Style,
    pub label: Style,
    pub base: Style,
    pub head: Style,
}

impl Styles {
    pub fn new(has_colours: bool) -> Self {
        if !has_colours {
            return Self::default();
        }
        Self {
            wire: AnsiColor::Red.on_default().bold(),
            source: AnsiColor::Yellow.on_default().bold(),
            compatible: AnsiColor::Green.on_default(),
            docs: AnsiColor::Blue.on_default(),
            headline: Style::new().bold(),
            label: Style::new().dimmed(),
            base: AnsiColor::Red.on_default(),
            head: AnsiColor::Green.on_default(),
        }
    }

    pub fn tier(&self, tier: Tier) -> Style {
        match tier {
            Tier::Wire => self.wire,
            Tier::Source => self.source,
            Tier::Compatible => self.compatible,
            Tier::Docs => self.docs,
        }
    }

    pub fn severity(&self, severity: Severity) -> Style {
        match severity {
            Severity::Error => self.wire,
            Severity::Warning => self.source,
            Severity::Info => self.docs,
        }
    }
}
