//! The terminal as such: whether there is one, what may be written to it, and its echo.

use std::io::{self, IsTerminal, Write};

/// Whether somebody sits there: can read what is asked, and can type an answer.
/// Standard output may well go elsewhere.
pub fn is_interactive() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// A text of the wiki's, on one line and without control characters: such a text
/// could otherwise rewrite what stands on the terminal.
pub fn sanitize(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().map(|c| match c {
            c if c.is_control() || is_bidi(c) => char::REPLACEMENT_CHARACTER,
            c => c,
        }));
    }
    line
}

/// Writes a line to standard error, without control characters.
pub fn print_message(sentence: &str) {
    let _ = writeln!(io::stderr(), "mwaccount: {}", sanitize(sentence));
}

/// Characters that turn the direction of what follows them.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The terminal's settings from before they were changed. A signal ends the process
/// without the unwinding that puts them back otherwise.
#[derive(Debug)]
pub struct Settings {
    #[cfg(unix)]
    terminal: Option<(std::fs::File, rustix::termios::Termios)>,
}

impl Settings {
    /// The settings as they are now.
    pub fn save() -> Self {
        Self {
            #[cfg(unix)]
            terminal: std::fs::File::open("/dev/tty")
                .ok()
                .and_then(|tty| rustix::termios::tcgetattr(&tty).ok().map(|was| (tty, was))),
        }
    }

    /// Puts them back. On Windows rpassword does so by itself: there nothing but a
    /// key that it reads interrupts it.
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
        assert_eq!(sanitize("\u{1b}[2Jx\u{202e}y"), "\u{fffd}[2Jx\u{fffd}y");
    }
}
