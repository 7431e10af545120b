//! The answers of `action=createaccount` of 1.21 to 1.26, in either format.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use super::{
    api_response::{items, text},
    auth_request::AuthRequest,
    question::Question,
};
use crate::{Captcha, CaptchaKind, FieldKind, Secret, http::address, secret::exposed};

/// An answer, by its `result`, whose letter case changed in 1.23.
pub(crate) enum CreateAccountResult {
    NeedToken {
        token: Secret,
        /// `true` if the result is written in lower case, as on 1.21 and 1.22.
        in_lower_case: bool,
    },
    NeedCaptcha(LegacyCaptcha),
    /// The account was created. The warnings are message keys.
    Created {
        name: String,
        user_id: Option<u64>,
        warnings: Vec<String>,
    },
    /// A hook refused with a non-fatal status: `Warning` without a user name.
    RefusedByHook {
        code: String,
    },
}

impl CreateAccountResult {
    /// Reads the member `createaccount`; `None` for an unknown result.
    pub fn read(answer: &Value, api: &Url) -> Option<Self> {
        let spelling = text(answer, "result")?;
        let result = spelling.to_ascii_lowercase();
        match result.as_str() {
            "needtoken" => text(answer, "token").map(|token| Self::NeedToken {
                token: token.into(),
                in_lower_case: spelling == result,
            }),
            "needcaptcha" => Some(Self::NeedCaptcha(LegacyCaptcha::read(
                &answer["captcha"],
                api,
            ))),
            "success" | "warning" => {
                let warnings = items(&answer["warnings"]);
                let warnings: Vec<_> = warnings.iter().filter_map(|w| text(w, "message")).collect();
                match text(answer, "username") {
                    Some(name) => Some(Self::Created {
                        name,
                        user_id: text(answer, "userid").and_then(|id| id.parse().ok()),
                        warnings,
                    }),
                    None if result == "warning" => Some(Self::RefusedByHook {
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
pub(crate) struct LegacyCaptcha {
    pub captcha: Captcha,
    #[serde(with = "exposed")]
    pub id: Option<Secret>,
    /// The reason why the wiki has no captcha to show: a FancyCaptcha without images.
    pub error: Option<String>,
    /// The name of the parameter for the id.
    pub id_parameter: String,
    /// The name of the parameter for the answer.
    pub answer_parameter: String,
}

impl LegacyCaptcha {
    fn read(node: &Value, api: &Url) -> Self {
        let kind = text(node, "type").unwrap_or_default();
        let image_url = text(node, "url").and_then(|url| address::resolve(api, &url));
        let question = text(node, "question").map(|question| Question::read(&question, api));
        let mut captcha =
            Captcha::new(CaptchaKind::from_type(&kind)).with_question(question.unwrap_or_default());
        captcha.image_urls.extend(image_url);
        captcha.site_key = text(node, "key");
        Self {
            captcha,
            id: text(node, "id").map(Secret::from),
            error: text(node, "error").filter(|error| !error.is_empty()),
            id_parameter: "captchaid".to_owned(),
            answer_parameter: "captchaword".to_owned(),
        }
    }

    /// Creates it from the captcha of a sign-up form. Its parameters are not those of the API module,
    /// but ConfirmEdit reads them from the request nevertheless (observed on 1.21 to 1.26).
    pub fn from_form(request: AuthRequest) -> Option<Self> {
        let hidden = request
            .fields
            .iter()
            .find(|f| f.field.kind == FieldKind::Hidden);
        let answer = request
            .fields
            .iter()
            .find(|f| f.field.name == Captcha::FIELD)?;
        Some(Self {
            id: hidden
                .and_then(|id| id.field.value.as_deref())
                .map(Secret::from),
            error: None,
            id_parameter: hidden.map(|id| id.wire_name.clone()).unwrap_or_default(),
            answer_parameter: answer.wire_name.clone(),
            captcha: request.captcha?,
        })
    }
}
