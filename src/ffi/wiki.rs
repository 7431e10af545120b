//! A client for one wiki, which begins conversations.

use std::{ffi::c_char, ptr};

use super::{
    account::mwa_account,
    call_error::CallError,
    canceller::mwa_canceller,
    creator_limits::mwa_creator_limits,
    error::{ffi_try, mwa_error},
    facts::mwa_facts,
    fields::mwa_fields,
    handles::{AnyConversation, mwa_conversation, mwa_wiki},
    names::{mwa_name_checks, mwa_names},
    options::mwa_options,
    pointer::{as_ref, as_str, free_box, into_box, opt_ref, opt_str, out, read},
    status::mwa_status,
    user::mwa_user,
};
use crate::{
    Credentials, OAuth1Token, Wiki,
    bulk::wiki_name,
    flow::{Conversation, Probe},
};

/// Creates a client for the wiki at `address`. Sends nothing. `options` may be NULL for the default
/// settings.
///
/// `address` is the API URL, that is the URL of api.php, which is used as it is. It may also be the
/// address of any page, of index.php, or a host name, with or without a scheme. Then the first call
/// that sends requests finds api.php, with at most 4 of them and over redirects, even to another
/// host. No secret is sent before api.php is found. Save mwa_facts_api_url and pass it the next
/// time to save these requests.
///
/// A user name and password in `address` ("https://user:password@wiki.example.org/", percent-encoded) are
/// used as those of mwa_options_set_http_auth, and are shown nowhere.
///
/// Fails with MWA_REASON_INVALID_ARGUMENT if the address or an option cannot be used.
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
        let client = options.wiki_builder(address)?.build()?;
        wiki.write(mwa_wiki::new(client, wiki_name(address)));
        Ok(())
    })
}

/// Begins a conversation, which `start` creates.
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

/// Begins to create an account. `account` is copied. Sends nothing: continue with
/// mwa_conversation_step.
///
/// A wiki has one creation or login at a time. Beginning another one ends the previous one, whose
/// calls then fail with MWA_REASON_SESSION_LOST. Use one wiki for each creation to keep several of
/// them open.
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

/// Returns the credentials of a name and a password, with a domain unless it is NULL.
pub(super) unsafe fn credentials(
    name: *const c_char,
    password: *const c_char,
    domain: *const c_char,
) -> Result<Credentials, CallError> {
    let (name, password) = (as_str(name, "name")?, as_str(password, "password")?);
    Ok(match opt_str(domain, "domain")? {
        None => Credentials::password(name, password),
        Some(domain) => Credentials::in_domain(name, password, domain),
    })
}

/// Returns the credentials of an OAuth 1.0a consumer.
pub(super) unsafe fn oauth1_credentials(
    consumer_key: *const c_char,
    consumer_secret: *const c_char,
    access_token: *const c_char,
    access_secret: *const c_char,
) -> Result<Credentials, CallError> {
    Ok(Credentials::oauth(OAuth1Token::new(
        as_str(consumer_key, "consumer_key")?,
        as_str(consumer_secret, "consumer_secret")?,
        as_str(access_token, "access_token")?,
        as_str(access_secret, "access_secret")?,
    )))
}

/// Begins to log in the creator, the user who creates accounts for others. Logs out the previous
/// user. Sends nothing: continue with mwa_conversation_step.
///
/// `name` is the user name, or "User@bot" for a bot password. `domain` is the domain of an external
/// authentication, or NULL.
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
        let credentials = credentials(name, password, domain)?;
        Ok(AnyConversation::Interaction(
            wiki.log_in(credentials).into_conversation(),
        ))
    })
}

/// Begins to log in the creator with an OAuth 2 access token, otherwise as mwa_wiki_log_in. The
/// token is sent with every request to the wiki and to nowhere else. It cannot be used together
/// with mwa_options_set_http_auth.
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

