//! HTTP requests as values. Nothing here opens a socket.

use std::{borrow::Cow, fmt, time::Duration};

use url::{Host, Url};
use zeroize::Zeroizing;

use super::{
    Form,
    address::{remove_userinfo, without_query},
    origin::is_private,
};
use crate::{Purpose, Secret};

/// The effect that a request may have on the wiki, which decides whether it may be repeated. A
/// driver must handle all three, so no fourth will be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It changes nothing on the wiki; a driver may repeat it.
    Read,
    /// It logs a user in. Repeating it is harmless but may count as a failed login.
    Login,
    /// It may create an account; a driver must never repeat it.
    MayCreate,
}

/// The HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// GET.
    Get,
    /// POST.
    Post,
}

impl Method {
    /// Returns the method as written in a request line: `GET` or `POST`.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
        }
    }
}

/// One HTTP request. Its `Debug` output shows the address and the names of the form fields, but no
/// value of a field or header.
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// The effect it may have, which decides whether it may be repeated.
    pub effect: Effect,
    /// GET or POST.
    pub method: Method,
    /// The address. Its query may contain a secret only if it is the address to which a login service
    /// sent the user back, with the service's code, if it leads to such a service, or if the caller's
    /// address of the wiki had a query, such as an invitation. `Debug` and
    /// [`Exchange`](crate::transport::Exchange) omit the query then.
    pub url: Url,
    /// Header names and values, to be sent unchanged.
    pub headers: Vec<(&'static str, Secret)>,
    /// The form of a POST.
    pub form: Form,
    /// The purpose, for progress reports.
    pub purpose: Purpose,
    /// The time to wait before it is sent.
    pub wait: Duration,
    /// True if it belongs to a session of its own: it has its headers already, and the response's
    /// cookies are not the session's.
    pub(crate) is_isolated: bool,
    /// True if the query of the address may contain a secret, and is not sent unencrypted.
    pub(crate) has_secret_url: bool,
    /// The host that the caller named, if a redirect has led to another one.
    pub(crate) led_from: Option<Host>,
    /// True if the query of the address is not shown: it is of a login service, or the caller's.
    pub(crate) hides_query: bool,
}

impl Request {
    /// Creates a GET of `url` with these query parameters. Its effect is [`Effect::Read`].
    ///
    /// A user name and password in the address, and what follows a `#`, are removed, here and in
    /// [`post`](Self::post).
    pub fn get(url: &Url, query: &[(&str, &str)]) -> Self {
        let mut url = url.clone();
        remove_userinfo(&mut url);
        url.set_fragment(None);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        Self {
            effect: Effect::Read,
            method: Method::Get,
            url,
            headers: Vec::new(),
            form: Form::default(),
            purpose: Purpose::default(),
            wait: Duration::ZERO,
            is_isolated: false,
            has_secret_url: false,
            led_from: None,
            hides_query: false,
        }
    }

    /// Creates a POST of `form` to `url`.
    pub fn post(effect: Effect, url: &Url, form: Form) -> Self {
        Self {
            effect,
            method: Method::Post,
            form,
            ..Self::get(url, &[])
        }
    }

    /// Sets the purpose.
    pub fn purpose(mut self, purpose: Purpose) -> Self {
        self.purpose = purpose;
        self
    }

    /// Returns the request that follows a redirect to `target`, at once. Cookies stay on the kind of
    /// connection on which they came; those of the session are set anew for each request.
    pub(crate) fn redirected(mut self, target: Url) -> Self {
        if is_private(&self.url) != is_private(&target) {
            self.headers.retain(|(name, _)| *name != "Cookie");
        }
        self.url = target;
        self.wait = Duration::ZERO;
        self
    }

    /// Returns the address as it may be shown: without a query that may contain a secret.
    pub(crate) fn shown_url(&self) -> Cow<'_, Url> {
        if self.has_secret_url || self.hides_query {
            Cow::Owned(without_query(&self.url))
        } else {
            Cow::Borrowed(&self.url)
        }
    }

    /// Returns the content type and the body; `None` for a GET.
    pub fn body(&self) -> Option<(&'static str, Zeroizing<Vec<u8>>)> {
        match self.method {
            Method::Get => None,
            Method::Post => Some(("application/x-www-form-urlencoded", self.form.encode())),
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} {} {}",
            self.effect,
            self.method.as_str(),
            self.shown_url()
        )?;
        match self.method {
            Method::Get => Ok(()),
            Method::Post => write!(f, " {:?}", self.form),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url() -> Url {
        Url::parse("https://wiki.example/w/api.php").unwrap()
    }

    #[test]
    fn query_and_form_are_encoded() {
        let get = Request::get(&url(), &[("meta", "a|b"), ("x", "é &")]);
        assert_eq!(get.url.query(), Some("meta=a%7Cb&x=%C3%A9+%26"));
        assert!(get.body().is_none());
        let post = Request::post(Effect::Read, &url(), Form::new(&[("a", "1+\\"), ("b", "")]));
        assert_eq!(post.body().unwrap().1.as_slice(), b"a=1%2B%5C&b=");
    }

    #[test]
    fn what_is_not_for_the_server_is_not_in_the_address() {
        let url = Url::parse("https://me:pw@wiki.example/w/index.php?a=1#top").unwrap();
        let get = Request::get(&url, &[("b", "2")]);
        assert_eq!(get.url.as_str(), "https://wiki.example/w/index.php?a=1&b=2");
        let post = Request::post(Effect::Read, &url, Form::default());
        assert_eq!(post.url.as_str(), "https://wiki.example/w/index.php?a=1");
    }

    #[test]
    fn a_redirect_to_https_leaves_cookies_behind() {
        let cookies = |from: &str, to: &str| {
            let mut request = Request::get(&Url::parse(from).unwrap(), &[]);
            request.headers = vec![("User-Agent", "x".into()), ("Cookie", "s=fixed".into())];
            let request = request.redirected(Url::parse(to).unwrap());
            assert_eq!(request.url.as_str(), to);
            request.headers.len() == 2
        };
        assert!(!cookies("http://w.example/a", "https://w.example/a"));
        assert!(cookies("http://w.example/a", "http://w.example/b"));
        assert!(cookies("https://w.example/a", "https://w.example/b"));
        assert!(cookies("http://localhost/a", "https://localhost/a"));
    }

    #[test]
    fn debug_shows_no_value() {
        let mut form = Form::new(&[("name", "Zoe")]);
        form.push_secret("password", &Secret::from("hunter2"));
        assert!(form.has_secret());
        let debug = format!("{:?}", Request::post(Effect::MayCreate, &url(), form));
        assert!(debug.contains("password") && debug.contains("api.php"));
        assert!(!debug.contains("hunter2") && !debug.contains("Zoe"));
    }
}
