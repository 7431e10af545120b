//! Progress of a call, reported to a listener.

use std::{fmt, time::Duration};

use crate::named::named;

/// The next action of a call, reported just before it happens. Its `Display` is a short phrase
/// for people. See [`WikiBuilder::on_progress`](crate::WikiBuilder::on_progress).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The purpose of the request.
    pub purpose: Purpose,
    /// The number of this try, counted from 1. Only requests that change nothing are tried more
    /// than once. Each redirect that is followed is a new request.
    pub attempt: u32,
    /// The time that the call waits now; the request is reported again when it is sent. `None` if
    /// it is sent now.
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

named! {
    /// The purpose of a request, for progress reports.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Purpose {
        /// Finding the wiki's api.php.
        Discover = "discover",
        /// Detecting the wiki's dialect and the fields it asks for.
        Detect = "detect",
        /// Logging in.
        LogIn = "log-in",
        /// Fetching a token.
        Token = "token",
        /// Creating the account.
        Create = "create",
        /// Continuing a creation after the wiki asked for more input.
        Continue = "continue",
        /// Fetching the wiki's messages, or other details, to understand an answer that it gave as text.
        Explain = "explain",
        /// Finding out whether the account exists, after a lost or unclear response.
        ExistenceCheck = "existence-check",
        /// Fetching a captcha's image.
        Image = "image",
        /// Probing the wiki: finding out what it requires, creating nothing.
        #[default]
        Probe = "probe",
    }
}

impl Purpose {
    /// Returns a phrase for people, such as `creating the account`.
    pub const fn phrase(self) -> &'static str {
        match self {
            Purpose::Discover => "finding the wiki's api.php",
            Purpose::Detect => "finding out which protocol the wiki uses and what it asks for",
            Purpose::LogIn => "logging in",
            Purpose::Token => "fetching a token",
            Purpose::Create => "creating the account",
            Purpose::Continue => "continuing the creation",
            Purpose::Explain => "finding out what the wiki's answer means",
            Purpose::ExistenceCheck => "finding out whether the account exists",
            Purpose::Image => "fetching the captcha's image",
            Purpose::Probe => "finding out what the wiki requires",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_a_phrase() {
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
