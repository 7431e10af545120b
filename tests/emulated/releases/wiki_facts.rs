//! Questions about a wiki that create nothing.

use mwaccount::{NameStatus, Reason, Step, Verdict};
use support::{
    accounts::{PASSWORD, zoe, zoe_example},
    steps::step_summary,
};
use testwiki::{Captcha, Setting};

use super::{
    Feature,
    trial::{Trial, equal, expect},
};

pub const FEATURES: &[Feature] = &[
    Feature::everywhere("a probe tells who may not create accounts", |trial| {
        for (setting, may) in [(None, true), (Some(Setting::NoCreate), false)] {
            let found = probe(trial, setting, &zoe())?;
            equal("may_create", found.may_create, Some(may))?;
        }
        Ok(())
    }),
    Feature::everywhere(
        "a probe tells whether an e-mail address is required",
        |trial| {
            for setting in [None, Some(Setting::EmailRequired)] {
                let found = probe(trial, setting, &zoe())?;
                // The API of 1.27 and later creates accounts without an address on such a wiki.
                let (mut wiki, _) = trial.start(|wiki| with_setting(wiki, setting));
                let step = wiki.create(zoe()).step();
                let required = step_summary(&step) == "refused:email-required";
                equal("email_required", found.email_required, Some(required))?;
            }
            Ok(())
        },
    ),
    Feature::everywhere("a probe tells whether there is a captcha", |trial| {
        let (mut wiki, _) = trial.start(|wiki| wiki.captcha(Captcha::Questy));
        let found = wiki.probe(&zoe()).map_err(|error| error.to_string())?;
        equal("captcha_asked", found.captcha_asked, Some(true))
    }),
    Feature::everywhere("names are taken or free, 50 in a request", |trial| {
        let (mut wiki, _) = trial.start(|wiki| wiki);
        let checks = wiki.check_names(&["admin", "Zoe"]);
        let checks = checks.map_err(|error| error.to_string())?;
        let statuses: Vec<NameStatus> = checks.iter().map(|check| check.status).collect();
        equal(
            "statuses",
            statuses,
            vec![NameStatus::Taken, NameStatus::Free],
        )
    }),
    Feature {
        title: "the wiki's verdict on a name (`cancreate`)",
        exists: |profile| profile.users_cancreate,
        tried: |trial| {
            let found = probe(trial, Some(Setting::AntiSpoof), &zoe())?;
            match found.name {
                Some(Verdict::Refused(refused)) => {
                    equal("the reason", refused.reason, Reason::NameInvalid)
                }
                other => Err(format!("{other:?}")),
            }
        },
    },
    Feature {
        title: "the wiki's verdict on a password (`validatepassword`)",
        exists: |profile| profile.validate_password,
        tried: |trial| {
            let found = probe(trial, None, &zoe().password("Zoe"))?;
            match found.password {
                Some(Verdict::Refused(refused)) => {
                    equal("the reason", refused.reason, Reason::PasswordWeak)
                }
                other => Err(format!("{other:?}")),
            }
        },
    },
    Feature::everywhere("the rights of the caller", |trial| {
        let (mut wiki, _) = trial.start(|wiki| wiki);
        let limits = wiki.creator_limits().map_err(|error| error.to_string())?;
        equal(
            "createaccount",
            limits.has_right("createaccount"),
            Some(true),
        )
    }),
    Feature::everywhere(
        "after a limit of accounts: how many, in which time",
        |trial| {
            let (mut wiki, _) = trial.start(|wiki| wiki.throttle(1));
            expect(&wiki.create(zoe()).step(), "created")?;
            let step = wiki.create(zoe_example().password(PASSWORD)).step();
            match &step {
                Ok(Step::Refused(refused)) => {
                    equal("the reason", refused.reason, Reason::Throttled)?;
                    let limit = refused.rate_limit.as_ref();
                    equal("the count", limit.map(|limit| limit.count), Some(1))
                }
                step => Err(format!("{step:?}")),
            }
        },
    ),
];

/// Probes a wiki with this setting for an account.
fn probe(
    trial: &Trial<'_>,
    setting: Option<Setting>,
    account: &mwaccount::NewAccount,
) -> Result<mwaccount::Requirements, String> {
    let (mut wiki, _) = trial.start(|wiki| with_setting(wiki, setting));
    wiki.probe(account).map_err(|error| error.to_string())
}

fn with_setting(wiki: testwiki::Wiki, setting: Option<Setting>) -> testwiki::Wiki {
    match setting {
        Some(setting) => wiki.setting(setting),
        None => wiki,
    }
}
