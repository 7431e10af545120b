//! The context of one request to a wiki.

use std::collections::HashSet;

use crate::{
    http::{Request, encode},
    oauth1,
    route::Route,
    setting::Setting,
    state::{Session, State},
    time::cookie,
    wiki::Wiki,
};

/// The prefix of every cookie.
pub(crate) const PREFIX: &str = "wiki";
/// The lifetime of the cookies of a login that is not remembered, in seconds.
const SHORT_COOKIE_LIFE: u32 = 2_592_000;
const SESSION: &str = "wiki_session";
/// The cookie of a session that began with a bot password. Only the API reads it.
const BOT_SESSION: &str = "wiki_BPsession";

/// A request, its sender, and what the response gets besides the body.
pub(crate) struct Call<'a> {
    pub wiki: &'a Wiki,
    pub state: &'a mut State,
    pub request: &'a Request,
    /// The scheme and host, as the client named them.
    pub origin: String,
    /// The path before the script path: empty, or `/NAME`.
    mount: String,
    /// The wiki's path on its host, with its script path, as `/w`.
    pub path: String,
    pub cookies: Vec<String>,
    /// The logged-in user.
    pub user: Option<String>,
    /// True if an OAuth token or a bot password names the user, and not a login.
    pub by_token: bool,
    /// The problem of an invalid OAuth token.
    pub invalid_token: Option<String>,
    /// The parameters that were read: the others give a warning.
    used: HashSet<String>,
    session: Option<String>,
    /// The attributes of cookies: their path, and `secure` over TLS.
    scope: String,
}

impl<'a> Call<'a> {
    pub fn new(wiki: &'a Wiki, state: &'a mut State, request: &'a Request, mount: &str) -> Self {
        let host = request.header("host").unwrap_or("localhost");
        let (scheme, secure) = if request.secure {
            ("https", "; secure")
        } else {
            ("http", "")
        };
        let mut call = Self {
            wiki,
            state,
            request,
            origin: format!("{scheme}://{host}"),
            mount: mount.to_owned(),
            path: format!("{mount}{}", wiki.script_path),
            cookies: Vec::new(),
            user: None,
            by_token: false,
            invalid_token: None,
            used: HashSet::new(),
            session: None,
            scope: format!(
                "path={}{secure}",
                if mount.is_empty() { "/" } else { mount }
            ),
        };
        call.identify();
        let is_remote = wiki.has(Setting::RemoteUser) && wiki.profile.auth_manager;
        if is_remote && call.user.is_none() {
            call.log_in("Admin", true);
        }
        call
    }

    /// Identifies session and user by cookies, or by an OAuth token.
    fn identify(&mut self) {
        let is_api = self.request.path.contains("/api.");
        let bot = self.request.cookie(BOT_SESSION).filter(|_| is_api);
        if let Some(id) = bot
            && let Some(session) = self.state.sessions.get(&id)
        {
            self.user.clone_from(&session.user);
            self.by_token = true;
            self.session = Some(id);
            return;
        }
        // The session providers of OAuth and bot passwords are only for the API.
        if let Some(identified) = is_api.then(|| self.identify_by_token()).flatten() {
            self.by_token = true;
            match identified {
                Ok(account) => {
                    // The session of a token has no cookie.
                    let id = format!("OAuth {account}");
                    self.state.sessions.entry(id.clone()).or_default();
                    self.session = Some(id);
                    self.user = Some(account);
                    return;
                }
                Err(problem) => self.invalid_token = Some(problem),
            }
        }
        if let Some(id) = self.request.cookie(SESSION) {
            let owner = self
                .state
                .sessions
                .get(&id)
                .map(|session| session.user.clone());
            let profile = &self.wiki.profile;
            // A logged-in session is valid only with the cookie that names its user.
            let alone = self.request.cookie(&format!("{PREFIX}UserID")).is_none();
            if profile.login_renews_session && alone && matches!(owner, Some(Some(_))) {
                self.drop_named(SESSION);
                return self.remember_user();
            }
            if let Some(session) = self.state.sessions.get(&id) {
                if self.user.is_none() {
                    self.user.clone_from(&session.user);
                }
                self.session = Some(id);
                return;
            }
            // Older PHP accepts an id that the client made up.
            if !self.wiki.profile.auth_manager && !id.is_empty() {
                self.state.sessions.insert(id.clone(), Session::default());
                self.session = Some(id);
                return;
            }
        }
        self.remember_user();
    }

