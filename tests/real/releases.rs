//! The second part of `docs/releases.md`: what works on running wikis, by the result of trying it.

use std::{fmt::Write, thread};

use mwaccount::{Captcha, Creation, Credentials, NewAccount, Wiki};
use support::{
    accounts::{PASSWORD, TOTP_KEY, admin, with, zoe_example},
    arithmetic_captcha::solve,
    mediawiki::{RELEASES, api},
    releases_page::{Part, assert_tried, create_many, equal, expect},
    totp,
};

/// A feature of the library, and how it is tried on a wiki.
struct Feature {
    title: &'static str,
    /// The settings of the wiki, see `tests/mediawiki/README.md`.
    settings: &'static str,
    /// The releases whose packages have what the feature is for.
    releases: &'static [&'static str],
    /// Uses the feature on the wiki at this address.
    tried: fn(&str) -> Result<(), String>,
}

const fn feature(
    title: &'static str,
    settings: &'static str,
    tried: fn(&str) -> Result<(), String>,
) -> Feature {
    Feature {
        title,
        settings,
        releases: &RELEASES,
        tried,
    }
}

const FEATURES: &[Feature] = &[
    feature(
        "a password, an e-mail address, a real name",
        "plain",
        |api| {
            let account = zoe_example().email("zoe@example.org").real_name("Zoë E.");
            expect(&connect(api).create(account).step(), "created")?;
            let mut wiki = connect(api);
            expect(&wiki.log_in(new_user()).step(), "logged-in:Zoe Example")?;
            let user = wiki.user().map_err(|error| error.to_string())?;
            equal(
                "the address",
                user.email.as_deref(),
                Some("zoe@example.org"),
            )?;
            equal("the real name", user.real_name.as_deref(), Some("Zoë E."))
        },
    ),
    feature("the same where the API is off", "noapi", |api| {
        let account = zoe_example().email("zoe@example.org").real_name("Zoë E.");
        expect(&connect(api).create(account).step(), "created")?;
        logs_in(api)
    }),
    feature("a domain of an external directory", "domain", |api| {
        let account = zoe_example().domain("lab");
        expect(&connect(api).create(account).step(), "created")
    }),
    feature("a further step, such as a second factor", "otp", |api| {
        let mut wiki = connect(api);
        let mut creation = wiki.create(zoe_example());
        expect(&creation.step(), "ask")?;
        expect(&creation.answer(with("otpToken", "123456")), "created")?;
        logs_in(api)
    }),
    feature("a redirect to another site", "openid", |api| {
        let mut wiki = connect(api);
        let mut creation = wiki.create(zoe_example());
        expect(&creation.step(), "redirect")?;
        let step = creation.answer(with("code", "c0de").with("state", "st4te"));
        expect(&step, "ask")?;
        expect(&creation.answer(with("otpToken", "123456")), "created")?;
        logs_in(api)
    }),
    feature(
        "suspended, and resumed in another session",
        "questy",
        |api| {
            let mut wiki = connect(api);
            let mut creation = wiki.create(zoe_example());
            expect(&creation.step(), "ask")?;
            let text = creation.suspend().map_err(|error| error.to_string())?;
            let resumed = Wiki::resume(text.expose()).map_err(|error| error.to_string())?;
            let (mut wiki, conversation) = resumed;
            let answers = with("captcha", "Paris").with("password", PASSWORD);
            expect(&wiki.attach(conversation).answer(answers), "created")?;
            logs_in(api)
        },
    ),
    feature(
        "many accounts with a journal (`mwaccount bulk`)",
        "plain",
        |api| {
            let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
            let path = folder.path().join("journal");
            for count in [1, 3] {
                create_many(&mut connect(api), count, &path)?;
            }
            Ok(())
        },
    ),
    feature("a sum (SimpleCaptcha)", "simple", |api| {
        answered(api, |_, shown| {
            solve(shown.question.as_deref().unwrap_or_default())
        })
    }),
    feature("a question (QuestyCaptcha)", "questy", |api| {
        answered(api, |_, _| "Paris".to_owned())
    }),
    feature("an image (FancyCaptcha)", "fancy", |api| {
        answered(api, |creation, shown| match creation.image(shown, 0) {
            Ok(image) if image.media_type == "image/png" => "labword".to_owned(),
            other => format!("{other:?}"),
        })
    }),
    feature(
        "reCAPTCHA 2, with a stand-in of the service",
        "recaptcha+service",
        service,
    ),
    feature(
        "hCaptcha, with a stand-in of the service",
        "hcaptcha+service",
        service,
    ),
    Feature {
        title: "Turnstile, with a stand-in of the service",
        settings: "turnstile+service",
        releases: &["1.43"],
        tried: service,
    },
    feature("a creator on a private wiki", "private", |api| {
        creates_as(api, admin())
    }),
    feature(
        "a password that the wiki mails, with a reason for the log",
        "nocreate",
        |api| {
            let mut wiki = connect(api);
            expect(&wiki.log_in(admin()).step(), "logged-in:Admin")?;
            let account = NewAccount::new("Zoe Example").email("zoe@example.org");
            let account = account.mail_password().reason("For the course");
            expect(&wiki.create(account).step(), "created")
        },
    ),
    feature("a creator where the API is off", "nocreate+noapi", |api| {
        creates_as(api, admin())
    }),
    feature("a bot password", "bot+nocreate", |api| {
        let password = "labbotpassword1234567890abcdefgh";
        creates_as(api, Credentials::password("Admin@lab", password))
    }),
    feature(
        "an access token (of a test extension)",
        "bearer+nocreate",
        |api| creates_as(api, Credentials::oauth("labtoken")),
    ),
    feature(
        "a second factor at the login (OATHAuth)",
        "oath+nocreate",
        |api| {
            let mut wiki = connect(api);
            let mut login = wiki.log_in(admin());
            expect(&login.step(), "ask")?;
            let step = login.answer(with("OATHToken", totp::code(TOTP_KEY, 0)));
            expect(&step, "logged-in:Admin")?;
            expect(&wiki.create(zoe_example()).step(), "created")
        },
    ),
    feature(
        "a probe tells who may not create accounts",
        "nocreate",
        |api| {
            let found = connect(api).probe(&zoe_example());
            let found = found.map_err(|error| error.to_string())?;
            equal("may_create", found.may_create, Some(false))
        },
    ),
];

