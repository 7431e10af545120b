//! The captchas of ConfirmEdit.

use mwaccount::{CaptchaKind, Creation, Step};
use support::{
    accounts::{with, zoe_example},
    arithmetic_captcha::solve,
};
use testwiki::Captcha;

use super::{
    Feature,
    trial::{Trial, expect, made},
};

pub const FEATURES: &[Feature] = &[
    Feature::everywhere("a sum (SimpleCaptcha)", |trial| {
        answered(trial, Captcha::Simple, CaptchaKind::Simple, sum)
    }),
    Feature {
        title: "a formula (MathCaptcha)",
        exists: |profile| profile.math_captcha,
        tried: |trial| answered(trial, Captcha::Math, CaptchaKind::Math, sum),
    },
    Feature::everywhere("a question (QuestyCaptcha)", |trial| {
        let paris = |_: &mut Creation<'_>, shown: &mwaccount::Captcha| match &shown.question {
            Some(question) if question.contains("France") => Ok("Paris".to_owned()),
            other => Err(format!("{other:?}")),
        };
        answered(trial, Captcha::Questy, CaptchaKind::Question, paris)
    }),
    Feature::everywhere("an image (FancyCaptcha)", |trial| {
        answered(
            trial,
            Captcha::Fancy,
            CaptchaKind::Image,
            |creation, shown| {
                let image = creation
                    .image(shown, 0)
                    .map_err(|error| error.to_string())?;
                match image.media_type.starts_with("image/") {
                    true => Ok("labword".to_owned()),
                    false => Err(image.media_type),
                }
            },
        )
    }),
    // The service was shut down in 2018.
    Feature {
        title: "reCAPTCHA 1: shown, and every answer refused",
        exists: |profile| !profile.auth_manager,
        tried: |trial| {
            let (mut wiki, _) = trial.start(|wiki| wiki.captcha(Captcha::ReCaptcha));
            let mut creation = wiki.create(zoe_example());
            shown(&creation.step(), CaptchaKind::Recaptcha)?;
            let answers = with("captcha-challenge", "challenge").with("captcha", "labword");
            expect(&creation.answer(answers), "refused:captcha-wrong")
        },
    },
    Feature {
        title: "reCAPTCHA 2 (ReCaptchaNoCaptcha)",
        exists: |profile| profile.auth_manager,
        tried: |trial| {
            let kind = CaptchaKind::RecaptchaNoCaptcha;
            answered(trial, Captcha::ReCaptcha, kind, token)
        },
    },
    Feature {
        title: "hCaptcha",
        exists: |profile| profile.hcaptcha,
        tried: |trial| answered(trial, Captcha::HCaptcha, CaptchaKind::Hcaptcha, token),
    },
    Feature {
        title: "Turnstile",
        exists: |profile| profile.turnstile,
        tried: |trial| answered(trial, Captcha::Turnstile, CaptchaKind::Turnstile, token),
    },
];

type Right = fn(&mut Creation<'_>, &mwaccount::Captcha) -> Result<String, String>;

fn sum(_: &mut Creation<'_>, shown: &mwaccount::Captcha) -> Result<String, String> {
    let question = shown.question.as_deref();
    question.map(solve).ok_or_else(|| "no question".to_owned())
}

/// The token that the widget of a service returns.
fn token(_: &mut Creation<'_>, shown: &mwaccount::Captcha) -> Result<String, String> {
    let key = shown.site_key.as_deref();
    key.map(|_| "labword".to_owned())
        .ok_or_else(|| "no site key".to_owned())
}

/// Returns the captcha of a prompt, which must be of this kind.
fn shown(
    step: &Result<Step, mwaccount::Error>,
    kind: CaptchaKind,
) -> Result<mwaccount::Captcha, String> {
    match step {
        Ok(Step::Ask(ask)) => match &ask.captcha {
            Some(captcha) if captcha.kind == kind => Ok(captcha.clone()),
            other => Err(format!("{other:?}")),
        },
        step => Err(format!("{step:?}")),
    }
}

/// Answers a captcha wrongly, and the next one rightly.
fn answered(
    trial: &Trial<'_>,
    captcha: Captcha,
    kind: CaptchaKind,
    right: Right,
) -> Result<(), String> {
    let (mut wiki, running) = trial.start(|wiki| wiki.captcha(captcha));
    let mut creation = wiki.create(zoe_example());
    shown(&creation.step(), kind)?;
    let step = creation.answer(with("captcha", "wrong"));
    expect(&step, "refused:captcha-wrong")?;
    let captcha = shown(&creation.revise(zoe_example()), kind)?;
    let answer = right(&mut creation, &captcha)?;
    expect(&creation.answer(with("captcha", answer)), "created")?;
    made(&running).map(drop)
}
