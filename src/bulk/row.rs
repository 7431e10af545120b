//! One row of a run.

use sha2::{Digest, Sha256};

use crate::NewAccount;

/// One account of a run.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Row {
    /// The caller's number for the row, such as the line of a file. Rows without one are counted from 1.
    pub number: Option<u64>,
    /// The account.
    pub account: NewAccount,
}

impl Row {
    /// Creates a row with the caller's number.
    pub fn numbered(number: u64, account: NewAccount) -> Self {
        Self {
            number: Some(number),
            account,
        }
    }

    /// Returns the name by which the journal knows the row: as the wiki most likely spells it.
    pub(super) fn key(&self) -> String {
        self.account.likely_name()
    }

    /// Returns a short hash of all values that the journal may know: not of the password and of fields of
    /// extensions, which could be guessed by it.
    pub(super) fn fingerprint(&self) -> String {
        let account = &self.account;
        let values = [
            Some(&account.name),
            account.email.as_ref(),
            account.real_name.as_ref(),
            account.reason.as_ref(),
            account.language.as_ref(),
            account.domain.as_ref(),
        ];
        let mut hash = Sha256::new();
        for value in values {
            let value = value.map_or("", String::as_str);
            hash.update((value.len() as u64).to_le_bytes());
            hash.update(value);
        }
        hash.update([u8::from(account.mail_password)]);
        let digest = hash.finalize();
        let first = digest.first_chunk().copied().unwrap_or_default();
        format!("{:016x}", u64::from_be_bytes(first))
    }
}

impl From<NewAccount> for Row {
    fn from(account: NewAccount) -> Self {
        Self {
            number: None,
            account,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_known_by_their_spelling_and_values() {
        let row = |account: NewAccount| Row::from(account);
        let zoe = row(NewAccount::new("zoe_example "));
        assert_eq!(zoe.key(), "Zoe example");
        let with = |change: fn(NewAccount) -> NewAccount| {
            row(change(NewAccount::new("zoe_example "))).fingerprint()
        };
        let same = with(|account| account.password("secret").field("code", "1"));
        assert_eq!(same, zoe.fingerprint());
        assert_eq!(same.len(), 16);
        for change in [
            (|account: NewAccount| account.email("a")) as fn(NewAccount) -> NewAccount,
            |account| account.real_name("a"),
            |account| account.reason("a"),
            |account| account.language("a"),
            |account| account.domain("a"),
            NewAccount::mail_password,
        ] {
            assert_ne!(with(change), same);
        }
        assert_ne!(
            with(|account| account.email("a")),
            with(|account| account.domain("a"))
        );
    }
}
