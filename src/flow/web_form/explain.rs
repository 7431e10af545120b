//! Finding the reason of a refusal that the wiki gave as text.
//!
//! The texts of the messages that a sign-up form can show are fetched from the API
//! (`meta=allmessages`, 1.16 and later), in the form's language, and compared with the refusal.
//! Without an API, the list of users shows whether the name is taken, and the messages are read from
//! Special:AllMessages. A text above the form that is none of MediaWiki's and of the known extensions is
//! another extension's.

use super::{
    Inconclusive, PageRefusal, State, WebForm, mail_failure,
    message_search::{MessageSearch, Search, Sent},
};
use crate::{
    Dialect, Format, Purpose, Reason, Refused, Session, Warning,
    account::non_empty,
    flow::{
        conclusion::Conclusion,
        existence::{Evidence, user_list_request},
        extension_keys::EXTENSION_KEYS,
        messages::{
            has_warning, is_certain, longest_match, messages, messages_request, warnings_request,
        },
        refusal, throttle,
    },
    http::{Reply, Request},
    mediawiki::{
        api_response::ApiResponse,
        page::{Page, SignupForm},
        unreadable::Unreadable,
    },
};

/// Keys of MediaWiki's and ConfirmEdit's messages, which are classified like codes.
const KEYS: [&str; 40] = [
    "userexists",
    "noname",
    "invaliduser",
    "usernameinprogress",
    "passwordtooshort",
    "passwordtoolong",
    "password-name-match",
    "password-login-forbidden",
    "password-substring-username-match",
    "passwordincommonlist",
    "badretype",
    "noemailtitle",
    "noemail",
    "noemailcreate",
    "invalidemailaddress",
    "captcha-createaccount-fail",
    "captcha-error",
    "acct_creation_throttle_hit",
    "actionthrottledtext",
    "sorbs_create_account_reason",
    "cantcreateaccount-text",
    "cantcreateaccount-range-text",
    "blockedtext",
    "blockedtext-partial",
    "autoblockedtext",
    "systemblockedtext",
    "permissionserrors",
    "badaccess-group0",
    "badaccess-groups",
    "readonlytext",
    "sessionfailure",
    "nocookiesfornew",
    "nocookiesnew",
    "authform-notoken",
    "authform-wrongtoken",
    "authform-nosession-signup",
    "externaldberror",
    "wrongpassword",
    "authmanager-create-disabled",
    "authmanager-create-no-primary",
];

/// All keys, in the order of the requests for them. Each part has no more keys than the API takes at once
/// from everybody (50).
const PARTS: &[&[&str]] = &[&KEYS, &EXTENSION_KEYS];

/// A refused form, which a refusal's text is about.
#[derive(Debug, Clone, Default)]
pub(super) struct RefusedForm {
    /// The user name, if the refusal may be about it.
    pub name: Option<String>,
    /// The language in which the wiki answered, if it was requested.
    pub language: Option<String>,
    pub sent: Sent,
}

/// A question about a refusal.
#[derive(Debug, Clone)]
pub(super) enum Explain {
    /// Asks the API for the messages, in the language of the answer.
    Messages {
        form: RefusedForm,
        /// True if the account may have been created, and the text be about its mail.
        may_be_mail: bool,
        /// The number of the part of [`PARTS`] that is asked for. The part behind them has the wiki's own
        /// warnings.
        part: usize,
        /// The longest match in the parts before, with its length.
        found: Option<(usize, String)>,
        /// True if the parts before had texts. A private wiki shows none.
        are_shown: bool,
    },
    /// Asks whether the name is taken, and searches for the message if it is not.
    Users { name: String, form: RefusedForm },
    /// Searches for the message in Special:AllMessages.
    Search(MessageSearch),
    /// Asks for the limit of new accounts that the text names in another language than English.
    Limit {
        refused: Box<Refused>,
        language: Option<String>,
    },
}

/// The next question about a refusal, or the meaning of its text.
#[derive(Debug)]
pub(super) enum Explanation {
    Ask(Explain),
    Known(Explained),
}

/// The meaning of a text.
#[derive(Debug)]
pub(super) enum Explained {
    /// A refusal, with the code that was found.
    Refused(Refused),
    /// The account was created, and its mail was not sent.
    MailFailed(Warning),
}

impl Explain {
    /// Returns the first question about a refusal with this text, or its meaning if there is none to
    /// ask.
    pub fn start(text: &str, form: RefusedForm, session: &mut Session) -> Explanation {
        match form {
            form if session.facts.api_off => Self::without_api(text, form, session),
            _ if text.is_empty() => known("", text),
            form => Explanation::Ask(Self::messages(form, false)),
        }
    }

    /// Returns the question for the first part of the messages.
    fn messages(form: RefusedForm, may_be_mail: bool) -> Self {
        Self::Messages {
            form,
            may_be_mail,
            part: 0,
            found: None,
            are_shown: false,
        }
    }

    /// Returns the first question to a wiki without an API.
    fn without_api(text: &str, form: RefusedForm, session: &mut Session) -> Explanation {
        match form.name.clone() {
            Some(name) => Explanation::Ask(Self::Users { name, form }),
            None => Self::search(text, form, session),
        }
    }

