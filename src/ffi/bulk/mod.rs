//! Runs of many accounts.

use std::{ffi::c_char, time::Duration};

mod event;
mod journal;

use self::{event::mwa_event, journal::mwa_journal};
use super::{
    account::mwa_account,
    answers::mwa_answers,
    call_error::CallError,
    captcha::mwa_captcha,
    error::{ffi_try, mwa_error},
    handles::{AnyConversation, mwa_bulk, mwa_conversation, mwa_wiki},
    pointer::{as_ref, as_str, free_box, opt_str, out},
    run::{Rows, Run},
    status::mwa_status,
    wiki::{credentials, oauth1_credentials},
};
use crate::{Credentials, bulk::Bulk};

/// Changes a setting of a run.
unsafe fn set(
    bulk: *mut mwa_bulk,
    error: *mut *mut mwa_error,
    change: impl FnOnce(Bulk<Rows>) -> Bulk<Rows>,
) -> mwa_status {
    ffi_try(error, || as_ref(bulk, "bulk")?.lock()?.set(change))
}

/// Sets the creator of a run, with the credentials that the caller passed.
unsafe fn set_creator(
    bulk: *mut mwa_bulk,
    error: *mut *mut mwa_error,
    credentials: impl FnOnce() -> Result<Credentials, CallError>,
) -> mwa_status {
    ffi_try(error, || {
        let bulk = as_ref(bulk, "bulk")?;
        let credentials = credentials()?;
        bulk.lock()?.set(|run| run.creator(credentials))
    })
}

/// Creates a run of many accounts on a wiki. Sends nothing. Set what it needs, add rows with mwa_bulk_add, and
/// call mwa_bulk_next until it writes NULL.
///
/// One session, one connection and one token serve all rows, and the creator logs in once. The pace is the
/// wiki's: what it asks to wait is waited. Do nothing else with the wiki meanwhile: a creation or a login of
/// your own ends that of the run. The library sends the requests; there is no run for hosts with an HTTP client
/// of their own.
///
/// With mwa_bulk_set_journal a later run with the same journal and rows creates exactly the rest, and no account
/// twice, even if the process is killed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_wiki_bulk(
    wiki: *mut mwa_wiki,
    bulk: *mut *mut mwa_bulk,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let wiki = as_ref(wiki, "wiki")?;
        let bulk = out(bulk, "bulk")?;
        bulk.write(wiki.new_bulk(Run::new())?);
        Ok(())
    })
}

/// Sets the journal of a run, which stays open until both are freed. Several runs, each on another wiki, may
/// have one journal. `wiki` is the name by which the journal knows the wiki, the same in each run; NULL for the
/// address that was passed to mwa_wiki_new, without a user name, a password and a query. Fails if the run has
/// begun, and in another process than that in which the journal was opened.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_bulk_set_journal(
    bulk: *mut mwa_bulk,
    journal: *const mwa_journal,
    wiki: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let bulk = as_ref(bulk, "bulk")?;
        let name = opt_str(wiki, "wiki")?.unwrap_or(bulk.wiki_name());
        let journal = as_ref(journal, "journal")?.of_wiki(name)?;
        bulk.lock()?.set(|run| run.journal(journal))
    })
}

/// Sets the creator of a run, who is logged in at its beginning, and again if the wiki loses the session.
/// `domain` may be NULL. Fails if the run has begun.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_bulk_set_creator(
    bulk: *mut mwa_bulk,
    name: *const c_char,
    password: *const c_char,
    domain: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    set_creator(bulk, error, || credentials(name, password, domain))
}

/// Sets the creator of a run with an OAuth 2 access token: see mwa_wiki_log_in_oauth. Fails if the run has begun.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_bulk_set_creator_oauth(
    bulk: *mut mwa_bulk,
    token: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    set_creator(bulk, error, || {
        Ok(Credentials::oauth(as_str(token, "token")?))
    })
}

/// Sets the creator of a run with the tokens of an OAuth 1.0a owner-only consumer: see mwa_wiki_log_in_oauth1.
/// Fails if the run has begun.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_bulk_set_creator_oauth1(
    bulk: *mut mwa_bulk,
    consumer_key: *const c_char,
    consumer_secret: *const c_char,
    access_token: *const c_char,
    access_secret: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    set_creator(bulk, error, || {
        oauth1_credentials(consumer_key, consumer_secret, access_token, access_secret)
    })
}

/// Sets the longest time to wait for one row, in milliseconds, 600000 by default: when the wiki says to wait,
/// is read-only or busy, or cannot be reached. A longer wait stops the run. Fails if the run has begun.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_bulk_set_max_wait(
    bulk: *mut mwa_bulk,
    milliseconds: u64,
    error: *mut *mut mwa_error,
) -> mwa_status {
    set(bulk, error, |run| {
        run.max_wait(Duration::from_millis(milliseconds))
    })
}

