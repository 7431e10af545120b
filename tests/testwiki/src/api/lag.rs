//! Refusals of a busy wiki: `maxlag`, and limits of rates.

use super::ApiError;
use crate::{
    call::Call,
    message::{Message, Param},
};

/// The lagging replica, in releases that name it.
const HOST: &str = "10.0.0.1";

/// Refuses a request whose `maxlag` is less than the databases' lag.
///
/// MediaWiki checks this after the caller's rights to read and write, and before the method
/// (`ApiMain::checkMaxLag`). A value that is not a number is ignored.
pub(super) fn check_lag(call: &mut Call<'_>) -> Result<(), ApiError> {
    let given = call.get("maxlag").and_then(|given| given.parse().ok());
    let databases = &call.state.databases;
    let Some(accepted) = given.or(databases.lag_refuses_all.then_some(0)) else {
        return Ok(());
    };
    if databases.lag > accepted {
        return Err(refusal(call, databases.lag, accepted));
    }
    Ok(())
}

/// Refuses a POST while the visitor has reached a limit (`actionthrottledtext`, of which the API makes
/// `ratelimited`).
pub(super) fn check_rate(call: &Call<'_>) -> Result<(), ApiError> {
    if call.state.databases.refuses_posts && call.request.posted() {
        let info = "You've exceeded your rate limit. Please wait some time and try again.";
        return Err(ApiError::new("ratelimited", info));
    }
    Ok(())
}

fn refusal(call: &Call<'_>, lag: i64, accepted: i64) -> ApiError {
    let message = Message::new("maxlag").with(Param::Number(lag));
    let mut error = ApiError::of_main("maxlag", message.text(call.wiki.release));
    if call.wiki.profile.lag_described {
        // Without replicas there is no host to name.
        let host = if lag < 0 { "" } else { HOST };
        error.extra = vec![
            ("host", host.into()),
            ("lag", lag.into()),
            ("type", "db".into()),
        ];
    }
    error.headers = vec![
        ("Retry-After", accepted.max(5).to_string()),
        ("X-Database-Lag", lag.to_string()),
    ];
    error
}
