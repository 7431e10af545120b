//! Settings for wikis.

use std::{
    ffi::{c_char, c_void},
    iter, ptr,
    time::Duration,
};

use super::{
    call_error::CallError,
    dialect::mwa_dialect,
    error::{ffi_try, mwa_error},
    number::from_number,
    panic::catch_or,
    pointer::{Handle, as_mut, free_box, into_box, opt_owned, opt_str},
    status::mwa_status,
    text::Text,
};
use crate::{
    AccessToken, Builder, Dialect, Format, OAuth1Token, ResumeBuilder, Secret, Wiki, WikiBuilder,
};

/// The format in which the legacy API responds.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum mwa_format {
    /// JSON.
    Json = 0,
    /// XML.
    Xml = 1,
}

/// A log function. The library calls it with one line of text before each request, before each
/// wait, and after each request with its result. No line contains a secret.
///
/// `data` is the pointer that was passed to mwa_options_set_log. `line` is valid until the function
/// returns.
///
/// The function runs on the thread that called the library, which waits for it. It must not throw
/// an exception or leave with longjmp. It must not use the wiki or its conversations; only
/// mwa_canceller_cancel is allowed.
pub type mwa_log = Option<unsafe extern "C" fn(data: *mut c_void, line: *const c_char)>;

/// Settings for wikis. mwa_wiki_new and mwa_resume copy what they need: options may be used for
/// several wikis, and freed afterwards.
///
/// One thread at a time may use them. Free them with mwa_options_free.
#[derive(Clone, Default)]
pub struct mwa_options {
    contact: Option<String>,
    user_agent: Option<String>,
    allow_http: bool,
    prove_by_login: bool,
    format: Format,
    dialect: Option<Dialect>,
    return_url: Option<String>,
    maxlag: Option<u32>,
    http_auth: Option<(String, Secret)>,
    ca_file: Option<String>,
    client_cert: Option<String>,
    client_key: Option<String>,
    proxy: Option<Secret>,
    timeout: Option<Duration>,
    max_body: Option<usize>,
    access_token: Option<AccessToken>,
    suspend_keys: Vec<Secret>,
    log: Option<Log>,
}

impl Handle for mwa_options {}

impl mwa_options {
    /// Returns the builder of a client for the wiki at `address`, with these settings. Fails if
    /// an access token is set.
    pub(super) fn wiki_builder(&self, address: &str) -> Result<WikiBuilder, CallError> {
        if self.access_token.is_some() {
            return Err(CallError::invalid(
                "the access token among the options is for resuming only; pass it to the login instead",
            ));
        }
        let mut builder = Wiki::builder(address)
            .allow_http(self.allow_http)
            .prove_by_login(self.prove_by_login)
            .format(self.format);
        if let Some(contact) = &self.contact {
            builder = builder.contact(contact);
        }
        if let Some(agent) = &self.user_agent {
            builder = builder.user_agent(agent);
        }
        if let Some(dialect) = self.dialect {
            builder = builder.dialect(dialect);
        }
        if let Some(url) = &self.return_url {
            builder = builder.return_url(url);
        }
        if let Some(seconds) = self.maxlag {
            builder = builder.maxlag(seconds);
        }
        self.with_connection_settings(builder)
    }

    /// Returns the builder of a client that resumes the conversation in `text`, with the wiki at
    /// `address` if it is given. Settings that belong to the conversation are left out, so that hosts
    /// can use the same options for both.
    pub(super) fn resume_builder(
        &self,
        text: &str,
        address: Option<&str>,
    ) -> Result<ResumeBuilder, CallError> {
        let mut builder = Wiki::resume_builder(text);
        if let Some(address) = address {
            builder = builder.address(address);
        }
        if let Some(token) = &self.access_token {
            builder = builder.access_token(token.clone());
        }
        self.with_connection_settings(builder)
    }

    /// Adds the settings that belong to the connection.
    fn with_connection_settings<K>(&self, builder: Builder<K>) -> Result<Builder<K>, CallError> {
        let mut builder = self
            .with_transport_settings(builder)?
            .suspend_keys(self.suspend_keys.iter().cloned());
        if let Some(timeout) = self.timeout {
            builder = builder.timeout(timeout);
        }
        if let Some(bytes) = self.max_body {
            builder = builder.max_body(bytes);
        }
        if let Some((user, password)) = &self.http_auth {
            builder = builder.http_auth(user, password.clone());
        }
        if let Some(log) = self.log {
            builder = builder
                .on_progress(move |progress| log.call(&progress.to_string()))
                .on_exchange(move |exchange| log.call(&exchange.to_string()));
        }
        Ok(builder)
    }

