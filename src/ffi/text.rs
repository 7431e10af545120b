//! Text for C.

use std::ffi::c_char;

use zeroize::Zeroizing;

/// NUL-terminated UTF-8 that its owner lends to C. It is overwritten when it is dropped, as it may
/// be a secret, such as the value of a password field.
pub struct Text(Zeroizing<Vec<u8>>);

impl Text {
    /// Copies a text. Replaces NUL, which would end it for C, by U+FFFD.
    pub fn new(text: &str) -> Self {
        let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() + 1));
        if text.contains('\0') {
            *bytes = text.replace('\0', "\u{fffd}").into_bytes();
        } else {
            bytes.extend_from_slice(text.as_bytes());
        }
        bytes.push(0);
        Self(bytes)
    }

    /// Copies an optional text.
    pub fn opt(text: Option<impl AsRef<str>>) -> Option<Self> {
        text.map(|text| Self::new(text.as_ref()))
    }

    /// Returns a pointer to the text, which is valid until it is dropped.
    pub fn as_ptr(&self) -> *const c_char {
        self.0.as_ptr().cast()
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::CStr;

    use super::*;

    #[test]
    fn a_nul_inside_cuts_nothing_off() {
        let text = Text::new("a\0b");
        // SAFETY: `Text` ends with NUL and lives on.
        let read = unsafe { CStr::from_ptr(text.as_ptr()) };
        assert_eq!(read.to_str(), Ok("a\u{fffd}b"));
    }
}
