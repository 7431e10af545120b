//! A conversation: its steps, its input, its requests.

use std::ffi::c_char;

use super::{
    account::mwa_account,
    answers::mwa_answers,
    call_error::CallError,
    captcha::mwa_captcha,
    error::{ffi_try, mwa_error},
    handles::{AnyConversation, mwa_conversation, mwa_wiki},
    options::mwa_options,
    pointer::{as_ref, as_str, free_box, opt_ref, opt_str, opt_write, out},
    request::mwa_request,
    response::{mwa_failure, mwa_response},
    secret::mwa_secret,
    status::mwa_status,
    step::mwa_step,
    text::Text,
    wiki::credentials,
};
use crate::{bulk::wiki_name, flow::Input, http::Reply};

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

/// Sends requests until the conversation needs input or has ended, and writes that step. Called
/// again without new input, it writes the same step and sends nothing. Free the step with
/// mwa_step_free.
///
/// Blocks meanwhile; mwa_canceller_cancel ends that early. Requests that only read are tried up to
/// 3 times. Requests that log in or may create an account are never repeated.
///
/// Fails if the account cannot be created, or the creator cannot log in, for any reason other than
/// a refusal by the wiki. The call has created no account then. If the response to a request that
/// may have created the account is lost or late, that is not an error: the library asks the wiki
/// whether the account exists, and the step is MWA_STEP_KIND_UNKNOWN if there is no proof.
///
/// Also fails with MWA_REASON_INVALID_ARGUMENT while a request of mwa_conversation_next_request has
/// no outcome yet.
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

/// Answers MWA_STEP_KIND_ASK, MWA_STEP_KIND_RESTART or MWA_STEP_KIND_REDIRECT (MediaWiki's
/// createcontinue and logincontinue). `answers` is copied. Sends nothing: continue with
/// mwa_conversation_step.
///
/// Fails with MWA_REASON_INVALID_ARGUMENT if an answer does not fit its field, which
/// mwa_error_field names, or if the conversation does not wait for answers. The conversation is
/// unchanged then; if it waits for answers, it still does.
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

/// Supplies the complete URL at which the user's browser came back from MWA_STEP_KIND_REDIRECT.
/// Sends nothing: continue with mwa_conversation_step. Fails as mwa_conversation_answer does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_conversation_returned(
    conversation: *mut mwa_conversation,
    url: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    respond(conversation, error, || {
        Ok(Input::returned(as_str(url, "url")?).map_err(crate::Error::from)?)
    })
}

/// Revises a refused creation: prepares another try after MWA_STEP_KIND_REFUSED, with `account`,
/// which is copied. Sends nothing: continue with mwa_conversation_step, which makes the try. A
/// captcha answer that the wiki did not use up is sent with it. After a wrong captcha answer the
/// next step asks for a new captcha, even if the account is unchanged. Fails as
/// mwa_conversation_answer does. Also fails for a login; see mwa_conversation_revise_login.
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

/// Revises a refused login: prepares another try after MWA_STEP_KIND_REFUSED, in the same session,
/// with these credentials, which may be those of the try before. `domain` may be NULL. Sends
/// nothing: continue with mwa_conversation_step, which makes the try. mwa_wiki_log_in begins a new
/// session instead, to which a captcha of this one does not belong.
///
/// Fails as mwa_conversation_answer does. Also fails for a creation; see mwa_conversation_revise.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_conversation_revise_login(
    conversation: *mut mwa_conversation,
    name: *const c_char,
    password: *const c_char,
    domain: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    respond(conversation, error, || {
        Ok(Input::ReviseLogin(credentials(name, password, domain)?))
    })
}

/// Begins to fetch an image of `captcha`, which comes from a step of this conversation: the one at
/// `index`, from 0 to mwa_captcha_image_count - 1. The fetch is a conversation of its own: its step is
/// MWA_STEP_KIND_IMAGE, after one request. Free it with mwa_conversation_free. This conversation still
/// waits for its answer.
///
/// Fails with MWA_REASON_INVALID_ARGUMENT if the captcha has no such image. mwa_conversation_step of
/// the fetch fails with MWA_REASON_CAPTCHA_UNAVAILABLE if the wiki does not send it, or it is on another
/// host than the wiki.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_conversation_image(
    conversation: *const mwa_conversation,
    captcha: *const mwa_captcha,
    index: usize,
    fetch: *mut *mut mwa_conversation,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let conversation = as_ref(conversation, "conversation")?;
        let captcha = &as_ref(captcha, "captcha")?.captcha;
        let fetch = out(fetch, "fetch")?;
        fetch.write(conversation.new_sibling(AnyConversation::image(captcha, index)?));
        Ok(())
    })
}

