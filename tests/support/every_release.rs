//! A suite of scenarios for every release, emulated or real.

use std::sync::atomic::{AtomicUsize, Ordering};

use mwaccount::{CaptchaKind, Creation, Credentials, Format, NewAccount, Reason, Step, Wiki};
use testwiki::{Captcha, Fault, Release, RunningWiki, Server, Setting, When};

use super::{
    accounts::{PASSWORD, admin, invalid_accounts, with},
    arithmetic_captcha::solve,
    mediawiki,
    steps::step_summary,
};

/// A wiki to run a scenario on.
#[derive(Clone, Copy)]
pub enum Target<'s> {
    Emulated(&'s Server, Release, Format, Variant),
    Real(&'static str),
}

/// A property of an emulated wiki that no scenario may notice, but in how a name is spelled.
#[derive(Debug, Clone, Copy)]
pub enum Variant {
    Plain,
    /// A Turkish wiki.
    Turkish,
    /// A wiki on PHP 7.2, which leaves some first letters as they are.
    OldPhp,
    /// The `Date` header is a proxy's, apart from the wiki's clock by this many seconds.
    ProxyDate(i64),
    /// A gateway in front of the wiki answers in JSON of its own.
    Gateway,
}

impl Variant {
    fn apply(self, wiki: testwiki::Wiki) -> testwiki::Wiki {
        match self {
            Self::Plain => wiki,
            Self::Turkish => wiki.setting(Setting::Turkish),
            Self::OldPhp => wiki.setting(Setting::OldPhp),
            Self::ProxyDate(apart) => wiki.proxy_date(apart),
            Self::Gateway => wiki.setting(Setting::Gateway),
        }
    }

    /// Returns a name as a caller gives it, and as the wiki spells it.
    fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Turkish => ("ibrahim Example", "\u{130}brahim Example"),
            Self::OldPhp => ("ßeta Example", "ßeta Example"),
            Self::Plain | Self::ProxyDate(_) | Self::Gateway => ("Zoe Example", "Zoe Example"),
        }
    }
}

impl Target<'_> {
    /// Returns a new wiki with this setting, and the emulated one behind it.
    fn wiki(&self, setting: &str) -> (Wiki, Option<RunningWiki>) {
        match self {
            Self::Real(release) => {
                static COUNT: AtomicUsize = AtomicUsize::new(0);
                let instance = format!("every{}", COUNT.fetch_add(1, Ordering::Relaxed));
                let api = mediawiki::api(release, setting, &instance);
                (Wiki::connect(&api).unwrap(), None)
            }
            Self::Emulated(server, release, format, variant) => {
                let emulated = server.add(variant.apply(emulated(*release, setting)));
                let wiki = Wiki::builder(&emulated.api()).format(*format);
                (wiki.build().unwrap(), Some(emulated))
            }
        }
    }

    /// Returns the account to create.
    fn account(&self) -> NewAccount {
        NewAccount::new(self.variant().name().0).password(PASSWORD)
    }

    /// Returns the name of [`account`](Self::account) as the wiki spells it.
    fn name(&self) -> &'static str {
        self.variant().name().1
    }

    fn variant(&self) -> Variant {
        match self {
            Self::Emulated(.., variant) => *variant,
            Self::Real(_) => Variant::Plain,
        }
    }

    fn minor(&self) -> u16 {
        let number = match self {
            Self::Emulated(_, release, ..) => release.to_string(),
            Self::Real(release) => (*release).to_owned(),
        };
        number.split('.').nth(1).unwrap().parse().unwrap()
    }

    /// Returns true for 1.21, whose API accepts a language and ignores it unless the form offers languages.
    fn ignores_language(&self) -> bool {
        self.minor() == 21
    }

    /// Returns true for 1.21 and 1.22, which enforce captchas that their API does not show.
    fn hides_captchas(&self) -> bool {
        self.minor() < 23
    }

    fn has_auth_manager(&self) -> bool {
        self.minor() >= 27
    }

    fn label(&self) -> String {
        match self {
            Self::Emulated(_, release, format, variant) => {
                format!("emulated {release} {format:?} {variant:?}")
            }
            Self::Real(release) => format!("real {release}"),
        }
    }
}

