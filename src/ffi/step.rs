//! A step of a conversation.

use std::ffi::{c_char, c_int};

use super::{
    captcha::mwa_captcha,
    fields::mwa_fields,
    image::mwa_image,
    number::tri_state,
    pointer::{Handle, free_box, read, read_part, read_text},
    refusal::mwa_refusal,
    requirements::mwa_requirements,
    text::Text,
};
use crate::{Ask, Image, Requirements, Step, Warning};

/// The kind of a step: what the conversation waits for, or how it ended. MediaWiki's own words are
/// in parentheses.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum mwa_step_kind {
    /// No step: the argument is NULL.
    None = 0,
    /// This creation has created the account (PASS).
    Created = 1,
    /// The creator is logged in (PASS). Accounts are created by this user from now on.
    LoggedIn = 2,
    /// The wiki asks for fields, such as a captcha or a second factor (UI, NeedCaptcha). Call
    /// mwa_conversation_answer.
    Ask = 3,
    /// The user must open mwa_step_redirect_url in a browser and come back (REDIRECT). Call
    /// mwa_conversation_returned, or mwa_conversation_answer with the fields.
    Redirect = 4,
    /// The wiki starts over and asks for fields (RESTART, createpreservestate). Call
    /// mwa_conversation_answer.
    Restart = 5,
    /// The wiki refused, and no account was created (FAIL). Call mwa_conversation_revise to try
    /// again.
    Refused = 6,
    /// The account may exist: the response was lost or unclear, and the existence check found
    /// no proof or was cancelled. mwa_step_refusal has the evidence.
    Unknown = 7,
    /// The probe is done. Call mwa_step_requirements.
    Probed = 8,
    /// The image is fetched. Call mwa_step_image.
    Image = 9,
}

/// A step of a conversation: what it waits for, or how it ended. Parts that a kind of step does not
/// have are NULL, 0 or -1.
///
/// Immutable: threads may share it. Free it with mwa_step_free.
pub struct mwa_step {
    kind: mwa_step_kind,
    name: Option<Text>,
    user_id: u64,
    warnings: Vec<(Text, Text)>,
    message: Option<Text>,
    fields: Option<mwa_fields>,
    captcha: Option<mwa_captcha>,
    account_exists: c_int,
    redirect_url: Option<Text>,
    redirect_data: Option<Text>,
    refusal: Option<mwa_refusal>,
    requirements: Option<mwa_requirements>,
    image: Option<mwa_image>,
}

impl Handle for mwa_step {}

impl mwa_step {
    /// Creates a step without any parts.
    fn new(kind: mwa_step_kind) -> Self {
        Self {
            kind,
            name: None,
            user_id: 0,
            warnings: Vec::new(),
            message: None,
            fields: None,
            captcha: None,
            account_exists: -1,
            redirect_url: None,
            redirect_data: None,
            refusal: None,
            requirements: None,
            image: None,
        }
    }

    /// Creates a step of this kind from what the wiki asks for.
    fn from_ask(kind: mwa_step_kind, ask: &Ask) -> Self {
        Self {
            message: Text::opt(ask.message.as_ref()),
            fields: Some(ask.fields.as_slice().into()),
            captcha: ask.captcha.as_ref().map(mwa_captcha::from),
            account_exists: tri_state(ask.account_exists),
            ..Self::new(kind)
        }
    }
}

/// Copies the code and the message of a warning.
pub(super) fn warning_texts(warning: &Warning) -> (Text, Text) {
    (Text::new(&warning.code), Text::new(&warning.message))
}

impl From<Step> for mwa_step {
    fn from(step: Step) -> Self {
        match step {
            Step::Created(created) => Self {
                name: Some(Text::new(&created.name)),
                user_id: created.user_id.unwrap_or(0),
                warnings: created.warnings.iter().map(warning_texts).collect(),
                ..Self::new(mwa_step_kind::Created)
            },
            Step::LoggedIn(name) => Self {
                name: Some(Text::new(&name)),
                ..Self::new(mwa_step_kind::LoggedIn)
            },
            Step::Ask(ask) => Self::from_ask(mwa_step_kind::Ask, &ask),
            Step::Restart(ask) => Self::from_ask(mwa_step_kind::Restart, &ask),
            Step::Redirect(redirect) => Self {
                fields: Some(redirect.fields.as_slice().into()),
                account_exists: tri_state(redirect.account_exists),
                redirect_url: Some(Text::new(redirect.url.as_str())),
                redirect_data: Text::opt(redirect.data),
                ..Self::new(mwa_step_kind::Redirect)
            },
            Step::Refused(refused) => Self {
                refusal: Some((&refused).into()),
                ..Self::new(mwa_step_kind::Refused)
            },
            Step::Unknown(unknown) => Self {
                name: Some(Text::new(&unknown.name)),
                refusal: Some((&unknown).into()),
                ..Self::new(mwa_step_kind::Unknown)
            },
        }
    }
}

impl From<Requirements> for mwa_step {
    fn from(found: Requirements) -> Self {
        Self {
            requirements: Some((&found).into()),
            ..Self::new(mwa_step_kind::Probed)
        }
    }
}