    /// Adds the proxy and the certificates, which are settings of the default transport.
    #[cfg(feature = "ureq")]
    fn with_transport_settings<K>(&self, mut builder: Builder<K>) -> Result<Builder<K>, CallError> {
        if let Some(proxy) = &self.proxy {
            builder = builder.proxy(proxy.clone());
        }
        if let Some(path) = &self.ca_file {
            builder = builder.ca_file(path);
        }
        if let Some(path) = &self.client_cert {
            builder = builder.client_cert(path);
        }
        if let Some(path) = &self.client_key {
            builder = builder.client_key(path);
        }
        Ok(builder)
    }

    /// Fails if there is a proxy or a certificate, which a library without a transport cannot use.
    #[cfg(not(feature = "ureq"))]
    fn with_transport_settings<K>(&self, builder: Builder<K>) -> Result<Builder<K>, CallError> {
        if self.proxy.is_none()
            && [&self.ca_file, &self.client_cert, &self.client_key]
                .iter()
                .all(|file| file.is_none())
        {
            return Ok(builder);
        }
        Err(CallError::invalid(
            "this library has no transport; set the proxy and the certificates in your own HTTP client",
        ))
    }
}

/// The host's log function with its `data`.
#[derive(Clone, Copy)]
struct Log {
    function: unsafe extern "C" fn(*mut c_void, *const c_char),
    data: *mut c_void,
}

// SAFETY: the function is called on the thread that makes a call, as the header says. The host must
// ensure that `data` may be used there.
unsafe impl Send for Log {}

impl Log {
    /// Calls the function with a line.
    fn call(self, line: &str) {
        let line = Text::new(line);
        // SAFETY: the host has given the function together with its data, and promises to keep both.
        unsafe { (self.function)(self.data, line.as_ptr()) }
    }
}

/// Creates options with the default settings. Never returns NULL.
#[unsafe(no_mangle)]
pub extern "C" fn mwa_options_new() -> *mut mwa_options {
    catch_or(ptr::null_mut(), || into_box(mwa_options::default()))
}

/// Sets contact information of the operator, such as a mail address or a web page. It becomes a
/// part of the User-Agent header, as wikis require of tools. NULL, the default, sends none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_options_set_contact(
    options: *mut mwa_options,
    contact: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        as_mut(options, "options")?.contact = opt_owned(contact, "contact")?;
        Ok(())
    })
}

/// Sets the whole User-Agent header, in printable ASCII. NULL, the default, sends
/// "mwaccount/VERSION (CONTACT)".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_options_set_user_agent(
    options: *mut mwa_options,
    user_agent: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        as_mut(options, "options")?.user_agent = opt_owned(user_agent, "user_agent")?;
        Ok(())
    })
}

/// Sets whether secrets may be sent unencrypted to another machine; false by default. To this
/// machine (loopback) they are always sent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_options_set_allow_http(
    options: *mut mwa_options,
    allow: bool,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        as_mut(options, "options")?.allow_http = allow;
        Ok(())
    })
}

/// Sets whether a login as the new user is to prove whose account it is, if the response to a
/// creation was lost or unclear and there may be an account of that name; false by default.
///
/// Without it the time of the registration decides. That tells an account of this creation from any
/// other, except from one that somebody else registered in the same seconds while this creation's
/// request was lost. The login costs two or three requests, only in that case, in a session of its
/// own. It needs the password: it is left out if the wiki mails one, and after the creation was
/// resumed without giving the password again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_options_set_prove_by_login(
    options: *mut mwa_options,
    prove: bool,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        as_mut(options, "options")?.prove_by_login = prove;
        Ok(())
    })
}

/// Sets the format in which the legacy API responds: an mwa_format, MWA_FORMAT_JSON by default.
/// AuthManager always responds in JSON.
///
/// Fails with MWA_REASON_INVALID_ARGUMENT for any other number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_options_set_format(
    options: *mut mwa_options,
    format: u32,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let options = as_mut(options, "options")?;
        let formats = [
            (mwa_format::Json as u32, Format::Json),
            (mwa_format::Xml as u32, Format::Xml),
        ];
        options.format = from_number(format, "mwa_format", formats)?;
        Ok(())
    })
}

