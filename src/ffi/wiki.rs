//! A wiki, and the conversations begun with it.

use std::{ffi::c_char, ptr};

use super::{
    account::mwa_account,
    call_error::CallError,
    canceller::mwa_canceller,
    error::{ffi_try, mwa_error},
    facts::mwa_facts,
    fields::mwa_fields,
    handles::{AnyConversation, mwa_conversation, mwa_wiki},
    options::mwa_options,
    pointer::{as_ref, as_str, free_box, into_box, opt_ref, opt_str, out, read},
    status::mwa_status,
};
use crate::{
    Credentials, Wiki,
    flow::{Conversation, Probe},
};

/// A wiki by any of its addresses; nothing is sent. `options` may be NULL. Free it with
/// mwa_wiki_free.
///
/// That of its api.php is taken at its word. From that of a page, of index.php or of a host alone,
/// with or without a scheme, the first call finds api.php in at most 4 requests, also over
/// redirects to another host; no secret goes out before. Keep mwa_facts_api_url for the next time: it
/// need not be found again.
///
/// It fails with MWA_REASON_INVALID_ARGUMENT for an address or options that cannot be used.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_wiki_new(
    address: *const c_char,
    options: *const mwa_options,
    wiki: *mut *mut mwa_wiki,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let wiki = out(wiki, "wiki")?;
        let address = as_str(address, "address")?;
        let options = opt_ref(options).cloned().unwrap_or_default();
        wiki.write(mwa_wiki::new(options.wiki_builder(address)?.build()?));
        Ok(())
    })
}

/// Begins the conversation that `start` makes.
unsafe fn begin(
    wiki: *mut mwa_wiki,
    conversation: *mut *mut mwa_conversation,
    error: *mut *mut mwa_error,
    start: impl FnOnce(&mut Wiki) -> Result<AnyConversation, CallError>,
) -> mwa_status {
    ffi_try(error, || {
        let wiki = as_ref(wiki, "wiki")?;
        let conversation = out(conversation, "conversation")?;
        let started = start(&mut *wiki.lock()?)?;
        conversation.write(wiki.new_conversation(started));
        Ok(())
    })
}

/// Begins to create an account; nothing is sent before mwa_conversation_step. The account is
/// copied. Free the conversation with mwa_conversation_free.
///
/// A wiki has one creation or login at a time: beginning another ends what was begun before, whose
/// calls then fail with MWA_REASON_SESSION_LOST. Creations that are to wait side by side need a wiki
/// each.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_wiki_create(
    wiki: *mut mwa_wiki,
    account: *const mwa_account,
    conversation: *mut *mut mwa_conversation,
    error: *mut *mut mwa_error,
) -> mwa_status {
    begin(wiki, conversation, error, |wiki| {
        let account = as_ref(account, "account")?.0.clone();
        Ok(AnyConversation::Interaction(
            wiki.create(account).into_conversation(),
        ))
    })
}

/// Begins to log in the creator of accounts; nothing is sent before mwa_conversation_step. A bot
/// password is told by its name, "User@bot"; `domain` is that of an external authentication, or
/// NULL. Whoever was logged in is not any more. Free the conversation with
/// mwa_conversation_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_wiki_log_in(
    wiki: *mut mwa_wiki,
    name: *const c_char,
    password: *const c_char,
    domain: *const c_char,
    conversation: *mut *mut mwa_conversation,
    error: *mut *mut mwa_error,
) -> mwa_status {
    begin(wiki, conversation, error, |wiki| {
        let (name, password) = (as_str(name, "name")?, as_str(password, "password")?);
        let credentials = match opt_str(domain, "domain")? {
            None => Credentials::password(name, password),
            Some(domain) => Credentials::in_domain(name, password, domain),
        };
        Ok(AnyConversation::Interaction(
            wiki.log_in(credentials).into_conversation(),
        ))
    })
}

/// The same with an OAuth 2 access token, which goes with every request to the wiki and to
/// nowhere else.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_wiki_log_in_oauth(
    wiki: *mut mwa_wiki,
    token: *const c_char,
    conversation: *mut *mut mwa_conversation,
    error: *mut *mut mwa_error,
) -> mwa_status {
    begin(wiki, conversation, error, |wiki| {
        let credentials = Credentials::oauth(as_str(token, "token")?);
        Ok(AnyConversation::Interaction(
            wiki.log_in(credentials).into_conversation(),
        ))
    })
}

/// Begins to find out what the wiki asks of new accounts, and its word on `account` as far as it
/// is given: its name, its password, its address. Nothing is created, no limit is counted
/// against, no captcha is spent. It costs 2 to 4 requests, which a creation does not repeat.
/// mwa_conversation_step comes to MWA_STEP_KIND_PROBED. Free the conversation with
/// mwa_conversation_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_wiki_probe(
    wiki: *mut mwa_wiki,
    account: *const mwa_account,
    conversation: *mut *mut mwa_conversation,
    error: *mut *mut mwa_error,
) -> mwa_status {
    begin(wiki, conversation, error, |wiki| {
        let account = as_ref(account, "account")?.0.clone();
        let probe = Probe::new(account, wiki.session());
        Ok(AnyConversation::Probe(Conversation::new(probe)))
    })
}

/// Has nobody be logged in, with nothing left of whoever was; also after a login that did not
/// come to its end. Nothing is sent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_wiki_log_out(
    wiki: *mut mwa_wiki,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        as_ref(wiki, "wiki")?.lock()?.log_out();
        Ok(())
    })
}

/// All fields that the wiki offers for a new account, the optional and alternative ones included;
/// none on wikis of 1.21 to 1.26, whose fields are fixed. It sends requests itself, with the
/// library's own HTTP. A creation that follows does not ask again. Free them with mwa_fields_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_wiki_fields(
    wiki: *mut mwa_wiki,
    fields: *mut *mut mwa_fields,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let wiki = as_ref(wiki, "wiki")?;
        let fields = out(fields, "fields")?;
        let found = wiki.lock()?.fields()?;
        fields.write(found.as_slice().into());
        Ok(())
    })
}

/// What is known of the wiki by now; nothing is sent. Free it with mwa_facts_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_wiki_facts(
    wiki: *const mwa_wiki,
    facts: *mut *mut mwa_facts,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let wiki = as_ref(wiki, "wiki")?;
        let facts = out(facts, "facts")?;
        facts.write((&*wiki.lock()?).into());
        Ok(())
    })
}

/// What cancels the wiki's calls; NULL for NULL. Any thread may ask for it at any time. Free it
/// with mwa_canceller_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_wiki_canceller(wiki: *const mwa_wiki) -> *mut mwa_canceller {
    read(wiki, ptr::null_mut(), |wiki| {
        into_box(mwa_canceller(wiki.canceller()))
    })
}

/// Frees a wiki; its conversations go on. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_wiki_free(wiki: *mut mwa_wiki) {
    free_box(wiki);
}
