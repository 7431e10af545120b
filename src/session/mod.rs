//! What outlives a single flow: cookies, tokens, and what was learnt of the wiki.

#![deny(clippy::disallowed_methods)]

pub(crate) mod api_location;
mod headers;
mod kept_form;

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use url::Url;

use self::{api_location::ApiLocation, kept_form::KeptForm};
use crate::{
    Dialect, Error, Format, Reason, Secret,
    http::{Form, Reply, Response, address, basic_auth, cookies::CookieJar},
    mediawiki::{auth_request::AuthRequests, page::SignupForm},
};

/// No user looks at a captcha for so long; more could overflow the clock.
const MAX_IDLE: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// What is known of a wiki and shared with it. Flows read and change it; drivers pass it along
/// and tell it how time goes by.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Session {
    pub(crate) api: Url,
    /// Whether api.php has been located.
    #[serde(default)]
    pub(crate) location: ApiLocation,
    pub(crate) user_agent: String,
    pub(crate) allow_http: bool,
    pub(crate) return_url: Option<String>,
    pub(crate) format: Format,
    pub(crate) cookies: CookieJar,
    /// Not written down: the cookies are, and with them the wiki gives another.
    #[serde(skip)]
    pub(crate) create_token: Option<Secret>,
    /// What AuthManager asks of a new account, fetched with the token and used once.
    pub(crate) auth_requests: Option<AuthRequests>,
    /// Not written down, as its tokens are not.
    #[serde(skip)]
    pub(crate) signup_form: KeptForm,
    pub(crate) facts: Facts,
    /// Who is logged in; then every request that may create says that it must be so.
    pub(crate) creator: Option<String>,
    /// Whether a login was begun and has not come to its end: nothing is created then,
    /// for it would be created by nobody.
    pub(crate) login_pending: bool,
    /// Whether a creation waits for its caller at a step of the wiki's.
    pub(crate) step_waits: bool,
    /// An OAuth 2 access token, sent with every request to the wiki.
    #[serde(skip)]
    pub(crate) bearer: Option<Secret>,
    /// Whether there is one, so that a resumed session is not used without it.
    pub(crate) needs_bearer: bool,
    /// The `Authorization` header that the server asks for before it lets anybody to the
    /// wiki.
    #[serde(skip)]
    pub(crate) http_auth: Option<Secret>,
    /// Whether there is one, as with the access token.
    #[serde(default)]
    pub(crate) needs_http_auth: bool,
    /// The address that was given: the server's own login is for its host alone.
    given: Url,
    /// The wiki's own time when it answered last, and the time before.
    dates: [Option<SystemTime>; 2],
    /// Whether the dialect is the caller's choice, which no other takes the place of.
    pub(crate) dialect_is_chosen: bool,
    /// Where the last response came from, after redirects.
    #[serde(skip)]
    response_url: Option<Url>,
}

/// What was learnt of a wiki.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Facts {
    /// Which protocol creates accounts there; set beforehand by callers who know.
    pub dialect: Option<Dialect>,
    /// Whether the wiki has AuthManager (1.27 and later).
    pub auth_manager: Option<bool>,
    /// `MediaWiki 1.39.17`, where somebody asked for it or a page on the way told.
    pub generator: Option<String>,
    /// The address given first, if the wiki moved us to another host or scheme.
    pub moved_from: Option<Url>,
    /// Releases 1.27 and 1.28 give codes with `createmessageformat=raw` only
    /// (`messagecode` came with 1.29, and `errorformat` with it, which shows the age).
    pub codes_only_raw: bool,
    /// Whether an AuthManager wiki takes an e-mail address at creation.
    pub takes_email: bool,
    /// Whether the API is off, so that there are pages alone.
    pub api_off: bool,
    /// Whether people sign up at Special:CreateAccount (1.27 and later), and not at
    /// Special:UserLogin.
    pub create_account_page: bool,
    /// Where `index.php` is, if it was seen; else it is taken to be beside api.php.
    pub index: Option<Url>,
}

impl Session {
    /// A session with the wiki at `address`, for drivers of flows other than
    /// [`Wiki`](crate::Wiki); which addresses will do, [`Wiki::connect`](crate::Wiki::connect)
    /// says.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`] if this is no http or https address.
    pub fn new(address: &str) -> Result<Self, Error> {
        let (api, location) = ApiLocation::read(address)?;
        Ok(Self {
            given: api.clone(),
            api,
            location,
            user_agent: concat!("mwaccount/", env!("CARGO_PKG_VERSION")).to_owned(),
            allow_http: false,
            return_url: None,
            format: Format::default(),
            cookies: CookieJar::default(),
            create_token: None,
            auth_requests: None,
            signup_form: KeptForm::default(),
            facts: Facts::default(),
            creator: None,
            login_pending: false,
            step_waits: false,
            bearer: None,
            needs_bearer: false,
            http_auth: None,
            needs_http_auth: false,
            dates: [None, None],
            dialect_is_chosen: false,
            response_url: None,
        })
    }

    /// Whether what was written down can be a session.
    pub(crate) fn check(&self) -> Result<(), Error> {
        for address in [&self.api, &self.given] {
            address::parse(address.as_str(), "the wiki's address")?;
        }
        self.location.check()?;
        match &self.return_url {
            Some(url) => address::parse(url, "the return address").map(|_| ()),
            None => Ok(()),
        }
    }

    /// Where the wiki's api.php is; follows a move from http to https. Until it
    /// [is found](Self::is_found), the address that was given or what it is taken for.
    ///
    /// Given as the address next time, it need not be found again.
    pub fn api(&self) -> &Url {
        &self.api
    }

