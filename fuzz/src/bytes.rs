//! The bytes of an input as choices.

use support::random::Choices;

/// A reader of an input. Behind its end everything is zero, the usual choice, so that a short input is a conversation
/// without incidents.
pub struct Bytes<'d>(&'d [u8]);

/// Returns the choices of an input up to its first NUL, and the content behind it; without a NUL all is content.
pub fn choices_and_content(data: &[u8]) -> (Bytes<'_>, &[u8]) {
    match data.iter().position(|byte| *byte == 0) {
        Some(end) => (Bytes::new(&data[..end]), &data[end + 1..]),
        None => (Bytes::new(&[]), data),
    }
}

impl<'d> Bytes<'d> {
    pub fn new(data: &'d [u8]) -> Self {
        Self(data)
    }

    pub fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    pub fn byte(&mut self) -> u8 {
        match self.0.split_first() {
            Some((first, rest)) => {
                self.0 = rest;
                *first
            }
            None => 0,
        }
    }

    pub fn number(&mut self) -> u16 {
        u16::from_le_bytes([self.byte(), self.byte()])
    }

    /// Returns true for 1 byte of `of`.
    pub fn rarely(&mut self, of: u8) -> bool {
        self.byte() % of == 1
    }

    /// Returns the rest.
    pub fn rest(&mut self) -> &'d [u8] {
        std::mem::take(&mut self.0)
    }

    /// Returns up to 63 bytes of text.
    pub fn text(&mut self) -> String {
        let length = usize::from(self.byte() % 64).min(self.0.len());
        let (text, rest) = self.0.split_at(length);
        self.0 = rest;
        String::from_utf8_lossy(text).into_owned()
    }
}

impl Choices for Bytes<'_> {
    fn below(&mut self, limit: usize) -> usize {
        match limit {
            0 | 1 => 0,
            2..=256 => usize::from(self.byte()) % limit,
            _ => usize::from(self.number()) % limit,
        }
    }
}
