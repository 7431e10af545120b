//! The ureq transport with authorities and client certificates from files.

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
};

use mwaccount::{
    Reason, TransportError, Wiki,
    transport::{Transport, Ureq, UreqBuilder},
};
use rustls::version::{TLS12, TLS13};
use support::{file, tls_server::*, transport_requests::*};

fn ureq() -> UreqBuilder {
    Ureq::builder().no_proxy()
}

/// Answers the first request of a connection.
fn hello(mut tls: Tls) {
    if read_request(&mut tls) {
        let _ = tls.write_all(HELLO);
        let _ = tls.flush();
    }
}

#[track_caller]
fn answers(ureq: UreqBuilder, url: &str) {
    let response = got(ureq.build().unwrap().send(&post(url), &limits()));
    assert_eq!(response.body, b"hello");
}

#[track_caller]
fn fails(ureq: UreqBuilder, url: &str, reason: Reason) -> String {
    let fault = not_sent(ureq.build().unwrap().send(&post(url), &limits()));
    assert_eq!(fault.reason, reason, "{}", fault.message);
    fault.message
}

#[test]
fn a_named_authority_is_trusted_and_no_other() {
    let url = tls_server(hello);
    answers(ureq().ca_file(file(CERTIFICATE)), &url);
    let message = fails(ureq(), &url, Reason::Insecure);
    assert!(message.contains("ca_file, --ca-file"), "{message}");
    let another = ureq().ca_file(file("tls/authority.pem"));
    fails(another, &url, Reason::Insecure);
}

/// A certificate made by `openssl req -x509` is one of an authority.
#[test]
fn a_server_is_trusted_whose_own_certificate_is_named() {
    let url = tls_server_with("tls/own.pem", "tls/own.key", hello);
    answers(ureq().ca_file(file("tls/own.pem")), &url);
    fails(ureq().ca_file(file(CERTIFICATE)), &url, Reason::Insecure);
    // By the same key, valid at other times.
    fails(ureq().ca_file(file("tls/late.pem")), &url, Reason::Insecure);

    let elsewhere = url.replace("localhost", "127.0.0.1");
    let message = fails(
        ureq().ca_file(file("tls/own.pem")),
        &elsewhere,
        Reason::Insecure,
    );
    assert!(message.contains("not valid for name"), "{message}");

    let url = tls_server_with("tls/late.pem", "tls/own.key", hello);
    let message = fails(ureq().ca_file(file("tls/late.pem")), &url, Reason::Insecure);
    assert!(message.contains("expired"), "{message}");
}

#[test]
fn a_client_certificate_is_shown_where_it_is_wanted() {
    let trusting = || ureq().ca_file(file(CERTIFICATE));
    for version in [&TLS12, &TLS13] {
        let url = tls_server_requiring_client_certificate(version, hello);
        answers(trusting().client_cert(file("tls/client.pem")), &url);

        let parts = Parts::new();
        let apart = trusting()
            .client_cert(parts.certificate())
            .client_key(parts.key());
        answers(apart, &url);

        let message = fails(trusting(), &url, Reason::AccessDenied);
        assert!(message.contains("client_cert, --client-cert"), "{message}");
        let strange = trusting()
            .client_cert(file("tls/own.pem"))
            .client_key(file("tls/own.key"));
        let message = fails(strange, &url, Reason::AccessDenied);
        assert!(
            message.contains("refused the client certificate"),
            "{message}"
        );
    }

    // A server that requires none ignores it.
    let url = tls_server(hello);
    answers(trusting().client_cert(file("tls/client.pem")), &url);
}

/// The client's certificate and key, each in its own file.
struct Parts(PathBuf);

impl Parts {
    fn new() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("client-certificate");
        fs::create_dir_all(&folder).unwrap();
        let both = fs::read_to_string(file("tls/client.pem")).unwrap();
        let at = both.find("-----BEGIN PRIVATE KEY").unwrap();
        fs::write(folder.join("certificate"), &both[..at]).unwrap();
        fs::write(folder.join("key"), &both[at..]).unwrap();
        fs::write(folder.join("empty"), "").unwrap();
        fs::write(folder.join("damaged"), both.replace("\nM", "\n?")).unwrap();
        fs::write(folder.join("two"), format!("{both}{}", &both[at..])).unwrap();
        fs::write(folder.join("binary"), [0x30, 0x82, 1, 0, 0xff]).unwrap();
        let nonsense = "-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n";
        fs::write(
            folder.join("nonsense"),
            format!("{nonsense}{}", &both[at..]),
        )
        .unwrap();
        Self(folder)
    }

    fn certificate(&self) -> PathBuf {
        self.0.join("certificate")
    }

    fn key(&self) -> PathBuf {
        self.0.join("key")
    }
}