fn emulated(release: Release, setting: &str) -> testwiki::Wiki {
    let wiki = testwiki::Wiki::of(release);
    match setting {
        "plain" => wiki,
        "simple" => wiki.captcha(Captcha::Simple),
        "questy" => wiki.captcha(Captcha::Questy),
        "fancy" => wiki.captcha(Captcha::Fancy),
        "recaptcha" => wiki.captcha(Captcha::ReCaptcha),
        "hcaptcha" => wiki.captcha(Captcha::HCaptcha),
        "turnstile" => wiki.captcha(Captcha::Turnstile),
        "private" => wiki.setting(Setting::Private),
        "nocreate" => wiki.setting(Setting::NoCreate),
        "disabled" => wiki.setting(Setting::Disabled),
        "readonly" => wiki.setting(Setting::ReadOnly),
        "throttled" => wiki.setting(Setting::Throttled),
        "hidden" => wiki.setting(Setting::Hidden),
        "domain" => wiki.setting(Setting::Domain),
        "languages" => wiki.setting(Setting::Languages),
        "otp" => wiki.setting(Setting::Otp),
        "openid" => wiki.setting(Setting::OpenId),
        other => panic!("no such setting: {other}"),
    }
}

/// Makes a test of each scenario that emulated and real wikis have in common. `$everywhere` runs a
/// scenario on all of them.
#[macro_export]
macro_rules! common_scenarios {
    ($everywhere:ident) => {
        $crate::common_scenarios! { $everywhere:
            accounts_are_created_with_every_field,
            invalid_accounts_are_refused_with_a_reason,
            restricted_wikis_refuse_with_a_reason,
            captchas_are_answered_wrongly_and_rightly,
            a_captcha_answer_given_in_advance_is_used_once,
            a_captcha_answer_can_be_given_in_advance,
            probes_report_captchas,
            creators_log_in_and_create_for_others,
            unsupported_fields_are_left_out_or_an_error,
            domains_are_an_error_where_the_wiki_has_none,
            languages_are_checked_before_the_first_request,
            names_that_would_be_altered_are_not_sent,
        }
    };
    ($everywhere:ident: $($scenario:ident,)+) => {
        $(
            #[test]
            fn $scenario() {
                $everywhere($crate::every_release::$scenario);
            }
        )+
    };
}

pub fn accounts_are_created_with_every_field(target: Target<'_>) {
    let (mut wiki, emulated) = target.wiki("plain");
    let account = target
        .account()
        .email("zoe@example.org")
        .real_name("Zoë E.");
    let step = wiki.create(account.language("de")).step();
    let (expected, language) = if target.ignores_language() {
        ("created+not-offered", "en")
    } else {
        ("created", "de")
    };
    assert_eq!(step_summary(&step), expected, "{}", target.label());
    // On 1.21 to 1.26 the sign-up page, which is read because of the real name, has the token.
    let cold = if target.has_auth_manager() { 2 } else { 3 };
    assert_eq!(wiki.requests(), cold, "{}", target.label());
    let second = wiki
        .create(NewAccount::new("max").password(PASSWORD))
        .step();
    assert_eq!(step_summary(&second), "created", "{}", target.label());
    assert_eq!(wiki.requests(), 2 * cold - 1, "{}", target.label());
    if let Some(emulated) = emulated {
        let made = emulated.account(target.name()).unwrap();
        assert_eq!(made.email, "zoe@example.org", "{}", target.label());
        assert_eq!(made.real_name, "Zoë E.", "{}", target.label());
        assert_eq!(made.language, language, "{}", target.label());
        assert!(emulated.account("Max").is_some());
    }
}

pub fn invalid_accounts_are_refused_with_a_reason(target: Target<'_>) {
    let (mut wiki, _) = target.wiki("plain");
    let good = [(target.account(), "created")];
    for (account, expected) in invalid_accounts().into_iter().chain(good) {
        let step = wiki.create(account).step();
        assert_eq!(step_summary(&step), expected, "{}", target.label());
    }
}

pub fn restricted_wikis_refuse_with_a_reason(target: Target<'_>) {
    for (setting, expected) in [
        ("private", "refused:not-permitted"),
        ("nocreate", "refused:not-permitted"),
        ("readonly", "refused:read-only"),
    ] {
        let (mut wiki, emulated) = target.wiki(setting);
        let step = wiki.create(target.account()).step();
        assert_eq!(
            step_summary(&step),
            expected,
            "{} {setting}",
            target.label()
        );
        assert!(emulated.is_none_or(|wiki| wiki.account(target.name()).is_none()));
    }
    // The sign-up form replaces a module that is switched off.
    let (mut wiki, _) = target.wiki("disabled");
    let step = wiki.create(target.account()).step();
    assert_eq!(
        step_summary(&step),
        "created",
        "{} {step:?}",
        target.label()
    );
    let (mut wiki, _) = target.wiki("throttled");
    assert_eq!(
        step_summary(&wiki.create(target.account()).step()),
        "created"
    );
    let second = wiki
        .create(NewAccount::new("Max").password(PASSWORD))
        .step();
    assert_eq!(
        step_summary(&second),
        "refused:throttled",
        "{}",
        target.label()
    );
}

