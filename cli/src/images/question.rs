//! The question to a terminal: which graphics does it draw?

/// The answer of a terminal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answer {
    /// It knows the graphics protocol of kitty.
    pub kitty: bool,
    /// It draws sixels.
    pub sixel: bool,
}

/// Returns the answer in what a terminal has sent so far; `None` if it is not complete.
///
/// It ends with the device attributes (DA1), which every terminal answers and answers last: `ESC [ ? 62 ; 4 c`, with
/// 4 for sixels. Before them kitty answers that it takes an image: `ESC _ G i=31;OK ESC \`.
#[cfg(any(unix, test))]
fn read(sent: &[u8]) -> Option<Answer> {
    let text = String::from_utf8_lossy(sent);
    let (before, attributes) = text.split_once("\x1b[?")?;
    let (attributes, _) = attributes.split_once('c')?;
    Some(Answer {
        kitty: before.contains("\x1b_Gi=31;OK"),
        sixel: attributes.split(';').any(|attribute| attribute == "4"),
    })
}

/// Returns the line that a user typed without the answers of a terminal before it, which came after the limit of
/// [`ask`].
pub fn without_late_answer(line: &str) -> &str {
    let mut rest = line;
    loop {
        let answer = match (rest.strip_prefix("\x1b[?"), rest.strip_prefix("\x1b_G")) {
            (Some(attributes), _) => attributes.split_once('c').filter(|(attributes, _)| {
                let is_part = |byte: u8| byte.is_ascii_digit() || byte == b';';
                attributes.bytes().all(is_part)
            }),
            (None, Some(answer)) => answer.split_once("\x1b\\"),
            (None, None) => None,
        };
        match answer {
            Some((_, after)) => rest = after,
            None => return rest,
        }
    }
}

/// Asks the terminal, for at most a second. Its echo is off meanwhile. Returns `None` if it does not answer, or if
/// the user has typed ahead: what was typed would be taken for the answer.
#[cfg(unix)]
pub fn ask() -> Option<Answer> {
    use std::{
        fs::OpenOptions,
        io::{Read, Write},
        time::{Duration, Instant},
    };

    use rustix::{
        io::ioctl_fionread,
        termios::{LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr},
    };

    const LIMIT: Duration = Duration::from_secs(1);
    /// An image of one pixel for kitty, which is not shown; then the question for the attributes.
    const QUESTION: &[u8] = b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[c";
    /// Removes what a terminal may have written that does not know the first question.
    const CLEAR_LINE: &[u8] = b"\r\x1b[K";
    /// More than any terminal answers.
    const MAX_LENGTH: usize = 1024;

    let mut terminal = OpenOptions::new()
        .read(true)
        .write(true)
        .open("/dev/tty")
        .ok()?;
    let before = tcgetattr(&terminal).ok()?;
    let mut raw = before.clone();
    raw.local_modes -= LocalModes::ICANON | LocalModes::ECHO;
    // A read ends after a tenth of a second without input.
    raw.special_codes[SpecialCodeIndex::VMIN] = 0;
    raw.special_codes[SpecialCodeIndex::VTIME] = 1;
    tcsetattr(&terminal, OptionalActions::Now, &raw).ok()?;
    let mut exchange = || {
        if ioctl_fionread(&terminal).ok()? > 0 {
            return None;
        }
        terminal.write_all(QUESTION).ok()?;
        let start = Instant::now();
        let mut sent = Vec::new();
        let mut answer = None;
        while answer.is_none() && start.elapsed() < LIMIT && sent.len() < MAX_LENGTH {
            let mut buffer = [0; 128];
            let length = terminal.read(&mut buffer).ok()?;
            sent.extend_from_slice(&buffer[..length]);
            answer = read(&sent);
        }
        terminal.write_all(CLEAR_LINE).ok()?;
        answer
    };
    let answer = exchange();
    let _ = tcsetattr(&terminal, OptionalActions::Now, &before);
    answer
}

/// Asks nothing: the terminals of other systems are known by their environment.
#[cfg(not(unix))]
pub fn ask() -> Option<Answer> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_terminals_are_read() {
        let answer = |kitty, sixel| Some(Answer { kitty, sixel });
        for (sent, expected) in [
            ("", None),
            ("\x1b[?62;4", None),
            ("\x1b_Gi=31;OK\x1b\\", None),
            // xterm with sixels, xterm without, foot, kitty, WezTerm, tmux.
            ("\x1b[?63;1;2;4;6;9;15;16;22;28c", answer(false, true)),
            ("\x1b[?64;1;2;6;9;15;16;17;18;21;22c", answer(false, false)),
            (
                "\x1b_Gi=31;ENOTSUPPORTED\x1b\\\x1b[?62;4;22c",
                answer(false, true),
            ),
            ("\x1b_Gi=31;OK\x1b\\\x1b[?62;c", answer(true, false)),
            ("\x1b_Gi=31;OK\x1b\\\x1b[?65;4;6;18;22c", answer(true, true)),
            ("\x1b[?1;2;4c", answer(false, true)),
            ("\x1b[?14;40c", answer(false, false)),
        ] {
            assert_eq!(read(sent.as_bytes()), expected, "{sent:?}");
        }
    }

    #[test]
    fn late_answers_are_no_part_of_a_line() {
        for (line, expected) in [
            ("labword", "labword"),
            ("\x1b[?62;4clabword", "labword"),
            ("\x1b_Gi=31;OK\x1b\\\x1b[?62;cc", "c"),
            ("\x1b[?62;4", "\x1b[?62;4"),
            ("\x1b[?1;ac", "\x1b[?1;ac"),
            ("a\x1b[?1c", "a\x1b[?1c"),
            ("", ""),
        ] {
            assert_eq!(without_late_answer(line), expected, "{line:?}");
        }
    }
}
