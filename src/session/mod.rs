//! The session with a wiki, which outlives single flows: cookies, tokens and facts.

#![deny(clippy::disallowed_methods)]

mod account_request_page;
pub(crate) mod api_location;
pub(crate) mod clock;
mod expected_wiki;
pub(crate) mod headers;
mod invitation;
mod kept_form;
mod kept_messages;
mod mail_messages;
mod signup_page;
pub(crate) mod unencrypted_hop;

use std::{
    fmt, mem,
    time::{Duration, SystemTime},
};

use serde::{Deserialize, Serialize};
use url::Url;

pub(crate) use self::{account_request_page::AccountRequestPage, signup_page::SignupPage};
use self::{
    api_location::ApiLocation, clock::WikiClock, kept_form::KeptForm, kept_messages::KeptMessages,
    mail_messages::MailMessages, unencrypted_hop::UnencryptedHop,
};
use crate::{
    AccessToken, Dialect, Error, Format, Reason, Secret,
    http::{
        Form, Response,
        address::{self, Userinfo},
        basic_auth,
        cookies::CookieJar,
        origin,
    },
    mediawiki::{
        api_response::ApiResponse, auth_request::AuthRequests, page::SignupForm,
        username::SpacedName,
    },
};

/// The number of created accounts that a session remembers.
const MAX_CREATED: usize = 16;

/// The state shared with a wiki: cookies, tokens, the user who is logged in, and facts about the
/// wiki. Flows read and change it; drivers pass it to them and advance its clock. Its `Debug` output shows
/// the address, without the query, the creator and the facts.
#[derive(Clone, Serialize, Deserialize)]
pub struct Session {
    pub(crate) api: Url,
    /// The state of the search for api.php.
    #[serde(default)]
    pub(crate) location: ApiLocation,
    pub(crate) user_agent: String,
    pub(crate) allow_http: bool,
    /// The part of the way to `api` that anybody could have decided.
    pub(crate) hop: Option<UnencryptedHop>,
    pub(crate) return_url: Option<String>,
    pub(crate) format: Format,
    pub(crate) cookies: CookieJar,
    /// Not serialised: the wiki gives a new one for the same cookies, which are.
    #[serde(skip)]
    pub(crate) create_token: Option<Secret>,
    /// AuthManager's requests for a new account, fetched with the token and used once.
    pub(crate) auth_requests: Option<AuthRequests>,
    /// A sign-up form that was fetched and not yet sent. Not serialised, like its tokens.
    #[serde(skip)]
    pub(crate) signup_form: KeptForm,
    /// The wiki's own messages, in the user's language. Not serialised: they are fetched again if needed.
    #[serde(skip)]
    pub(crate) messages: KeptMessages,
    /// The wiki's messages about mails. Not serialised either.
    #[serde(skip)]
    pub(crate) mail_messages: MailMessages,
    pub(crate) facts: Facts,
    /// The name of the user who is logged in. Requests that may create then carry `assert=user`.
    pub(crate) creator: Option<String>,
    /// The user whom the server itself has logged in, as Auth_remoteuser does, if a page showed one
    /// without a login.
    #[serde(default)]
    pub(crate) server_user: Option<String>,
    /// The names of the accounts that this session has created last, as the wiki spells them.
    #[serde(default)]
    created: Vec<SpacedName>,
    /// True if the last response has begun another session in place of the one that was known.
    #[serde(skip)]
    pub(crate) is_replaced: bool,
    /// `true` if a login was begun and not completed. Nothing is created then, since the account
    /// would be created anonymously.
    pub(crate) login_pending: bool,
    /// `true` if the wiki was asked whether the caller may create accounts, and did not refuse.
    #[serde(default)]
    pub(crate) caller_checked: bool,
    /// `true` if a creation waits for its caller after a UI, REDIRECT or RESTART answer.
    pub(crate) step_waits: bool,
    /// The access token, which authorises every request to the wiki.
    #[serde(skip)]
    pub(crate) access_token: Option<AccessToken>,
    /// `true` if there is an access token, so that a resumed session is not used without it.
    pub(crate) needs_access_token: bool,
    /// This machine's time, as the driver last told it.
    #[serde(skip)]
    local_time: Option<SystemTime>,
    /// `true` if the creator is logged in with a bot password, which only the API accepts.
    #[serde(default)]
    pub(crate) is_bot_password: bool,
    /// The `Authorization` header of HTTP basic authentication.
    #[serde(skip)]
    pub(crate) http_auth: Option<Secret>,
    /// `true` if there is HTTP authentication, so that a resumed session is not used without it.
    #[serde(default)]
    pub(crate) needs_http_auth: bool,
    /// The caller's address. HTTP authentication is sent only to its host.
    given: Url,
    /// The session's time, and the wiki's own clock.
    pub(crate) clock: WikiClock,
    /// `true` if a login as the new user is to prove whose account an existence check found.
    #[serde(default)]
    pub(crate) proves_by_login: bool,
    /// The lag of the databases in seconds up to which accounts are created.
    #[serde(default)]
    pub(crate) maxlag: Option<u32>,
    /// `true` if the caller chose the dialect, so that no other is tried.
    pub(crate) dialect_is_chosen: bool,
    /// The address of the last response, after redirects.
    #[serde(skip)]
    response_url: Option<Url>,
}