/// Answers a captcha wrongly, then rightly.
fn captcha(
    target: Target<'_>,
    setting: &str,
    right: impl Fn(&mut Creation<'_>, &mwaccount::Captcha) -> String,
) {
    let (mut wiki, _) = target.wiki(setting);
    let mut creation = wiki.create(target.account());
    let step = creation.step();
    assert_eq!(step_summary(&step), "ask", "{} {setting}", target.label());
    let wrong = creation.answer(with("captcha", "wrong"));
    assert_eq!(
        step_summary(&wrong),
        "refused:captcha-wrong",
        "{} {setting}",
        target.label()
    );
    let step = creation.revise(target.account());
    let Ok(Step::Ask(ask)) = &step else {
        panic!("{} {setting}: {step:?}", target.label());
    };
    let shown = ask.captcha.clone().unwrap();
    let right = right(&mut creation, &shown);
    let step = creation.answer(with("captcha", right));
    assert_eq!(
        step_summary(&step),
        "created",
        "{} {setting}",
        target.label()
    );
}

pub fn captchas_are_answered_wrongly_and_rightly(target: Target<'_>) {
    captcha(target, "simple", |_, shown| {
        assert_eq!(shown.kind, CaptchaKind::Simple);
        solve(shown.question.as_deref().unwrap())
    });
    captcha(target, "questy", |_, shown| {
        let question = shown.question.as_deref().unwrap();
        assert!(
            question.starts_with("What is the capital of France"),
            "{question}"
        );
        "Paris".to_owned()
    });
    captcha(target, "fancy", |creation, shown| {
        assert!(
            creation
                .image(shown, 0)
                .unwrap()
                .media_type
                .starts_with("image/")
        );
        "labword".to_owned()
    });
}

/// A wrong captcha answer supplied with the account is not sent again by a revision, which asks for another
/// one.
pub fn a_captcha_answer_given_in_advance_is_used_once(target: Target<'_>) {
    let (mut wiki, _) = target.wiki("questy");
    let account = || target.account().field("captcha", "London");
    let mut creation = wiki.create(account());
    let mut steps = vec![step_summary(&creation.step())];
    for _ in 0..2 {
        steps.push(step_summary(&creation.revise(account())));
    }
    steps.push(step_summary(&creation.answer(with("captcha", "Paris"))));
    let expected = ["refused:captcha-wrong", "ask", "ask", "created"];
    assert_eq!(steps, expected, "{}", target.label());
}

/// A right captcha answer supplied with the account creates it, without a warning that it was not used.
pub fn a_captcha_answer_can_be_given_in_advance(target: Target<'_>) {
    let (mut wiki, _) = target.wiki("questy");
    let step = wiki
        .create(target.account().field("captcha", "Paris"))
        .step();
    assert_eq!(step_summary(&step), "created", "{}", target.label());
}

pub fn probes_report_captchas(target: Target<'_>) {
    for (setting, asked) in [("plain", false), ("questy", true)] {
        let (mut wiki, _) = target.wiki(setting);
        let found = wiki.probe(&target.account()).unwrap();
        let expected = (!target.hides_captchas()).then_some(asked);
        assert_eq!(
            found.captcha_asked,
            expected,
            "{} {setting}",
            target.label()
        );
        let fields = found.fields.iter().filter(|field| field.name == "captcha");
        assert_eq!(fields.count(), usize::from(expected == Some(true)));
    }
}

pub fn captchas_of_third_parties_are_answered_by_their_token(target: Target<'_>) {
    // Version 1 of reCAPTCHA, for the legacy API, was shut down.
    let since = [("recaptcha", 27), ("hcaptcha", 34), ("turnstile", 42)];
    for (setting, _) in since
        .into_iter()
        .filter(|(_, since)| target.minor() >= *since)
    {
        captcha(target, setting, |_, shown| {
            assert!(shown.site_key.is_some(), "{}", target.label());
            "labword".to_owned()
        });
    }
}

pub fn creators_log_in_and_create_for_others(target: Target<'_>) {
    let (mut wiki, emulated) = target.wiki("private");
    let wrong = wiki.log_in(Credentials::password("Admin", "wrong")).step();
    assert_eq!(
        step_summary(&wrong),
        "refused:login-failed",
        "{}",
        target.label()
    );
    let step = wiki.log_in(admin()).step();
    assert_eq!(step_summary(&step), "logged-in:Admin", "{}", target.label());
    let step = wiki
        .create(target.account().reason("For the course"))
        .step();
    assert_eq!(step_summary(&step), "created", "{}", target.label());
    let mailed = NewAccount::new("Max")
        .email("max@example.org")
        .mail_password();
    let step = wiki.create(mailed).step();
    assert_eq!(step_summary(&step), "created", "{}", target.label());
    if let Some(emulated) = &emulated {
        let made = emulated.account(target.name()).unwrap();
        assert_eq!(made.creator.as_deref(), Some("Admin"), "{}", target.label());
        assert_eq!(made.reason, "For the course", "{}", target.label());
        assert_eq!(emulated.mails().len(), 1, "{}", target.label());
        emulated.forget_sessions();
        let step = wiki
            .create(NewAccount::new("Late").password(PASSWORD))
            .step();
        assert_eq!(
            step_summary(&step),
            "error:session-lost",
            "{}",
            target.label()
        );
        assert!(emulated.account("Late").is_none(), "{}", target.label());
    }
}

pub fn steps_are_answered_and_their_accounts_exist(target: Target<'_>) {
    if !target.has_auth_manager() {
        return;
    }
    for setting in ["otp", "openid"] {
        let (mut wiki, emulated) = target.wiki(setting);
        let mut creation = wiki.create(target.account());
        let mut step = creation.step();
        if let Ok(Step::Redirect(_)) = &step {
            step = creation.answer(with("code", "c0de").with("state", "st4te"));
        }
        assert_eq!(step_summary(&step), "ask", "{} {setting}", target.label());
        let misuse = creation.answer(with("otpPlan", "z")).unwrap_err();
        assert_eq!(
            misuse.field.as_deref(),
            Some("otpPlan"),
            "{}",
            target.label()
        );
        let step = creation.answer(with("otpToken", "123456"));
        assert_eq!(
            step_summary(&step),
            "created",
            "{} {setting}",
            target.label()
        );
        assert!(emulated.unwrap().account(target.name()).is_some());
    }
}

pub fn unsupported_fields_are_left_out_or_an_error(target: Target<'_>) {
    let (mut wiki, _) = target.wiki("hidden");
    for account in [target.account(), NewAccount::new("Max").password(PASSWORD)] {
        let step = wiki.create(account.real_name("Zoë E.")).step();
        assert_eq!(
            step_summary(&step),
            "created+not-offered",
            "{}",
            target.label()
        );
    }
    // The sign-up page of a legacy wiki, which has a token, is read once.
    let requests = if target.has_auth_manager() { 3 } else { 5 };
    assert_eq!(wiki.requests(), requests, "{}", target.label());
    let odd = NewAccount::new("Max")
        .password(PASSWORD)
        .field("shoe-size", "38");
    let step = wiki.create(odd).step();
    assert_eq!(
        step_summary(&step),
        "error:invalid-argument",
        "{}",
        target.label()
    );
}

/// Returns the field that an error is about.
fn wrong_field(step: Result<Step, mwaccount::Error>) -> String {
    let error = step.unwrap_err();
    assert_eq!(error.reason, Reason::InvalidArgument);
    error.field.unwrap()
}

pub fn domains_are_an_error_where_the_wiki_has_none(target: Target<'_>) {
    let (mut wiki, emulated) = target.wiki("plain");
    let mut creation = wiki.create(target.account().domain("lab"));
    assert_eq!(wrong_field(creation.step()), "domain", "{}", target.label());
    // One that only a revision sets is found, too.
    let step = creation.revise(target.account().password(""));
    assert_eq!(step_summary(&step), "refused:password-weak");
    let step = creation.revise(target.account().domain("local"));
    assert_eq!(wrong_field(step), "domain", "{}", target.label());
    if let Some(emulated) = emulated {
        let sent = emulated.requests("createaccount");
        assert_eq!(sent, 0, "{}", target.label());
    }
    let (mut wiki, _) = target.wiki("domain");
    let unknown = wiki.create(target.account().domain("moon")).step();
    let expected = if target.has_auth_manager() {
        "error:invalid-argument"
    } else {
        "refused:field-invalid"
    };
    assert_eq!(step_summary(&unknown), expected, "{}", target.label());
    let step = wiki.create(target.account().domain("lab")).step();
    assert_eq!(step_summary(&step), "created", "{}", target.label());
}

pub fn languages_are_checked_before_the_first_request(target: Target<'_>) {
    let (mut wiki, emulated) = target.wiki("plain");
    let mut creation = wiki.create(target.account().language("xx not"));
    assert_eq!(wrong_field(creation.step()), "language");
    let step = creation.revise(target.account().language("de_CH"));
    assert_eq!(wrong_field(step), "language", "{}", target.label());
    assert_eq!(wiki.requests(), 0, "{}", target.label());
    let mut creation = wiki.create(target.account().language("!"));
    assert_eq!(wrong_field(creation.step()), "language");
    let step = creation.revise(target.account().language("DE"));
    let (expected, language) = if target.ignores_language() {
        ("created+not-offered", "en")
    } else {
        ("created", "de")
    };
    assert_eq!(step_summary(&step), expected, "{}", target.label());
    // 1.21 and 1.22 are told apart by their sign-up page.
    let requests = match target.minor() {
        ..=22 => 4,
        23..=26 => 3,
        _ => 2,
    };
    assert_eq!(wiki.requests(), requests, "{}", target.label());
    let step = wiki
        .create(NewAccount::new("Max").password(PASSWORD).language("de"))
        .step();
    assert_eq!(step_summary(&step), expected, "{}", target.label());
    let further = if target.has_auth_manager() { 1 } else { 2 };
    assert_eq!(wiki.requests(), requests + further, "{}", target.label());
    if let Some(emulated) = emulated {
        let made = emulated.account(target.name()).unwrap();
        assert_eq!(made.language, language, "{}", target.label());
    }
}

pub fn names_that_would_be_altered_are_not_sent(target: Target<'_>) {
    let (mut wiki, emulated) = target.wiki("plain");
    for name in [
        "User:Max",
        " user _:_ Max",
        ":User:Max",
        "Benutzer:Max",
        "Tom&amp;Jerry",
    ] {
        let step = wiki.create(NewAccount::new(name).password(PASSWORD)).step();
        assert_eq!(
            step_summary(&step),
            "refused:name-invalid",
            "{} {name}",
            target.label()
        );
    }
    if let Some(emulated) = emulated {
        let sent = emulated.requests("createaccount");
        assert_eq!(sent, 0, "{}", target.label());
    }
    let allowed = NewAccount::new("User:Max")
        .password(PASSWORD)
        .allow_altered_name();
    let step = wiki.create(allowed).step();
    let expected = if target.minor() < 24 {
        "refused:name-invalid"
    } else {
        "created+name-changed"
    };
    assert_eq!(step_summary(&step), expected, "{}", target.label());
    // 1.27 and later refuse what older releases cut off.
    let step = wiki
        .create(NewAccount::new("Foo#bar").password(PASSWORD))
        .step();
    assert_eq!(
        step_summary(&step),
        "refused:name-invalid",
        "{}",
        target.label()
    );
}

pub fn a_language_is_kept_where_the_form_offers_languages(target: Target<'_>) {
    let (mut wiki, emulated) = target.wiki("languages");
    let step = wiki.create(target.account().language("de")).step();
    assert_eq!(step_summary(&step), "created", "{}", target.label());
    let made = emulated.unwrap().account(target.name()).unwrap();
    assert_eq!(made.language, "de", "{}", target.label());
}

pub fn a_lost_response_leads_to_an_existence_check(target: Target<'_>) {
    let (mut wiki, emulated) = target.wiki("plain");
    let emulated = emulated.unwrap();
    // The request that creates; it is the second of its action where a token is fetched first.
    let nth = if target.has_auth_manager() { 1 } else { 2 };
    let creating = || When::action("createaccount").nth(nth);
    emulated.fault(Fault::ResetAfter, creating());
    let step = wiki.create(target.account()).step();
    assert_eq!(
        step_summary(&step),
        "created+answer-lost",
        "{}",
        target.label()
    );
    let made = emulated
        .accounts()
        .iter()
        .filter(|a| a.name == target.name())
        .count();
    assert_eq!(made, 1, "{}", target.label());
}
