//! The secrets, which this program contains masked only.

/// A text, masked.
#[derive(Clone, Copy)]
pub struct Masked(pub &'static [u8]);

/// The mask. No letter of a secret, masked, is a letter of it.
pub const MASK: u8 = 0xa5;

const fn mask<const N: usize>(text: &[u8; N]) -> [u8; N] {
    let mut masked = [0; N];
    let mut at = 0;
    while at < N {
        masked[at] = text[at] ^ MASK;
        at += 1;
    }
    masked
}

impl Masked {
    /// Returns the end of the text, masked, which is sought.
    pub fn end(self) -> &'static [u8] {
        &self.0[self.0.len() - 14..]
    }

    /// Returns the text.
    pub fn text(self) -> String {
        let mut text = String::with_capacity(self.0.len());
        text.extend(self.0.iter().map(|byte| char::from(byte ^ MASK)));
        text
    }
}

macro_rules! secrets {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        $($(#[$doc])* pub const $name: Masked = Masked(&{ const MASKED: [u8; $text.len()] = mask($text); MASKED });)*
        /// All, by name.
        pub const ALL: &[(&str, Masked)] = &[$((stringify!($name), $name)),*];
    };
}

// Long, because an allocator writes its own data over the first bytes of what is freed: the last bytes are sought. The
// "+" among them differs in a form and in the text.
secrets! {
    PASSWORD = b"Planted-in-the-memory-of-a-process-for-new+password-71";
    PASSWORD_IN_FORM = b"Planted-in-the-memory-of-a-process-for-new%2Bpassword-71";
    CREATOR = b"Planted-in-the-memory-of-a-process-for-cre+ator-password-72";
    CREATOR_IN_FORM = b"Planted-in-the-memory-of-a-process-for-cre%2Bator-password-72";
    CODE = b"Planted-in-the-memory-of-a-process-for-sec+ond-factor-73";
    CODE_IN_FORM = b"Planted-in-the-memory-of-a-process-for-sec%2Bond-factor-73";
    CAPTCHA = b"Planted-in-the-memory-of-a-process-for-cap+tcha-answer-74";
    CAPTCHA_IN_FORM = b"Planted-in-the-memory-of-a-process-for-cap%2Btcha-answer-74";
    HTTP = b"Planted-in-the-memory-of-a-process-for-htt+p-password-75";
    // Of "lab:" and the password, in base64, without the letters that its end decides.
    HTTP_HEADER = b"bGFiOlBsYW50ZWQtaW4tdGhlLW1lbW9yeS1vZi1hLXByb2Nlc3MtZm9yLWh0dCtwLXBhc3N3b3JkLTc1";
    BEARER = b"Planted-in-the-memory-of-a-process-for-bearer-token-76";
    OAUTH1 = b"Planted-in-the-memory-of-a-process-for-oauth1-secret-77";
    PROXY = b"Planted-in-the-memory-of-a-process-for-pro-xy-password-78";
    PROXY_HEADER = b"bGFiOlBsYW50ZWQtaW4tdGhlLW1lbW9yeS1vZi1hLXByb2Nlc3MtZm9yLXByby14eS1wYXNzd29yZC03O";
    // Stays on purpose: it shows that the scan finds what is there.
    CONTROL = b"Planted-in-the-memory-of-a-process-for-control-99";
}