/// Facts about a wiki, found out from its responses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Facts {
    /// The protocol that creates accounts, detected or set with
    /// [`WikiBuilder::dialect`](crate::WikiBuilder::dialect).
    pub dialect: Option<Dialect>,
    /// `true` if the wiki has AuthManager (1.27 and later).
    pub auth_manager: Option<bool>,
    /// The release, such as `MediaWiki 1.39.17`, if it was probed or a page showed it.
    pub generator: Option<String>,
    /// The caller's address, if the wiki redirected to another host or scheme.
    pub moved_from: Option<Url>,
    /// `true` if an unencrypted response led to another host. Anybody on the way could have sent it, so
    /// what a probe found need not be about the caller's wiki. Unless
    /// [`allow_http`](crate::WikiBuilder::allow_http) is set, no account is created then, and nobody is
    /// logged in.
    #[serde(default)]
    pub moved_unencrypted: bool,
    /// `true` for 1.27 and 1.28, which give codes only with `createmessageformat=raw`:
    /// `messagecode` was added in 1.29. Recognised by their warning about the parameter
    /// `errorformat`, which was added in 1.29 too.
    pub codes_only_raw: bool,
    /// `true` if an AuthManager wiki accepts an e-mail address at creation.
    pub takes_email: bool,
    /// `true` if the API is disabled or missing, so that only pages can be used.
    pub api_off: bool,
    /// `true` if the sign-up page is Special:CreateAccount (1.27 and later), `false` if it is
    /// Special:UserLogin.
    pub create_account_page: bool,
    /// The address of `index.php`, if a page showed it; otherwise it is assumed to be beside
    /// api.php.
    pub index: Option<Url>,
    /// The fields of the sign-up page, on a wiki of 1.21 to 1.26.
    #[serde(default)]
    pub(crate) signup_page: SignupPage,
    /// The page on which visitors can request an account.
    #[serde(default)]
    pub(crate) account_request_page: AccountRequestPage,
    /// `true` for 1.21 and 1.22, which write results in lower case (`needtoken`).
    #[serde(default)]
    pub(crate) lower_case_results: bool,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("api", &address::without_query(&self.api).as_str())
            .field("creator", &self.creator)
            .field("facts", &self.facts)
            .finish_non_exhaustive()
    }
}