    /// Returns the first part of the search in Special:AllMessages.
    fn search(text: &str, form: RefusedForm, session: &mut Session) -> Explanation {
        if text.is_empty() {
            return known("", text);
        }
        let has_form = form.sent.has_form;
        let search = MessageSearch::start(PARTS, text, form.language, form.sent, session);
        searched(search, text, has_form)
    }

    /// Returns the question whether a text is a refusal or about the mail of a created account;
    /// `None` if the wiki cannot be asked.
    pub fn of_mail(text: &str, language: Option<String>, session: &Session) -> Option<Self> {
        let can_ask = !session.facts.api_off && !text.is_empty();
        can_ask.then(|| {
            let form = RefusedForm {
                language,
                sent: Sent {
                    has_form: true,
                    ..Sent::default()
                },
                ..RefusedForm::default()
            };
            Self::messages(form, true)
        })
    }

    pub fn request(&self, session: &Session) -> Request {
        match self {
            Self::Messages {
                form,
                may_be_mail,
                part,
                ..
            } => {
                let language = form.language.as_deref();
                let Some(part_keys) = PARTS.get(*part) else {
                    return warnings_request(session, language);
                };
                let mail_keys = mail_failure::KEYS.iter();
                let mail_keys = mail_keys.filter(|_| *may_be_mail && *part == 0);
                let keys: Vec<&str> = part_keys.iter().chain(mail_keys).copied().collect();
                messages_request(session, &keys, language)
            }
            Self::Users { name, .. } => user_list_request(session, name).purpose(Purpose::Explain),
            Self::Search(search) => search.request(session),
            Self::Limit { language, .. } => throttle::limit_request(session, language.as_deref()),
        }
    }

    /// Returns the meaning of the text, as far as the reply shows it, or the next question.
    pub fn read(self, session: &mut Session, reply: Reply, text: &str) -> Explanation {
        match self {
            Self::Messages {
                form,
                may_be_mail,
                part,
                found,
                are_shown,
            } => {
                let answer = match reply {
                    Reply::Got(response) => ApiResponse::read(&response, Format::Json),
                    Reply::NotSent(_) | Reply::Lost(_) => return conclude(found, text, false),
                };
                let answer = match answer {
                    Ok(answer) => answer,
                    // The caller chose the form, so that nothing has shown yet that the API is off.
                    Err(unreadable) if !may_be_mail && shows_no_api(&unreadable) => {
                        return Self::without_api(text, form, session);
                    }
                    Err(_) => return conclude(found, text, false),
                };
                let mail = may_be_mail.then(|| mail_failure::find(&answer, text));
                if let Some(warning) = mail.flatten() {
                    return Explanation::Known(Explained::MailFailed(warning));
                }
                let messages: Vec<_> = messages(&answer).collect();
                let matched = longest_match(&messages, text);
                let matched = matched.map(|(length, key)| (length, key.to_owned()));
                let found = found.max(matched);
                let are_shown = are_shown || !messages.is_empty();
                let is_found = found.as_ref().is_some_and(|(it, _)| is_certain(*it, text));
                let has_more =
                    part + 1 < PARTS.len() || (part + 1 == PARTS.len() && has_warning(&messages));
                if are_shown && !is_found && has_more {
                    return Explanation::Ask(Self::Messages {
                        form,
                        may_be_mail,
                        part: part + 1,
                        found,
                        are_shown,
                    });
                }
                match conclude(found, text, are_shown && form.sent.has_form) {
                    Explanation::Known(Explained::Refused(refused))
                        if throttle::may_be_explained(&refused) =>
                    {
                        let language = form.language;
                        let refused = Box::new(refused);
                        Explanation::Ask(Self::Limit { refused, language })
                    }
                    explanation => explanation,
                }
            }
            Self::Users { name, form } => match reply {
                Reply::Got(response) if Page::read(&response).listed(&name).is_some() => {
                    known("userexists", text)
                }
                _ => Self::search(text, form, session),
            },
            Self::Search(search) => {
                let has_form = search.has_form();
                searched(search.read(session, &reply, text), text, has_form)
            }
            Self::Limit { mut refused, .. } => {
                throttle::read_limit(reply, &mut refused);
                Explanation::Known(Explained::Refused(*refused))
            }
        }
    }
}

/// Returns whether a response shows that the API is off, or that there is none at its address.
fn shows_no_api(unreadable: &Unreadable) -> bool {
    let reasons = [Reason::Disabled, Reason::AccessDenied, Reason::NotAWiki];
    !unreadable.may_have_acted && reasons.contains(&unreadable.error.reason)
}

fn searched(search: Search, text: &str, has_form: bool) -> Explanation {
    match search {
        Search::Ask(search) => Explanation::Ask(Explain::Search(search)),
        Search::Ended { found, is_complete } => conclude(found, text, is_complete && has_form),
    }
}

