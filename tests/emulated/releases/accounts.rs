//! Properties of an account, steps of its creation, and what is done about a lost answer.

use mwaccount::Wiki;
use support::{
    accounts::{PASSWORD, with, zoe_example},
    releases_page::create_many,
};
use testwiki::{Captcha, Fault, Profile, Setting, When};

use super::{
    Feature,
    trial::{answer, client, equal, expect, made},
};

pub const FEATURES: &[Feature] = &[
    Feature::everywhere("a name and a password", |trial| {
        let (mut wiki, running) = trial.start(|wiki| wiki);
        expect(&wiki.create(zoe_example()).step(), "created")?;
        made(&running)?;
        let login = mwaccount::Credentials::password("Zoe Example", PASSWORD);
        expect(
            &client(&running).log_in(login).step(),
            "logged-in:Zoe Example",
        )
    }),
    Feature::everywhere("the same where the API is off", |trial| {
        trial.create(|wiki| wiki.setting(Setting::NoApi), zoe_example())?;
        Ok(())
    }),
    Feature::everywhere("an e-mail address", |trial| {
        let account = trial.create(|wiki| wiki, zoe_example().email("zoe@example.org"))?;
        equal("the address", account.email.as_str(), "zoe@example.org")
    }),
    Feature::everywhere("a real name", |trial| {
        let account = trial.create(|wiki| wiki, zoe_example().real_name("Zoë E."))?;
        equal("the real name", account.real_name.as_str(), "Zoë E.")
    }),
    Feature::everywhere(
        "a language, if the sign-up page has links to languages",
        |trial| {
            let languages = |wiki: testwiki::Wiki| wiki.setting(Setting::Languages);
            let account = trial.create(languages, zoe_example().language("de"))?;
            equal("the language", account.language.as_str(), "de")
        },
    ),
    Feature::everywhere("a domain of an external directory", |trial| {
        let domains = |wiki: testwiki::Wiki| wiki.setting(Setting::Domain);
        trial.create(domains, zoe_example().domain("lab"))?;
        Ok(())
    }),
    Feature {
        title: "a further step, such as a second factor",
        exists: |profile| profile.auth_manager,
        tried: |trial| {
            let (mut wiki, running) = trial.start(|wiki| wiki.setting(Setting::Otp));
            let mut creation = wiki.create(zoe_example());
            expect(&creation.step(), "ask")?;
            answer(&mut creation, "otpToken", "123456", "created")?;
            made(&running).map(drop)
        },
    },
    Feature {
        title: "a redirect to another site",
        exists: |profile| profile.auth_manager,
        tried: |trial| {
            let (mut wiki, running) = trial.start(|wiki| wiki.setting(Setting::OpenId));
            let mut creation = wiki.create(zoe_example());
            let step = creation.step();
            expect(&step, "redirect")?;
            let step = creation.answer(with("code", "c0de").with("state", "st4te"));
            expect(&step, "ask")?;
            answer(&mut creation, "otpToken", "123456", "created")?;
            made(&running).map(drop)
        },
    },
    Feature::everywhere("suspended, and resumed in another session", |trial| {
        let (mut wiki, running) = trial.start(|wiki| wiki.captcha(Captcha::Questy));
        let mut creation = wiki.create(zoe_example());
        expect(&creation.step(), "ask")?;
        let text = creation.suspend().map_err(|error| error.to_string())?;
        drop(wiki);
        let resumed = Wiki::resume(text.expose()).map_err(|error| error.to_string())?;
        let (mut wiki, conversation) = resumed;
        let mut creation = wiki.attach(conversation);
        expect(&creation.step(), "ask")?;
        let answers = with("captcha", "Paris").with("password", PASSWORD);
        expect(&creation.answer(answers), "created")?;
        made(&running).map(drop)
    }),
    Feature::everywhere("a lost answer is settled", |trial| {
        let (mut wiki, running) = trial.start(|wiki| wiki);
        let profile = Profile::of(trial.release);
        let creating = if profile.auth_manager {
            When::action("createaccount")
        } else if profile.legacy_api {
            // The first asks for the token.
            When::action("createaccount").nth(2)
        } else {
            When::action("Special:UserLogin").nth(2)
        };
        running.fault(Fault::ResetAfter, creating);
        expect(&wiki.create(zoe_example()).step(), "created+answer-lost")
    }),
    Feature::everywhere("many accounts with a journal (`mwaccount bulk`)", |trial| {
        let (mut wiki, running) = trial.start(|wiki| wiki);
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let path = folder.path().join("journal");
        for count in [2, 3] {
            create_many(&mut wiki, count, &path)?;
            equal("accounts beside Admin", running.accounts().len() - 1, count)?;
        }
        Ok(())
    }),
];
