//! Where a conversation stands.

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

/// Where a conversation stands, and what its caller may do.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum mwa_step_kind {
    /// No step: NULL was asked.
    None = 0,
    /// The account exists, and this creation made it.
    Created = 1,
    /// The creator is logged in: creations are the creator's from now on.
    LoggedIn = 2,
    /// The wiki wants fields filled, among them the answer to a captcha: mwa_conversation_answer.
    Ask = 3,
    /// The user must go to mwa_step_redirect_url and come back: mwa_conversation_returned, or
    /// mwa_conversation_answer with the fields.
    Redirect = 4,
    /// The wiki wants to begin anew, with these fields: mwa_conversation_answer.
    Restart = 5,
    /// The wiki said no, and nothing was created: mwa_conversation_revise, or leave it.
    Refused = 6,
    /// Perhaps created: the answer was lost or unclear. The refusal's message is the evidence.
    Unknown = 7,
    /// What the wiki asks of new accounts was found out: mwa_step_requirements.
    Probed = 8,
    /// The captcha's image came: mwa_step_image.
    Image = 9,
}

/// A step of a conversation. It never changes: threads may share it. Parts that a kind of step
/// does not have are NULL, 0 or -1.
pub struct mwa_step {
    kind: mwa_step_kind,
    name: Option<Text>,
    user_id: u64,
    warnings: Vec<(Text, Text)>,
    message: Option<Text>,
    fields: Option<mwa_fields>,
    captcha: Option<mwa_captcha>,
    account_exists: c_int,
    redirect: Option<(Text, Option<Text>)>,
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
            redirect: None,
            refusal: None,
            requirements: None,
            image: None,
        }
    }

    /// Creates a step that asks for fields.
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

/// Copies the code and the sentence of a warning.
fn warning_texts(warning: &Warning) -> (Text, Text) {
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
                redirect: Some((Text::new(redirect.url.as_str()), Text::opt(redirect.data))),
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

/// What kind of step it is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_get_kind(step: *const mwa_step) -> mwa_step_kind {
    read(step, mwa_step_kind::None, |step| step.kind)
}

/// Of CREATED the account's name as the wiki gives it, of LOGGED_IN the creator's, of UNKNOWN the
/// name that was asked for. Borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_name(step: *const mwa_step) -> *const c_char {
    read_text(step, |step| step.name.as_ref())
}

/// Of CREATED the account's number, where the wiki says it (1.21 to 1.26); else 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_user_id(step: *const mwa_step) -> u64 {
    read(step, 0, |step| step.user_id)
}

/// Of CREATED, how many things did not go as wished.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_warning_count(step: *const mwa_step) -> usize {
    read(step, 0, |step| step.warnings.len())
}

/// The code of the warning at an index from 0: "not-offered" (the wiki does not take something
/// that was wished), "name-changed", "field-unused" (a field was given that the wiki did not ask
/// for), "moved" (the wiki moved to another address), "answer-lost" (but the account was found),
/// "setup-unfinished" (but the account exists), or the wiki's own. Borrowed until the step is
/// freed; NULL beyond the last.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_warning_code(
    step: *const mwa_step,
    index: usize,
) -> *const c_char {
    read_text(step, |step| step.warnings.get(index).map(|(code, _)| code))
}

/// The sentence of the warning at an index from 0. Borrowed until the step is freed; NULL beyond
/// the last.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_warning_message(
    step: *const mwa_step,
    index: usize,
) -> *const c_char {
    read_text(step, |step| {
        step.warnings.get(index).map(|(_, message)| message)
    })
}

/// Of ASK and RESTART, what the wiki says about it, where it says anything. Borrowed until the
/// step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_message(step: *const mwa_step) -> *const c_char {
    read_text(step, |step| step.message.as_ref())
}

/// Of ASK, RESTART and REDIRECT, the fields. Borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_fields(step: *const mwa_step) -> *const mwa_fields {
    read_part(step, |step| step.fields.as_ref())
}

/// Of ASK and RESTART, the captcha to show, if one is asked. Borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_captcha(step: *const mwa_step) -> *const mwa_captcha {
    read_part(step, |step| step.captcha.as_ref())
}

/// Of ASK, RESTART and REDIRECT, whether the account exists already and this is about what
/// follows: 1 yes, 0 no, -1 where the wiki does not tell.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_account_exists(step: *const mwa_step) -> c_int {
    read(step, -1, |step| step.account_exists)
}

/// Of REDIRECT, the address for the user's browser. It may hold secrets of a login service.
/// Borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_redirect_url(step: *const mwa_step) -> *const c_char {
    read_text(step, |step| step.redirect.as_ref().map(|(url, _)| url))
}

/// Of REDIRECT, what else the wiki says about it, as JSON, where it says anything. Borrowed until
/// the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_redirect_data(step: *const mwa_step) -> *const c_char {
    read_text(step, |step| step.redirect.as_ref()?.1.as_ref())
}

/// Of REFUSED the wiki's no, of UNKNOWN what is known. Borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_refusal(step: *const mwa_step) -> *const mwa_refusal {
    read_part(step, |step| step.refusal.as_ref())
}

/// Of LOOKED, what was found out. Borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_requirements(step: *const mwa_step) -> *const mwa_requirements {
    read_part(step, |step| step.requirements.as_ref())
}

/// Of IMAGE, the captcha's image. Borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_image(step: *const mwa_step) -> *const mwa_image {
    read_part(step, |step| step.image.as_ref())
}

/// Frees a step and what was borrowed from it. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_step_free(step: *mut mwa_step) {
    free_box(step);
}