/// Returns the meaning of a text by the match that was found, if one was. `is_of_hook` is true if the text
/// is an extension's otherwise: it is above the form, and none of MediaWiki's.
fn conclude(found: Option<(usize, String)>, text: &str, is_of_hook: bool) -> Explanation {
    match found {
        Some((_, key)) => known(&key, text),
        None if is_of_hook => {
            let refused = refusal::refused(Dialect::WebForm, "", text.to_owned());
            Explanation::Known(Explained::Refused(Refused {
                reason: Reason::RefusedByExtension,
                ..refused
            }))
        }
        None => known("", text),
    }
}

fn known(code: &str, text: &str) -> Explanation {
    let refused = refusal::refused(Dialect::WebForm, code, text.to_owned());
    Explanation::Known(Explained::Refused(refused))
}

impl WebForm {
    pub(super) fn explain_refusal(&mut self, session: &mut Session, refusal: PageRefusal) -> State {
        self.explain(session, refusal, None)
    }

    /// Finds the meaning of a text before the account's existence is checked: one of the wiki's own
    /// messages may show that nothing was created.
    pub(super) fn explain_before_check(
        &mut self,
        session: &mut Session,
        refusal: PageRefusal,
        evidence: Evidence,
    ) -> State {
        self.explain(session, refusal, Some(Box::new(evidence)))
    }

    fn explain(
        &mut self,
        session: &mut Session,
        refusal: PageRefusal,
        evidence: Option<Box<Evidence>>,
    ) -> State {
        let account = &self.attempt.account;
        let has_form = refusal.form.is_some();
        let form = RefusedForm {
            // A refusal page without the form is not about the name.
            name: has_form.then(|| account.name.clone()),
            language: self.page_language.clone(),
            sent: Sent {
                has_form,
                has_captcha: self.attempt.has_captcha_answer(),
                has_email: non_empty(&account.email).is_some(),
            },
        };
        let explanation = Explain::start(&refusal.text, form, session);
        self.explain_further(session, explanation, refusal, evidence)
    }

    /// Asks the next question about a refusal, or handles its meaning.
    pub(super) fn explain_further(
        &mut self,
        session: &mut Session,
        explanation: Explanation,
        refusal: PageRefusal,
        evidence: Option<Box<Evidence>>,
    ) -> State {
        match explanation {
            Explanation::Ask(explain) => State::Explain {
                explain,
                refusal,
                evidence,
            },
            Explanation::Known(explained) => {
                let evidence = evidence.map(|evidence| *evidence);
                self.explained(session, explained, refusal.reason, refusal.form, evidence)
            }
        }
    }

    /// Handles the meaning of a text. With evidence, the account may exist.
    fn explained(
        &mut self,
        session: &mut Session,
        explained: Explained,
        otherwise: Reason,
        form: Option<SignupForm>,
        evidence: Option<Evidence>,
    ) -> State {
        match (explained, evidence) {
            (Explained::MailFailed(warning), _) => {
                self.attempt.discard_captcha(session);
                self.created(session, None, None, Some(warning))
            }
            (Explained::Refused(refused), Some(evidence))
                if refused.code.is_none() || (form.is_none() && !precedes_creation(&refused)) =>
            {
                let answer = match form {
                    Some(_) => Inconclusive::FormAgain,
                    None => Inconclusive::Explained,
                };
                self.check_existence(session, evidence, refused, answer)
            }
            (Explained::Refused(refused), _)
                if self.attempt.may_still_run()
                    && (refused.code.is_none() || refused.reason == Reason::NameTaken) =>
            {
                let evidence = self.attempt.evidence_when_answered();
                self.check_existence(session, evidence, refused, Inconclusive::Explained)
            }
            (Explained::Refused(refused), _) => {
                // The token outlasts a creation that logs nobody in: that of a creator, and one that asks for
                // a further step (1.27 and later).
                let may_be_own = refused.reason == Reason::NameTaken
                    && !session.facts.api_off
                    && form.as_ref().is_some_and(|form| form.modern);
                self.attempt.note_nothing_created();
                let state = self.refused(session, refused, otherwise, form);
                if may_be_own
                    && let State::Concluded(Conclusion::Refused(refused)) = &state
                    && let Some(check) =
                        self.attempt.check_owner(session, Dialect::WebForm, refused)
                {
                    return self.apply_outcome(session, check, Inconclusive::Lost);
                }
                state
            }
        }
    }

    /// Returns the language in which the wiki answers the form, if the account's language is sent with
    /// it.
    pub(super) fn language_of_answer(&self) -> Option<String> {
        let takes_language = self.form.as_ref().is_some_and(|form| form.takes_language);
        let language = self.attempt.account.language_code();
        language.filter(|_| takes_language)
    }
}

/// Returns whether a page with this refusal in place of the form proves that nothing was created: 1.27 and
/// later check blocks, rights and locks before they create (`SpecialCreateAccount::checkPermissions`,
/// `AuthManager::checkAccountCreatePermissions`), and up to 1.26 `LoginForm::addNewAccountInternal` does.
fn precedes_creation(refused: &Refused) -> bool {
    let reasons = [Reason::Blocked, Reason::NotPermitted, Reason::ReadOnly];
    reasons.contains(&refused.reason)
}
