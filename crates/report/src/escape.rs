//! What every format does with text that it does not trust: one line, of bounded length, in which all can be seen.

/// The longest name, headline or sentence that is told whole, in characters.
const LONGEST: usize = 500;

/// The text on one line: what is not seen, or moves what is, as `\n` or `\u{1b}`; cut if it is very long.
pub(super) fn line(text: &str) -> String {
    cut(text, LONGEST)
}

/// [`line`], cut after so many characters.
pub(super) fn cut(text: &str, longest: usize) -> String {
    let mut line = String::new();
    for (index, character) in text.chars().enumerate() {
        if index == longest {
            line.push('…');
            break;
        }
        if is_hidden(character) {
            line.extend(character.escape_default());
        } else if completes_command(&line, character) {
            line.extend(character.escape_unicode());
        } else {
            line.push(character);
        }
    }
    line
}

/// Whether a character completes `##[` or `##vso[`, by which the runners of workflows, GitHub's and Azure's, know a command
/// wherever it is in a line (`ActionCommand.cs` of actions/runner, `Command.cs` of microsoft/azure-pipelines-agent).
pub(super) fn completes_command(before: &str, character: char) -> bool {
    character == '[' && (before.ends_with("##") || before.ends_with("##vso"))
}

/// Whether a character controls a terminal, breaks a line, turns the direction of writing, or takes no room.
pub(super) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_what_is_hidden_and_leaves_what_is_seen() {
        assert_eq!(line("\u{1b}[2J\r\nd\u{e9}j\u{e0} \u{202e}\u{9b}1m"), r"\u{1b}[2J\r\ndéjà \u{202e}\u{9b}1m");
    }

    #[test]
    fn lets_no_text_be_a_command_of_a_workflow() {
        assert_eq!(line("a ##[error]b ##vso[task.c]#[x]"), r"a ##\u{5b}error]b ##vso\u{5b}task.c]#[x]");
    }

    #[test]
    fn cuts_between_characters() {
        assert_eq!(cut("déjà vu", 4), "déjà…");
        assert_eq!(cut("déjà", 4), "déjà");
    }
}
