//! A captcha in a form: its question, images, or service.

use mwaccount::{Captcha, CaptchaKind};

use super::{
    desk::Picture,
    html::{Attribute, Html},
    service::{self, Service},
    site::is_image,
};

/// The identifier of what describes the answer's control.
pub const DESCRIPTION: &str = "captcha-shown";

/// A captcha with its images.
#[derive(Debug)]
pub struct ShownCaptcha<'a> {
    /// The captcha.
    pub captcha: &'a Captcha,
    /// The number of each fetched image among the page's, or why there is none.
    pub images: &'a [Result<usize, String>],
    /// The fetched images.
    pub pictures: &'a [Picture],
    /// The path of the listener's addresses.
    pub folder: &'a str,
    /// The address of the wiki's own sign-up page.
    pub signup_page: Option<&'a str>,
    /// Set on the page with the widget.
    pub with_widget: bool,
}

impl ShownCaptcha<'_> {
    /// Returns the service with the key, if the captcha is that of a service.
    pub fn service(&self) -> Option<(&'static Service, &str)> {
        service::of(self.captcha.kind).zip(self.captcha.site_key.as_deref())
    }

    /// Adds the captcha to a form, before the control of its answer.
    pub fn add_to(&self, html: &mut Html) {
        html.open("div", &[("class", "captcha"), ("id", DESCRIPTION)])
            .html("\n");
        if let Some(question) = &self.captcha.question {
            html.html("<p>");
            match self.captcha.kind {
                CaptchaKind::Simple | CaptchaKind::Math => {
                    html.html("How much is ").foreign(question).html("?");
                }
                _ => {
                    html.foreign(question);
                }
            }
            html.close("p");
        }
        for (place, url) in self.captcha.image_urls.iter().enumerate() {
            let missing = Err("it was not fetched".to_owned());
            self.add_image(
                html,
                place,
                url.as_str(),
                self.images.get(place).unwrap_or(&missing),
            );
        }
        html.close("div");
        if let Some((service, key)) = self.service() {
            self.add_service(html, service, key);
        }
        if self.captcha.kind == CaptchaKind::Recaptcha {
            html.element(
                "p",
                &[],
                "The wiki uses reCAPTCHA 1, which was shut down in 2018, so nobody can answer it. Its operators must \
                 change that.",
            );
        }
    }

    fn add_image(&self, html: &mut Html, place: usize, url: &str, image: &Result<usize, String>) {
        let is_of_question = self.captcha.question.is_some();
        let number = place + 1;
        let name = match is_of_question {
            true => format!("Image {number} of the question"),
            false => "Image of the captcha: type the word that it shows".to_owned(),
        };
        match image {
            Ok(at) => {
                let source = format!("{}image/{at}", self.folder);
                let shows = self.pictures.get(*at).is_some_and(is_image);
                if shows {
                    html.open("img", &[("src", &source), ("alt", &name)])
                        .html("\n");
                } else {
                    html.element("p", &[], "This captcha is no image that a browser shows.");
                }
                html.html("<p class=\"small\">")
                    .element(
                        "a",
                        &[("href", &source), ("download", "captcha")],
                        "Download it",
                    )
                    .close("p");
            }
            Err(error) => {
                html.html("<p>")
                    .text(&format!("{name} cannot be shown: "))
                    .foreign(error)
                    .html(" ");
                if url.starts_with("http") {
                    let link = in_another_tab(url);
                    html.element("a", &link, "Open its address");
                }
                html.close("p");
            }
        }
    }

    fn add_service(&self, html: &mut Html, service: &Service, key: &str) {
        html.open("fieldset", &[])
            .html("\n<legend>")
            .text(service.name)
            .html("</legend>\n");
        if self.with_widget {
            service.add_widget(html, key);
            html.element("p", &[("class", "small")], service.limit);
            html.open("p", &[])
                .element("a", &[("href", self.folder)], "Back to the page without it")
                .close("p");
            html.close("fieldset");
            return;
        }
        html.element(
            "p",
            &[],
            &format!(
                "The wiki asks {} whether you are a person. Its widget belongs to the wiki\u{2019}s own pages, and shows \
                 itself on this one only if the wiki\u{2019}s key allows that.",
                service.name
            ),
        );
        let widget = format!("{}widget", self.folder);
        html.html("<ol>\n<li>")
            .element(
                "a",
                &[("href", &widget)],
                &format!("Try the widget of {} here", service.name),
            )
            .text(&format!("This runs scripts of {}. ", service.name))
            .text(service.limit)
            .html("</li>\n");
        if let Some(page) = self.signup_page {
            let link = in_another_tab(page);
            html.html("<li>If that shows an error: ")
                .element("a", &link, "sign up on the wiki\u{2019}s own page")
                .html(
                    "It opens in another tab, with what you gave filled in, except the password. Come back here afterwards, and press \u{201c}I \
                     have signed up on the wiki\u{2019}s own page\u{201d}.</li>\n",
                );
        }
        html.html("<li>If a program gave you the token, type it below.</li>\n</ol>\n");
        html.close("fieldset");
    }
}

/// Returns the attributes of a link that leaves this page open, and that tells the other one nothing of it.
fn in_another_tab(url: &str) -> [Attribute<'_>; 3] {
    [
        ("href", url),
        ("rel", "noreferrer noopener"),
        ("target", "_blank"),
    ]
}