impl From<Image> for mwa_step {
    fn from(image: Image) -> Self {
        Self {
            image: Some(image.into()),
            ..Self::new(mwa_step_kind::Image)
        }
    }
}

/// Returns the kind of a step; MWA_STEP_KIND_NONE for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_get_kind(step: *const mwa_step) -> mwa_step_kind {
    read(step, mwa_step_kind::None, |step| step.kind)
}

/// Returns a user name: for MWA_STEP_KIND_CREATED the name of the account as the wiki writes it,
/// for MWA_STEP_KIND_LOGGED_IN that of the creator, for MWA_STEP_KIND_UNKNOWN the requested one.
/// The text is borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_name(step: *const mwa_step) -> *const c_char {
    read_text(step, |step| step.name.as_ref())
}

/// Returns the user ID of the account, for MWA_STEP_KIND_CREATED, or 0 if the wiki does not report
/// it. Only MediaWiki 1.21 to 1.26 reports it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_user_id(step: *const mwa_step) -> u64 {
    read(step, 0, |step| step.user_id)
}

/// Returns the number of warnings, for MWA_STEP_KIND_CREATED. A warning tells how the account
/// differs from what was requested, or what else did not go as planned.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_warning_count(step: *const mwa_step) -> usize {
    read(step, 0, |step| step.warnings.len())
}

/// Returns the code of a warning, or NULL if `index`, counted from 0, is too large. The text is
/// borrowed until the step is freed. The code is the wiki's own or one of these:
///
/// - "not-offered": the wiki does not offer a property that was set; it was left out.
/// - "name-changed": the account has another name than the requested one.
/// - "field-unused": a field was set that the wiki did not ask for.
/// - "moved": the wiki has moved to another address.
/// - "answer-lost": the response was lost or unclear, but the account was found.
/// - "setup-unfinished": the account exists, but later steps of the wiki, such as setting up a
///   second factor, may be incomplete.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_warning_code(
    step: *const mwa_step,
    index: usize,
) -> *const c_char {
    read_text(step, |step| step.warnings.get(index).map(|(code, _)| code))
}

/// Returns the message of a warning, or NULL if `index`, counted from 0, is too large. The text is
/// borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_warning_message(
    step: *const mwa_step,
    index: usize,
) -> *const c_char {
    read_text(step, |step| {
        step.warnings.get(index).map(|(_, message)| message)
    })
}

/// Returns the wiki's message to the user, for MWA_STEP_KIND_ASK and MWA_STEP_KIND_RESTART, or NULL
/// if there is none. The text is borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_message(step: *const mwa_step) -> *const c_char {
    read_text(step, |step| step.message.as_ref())
}

/// Returns the fields to answer, for MWA_STEP_KIND_ASK, MWA_STEP_KIND_RESTART and
/// MWA_STEP_KIND_REDIRECT. They are borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_fields(step: *const mwa_step) -> *const mwa_fields {
    read_part(step, |step| step.fields.as_ref())
}

/// Returns the captcha to show, for MWA_STEP_KIND_ASK and MWA_STEP_KIND_RESTART, or NULL if none is
/// asked for. It is borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_captcha(step: *const mwa_step) -> *const mwa_captcha {
    read_part(step, |step| step.captcha.as_ref())
}

/// Returns 1 if the account exists already, so that the step is about something after its creation,
/// 0 if it does not exist, and -1 if that is not known. For MWA_STEP_KIND_ASK,
/// MWA_STEP_KIND_RESTART and MWA_STEP_KIND_REDIRECT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_account_exists(step: *const mwa_step) -> c_int {
    read(step, -1, |step| step.account_exists)
}

/// Returns the URL to open in the user's browser, for MWA_STEP_KIND_REDIRECT. It may contain
/// secrets of a login service. The text is borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_redirect_url(step: *const mwa_step) -> *const c_char {
    read_text(step, |step| step.redirect_url.as_ref())
}

/// Returns additional data as JSON (MediaWiki's redirectdata), for MWA_STEP_KIND_REDIRECT, or NULL
/// if there is none. The text is borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_redirect_data(step: *const mwa_step) -> *const c_char {
    read_text(step, |step| step.redirect_data.as_ref())
}

/// Returns the refusal, for MWA_STEP_KIND_REFUSED, or the evidence, for MWA_STEP_KIND_UNKNOWN. It
/// is borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_refusal(step: *const mwa_step) -> *const mwa_refusal {
    read_part(step, |step| step.refusal.as_ref())
}

/// Returns the result of a probe, for MWA_STEP_KIND_PROBED. It is borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_requirements(step: *const mwa_step) -> *const mwa_requirements {
    read_part(step, |step| step.requirements.as_ref())
}

/// Returns the captcha's image, for MWA_STEP_KIND_IMAGE. It is borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_image(step: *const mwa_step) -> *const mwa_image {
    read_part(step, |step| step.image.as_ref())
}

/// Frees a step, with everything borrowed from it. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_free(step: *mut mwa_step) {
    free_box(step);
}