impl Session {
    /// Creates a session with the wiki at `address`, for drivers of flows other than
    /// [`Wiki`](crate::Wiki). [`Wiki::connect`](crate::Wiki::connect) describes the addresses that
    /// are accepted.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`] if it is no http or https address, or if its user name or password
    /// cannot be used for HTTP authentication.
    pub fn new(address: &str) -> Result<Self, Error> {
        let (api, location, userinfo) = ApiLocation::read(address)?;
        let mut session = Self {
            given: api.clone(),
            api,
            location,
            user_agent: concat!("mwaccount/", env!("CARGO_PKG_VERSION")).to_owned(),
            allow_http: false,
            hop: None,
            return_url: None,
            format: Format::default(),
            cookies: CookieJar::default(),
            create_token: None,
            auth_requests: None,
            signup_form: KeptForm::default(),
            messages: KeptMessages::default(),
            mail_messages: MailMessages::default(),
            facts: Facts::default(),
            creator: None,
            server_user: None,
            created: Vec::new(),
            is_replaced: false,
            login_pending: false,
            caller_checked: false,
            step_waits: false,
            access_token: None,
            needs_access_token: false,
            local_time: None,
            is_bot_password: false,
            http_auth: None,
            needs_http_auth: false,
            clock: WikiClock::default(),
            proves_by_login: false,
            maxlag: None,
            dialect_is_chosen: false,
            response_url: None,
        };
        if let Some(Userinfo { user, password }) = userinfo {
            session.set_http_auth(user.expose(), password)?;
        }
        Ok(session)
    }

    /// Returns the address of the wiki's api.php, updated if the wiki moves from http to https.
    /// Until it [is found](Self::is_api_found), this is the caller's address, or where it redirects
    /// to.
    ///
    /// An `@` that could be the end of a password in an address is written as `%40`.
    ///
    /// Use it as the address next time, so that api.php need not be found again; but not if the
    /// [facts](Facts::moved_unencrypted) say that an unencrypted response led there.
    pub fn api_url(&self) -> &Url {
        &self.api
    }

    /// Returns whether the address of api.php is known: it was given, or it was found from another
    /// address.
    pub fn is_api_found(&self) -> bool {
        matches!(self.location, ApiLocation::Known)
    }

    /// Sets the address of api.php, which was found from the address `from`.
    pub(crate) fn set_api(&mut self, api: Url, from: &Url) {
        self.facts.moved_unencrypted = self.hop.as_ref().is_some_and(|hop| hop.is_to_other_host);
        if !origin::is_same(&api, from) {
            let mut from = from.clone();
            from.set_query(None);
            self.facts.moved_from.get_or_insert(from);
        }
        self.point_at(api);
        self.location = ApiLocation::Known;
    }

    /// Sets the address of api.php, or of where it is sought, as a caller may give it next time. Returns
    /// the former one.
    pub(crate) fn point_at(&mut self, url: Url) -> Url {
        mem::replace(&mut self.api, address::as_given(url))
    }

    /// Returns the facts about the wiki.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Returns the address of the wiki's index.php. Unless a page showed it, this is beside
    /// api.php, with the same extension (`index.php5` on some old wikis).
    pub fn index(&self) -> Url {
        let beside = || {
            let is_php5 = self.api.path().ends_with(".php5");
            self.api
                .join(if is_php5 { "index.php5" } else { "index.php" })
                .ok()
        };
        let index = self.facts.index.clone().or_else(beside);
        index.unwrap_or_else(|| self.api.clone())
    }

    /// Returns whether the caller's address contains an invitation or the like, which only the sign-up
    /// form takes.
    pub(crate) fn has_invitation(&self) -> bool {
        !invitation::of_address(&self.given).is_empty()
    }

    /// Returns whether an address has a parameter that only the caller's address can have given it, and
    /// which may be secret: an invitation, a token.
    pub(crate) fn has_part_of_given_query(&self, url: &Url) -> bool {
        let given = || self.given.query_pairs();
        url.query_pairs()
            .any(|pair| invitation::may_be_secret(&pair.0) && given().any(|known| known == pair))
    }

    /// Returns the parameters of the caller's address to send to the sign-up page: an invitation, a
    /// campaign. There are none for another host than the caller's.
    pub(crate) fn invitation(&self) -> Vec<(String, String)> {
        if origin::is_same_or_upgraded(&self.given, &self.index()) {
            invitation::of_address(&self.given)
        } else {
            Vec::new()
        }
    }

