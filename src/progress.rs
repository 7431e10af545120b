//! What a call is doing, for whoever watches it.

use std::{fmt, time::Duration};

/// What a call does next, told just before it does it; its `Display` is a short
/// phrase for people. See [`WikiBuilder::on_progress`](crate::WikiBuilder::on_progress).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// What is asked of the wiki.
    pub purpose: Purpose,
    /// Which try of this request it is, counted from 1; only what changes nothing is
    /// tried more than once. Each redirect followed is a request of its own.
    pub attempt: u32,
    /// How long is waited, from now on, before the request goes out, which is then told
    /// too; `None` if it goes out now.
    pub wait: Option<Duration>,
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(wait) = self.wait {
            write!(f, "waiting {wait:?} before ")?;
        }
        f.write_str(self.purpose.phrase())?;
        if self.attempt > 1 {
            write!(f, " (try {})", self.attempt)?;
        }
        Ok(())
    }
}

/// What a request is for, as progress is told to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Purpose {
    /// Finding the wiki's api.php.
    Discover,
    /// Finding out what the wiki speaks and asks.
    Detect,
    /// Logging in.
    LogIn,
    /// Fetching a token.
    Token,
    /// Creating the account.
    Create,
    /// Going on with a creation that asked for more.
    Continue,
    /// Learning more of a refusal.
    Explain,
    /// Finding out whether the account exists, after an answer that was lost or unclear.
    ExistenceCheck,
    /// Fetching a captcha's image.
    Image,
    /// Finding out beforehand what the wiki asks.
    #[default]
    Probe,
}

impl Purpose {
    /// The name, the same in every language the library is used from.
    pub const fn as_str(self) -> &'static str {
        match self {
            Purpose::Discover => "discover",
            Purpose::Detect => "detect",
            Purpose::LogIn => "log-in",
            Purpose::Token => "token",
            Purpose::Create => "create",
            Purpose::Continue => "continue",
            Purpose::Explain => "explain",
            Purpose::ExistenceCheck => "existence-check",
            Purpose::Image => "image",
            Purpose::Probe => "probe",
        }
    }

    /// What is going on, for people: `creating the account`.
    pub const fn phrase(self) -> &'static str {
        match self {
            Purpose::Discover => "finding the wiki's api.php",
            Purpose::Detect => "finding out what the wiki speaks and asks",
            Purpose::LogIn => "logging in",
            Purpose::Token => "fetching a token",
            Purpose::Create => "creating the account",
            Purpose::Continue => "going on with the creation",
            Purpose::Explain => "finding out why the wiki refuses",
            Purpose::ExistenceCheck => "finding out whether the account exists",
            Purpose::Image => "fetching the captcha's image",
            Purpose::Probe => "finding out what the wiki asks",
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_well() {
        let mut progress = Progress {
            purpose: Purpose::ExistenceCheck,
            attempt: 1,
            wait: None,
        };
        let phrase = "finding out whether the account exists";
        assert_eq!(progress.to_string(), phrase);
        progress.wait = Some(Duration::from_secs(2));
        assert_eq!(progress.to_string(), format!("waiting 2s before {phrase}"));
        progress.attempt = 2;
        progress.wait = None;
        assert_eq!(progress.to_string(), format!("{phrase} (try 2)"));
    }
}