/// Begins to log in the creator with the tokens of an OAuth 1.0a owner-only consumer, otherwise as
/// mwa_wiki_log_in_oauth: for wikis whose OAuth extension is older than OAuth 2. The wiki shows the
/// four when the consumer is registered: its key ("consumer token") and secret, the access token and its
/// secret. The two secrets sign every request and are never sent. Consumers with an RSA key are not
/// supported.
///
/// The wiki refuses requests if its clock and this machine's differ by more than 300 seconds. A host
/// that sends the requests itself must send each soon after mwa_conversation_next_request, since its
/// time is signed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_wiki_log_in_oauth1(
    wiki: *mut mwa_wiki,
    consumer_key: *const c_char,
    consumer_secret: *const c_char,
    access_token: *const c_char,
    access_secret: *const c_char,
    conversation: *mut *mut mwa_conversation,
    error: *mut *mut mwa_error,
) -> mwa_status {
    begin(wiki, conversation, error, |wiki| {
        let credentials =
            oauth1_credentials(consumer_key, consumer_secret, access_token, access_secret)?;
        Ok(AnyConversation::Interaction(
            wiki.log_in(credentials).into_conversation(),
        ))
    })
}

/// Begins a probe, which finds out what the wiki requires for a new account without creating one.
/// It also has the wiki check the name, the password and the e-mail address of `account`, as far as
/// they are set. `account` is copied. Sends nothing: continue with mwa_conversation_step, whose
/// step is MWA_STEP_KIND_PROBED.
///
/// A probe takes 2 to 4 requests, which a creation does not repeat. It counts against no limit of
/// the wiki and uses up no captcha.
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

/// Logs out: discards the user, the cookies and the tokens, also those of an unfinished login.
/// Sends nothing.
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

/// Gets all fields that the wiki offers for a new account, including optional and alternative ones.
/// The list is empty on MediaWiki 1.21 to 1.26, whose fields are fixed, and where the sign-up form
/// is refused to this user. Free it with mwa_fields_free.
///
/// Blocks while it sends requests with the library's own HTTP client. A creation that follows does
/// not repeat them. Fails as mwa_conversation_step does.
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

/// Checks many names for new accounts, and creates nothing. 50 names take one request, on a private wiki
/// and on one without an API each name takes one. A name of which the wiki does not tell is
/// MWA_NAME_STATUS_UNKNOWN. Free the results with mwa_name_checks_free.
///
/// Blocks while it sends requests with the library's own HTTP client. Fails as mwa_conversation_step
/// does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_wiki_check_names(
    wiki: *mut mwa_wiki,
    names: *const mwa_names,
    checks: *mut *mut mwa_name_checks,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let wiki = as_ref(wiki, "wiki")?;
        let names = as_ref(names, "names")?;
        let checks = out(checks, "checks")?;
        let found = wiki.lock()?.check_names(&names.0)?;
        checks.write(found.as_slice().into());
        Ok(())
    })
}

/// Gets what limits this caller's creations: rights, groups, the wiki's limits of rates, and whether
/// the wiki shares its accounts with others. Free the limits with mwa_creator_limits_free.
///
/// Blocks while it sends a request with the library's own HTTP client. Fails as mwa_conversation_step
/// does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_wiki_creator_limits(
    wiki: *mut mwa_wiki,
    limits: *mut *mut mwa_creator_limits,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let wiki = as_ref(wiki, "wiki")?;
        let limits = out(limits, "limits")?;
        let found = wiki.lock()?.creator_limits()?;
        limits.write(found.into());
        Ok(())
    })
}

/// Gets the logged-in user, with e-mail address and real name as the wiki shows them. Free the user with
/// mwa_user_free.
///
/// Blocks while it sends a request with the library's own HTTP client. Fails with
/// MWA_REASON_INVALID_ARGUMENT if nobody is logged in, and as mwa_conversation_step does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_wiki_user(
    wiki: *mut mwa_wiki,
    user: *mut *mut mwa_user,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let wiki = as_ref(wiki, "wiki")?;
        let user = out(user, "user")?;
        let found = wiki.lock()?.user()?;
        user.write((&found).into());
        Ok(())
    })
}

/// Gets what is known about the wiki so far. Sends nothing. Free the facts with mwa_facts_free.
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

/// Returns a canceller for the calls of the wiki and its conversations; NULL for NULL. Any thread
/// may call this, even during another call. Free it with mwa_canceller_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_wiki_canceller(wiki: *const mwa_wiki) -> *mut mwa_canceller {
    read(wiki, ptr::null_mut(), |wiki| {
        into_box(mwa_canceller(wiki.canceller()))
    })
}

/// Frees a wiki. Its conversations can still be used. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_wiki_free(wiki: *mut mwa_wiki) {
    free_box(wiki);
}
