//! A caller of the library that repeats the actions of a recorded client.

use mwaccount::{
    Answers, CaptchaKind, Creation, Credentials, Error, NewAccount, Reason, Step, Wiki, WikiBuilder,
};

use super::transcript::{Exchange, Fields, Replay, Transcript};

pub const API: &str = "https://wiki.example/api.php";

/// Repeats the actions of the recorded client with the library. Returns a summary of each step.
pub fn replay(
    transcript: &Transcript,
    before: &[Exchange],
    setup: impl Fn(WikiBuilder) -> WikiBuilder,
) -> String {
    let (replay, _) = Replay::new(transcript, before);
    let wiki = setup(Wiki::builder(API)).transport(replay).build();
    ReplayClient::of(transcript).run(&mut wiki.unwrap())
}

/// A caller with the accounts that a recorded client tried to create.
pub struct ReplayClient {
    login: Option<Credentials>,
    attempts: Vec<Fields>,
    /// The current attempt.
    at: usize,
    /// The last attempt whose captcha was answered.
    answered: Option<usize>,
}

impl ReplayClient {
    pub fn of(transcript: &Transcript) -> Self {
        let attempts = match transcript.attempts() {
            none if none.is_empty() => transcript.first_form().into_iter().cloned().collect(),
            some => some.into_iter().cloned().collect(),
        };
        Self {
            login: transcript.login().map(credentials),
            attempts,
            at: 0,
            answered: None,
        }
    }

    /// Limits the client to its first attempt.
    pub fn once(mut self) -> Self {
        self.attempts.truncate(1);
        self
    }

    pub fn run(&mut self, wiki: &mut Wiki) -> String {
        let mut steps = Vec::new();
        if let Some(credentials) = self.login.take() {
            let step = wiki.log_in(credentials).step();
            steps.push(step_summary(&step));
            if !matches!(step, Ok(Step::LoggedIn(_))) {
                return steps.join(" ");
            }
        }
        while self.at < self.attempts.len() {
            let mut creation = wiki.create(account(&self.attempts[self.at]));
            let mut step = creation.step();
            loop {
                steps.push(step_summary(&step));
                match self.next(&mut creation, &step) {
                    Some(following) => step = following,
                    None => break,
                }
            }
            self.at += 1;
        }
        steps.join(" ")
    }

    /// Performs the recorded client's next action after a step; `None` if it ended this creation there.
    fn next(
        &mut self,
        creation: &mut Creation<'_>,
        step: &Result<Step, Error>,
    ) -> Option<Result<Step, Error>> {
        let following = self.attempts.get(self.at + 1).cloned();
        match step {
            Ok(Step::Ask(ask)) if ask.captcha.is_none() => {
                self.at += 1;
                Some(creation.answer(answers(&following?)))
            }
            Ok(Step::Redirect(_)) => {
                self.at += 1;
                Some(creation.returned(&came_back(&following?)))
            }
            Ok(Step::Ask(ask)) => {
                let this = &self.attempts[self.at];
                let unanswered = self.answered != Some(self.at);
                let mut answers = Answers::new();
                if ask.captcha.as_ref()?.kind == CaptchaKind::Recaptcha {
                    answers.set("captcha-challenge", "challenge");
                }
                if unanswered && this.contains_key("captchaWord") {
                    // AuthManager shows its captcha in advance: the first try had its answer.
                    self.answered = Some(self.at);
                    return Some(creation.answer(answers.with("captcha", captcha_word(this)?)));
                }
                let form = following?;
                answers.set("captcha", captcha_word(&form)?);
                let asked_about = account(this).name;
                self.at += 1;
                if account(&form).name != asked_about || form.contains_key("email") {
                    // The recording answers the captcha for another account than the one the captcha was issued
                    // for.
                    let revised = creation.revise(account(&form));
                    assert_eq!(step_summary(&revised), "ask");
                }
                Some(creation.answer(answers))
            }
            Ok(Step::Refused(refused)) if refused.reason == Reason::CaptchaWrong => {
                following?;
                Some(creation.revise(account(&self.attempts[self.at])))
            }
            Ok(Step::Refused(_)) => {
                self.at += 1;
                Some(creation.revise(account(&following?)))
            }
            _ => None,
        }
    }
}

