//! Captchas in sign-up forms, as every release of ConfirmEdit renders them.
//!
//! Up to REL1_26 a captcha is in its own `div.captcha`, with the question in the label of the field
//! `wpCaptchaWord`. Since REL1_27 the question is the value of an information field before
//! `captchaWord`.

use url::Url;

use super::{
    controls::{Control, Labels},
    tree::Element,
};
use crate::{
    Captcha, CaptchaKind,
    http::address,
    mediawiki::question::{Question, is_formula},
};

/// The names of the field for the answer to ConfirmEdit's own captchas.
const ANSWER_FIELDS: [&str; 2] = ["wpCaptchaWord", "captchaWord"];

/// The classes of the element around a captcha: of any up to REL1_26, of FancyCaptcha since.
const CAPTCHA_CLASSES: [&str; 2] = ["captcha", "mw-htmlform-field-HTMLFancyCaptchaField"];

/// The captchas of external services: the class of the element with the site key, and the field for
/// the answer.
const SERVICES: [(&str, &str, CaptchaKind); 3] = [
    (
        "g-recaptcha",
        "g-recaptcha-response",
        CaptchaKind::RecaptchaNoCaptcha,
    ),
    ("h-captcha", "h-captcha-response", CaptchaKind::Hcaptcha),
    (
        "cf-turnstile",
        "cf-turnstile-response",
        CaptchaKind::Turnstile,
    ),
];

/// A captcha in a form, with the names of the fields for its answer.
pub(super) struct FormCaptcha {
    pub captcha: Captcha,
    pub answer_field: String,
    /// The name of the field for the challenge, for reCAPTCHA 1 only.
    pub challenge: Option<&'static str>,
}

/// Returns the name of the field for a captcha answer in the form of 1.27 and later. External
/// services have their own names.
pub(super) fn answer_name(kind: CaptchaKind) -> &'static str {
    let service = SERVICES.iter().find(|(.., service)| *service == kind);
    service.map_or("captchaWord", |(_, name, _)| name)
}

/// Returns the captcha of a form, if there is one. Image addresses are resolved relative to `base`.
pub(super) fn find(
    labels: &Labels<'_>,
    form: Element<'_>,
    controls: &[Control<'_>],
    base: &Url,
) -> Option<FormCaptcha> {
    service_captcha(form).or_else(|| {
        let answer = controls.iter().find(|c| ANSWER_FIELDS.contains(&c.name))?;
        Some(FormCaptcha {
            captcha: confirm_edit_captcha(labels, form, answer, base),
            answer_field: answer.name.to_owned(),
            challenge: None,
        })
    })
}

fn confirm_edit_captcha(
    labels: &Labels<'_>,
    form: Element<'_>,
    answer: &Control<'_>,
    base: &Url,
) -> Captcha {
    let block = form
        .descendants()
        .find(|e| e.has_one_of_classes(&CAPTCHA_CLASSES) && answer.element.is_within(*e));
    // The last information field before the field for the answer.
    let info = form
        .descendants()
        .filter(|e| e.has_class("mw-htmlform-field-HTMLInfoField") && e.precedes(answer.element))
        .last();
    let text = match (block, info) {
        (Some(block), _) => labels.element(answer.element).or(Some(block)),
        (None, Some(info)) => info
            .descendants()
            .find(|e| e.has_class("mw-input") || e.has_class("cdx-field__control")),
        (None, None) => labels.element(answer.element),
    };
    let container = block.or(info);
    let images = || {
        let descendants = container.into_iter().flat_map(Element::descendants);
        descendants.filter(|e| e.name() == "img")
    };
    let question = text.map(|text| Question::of(text, base));
    let question = question.unwrap_or_default();
    let image_url =
        |image: Element<'_>| address::resolve(base, image.attribute("src").unwrap_or_default());
    if let Some(formula) = images().find(|image| is_formula(*image)) {
        let text = formula.attribute("alt").unwrap_or_default();
        let formula = Question::read(text, base);
        return Captcha::new(CaptchaKind::Math).with_question(Question {
            text: formula.text.or(question.text),
            ..question
        });
    }
    let fancy = images().find(|image| is_fancy_captcha(*image));
    // An image beside the question of another release or extension.
    let image = fancy.or_else(|| images().next().filter(|_| question.image_urls.is_empty()));
    if let Some(image) = image {
        let mut captcha = Captcha::new(CaptchaKind::Image);
        captcha.image_urls.extend(image_url(image));
        return captcha;
    }
    let is_sum = question.text.as_deref().is_some_and(is_sum);
    Captcha::new(if is_sum {
        CaptchaKind::Simple
    } else {
        CaptchaKind::Question
    })
    .with_question(question)
}

/// Returns whether an image is of a FancyCaptcha: the wiki serves it by the captcha's id, and since REL1_21
/// it has a class.
fn is_fancy_captcha(image: Element<'_>) -> bool {
    let source = image.attribute("src").unwrap_or_default();
    image.has_class("fancycaptcha-image") || source.contains("wpCaptchaId=")
}

/// Returns whether a question is a sum of SimpleCaptcha: two numbers with a plus or minus, which is
/// U+2212, between them.
fn is_sum(question: &str) -> bool {
    let mut parts = question.split(['+', '-', '\u{2212}']);
    let mut is_number = || {
        let part = parts.next().map(str::trim);
        part.is_some_and(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    };
    is_number() && is_number() && parts.next().is_none()
}

/// Returns the captcha of an external service, recognised by the element that its script uses, or by
/// the address of the script for reCAPTCHA 1.
fn service_captcha(form: Element<'_>) -> Option<FormCaptcha> {
    let widget = form.descendants().find_map(|element| {
        let service = SERVICES
            .iter()
            .find(|(class, ..)| element.has_class(class))?;
        Some((
            element.attribute("data-sitekey").map(str::to_owned),
            service,
        ))
    });
    if let Some((site_key, (_, answer_field, kind))) = widget {
        return Some(FormCaptcha {
            captcha: with_site_key(*kind, site_key),
            answer_field: (*answer_field).to_owned(),
            challenge: None,
        });
    }
    let source = form.descendants().find_map(|element| {
        let source = element.attribute("src")?;
        source.contains("/recaptcha/api/").then_some(source)
    })?;
    let (_, query) = source.split_once('?')?;
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let key = pairs
        .find(|(name, _)| name == "k")
        .map(|(_, key)| key.into_owned());
    Some(FormCaptcha {
        captcha: with_site_key(CaptchaKind::Recaptcha, key),
        answer_field: "recaptcha_response_field".to_owned(),
        challenge: Some("recaptcha_challenge_field"),
    })
}

fn with_site_key(kind: CaptchaKind, site_key: Option<String>) -> Captcha {
    Captcha {
        site_key,
        ..Captcha::new(kind)
    }
}
