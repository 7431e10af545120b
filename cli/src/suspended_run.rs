//! The content of the file of `--suspend-to`: the library's suspended conversation, and the
//! state of the command that is needed to resume it.

use std::fmt;

use mwaccount::{Captcha, NewAccount, Secret};
use serde::{Deserialize, Serialize};

use crate::{
    interaction::Stage,
    requested_account::{RequestedAccount, without},
};

/// The start of every such file, before its version and checksum.
const HEADER: &str = "mwaccount suspended";
const VERSION: u32 = 1;

/// A suspended run.
#[derive(Serialize, Deserialize)]
pub struct SuspendedRun {
    /// The account, without its password and without the fields from files.
    pub account: NewAccount,
    /// The names of the fields from files. They are not saved and must be given again.
    pub omitted_fields: Vec<String>,
    /// Set if the conversation was started with an access token.
    pub uses_access_token: bool,
    /// The library's suspended conversation.
    conversation: String,
}

impl SuspendedRun {
    /// Creates a suspended run from the conversation about this account.
    pub fn new(
        requested: &RequestedAccount,
        stage: Stage,
        uses_access_token: bool,
        conversation: &Secret,
    ) -> Self {
        let mut account = requested.account.clone();
        account.fields = without(account.fields, &requested.from_files);
        let mut omitted_fields = requested.from_files.clone();
        if stage == Stage::Creation {
            // The conversation contains the other fields already. A captcha answer is valid
            // once.
            omitted_fields.clear();
            account.fields = without(account.fields, &[Captcha::FIELD, Captcha::CHALLENGE_FIELD]);
        }
        Self {
            account,
            omitted_fields,
            uses_access_token,
            conversation: conversation.expose().to_owned(),
        }
    }

    /// Returns the library's suspended conversation.
    pub fn conversation(&self) -> &str {
        &self.conversation
    }

    /// Returns the text of the file. It is a secret, because it contains the session's cookies.
    pub fn write(&self) -> Secret {
        // Serialisation of strings, lists and booleans cannot fail.
        let body = Secret::new(serde_json::to_string(self).unwrap_or_default());
        let body = body.expose();
        let sum = crc32fast::hash(body.as_bytes());
        Secret::new(format!("{HEADER} {VERSION} {sum:08x}\n{body}\n"))
    }

    /// Parses the text of a file.
    ///
    /// # Errors
    /// Returns a predicate, such as "is damaged", which follows the file's name in the message.
    pub fn read(text: &Secret) -> Result<Self, &'static str> {
        const DAMAGED: &str = "is damaged; start again with mwaccount create";
        let rest = text.expose().strip_prefix(HEADER);
        let (head, body) = rest
            .and_then(|rest| rest.split_once('\n'))
            .ok_or("contains no suspended conversation; give the file that --suspend-to wrote")?;
        let (version, sum) = head.trim().split_once(' ').ok_or(DAMAGED)?;
        let version: u32 = version.parse().map_err(|_| DAMAGED)?;
        if version > VERSION {
            return Err("was written by a newer mwaccount; use that version");
        }
        let body = body.trim_end();
        let sum = u32::from_str_radix(sum, 16).map_err(|_| DAMAGED)?;
        if sum != crc32fast::hash(body.as_bytes()) {
            return Err(DAMAGED);
        }
        serde_json::from_str(body).map_err(|_| DAMAGED)
    }
}

impl fmt::Debug for SuspendedRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Suspended")
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

impl Drop for SuspendedRun {
    /// Overwrites the copy of the session's cookies.
    fn drop(&mut self) {
        drop(Secret::new(std::mem::take(&mut self.conversation)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn requested() -> RequestedAccount {
        let account = NewAccount::new("Zoe")
            .password("hunter2")
            .field("pin", "hunter2")
            .field("captcha", "Paris")
            .field("colour", "green");
        RequestedAccount {
            account,
            from_files: vec!["pin".to_owned()],
        }
    }

    #[test]
    fn text_contains_no_secret_of_the_account() {
        for stage in [Stage::Login, Stage::Creation] {
            let text = SuspendedRun::new(&requested(), stage, false, &"text".into()).write();
            assert!(!text.expose().contains("hunter2"));
            let read = SuspendedRun::read(&text).unwrap();
            assert_eq!(read.account.name, "Zoe");
            assert_eq!(read.conversation(), "text");
            let is_login = stage == Stage::Login;
            assert_eq!(read.omitted_fields.len(), usize::from(is_login));
            assert_eq!(read.account.fields.get("captcha").is_some(), is_login);
            assert!(read.account.fields.get("colour").is_some());
        }
    }

    #[test]
    fn invalid_texts_are_refused() {
        let good = SuspendedRun::new(&requested(), Stage::Login, false, &"text".into()).write();
        let good = good.expose();
        for (text, what) in [
            ("".to_owned(), "no suspended"),
            ("mwaccount-1.abc.def".to_owned(), "no suspended"),
            (good[..good.len() / 2].to_owned(), "damaged"),
            (good.replacen("Zoe", "Bob", 1), "damaged"),
            (good.replacen(" 1 ", " 2 ", 1), "newer"),
        ] {
            let error = SuspendedRun::read(&Secret::new(text)).unwrap_err();
            assert!(error.contains(what), "{error}");
        }
    }
}
