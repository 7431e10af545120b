//! Users who create accounts for others.

use mwaccount::{Credentials, NewAccount, OAuth1Token};
use support::accounts::{admin, with, zoe_example};
use testwiki::{Captcha, OAuth1Consumer, Setting};

use super::{
    Feature,
    trial::{Trial, equal, expect, made},
};

/// A password as MediaWiki generates them for bots.
const BOT_PASSWORD: &str = "labbotpassword1234567890abcdefgh";

pub const FEATURES: &[Feature] = &[
    Feature::everywhere("a login with a password", |trial| {
        let (account, _) = trial.create_as_admin(|wiki| wiki, zoe_example())?;
        equal("the creator", account.creator.as_deref(), Some("Admin"))
    }),
    Feature::everywhere("on a private wiki", |trial| {
        let private = |wiki: testwiki::Wiki| wiki.setting(Setting::Private);
        let (account, _) = trial.create_as_admin(private, zoe_example())?;
        equal("the creator", account.creator.as_deref(), Some("Admin"))
    }),
    Feature::everywhere("where the API is off", |trial| {
        let off = |wiki: testwiki::Wiki| wiki.setting(Setting::NoApi);
        let (account, _) = trial.create_as_admin(off, zoe_example())?;
        equal("the creator", account.creator.as_deref(), Some("Admin"))
    }),
    Feature::everywhere("a reason for the log", |trial| {
        let account = zoe_example().reason("For the course");
        let (account, _) = trial.create_as_admin(|wiki| wiki, account)?;
        equal("the reason", account.reason.as_str(), "For the course")
    }),
    Feature::everywhere("a password that the wiki mails", |trial| {
        let account = NewAccount::new("Zoe Example").email("zoe@example.org");
        let (_, running) = trial.create_as_admin(|wiki| wiki, account.mail_password())?;
        equal("mails", running.mails().len(), 1)
    }),
    Feature::everywhere("a captcha after failed logins", |trial| {
        let guarded = |wiki: testwiki::Wiki| {
            let wiki = wiki.captcha(Captcha::Questy);
            wiki.setting(Setting::BadLogin).setting(Setting::NoCreate)
        };
        let (mut wiki, _) = trial.start(guarded);
        let mut login = wiki.log_in(Credentials::password("Admin", "not-the-password"));
        expect(&login.step(), "ask")?;
        let step = login.answer(with("captcha", "Paris"));
        expect(&step, "refused:login-failed")?;
        expect(&login.revise_login(admin()), "ask")?;
        let step = login.answer(with("captcha", "Paris"));
        expect(&step, "logged-in:Admin")
    }),
    Feature {
        title: "a second factor at the login (OATHAuth)",
        exists: |profile| profile.auth_manager,
        tried: |trial| {
            let (mut wiki, running) = trial.start(|wiki| wiki.setting(Setting::SecondFactor));
            let mut login = wiki.log_in(admin());
            let step = login.step();
            expect(&step, "ask")?;
            let step = login.answer(with("OATHToken", "123456"));
            expect(&step, "logged-in:Admin")?;
            expect(&wiki.create(zoe_example()).step(), "created")?;
            made(&running).map(drop)
        },
    },
    Feature {
        title: "a login through another site (PluggableAuth)",
        exists: |profile| profile.auth_manager,
        tried: |trial| {
            let (mut wiki, running) = trial.start(|wiki| wiki.setting(Setting::Pluggable));
            let mut login = wiki.log_in(admin());
            expect(&login.step(), "ask")?;
            let step = login.answer(with("pluggableauthlogin0", true));
            expect(&step, "redirect")?;
            let page = "index.php/Special:PluggableAuthLogin?code=c0de&state=st4te";
            let back = running.api().replace("api.php", page);
            expect(&login.returned(&back), "logged-in:Admin")
        },
    },
    Feature {
        title: "a bot password",
        exists: |profile| profile.auth_manager,
        tried: |trial| {
            let bot = |wiki: testwiki::Wiki| wiki.bot_password("Admin@lab", BOT_PASSWORD);
            creates_as(trial, bot, Credentials::password("Admin@lab", BOT_PASSWORD))
        },
    },
    Feature {
        title: "an OAuth 2 access token",
        exists: |profile| profile.oauth2,
        tried: |trial| {
            let bearer = |wiki: testwiki::Wiki| wiki.bearer("t0ken", "Admin");
            creates_as(trial, bearer, Credentials::oauth("t0ken"))
        },
    },
    Feature {
        title: "OAuth 1.0a tokens",
        exists: |profile| profile.legacy_api || profile.auth_manager,
        tried: |trial| {
            let consumer = OAuth1Consumer {
                key: "key".to_owned(),
                secret: "s3cret".to_owned(),
                access_token: "t0ken".to_owned(),
                access_secret: "s4cret".to_owned(),
                account: "Admin".to_owned(),
            };
            let token = OAuth1Token::new("key", "s3cret", "t0ken", "s4cret");
            let credentials = Credentials::oauth(token);
            creates_as(trial, |wiki| wiki.oauth1(consumer), credentials)
        },
    },
];

/// Creates an account with these credentials on a wiki where only creators may.
fn creates_as(
    trial: &Trial<'_>,
    set: impl FnOnce(testwiki::Wiki) -> testwiki::Wiki,
    credentials: Credentials,
) -> Result<(), String> {
    let (mut wiki, running) = trial.start(|wiki| set(wiki.setting(Setting::NoCreate)));
    expect(&wiki.log_in(credentials).step(), "logged-in:Admin")?;
    expect(&wiki.create(zoe_example()).step(), "created")?;
    let account = made(&running)?;
    equal("the creator", account.creator.as_deref(), Some("Admin"))
}
