//! Which servers keep connections open, as far as this process has seen, and what follows for the
//! use of a kept connection. The figures are in `docs/reliability.md`.

use std::{
    collections::VecDeque,
    sync::MutexGuard,
    time::{Duration, Instant},
};

use url::{Position, Url};

use crate::{http::Effect, process::ForkableMutex};

/// The longest idle time after which a connection is used again for a request that only reads. If
/// its response is lost, it is sent again after a short wait.
pub(super) const MAX_IDLE: Duration = Duration::from_secs(1);

/// The same for a request that is sent only once: on a connection that the server has closed, or is
/// closing, its response would be lost.
///
/// The requests of a flow follow each other within milliseconds, so that one connection serves
/// them. After a pause, and every person makes a longer one, a new connection costs two round trips
/// (TCP and TLS 1.3) and half a millisecond of the client's CPU. A request in advance that only reads
/// would show that the server still answers; it costs one round trip and 66 to 95 ms of MediaWiki
/// 1.43.
///
/// Common servers keep an idle connection for 2 s (gunicorn), 5 s (Apache, Node.js, Varnish,
/// lighttpd), 60 s (AWS's balancer), 75 s (nginx) or longer, and `Keep-Alive: timeout=` has whole
/// seconds, so that the header need not be read.
pub(super) const MAX_IDLE_ONCE: Duration = Duration::from_millis(250);

/// The time that a connection must have been idle, and still be open, before it is first used for a
/// request that is sent only once, unless the server is known to keep connections. A server that
/// closes the connection after each response without `Connection: close` does so within this time.
/// This costs less than a new connection to any server that is more than 5 ms away, and once only.
pub(super) const MIN_IDLE_ONCE: Duration = Duration::from_millis(10);

/// How long a server is remembered.
const REMEMBERED: Duration = Duration::from_secs(60 * 60);

/// The most servers that are remembered.
const MAX_SERVERS: usize = 64;

/// The treatment of kept connections by a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Persistence {
    /// It answered a second request on a connection.
    Keeps,
    /// It ended one before it was idle for [`MAX_IDLE`], without announcing it.
    EndsEarly,
}

struct Server {
    /// Host and port.
    name: String,
    persistence: Persistence,
    at: Instant,
}

/// The servers; the one that was seen last is the last.
static SERVERS: ForkableMutex<VecDeque<Server>> = ForkableMutex::new(VecDeque::new());

/// Locks the list.
fn servers() -> Option<MutexGuard<'static, VecDeque<Server>>> {
    SERVERS.lock_unless_abandoned()
}

/// Returns the host and port of a URL.
pub(super) fn server(url: &Url) -> &str {
    &url[Position::BeforeHost..Position::AfterPort]
}

/// Returns what a server is known to do.
pub(super) fn of(server: &str) -> Option<Persistence> {
    let servers = servers()?;
    let known = servers.iter().find(|known| known.name == server)?;
    (known.at.elapsed() < REMEMBERED).then_some(known.persistence)
}

/// Remembers what a server has done. It ends all connections early if it ended one.
pub(super) fn remember(server: &str, persistence: Persistence) {
    if persistence == Persistence::Keeps && of(server).is_some() {
        return;
    }
    let Some(mut servers) = servers() else { return };
    servers.retain(|known| known.name != server);
    servers.push_back(Server {
        name: server.to_owned(),
        persistence,
        at: Instant::now(),
    });
    while servers.len() > MAX_SERVERS {
        servers.pop_front();
    }
}

/// Returns the idle time from which on a connection to this server is not used again for a request
/// with this effect.
pub(super) fn max_idle(effect: Effect, url: &Url) -> Duration {
    match (effect, of(server(url))) {
        (_, Some(Persistence::EndsEarly)) => Duration::ZERO,
        (Effect::Read, _) => MAX_IDLE,
        _ => MAX_IDLE_ONCE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_ended_a_connection_early_is_remembered() {
        let [first, other] =
            ["http://early.test:81/a", "http://early.test/"].map(|url| Url::parse(url).unwrap());
        remember(server(&first), Persistence::Keeps);
        assert_eq!(of("early.test:81"), Some(Persistence::Keeps));
        assert_eq!(max_idle(Effect::MayCreate, &first), MAX_IDLE_ONCE);
        remember(server(&first), Persistence::EndsEarly);
        remember(server(&first), Persistence::Keeps);
        assert_eq!(of("early.test:81"), Some(Persistence::EndsEarly));
        assert_eq!(max_idle(Effect::MayCreate, &first), Duration::ZERO);
        assert_eq!(max_idle(Effect::Read, &first), Duration::ZERO);
        assert_eq!(max_idle(Effect::Read, &other), MAX_IDLE);
        assert_eq!(of(server(&other)), None);
        for number in 0..MAX_SERVERS {
            remember(&format!("{number}.early.test"), Persistence::EndsEarly);
        }
        assert_eq!(of("early.test:81"), None);
    }
}
