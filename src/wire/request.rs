//! What goes to a wiki: one HTTP request, made without opening a socket.

use std::{fmt, time::Duration};

use url::{Url, form_urlencoded};
use zeroize::Zeroizing;

use crate::Secret;

/// What sending a request may bring about, and so whether it may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Changes nothing on the wiki; a driver may repeat it.
    Read,
    /// Logs somebody in; repeating it is harmless but may count as a failed login.
    Login,
    /// An account may exist after it: a driver never repeats it.
    MayCreate,
}

/// Several values in one parameter of the API; U+001F separates them where one has a
/// bar in it (1.28 and later).
pub(crate) fn multiple<S: AsRef<str>>(values: &[S]) -> String {
    let values: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
    match values.iter().any(|value| value.contains('|')) {
        true => format!("\u{1f}{}", values.join("\u{1f}")),
        false => values.join("|"),
    }
}

/// What a request is for, as progress is told to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Purpose {
    /// Finding the wiki's api.php.
    Discover,
    /// Finding out what the wiki speaks and asks.
    Detect,
    /// Logging in.
    LogIn,
    /// Fetching a token.
    Token,
    /// Creating the account.
    Create,
    /// Going on with a creation that asked for more.
    Continue,
    /// Learning more of a refusal.
    Explain,
    /// Finding out what came of a creation.
    Settle,
    /// Fetching a captcha's image.
    Image,
    /// Looking at the wiki.
    #[default]
    Look,
}

/// The HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Fetches.
    Get,
    /// Submits a form.
    Post,
}

impl Method {
    /// The method as it stands in a request line.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
        }
    }
}

/// One HTTP request. `Debug` shows its address and the names of its form
/// fields, never a value of the form and never a header's value.
#[derive(Clone)]
pub struct Request {
    /// What it may bring about.
    pub kind: Kind,
    /// GET or POST.
    pub method: Method,
    /// Where to; never holds a secret.
    pub url: Url,
    /// Header names and values, to be sent as they are.
    pub headers: Vec<(&'static str, Secret)>,
    /// The form of a POST.
    pub form: Form,
    /// What it is for.
    pub purpose: Purpose,
    /// How long to wait before it is sent.
    pub wait: Duration,
}

impl Request {
    /// A GET of `url` with these query parameters; always a [`Kind::Read`].
    pub fn get(url: &Url, query: &[(&str, &str)]) -> Self {
        let mut url = url.clone();
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        Self {
            kind: Kind::Read,
            method: Method::Get,
            url,
            headers: Vec::new(),
            form: Form::default(),
            purpose: Purpose::default(),
            wait: Duration::ZERO,
        }
    }

    /// A POST of `form` to `url`.
    pub fn post(kind: Kind, url: &Url, form: Form) -> Self {
        Self {
            kind,
            method: Method::Post,
            url: url.clone(),
            headers: Vec::new(),
            form,
            purpose: Purpose::default(),
            wait: Duration::ZERO,
        }
    }

    /// The same request, said to be for something.
    pub fn purpose(mut self, purpose: Purpose) -> Self {
        self.purpose = purpose;
        self
    }

    /// The body and its content type; `None` for a GET.
    pub fn body(&self) -> Option<(&'static str, Zeroizing<Vec<u8>>)> {
        match self.method {
            Method::Get => None,
            Method::Post => Some(("application/x-www-form-urlencoded", self.form.encode())),
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {} {}", self.kind, self.method.as_str(), self.url)?;
        match self.method {
            Method::Get => Ok(()),
            Method::Post => write!(f, " {:?}", self.form),
        }
    }
}

/// The fields of a POST, in order.
#[derive(Clone, Default)]
pub struct Form(Vec<Entry>);

#[derive(Clone)]
struct Entry {
    name: String,
    value: Secret,
    secret: bool,
}

impl Form {
    /// A form of these open fields.
    pub fn new(fields: &[(&str, &str)]) -> Self {
        let mut form = Self::default();
        for (name, value) in fields {
            form.push(name, value);
        }
        form
    }

    /// Adds a field.
    pub fn push(&mut self, name: &str, value: &str) {
        self.entry(name, Secret::from(value), false);
    }

    /// Adds a password or the like: the form then travels in clear only to where
    /// that is allowed.
    pub fn push_secret(&mut self, name: &str, value: &Secret) {
        self.entry(name, value.clone(), true);
    }

    /// Adds a token that the wiki gave. It may travel as it came: whoever listens to what
    /// goes there in clear has heard it come from there.
    pub fn push_token(&mut self, name: &str, value: &Secret) {
        self.entry(name, value.clone(), false);
    }

    /// Adds all fields of another form.
    pub fn append(&mut self, mut other: Form) {
        self.0.append(&mut other.0);
    }

    fn entry(&mut self, name: &str, value: Secret, secret: bool) {
        self.0.push(Entry {
            name: name.to_owned(),
            value,
            secret,
        });
    }

    /// Whether a password or the like is in it.
    pub fn has_secret(&self) -> bool {
        self.0.iter().any(|entry| entry.secret)
    }

    /// Names and values; for drivers that check or replay what is sent.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|entry| (entry.name.as_str(), entry.value.expose()))
    }

    /// The value of the first field of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields()
            .find(|(field, _)| *field == name)
            .map(|(_, value)| value)
    }

    /// The `application/x-www-form-urlencoded` bytes. The buffer is made large
    /// enough beforehand, so that no outgrown copy of a secret is left in memory.
    fn encode(&self) -> Zeroizing<Vec<u8>> {
        let longest: usize = self
            .fields()
            .map(|(name, value)| 3 * (name.len() + value.len()) + 2)
            .sum();
        let mut body = Zeroizing::new(Vec::with_capacity(longest));
        for (name, value) in self.fields() {
            if !body.is_empty() {
                body.push(b'&');
            }
            for part in form_urlencoded::byte_serialize(name.as_bytes()) {
                body.extend_from_slice(part.as_bytes());
            }
            body.push(b'=');
            for part in form_urlencoded::byte_serialize(value.as_bytes()) {
                body.extend_from_slice(part.as_bytes());
            }
        }
        body
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|entry| &entry.name))
            .finish()
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
        let post = Request::post(Kind::Read, &url(), Form::new(&[("a", "1+\\"), ("b", "")]));
        assert_eq!(post.body().unwrap().1.as_slice(), b"a=1%2B%5C&b=");
    }

    #[test]
    fn debug_shows_no_value() {
        let mut form = Form::new(&[("name", "Zoe")]);
        form.push_secret("password", &Secret::from("hunter2"));
        assert!(form.has_secret());
        let shown = format!("{:?}", Request::post(Kind::MayCreate, &url(), form));
        assert!(shown.contains("password") && shown.contains("api.php"));
        assert!(!shown.contains("hunter2") && !shown.contains("Zoe"));
    }
}
