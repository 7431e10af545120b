//! A conversation with a wiki.

use std::ffi::c_char;

use url::Url;

use super::{
    account::mwa_account,
    answers::mwa_answers,
    call_error::CallError,
    captcha::mwa_captcha,
    error::{ffi_try, mwa_error},
    handles::{AnyConversation, mwa_conversation, mwa_wiki},
    options::mwa_options,
    pointer::{as_ref, as_str, free_box, opt_ref, opt_write, out},
    request::mwa_request,
    response::{mwa_failure, mwa_response},
    secret::mwa_secret,
    status::mwa_status,
    step::mwa_step,
    text::Text,
};
use crate::{
    flow::{Conversation, FetchImage, Input},
    http::Reply,
};

/// Supplies the caller's input to a conversation.
unsafe fn respond(
    conversation: *mut mwa_conversation,
    error: *mut *mut mwa_error,
    input: impl FnOnce() -> Result<Input, CallError>,
) -> mwa_status {
    ffi_try(error, || {
        let conversation = as_ref(conversation, "conversation")?;
        let input = input()?;
        conversation.with_lock(|conversation, wiki| conversation.respond(wiki, input))?
    })
}

/// Goes on until something is wanted of the caller or the conversation has ended; then the same
/// step comes again. Free the step with mwa_step_free.
///
/// It fails for whatever kept the account from being created, or the creator from logging in, that
/// was not the wiki's own no: surely nothing was created. MWA_REASON_CANCELLED is one, see
/// mwa_canceller_cancel. What took too long, or was lost after it may have created, is no failure
/// but MWA_STEP_KIND_UNKNOWN, unless the wiki could tell what came of it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_conversation_step(
    conversation: *mut mwa_conversation,
    step: *mut *mut mwa_step,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let conversation = as_ref(conversation, "conversation")?;
        let step = out(step, "step")?;
        step.write(conversation.with_lock(AnyConversation::step)??);
        Ok(())
    })
}

/// Answers MWA_STEP_KIND_ASK, RESTART or REDIRECT; mwa_conversation_step goes on. The answers are
/// copied.
///
/// It fails with MWA_REASON_INVALID_ARGUMENT for an answer that does not fit, where mwa_error_field
/// names the field, and the conversation stands where it stood.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_conversation_answer(
    conversation: *mut mwa_conversation,
    answers: *const mwa_answers,
    error: *mut *mut mwa_error,
) -> mwa_status {
    respond(conversation, error, || {
        Ok(Input::Answers(as_ref(answers, "answers")?.0.clone()))
    })
}

/// Hands over the address at which the user came back from MWA_STEP_KIND_REDIRECT;
/// mwa_conversation_step goes on. It fails as mwa_conversation_answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_conversation_returned(
    conversation: *mut mwa_conversation,
    url: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    respond(conversation, error, || {
        let url = Url::parse(as_str(url, "url")?);
        let url = url.map_err(|error| {
            CallError::invalid(format!("the return address cannot be read: {error}"))
        })?;
        Ok(Input::Returned(url))
    })
}

/// Tries again after MWA_STEP_KIND_REFUSED with another account, keeping the answer to a captcha
/// that is still good; mwa_conversation_step goes on. With the account as it was, the captcha is
/// asked for anew. The account is copied. It fails as mwa_conversation_answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_conversation_revise(
    conversation: *mut mwa_conversation,
    account: *const mwa_account,
    error: *mut *mut mwa_error,
) -> mwa_status {
    respond(conversation, error, || {
        Ok(Input::Revise(as_ref(account, "account")?.0.clone()))
    })
}

/// Begins to fetch the image of a captcha that this conversation asks: a conversation of its own,
/// whose mwa_conversation_step comes to MWA_STEP_KIND_IMAGE after one request. This one still
/// waits. Free the image's conversation with mwa_conversation_free.
///
/// It fails with MWA_REASON_INVALID_ARGUMENT if the captcha has no image.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_conversation_image(
    conversation: *const mwa_conversation,
    captcha: *const mwa_captcha,
    fetch: *mut *mut mwa_conversation,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let conversation = as_ref(conversation, "conversation")?;
        let captcha = &as_ref(captcha, "captcha")?.captcha;
        let fetch = out(fetch, "fetch")?;
        let url = captcha.image_url.clone();
        let url = url.ok_or_else(|| CallError::invalid("this captcha has no image"))?;
        let started = AnyConversation::Image(Conversation::new(FetchImage::new(url)));
        fetch.write(conversation.new_sibling(started));
        Ok(())
    })
}