/// Sets the dialect, an mwa_dialect, if it is known from mwa_facts_dialect. No other dialect is
/// tried then. On a wiki with the legacy API this saves the request that detects the dialect.
/// MWA_DIALECT_UNKNOWN, the default, detects the dialect.
///
/// Fails with MWA_REASON_INVALID_ARGUMENT for any other number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_options_set_dialect(
    options: *mut mwa_options,
    dialect: u32,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let options = as_mut(options, "options")?;
        let known = Dialect::ALL.iter().copied().map(Some);
        let dialects = iter::once(None)
            .chain(known)
            .map(|dialect| (mwa_dialect::from(dialect) as u32, dialect));
        options.dialect = from_number(dialect, "mwa_dialect", dialects)?;
        Ok(())
    })
}

/// Sets the URL to which the user returns after MWA_STEP_KIND_REDIRECT (MediaWiki's
/// createreturnurl), absolute and with its scheme. NULL, the default, is the wiki itself.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_options_set_return_url(
    options: *mut mwa_options,
    url: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        as_mut(options, "options")?.return_url = opt_owned(url, "url")?;
        Ok(())
    })
}

/// Sets the user name and the password for HTTP basic authentication (RFC 7617), where the web
/// server requires it for any access to the wiki. They are sent with every request to the wiki, and
/// to nowhere else. They are sent unencrypted to another machine only if mwa_options_set_allow_http
/// permits it.
///
/// They cannot be used together with mwa_wiki_log_in_oauth or mwa_wiki_log_in_oauth1, nor with a user name
/// or password in the address of mwa_wiki_new, which mean the same. A suspended conversation does not
/// contain them: pass them to mwa_resume again. NULL for both, the default, uses no HTTP
/// authentication.
///
/// Fails with MWA_REASON_INVALID_ARGUMENT if only one of them is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_options_set_http_auth(
    options: *mut mwa_options,
    user: *const c_char,
    password: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let options = as_mut(options, "options")?;
        let pair = (opt_str(user, "user")?, opt_str(password, "password")?);
        options.http_auth = match pair {
            (None, None) => None,
            (Some(user), Some(password)) => Some((user.to_owned(), Secret::from(password))),
            _ => {
                return Err(CallError::invalid(
                    "HTTP authentication takes a user name and a password, and one of them is missing",
                ));
            }
        };
        Ok(())
    })
}

/// Sets a PEM file of trusted certificates: those of certificate authorities, or a server's own one
/// if it is self-signed. No other certificate is trusted for the wiki then; a proxy over TLS is
/// still checked with the system's authorities. NULL, the default, trusts the system's authorities.
///
/// mwa_wiki_new and mwa_resume read the file, and fail if they cannot use it. A host that sends the
/// requests itself sets up trust in its own HTTP client instead.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_options_set_ca_file(
    options: *mut mwa_options,
    path: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        as_mut(options, "options")?.ca_file = opt_owned(path, "path")?;
        Ok(())
    })
}

/// Sets a PEM file with the TLS client certificate, for servers that require one: the certificate,
/// then its intermediate certificates, and its private key unless mwa_options_set_client_key names
/// another file. NULL, the default, uses no client certificate.
///
/// mwa_wiki_new and mwa_resume read the file, and fail if they cannot use it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_options_set_client_cert(
    options: *mut mwa_options,
    path: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        as_mut(options, "options")?.client_cert = opt_owned(path, "path")?;
        Ok(())
    })
}

/// Sets a PEM file with the private key of the client certificate, without a passphrase. NULL, the
/// default, reads the key from the file of the certificate.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_options_set_client_key(
    options: *mut mwa_options,
    path: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        as_mut(options, "options")?.client_key = opt_owned(path, "path")?;
        Ok(())
    })
}

/// Sets the proxy: "http://host:port", or "http://name:password@host:port". NULL, the default, uses
/// the one in the environment (HTTPS_PROXY and the like). Requests to this machine never use a
/// proxy.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_options_set_proxy(
    options: *mut mwa_options,
    proxy: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        as_mut(options, "options")?.proxy = opt_owned(proxy, "proxy")?;
        Ok(())
    })
}

