//! What `action=createaccount` of 1.21 to 1.26 answers, in either format.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use crate::{
    Answer, Answers, Ask, Captcha, CaptchaKind, Field, FieldKind, Misuse, Reason, Refused, Secret,
    flow::refusal,
    offer::{AuthRequest, plain_question, web_address},
    secret::kept,
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

/// ConfirmEdit's captcha node (`addCaptchaAPI` of each class, REL1_23 to REL1_26), or the
/// captcha of the sign-up form, which the same session may answer through the API.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct LegacyCaptcha {
    captcha: Captcha,
    #[serde(with = "kept")]
    id: Option<Secret>,
    error: Option<String>,
    /// The parameters for the id and the answer.
    parameters: (String, String),
}

impl LegacyCaptcha {
    fn read(node: &Value, api: &Url) -> Self {
        let kind = text(node, "type").unwrap_or_default();
        let image = text(node, "url").and_then(|url| web_address(api, &url));
        Self {
            captcha: Captcha {
                kind: CaptchaKind::from_type(&kind),
                question: text(node, "question").map(|question| plain_question(&question)),
                image,
                site_key: text(node, "key"),
            },
            id: text(node, "id").map(Secret::from),
            error: text(node, "error").filter(|error| !error.is_empty()),
            parameters: ("captchaid".to_owned(), "captchaword".to_owned()),
        }
    }

    /// The captcha of a form: its parameters are not the module's, but ConfirmEdit reads them
    /// from the request all the same (seen on 1.21 to 1.26).
    pub fn of_form(request: AuthRequest) -> Option<Self> {
        let hidden = request
            .fields
            .iter()
            .find(|f| f.field.kind == FieldKind::Hidden);
        let word = request
            .fields
            .iter()
            .find(|f| f.field.name == Captcha::FIELD)?;
        Some(Self {
            id: hidden
                .and_then(|id| id.field.value.as_deref())
                .map(Secret::from),
            error: None,
            parameters: (
                hidden.map(|id| id.wire_name.clone()).unwrap_or_default(),
                word.wire_name.clone(),
            ),
            captcha: request.captcha?,
        })
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
        let word = Field::new(Captcha::FIELD, FieldKind::String, None);
        let mut fields = vec![word];
        if self.captcha.kind == CaptchaKind::Recaptcha {
            let challenge = Field::new(Captcha::CHALLENGE_FIELD, FieldKind::String, None);
            fields.insert(0, challenge);
        }
        Ask {
            fields,
            captcha: Some(self.captcha.clone()),
            ..Ask::default()
        }
    }

    /// The parameters that answer it. Those of reCAPTCHA are its widgets' own,
    /// which the wiki reads from the request beside the module's parameters.
    pub fn solution(&self, answers: &Answers) -> Result<Vec<(String, Secret)>, Misuse> {
        let word = given(answers, Captcha::FIELD)?;
        let (id, answer) = &self.parameters;
        let parameters = match self.captcha.kind {
            CaptchaKind::Recaptcha => vec![
                (
                    "recaptcha_challenge_field",
                    given(answers, Captcha::CHALLENGE_FIELD)?,
                ),
                ("recaptcha_response_field", word),
            ],
            CaptchaKind::RecaptchaNoCaptcha => vec![("g-recaptcha-response", word)],
            _ => vec![
                (id.as_str(), self.id.clone().unwrap_or_default()),
                (answer.as_str(), word),
            ],
        };
        let named = parameters.into_iter();
        Ok(named
            .map(|(name, value)| (name.to_owned(), value))
            .collect())
    }
}

/// The text of an answer.
pub(super) fn given(answers: &Answers, name: &str) -> Result<Secret, Misuse> {
    match answers.get(name) {
        Some(Answer::Text(text)) if !text.is_empty() => Ok(text.clone()),
        Some(Answer::Checked(_) | Answer::Many(_)) => Err(Misuse::of(
            name,
            format!("the field \"{name}\" takes a text"),
        )),
        _ => Err(Misuse::of(
            name,
            format!("the field \"{name}\" must be filled"),
        )),
    }
}