/// Puts a creation or a login down where it waits for its caller, as text that mwa_resume takes up
/// in another process. The text is a secret: it holds the session's cookies, so keep it on the
/// server, and use it once. It holds no password and no token; a password that is needed again is
/// asked for then. Free it with mwa_secret_free.
///
/// It fails with MWA_REASON_INVALID_ARGUMENT where the conversation does not wait, or has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_conversation_suspend(
    conversation: *const mwa_conversation,
    suspended: *mut *mut mwa_secret,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let conversation = as_ref(conversation, "conversation")?;
        let suspended = out(suspended, "suspended")?;
        let secret = conversation.with_lock(|conversation, wiki| conversation.suspend(wiki))??;
        suspended.write(mwa_secret(Text::new(secret.expose())));
        Ok(())
    })
}

/// Takes up a conversation that mwa_conversation_suspend put down; nothing is sent. What belongs to
/// it (the wiki, its dialect, the return address, the user agent, whether http is allowed) is as it
/// was; the proxy, the limits, the log and the access token are those of `options`, which may be
/// NULL. Free the wiki with mwa_wiki_free and the conversation with mwa_conversation_free.
///
/// `is_login`, if it is not NULL, is told whether it is a creator's login rather than a creation.
///
/// It fails with MWA_REASON_INVALID_ARGUMENT for a text that is damaged, of a newer version or no
/// such text at all, and where an access token is needed and not given, or given and not needed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_resume(
    suspended: *const c_char,
    options: *const mwa_options,
    wiki: *mut *mut mwa_wiki,
    conversation: *mut *mut mwa_conversation,
    is_login: *mut bool,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let wiki = out(wiki, "wiki")?;
        let conversation = out(conversation, "conversation")?;
        let options = opt_ref(options).cloned().unwrap_or_default();
        let suspended = as_str(suspended, "suspended")?;
        let (resumed, interaction) = options.resume_builder(suspended).build()?;
        opt_write(is_login, interaction.flow().is_login());
        let resumed = mwa_wiki::new(resumed);
        let interaction = AnyConversation::Interaction(interaction);
        conversation.write(resumed.new_conversation(interaction));
        wiki.write(resumed);
        Ok(())
    })
}

/// The request that the conversation wants sent, for hosts that send it with an HTTP client of
/// their own. It is given once: the conversation then waits for mwa_conversation_feed or
/// mwa_conversation_feed_failure, and until then fails with MWA_REASON_INVALID_ARGUMENT. NULL is
/// written when it waits for its caller or has ended: mwa_conversation_step then says where it
/// stands, and sends nothing; after mwa_canceller_cancel too. Free the request with
/// mwa_request_free.
///
/// The host waits for mwa_request_wait first, follows no redirect, keeps no cookie, and may repeat
/// what is MWA_REQUEST_KIND_READ only. That holds for its HTTP client too: many send a request again
/// by themselves when a connection that was kept turns out to be closed. So what is not
/// MWA_REQUEST_KIND_READ should have a connection of its own (CURLOPT_FRESH_CONNECT).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_conversation_next_request(
    conversation: *mut mwa_conversation,
    request: *mut *mut mwa_request,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let conversation = as_ref(conversation, "conversation")?;
        let request = out(request, "request")?;
        match conversation.with_lock(AnyConversation::next_request)?? {
            Some(next) => request.write(next.into()),
            None => request.write_null(),
        }
        Ok(())
    })
}

/// Takes the response to the request that mwa_conversation_next_request gave; a copy of it. A
/// response to none is passed over.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_conversation_feed(
    conversation: *mut mwa_conversation,
    response: *const mwa_response,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let conversation = as_ref(conversation, "conversation")?;
        let response = as_ref(response, "response")?.0.clone();
        conversation.with_lock(|conversation, wiki| conversation.feed(wiki, Reply::Got(response)))
    })
}

/// Takes word that there is no response to the request that mwa_conversation_next_request gave: how
/// it failed, as an mwa_failure, and why, as one of MWA_REASON_UNREACHABLE, TOO_LARGE, INSECURE,
/// PROTOCOL and CANCELLED. `message` says it in a sentence without secrets. After anything but
/// MWA_FAILURE_NOT_SENT the conversation finds out what came of the request, unless it was
/// cancelled. A failure of no request is passed over.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_conversation_feed_failure(
    conversation: *mut mwa_conversation,
    failure: u32,
    reason: u32,
    message: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let conversation = as_ref(conversation, "conversation")?;
        let reply = mwa_failure::to_reply(failure, reason, as_str(message, "message")?)?;
        conversation.with_lock(|conversation, wiki| conversation.feed(wiki, reply))
    })
}

/// Frees a conversation; the wiki's session stays good for the next one. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_conversation_free(conversation: *mut mwa_conversation) {
    free_box(conversation);
}
