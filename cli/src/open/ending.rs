//! The last page: the result of the run.

use super::html::Html;
use crate::report::{Outcome, Report};

/// Returns the title and the content of the page. `wiki` is the address of the wiki's API.
pub fn content(report: &Report, wiki: &str) -> (&'static str, Html) {
    let mut html = Html::default();
    let title = match report.outcome {
        Outcome::Created => "The account was created",
        Outcome::Refused => "The wiki refused",
        Outcome::Unknown => "It is unknown whether the account was created",
        Outcome::Ask | Outcome::Redirect => "Nobody answered in time",
        Outcome::Error if report.is_other_possible => "The wiki shows no account of this name",
        Outcome::Error | Outcome::Probed => "Nothing was created",
    };
    html.element("h1", &[], title);
    if report.outcome == Outcome::Created {
        html.html("<p role=\"status\">Created \u{201c}")
            .foreign_up_to(report.name.as_deref().unwrap_or_default(), 300)
            .html("\u{201d} on ")
            .foreign_up_to(wiki, 300)
            .html(".</p>\n");
    }
    for warning in &report.warnings {
        html.html("<div class=\"message\"><p>Warning: ")
            .foreign(&warning.message)
            .html(" (")
            .foreign_up_to(&warning.code, 100)
            .html(")</p></div>\n");
    }
    if let Some(message) = &report.message {
        html.html("<div class=\"message\" role=\"status\"><p>")
            .foreign(message);
        if let Some(reason) = report.reason {
            html.text(&format!(" ({reason})"));
        }
        html.html("</p></div>\n");
    }
    if let Some(seconds) = report.retry_after {
        html.element(
            "p",
            &[],
            &format!(
                "Another try can succeed in {}.",
                crate::output::duration(seconds)
            ),
        );
    } else if let Some(advice) = report.advice {
        html.element("p", &[], &format!("Advice: {advice}."));
    }
    if let Some(url) = report
        .account_request_url
        .as_deref()
        .filter(|url| url.starts_with("http"))
    {
        let link = [("href", url), ("rel", "noreferrer")];
        html.html("<p>")
            .element("a", &link, "Request an account on the wiki")
            .html("</p>\n");
    }
    add_end(&mut html);
    (title, html)
}

/// Returns the title and the content of the page after a run with many accounts.
pub fn of_many(results: &[String]) -> (&'static str, Html) {
    let mut html = Html::default();
    let title = "The run has ended";
    html.element("h1", &[], title);
    for result in results {
        html.html("<p role=\"status\">").foreign(result).close("p");
    }
    add_end(&mut html);
    (title, html)
}

fn add_end(html: &mut Html) {
    html.element("p", &[], "The command has ended. You can close this page.");
}
