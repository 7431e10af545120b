//! How a run ended: the one object of `--json`, the sentence for people, the exit status.

use std::io::{self, Write};

use mwaccount::{Ask, Created, Error, Reason, Redirect, Refused, Unknown};
use serde::Serialize;

use crate::{
    challenge::{CaptchaShown, FieldShown},
    run::WikiSeen,
    terminal::plain,
};

/// The end of a run.
#[derive(Debug, Serialize)]
pub struct Report {
    /// What came of it.
    pub outcome: Outcome,
    name: Option<String>,
    userid: Option<u64>,
    warnings: Vec<Warning>,
    reason: Option<&'static str>,
    code: Option<String>,
    message: Option<String>,
    retry_after: Option<u64>,
    fields: Vec<FieldShown>,
    captcha: Option<CaptchaShown>,
    redirect_url: Option<String>,
    /// What to do, for people; programs have `reason`.
    #[serde(skip)]
    advice: Option<&'static str>,
    /// Whether the fault is in how the command was called.
    #[serde(skip)]
    misused: bool,
}

/// The word for what came of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The account exists, and this run made it.
    Created,
    /// The wiki said no.
    Refused,
    /// The wiki asks for more.
    Ask,
    /// The user's browser must go somewhere.
    Redirect,
    /// Perhaps created.
    Unknown,
    /// Surely nothing created.
    Error,
}

#[derive(Debug, Serialize)]
struct Warning {
    code: String,
    message: String,
}

impl Report {
    fn new(outcome: Outcome) -> Self {
        Self {
            outcome,
            name: None,
            userid: None,
            warnings: Vec::new(),
            reason: None,
            code: None,
            message: None,
            retry_after: None,
            fields: Vec::new(),
            captcha: None,
            redirect_url: None,
            advice: None,
            misused: false,
        }
    }

    /// The account exists.
    pub fn created(created: &Created) -> Self {
        let warnings = created.warnings.iter();
        Self {
            name: Some(created.name.clone()),
            userid: created.userid,
            warnings: warnings
                .map(|warning| Warning {
                    code: warning.code.clone(),
                    message: warning.message.clone(),
                })
                .collect(),
            ..Self::new(Outcome::Created)
        }
    }

    /// The wiki's no.
    pub fn refused(refused: &Refused) -> Self {
        Self {
            reason: Some(refused.reason.as_str()),
            code: refused.code.clone(),
            message: Some(refused.message.clone()),
            retry_after: refused.retry_after.map(|wait| wait.as_secs()),
            advice: advice(refused.reason),
            ..Self::new(Outcome::Refused)
        }
    }

    /// The wiki asks, and nobody is there to answer; `message` says why not.
    pub fn ask(ask: &Ask, message: &str) -> Self {
        let names: Vec<&str> = ask.fields.iter().map(|field| field.name.as_str()).collect();
        let said = ask.message.as_deref().map(|said| format!(" ({said})"));
        let question = ask.captcha.as_ref().and_then(|c| c.question.as_deref());
        let question = question.map(|question| format!(", the captcha being \"{question}\""));
        Self {
            message: Some(format!(
                "the wiki asks for {}{}{}; {message}",
                names.join(", "),
                question.unwrap_or_default(),
                said.unwrap_or_default(),
            )),
            fields: ask.fields.iter().map(FieldShown::new).collect(),
            captcha: ask.captcha.as_ref().map(|c| CaptchaShown::new(c, None)),
            ..Self::new(Outcome::Ask)
        }
    }

    /// The wiki sends the user elsewhere, and nobody is there to go.
    pub fn redirect(redirect: &Redirect) -> Self {
        Self {
            message: Some(format!(
                "the wiki wants its new user to visit {} first; run mwaccount on a terminal to go there and come back",
                redirect.url
            )),
            fields: redirect.fields.iter().map(FieldShown::new).collect(),
            redirect_url: Some(redirect.url.to_string()),
            ..Self::new(Outcome::Redirect)
        }
    }

    /// Perhaps created.
    pub fn unknown(unknown: &Unknown) -> Self {
        Self {
            reason: Some(unknown.reason.as_str()),
            code: unknown.code.clone(),
            message: Some(unknown.evidence.clone()),
            ..Self::new(Outcome::Unknown)
        }
    }

    /// Surely nothing created.
    pub fn error(error: &Error) -> Self {
        Self {
            reason: Some(error.reason.as_str()),
            code: error.code.clone(),
            message: Some(error.message.clone()),
            retry_after: error.retry_after.map(|wait| wait.as_secs()),
            ..Self::new(Outcome::Error)
        }
    }

    /// An error of the command's own.
    pub fn failed(reason: Reason, message: impl Into<String>) -> Self {
        Self {
            reason: Some(reason.as_str()),
            message: Some(message.into()),
            ..Self::new(Outcome::Error)
        }
    }

    /// The command was called wrongly; nothing was sent.
    pub fn misuse(message: impl Into<String>) -> Self {
        Self {
            misused: true,
            ..Self::failed(Reason::InvalidArgument, message)
        }
    }

    /// The user went away before anything was created.
    pub fn cancelled() -> Self {
        Self::failed(Reason::Cancelled, "cancelled; nothing was created")
    }

