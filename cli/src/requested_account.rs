//! The account that the user asked for.

use mwaccount::{Answers, NewAccount};

/// The account that the user asked for. It is needed after a login, and for another try after a
/// refusal.
#[derive(Debug, Clone, Default)]
pub struct RequestedAccount {
    /// The account.
    pub account: NewAccount,
    /// The names of the fields whose values came from files: they may be secrets.
    pub from_files: Vec<String>,
}

/// Returns the answers except those with these names.
pub fn without(answers: Answers, names: &[impl AsRef<str>]) -> Answers {
    answers
        .into_iter()
        .filter(|(name, _)| !names.iter().any(|no| no.as_ref() == name))
        .collect()
}
