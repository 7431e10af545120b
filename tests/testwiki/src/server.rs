//! A server of any number of wikis, told apart by path or by address.

use std::{
    collections::BTreeMap,
    io::{self, BufReader},
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, SystemTime},
};

use base64::{Engine, prelude::BASE64_STANDARD};

use crate::{
    api,
    call::Call,
    clock::{Clock, seconds},
    connection::Connection,
    fault::{Fault, When},
    http::{Request, Response},
    inject::{self, ConnectionAction},
    name, page,
    request_log::{LoggedRequest, RequestLog},
    route::Route,
    setting::Setting,
    state::{Account, Mail, State},
    time,
    wiki::Wiki,
};

/// How long a connection may be idle.
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// A server, which ends when it is dropped.
///
/// It serves plain HTTP and TLS on the same port, told apart by the client's first byte. Its certificate is
/// [`CERTIFICATE`](crate::CERTIFICATE).
#[derive(Debug)]
pub struct Server {
    /// The addresses it listens on; the first is its own.
    listens: Mutex<Vec<SocketAddr>>,
    address: SocketAddr,
    /// The port that was asked for.
    port: u16,
    hosted: Arc<Mutex<Vec<RunningWiki>>>,
    ends: Arc<AtomicBool>,
    /// The number of wikis added, for unique paths.
    added: AtomicUsize,
}

/// A running wiki. Its methods return its addresses and state, and inject faults.
#[derive(Clone, Debug)]
pub struct RunningWiki {
    /// Replaced as a whole by changes of settings; a request sees one version.
    wiki: Arc<RwLock<Arc<Wiki>>>,
    pub(crate) state: Arc<Mutex<State>>,
    /// The path before the script path: empty, or `/NAME`.
    mount: String,
    address: SocketAddr,
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic in another thread leaves a usable state.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Server {
    /// Starts on a free port of the loopback address.
    ///
    /// # Errors
    ///
    /// Fails if no port is free.
    pub fn start() -> io::Result<Self> {
        Self::start_at(0)
    }

    /// Starts on a port of 127.0.0.1, or on any free port if it is 0.
    ///
    /// # Errors
    ///
    /// Fails if the port is taken.
    pub fn start_at(port: u16) -> io::Result<Self> {
        Self::start_on(Ipv4Addr::LOCALHOST, port)
    }

    /// Starts on a port of a loopback address, as 127.0.0.2.
    ///
    /// # Errors
    ///
    /// Fails if the address is not a loopback address of this computer, or if the port is taken.
    pub fn start_on(address: impl Into<IpAddr>, port: u16) -> io::Result<Self> {
        let listener = bind(address.into(), port)?;
        let address = listener.local_addr()?;
        let server = Self {
            listens: Mutex::default(),
            address,
            port,
            hosted: Arc::default(),
            ends: Arc::default(),
            added: AtomicUsize::new(0),
        };
        server.listen(listener, address);
        Ok(server)
    }

    fn listen(&self, listener: TcpListener, address: SocketAddr) {
        lock(&self.listens).push(address);
        let (hosted, ends) = (Arc::clone(&self.hosted), Arc::clone(&self.ends));
        thread::spawn(move || {
            for stream in listener.incoming() {
                if ends.load(Ordering::SeqCst) {
                    return;
                }
                let (Ok(stream), hosted) = (stream, Arc::clone(&hosted)) else {
                    continue;
                };
                // Errors of a client's connection concern that client only.
                thread::spawn(move || {
                    let _ = serve(stream, address, &hosted);
                });
            }
        });
    }

    /// Adds a wiki at a path of its own.
    pub fn add(&self, wiki: Wiki) -> RunningWiki {
        let number = self.added.fetch_add(1, Ordering::Relaxed) + 1;
        self.add_at(&format!("wiki{number}"), wiki)
    }

    /// Adds a wiki at `/NAME`, or at the root if the name is empty.
    pub fn add_at(&self, name: &str, wiki: Wiki) -> RunningWiki {
        let mount = if name.is_empty() {
            String::new()
        } else {
            format!("/{name}")
        };
        self.host(wiki, mount, self.address)
    }

    /// Adds a wiki at the root of another loopback address, as 127.0.0.2, on the port that this server was
    /// asked for. Tools that keep cookies by host keep such wikis apart.
    ///
    /// # Errors
    ///
    /// Fails if the address is not a loopback address of this computer (macOS has only 127.0.0.1), or if the
    /// port is taken.
    pub fn add_on(&self, address: impl Into<IpAddr>, wiki: Wiki) -> io::Result<RunningWiki> {
        let listener = bind(address.into(), self.port)?;
        let address = listener.local_addr()?;
        let running = self.host(wiki, String::new(), address);
        self.listen(listener, address);
        Ok(running)
    }

    fn host(&self, wiki: Wiki, mount: String, address: SocketAddr) -> RunningWiki {
        let running = RunningWiki::at(wiki, mount, address);
        let mut hosted = lock(&self.hosted);
        hosted.push(running.clone());
        // The longest matching path wins.
        hosted.sort_by_key(|running| std::cmp::Reverse(running.mount.len()));
        running
    }

    /// Returns the scheme, host and port.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// Listens on a loopback address, and refuses any other.
fn bind(address: IpAddr, port: u16) -> io::Result<TcpListener> {
    if !address.is_loopback() {
        let error = format!("{address} is not a loopback address, as 127.0.0.2 is");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, error));
    }
    TcpListener::bind((address, port)).map_err(|error| {
        let hint = match error.kind() {
            io::ErrorKind::AddrNotAvailable => format!(
                " (this computer does not have the address; on macOS `sudo ifconfig lo0 alias {address}` adds it)"
            ),
            _ => String::new(),
        };
        io::Error::new(
            error.kind(),
            format!("cannot listen on port {port} of {address}: {error}{hint}"),
        )
    })
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::SeqCst);
        // Wakes the threads that wait for a connection.
        for address in lock(&self.listens).iter() {
            let _ = TcpStream::connect(address);
        }
    }
}