    /// Returns the account of an OAuth token, or the problem of an invalid one. From 1.27 on only the API knows
    /// tokens, and a wiki that has none ignores them, as one without Extension:OAuth does.
    fn identify_by_token(&mut self) -> Option<Result<String, String>> {
        let behind = self.request.path.strip_prefix(&self.mount);
        let is_api = matches!(self.wiki.route(behind.unwrap_or_default()), Route::Api);
        if self.wiki.profile.auth_manager && !is_api {
            return None;
        }
        let value = self.request.header("authorization")?;
        let bearers = &self.wiki.bearers;
        if let Some(token) = value.strip_prefix("Bearer ")
            && self.wiki.profile.oauth2
            && !bearers.is_empty()
        {
            let known = bearers.iter().find(|(known, _)| known == token);
            let account = known.map(|(_, account)| account.clone());
            return Some(account.ok_or_else(|| "Invalid access token".to_owned()));
        }
        let consumers = &self.wiki.oauth1_consumers;
        if consumers.is_empty() {
            return None;
        }
        let url = self.absolute(&self.request.path);
        let proven = oauth1::check(consumers, self.request, &url, self.state.clock.now())?;
        Some(proven.and_then(|proven| {
            if self.state.nonces.insert(proven.nonce.clone()) {
                Ok(proven.account.to_owned())
            } else {
                Err(format!("Nonce already used: {}", proven.nonce))
            }
        }))
    }

    /// Restores a remembered login by its own token, without a session.
    fn remember_user(&mut self) {
        let id = self.request.cookie(&format!("{PREFIX}UserID"));
        let token = self.request.cookie(&format!("{PREFIX}Token"));
        let account = id.zip(token.as_ref()).and_then(|(id, token)| {
            let accounts = &self.state.accounts;
            accounts
                .iter()
                .find(|account| account.id.to_string() == id && account.token == **token)
        });
        if let Some(account) = account {
            self.user = Some(account.name.clone());
            self.session_mut();
        } else if token.is_some() && self.wiki.profile.auth_manager {
            self.drop_cookie("Token");
        }
    }

    /// Returns the session, and begins one if there is none.
    pub fn session_mut(&mut self) -> &mut Session {
        let id = match &self.session {
            Some(id) => id.clone(),
            None => self.begin_session(),
        };
        self.state.sessions.entry(id).or_default()
    }

    /// Returns the session, if there is one.
    pub fn session(&self) -> Option<&Session> {
        self.session
            .as_ref()
            .and_then(|id| self.state.sessions.get(id))
    }

    /// Returns the session's id, or nothing before it was begun.
    pub fn session_id(&self) -> &str {
        self.session.as_deref().unwrap_or_default()
    }

    fn begin_session(&mut self) -> String {
        let id = if self.wiki.profile.auth_manager {
            self.state.random.session_id()
        } else {
            self.state.random.hex()
        };
        let session = Session {
            user: self.user.clone().filter(|_| !self.by_token),
            ..Session::default()
        };
        self.state.sessions.insert(id.clone(), session);
        self.cookies
            .push(format!("{SESSION}={id}; {}; HttpOnly", self.scope));
        self.session = Some(id.clone());
        id
    }

    /// Replaces the session, as logging in and out do.
    pub fn renew_session(&mut self) {
        if let Some(old) = self.session.take() {
            self.state.sessions.remove(&old);
        }
        self.begin_session();
    }

    /// Logs the account `name` in. `kept` sets the cookie that outlives the session.
    pub fn log_in(&mut self, name: &str, kept: bool) {
        self.user = Some(name.to_owned());
        if self.wiki.profile.login_renews_session {
            let preserved = self.session().and_then(|old| old.preserved.clone());
            self.renew_session();
            self.session_mut().preserved = preserved;
        }
        self.session_mut().user = Some(name.to_owned());
        let Some(account) = self.state.account(name).cloned() else {
            return;
        };
        let profile = &self.wiki.profile;
        let life = if !kept && profile.login_cookies_short {
            SHORT_COOKIE_LIFE
        } else {
            profile.login_cookie_life
        };
        self.set_cookie("UserID", &account.id.to_string(), life);
        self.set_cookie("UserName", &account.name, life);
        if kept {
            self.set_cookie("Token", &account.token, life);
        } else if !self.wiki.profile.login_renews_session {
            self.drop_cookie("Token");
        }
    }

