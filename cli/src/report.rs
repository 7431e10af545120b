//! The result of a run, and its exit status.

use std::{fmt::Write, path::Path};

use mwaccount::{
    Ask, Created, Error, Field, FieldKind, Reason, Redirect, Refused, Requirements, Unknown,
    Warning,
};
use serde::Serialize;

use crate::{
    images::SavedImage,
    interaction::{Existence, Stage},
    json_ask::{JsonCaptcha, JsonField},
};

/// The result of a run. Its fields are the keys of `--json`.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The outcome.
    pub outcome: Outcome,
    /// The stage that the run reached.
    pub stage: Stage,
    /// The name of the account.
    pub name: Option<String>,
    user_id: Option<u64>,
    /// The differences from the requested account.
    pub warnings: Vec<JsonWarning>,
    /// The reason of a refusal or error.
    pub reason: Option<&'static str>,
    /// The wiki's own code.
    pub code: Option<String>,
    /// An explanation for people.
    pub message: Option<String>,
    /// The seconds to wait before another try can succeed.
    pub retry_after: Option<u64>,
    /// The limit of new accounts that was reached.
    rate_limit: Option<JsonRateLimit>,
    /// For a refusal: true if the wiki may create the account when the same is sent again.
    pub may_resubmit: Option<bool>,
    /// The page on which an account can be requested instead.
    pub account_request_url: Option<String>,
    /// The fields that the wiki asks for.
    pub fields: Vec<JsonField>,
    /// The captcha that the wiki asks for.
    pub captcha: Option<JsonCaptcha>,
    redirect_url: Option<String>,
    account_exists: Option<bool>,
    /// The result of a probe.
    #[serde(skip)]
    pub requirements: Option<Requirements>,
    /// The values that a probe checks.
    #[serde(skip)]
    pub asked: Asked,
    /// The advice after a refusal, for people; programs have `reason`.
    #[serde(skip)]
    pub advice: Option<&'static str>,
    /// Set for a usage error.
    #[serde(skip)]
    is_usage_error: bool,
    /// Set if the person may have created another account on the wiki's own page.
    #[serde(skip)]
    pub is_other_possible: bool,
}

/// The values that a probe checks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    /// True if a name was given.
    pub name: bool,
    /// True if a password was given.
    pub password: bool,
}

/// The outcome of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The account exists, and this run created it.
    Created,
    /// The wiki refused the account or the login.
    Refused,
    /// The wiki asks for more fields.
    Ask,
    /// The wiki redirects the user's browser.
    Redirect,
    /// The account may have been created.
    Unknown,
    /// An error; nothing was created.
    Error,
    /// The wiki was probed.
    Probed,
}

/// A limit of new accounts: so many in a time.
#[derive(Debug, Serialize)]
struct JsonRateLimit {
    count: u64,
    /// The time in seconds.
    period: u64,
}

/// A warning of the wiki or the library.
#[derive(Debug, Serialize)]
pub struct JsonWarning {
    /// The code.
    pub code: String,
    /// An explanation for people.
    pub message: String,
}

impl Report {
    fn new(outcome: Outcome) -> Self {
        Self {
            outcome,
            stage: Stage::default(),
            name: None,
            user_id: None,
            warnings: Vec::new(),
            reason: None,
            code: None,
            message: None,
            retry_after: None,
            rate_limit: None,
            may_resubmit: None,
            account_request_url: None,
            fields: Vec::new(),
            captcha: None,
            redirect_url: None,
            account_exists: None,
            requirements: None,
            asked: Asked::default(),
            advice: None,
            is_usage_error: false,
            is_other_possible: false,
        }
    }

    /// Reports a created account.
    pub fn created(created: &Created) -> Self {
        let warnings = created.warnings.iter();
        Self {
            name: Some(created.name.clone()),
            user_id: created.user_id,
            warnings: warnings
                .map(|warning| JsonWarning {
                    code: warning.code.clone(),
                    message: warning.message.clone(),
                })
                .collect(),
            ..Self::new(Outcome::Created)
        }
    }

    /// Reports a refusal.
    pub fn refused(refused: &Refused) -> Self {
        Self {
            reason: Some(refused.reason.as_str()),
            code: refused.code.clone(),
            message: Some(refused.message.clone()),
            retry_after: refused.retry_after.map(|wait| wait.as_secs()),
            rate_limit: refused.rate_limit.map(|limit| JsonRateLimit {
                count: limit.count,
                period: limit.period.as_secs(),
            }),
            may_resubmit: Some(refused.may_resubmit),
            advice: if refused.may_resubmit {
                Some("it was a warning: --accept-warnings sends the account again after it")
            } else {
                advice(refused.reason)
            },
            account_request_url: refused
                .account_request_url
                .as_ref()
                .map(ToString::to_string),
            ..Self::new(Outcome::Refused)
        }
    }

