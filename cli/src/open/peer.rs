//! The user whose program is at the other end of a connection.

use std::net::TcpStream;

/// Returns whether a connection comes from this user, as far as the system tells. The secret in the address protects
/// where it does not.
#[cfg(target_os = "linux")]
pub fn is_own(stream: &TcpStream) -> bool {
    let (Ok(own), Ok(peer)) = (stream.local_addr(), stream.peer_addr()) else {
        return false;
    };
    let look = || {
        let files = ["/proc/net/tcp", "/proc/net/tcp6"];
        let tables = files.map(|file| std::fs::read_to_string(file).unwrap_or_default());
        linux::owner(tables.iter().map(String::as_str), peer, own)
    };
    // The table is not of one moment: what it does not tell must be so twice.
    match look() {
        Owner::Untold => look().is_allowed(),
        owner => owner.is_allowed(),
    }
}

/// The owner of the other end of a connection.
#[cfg(target_os = "linux")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// The number of the user whose program has it open.
    User(u32),
    /// No program has it open any more: the kernel then names root, whoever it was.
    Gone,
    /// The connection stands, but its other end is not in this system's table.
    Untold,
}

#[cfg(target_os = "linux")]
impl Owner {
    fn is_allowed(self) -> bool {
        match self {
            Self::User(user) => linux::is_allowed(user),
            Self::Gone => false,
            Self::Untold => true,
        }
    }
}

/// Returns true: this system has no table of connections that programs can read.
#[cfg(not(target_os = "linux"))]
pub fn is_own(_: &TcpStream) -> bool {
    true
}

#[cfg(target_os = "linux")]
mod linux {
    use std::{
        env,
        fmt::Write,
        net::{IpAddr, SocketAddr},
    };

    use super::Owner;

    /// The state of a connection that neither end has closed.
    const ESTABLISHED: &str = "01";

    /// Returns the owner of the socket that is at `from` and is connected with `to`, from the kernel's tables.
    pub fn owner<'t>(
        tables: impl Iterator<Item = &'t str> + Clone,
        from: SocketAddr,
        to: SocketAddr,
    ) -> Owner {
        let line = |from, to| {
            let mut lines = tables.clone();
            lines.find_map(|table| line(table, from, to))
        };
        if let Some(peer) = line(from, to) {
            return match (peer.user, peer.file) {
                (Some(user), Some(file)) if file != "0" => Owner::User(user),
                _ => Owner::Gone,
            };
        }
        let has_tables = tables.clone().any(|table| table.lines().nth(1).is_some());
        match line(to, from) {
            Some(own) if own.state != ESTABLISHED => Owner::Gone,
            None if has_tables => Owner::Gone,
            _ => Owner::Untold,
        }
    }

    /// A line of the table.
    struct Line<'t> {
        state: &'t str,
        user: Option<u32>,
        /// The number of the socket's file, which is 0 if no program has it open.
        file: Option<&'t str>,
    }

    /// Returns the line of the socket at `from` that is connected with `to`.
    fn line(table: &str, from: SocketAddr, to: SocketAddr) -> Option<Line<'_>> {
        let port = format!(":{:04X} ", from.port());
        let [from, to] = [names(from), names(to)];
        // The table may have tens of thousands of lines.
        let mut lines = table.lines().filter(|line| line.contains(&port));
        lines.find_map(|line| {
            // Number, local address, remote address, state, queues, timer, retransmissions, user, timeout, file.
            let columns: Vec<&str> = line.split_whitespace().collect();
            let (local, remote) = (*columns.get(1)?, *columns.get(2)?);
            let is_it =
                from.iter().any(|name| name == local) && to.iter().any(|name| name == remote);
            is_it.then(|| Line {
                state: columns.get(3).copied().unwrap_or_default(),
                user: columns.get(7).and_then(|user| user.parse().ok()),
                file: columns.get(9).copied(),
            })
        })
    }

    /// Returns whether this user may see the page: the one of this process, or root, who forwards ports and may do
    /// everything anyway. With `sudo` the browser is that of the user who called it.
    pub fn is_allowed(user: u32) -> bool {
        let own = rustix::process::geteuid().as_raw();
        let caller = env::var("SUDO_UID").ok().and_then(|id| id.parse().ok());
        user == own || user == 0 || own == 0 && caller == Some(user)
    }

    /// Returns an address as the kernel writes it: words of 32 bits in the machine's order. An address of version 4 is
    /// also written as one of version 6.
    fn names(address: SocketAddr) -> Vec<String> {
        let octets = match address.ip() {
            IpAddr::V4(ip) => vec![ip.octets().to_vec(), ip.to_ipv6_mapped().octets().to_vec()],
            IpAddr::V6(ip) => vec![ip.octets().to_vec()],
        };
        let name = |octets: Vec<u8>| {
            let mut name = String::new();
            for word in octets.as_chunks().0 {
                let _ = write!(name, "{:08X}", u32::from_ne_bytes(*word));
            }
            let _ = write!(name, ":{:04X}", address.port());
            name
        };
        octets.into_iter().map(name).collect()
    }

    #[cfg(test)]
    mod tests {
        use std::net::{TcpListener, TcpStream};

        use super::*;

        #[test]
        fn the_user_of_a_connection_is_found() {
            for address in ["127.0.0.1:0", "[::1]:0"] {
                // A machine may have one version only.
                let Ok(listener) = TcpListener::bind(address) else {
                    continue;
                };
                let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
                let (server, _) = listener.accept().unwrap();
                let [peer, own] = [client.local_addr().unwrap(), server.local_addr().unwrap()];
                let look = || {
                    let tables = ["/proc/net/tcp", "/proc/net/tcp6"]
                        .map(|file| std::fs::read_to_string(file).unwrap_or_default());
                    owner(tables.iter().map(String::as_str), peer, own)
                };
                let me = rustix::process::geteuid().as_raw();
                assert_eq!(look(), Owner::User(me), "{address}");
                assert!(is_allowed(me));
                assert!(super::super::is_own(&server));
                // The kernel would call root the owner of what nobody has open.
                drop(client);
                assert_eq!(look(), Owner::Gone, "{address}");
                assert!(!super::super::is_own(&server));
            }
            let own = rustix::process::geteuid().as_raw();
            assert!(!is_allowed(if own == 4242 { 4243 } else { 4242 }));
        }

        /// The other end is in another system behind the same address, or was reset, or the table tells nothing.
        #[test]
        fn an_end_that_is_not_in_the_table_is_told_from_one_that_is_gone() {
            let [peer, own] = ["127.0.0.1:65535", "127.0.0.1:16"].map(|end| end.parse().unwrap());
            let found = |line: &str| owner([line].into_iter(), peer, own);
            let head = "sl local_address rem_address st\n";
            let own_end = format!("{head}0: 0100007F:0010 0100007F:FFFF 01 0:0 0:0 0 1000 0 9");
            if cfg!(target_endian = "little") {
                assert_eq!(found(&own_end), Owner::Untold);
                assert_eq!(found(&own_end.replace(" 01 ", " 08 ")), Owner::Gone);
            }
            assert_eq!(found(&own_end.replace("FFFF", "FFFE")), Owner::Gone);
            assert_eq!(found(head), Owner::Untold);
        }
    }
}
