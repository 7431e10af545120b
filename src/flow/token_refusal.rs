//! The advice for a wiki that does not accept an access token.
//!
//! Extension:OAuth has one code for every problem with a header, `mwoauth-invalid-authorization`, and
//! names the problem at the end of the text. That part is English on every wiki (`OAuthServer`,
//! `MWOAuthDataStore`; recorded: `Invalid signature`, `Invalid access token`).

/// The code of a header that is not valid.
const INVALID_AUTHORIZATION: &str = "mwoauth-invalid-authorization";

/// The problems that need other advice than a new token does.
const PROBLEMS: &[(&str, &str)] = &[
    (
        "Invalid signature",
        "check the consumer secret and the access secret; if they are right, use the address that the \
         wiki has for itself, which the signature covers",
    ),
    ("Invalid consumer", "check the consumer key"),
    (
        "invalid IP address",
        "the consumer may be used only from some addresses; send the requests from one of them, or \
         change the consumer's restrictions",
    ),
    (
        "Nonce already used",
        "the same request has arrived twice; begin again",
    ),
];

/// Returns the wiki's text, with advice if it is about an access token.
pub(super) fn with_advice(code: &str, text: String) -> String {
    if code != INVALID_AUTHORIZATION {
        return text;
    }
    let known = PROBLEMS.iter().find(|(problem, _)| text.contains(problem));
    let advice = clock_advice(&text).unwrap_or_else(|| {
        let (_, advice) = known.unwrap_or(&("", "check the access token, or get a new one"));
        (*advice).to_owned()
    });
    format!("{text}; {advice}")
}

/// Returns the advice for `Expired timestamp, yours 1700000000, ours 1700000400`.
fn clock_advice(text: &str) -> Option<String> {
    let (_, times) = text.split_once("Expired timestamp, yours ")?;
    let (yours, ours) = times.split_once(", ours ")?;
    let ours = ours.split(|c: char| !c.is_ascii_digit()).next()?;
    let (here, there): (u64, u64) = (yours.parse().ok()?, ours.parse().ok()?);
    let side = if there > here { "ahead of" } else { "behind" };
    Some(format!(
        "the wiki's clock is {} seconds {side} this machine's, and OAuth 1.0a allows 300; set the clock \
         that is wrong",
        here.abs_diff(there)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_has_its_advice() {
        for (problem, advice) in [
            (
                "Invalid signature",
                "check the consumer secret and the access secret",
            ),
            ("Invalid consumer", "check the consumer key"),
            (
                "The request came from an invalid IP address.",
                "only from some addresses",
            ),
            ("Nonce already used: 1f", "arrived twice"),
            (
                "Expired timestamp, yours 1700000000, ours 1700000400",
                "the wiki's clock is 400 seconds ahead of this machine's",
            ),
            (
                "Expired timestamp, yours 1700003600, ours 1700000000.",
                "the wiki's clock is 3600 seconds behind this machine's",
            ),
            ("Expired timestamp, yours , ours ", "check the access token"),
            (
                "No approved grant was found for that authorization token.",
                "check the access token",
            ),
            ("Invalid access token", "check the access token"),
        ] {
            let text =
                format!("The authorization headers in your request are not valid: {problem}");
            let message = with_advice(INVALID_AUTHORIZATION, text.clone());
            assert!(
                message.starts_with(&text) && message.contains(advice),
                "{message}"
            );
            assert_eq!(with_advice("permissiondenied", text.clone()), text);
        }
    }
}