    /// Whether it is known where api.php is: its address was given, or it was found from
    /// another one.
    pub fn is_found(&self) -> bool {
        matches!(self.location, ApiLocation::Known)
    }

    /// api.php was found, from this address.
    pub(crate) fn set_api(&mut self, api: Url, from: &Url) {
        if api.origin() != from.origin() {
            let mut from = from.clone();
            from.set_query(None);
            self.facts.moved_from.get_or_insert(from);
        }
        self.api = api;
        self.location = ApiLocation::Known;
    }

    /// What was learnt of the wiki.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Where the wiki's index.php is: as far as is known beside its api.php, with the same
    /// ending (`index.php5` of some old wikis).
    pub fn index(&self) -> Url {
        let beside = || {
            let name = self.api.path().rsplit('/').next().unwrap_or_default();
            let ending = name.rsplit_once('.').map_or("php", |(_, ending)| ending);
            self.api.join(&format!("index.{ending}")).ok()
        };
        let index = self.facts.index.clone().or_else(beside);
        index.unwrap_or_else(|| self.api.clone())
    }

    /// Where the last response came from: what a page links to is relative to that.
    pub(crate) fn response_url(&self) -> &Url {
        self.response_url.as_ref().unwrap_or(&self.api)
    }

    /// The name of the user who is logged in, if somebody is.
    pub fn creator(&self) -> Option<&str> {
        self.creator.as_deref()
    }

    /// Where the wiki shall send a user back to.
    pub(crate) fn return_url(&self) -> &str {
        self.return_url.as_deref().unwrap_or(self.api.as_str())
    }

    /// Has the wiki refuse a request if the login is lost (1.23 and later; before, it is
    /// an unknown parameter).
    pub(crate) fn assert(&self, form: &mut Form) {
        if self.creator.is_some() {
            form.push("assert", "user");
        }
    }

    /// The same for a GET.
    pub(crate) fn assert_query(&self) -> &'static [(&'static str, &'static str)] {
        match self.creator {
            Some(_) => &[("assert", "user")],
            None => &[],
        }
    }

    /// Sets the access token that goes with every request, or removes it.
    pub(crate) fn set_bearer(&mut self, token: Option<Secret>) {
        self.needs_bearer = token.is_some();
        self.bearer = token;
    }

    /// The server's own login, as of [`WikiBuilder::http_auth`](crate::WikiBuilder::http_auth);
    /// a resumed session needs it again, as it is not written down. For drivers other than
    /// [`Wiki`](crate::Wiki).
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`] for what the header cannot carry, and where there is an
    /// access token: a request has one `Authorization` header.
    pub fn set_http_auth(&mut self, user: &str, password: impl Into<Secret>) -> Result<(), Error> {
        if self.needs_bearer {
            return Err(basic_auth::conflicts_with_token());
        }
        self.http_auth = Some(basic_auth::authorization(user, &password.into())?);
        self.needs_http_auth = true;
        Ok(())
    }

    /// Nobody is logged in, with nothing left of whoever was.
    pub(crate) fn log_out(&mut self) {
        self.cookies = CookieJar::default();
        self.create_token = None;
        self.auth_requests = None;
        self.signup_form = KeptForm::default();
        self.creator = None;
        self.login_pending = false;
        self.step_waits = false;
        self.set_bearer(None);
    }

    /// Gives a resumed session its OAuth 2 access token back, which is not written down;
    /// for drivers other than [`Wiki`](crate::Wiki). It must be one of the same user's.
    pub fn set_access_token(&mut self, token: impl Into<Secret>) {
        self.set_bearer(Some(token.into()));
    }

    /// Fails in the middle of a login, when no account may be created.
    pub(crate) fn ensure_no_login_pending(&self) -> Result<(), Error> {
        if self.login_pending {
            return Err(Error::new(
                Reason::InvalidArgument,
                "the login has not come to its end; log in, or log out to create as nobody",
            ));
        }
        Ok(())
    }

    /// Somebody is logged in: tokens, requests and forms were another's.
    pub(crate) fn set_creator(&mut self, name: &str) {
        self.create_token = None;
        self.auth_requests = None;
        self.signup_form = KeptForm::default();
        self.creator = Some(name.to_owned());
        self.login_pending = false;
    }

    /// Stores what every response brings, whatever it answers: cookies, address and time.
    pub(crate) fn absorb(&mut self, url: &Url, response: &Response) {
        self.cookies.store(url, response);
        self.response_url = Some(url.clone());
        if let Some(date) = response.date() {
            self.dates = [Some(date), self.dates[0]];
        }
    }

    /// Advances the wiki's time by what went by between a response and the next request, as
    /// while a user looks at a captcha. With it, accounts that were made meanwhile are told
    /// from the creation's own. Drivers call it; nothing else reads a clock.
    pub fn advance_clock(&mut self, elapsed: Duration) {
        if let Some(date) = &mut self.dates[0] {
            *date = date.checked_add(elapsed.min(MAX_IDLE)).unwrap_or(*date);
        }
    }

    /// Keeps a sign-up form that was fetched for its fields, for a creation that follows.
    pub(crate) fn keep_form(&mut self, form: SignupForm) {
        self.signup_form = KeptForm::new(form, self.dates[0]);
    }

    /// Takes the kept sign-up form, if it can still be sent.
    pub(crate) fn take_form(&mut self) -> Option<SignupForm> {
        let has_creator = self.creator.is_some();
        std::mem::take(&mut self.signup_form).into_fresh(self.dates[0], has_creator)
    }

    /// The wiki's own time when the request went out to which `reply` came, or before.
    pub(crate) fn previous_date(&self, reply: &Reply) -> Option<SystemTime> {
        match reply {
            Reply::Got(response) if response.date().is_some() => self.dates[1],
            _ => self.dates[0],
        }
    }
}