    /// The same where the wiki had already begun to create the account: it exists
    /// before the wiki's last questions are asked, so nobody can say that it does not.
    pub fn under_way(mut self, name: &str) -> Self {
        if self.outcome == Outcome::Error {
            let what = match self.reason {
                Some("cancelled") => "interrupted while the wiki was creating the account",
                _ => self.message.as_deref().unwrap_or_default(),
            };
            self.message = Some(format!(
                "{what}; look at the wiki's user list whether \"{name}\" exists before you try again"
            ));
            self.outcome = Outcome::Unknown;
            self.advice = None;
        }
        self
    }

    /// The name that was asked for, unless the wiki gave one.
    pub fn named(mut self, name: &str) -> Self {
        self.name.get_or_insert_with(|| name.to_owned());
        self
    }

    /// The exit status.
    pub fn status(&self) -> i32 {
        match self.outcome {
            Outcome::Created => 0,
            Outcome::Refused => 1,
            Outcome::Error if self.misused => 2,
            Outcome::Ask | Outcome::Redirect => 3,
            Outcome::Unknown => 4,
            Outcome::Error => 5,
        }
    }

    /// Prints the object of `--json`.
    pub fn print_json(&self, wiki: &WikiSeen, requests: u64) {
        #[derive(Serialize)]
        struct Whole<'r> {
            #[serde(flatten)]
            report: &'r Report,
            wiki: &'r WikiSeen,
            requests: u64,
        }
        let whole = Whole {
            report: self,
            wiki,
            requests,
        };
        // Texts, numbers and lists of them: this cannot fail.
        let line = serde_json::to_string(&whole).unwrap_or_default();
        // Whoever closed standard output does not want to know; the status remains.
        let _ = writeln!(io::stdout(), "{line}");
    }

    /// Prints what people want to know: success on standard output, all else beside it.
    pub fn print_plainly(&self, wiki: &WikiSeen) {
        if self.outcome == Outcome::Created {
            let name = self.name.as_deref().unwrap_or_default();
            let _ = writeln!(io::stdout(), "Created \"{}\" on {}", plain(name), wiki.api);
        }
        for warning in &self.warnings {
            tell(&format!("warning: {} ({})", warning.message, warning.code));
        }
        let Some(message) = &self.message else {
            return;
        };
        let mut sentence = match self.outcome {
            Outcome::Refused => format!("the wiki refuses: {}", message.trim_end_matches('.')),
            Outcome::Unknown => format!("it is unknown whether the account was created: {message}"),
            _ => message.clone(),
        };
        if let Some(reason) = self.reason {
            sentence.push_str(&format!(" ({reason})"));
        }
        match (self.retry_after, self.advice) {
            (Some(seconds), _) => {
                sentence.push_str(&format!("; try again in {}", in_words(seconds)));
            }
            (None, Some(advice)) => sentence.push_str(&format!("; {advice}")),
            (None, None) => {}
        }
        tell(&sentence);
    }
}

/// A line on standard error; what a wiki said in it cannot steer the terminal.
pub fn tell(sentence: &str) {
    let _ = writeln!(io::stderr(), "mwaccount: {}", plain(sentence));
}

/// What to do after a refusal.
fn advice(reason: Reason) -> Option<&'static str> {
    Some(match reason {
        Reason::NameTaken | Reason::NameInvalid => "choose another name",
        Reason::PasswordWeak => "choose a better password",
        Reason::PasswordMismatch => "give the password again",
        Reason::EmailInvalid => "correct the --email, or leave it out",
        Reason::EmailRequired => "give an --email",
        Reason::CaptchaWrong => "answer a new captcha",
        Reason::CaptchaUnavailable => "try again later, or tell the wiki's operator",
        Reason::LoginFailed => "check the credentials",
        Reason::NotPermitted => "ask somebody who may create accounts there",
        Reason::Blocked => "ask whomever the wiki names; trying again does not help",
        Reason::Throttled => "wait before you try again",
        Reason::ReadOnly => "come back later",
        Reason::Busy => "try again shortly",
        Reason::Disabled => "create the account on the wiki's own pages",
        Reason::NoLocalAccounts => "log in once through the service the wiki uses",
        Reason::RefusedByExtension => "do as the text says",
        Reason::FieldInvalid => "correct what the text names",
        Reason::SessionLost => "begin anew",
        _ => return None,
    })
}

/// A time as one says it.
fn in_words(seconds: u64) -> String {
    let (count, unit) = match seconds {
        0..=119 => (seconds, "second"),
        120..=7199 => (seconds.div_ceil(60), "minute"),
        7200..=172_799 => (seconds.div_ceil(3600), "hour"),
        _ => (seconds.div_ceil(86_400), "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_as_people_say_them() {
        assert_eq!(in_words(1), "1 second");
        assert_eq!(in_words(90), "90 seconds");
        assert_eq!(in_words(121), "3 minutes");
        assert_eq!(in_words(86_400), "24 hours");
        assert_eq!(in_words(604_800), "7 days");
    }

    #[test]
    fn nothing_is_sure_once_the_wiki_has_begun() {
        let report = Report::cancelled().under_way("Zoe");
        assert_eq!((report.outcome, report.status()), (Outcome::Unknown, 4));
        assert!(report.message.unwrap().contains("whether \"Zoe\" exists"));
    }
}
