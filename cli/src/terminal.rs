//! The terminal: its presence, its echo, and text that is safe to print to it.

use std::{
    fmt::Write as _,
    io::{self, IsTerminal, Write},
    sync::OnceLock,
};

use anstyle::{AnsiColor, Style};
use indicatif::{MultiProgress, ProgressDrawTarget};
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter};

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
            c if changes_direction(c) => None,
            c if c.is_control() => Some(char::REPLACEMENT_CHARACTER),
            c => Some(c),
        }));
    }
    line
}

/// The maximum number of characters of a wiki's text that is printed.
const MAX_TEXT: usize = 4096;

/// The maximum number of characters of the name of a field or an option.
const MAX_LABEL: usize = 1024;

/// The maximum number of characters of a message, which may have addresses in it.
const MAX_MESSAGE: usize = 16_384;

/// Returns a wiki's text as [`sanitize`] does, cut off if it is so long that it would push away what was printed
/// before.
pub fn excerpt(text: &str) -> String {
    shorten(sanitize(text), MAX_TEXT)
}

/// Returns the name of a field or an option as [`excerpt`] does, which leaves room for what is added to it.
pub fn short_label(text: &str) -> String {
    shorten(sanitize(text), MAX_LABEL)
}

/// Returns the label of a field or an option without the colon at its end, or `name` if a person sees nothing of the
/// label.
pub fn label_or_name<'t>(label: Option<&'t str>, name: &'t str) -> &'t str {
    let label = label.unwrap_or_default();
    let label = label.trim_end_matches(|c: char| c == ':' || c.is_whitespace());
    if label.chars().all(is_invisible) {
        name
    } else {
        label
    }
}

/// Returns whether a character takes no place on the screen, or an empty one.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || is_unsafe(c)
        || matches!(
            c,
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
        )
}

fn shorten(mut line: String, longest: usize) -> String {
    if let Some((end, _)) = line.char_indices().nth(longest) {
        let rest = line[end..].chars().count();
        line.truncate(end);
        let _ = write!(line, "… ({rest} more characters)");
    }
    line
}

/// Returns a name with the characters that a terminal must not get as `\u200e`, so that it differs
/// from every other name.
pub fn show_name(name: &str) -> String {
    let mut shown = String::with_capacity(name.len());
    for c in name.chars() {
        if is_unsafe(c) {
            let _ = write!(shown, "\\u{:04x}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Returns the JSON text of an object on one line. The characters that a terminal must not get are
/// escaped, which programs read as the same characters.
pub fn to_json(object: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    // Serialisation of strings, numbers and lists cannot fail.
    let _ = object.serialize(&mut serde_json::Serializer::with_formatter(
        &mut bytes, SafeJson,
    ));
    String::from_utf8(bytes).unwrap_or_default()
}

/// Writes compact JSON with the characters of [`is_unsafe`] escaped. JSON itself only requires that of
/// U+0000 to U+001F.
struct SafeJson;

impl Formatter for SafeJson {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_unsafe(*c)) {
            CompactFormatter.write_string_fragment(writer, &rest[..at])?;
            // All are in the basic plane: none needs a pair of escapes.
            write!(writer, "\\u{:04x}", u32::from(c))?;
            rest = &rest[at + c.len_utf8()..];
        }
        CompactFormatter.write_string_fragment(writer, rest)
    }
}

/// The exit status of a run whose result cannot be printed, unless another status than 0 tells more.
pub const STATUS_NOT_PRINTED: i32 = 5;

/// Writes the result of a run to standard output. Returns the exit status, which is `status`, or that of an error if
/// a run that succeeded cannot print its result, as on a full disk: nobody who reads only the status and the output
/// must take it for printed. A pipe that its reader has closed is no error.
pub fn print_result(text: &str, status: i32) -> i32 {
    let mut stdout = io::stdout().lock();
    let written = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            print_message(&format!(
                "the result cannot be written to standard output ({error}): {text}"
            ));
            if status == 0 {
                STATUS_NOT_PRINTED
            } else {
                status
            }
        }
        _ => status,
    }
}

/// Writes a line to standard error, without control characters, above the progress bars.
pub fn print_message(sentence: &str) {
    print_line(Style::new(), sentence);
}

/// Writes a line as [`print_message`] does, for a run that failed: with a red name of the command, where the terminal has colours
/// and NO_COLOR is not set.
pub fn print_failure(sentence: &str) {
    print_line(AnsiColor::Red.on_default().bold(), sentence);
}

