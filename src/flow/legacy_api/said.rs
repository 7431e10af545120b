//! What `action=createaccount` of 1.21 to 1.26 answers, in either format.

use serde_json::Value;
use url::Url;

use super::given;
use crate::{
    Answers, Ask, Captcha, CaptchaKind, Field, Misuse, Reason, Refused, Secret,
    flow::refusal,
    offer::plain_question,
    wire::answer::{items, text},
};

/// An answer by its result, whose letter case changed with 1.23.
pub(super) enum Said {
    NeedToken(Secret),
    NeedCaptcha(LegacyCaptcha),
    /// Created; the warnings are message keys.
    Created {
        name: String,
        userid: Option<u64>,
        warnings: Vec<String>,
    },
    /// A hook refused with a status that is not fatal: `Warning` without a name.
    Refused {
        code: String,
    },
}

impl Said {
    /// Reads the member `createaccount`; `None` for a result that is not known.
    pub fn read(said: &Value, api: &Url) -> Option<Self> {
        let result = text(said, "result")?.to_ascii_lowercase();
        match result.as_str() {
            "needtoken" => text(said, "token").map(|token| Self::NeedToken(token.into())),
            "needcaptcha" => Some(Self::NeedCaptcha(LegacyCaptcha::read(
                &said["captcha"],
                api,
            ))),
            "success" | "warning" => {
                let warnings = items(&said["warnings"]);
                let warnings: Vec<_> = warnings.iter().filter_map(|w| text(w, "message")).collect();
                match text(said, "username") {
                    Some(name) => Some(Self::Created {
                        name,
                        userid: text(said, "userid").and_then(|id| id.parse().ok()),
                        warnings,
                    }),
                    None if result == "warning" => Some(Self::Refused {
                        code: warnings.into_iter().next().unwrap_or_default(),
                    }),
                    None => None,
                }
            }
            _ => None,
        }
    }
}

/// ConfirmEdit's captcha node (`addCaptchaAPI` of each class, REL1_23 to REL1_26).
#[derive(Debug, Clone)]
pub(super) struct LegacyCaptcha {
    captcha: Captcha,
    id: Option<Secret>,
    error: Option<String>,
}

impl LegacyCaptcha {
    fn read(node: &Value, api: &Url) -> Self {
        let kind = text(node, "type").unwrap_or_default();
        let image = text(node, "url").and_then(|url| api.join(&url).ok());
        Self {
            captcha: Captcha {
                kind: CaptchaKind::from_type(&kind),
                question: text(node, "question").map(|question| plain_question(&question)),
                image,
                site_key: text(node, "key"),
            },
            id: text(node, "id").map(Secret::from),
            error: text(node, "error").filter(|error| !error.is_empty()),
        }
    }

    /// Why this captcha cannot be answered: a FancyCaptcha without images is an
    /// error and nothing else.
    pub fn trouble(&self) -> Option<Refused> {
        let answerable = self.id.is_some() || self.captcha.site_key.is_some();
        if answerable {
            return None;
        }
        let error = self.error.as_deref().unwrap_or("no captcha was given");
        let mut refused = refusal::ours(
            Reason::CaptchaUnavailable,
            format!("the wiki has no captcha to show ({error}); its operator must mend that"),
        );
        refused.code = self.error.clone();
        Some(refused)
    }

    pub fn ask(&self) -> Ask {
        let mut fields = vec![Field::captcha(None)];
        if self.captcha.kind == CaptchaKind::Recaptcha {
            let mut challenge = Field::captcha(None);
            challenge.name = Captcha::CHALLENGE_FIELD.to_owned();
            fields.insert(0, challenge);
        }
        Ask {
            message: None,
            fields,
            captcha: Some(self.captcha.clone()),
        }
    }

    /// The parameters that answer it. Those of reCAPTCHA are its widgets' own,
    /// which the wiki reads from the request beside the module's parameters.
    pub fn solution(&self, answers: &Answers) -> Result<Vec<(&'static str, Secret)>, Misuse> {
        let ask = self.ask();
        if let Some(unknown) = answers.names().find(|name| ask.field(name).is_none()) {
            return Err(Misuse::of(
                unknown,
                format!("the wiki asks for its captcha only, not for a field \"{unknown}\""),
            ));
        }
        let word = given(answers, Captcha::FIELD)?;
        Ok(match self.captcha.kind {
            CaptchaKind::Recaptcha => vec![
                (
                    "recaptcha_challenge_field",
                    given(answers, Captcha::CHALLENGE_FIELD)?,
                ),
                ("recaptcha_response_field", word),
            ],
            CaptchaKind::RecaptchaNoCaptcha => vec![("g-recaptcha-response", word)],
            _ => vec![
                ("captchaid", self.id.clone().unwrap_or_default()),
                ("captchaword", word),
            ],
        })
    }
}
