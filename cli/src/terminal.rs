//! The terminal: its presence, its echo, and text that is safe to print to it.

use std::io::{self, IsTerminal, Write};

/// Returns whether the user can be prompted. Standard output may be redirected.
pub fn is_interactive() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Returns the text on one line and without control characters and changes of direction, with which a text from a wiki
/// could overwrite what the terminal shows.
pub fn sanitize(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().filter_map(|c| match c {
            // MediaWiki sets names apart with these: "The block was made by \u{202a}Admin\u{202c}."
            c if is_bidi(c) => None,
            c if c.is_control() => Some(char::REPLACEMENT_CHARACTER),
            c => Some(c),
        }));
    }
    line
}

/// Writes a line to standard error, without control characters.
pub fn print_message(sentence: &str) {
    let _ = writeln!(io::stderr(), "mwaccount: {}", sanitize(sentence));
}

/// Returns whether a character changes the direction of the text after it.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The terminal's saved settings. A signal ends the process without unwinding, so that
/// rpassword does not restore them.
#[derive(Debug)]
pub struct Settings {
    #[cfg(unix)]
    terminal: Option<(std::fs::File, rustix::termios::Termios)>,
}

impl Settings {
    /// Saves the current settings.
    pub fn save() -> Self {
        Self {
            #[cfg(unix)]
            terminal: std::fs::File::open("/dev/tty")
                .ok()
                .and_then(|tty| rustix::termios::tcgetattr(&tty).ok().map(|was| (tty, was))),
        }
    }

    /// Restores the settings. On Windows rpassword does that itself, as it reads Ctrl-C as a
    /// key.
    pub fn restore(&self) {
        #[cfg(unix)]
        if let Some((tty, was)) = &self.terminal {
            let _ = rustix::termios::tcsetattr(tty, rustix::termios::OptionalActions::Now, was);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_replaced() {
        assert_eq!(sanitize("a\n b\t c "), "a b c");
        assert_eq!(sanitize("\u{1b}[2Jx\u{202e}y"), "\u{fffd}[2Jxy");
        assert_eq!(sanitize("by \u{202a}Admin\u{202c}."), "by Admin.");
        assert_eq!(sanitize("\u{2068}a\u{2069}"), "a");
    }
}