    /// Reports what the wiki asks, if there is no source of answers. `message` says how to
    /// answer it in another run; `images` are the files of the captcha's images, as far as they stay.
    pub fn ask(ask: &Ask, images: &[Option<SavedImage>], message: &str) -> Self {
        let names = filled_fields(ask);
        let asked = if names.is_empty() {
            "a confirmation, without any field".to_owned()
        } else {
            names.join(", ")
        };
        let text = ask
            .message
            .as_deref()
            .map(|text| format!("; message: \"{text}\""));
        let question = ask.captcha.as_ref().and_then(|c| c.question.as_deref());
        let mut shown = question
            .map(|question| format!("; captcha question: \"{question}\""))
            .unwrap_or_default();
        let urls = ask.captcha.iter().flat_map(|captcha| &captcha.image_urls);
        for (index, url) in urls.enumerate() {
            let number = index + 1;
            match images.get(index) {
                Some(Some(image)) => {
                    let _ = write!(shown, "; image {number}: {}", image.path.display());
                }
                _ if question.is_some() => {
                    let _ = write!(shown, "; image {number}: {url}");
                }
                // Its address is of no use without the session's cookies.
                _ => {}
            }
        }
        Self {
            message: Some(format!(
                "the wiki asks for {asked}{shown}{}; {message}",
                text.unwrap_or_default(),
            )),
            fields: ask.fields.iter().map(JsonField::new).collect(),
            captcha: ask.captcha.as_ref().map(|c| JsonCaptcha::new(c, images)),
            account_exists: ask.account_exists,
            ..Self::new(Outcome::Ask)
        }
    }

    /// Reports a redirect, if there is no user to follow it. `message` says how to continue in
    /// another run.
    pub fn redirect(redirect: &Redirect, message: &str) -> Self {
        Self {
            message: Some(format!(
                "the wiki redirects the user to {}; {message}",
                redirect.url
            )),
            fields: redirect.fields.iter().map(JsonField::new).collect(),
            redirect_url: Some(redirect.url.to_string()),
            account_exists: redirect.account_exists,
            ..Self::new(Outcome::Redirect)
        }
    }

    /// Reports the result of a probe.
    pub fn probed(found: Requirements, asked: Asked) -> Self {
        let refused = found.refusal.as_ref().map(Self::refused);
        Self {
            outcome: Outcome::Probed,
            fields: found.fields.iter().map(JsonField::new).collect(),
            captcha: found.captcha.as_ref().map(|c| JsonCaptcha::new(c, &[])),
            requirements: Some(found),
            asked,
            advice: None,
            ..refused.unwrap_or_else(|| Self::new(Outcome::Probed))
        }
    }

    /// Reports that the account may have been created.
    pub fn unknown(unknown: &Unknown) -> Self {
        Self {
            reason: Some(unknown.reason.as_str()),
            code: unknown.code.clone(),
            message: Some(unknown.evidence.clone()),
            ..Self::new(Outcome::Unknown)
        }
    }

    /// Reports an account that the person created on the wiki's own page, with the proof.
    pub fn created_by_person(name: &str, proof: &str) -> Self {
        Self {
            name: Some(name.to_owned()),
            warnings: vec![JsonWarning {
                code: "own-page".to_owned(),
                message: proof.to_owned(),
            }],
            ..Self::new(Outcome::Created)
        }
    }

    /// Reports that an account may exist, for a reason of this command.
    pub fn not_proved(message: String) -> Self {
        Self {
            reason: Some(Reason::Other.as_str()),
            message: Some(message),
            ..Self::new(Outcome::Unknown)
        }
    }

    /// Reports that there is no account of the requested name after a sign-up on the wiki's own page, where the person
    /// may have chosen another name.
    pub fn no_account(message: String) -> Self {
        Self {
            is_other_possible: true,
            ..Self::failed(Reason::Cancelled, message)
        }
    }

    /// Reports an error of the library; nothing was created.
    pub fn error(error: &Error) -> Self {
        Self {
            reason: Some(error.reason.as_str()),
            code: error.code.clone(),
            message: Some(error.message.clone()),
            retry_after: error.retry_after.map(|wait| wait.as_secs()),
            ..Self::new(Outcome::Error)
        }
    }

    /// Reports an error of the command itself.
    pub fn failed(reason: Reason, message: impl Into<String>) -> Self {
        Self {
            reason: Some(reason.as_str()),
            message: Some(message.into()),
            ..Self::new(Outcome::Error)
        }
    }

    /// Reports a usage error; nothing was sent.
    pub fn usage_error(message: impl Into<String>) -> Box<Self> {
        Box::new(Self {
            is_usage_error: true,
            ..Self::failed(Reason::InvalidArgument, message)
        })
    }

    /// Reports that the user cancelled the run before anything was created.
    pub fn cancelled() -> Self {
        Self::failed(Reason::Cancelled, "cancelled; nothing was created")
    }

    /// Returns whether the user cancelled the run.
    pub fn is_cancelled(&self) -> bool {
        let is_by_user = self.reason == Some(Reason::Cancelled.as_str());
        self.outcome == Outcome::Error && is_by_user && !self.is_other_possible
    }

