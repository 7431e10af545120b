//! Bodies compressed with gzip.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use support::raw_server::Act;

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Returns a response with a compressed body.
pub fn gzipped(body: &[u8]) -> Act {
    let length = body.len();
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {length}\r\n\r\n");
    Act::Answer([head.as_bytes(), body].concat())
}

/// Returns a response with a gigabyte of spaces in a megabyte of gzip: a thousand members of one stream.
pub fn bomb() -> Act {
    gzipped(&gzip(&vec![b' '; 1 << 20]).repeat(1 << 10))
}
