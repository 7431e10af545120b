//! Creations and logins on emulated wikis of any release and setting, whose answers are changed on the way. Where
//! nothing was changed, the result is compared with the wiki's own accounts.

use std::time::{Duration, SystemTime};

use mwaccount::{
    Dialect, Error, Format, Reason, Session, Step, TransportError, Wiki,
    flow::{Conversation, Interaction, Probe},
    http::{Reply, Request},
};
use support::{
    in_process::{self, Received},
    random::Choices,
};
use testwiki::{Captcha, LogAction, RunningWiki, Setting};

use crate::{
    bytes::Bytes,
    conversation::{Caller, account, credentials},
    damage,
    watch::{HTTP_PASSWORD, contains_secret, not_shown},
};

/// The releases; the first is the usual one. New ones belong at the end, so that inputs keep their meaning.
const RELEASES: [&str; 16] = [
    "1.43", "1.26", "1.27", "1.21", "1.22", "1.23", "1.24", "1.28", "1.31", "1.35", "1.39", "1.45",
    "1.16", "1.19", "1.20", "1.46",
];

const CAPTCHAS: [Option<Captcha>; 8] = [
    None,
    Some(Captcha::Questy),
    Some(Captcha::Simple),
    Some(Captcha::Math),
    Some(Captcha::Fancy),
    Some(Captcha::ReCaptcha),
    Some(Captcha::HCaptcha),
    Some(Captcha::Turnstile),
];

/// The settings, of which a wiki has up to three.
const SETTINGS: [Option<Setting>; 65] = {
    use Setting as S;
    [
        None,
        Some(S::NoApi),
        Some(S::Private),
        Some(S::PrivateOpen),
        Some(S::NoCreate),
        Some(S::Invitations),
        Some(S::AccountRequests),
        Some(S::Disabled),
        Some(S::ApiMissing),
        Some(S::PagesForPosts),
        Some(S::NoWrite),
        Some(S::ReadOnly),
        Some(S::Throttled),
        Some(S::Lagged),
        Some(S::Hidden),
        Some(S::Domain),
        Some(S::Languages),
        Some(S::EmailRequired),
        Some(S::NoEmail),
        Some(S::MailFails),
        Some(S::MailThrows),
        Some(S::Japanese),
        Some(S::Otp),
        Some(S::OpenId),
        Some(S::SignOn),
        Some(S::SignOnFail),
        Some(S::Terms),
        Some(S::SignupFields),
        Some(S::NewSignupPage),
        Some(S::Crash),
        Some(S::BrokenForms),
        Some(S::Blocked),
        Some(S::TwoBlocks),
        Some(S::AnonymousBlock),
        Some(S::GlobalBlock),
        Some(S::TorBlock),
        Some(S::StopForumSpam),
        Some(S::DnsBlacklist),
        Some(S::PartialBlock),
        Some(S::AntiSpoof),
        Some(S::TitleBlacklist),
        Some(S::ListedEmail),
        Some(S::RichQuestion),
        Some(S::AbuseWarn),
        Some(S::AbuseDisallow),
        Some(S::SecondFactor),
        Some(S::EmailAuth),
        Some(S::WebAuthn),
        Some(S::SecondFactorRequired),
        Some(S::PasswordForced),
        Some(S::PasswordSuggested),
        Some(S::PasswordTooShort),
        Some(S::BlockDisablesLogin),
        Some(S::LoginThrottle),
        Some(S::TemporaryAccounts),
        Some(S::Locked),
        Some(S::BadLogin),
        Some(S::LateCaptcha),
        Some(S::RemoteUser),
        Some(S::Pluggable),
        Some(S::Basic),
        Some(S::Https),
        Some(S::ProtocolRelative),
        Some(S::Turkish),
        Some(S::Gateway),
    ]
};

/// The time between two creations.
const BETWEEN: Duration = Duration::from_secs(60);

/// A wiki without a server, and what has been done to its answers.
pub struct Emulated {
    pub wiki: RunningWiki,
    /// True if an answer was changed, so that the library may believe what is not so.
    is_changed: bool,
}

