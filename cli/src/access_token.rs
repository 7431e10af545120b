//! The creator's access token, from files.

use std::path::Path;

use mwaccount::{AccessToken, OAuth1Token, Secret};

use crate::{input::read_secret, report::Report};

/// The options with the file of an OAuth 2 access token, and of an OAuth 1.0a token.
pub const OPTIONS: [&str; 2] = ["--oauth-token-file", "--oauth1-token-file"];

/// Returns the access token in one of these files, if there is one.
pub fn read(
    oauth2: Option<&Path>,
    oauth1: Option<&Path>,
) -> Result<Option<AccessToken>, Box<Report>> {
    let [oauth2_option, oauth1_option] = OPTIONS;
    if let Some(path) = oauth2 {
        return Ok(Some(read_secret(oauth2_option, path)?.into()));
    }
    let Some(path) = oauth1 else {
        return Ok(None);
    };
    let text = read_secret(oauth1_option, path)?;
    let token = oauth1_token(&text).ok_or_else(|| {
        Report::usage_error(format!(
            "the file {} of {oauth1_option} must have 4 lines: the consumer key, the consumer secret, the \
             access token and the access secret",
            path.display()
        ))
    })?;
    Ok(Some(token.into()))
}

/// Reads the four lines of an OAuth 1.0a token.
fn oauth1_token(text: &Secret) -> Option<OAuth1Token> {
    let lines: Vec<_> = text.expose().trim_end().lines().map(str::trim).collect();
    match *lines {
        [key, secret, token, token_secret] if !lines.contains(&"") => {
            Some(OAuth1Token::new(key, secret, token, token_secret))
        }
        _ => None,
    }
}
