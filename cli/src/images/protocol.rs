//! The ways to draw a picture on a terminal, and which of them the environment shows.

use super::blocks::Colours;

/// A way to draw a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// The graphics protocol of kitty.
    Kitty,
    /// The images of iTerm2.
    Iterm,
    /// Sixels.
    Sixel,
    /// Half blocks.
    Blocks(Colours),
}

/// The knowledge of a terminal from the environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// The terminal draws in this way.
    Draws(Protocol),
    /// The terminal must be asked. If it does not answer, half blocks with these colours are right.
    Asks(Colours),
    /// The terminal draws nothing.
    Nothing,
}

/// Returns what the environment shows of the terminal.
///
/// In tmux and screen it shows the terminal that they were started in, and they answer for themselves: neither tells
/// what the terminal outside draws. Half blocks are text and therefore always right there.
pub fn known(variable: impl Fn(&str) -> Option<String>) -> Known {
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    let is = |name: &str, expected: &str| variable(name).is_some_and(|value| value == expected);
    let term = variable("TERM").unwrap_or_default();
    let colours = colours(&variable);
    if matches!(term.as_str(), "" | "dumb") {
        // Windows has no TERM. Its older console takes no control sequences.
        return match is_set("WT_SESSION") {
            true => Known::Draws(Protocol::Blocks(colours)),
            false => Known::Nothing,
        };
    }
    let is_multiplexer = is_set("TMUX") || is_set("STY") || is_multiplexer(&term);
    // These print a question that they do not understand.
    let is_plain = term == "linux" || is("TERM_PROGRAM", "Apple_Terminal");
    if is_multiplexer || is_plain {
        return Known::Draws(Protocol::Blocks(colours));
    }
    if term == "xterm-kitty" {
        return Known::Draws(Protocol::Kitty);
    }
    if is("TERM_PROGRAM", "iTerm.app") || is("LC_TERMINAL", "iTerm2") {
        return Known::Draws(Protocol::Iterm);
    }
    Known::Asks(colours)
}

/// Returns the colours of the terminal. With `NO_COLOR` there are none: a picture of two colours is drawn in
/// those of the text.
pub fn colours(variable: impl Fn(&str) -> Option<String>) -> Colours {
    let value = |name: &str| variable(name).unwrap_or_default();
    let term = value("TERM");
    let has_all = matches!(value("COLORTERM").as_str(), "truecolor" | "24bit")
        || term.ends_with("-direct")
        || term == "xterm-kitty"
        || !value("WT_SESSION").is_empty();
    let is_screen = !value("STY").is_empty() || term.starts_with("screen");
    if !value("NO_COLOR").is_empty() {
        Colours::None
    } else if has_all && !is_screen {
        Colours::All
    } else if has_all || term.contains("256color") {
        Colours::Indexed
    } else {
        Colours::None
    }
}

fn is_multiplexer(term: &str) -> bool {
    ["screen", "tmux"].iter().any(|name| term.starts_with(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known_with(environment: &[(&str, &str)]) -> Known {
        known(|name| {
            let mut variables = environment.iter();
            let found = variables.find(|(variable, _)| *variable == name)?;
            Some(found.1.to_owned())
        })
    }

    #[test]
    fn the_environment_shows_what_a_terminal_draws() {
        let blocks = |colours| Known::Draws(Protocol::Blocks(colours));
        let xterm = ("TERM", "xterm-256color");
        for (environment, expected) in [
            (&[][..], Known::Nothing),
            (
                &[("TERM", "dumb"), ("COLORTERM", "truecolor")],
                Known::Nothing,
            ),
            (&[("WT_SESSION", "1")], blocks(Colours::All)),
            (&[("TERM", "linux")], blocks(Colours::None)),
            (&[("TERM", "vt100")], Known::Asks(Colours::None)),
            (&[xterm], Known::Asks(Colours::Indexed)),
            (
                &[xterm, ("COLORTERM", "truecolor")],
                Known::Asks(Colours::All),
            ),
            (
                &[xterm, ("COLORTERM", "24bit"), ("NO_COLOR", "1")],
                Known::Asks(Colours::None),
            ),
            (&[xterm, ("NO_COLOR", "")], Known::Asks(Colours::Indexed)),
            (
                &[xterm, ("KITTY_WINDOW_ID", "1")],
                Known::Asks(Colours::Indexed),
            ),
            (
                &[("TERM", "xterm-kitty"), ("KITTY_WINDOW_ID", "1")],
                Known::Draws(Protocol::Kitty),
            ),
            (
                &[xterm, ("TERM_PROGRAM", "iTerm.app")],
                Known::Draws(Protocol::Iterm),
            ),
            (
                &[xterm, ("LC_TERMINAL", "iTerm2")],
                Known::Draws(Protocol::Iterm),
            ),
            (
                &[xterm, ("TERM_PROGRAM", "Apple_Terminal")],
                blocks(Colours::Indexed),
            ),
            // What the terminal outside has set.
            (
                &[
                    ("TERM", "tmux-256color"),
                    ("LC_TERMINAL", "iTerm2"),
                    ("COLORTERM", "truecolor"),
                ],
                blocks(Colours::All),
            ),
            (
                &[
                    xterm,
                    ("TMUX", "/tmp/tmux-0/default,1,0"),
                    ("KITTY_WINDOW_ID", "1"),
                ],
                blocks(Colours::Indexed),
            ),
            (
                &[
                    ("TERM", "screen"),
                    ("STY", "1.pts"),
                    ("COLORTERM", "truecolor"),
                ],
                blocks(Colours::Indexed),
            ),
            (&[("TERM", "screen")], blocks(Colours::None)),
        ] {
            assert_eq!(known_with(environment), expected, "{environment:?}");
        }
    }
}
