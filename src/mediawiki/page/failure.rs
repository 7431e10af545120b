//! Pages of exceptions (`MWException::reportHTML`, `MWExceptionRenderer` since 1.28).

use super::without_backtrace;
use crate::{Error, Reason};

/// A name that the page contains in every language, unless it shows the exception (up to 1.26).
const SETTING: &str = "$wgShowExceptionDetails";

/// Endings of the names of PHP's classes of exceptions, which no language translates.
const CLASSES: [&str; 2] = ["Exception", "Error"];

/// The longest id of an exception's log entry, with its brackets.
const MAX_ID: usize = 40;

/// Returns the error if a page with this HTTP status and text is that of an exception. Up to 1.19 its
/// status is 200.
pub(super) fn of_page(status: u16, text: &str) -> Option<Error> {
    let text = without_backtrace(text);
    if status < 500 && !is_of_exception(text) {
        return None;
    }
    let status = match status {
        200 => String::new(),
        status => format!(" (HTTP {status})"),
    };
    let shown = if text.is_empty() || text.contains(SETTING) {
        String::new()
    } else {
        format!(": \"{text}\"")
    };
    let message =
        format!("the wiki failed, and answered with the page of an exception{status}{shown}");
    Some(Error::new(Reason::Busy, message))
}

/// Returns whether a text is that of an exception. From 1.19 on it begins with the id of a log entry,
/// such as `[5bd2da69d14fe307552b4bb2]`.
fn is_of_exception(text: &str) -> bool {
    if text.contains(SETTING) {
        return true;
    }
    let Some((id, rest)) = text
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("] "))
    else {
        return false;
    };
    let is_id = id.len() <= MAX_ID && !id.is_empty() && !id.contains(char::is_whitespace);
    is_id && CLASSES.iter().any(|class| rest.contains(class))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exceptions_of_every_age() {
        let with_details = "[8f0d8f78e2bc4b97c40a1236] /index.php?title=Special:CreateAccount Error from line 204 of /srv/wiki/includes/password/PasswordFactory.php: Unsupported operand types";
        let with_trace = format!("{with_details}\nBacktrace:\n#0 /srv/wiki/a.php(80): f()");
        let old = "Set $wgShowExceptionDetails = true; at the bottom of LocalSettings.php to show detailed debugging information.";
        let german =
            "[0f1e2d3c] 2016-01-01 00:00:00: Fataler Ausnahmefehler des Typs „MWException“";
        for (status, text, shown) in [
            (
                500,
                with_details,
                Some(format!(" (HTTP 500): \"{with_details}\"")),
            ),
            (
                500,
                &with_trace,
                Some(format!(" (HTTP 500): \"{with_details}\"")),
            ),
            (200, old, Some(String::new())),
            (200, german, Some(format!(": \"{german}\""))),
            (500, "", Some(" (HTTP 500)".to_owned())),
            (
                503,
                "Try later.",
                Some(" (HTTP 503): \"Try later.\"".to_owned()),
            ),
            (200, "[[Main Page]] Error", None),
            (200, "[ab] Nothing is wrong.", None),
            (200, "Error: the name is taken.", None),
            (403, "You may not do this.", None),
            (200, "", None),
        ] {
            let error = of_page(status, text);
            assert_eq!(
                error.as_ref().map(|error| error.message.as_str()),
                shown
                    .map(|shown| format!(
                        "the wiki failed, and answered with the page of an exception{shown}"
                    ))
                    .as_deref(),
                "{status} {text}"
            );
            assert!(error.is_none_or(|error| error.reason == Reason::Busy));
        }
    }
}