/// Sets whether a run waits until a limit on accounts in a period opens again, however long that is, instead of
/// stopping there. Fails if the run has begun.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_bulk_set_wait_for_limit(
    bulk: *mut mwa_bulk,
    wait: bool,
    error: *mut *mut mwa_error,
) -> mwa_status {
    set(bulk, error, |run| run.wait_for_limit(wait))
}

/// Sets whether an account that the wiki warns about is sent again, once (mwa_refusal_may_resubmit). Fails if
/// the run has begun.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_bulk_set_accept_warnings(
    bulk: *mut mwa_bulk,
    accept: bool,
    error: *mut *mut mwa_error,
) -> mwa_status {
    set(bulk, error, |run| run.accept_warnings(accept))
}

/// Sets whether rows that an earlier run found refused are tried again. A row that was changed since is tried
/// again in any case. Fails if the run has begun.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_bulk_set_retry_refused(
    bulk: *mut mwa_bulk,
    retry: bool,
    error: *mut *mut mwa_error,
) -> mwa_status {
    set(bulk, error, |run| run.retry_refused(retry))
}

/// Adds a row to a run, at any time. `account` is copied. `number` is the caller's number for the row, such as
/// the line of a file; 0 for its place among the added ones, from 1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_bulk_add(
    bulk: *mut mwa_bulk,
    account: *const mwa_account,
    number: u64,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let bulk = as_ref(bulk, "bulk")?;
        let account = as_ref(account, "account")?.0.clone();
        bulk.lock()?.add(account, number);
        Ok(())
    })
}

/// Goes on until there is something to tell, and writes that event: a result, a step to answer, a wait, the end
/// of the run. Writes NULL if there is no row left; add more and call it again to go on. Free the event with
/// mwa_event_free.
///
/// Blocks meanwhile. mwa_canceller_cancel ends that early: the event is then MWA_EVENT_KIND_STOPPED with
/// MWA_REASON_CANCELLED, or that of the row whose result is known, and after mwa_canceller_reset the run can go
/// on. After every other MWA_EVENT_KIND_STOPPED it writes the same again.
///
/// To end a run just call it no more: between two calls nothing is in flight.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_bulk_next(
    bulk: *mut mwa_bulk,
    event: *mut *mut mwa_event,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let bulk = as_ref(bulk, "bulk")?;
        let place = out(event, "event")?;
        let event = bulk.with_lock(|run, wiki| {
            let bulk = run.begun()?;
            let event = bulk.next(wiki);
            Ok::<_, CallError>(event.map(|event| mwa_event::new(event, bulk)))
        })??;
        match event {
            Some(event) => place.write(event),
            None => place.write_null(),
        }
        Ok(())
    })
}

/// Answers the step of an MWA_EVENT_KIND_STEP. `answers` is copied. Sends nothing: continue with mwa_bulk_next.
/// Fails as mwa_conversation_answer does; the step still waits then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_bulk_answer(
    bulk: *mut mwa_bulk,
    answers: *const mwa_answers,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let bulk = as_ref(bulk, "bulk")?;
        let answers = as_ref(answers, "answers")?.0.clone();
        bulk.with_lock(|run, wiki| Ok(run.bulk()?.answer(wiki, answers)?))?
    })
}

/// Supplies the complete URL at which the user's browser came back from an MWA_STEP_KIND_REDIRECT of a run. Sends
/// nothing: continue with mwa_bulk_next. Fails as mwa_bulk_answer does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_bulk_returned(
    bulk: *mut mwa_bulk,
    url: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let bulk = as_ref(bulk, "bulk")?;
        let url = as_str(url, "url")?;
        bulk.with_lock(|run, wiki| Ok(run.bulk()?.returned(wiki, url)?))?
    })
}

/// Gives up the row whose step waits. Its result follows as an event. Sends nothing: continue with
/// mwa_bulk_next. Fails with MWA_REASON_INVALID_ARGUMENT if no step of a row waits; the login of the creator
/// cannot be skipped.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_bulk_skip(
    bulk: *mut mwa_bulk,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let bulk = as_ref(bulk, "bulk")?;
        let mut run = bulk.lock()?;
        Ok(run.bulk()?.skip()?)
    })
}

/// Begins to fetch an image of `captcha`, which comes from a step of this run: the one at `index`, from 0 to
/// mwa_captcha_image_count - 1. The fetch is a conversation of its own, as that of mwa_conversation_image. Free
/// it with mwa_conversation_free. The run still waits for its answer.
///
/// Fails with MWA_REASON_INVALID_ARGUMENT if the captcha has no such image.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_bulk_image(
    bulk: *const mwa_bulk,
    captcha: *const mwa_captcha,
    index: usize,
    fetch: *mut *mut mwa_conversation,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let bulk = as_ref(bulk, "bulk")?;
        let captcha = &as_ref(captcha, "captcha")?.captcha;
        let fetch = out(fetch, "fetch")?;
        fetch.write(bulk.new_conversation(AnyConversation::image(captcha, index)?));
        Ok(())
    })
}

/// Frees a run. Its wiki can still be used. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_bulk_free(bulk: *mut mwa_bulk) {
    free_box(bulk);
}