impl RunningWiki {
    fn at(wiki: Wiki, mount: String, address: SocketAddr) -> Self {
        let state = State::of(&wiki);
        Self {
            wiki: Arc::new(RwLock::new(Arc::new(wiki))),
            state: Arc::new(Mutex::new(state)),
            mount,
            address,
        }
    }

    /// Starts a wiki without a server: only [`respond`](Self::respond) reaches it. Its URLs have the host
    /// 127.0.0.1 and no port.
    pub fn without_server(wiki: Wiki) -> Self {
        Self::at(wiki, String::new(), (Ipv4Addr::LOCALHOST, 80).into())
    }

    /// Returns the release and settings at this moment.
    pub(crate) fn wiki(&self) -> Arc<Wiki> {
        Arc::clone(&self.wiki.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Replaces the release and settings while the wiki runs. Accounts, mails, sessions, faults and counts stay. Clock,
    /// lag and locks of the databases change only as far as `wiki` sets them otherwise. Accounts that `wiki` has and
    /// that do not exist are added.
    pub fn change(&self, wiki: Wiki) {
        let mut state = lock(&self.state);
        state.change(&self.wiki(), &wiki);
        self.replace(wiki);
    }

    /// Starts the wiki anew at the same address: with this release and these settings, and without anything that has
    /// happened.
    pub fn reset(&self, wiki: Wiki) {
        let mut state = lock(&self.state);
        let log = state.request_log.take().map(|_| RequestLog::default());
        *state = State::of(&wiki);
        state.request_log = log;
        self.replace(wiki);
    }

    fn replace(&self, wiki: Wiki) {
        *self.wiki.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(wiki);
    }

    /// Returns the wiki's URL: the folder of `api.php`.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.path())
    }

    /// Returns the wiki's `https` URL. Clients must trust [`CERTIFICATE`](crate::CERTIFICATE).
    pub fn secure_url(&self) -> String {
        format!("https://{}{}", self.address, self.path())
    }

    fn path(&self) -> String {
        format!("{}{}", self.mount, self.wiki().script_path)
    }

    /// Returns the URL of `api.php`.
    pub fn api(&self) -> String {
        format!(
            "http://{}{}{}",
            self.address,
            self.mount,
            self.wiki().script("api")
        )
    }

    /// Returns the URL of an article or a special page, as `Special:UserLogin`.
    pub fn page(&self, title: &str) -> String {
        let path = self.wiki().article_pattern().replace("$1", title);
        format!("http://{}{}{path}", self.address, self.mount)
    }

    /// Returns all accounts.
    pub fn accounts(&self) -> Vec<Account> {
        lock(&self.state).accounts.clone()
    }

    /// Returns an account by its name.
    pub fn account(&self, name: &str) -> Option<Account> {
        lock(&self.state).account(name).cloned()
    }

    /// Returns the mails that were sent.
    pub fn mails(&self) -> Vec<Mail> {
        lock(&self.state).mails.clone()
    }

    /// Returns the number of requests for an action of the API, or for a page by its title.
    pub fn requests(&self, action: &str) -> u64 {
        lock(&self.state).requests.get(action).copied().unwrap_or(0)
    }

    /// Returns the number of all requests.
    pub fn all_requests(&self) -> u64 {
        lock(&self.state).requests.values().sum()
    }

    /// Returns the number of requests by the action of the API, or by the title of the page.
    pub fn request_counts(&self) -> BTreeMap<String, u64> {
        lock(&self.state).requests.clone()
    }

    /// Keeps the requests from now on, see [`logged_requests`](Self::logged_requests).
    pub fn log_requests(&self) {
        lock(&self.state).request_log.get_or_insert_default();
    }

    /// Returns the requests since [`log_requests`](Self::log_requests), oldest first: the latest 10,000.
    pub fn logged_requests(&self) -> Vec<LoggedRequest> {
        let state = lock(&self.state);
        state
            .request_log
            .as_ref()
            .map_or(Vec::new(), RequestLog::all)
    }

    /// Drops the faults that have not happened yet.
    pub fn clear_faults(&self) {
        lock(&self.state).faults.clear();
    }

    /// Injects a fault.
    pub fn fault(&self, fault: Fault, when: When) {
        lock(&self.state).faults.add(fault, when);
    }

    /// Creates an account as another visitor would, registered now by the wiki's clock.
    pub fn install(&self, name: &str, password: &str) {
        let name = self.canonical_name(name);
        let mut state = lock(&self.state);
        let now = state.clock.now();
        state.install(&name, password, now);
    }

    /// Creates an account as another visitor would have at an earlier or later time.
    pub fn install_at(&self, name: &str, password: &str, registered: SystemTime) {
        let name = self.canonical_name(name);
        lock(&self.state).install(&name, password, seconds(registered));
    }

    /// Returns a name as the wiki spells it, or unchanged if it is invalid.
    pub fn canonical_name(&self, name: &str) -> String {
        name::title(name, &self.wiki()).unwrap_or_else(|| name.to_owned())
    }

    /// Stops the wiki's clock at `moment`, for tests with simulated time. Its fractions of a second are cut off
    /// in all that the wiki says.
    pub fn set_time(&self, moment: SystemTime) {
        lock(&self.state).clock.stop(moment);
    }

    /// Moves the wiki's clock by so many seconds, back if negative. A stopped clock stays stopped.
    pub fn advance_clock(&self, seconds: i64) {
        lock(&self.state).clock.advance(seconds);
    }

    /// Returns the time by the wiki's clock, in seconds since the epoch.
    pub fn time(&self) -> u64 {
        lock(&self.state).clock.now()
    }

    /// Returns the users who are logged in, once for each of their sessions.
    pub fn logged_in_users(&self) -> Vec<String> {
        let state = lock(&self.state);
        let users = state.sessions.values();
        users.filter_map(|session| session.user.clone()).collect()
    }

    /// Counts a failed login with this name.
    pub fn fail_login(&self, name: &str) {
        lock(&self.state).bad_logins.push(name.to_owned());
    }

    /// Confirms the email address of an account, as the link in its mail does.
    pub fn confirm_email(&self, name: &str) {
        let mut state = lock(&self.state);
        let now = state.clock.now();
        let mut accounts = state.accounts.iter_mut();
        if let Some(account) = accounts.find(|account| account.name == name) {
            account.email_confirmed = Some(now);
        }
    }

    /// Uses up the visitor's accounts of today.
    pub fn exhaust_throttle(&self) {
        if let Some(limit) = self.wiki().throttle {
            let mut state = lock(&self.state);
            let now = state.clock.now();
            state.made.exhaust(limit, now);
        }
    }

    /// Sets the lag of the databases to `seconds` from now on.
    pub fn lag(&self, seconds: u32) {
        lock(&self.state).databases.lag = seconds.into();
    }

    /// Drops every session, as a restart of a server can.
    pub fn forget_sessions(&self) {
        lock(&self.state).sessions.clear();
    }

    /// Drops the secrets of all tokens, which no longer hold then. Up to 1.26 PHP's session holds both the token and
    /// the login (`wsCreateaccountToken`, `wsUserID`), so every session is dropped.
    pub fn forget_tokens(&self) {
        if self.wiki().profile.auth_manager {
            lock(&self.state).forget_tokens();
        } else {
            self.forget_sessions();
        }
    }

    /// Locks the databases from now on.
    pub fn make_read_only(&self, reason: &str) {
        lock(&self.state).databases.lock = Some((reason.to_owned(), u64::MAX));
    }

    /// Locks the databases for a time by the wiki's clock.
    pub fn make_read_only_for(&self, seconds: u64, reason: &str) {
        let mut state = lock(&self.state);
        let until = state.clock.now() + seconds;
        state.databases.lock = Some((reason.to_owned(), until));
    }

    /// Requires a login for reading from now on. Visitors may create accounts if they could before.
    pub fn require_login_to_read(&self) {
        lock(&self.state).private = true;
    }

    /// Returns the script that serves a request.
    fn route(&self, request: &Request) -> Route {
        let behind = request.path.strip_prefix(&self.mount);
        self.wiki().route(behind.unwrap_or_default())
    }

    /// Returns the name a request is counted by: its action, or the title of its page.
    fn action(&self, request: &Request) -> String {
        let named = |parameter| request.parameter(parameter).map(str::to_owned);
        match self.route(request) {
            Route::Api => named("action").unwrap_or_else(|| "help".to_owned()),
            Route::Page(Some(title)) => title,
            _ => named("title").unwrap_or_else(|| request.path.clone()),
        }
    }

    /// Counts a request, and returns the name it is counted by.
    pub(crate) fn count(&self, request: &Request, state: &mut State) -> String {
        let action = self.action(request);
        *state.requests.entry(action.clone()).or_default() += 1;
        action
    }

    /// Adds the header `Date`.
    pub(crate) fn dated(&self, response: Response, state: &State) -> Response {
        let date = match self.wiki().proxy_date {
            Some(apart) => state.clock.now().saturating_add_signed(apart),
            None => Clock::default().now(),
        };
        response.with("Date", time::http(date))
    }

    /// Answers a request under a fault, as far as the fault changes what the wiki or its server does.
    pub(crate) fn answer_under(
        &self,
        fault: Option<&Fault>,
        request: &Request,
        state: &mut State,
    ) -> Response {
        let in_json = self.wiki().has(Setting::Gateway);
        // A fault changes the databases for one exchange only.
        let databases = state.databases.clone();
        let before = fault.and_then(|fault| inject::before(fault, state, in_json));
        let response = match before {
            Some(instead) => instead,
            None => self.answer(request, state),
        };
        let instead = fault
            .filter(|fault| inject::is_executed(fault))
            .and_then(|fault| inject::gateway_answer(fault, in_json));
        let response = self.dated(instead.unwrap_or(response), state);
        state.databases = databases;
        if let Some(log) = &mut state.request_log {
            let action = self.action(request);
            log.add(request, action, state.clock.now(), response.status);
        }
        response
    }

    /// Answers a request without faults.
    pub(crate) fn answer(&self, request: &Request, state: &mut State) -> Response {
        let wiki = self.wiki();
        if let Some(to) = &wiki.redirect {
            return Response::html(301, "").with("Location", format!("{to}{}", request.target));
        }
        if wiki.has(Setting::Https) && !request.secure {
            let own = self.address.to_string();
            let host = request.header("host").unwrap_or(&own);
            return Response::html(301, "")
                .with("Location", format!("https://{host}{}", request.target));
        }
        if wiki.has(Setting::Basic) && !has_basic_login(request) {
            return Response::html(401, "<h1>Unauthorized</h1>")
                .with("WWW-Authenticate", "Basic realm=\"lab\"");
        }
        let (mut response, cookies) = match self.route(request) {
            Route::Api => {
                let mut call = Call::new(&wiki, state, request, &self.mount);
                (api::answer(&mut call), call.cookies)
            }
            Route::Page(_) => {
                let request = page::read(request, &wiki);
                let mut call = Call::new(&wiki, state, &request, &self.mount);
                (page::answer(&mut call), call.cookies)
            }
            Route::NotFound => (Response::html(404, "<h1>Not Found</h1>"), Vec::new()),
        };
        for cookie in cookies {
            response = response.with("Set-Cookie", cookie);
        }
        response
    }
}

fn has_basic_login(request: &Request) -> bool {
    let login = BASE64_STANDARD.encode("lab:lab");
    request
        .header("authorization")
        .and_then(|value| value.strip_prefix("Basic "))
        .is_some_and(|given| given == login)
}

/// Serves a connection to `address`.
fn serve(
    stream: TcpStream,
    address: SocketAddr,
    hosted: &Mutex<Vec<RunningWiki>>,
) -> io::Result<()> {
    // Responses over TLS are several writes, which would wait for the acknowledgement of the first.
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(IDLE_TIMEOUT))?;
    stream.set_write_timeout(Some(IDLE_TIMEOUT))?;
    let refuses = lock(hosted)
        .iter()
        .filter(|running| running.address == address)
        .any(|running| lock(&running.state).faults.refuses_connection());
    if refuses {
        return Connection::Plain(stream).reset();
    }
    let mut reader = BufReader::new(Connection::accept(stream)?);
    while let Some(mut request) = Request::read(&mut reader)? {
        let connection = reader.get_mut();
        request.secure = connection.is_secure();
        let is_asked = |running: &&RunningWiki| {
            let rest = request.path.strip_prefix(&running.mount);
            running.address == address
                && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let running = lock(hosted).iter().find(is_asked).cloned();
        let Some(running) = running else {
            let page = Response::html(404, "<h1>No such wiki</h1>");
            let date = time::http(Clock::default().now());
            page.with("Date", date).write(connection, false)?;
            if request.closes() {
                break;
            }
            continue;
        };
        let action = match exchange(&running, &request, connection)? {
            ConnectionAction::KeepOpen if !request.closes() => {
                running.wiki().keep_alive.wait(&mut reader)?
            }
            ConnectionAction::KeepOpen => ConnectionAction::Close,
            action => action,
        };
        match action {
            ConnectionAction::KeepOpen => {}
            ConnectionAction::Close => break,
            ConnectionAction::Reset => return reader.into_inner().reset(),
        }
    }
    reader.into_inner().close()
}

/// Answers one request, or injects a fault.
fn exchange(
    running: &RunningWiki,
    request: &Request,
    to: &mut Connection,
) -> io::Result<ConnectionAction> {
    let (fault, response) = {
        let mut state = lock(&running.state);
        let action = running.count(request, &mut state);
        let fault = state.faults.at(&action);
        let response = running.answer_under(fault.as_ref(), request, &mut state);
        let response = running.wiki().keep_alive.announce(response);
        (fault, response)
    };
    let bodyless = request.method == "HEAD";
    match fault {
        Some(fault) => inject::after(&fault, &response, to),
        None => response
            .write(to, bodyless)
            .map(|()| ConnectionAction::KeepOpen),
    }
}
