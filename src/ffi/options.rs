//! The settings of a client for a wiki.

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
use crate::{Builder, Dialect, Format, ResumeBuilder, Secret, Wiki, WikiBuilder};

/// The format of the legacy API.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum mwa_format {
    /// JSON.
    Json = 0,
    /// XML.
    Xml = 1,
}

/// A function that is told what a call does, a line at a time: each request before it goes out,
/// each wait, and what came of each request. No line holds a secret. `data` is what
/// mwa_options_set_log was given; `line` is good until the function returns.
///
/// It is called on the thread that makes the call, which waits for it. It must not throw, jump
/// out of the call, or call anything of the same wiki but mwa_canceller_cancel.
pub type mwa_log = Option<unsafe extern "C" fn(data: *mut c_void, line: *const c_char)>;

/// Settings for wikis; those that are not set are as usual. One thread at a time. A wiki takes
/// what it needs from them: they may be used for several, and freed at once.
#[derive(Clone, Default)]
pub struct mwa_options {
    contact: Option<String>,
    user_agent: Option<String>,
    allow_http: bool,
    format: Format,
    dialect: Option<Dialect>,
    return_url: Option<String>,
    http_auth: Option<(String, Secret)>,
    ca_file: Option<String>,
    client_cert: Option<String>,
    client_key: Option<String>,
    proxy: Option<Secret>,
    timeout: Option<Duration>,
    max_body: Option<usize>,
    access_token: Option<Secret>,
    log: Option<Log>,
}

impl Handle for mwa_options {}

impl mwa_options {
    /// Returns the builder of a client for the wiki at `address`, with these settings.
    pub(super) fn wiki_builder(&self, address: &str) -> Result<WikiBuilder, CallError> {
        if self.access_token.is_some() {
            return Err(CallError::invalid(
                "an access token is given to a login; as a setting it is for resuming only",
            ));
        }
        let mut builder = Wiki::builder(address)
            .allow_http(self.allow_http)
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
        Ok(self.with_connection_settings(builder))
    }

    /// Returns the builder of a client that resumes the conversation of `text`. Settings that
    /// belong to the conversation are left out, so that a host may use the same for both.
    pub(super) fn resume_builder(&self, text: &str) -> ResumeBuilder {
        let mut builder = Wiki::resume_builder(text);
        if let Some(token) = &self.access_token {
            builder = builder.access_token(token.clone());
        }
        self.with_connection_settings(builder)
    }

    /// Adds the settings that belong to the connection.
    fn with_connection_settings<K>(&self, mut builder: Builder<K>) -> Builder<K> {
        if let Some(timeout) = self.timeout {
            builder = builder.timeout(timeout);
        }
        if let Some(bytes) = self.max_body {
            builder = builder.max_body(bytes);
        }
        if let Some(proxy) = &self.proxy {
            builder = builder.proxy(proxy.clone());
        }
        if let Some((user, password)) = &self.http_auth {
            builder = builder.http_auth(user, password.clone());
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
        if let Some(log) = self.log {
            builder = builder
                .on_progress(move |progress| log.call(&progress.to_string()))
                .on_exchange(move |exchange| log.call(&exchange.to_string()));
        }
        builder
    }
}

/// The host's log function, and the value it is called with.
#[derive(Clone, Copy)]
struct Log {
    function: unsafe extern "C" fn(*mut c_void, *const c_char),
    data: *mut c_void,
}

// The header says on which thread the function is called; that `data` may be used there is the
// host's part.
unsafe impl Send for Log {}

impl Log {
    /// Calls the function with a line.
    fn call(self, line: &str) {
        let line = Text::new(line);
        unsafe { (self.function)(self.data, line.as_ptr()) }
    }
}

/// Settings as they are usual; never NULL. Free them with mwa_options_free.
#[unsafe(no_mangle)]
pub extern "C" fn mwa_options_new() -> *mut mwa_options {
    catch_or(ptr::null_mut(), || into_box(mwa_options::default()))
}

/// Sets an address of the operator (a mail address, a page), which wikis ask tools to put into
/// the user agent; NULL for none.
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

/// Sets the whole User-Agent, in plain ASCII; NULL for "mwaccount/VERSION (CONTACT)".
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

/// Whether secrets may travel unencrypted to another machine; false by default. To this machine
/// they always may.
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

/// Sets the format of the legacy API, an mwa_format; MWA_FORMAT_JSON by default. AuthManager is
/// always spoken in JSON.
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

/// Sets the dialect, an mwa_dialect, which saves a legacy wiki's detecting request;
/// MWA_DIALECT_UNKNOWN to have it found out, as by default.
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

/// Sets where a wiki that sends its users elsewhere shall send them back to, with its scheme;
/// NULL for the wiki itself.
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

/// Sets the login that the web server asks for before it lets anybody to the wiki: HTTP basic
/// authentication. It goes with every request to the wiki and to nowhere else, and in clear to
/// another machine only where http is allowed. A conversation that is taken up needs it again, as
/// it is not kept. With mwa_wiki_log_in_oauth it cannot be used. NULL for both if there is none.
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
                    "the server's own login is a user and a password, and one of them is missing",
                ));
            }
        };
        Ok(())
    })
}

/// Sets a file with the certificates of the authorities to trust, in PEM, and no other; a server
/// is trusted too whose own certificate is in it, as where it signed itself. NULL for the
/// system's authorities. It is read when a wiki is made or a conversation taken up. A host with an
/// HTTP client of its own sets this, and the client certificate, there.
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

/// Sets a file with the client certificate to show to a server that wants to see one, in PEM: the
/// certificate, then those that vouch for it, and its private key unless that has a file of its
/// own. NULL for none. It is read as the file of the authorities is.
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

/// Sets the file with the private key of the client certificate, in PEM and without a
/// passphrase; NULL where it is in the same file.
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

/// Sets the proxy, as "http://host:port", with "name:password@" before the host where it wants them; NULL for the environment's (HTTPS_PROXY and the like).
/// This machine is always reached directly.
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

/// Sets the longest that a single request may take, in milliseconds; 30000 by default.
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

/// Sets the most bytes of a response's body, after decoding; 1048576 by default.
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

/// Sets the OAuth 2 access token that a conversation goes on with when it is taken up, one of
/// the same user's; NULL for none. For mwa_resume of a conversation that was begun with a token
/// only, any other use fails: to begin with a token there is mwa_wiki_log_in_oauth.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_options_set_access_token(
    options: *mut mwa_options,
    token: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        as_mut(options, "options")?.access_token = opt_owned(token, "token")?;
        Ok(())
    })
}

/// Sets a function that is told what calls do; NULL for none. `data` is handed to it as it is,
/// and must be good as long as a wiki with these settings is used.
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

/// Frees settings; the wikis made with them stay as they are. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_options_free(options: *mut mwa_options) {
    free_box(options);
}