/// Sets the lag of the wiki's databases in seconds up to which it may create accounts (MediaWiki's maxlag,
/// etiquette for programs that create many; 5 is usual). Without it none is sent. A wiki that lags more refuses
/// a creation with MWA_REASON_BUSY, the code "maxlag" and mwa_refusal_retry_after, and creates nothing. It is
/// sent with the creations of the API only.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_options_set_maxlag(
    options: *mut mwa_options,
    seconds: u32,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        as_mut(options, "options")?.maxlag = Some(seconds);
        Ok(())
    })
}

/// Sets the time limit of a single request in milliseconds, from the name lookup to the end of the
/// response; 30000 by default.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_options_set_timeout(
    options: *mut mwa_options,
    milliseconds: u64,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        as_mut(options, "options")?.timeout = Some(Duration::from_millis(milliseconds));
        Ok(())
    })
}

/// Sets the maximum size of a response body in bytes, after decompression; 1048576 by default.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_options_set_max_body(
    options: *mut mwa_options,
    bytes: usize,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        as_mut(options, "options")?.max_body = Some(bytes);
        Ok(())
    })
}

/// Sets the OAuth 2 access token for mwa_resume, if the suspended conversation was begun with one.
/// It must be a token of the same user. NULL, the default, passes none.
///
/// With a token set, mwa_wiki_new fails with MWA_REASON_INVALID_ARGUMENT; a new conversation gets
/// its token from mwa_wiki_log_in_oauth.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_options_set_access_token(
    options: *mut mwa_options,
    token: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let token = opt_str(token, "token")?.map(AccessToken::from);
        as_mut(options, "options")?.access_token = token;
        Ok(())
    })
}

/// Sets the OAuth 1.0a token for mwa_resume, as mwa_options_set_access_token sets one of OAuth 2.
/// Options have one token: the last call counts. NULL for all four passes none. A new conversation gets
/// its token from mwa_wiki_log_in_oauth1, which describes the four.
///
/// Fails with MWA_REASON_INVALID_ARGUMENT if some of them are NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_options_set_oauth1_token(
    options: *mut mwa_options,
    consumer_key: *const c_char,
    consumer_secret: *const c_char,
    access_token: *const c_char,
    access_secret: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let options = as_mut(options, "options")?;
        let parts = (
            opt_str(consumer_key, "consumer_key")?,
            opt_str(consumer_secret, "consumer_secret")?,
            opt_str(access_token, "access_token")?,
            opt_str(access_secret, "access_secret")?,
        );
        options.access_token = match parts {
            (None, None, None, None) => None,
            (Some(key), Some(secret), Some(token), Some(token_secret)) => {
                Some(OAuth1Token::new(key, secret, token, token_secret).into())
            }
            _ => {
                return Err(CallError::invalid(
                    "an OAuth 1.0a token has four parts, and one of them is missing",
                ));
            }
        };
        Ok(())
    })
}

/// Adds a key that authenticates suspended conversations, by HMAC-SHA256. mwa_conversation_suspend uses
/// the first key; mwa_resume accepts a text of any of them, so that a key can be replaced, and no other
/// text. Without a key, the default, a suspended text is not authenticated: whoever can change it
/// chooses what the resumed conversation does. NULL removes all keys.
///
/// The key is a random text of at least 32 bytes, such as the output of "openssl rand -hex 32", which only
/// the servers that suspend and resume know. mwa_wiki_new and mwa_resume fail with
/// MWA_REASON_INVALID_ARGUMENT if it is shorter.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_options_add_suspend_key(
    options: *mut mwa_options,
    key: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let options = as_mut(options, "options")?;
        match opt_str(key, "key")? {
            Some(key) => options.suspend_keys.push(key.into()),
            None => options.suspend_keys.clear(),
        }
        Ok(())
    })
}

/// Sets the log function. `data` is passed to each call of it; it must stay valid as long as a wiki
/// or conversation with these options is in use. NULL, the default, logs nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_options_set_log(
    options: *mut mwa_options,
    log: mwa_log,
    data: *mut c_void,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let options = as_mut(options, "options")?;
        options.log = log.map(|function| Log { function, data });
        Ok(())
    })
}

/// Frees options. Wikis that were created with them are not affected. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_options_free(options: *mut mwa_options) {
    free_box(options);
}
