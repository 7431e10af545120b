//! Accepts the connections of the browser.

use std::{
    io,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use super::{
    frame, peer,
    request::{self, Unread},
    response::{self, Response},
    site::Site,
};

/// The maximum number of connections at a time; browsers open six, some of which they do not use.
const MAX_CONNECTIONS: usize = 24;

/// Opens a listener that this machine alone reaches: of version 4, or of version 6 where there is nothing else.
pub fn bind() -> io::Result<TcpListener> {
    let any_port = |ip: SocketAddr| TcpListener::bind(ip);
    any_port((Ipv4Addr::LOCALHOST, 0).into())
        .or_else(|error| any_port((Ipv6Addr::LOCALHOST, 0).into()).map_err(|_| error))
}

/// Serves the listener until the process ends, each connection in a thread.
pub fn serve(listener: TcpListener, site: Arc<Site>) {
    let open = Arc::new(AtomicUsize::new(0));
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(stream) = stream else {
                // The process has no file descriptor left.
                thread::sleep(Duration::from_millis(50));
                continue;
            };
            if open.load(Ordering::SeqCst) >= MAX_CONNECTIONS {
                continue;
            }
            open.fetch_add(1, Ordering::SeqCst);
            let (site, closed) = (Arc::clone(&site), Arc::clone(&open));
            let served = thread::Builder::new().spawn(move || {
                // A client that goes away needs no response.
                let _ = talk(&stream, &site);
                closed.fetch_sub(1, Ordering::SeqCst);
            });
            if served.is_err() {
                open.fetch_sub(1, Ordering::SeqCst);
            }
        }
    });
}

fn talk(stream: &TcpStream, site: &Site) -> io::Result<()> {
    if !peer::is_own(stream) {
        return Ok(());
    }
    let response = match request::read(stream) {
        Ok(request) => site.respond(&request),
        Err(Unread::TooLong) => Response::page(&frame::too_long()).with_status(413),
        Err(Unread::Refused(status)) => Response::failure(status),
        Err(Unread::Gone) => return Ok(()),
    };
    let notes_receipt = response.notes_receipt();
    response.send(stream)?;
    if notes_receipt {
        site.desk.note_received();
    }
    response::discard(stream);
    Ok(())
}
