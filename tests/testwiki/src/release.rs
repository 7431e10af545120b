//! Release numbers.

use std::{fmt, ops::RangeInclusive, str::FromStr};

/// The second number of the emulated releases, 1.16 to 1.46.
const EMULATED: RangeInclusive<u16> = 16..=46;

/// A release of MediaWiki, as 1.26.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Release {
    minor: u16,
    patch: u16,
}

impl Release {
    /// Returns the first release of the series `1.minor`.
    pub const fn first(minor: u16) -> Self {
        Self { minor, patch: 0 }
    }

    /// Returns `1.minor.patch`.
    pub const fn exactly(minor: u16, patch: u16) -> Self {
        Self { minor, patch }
    }

    /// Returns the first release of every emulated series, oldest first.
    pub fn all() -> impl Iterator<Item = Self> {
        EMULATED.map(Self::first)
    }
}

impl fmt::Display for Release {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "1.{}.{}", self.minor, self.patch)
    }
}

/// Parses a release; `1.26` is the first of its series, 1.26.0.
impl FromStr for Release {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.splitn(3, '.');
        let major = parts.next();
        let minor = parts.next().and_then(|minor| minor.parse().ok());
        let patch = parts.next().map_or(Ok(0), str::parse);
        match (major, minor, patch) {
            (Some("1"), Some(minor), Ok(patch)) if EMULATED.contains(&minor) => {
                Ok(Self { minor, patch })
            }
            _ => Err(format!(
                "no such release: {text} (1.{} to 1.{}, as 1.26 or 1.26.4)",
                EMULATED.start(),
                EMULATED.end()
            )),
        }
    }
}