    /// Returns the names of these parameters in words if they are left out, because the API or another
    /// host creates the account. `by_form` is true if the form creates it.
    pub(crate) fn left_out_invitation(&self, by_form: bool) -> Option<String> {
        let is_sent = by_form && !self.invitation().is_empty();
        let names = invitation::of_address(&self.given);
        let names = names.iter().map(|(name, _)| format!("\"{name}\""));
        let names: Vec<_> = names.collect();
        (!is_sent && !names.is_empty()).then(|| names.join(", "))
    }

    /// Returns the address of the last response, to which the links of a page are relative.
    pub(crate) fn response_url(&self) -> &Url {
        self.response_url.as_ref().unwrap_or(&self.api)
    }

    /// Returns the name of the user who is logged in, if there is one.
    pub fn creator(&self) -> Option<&str> {
        self.creator.as_deref()
    }

    /// Returns the name of the user to whom the wiki shows its pages: the creator, or the user whom
    /// the server itself has logged in.
    pub(crate) fn page_user(&self) -> Option<&str> {
        self.creator.as_deref().or(self.server_user.as_deref())
    }

    /// Returns the address to which the wiki sends users back (`createreturnurl`).
    pub(crate) fn return_url(&self) -> &str {
        self.return_url.as_deref().unwrap_or(self.api.as_str())
    }

    /// Adds `assert=user` if a creator is logged in, so that the wiki refuses the request if the
    /// login is lost. It is an unknown parameter before 1.23.
    pub(crate) fn assert(&self, form: &mut Form) {
        if self.creator.is_some() {
            form.push("assert", "user");
        }
    }

    /// Adds the highest accepted lag to a request that creates an account, if the caller set one. The wiki
    /// checks it before the module runs (`ApiMain::checkMaxLag`).
    pub(crate) fn limit_lag(&self, form: &mut Form) {
        if let Some(seconds) = self.maxlag {
            form.push("maxlag", &seconds.to_string());
        }
    }