impl Emulated {
    /// Returns a wiki that the input chooses.
    pub fn choose(bytes: &mut Bytes<'_>) -> Self {
        let release = *bytes.of(&RELEASES);
        // `Date` is of the simulated time, too.
        let mut wiki = testwiki::Wiki::release(release).proxy_date(0);
        if let Some(captcha) = *bytes.of(&CAPTCHAS) {
            wiki = wiki.captcha(captcha);
        }
        for _ in 0..3 {
            if let Some(setting) = *bytes.of(&SETTINGS) {
                wiki = wiki.setting(setting);
            }
        }
        Self {
            wiki: RunningWiki::without_server(wiki),
            is_changed: false,
        }
    }

    /// Replies to a request: as the wiki does, not at all, or with a changed answer.
    pub fn reply(&mut self, bytes: &mut Bytes<'_>, request: &Request, now: SystemTime) -> Reply {
        self.wiki.set_time(now);
        let broken = |text: &str| TransportError::new(Reason::Unreachable, text);
        let fate = bytes.byte();
        match fate {
            160..=167 => return Reply::Lost(broken("the connection broke")),
            168..=171 => return Reply::Lost(broken("there was no answer in time").timed_out()),
            172..=175 => return Reply::NotSent(broken("there is no connection")),
            _ => {}
        }
        let received = Received::of(request);
        let mut response = in_process::response(received.execute(&self.wiki, None));
        match fate {
            176..=183 => return Reply::Lost(broken("the connection broke")),
            184..=187 => {
                let error = TransportError::new(Reason::Cancelled, "the call was cancelled");
                return Reply::Lost(error);
            }
            188..=191 => {
                let error = TransportError::new(Reason::TooLarge, "the answer is too large");
                return Reply::Lost(error);
            }
            192..=u8::MAX => {
                self.is_changed = true;
                for _ in 0..1 + fate % 3 {
                    damage::response(bytes, &mut response);
                }
            }
            _ => {}
        }
        Reply::Got(response)
    }

    /// Returns the names of the accounts that visitors and creators have created.
    fn created(&self) -> Vec<String> {
        let accounts = self.wiki.accounts().into_iter();
        let created = accounts.filter(|account| account.log_action != LogAction::Installed);
        created.map(|account| account.name).collect()
    }
}

/// Returns a session with a wiki, by an address and with settings that the input chooses.
///
/// The second value is true if the client proves accounts by a login.
pub fn wiki_session(bytes: &mut Bytes<'_>, wiki: &RunningWiki) -> (Session, bool) {
    let address = match bytes.below(8) {
        1 => wiki.url(),
        2 => wiki.page("Main_Page"),
        3 => "127.0.0.1".to_owned(),
        4 => format!(
            "{}?title=Special:CreateAccount&invite=abc",
            wiki.api().replace("api", "index")
        ),
        5 => wiki.api().replace("http:", "https:"),
        _ => wiki.api(),
    };
    let choices = bytes.byte();
    let proves_by_login = choices & 2 != 0;
    let mut client = Wiki::builder(&address)
        .allow_http(choices & 1 != 0)
        .prove_by_login(proves_by_login);
    if choices & 4 != 0 {
        client = client.format(Format::Xml);
    }
    if choices & 8 != 0 {
        client = client.http_auth("user", HTTP_PASSWORD);
    }
    client = match choices >> 5 {
        1 => client.dialect(Dialect::AuthManager),
        2 => client.dialect(Dialect::LegacyApi),
        3 => client.dialect(Dialect::WebForm),
        4 => client.return_url("https://app.example/back?x=1"),
        _ => client,
    };
    (client.session().expect("a session"), proves_by_login)
}

/// Runs creations, by visitors and by creators, and probes between them.
pub fn creation(data: &[u8]) {
    run(data, false);
}

/// Runs the login of a creator, and a creation by it.
pub fn login(data: &[u8]) {
    run(data, true);
}

