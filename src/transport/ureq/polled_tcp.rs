//! TCP connections for Windows, where shutting a socket down does not end a read or write that waits in another thread
//! (<https://github.com/rust-lang/rust/issues/121594>). Elsewhere it does, and ureq's own connections are used.
//!
//! The socket does not block. While it is not ready, the system is asked for its readiness in slices of time, and the
//! read or write is tried again after each slice: on a socket that was shut down it fails.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, SocketAddr, TcpStream},
    sync::Arc,
    time::{Duration, Instant},
};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use ureq::{
    Error,
    unversioned::transport::{
        Buffers, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout, ShutdownHandle,
        Transport,
    },
};

/// The longest wait before a read or write is tried again, and so the longest time until a cancellation ends it.
const SLICE: Duration = Duration::from_millis(25);

/// Connects to the server, unless an earlier connector of the chain has.
#[derive(Debug, Default)]
pub(super) struct PolledTcpConnector(());

impl<In: Transport> Connector<In> for PolledTcpConnector {
    type Out = Either<In, PolledTcp>;

    fn connect(
        &self,
        details: &ConnectionDetails,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        if chained.is_some() {
            return Ok(chained.map(Either::A));
        }
        let config = details.config;
        let stream = connect_to_any(&details.addrs, details.timeout)?;
        stream.set_nodelay(config.no_delay())?;
        stream.set_nonblocking(true)?;
        let transport = PolledTcp {
            socket: Arc::new(Socket(stream)),
            buffers: LazyBuffers::new(config.input_buffer_size(), config.output_buffer_size()),
        };
        let socket = Arc::downgrade(&transport.socket);
        (details.register_shutdown)(socket)?;
        Ok(Some(Either::B(transport)))
    }
}

/// Connects to the first of the addresses that answers. Each but the last may use half of the time that is left.
fn connect_to_any(addresses: &[SocketAddr], timeout: NextTimeout) -> Result<TcpStream, Error> {
    let deadline = deadline(timeout);
    let mut error = Error::ConnectionFailed;
    for (index, address) in addresses.iter().enumerate() {
        let connected = match deadline {
            None => TcpStream::connect(address),
            Some(deadline) => {
                let left = deadline.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    return Err(Error::Timeout(timeout.reason));
                }
                let is_last = index + 1 == addresses.len();
                TcpStream::connect_timeout(address, if is_last { left } else { left / 2 })
            }
        };
        error = match connected {
            Ok(stream) => return Ok(stream),
            Err(late) if late.kind() == io::ErrorKind::TimedOut => Error::Timeout(timeout.reason),
            Err(other) => Error::Io(other),
        };
    }
    Err(error)
}

/// Returns the end of a time limit, if there is one.
fn deadline(timeout: NextTimeout) -> Option<Instant> {
    Instant::now().checked_add(*timeout.after)
}

#[derive(Debug)]
struct Socket(TcpStream);

impl ShutdownHandle for Socket {
    fn shutdown(&self) {
        // Fails if the connection has already ended.
        let _ = self.0.shutdown(Shutdown::Both);
    }
}

impl Socket {
    /// Repeats `transfer` whenever the socket may have become ready for it, until it transfers something, fails or the
    /// time limit expires.
    fn retry<T>(
        &self,
        readiness: PollFlags,
        timeout: NextTimeout,
        deadline: Option<Instant>,
        mut transfer: impl FnMut(&TcpStream) -> io::Result<T>,
    ) -> Result<T, Error> {
        loop {
            match transfer(&self.0) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                transferred => return Ok(transferred?),
            }
            let left = deadline.map_or(SLICE, |deadline| {
                deadline.saturating_duration_since(Instant::now())
            });
            if left.is_zero() {
                return Err(Error::Timeout(timeout.reason));
            }
            self.await_readiness(readiness, left.min(SLICE))?;
        }
    }

    fn await_readiness(&self, readiness: PollFlags, slice: Duration) -> io::Result<()> {
        let slice = Timespec::try_from(slice).map_err(io::Error::other)?;
        match poll(&mut [PollFd::new(&self.0, readiness)], Some(&slice)) {
            Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// A connection whose reads and writes end soon after it was shut down.
#[derive(Debug)]
pub(super) struct PolledTcp {
    socket: Arc<Socket>,
    buffers: LazyBuffers,
}

impl Transport for PolledTcp {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        let timeout = timeout.for_write();
        let deadline = deadline(timeout);
        let mut output = &self.buffers.output()[..amount];
        while !output.is_empty() {
            let send = |mut stream: &TcpStream| stream.write(output);
            let sent = self.socket.retry(PollFlags::OUT, timeout, deadline, send)?;
            if sent == 0 {
                return Err(Error::Io(io::ErrorKind::WriteZero.into()));
            }
            output = &output[sent..];
        }
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let timeout = timeout.for_read();
        let input = self.buffers.input_append_buf();
        if input.is_empty() {
            // The buffer is full. Windows does not end a read of nothing.
            return Ok(false);
        }
        let receive = |mut stream: &TcpStream| stream.read(input);
        let received = self
            .socket
            .retry(PollFlags::IN, timeout, deadline(timeout), receive)?;
        self.buffers.input_appended(received);
        Ok(received > 0)
    }

    /// Returns whether the server has neither ended the connection nor sent anything without being asked.
    fn is_open(&mut self) -> bool {
        // Not with `peek`, which misses the end under Wine. A byte that is read here is the end of this connection's use.
        let mut stream = &self.socket.0;
        let read = stream.read(&mut [0]);
        read.is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock)
    }
}

