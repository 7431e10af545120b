//! How a server treats a connection that a client keeps for its next request.

use std::{
    io::{self, BufRead, BufReader},
    str::FromStr,
    time::Duration,
};

use crate::{connection::Connection, http::Response, inject::ConnectionAction};

/// How a server treats a connection after a response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeepAlive {
    /// It is kept for 30 seconds.
    #[default]
    Kept,
    /// It is kept for so many seconds, which the header `Keep-Alive` of every response announces.
    Announced(u32),
    /// It is closed after this time without a request, which no header announces; with zero, after every
    /// response.
    Silent(Duration),
    /// It is reset at the next request, which is not executed: a load balancer between has forgotten the
    /// connection.
    Forgotten,
}

impl KeepAlive {
    /// Returns the names for the command.
    pub fn names() -> [&'static str; 3] {
        ["announced=SECONDS", "silent=MILLISECONDS", "forgotten"]
    }

    /// Adds the header that announces how long the connection is kept, if any.
    pub(crate) fn announce(self, response: Response) -> Response {
        match self {
            Self::Announced(seconds) => response.with("Keep-Alive", format!("timeout={seconds}")),
            _ => response,
        }
    }

    /// Waits for the next request of a connection, for as long as it is kept.
    pub(crate) fn wait(self, reader: &mut BufReader<Connection>) -> io::Result<ConnectionAction> {
        let longest = match self {
            Self::Kept => return Ok(ConnectionAction::KeepOpen),
            Self::Announced(seconds) => Duration::from_secs(seconds.into()),
            Self::Silent(longest) => longest,
            Self::Forgotten => {
                let is_used = !reader.fill_buf()?.is_empty();
                return Ok(if is_used {
                    ConnectionAction::Reset
                } else {
                    ConnectionAction::Close
                });
            }
        };
        if longest.is_zero() {
            return Ok(ConnectionAction::Close);
        }
        let usual = reader.get_ref().socket().read_timeout()?;
        reader.get_ref().socket().set_read_timeout(Some(longest))?;
        let waited = reader.fill_buf().map(|bytes| !bytes.is_empty());
        reader.get_ref().socket().set_read_timeout(usual)?;
        match waited {
            Ok(true) => Ok(ConnectionAction::KeepOpen),
            Ok(false) => Ok(ConnectionAction::Close),
            Err(error) if is_timeout(&error) => Ok(ConnectionAction::Close),
            Err(error) => Err(error),
        }
    }
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    )
}

impl FromStr for KeepAlive {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |value: &str| {
            let number = value.parse::<u32>();
            number.map_err(|_| format!("{value} is not a number, in {text}"))
        };
        match text.split_once('=') {
            None if text == "forgotten" => Ok(Self::Forgotten),
            Some(("announced", seconds)) => Ok(Self::Announced(number(seconds)?)),
            Some(("silent", millis)) => {
                Ok(Self::Silent(Duration::from_millis(number(millis)?.into())))
            }
            _ => Err(format!(
                "{text} is not one of: {}",
                Self::names().join(", ")
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read() {
        assert_eq!("announced=5".parse(), Ok(KeepAlive::Announced(5)));
        let silent = KeepAlive::Silent(Duration::from_millis(20));
        assert_eq!("silent=20".parse(), Ok(silent));
        assert_eq!("forgotten".parse(), Ok(KeepAlive::Forgotten));
        let unknown = "long".parse::<KeepAlive>().unwrap_err();
        assert!(unknown.contains("silent=MILLISECONDS"), "{unknown}");
        assert!("silent=soon".parse::<KeepAlive>().is_err());
    }
}