fn print_line(style: Style, sentence: &str) {
    let sentence = shorten(sanitize(sentence), MAX_MESSAGE);
    let line = format!("{style}mwaccount:{style:#} {sentence}\n");
    // It leaves the colours out, if there are to be none.
    let write = || anstream::stderr().write_all(line.as_bytes());
    let _ = match BARS.get() {
        Some(bars) => bars.suspend(write),
        None => write(),
    };
}

/// The progress bars at the bottom of the terminal.
static BARS: OnceLock<MultiProgress> = OnceLock::new();

/// Returns the progress bars, which are shown from now on.
pub fn bars() -> &'static MultiProgress {
    BARS.get_or_init(MultiProgress::new)
}

/// Calls `prompt` without progress bars, which would write over what the user types.
pub fn without_bars<T>(prompt: impl FnOnce() -> T) -> T {
    clear_bars();
    let answer = prompt();
    if let Some(bars) = BARS.get() {
        bars.set_draw_target(ProgressDrawTarget::stderr());
    }
    answer
}

/// Removes the progress bars, before a prompt or the end of the process.
pub fn clear_bars() {
    if let Some(bars) = BARS.get() {
        let _ = bars.clear();
        bars.set_draw_target(ProgressDrawTarget::hidden());
    }
}

/// Returns whether a terminal must not get a character: it controls the terminal (U+0000 to U+001F,
/// DEL, U+0080 to U+009F), changes the direction of the text, or ends a line.
fn is_unsafe(c: char) -> bool {
    c.is_control() || changes_direction(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Returns whether a character changes the direction of the text around it (Unicode's `Bidi_Control`).
fn changes_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The terminal's saved settings. A signal ends the process without unwinding, so that
/// rpassword does not restore them.
#[derive(Debug)]
pub struct Settings {
    #[cfg(unix)]
    terminal: Option<(std::fs::File, rustix::termios::Termios)>,
    #[cfg(windows)]
    console: Option<(std::fs::File, u32)>,
}

impl Settings {
    /// Saves the current settings.
    pub fn save() -> Self {
        Self {
            #[cfg(unix)]
            terminal: std::fs::File::open("/dev/tty")
                .ok()
                .and_then(|tty| rustix::termios::tcgetattr(&tty).ok().map(|was| (tty, was))),
            // Changing its mode needs the right to write.
            #[cfg(windows)]
            console: std::fs::File::options()
                .read(true)
                .write(true)
                .open("CONIN$")
                .ok()
                .and_then(|input| {
                    winapi_util::console::mode(&input)
                        .ok()
                        .map(|was| (input, was))
                }),
        }
    }

    /// Restores the settings.
    pub fn restore(&self) {
        #[cfg(unix)]
        if let Some((tty, was)) = &self.terminal {
            let _ = rustix::termios::tcsetattr(tty, rustix::termios::OptionalActions::Now, was);
        }
        #[cfg(windows)]
        if let Some((input, was)) = &self.console {
            let _ = winapi_util::console::set_mode(input, *was);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_that_shows_nothing_is_replaced_by_the_name() {
        for (label, expected) in [
            (Some("Your colour: "), "Your colour"),
            (Some(" : "), "colour"),
            (Some("\u{a0}\u{200b}\u{202e}\u{1b}"), "colour"),
            (Some(""), "colour"),
            (None, "colour"),
        ] {
            assert_eq!(label_or_name(label, "colour"), expected, "{label:?}");
        }
    }

    #[test]
    fn control_characters_are_replaced() {
        assert_eq!(sanitize("a\n b\t c "), "a b c");
        assert_eq!(sanitize("\u{1b}[2Jx\u{202e}y"), "\u{fffd}[2Jxy");
        assert_eq!(sanitize("by \u{202a}Admin\u{202c}."), "by Admin.");
        assert_eq!(sanitize("\u{2068}a\u{2069}\u{200e}\u{200f}\u{61c}"), "a");
        assert_eq!(
            sanitize("a\u{2028}b\u{85}c\u{7f}\u{9b}2J"),
            "a b c\u{fffd}\u{fffd}2J"
        );
        assert_eq!(
            show_name("a\u{202e}b\u{9b} \u{e9}"),
            "a\\u202eb\\u009b \u{e9}"
        );
    }

    #[test]
    fn json_has_no_character_that_a_terminal_must_not_get() {
        for code in 0..=0x3000 {
            let Some(c) = char::from_u32(code) else {
                continue;
            };
            let text = format!("a{c}b{c}");
            let json = to_json(&[&text]);
            assert!(!json.chars().any(is_unsafe), "{json}");
            assert_eq!(serde_json::from_str::<[String; 1]>(&json).unwrap(), [text]);
            if !is_unsafe(c) && !matches!(c, '"' | '\\') {
                assert!(json.contains(c), "{c:?} is escaped without need");
            }
        }
    }
}