    /// Adds to what the wiki waits for that the user interrupted the run there.
    pub fn interrupted(self) -> Self {
        let message = self.message.unwrap_or_default();
        Self {
            message: Some(format!("interrupted; {message}")),
            ..self
        }
    }

    /// Adapts an error while the wiki waits for an answer and the account exists or may exist.
    /// A usage error has no effect on the account and stays unchanged.
    pub fn with_existence(self, existence: Existence, name: Option<&str>) -> Self {
        if self.outcome != Outcome::Error || self.is_usage_error {
            return self;
        }
        let what = match self.reason {
            Some("cancelled") => "interrupted while the wiki was creating the account".to_owned(),
            _ => self.message.clone().unwrap_or_default(),
        };
        match existence {
            Existence::No => self,
            Existence::Perhaps => Self {
                outcome: Outcome::Unknown,
                message: Some(format!(
                    "{what}; check in the wiki's user list whether \"{}\" exists before you try again",
                    name.unwrap_or_default()
                )),
                advice: None,
                ..self
            },
            Existence::Yes => Self {
                warnings: vec![JsonWarning {
                    code: Warning::SETUP_UNFINISHED.to_owned(),
                    message: format!("the account exists, but its setup was not finished: {what}"),
                }],
                ..Self::new(Outcome::Created)
            },
        }
    }

    /// Sets the stage that the run reached.
    pub fn with_stage(mut self, stage: Stage) -> Self {
        self.stage = stage;
        self
    }

    /// Sets the requested name, unless the wiki returned one.
    pub fn with_name(mut self, name: Option<&str>) -> Self {
        self.name = self.name.or_else(|| name.map(str::to_owned));
        self
    }

    /// Adds that the file of the suspended conversation can be used again.
    pub fn with_reusable_file(mut self, file: &Path) -> Self {
        if matches!(self.outcome, Outcome::Ask | Outcome::Redirect) {
            // Their messages name the file.
            return self;
        }
        let note = format!(
            "; nothing was sent, and {} can be used again",
            file.display()
        );
        let warned = self.warnings.last_mut().map(|warned| &mut warned.message);
        if let Some(message) = self.message.as_mut().or(warned) {
            message.push_str(&note);
        }
        self
    }

    /// Returns the exit status.
    pub fn status(&self) -> i32 {
        match self.outcome {
            Outcome::Created | Outcome::Probed => 0,
            Outcome::Refused => 1,
            Outcome::Error if self.is_usage_error => 2,
            Outcome::Ask | Outcome::Redirect => 3,
            Outcome::Unknown => 4,
            Outcome::Error => 5,
        }
    }
}

/// Returns the names of the fields that people can fill in.
pub fn filled_fields(ask: &Ask) -> Vec<&str> {
    let is_filled = |field: &&Field| !matches!(field.kind, FieldKind::Hidden | FieldKind::Null);
    let fields = ask.fields.iter().filter(is_filled);
    fields.map(|field| field.name.as_str()).collect()
}

/// Returns what the user can do after a refusal.
fn advice(reason: Reason) -> Option<&'static str> {
    Some(match reason {
        Reason::NameTaken | Reason::NameInvalid => "choose another name",
        Reason::PasswordWeak => "choose a better password",
        Reason::PasswordMismatch => "give the password again",
        Reason::EmailInvalid => "correct --email, or omit it",
        Reason::EmailRequired => "give --email",
        Reason::CaptchaWrong => "answer a new captcha",
        Reason::CaptchaUnavailable => "try again later, or report it to the wiki's operator",
        Reason::LoginFailed => "check the credentials",
        Reason::NotPermitted => "ask somebody who may create accounts there",
        Reason::Blocked => "trying again does not help; ask the person that the message names",
        Reason::Throttled => "wait before you try again",
        Reason::ReadOnly => "try again later",
        Reason::Busy => "try again shortly",
        Reason::Disabled => "create the account on the wiki's website",
        Reason::NoLocalAccounts => "log in once through the service that the wiki uses",
        Reason::RefusedByExtension => "follow the instructions in the message",
        Reason::FieldInvalid => "correct the field that the message names",
        Reason::SessionLost => "start again",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cancelled_run_reports_whether_the_account_exists() {
        let cut = |existence| Report::cancelled().with_existence(existence, Some("Zoe"));
        let report = cut(Existence::No);
        assert_eq!((report.outcome, report.status()), (Outcome::Error, 5));
        let report = cut(Existence::Perhaps);
        assert_eq!((report.outcome, report.status()), (Outcome::Unknown, 4));
        assert!(report.message.unwrap().contains("whether \"Zoe\" exists"));
        let report = cut(Existence::Yes);
        assert_eq!((report.outcome, report.status()), (Outcome::Created, 0));
        assert_eq!(report.warnings[0].code, "setup-unfinished");
        let usage_error = Report::usage_error("no").with_existence(Existence::Yes, None);
        assert_eq!(
            (usage_error.outcome, usage_error.status()),
            (Outcome::Error, 2)
        );
    }
}