#[track_caller]
fn refused(ureq: UreqBuilder, path: &Path) -> TransportError {
    let fault = without_secret(ureq.build().unwrap_err());
    assert_eq!(fault.reason, Reason::InvalidArgument);
    let named = path.to_str().unwrap();
    assert!(fault.message.contains(named), "{}", fault.message);
    fault
}

#[test]
fn files_that_cannot_be_used_are_named_before_anything_is_sent() {
    let parts = Parts::new();
    let client = file("tls/client.pem");
    for (name, what) in [
        ("missing", "cannot be read"),
        ("", "cannot be read"),
        ("empty", "contains no certificate"),
        ("binary", "contains no certificate"),
        ("key", "contains no certificate"),
        ("damaged", "is damaged"),
        ("nonsense", "cannot be used"),
    ] {
        let path = parts.0.join(name);
        for builder in [
            ureq().ca_file(&path),
            ureq().client_cert(&path).client_key(&client),
        ] {
            let fault = refused(builder, &path);
            assert!(fault.message.contains(what), "{name}: {}", fault.message);
        }
    }
    for (name, what) in [
        ("missing", "cannot be read"),
        ("empty", "contains no private key"),
        ("certificate", "contains no private key"),
        ("damaged", "is damaged"),
        ("two", "more than one"),
    ] {
        let path = parts.0.join(name);
        let fault = refused(ureq().client_cert(&client).client_key(&path), &path);
        assert!(fault.message.contains(what), "{name}: {}", fault.message);
    }
    let locked = file("tls/encrypted.key");
    let fault = refused(ureq().client_cert(&client).client_key(&locked), &locked);
    assert!(fault.message.contains("passphrase"), "{}", fault.message);
    let others = file("tls/own.key");
    let fault = refused(ureq().client_cert(&client).client_key(&others), &others);
    assert!(fault.message.contains("belongs to"), "{}", fault.message);
    let alone = refused(ureq().client_key(parts.key()), &parts.key());
    assert!(
        alone.message.contains("client_cert, --client-cert"),
        "{}",
        alone.message
    );
}

#[test]
fn a_wiki_is_set_up_with_them() {
    let url = tls_server_requiring_client_certificate(&TLS13, hello);
    let mut wiki = Wiki::builder(&url)
        .ca_file(file(CERTIFICATE))
        .client_cert(file("tls/client.pem"))
        .build()
        .unwrap();
    let error = wiki.fields().unwrap_err();
    assert_ne!(error.reason, Reason::AccessDenied, "{}", error.message);
    let missing = Wiki::builder(&url).ca_file("missing.pem").build();
    let error = missing.err().unwrap();
    assert_eq!(error.reason, Reason::InvalidArgument);
    assert!(error.message.contains("missing.pem"), "{}", error.message);
}

/// The files are for the wiki's server. A proxy that is reached over TLS is checked against the system's
/// authorities, and gets no client certificate.
#[test]
#[cfg(target_os = "linux")]
fn certificate_files_do_not_apply_to_a_proxy() {
    use std::io::Read;

    if let Ok(proxy) = env::var(WIKI) {
        let through = Ureq::builder()
            .proxy(&proxy)
            .ca_file(file("tls/authority.pem"))
            .client_cert(file("tls/client.pem"));
        answers(through, "http://wiki.invalid/");
        return;
    }
    let proxy = tls_server(|mut tls| {
        let mut asked = Vec::new();
        while !asked.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            tls.read_exact(&mut byte).unwrap();
            asked.extend(byte);
        }
        assert!(asked.starts_with(b"CONNECT wiki.invalid:80 "));
        tls.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").unwrap();
        tls.flush().unwrap();
        hello(tls);
    });
    in_trusting_child(
        "certificates::certificate_files_do_not_apply_to_a_proxy",
        &proxy,
    );
}
