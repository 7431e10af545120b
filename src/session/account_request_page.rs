//! The page on which an account can be requested (Extension:ConfirmAccount).

use serde::{Deserialize, Serialize};
use url::Url;

/// The page on which visitors can request an account, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum AccountRequestPage {
    #[default]
    Unknown,
    /// The wiki takes no requests.
    Missing,
    At(Url),
}

impl AccountRequestPage {
    /// Returns its address, if the wiki takes requests.
    pub fn address(&self) -> Option<&Url> {
        match self {
            Self::At(url) => Some(url),
            Self::Unknown | Self::Missing => None,
        }
    }
}