    /// Returns the same for the query of a GET.
    pub(crate) fn assert_query(&self) -> &'static [(&'static str, &'static str)] {
        match self.creator {
            Some(_) => &[("assert", "user")],
            None => &[],
        }
    }

    /// Sets the access token of a resumed session, for drivers other than [`Wiki`](crate::Wiki). The
    /// token is not serialised. It must belong to the same user.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`] if a part of it is empty or has a character that no token has, and
    /// if there is HTTP authentication: a request has only one `Authorization` header.
    pub fn set_access_token(&mut self, token: impl Into<AccessToken>) -> Result<(), Error> {
        let token = token.into();
        token.check()?;
        if self.needs_http_auth {
            return Err(basic_auth::conflicts_with_token());
        }
        self.access_token = Some(token);
        self.needs_access_token = true;
        Ok(())
    }

    /// Removes the access token.
    pub(crate) fn remove_access_token(&mut self) {
        self.access_token = None;
        self.needs_access_token = false;
    }

    /// Sets HTTP authentication, like [`WikiBuilder::http_auth`](crate::WikiBuilder::http_auth),
    /// for drivers other than [`Wiki`](crate::Wiki). It replaces the user name and password of the
    /// address. It is not serialised, so a resumed session needs it again.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`] if the user name contains a colon or either contains a control
    /// character, and if there is an access token: a request has only one `Authorization` header.
    pub fn set_http_auth(&mut self, user: &str, password: impl Into<Secret>) -> Result<(), Error> {
        if self.needs_access_token {
            return Err(basic_auth::conflicts_with_token());
        }
        self.http_auth = Some(basic_auth::authorization(user, &password.into())?);
        self.needs_http_auth = true;
        Ok(())
    }

    /// Logs out and discards the user, cookies and tokens.
    pub(crate) fn log_out(&mut self) {
        self.cookies = CookieJar::default();
        self.create_token = None;
        self.auth_requests = None;
        self.signup_form = KeptForm::default();
        self.messages = KeptMessages::default();
        self.facts.signup_page.forget_missing_form();
        self.creator = None;
        self.server_user = None;
        self.login_pending = false;
        self.caller_checked = false;
        self.step_waits = false;
        self.is_bot_password = false;
        self.remove_access_token();
    }

    /// Returns a copy without the user, cookies and tokens.
    pub(crate) fn without_user(&self) -> Self {
        let mut copy = self.clone();
        copy.log_out();
        copy
    }

    /// Fails if a login was begun and not completed: no account may be created then.
    pub(crate) fn ensure_no_login_pending(&self) -> Result<(), Error> {
        if self.login_pending {
            return Err(Error::new(
                Reason::InvalidArgument,
                "the login is not completed; log in again, or log out to create accounts anonymously",
            ));
        }
        Ok(())
    }

    /// Sets the user who is logged in and discards the previous user's tokens, requests and forms.
    pub(crate) fn set_creator(&mut self, name: &str) {
        self.create_token = None;
        self.auth_requests = None;
        self.signup_form = KeptForm::default();
        self.messages = KeptMessages::default();
        self.facts.signup_page.forget_missing_form();
        self.creator = Some(name.to_owned());
        self.login_pending = false;
        self.caller_checked = false;
    }

    /// Stores the cookies and the address of a response.
    pub(crate) fn absorb(&mut self, url: &Url, response: &Response) {
        self.is_replaced = self.cookies.is_session_replaced(url, response);
        self.cookies.store(url, response);
        self.response_url = Some(url.clone());
    }

    /// Records an account that was created.
    pub(crate) fn note_created(&mut self, name: &str) {
        if !self.has_created(name) {
            self.created.truncate(MAX_CREATED - 1);
            self.created.insert(0, SpacedName::new(name));
        }
    }

    /// Returns whether this session has created an account of this name lately.
    pub(crate) fn has_created(&self, name: &str) -> bool {
        let name = SpacedName::new(name);
        let mut created = self.created.iter();
        created.any(|created| created.is_possibly(&name))
    }

    /// Advances the session's time. Drivers call it before each request, with the time since the
    /// last reply, and after each reply, with the time since the request was sent; nothing else
    /// reads a clock. Existence checks use it to distinguish an account of this creation from one
    /// that somebody else created before or after.
    pub fn advance_clock(&mut self, elapsed: Duration) {
        self.clock.advance(elapsed);
    }

    /// Records that a request is sent now. Drivers call it after [`advance_clock`](Self::advance_clock),
    /// directly before they send. Without it the session does not learn the wiki's time, so an
    /// existence check cannot tell whose account it finds.
    pub fn mark_sent(&mut self) {
        self.clock.mark_sent();
    }

    /// Sets this machine's time, which OAuth 1.0a signs with every request. Drivers other than
    /// [`Wiki`](crate::Wiki) call it before [`Conversation::next`](crate::flow::Conversation::next).
    /// Without it no request is sent with an OAuth 1.0a token. A wiki accepts a difference of at most
    /// 300 seconds.
    pub fn set_local_time(&mut self, now: SystemTime) {
        self.local_time = Some(now);
    }

    /// Reads the wiki's own time from the answer that has just arrived, if it contains it.
    pub(crate) fn record_time(&mut self, answer: &ApiResponse) {
        if let Some(time) = answer.time() {
            self.clock.record(time);
        }
    }

    /// Keeps a sign-up form that was fetched for its fields, for a creation that follows.
    pub(crate) fn keep_form(&mut self, form: SignupForm) {
        self.signup_form = KeptForm::new(form, self.clock.now());
    }

    /// Returns the kept sign-up form, if it can still be sent.
    pub(crate) fn take_form(&mut self) -> Option<SignupForm> {
        let has_creator = self.creator.is_some();
        mem::take(&mut self.signup_form).into_fresh(self.clock.now(), has_creator)
    }
}
