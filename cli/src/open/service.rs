//! The captcha services: their widgets, and what a page must allow for them.

use mwaccount::CaptchaKind;

use super::html::Html;

/// A captcha service.
#[derive(Debug, PartialEq, Eq)]
pub struct Service {
    /// The name.
    pub name: &'static str,
    /// The address of the script of its widget.
    script: &'static str,
    /// The class of the element that the script turns into the widget.
    class: &'static str,
    /// The name of the value that the widget adds to the form.
    pub value: &'static str,
    /// The addition to the policy for content: the origins that the service's documentation names.
    pub policy: &'static str,
    /// The limits of the key, for the person.
    pub limit: &'static str,
}

/// reCAPTCHA 2, and 3 with the same script: <https://developers.google.com/recaptcha/docs/faq>.
const RECAPTCHA: Service = Service {
    name: "reCAPTCHA",
    script: "https://www.google.com/recaptcha/api.js",
    class: "g-recaptcha",
    value: "g-recaptcha-response",
    policy: "script-src 'self' https://www.google.com/recaptcha/ https://www.gstatic.com/recaptcha/; \
             frame-src https://www.google.com/recaptcha/ https://recaptcha.google.com/recaptcha/; \
             connect-src https://www.google.com/recaptcha/",
    limit: "It works here if the wiki's key is not limited to the wiki's host, or includes 127.0.0.1. If not, it shows \
            an error such as \u{201c}Invalid domain for site key\u{201d}. With a key of reCAPTCHA 3 there is nothing to \
            solve: use the second button.",
};

/// hCaptcha: <https://docs.hcaptcha.com/#content-security-policy-settings>.
const HCAPTCHA: Service = Service {
    name: "hCaptcha",
    script: "https://js.hcaptcha.com/1/api.js",
    class: "h-captcha",
    value: "h-captcha-response",
    policy: "script-src 'self' https://hcaptcha.com https://*.hcaptcha.com; \
             frame-src https://hcaptcha.com https://*.hcaptcha.com; \
             connect-src https://hcaptcha.com https://*.hcaptcha.com",
    limit: "hCaptcha gives no answers to pages of 127.0.0.1, except with its keys for tests. It works here only if the \
            wiki's key allows that.",
};

/// Turnstile: <https://developers.cloudflare.com/turnstile/reference/content-security-policy/>.
const TURNSTILE: Service = Service {
    name: "Turnstile",
    script: "https://challenges.cloudflare.com/turnstile/v0/api.js",
    class: "cf-turnstile",
    value: "cf-turnstile-response",
    policy: "script-src 'self' https://challenges.cloudflare.com; \
             frame-src https://challenges.cloudflare.com; connect-src https://challenges.cloudflare.com",
    limit: "It works here only if the wiki's operators added 127.0.0.1 to the hosts of the key, or allow all hosts. If \
            not, it shows the error 110200.",
};

/// Returns the service of a captcha, if it is one of a service that exists.
pub fn of(kind: CaptchaKind) -> Option<&'static Service> {
    match kind {
        CaptchaKind::RecaptchaNoCaptcha => Some(&RECAPTCHA),
        CaptchaKind::Hcaptcha => Some(&HCAPTCHA),
        CaptchaKind::Turnstile => Some(&TURNSTILE),
        _ => None,
    }
}

impl Service {
    /// Returns whether its keys may be of a kind that shows no widget but gives its token at a button (reCAPTCHA 3).
    pub fn has_button(&self) -> bool {
        self.class == RECAPTCHA.class
    }

    /// Adds the widget to a form. Its script finds the element by its class, and adds the token to the form.
    pub fn add_widget(&self, html: &mut Html, key: &str) {
        html.open("div", &[("class", self.class), ("data-sitekey", key)])
            .close("div");
    }

    /// Adds the button that gets the token and sends the form.
    pub fn add_button(&self, html: &mut Html, key: &str) {
        let attributes = [
            ("type", "button"),
            ("class", self.class),
            ("data-sitekey", key),
            ("data-callback", "mwaccountSubmit"),
            ("data-action", "submit"),
        ];
        html.element("button", &attributes, "Continue with a key of reCAPTCHA 3");
    }

    /// Adds the scripts to the head of a page.
    pub fn add_scripts(&self, head: &mut Html, folder: &str) {
        let own = format!("{folder}submit.js");
        head.open("script", &[("src", &own)]).close("script");
        head.open(
            "script",
            &[("src", self.script), ("async", ""), ("defer", "")],
        )
        .close("script");
    }
}