    /// Logs an account in with a bot password: in a session of its own, for the API only.
    pub fn log_in_bot(&mut self, name: &str) {
        let id = self.state.random.session_id();
        let session = Session {
            user: Some(name.to_owned()),
            ..Session::default()
        };
        self.state.sessions.insert(id.clone(), session);
        let scope = &self.scope;
        self.cookies
            .push(format!("{BOT_SESSION}={id}; {scope}; HttpOnly"));
        self.user = Some(name.to_owned());
    }

    fn set_cookie(&mut self, name: &str, value: &str, life: u32) {
        self.cookies.push(format!(
            "{PREFIX}{name}={}; expires={}; Max-Age={life}; {}; HttpOnly",
            encode(value),
            cookie(self.state.clock.now() + u64::from(life)),
            self.scope,
        ));
    }

    pub fn drop_cookie(&mut self, name: &str) {
        self.drop_named(&format!("{PREFIX}{name}"));
    }

    fn drop_named(&mut self, name: &str) {
        self.cookies.push(format!(
            "{name}=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; Max-Age=0; {}; HttpOnly",
            self.scope,
        ));
    }

    /// Returns a parameter's value, and marks the parameter as known.
    pub fn get(&mut self, name: &str) -> Option<String> {
        self.used.insert(name.to_owned());
        self.request.parameter(name).map(str::to_owned)
    }

    /// Returns true if the parameter was sent, with any value.
    pub fn has(&mut self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Returns a parameter's values, which are separated by a bar.
    pub fn multi(&mut self, name: &str) -> Vec<String> {
        let Some(value) = self.get(name) else {
            return Vec::new();
        };
        let by_unit = self.wiki.profile.values_by_unit_separator;
        let (separator, value) = match value.strip_prefix('\u{1f}') {
            Some(rest) if by_unit => ('\u{1f}', rest),
            _ => ('|', value.as_str()),
        };
        value
            .split(separator)
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// Returns the parameters that nothing has read, in the order they were sent.
    pub fn unknown_parameters(&self) -> Vec<String> {
        let mut unknown: Vec<String> = Vec::new();
        for (name, _) in self.request.parameters() {
            // PHP makes one array of `name[]`.
            let name = name.trim_end_matches("[]");
            if !self.used.contains(name) && !unknown.iter().any(|known| known == name) {
                unknown.push(name.to_owned());
            }
        }
        unknown
    }

    /// Returns the path of a script, as `/w/api.php` for `api`.
    pub fn script(&self, name: &str) -> String {
        format!("{}{}", self.mount, self.wiki.script(name))
    }

    /// Returns the path of an article or a special page.
    pub fn article(&self, title: &str) -> String {
        let title = encode(&title.replace(' ', "_"));
        let title = ["%2F", "%3A"]
            .into_iter()
            .zip(["/", ":"])
            .fold(title, |title, (code, sign)| title.replace(code, sign));
        format!("{}{}", self.mount, self.wiki.article_pattern()).replace("$1", &title)
    }

    /// Returns the path of an article with further parameters, which short addresses cannot have.
    pub fn article_with(&self, title: &str, query: &str) -> String {
        format!("{}?title={title}&{query}", self.script("index"))
    }

    /// Returns the absolute URL of a path.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Returns `$wgServer`.
    pub fn server(&self) -> &str {
        let scheme = self.origin.find("//").unwrap_or(0);
        let relative = self.wiki.has(Setting::ProtocolRelative);
        if relative && self.wiki.profile.protocol_relative {
            &self.origin[scheme..]
        } else {
            &self.origin
        }
    }

    /// Returns the requested title, from the path or from a parameter.
    pub fn title(&self) -> Option<String> {
        let behind = self.request.path.strip_prefix(&self.mount);
        match self.wiki.route(behind.unwrap_or_default()) {
            Route::Page(Some(title)) => Some(title),
            _ => self.request.parameter("title").map(str::to_owned),
        }
    }
}
