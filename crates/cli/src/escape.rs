//! What is done with text that is not trusted, where it is shown: one line, of bounded length, in which all can be seen.

/// The longest line that is shown whole, in characters.
const LONGEST: usize = 500;

/// The text on one line: hidden characters as `\n` or `\u{1b}`, and cut if it is very long.
pub fn line(text: &str) -> String {
    cut(text, LONGEST)
}

/// [`line`], cut after so many characters.
pub fn cut(text: &str, longest: usize) -> String {
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
pub fn completes_command(before: &str, character: char) -> bool {
    character == '[' && (before.ends_with("##") || before.ends_with("##vso"))
}

/// Whether a character controls a terminal, breaks a line, turns the direction of writing, or takes no room.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