fn captcha_word(form: &Fields) -> Option<String> {
    let word = form.get("captchaword").or_else(|| form.get("captchaWord"));
    word.cloned()
}

/// The parameters of a continuing request besides its fields.
const ENVELOPE: [&str; 5] = [
    "action",
    "createcontinue",
    "createtoken",
    "format",
    "formatversion",
];

fn fields(form: &Fields) -> impl Iterator<Item = (&str, &str)> {
    let fields = form.iter().map(|(n, v)| (n.as_str(), v.as_str()));
    fields.filter(|(name, value)| !ENVELOPE.contains(name) && !value.is_empty())
}

/// Returns the answers that a continuing request gave.
fn answers(form: &Fields) -> Answers {
    let mut answers = Answers::new();
    for (name, value) in fields(form) {
        match name.strip_suffix("[]") {
            Some(name) => answers.set(name, vec![value.to_owned()]),
            None => answers.set(name, value),
        }
    }
    answers
}

/// Returns the URL the user came back to, with the values that the request gave.
fn came_back(form: &Fields) -> String {
    let pairs: Vec<String> = fields(form).map(|(n, v)| format!("{n}={v}")).collect();
    format!("http://localhost/return?{}", pairs.join("&"))
}

/// Returns the account of a recorded form.
pub fn account(form: &Fields) -> NewAccount {
    let get = |names: [&str; 2]| names.iter().find_map(|name| form.get(*name)).cloned();
    let name = get(["name", "username"]).unwrap_or_default();
    let mut account = NewAccount::new(name).allow_altered_name();
    account.password = get(["password", "password"]).map(Into::into);
    account.email = get(["email", "email"]);
    account.real_name = get(["realname", "realname"]);
    account.reason = get(["reason", "reason"]);
    account.language = get(["language", "uselang"]);
    account.mail_password = form.contains_key("mailpassword");
    account
}

/// Returns the credentials of a recorded login form.
fn credentials(form: &Fields) -> Credentials {
    let get = |names: [&str; 2]| names.iter().find_map(|name| form.get(*name)).cloned();
    Credentials::password(
        get(["lgname", "username"]).unwrap(),
        get(["lgpassword", "password"]).unwrap(),
    )
}

/// Returns a step in one word, with its warnings, and whether it comes after the account was created.
pub fn step_summary(step: &Result<Step, Error>) -> String {
    let exists = |exists: Option<bool>| match exists {
        Some(true) => "+exists",
        Some(false) => "+not-yet",
        None => "",
    };
    match step {
        Ok(Step::Created(created)) => {
            let codes = created.warnings.iter().map(|w| format!("+{}", w.code));
            format!("created{}", codes.collect::<String>())
        }
        Ok(Step::LoggedIn(name)) => {
            assert_eq!(name, "Admin");
            "logged-in".to_owned()
        }
        Ok(Step::Ask(ask)) => {
            let Some(captcha) = &ask.captcha else {
                return format!("ui{}", exists(ask.account_exists));
            };
            match captcha.kind {
                CaptchaKind::Simple | CaptchaKind::Question => assert!(captcha.question.is_some()),
                CaptchaKind::Image => assert!(!captcha.image_urls.is_empty()),
                _ => assert!(captcha.site_key.is_some()),
            }
            "ask".to_owned()
        }
        Ok(Step::Redirect(redirect)) => format!("redirect{}", exists(redirect.account_exists)),
        Ok(Step::Refused(refused)) => {
            assert!(!refused.message.is_empty());
            format!("refused:{}", refused.reason)
        }
        Ok(Step::Unknown(unknown)) => format!("unknown:{}", unknown.reason),
        Ok(other) => panic!("{other:?}"),
        Err(error) => format!("error:{}", error.reason),
    }
}