#[cfg(test)]
mod tests {
    use std::{net::TcpListener, thread};

    use ureq::{
        Timeout,
        config::Config,
        unversioned::{
            resolver::{ArrayVec, DefaultResolver},
            transport::time,
        },
    };

    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    fn limit(after: Duration) -> NextTimeout {
        NextTimeout {
            after: after.into(),
            reason: Timeout::Global,
            ..NextTimeout::default()
        }
    }

    /// Connects to the first address that answers; returns the server's end too, and the handle that ends the connection.
    fn connected(
        addresses: &[SocketAddr],
        server: &TcpListener,
    ) -> (PolledTcp, TcpStream, Arc<dyn ShutdownHandle>) {
        let mut addrs = ArrayVec::from_fn(|_| addresses[0]);
        addresses.iter().for_each(|address| addrs.push(*address));
        let (sender, receiver) = std::sync::mpsc::channel();
        let details = ConnectionDetails {
            uri: &"http://wiki.example/".parse().unwrap(),
            addrs,
            config: &Config::default(),
            request_level: false,
            resolver: &DefaultResolver::default(),
            now: time::Instant::now(),
            timeout: limit(LONG),
            current_time: Arc::new(time::Instant::now),
            run_connector: Arc::new(|_| Err(Error::ConnectionFailed)),
            register_shutdown: Arc::new(move |handle| {
                sender.send(handle).unwrap();
                Ok(())
            }),
        };
        let transport = PolledTcpConnector::default()
            .connect(&details, None::<()>)
            .unwrap();
        let Some(Either::B(transport)) = transport else {
            panic!("{transport:?}");
        };
        let handle = receiver.recv().unwrap().upgrade().unwrap();
        (transport, server.accept().unwrap().0, handle)
    }

    fn listen() -> (TcpListener, SocketAddr) {
        let server = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = server.local_addr().unwrap();
        (server, address)
    }

    #[test]
    fn reads_and_writes_wait_for_the_server() {
        let (server, address) = listen();
        let (mut transport, mut peer, _handle) = connected(&[address], &server);
        assert!(transport.is_open());
        let echo = thread::spawn(move || {
            thread::sleep(3 * SLICE);
            let mut asked = [0; 5];
            peer.read_exact(&mut asked).unwrap();
            peer.write_all(&asked).unwrap();
        });
        transport.buffers().output()[..5].copy_from_slice(b"hello");
        transport.transmit_output(5, limit(LONG)).unwrap();
        assert!(transport.await_input(limit(LONG)).unwrap());
        assert_eq!(transport.buffers().input(), b"hello");
        transport.buffers().input_consume(5);
        echo.join().unwrap();
        // The server has closed the connection.
        assert!(!transport.await_input(limit(LONG)).unwrap());
        assert!(!transport.is_open());
    }

    #[test]
    fn an_address_that_refuses_is_passed_over() {
        let (closed, refuses) = listen();
        drop(closed);
        let (server, address) = listen();
        let (mut transport, _peer, _handle) = connected(&[refuses, address], &server);
        assert!(transport.is_open());
        let refused = connect_to_any(&[refuses], limit(LONG)).unwrap_err();
        assert!(matches!(refused, Error::Io(_)), "{refused}");
        let late = connect_to_any(&[address], limit(Duration::ZERO)).unwrap_err();
        assert!(matches!(late, Error::Timeout(Timeout::Global)), "{late}");
    }

    #[test]
    fn a_read_and_a_write_have_a_time_limit() {
        let (server, address) = listen();
        let (mut transport, _deaf, _handle) = connected(&[address], &server);
        let start = Instant::now();
        let read = transport.await_input(limit(2 * SLICE)).unwrap_err();
        assert!(matches!(read, Error::Timeout(Timeout::Global)), "{read}");
        let written = loop {
            if let Err(error) = transport.transmit_output(4096, limit(2 * SLICE)) {
                break error;
            }
        };
        assert!(matches!(written, Error::Timeout(Timeout::Global)));
        assert!(start.elapsed() >= 4 * SLICE && start.elapsed() < LONG / 6);
    }

    /// Ends a connection while `waits` waits, which it is repeated for; returns how long it went on.
    fn ended_during(mut waits: impl FnMut(&mut PolledTcp) -> Result<bool, Error>) -> Duration {
        let (server, address) = listen();
        let (mut transport, _deaf, handle) = connected(&[address], &server);
        let ending = thread::spawn(move || {
            thread::sleep(4 * SLICE);
            handle.shutdown();
            Instant::now()
        });
        while matches!(waits(&mut transport), Ok(true)) {}
        ending.join().unwrap().elapsed()
    }

    #[test]
    fn a_shutdown_ends_a_read_and_a_write() {
        let read = ended_during(|transport| transport.await_input(limit(LONG)));
        let written = ended_during(|transport| {
            let sent = transport.transmit_output(4096, limit(LONG));
            sent.map(|()| true)
        });
        // 100 ms on a machine that does nothing else.
        for late in [read, written] {
            assert!(late < Duration::from_secs(1), "{late:?}");
        }
    }
}