fn connect(api: &str) -> Wiki {
    Wiki::connect(api).unwrap()
}

fn new_user() -> Credentials {
    Credentials::password("Zoe Example", PASSWORD)
}

/// Logs in as the new user.
fn logs_in(api: &str) -> Result<(), String> {
    let step = connect(api).log_in(new_user()).step();
    expect(&step, "logged-in:Zoe Example")
}

fn creates_as(api: &str, credentials: Credentials) -> Result<(), String> {
    let mut wiki = connect(api);
    expect(&wiki.log_in(credentials).step(), "logged-in:Admin")?;
    expect(&wiki.create(zoe_example()).step(), "created")
}

/// Answers a captcha wrongly, and the next one rightly.
fn answered(api: &str, right: fn(&mut Creation<'_>, &Captcha) -> String) -> Result<(), String> {
    let mut wiki = connect(api);
    let mut creation = wiki.create(zoe_example());
    expect(&creation.step(), "ask")?;
    let step = creation.answer(with("captcha", "wrong"));
    expect(&step, "refused:captcha-wrong")?;
    let mwaccount::Step::Ask(ask) = creation
        .revise(zoe_example())
        .map_err(|error| error.to_string())?
    else {
        return Err("no further captcha".to_owned());
    };
    let captcha = ask.captcha.ok_or("no captcha")?;
    let answer = right(&mut creation, &captcha);
    expect(&creation.answer(with("captcha", answer)), "created")
}

fn service(api: &str) -> Result<(), String> {
    answered(api, |_, shown| match shown.site_key {
        Some(_) => "right".to_owned(),
        None => String::new(),
    })
}

/// Tries everything on a release, and returns its cells.
fn column(release: &str) -> Vec<Result<&'static str, String>> {
    let cells = FEATURES.iter().enumerate().map(|(at, feature)| {
        if !feature.releases.contains(&release) {
            return Ok("–");
        }
        let api = api(release, feature.settings, &format!("table{at}"));
        let tried = (feature.tried)(&api).map(|()| "yes");
        tried.map_err(|what| format!("{release}, {}: {what}", feature.title))
    });
    cells.collect()
}

#[test]
fn the_table_of_running_wikis_is_what_was_tried() {
    let columns: Vec<Vec<Result<&str, String>>> = thread::scope(|scope| {
        let columns = RELEASES.map(|release| scope.spawn(move || column(release)));
        columns.into_iter().map(|it| it.join().unwrap()).collect()
    });
    let mut made = format!(
        "\nMediaWiki from Debian's packages, by `tests/real/releases.rs`. A dash means that the package has nothing of the kind.\n\n\
         | | {} |\n|---|{}\n",
        RELEASES.join(" | "),
        "---|".repeat(RELEASES.len())
    );
    let mut failures = Vec::new();
    for (at, feature) in FEATURES.iter().enumerate() {
        write!(made, "| {} |", feature.title).unwrap();
        for cells in &columns {
            let shown = cells[at].as_deref().unwrap_or("no");
            write!(made, " {shown} |").unwrap();
            failures.extend(cells[at].as_ref().err().cloned());
        }
        made.push('\n');
    }
    assert_tried(Part::Real, &made, &failures);
}