fn run(data: &[u8], logs_in: bool) {
    if contains_secret(data) {
        return;
    }
    let mut bytes = Bytes::new(data);
    let emulated = std::cell::RefCell::new(Emulated::choose(&mut bytes));
    let (session, proves_by_login) = wiki_session(&mut bytes, &emulated.borrow().wiki);
    let mut wiki = |bytes: &mut Bytes<'_>, request: &Request, now| {
        emulated.borrow_mut().reply(bytes, request, now)
    };
    let mut caller = Caller::new(session, true, &mut wiki);
    if logs_in {
        let credentials = credentials(&mut bytes);
        let login = Interaction::login(credentials, &mut caller.session);
        let step = caller.converse(&mut bytes, login, &mut |_| {});
        if !matches!(step, Ok(Step::LoggedIn(_))) && bytes.is_at_end() {
            return;
        }
    }
    for _ in 0..3 {
        // The time of its registration tells an account of this creation from one of the last.
        caller.pass(BETWEEN);
        if bytes.rarely(4) {
            let probe = Probe::new(account(&mut bytes), &caller.session);
            let probed = caller.drive(&mut bytes, &mut Conversation::new(probe));
            not_shown("a probe", &format!("{probed:?}"));
        }
        let before = emulated.borrow().created();
        let interaction = Interaction::create(account(&mut bytes), &mut caller.session);
        let mut check = |step: &Result<Step, Error>| {
            let emulated = emulated.borrow();
            if !emulated.is_changed {
                contradict(step, &before, &emulated.created(), proves_by_login);
            }
        };
        drop(caller.converse(&mut bytes, interaction, &mut check));
        not_shown("a session", &format!("{:?}", caller.session));
        if bytes.is_at_end() {
            break;
        }
    }
}

/// Compares a step with the accounts that the wiki has before and after.
///
/// An account of an earlier creation has the same password, so a login cannot tell it from this one's.
fn contradict(
    step: &Result<Step, Error>,
    before: &[String],
    after: &[String],
    proves_by_login: bool,
) {
    let new: Vec<&String> = after.iter().filter(|name| !before.contains(name)).collect();
    assert!(new.len() <= 1, "{new:?} were created, and then {step:?}");
    match step {
        Ok(Step::Created(created)) if proves_by_login && before.contains(&created.name) => {}
        Ok(Step::Created(created)) => {
            assert_eq!(new, [&created.name], "{step:?}");
        }
        Ok(Step::Refused(_)) | Err(_) => assert!(new.is_empty(), "{new:?} exists, but {step:?}"),
        _ => {}
    }
}

/// Returns an input for each release with each captcha, setting, dialect and format.
pub fn creation_seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for release in 0..RELEASES.len() as u8 {
        for captcha in 0..CAPTCHAS.len() as u8 {
            for choices in [0, 4, 0b0110_0000] {
                seeds.push(vec![release, captcha, 0, 0, 0, 0, choices]);
            }
        }
        for setting in 1..SETTINGS.len() as u8 {
            seeds.push(vec![
                release,
                setting % 2,
                setting,
                0,
                0,
                setting % 6,
                setting % 4,
            ]);
        }
        for fate in [160, 168, 172, 176, 184, 192, 193, 194] {
            let honest = 1 + fate % 4;
            let mut seed = vec![release, 0, 0, 0, 0, 0, 2, 0, 0];
            seed.extend(vec![0; usize::from(honest)]);
            let mut silent = seed.clone();
            seed.extend([fate, 4, 1, 2, 9, 3]);
            seeds.push(seed);
            // Nothing arrives any more, so that nothing tells what the request did.
            silent.extend([fate; 24]);
            seeds.push(silent);
        }
    }
    seeds
}

/// Returns an input for each release with each setting.
pub fn login_seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for release in 0..RELEASES.len() as u8 {
        for setting in 0..SETTINGS.len() as u8 {
            for captcha in [0, 1] {
                seeds.push(vec![release, captcha, setting, 0, 0, 0, 0, setting % 5]);
            }
        }
    }
    seeds
}