/// Suspends a creation or a login that waits for input: writes it as text, from which mwa_resume
/// continues it in another process. Free the text with mwa_secret_free.
///
/// The text contains the session's cookies, which whoever has it can read: keep it secret, on the
/// server, and use it once. It contains no password and no access token. If a password is needed again,
/// the resumed conversation asks for it. It is authenticated only if the wiki was created with
/// mwa_options_add_suspend_key.
///
/// Fails with MWA_REASON_INVALID_ARGUMENT if the conversation does not wait for input or has ended.
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

/// Resumes a conversation from the text of mwa_conversation_suspend. Sends nothing:
/// mwa_conversation_step writes the step to answer, which may differ from the one at which the
/// conversation was suspended. Free the wiki with mwa_wiki_free and the conversation with
/// mwa_conversation_free.
///
/// The wiki, the dialect, its format, the return URL, the user agent and whether http is allowed
/// are those of the suspended conversation. Everything else comes from `options`: HTTP
/// authentication, certificates, the proxy, the limits, the log function, the access token and the
/// suspend keys. `options` may be NULL.
///
/// `address` is that of the wiki with which the conversation must be, for a text that somebody may have
/// changed: the call fails if the text is about a wiki on another host. It may be NULL, except if
/// `options` contain an access token or HTTP authentication and no suspend key.
///
/// `is_login` may be NULL. Otherwise it is set to true for a login and to false for a creation.
///
/// Fails with MWA_REASON_INVALID_ARGUMENT if the text is damaged, was written by a newer version,
/// or is not a suspended conversation; also if it is not authenticated by one of the suspend keys, or is
/// authenticated and there is no key. `options` must contain an access token exactly if the
/// conversation was begun with one, and likewise HTTP authentication; otherwise it fails in the
/// same way.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_resume(
    suspended: *const c_char,
    address: *const c_char,
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
        let address = opt_str(address, "address")?;
        let (resumed, interaction) = options.resume_builder(suspended, address)?.build()?;
        opt_write(is_login, interaction.flow().is_login());
        let name = wiki_name(address.unwrap_or(resumed.session().api_url().as_str()));
        let resumed = mwa_wiki::new(resumed, name);
        let interaction = AnyConversation::Interaction(interaction);
        conversation.write(resumed.new_conversation(interaction));
        wiki.write(resumed);
        Ok(())
    })
}

/// Gets the next request, for hosts that send requests with an HTTP client of their own. Writes
/// NULL if the conversation waits for input, has ended or was cancelled; mwa_conversation_step then
/// writes the step, or fails, without sending anything. Free the request with mwa_request_free.
///
/// Each request is handed out once. Report its outcome with mwa_conversation_feed or
/// mwa_conversation_feed_failure; until then, the calls that get a step or a request, supply input
/// or suspend fail with MWA_REASON_INVALID_ARGUMENT.
///
/// The host must
///
/// - wait mwa_request_wait milliseconds before it sends the request,
/// - send it as it is, follow no redirect and keep no cookie,
/// - send it only once, unless its effect is MWA_EFFECT_READ. Use a new connection for every other
///   effect (libcurl: CURLOPT_FRESH_CONNECT), because many HTTP clients resend a request on their
///   own when a kept connection turns out to be closed. After mwa_wiki_log_in_oauth1 no request may be
///   sent twice: the wiki accepts each signature once, and for 300 seconds.
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

/// Supplies the response to the request of mwa_conversation_next_request. `response` is copied. It
/// is ignored if no request is outstanding.
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

/// Reports that there is no response to the request of mwa_conversation_next_request. It is ignored
/// if no request is outstanding.
///
/// `failure` is an mwa_failure: how far the request came. `reason` is MWA_REASON_UNREACHABLE,
/// MWA_REASON_TOO_LARGE, MWA_REASON_INSECURE, MWA_REASON_PROTOCOL or MWA_REASON_CANCELLED.
/// `message` is a sentence for people, without secrets. After MWA_FAILURE_LOST and
/// MWA_FAILURE_TIMED_OUT the conversation checks what the request did, for example whether the
/// account exists. After MWA_FAILURE_NOT_SENT, or if `reason` is MWA_REASON_CANCELLED, it does not
/// check.
///
/// Fails with MWA_REASON_INVALID_ARGUMENT for any other failure or reason.
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

/// Frees a conversation. The wiki's session remains usable for the next conversation. NULL is
/// ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_conversation_free(conversation: *mut mwa_conversation) {
    free_box(conversation);
}
