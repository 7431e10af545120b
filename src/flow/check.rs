//! Checks of an account that are the same on every wiki.

use crate::{InvalidInput, NewAccount, mediawiki::username};

impl NewAccount {
    /// Checks the values that are wrong on every wiki: an empty name, and a language that is no
    /// code. A creation checks them too, before its first request.
    ///
    /// # Errors
    /// Names the field, `username` or `language`.
    pub fn check(&self) -> Result<(), InvalidInput> {
        if username::spaced(&self.name).is_empty() {
            return Err(InvalidInput::in_field(
                "username",
                "the name of the account is empty; give one",
            ));
        }
        match self.language_code() {
            Some(code) if !is_language_code(&code) => Err(InvalidInput::in_field(
                "language",
                format!(
                    "\"{code}\" is no language code; give one of letters, digits and hyphens, such as en or de-ch"
                ),
            )),
            _ => Ok(()),
        }
    }

    /// Returns the name as a wiki most likely spells it (MediaWikiTitleCodec, all releases): in NFC,
    /// without direction marks, with single spaces for runs of white space and `_`, trimmed, and with a
    /// first letter from a to z as a capital. Wikis differ in `i`, which is `İ` in Turkish, and in letters
    /// that are not ASCII: these stay as they are.
    pub fn likely_name(&self) -> String {
        username::likely(&self.name)
    }

    /// Returns whether a wiki may take the names of two accounts for the same: they differ at most in
    /// their spaces and in the case of the first letter. `ibrahim` is `Ibrahim` on most wikis and
    /// `İbrahim` on Turkish ones, so it may be either; these two are never the same.
    pub fn may_have_name_of(&self, other: &NewAccount) -> bool {
        username::possibly_same(&self.name, &other.name)
    }
}

/// Returns whether MediaWiki can have a language with this code (`isValidBuiltInCode` of `Language`,
/// since 1.35 of `LanguageNameUtils`). 1.27 and later store any other code as it is, if it has none
/// of the characters `:/\<>&'"`.
fn is_language_code(code: &str) -> bool {
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (2..=128).contains(&code.len()) && code.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_codes() {
        let field = |language: &str| {
            let checked = NewAccount::new("Zoe").language(language).check();
            checked.err().map(|invalid| invalid.field.unwrap())
        };
        for code in [
            "de", "de-ch", "zh-Hant", "DE", "", "be-x-old", "cbk-zam", "gsw",
        ] {
            assert_eq!(field(code), None, "{code:?}");
        }
        for code in [
            "xx not", "d", "de_CH", "../de", "de\n", " de", "Ünglish", "de&x",
        ] {
            assert_eq!(field(code).as_deref(), Some("language"), "{code:?}");
        }
        assert!(NewAccount::new("_ ").check().is_err());
    }

    #[test]
    fn names_are_compared_as_wikis_do() {
        let zoe = NewAccount::new("zoe_example ");
        assert_eq!(zoe.likely_name(), "Zoe example");
        assert!(zoe.may_have_name_of(&NewAccount::new("Zoe  example")));
        assert!(!zoe.may_have_name_of(&NewAccount::new("Zoe Example")));
        let [plain, dotted] = ["Ibrahim", "\u{130}brahim"].map(NewAccount::new);
        let either = NewAccount::new("ibrahim");
        assert!(either.may_have_name_of(&plain) && either.may_have_name_of(&dotted));
        assert!(!plain.may_have_name_of(&dotted));
    }
}
