//! Error messages. They contain the host and may contain the message of ureq, the TLS library or
//! the system, but no text of the request.

use std::io;

use rustls::{AlertDescription, CertificateError};
use ureq::Error;
use url::{Position, Url};

use super::{client_certificate::Ended, reach::LeadsInside};
use crate::{Reason, TransportError, transport::Limits};

/// Creates the error for a failure before any of the request was sent.
pub(super) fn not_sent(error: Error, url: &Url, limits: &Limits) -> TransportError {
    let host = host(url);
    let (reason, message) = match &error {
        Error::Timeout(_) => (
            Reason::Unreachable,
            format!(
                "there was no connection to {host} within {:?}; try again later or allow more time",
                limits.timeout
            ),
        ),
        Error::Io(error) if let Some(LeadsInside(range)) = leads_inside(error) => (
            Reason::Insecure,
            format!(
                "the wiki led to {host}, which is {}; it was not connected to; if that is where the wiki is, \
                 give its address yourself",
                range.description()
            ),
        ),
        Error::Io(error) if is_not_tls(error) => (
            Reason::Unreachable,
            format!("{host} does not support https on that port; check the address, or use http"),
        ),
        Error::Io(error) if tls_error(error).is_some() => handshake_failed(error, host),
        Error::Io(error) => (
            Reason::Unreachable,
            format!(
                "{host} cannot be reached ({error}); check the address, the network and the proxy"
            ),
        ),
        Error::HostNotFound | Error::ConnectionFailed => (
            Reason::Unreachable,
            format!("{host} cannot be found; check the address and the network"),
        ),
        Error::ConnectProxyFailed(answer) => (
            Reason::Unreachable,
            format!(
                "the proxy refused to connect to {host} ({answer}); check its address and credentials"
            ),
        ),
        Error::Protocol(error) => (
            Reason::Protocol,
            format!(
                "no HTTP request could be sent to {host} ({error}); check its headers and the proxy"
            ),
        ),
        _ => (
            Reason::Protocol,
            format!("the request to {host} is not valid HTTP; check its address and headers"),
        ),
    };
    TransportError::new(reason, message).with_source(error)
}

fn leads_inside(error: &io::Error) -> Option<&LeadsInside> {
    error.get_ref()?.downcast_ref()
}

/// Returns whether the server answered the handshake with something other than TLS.
fn is_not_tls(error: &io::Error) -> bool {
    matches!(tls_error(error), Some(rustls::Error::InvalidMessage(_)))
}

/// Returns the reason and message for a failed handshake or an untrusted certificate.
fn handshake_failed(error: &io::Error, host: &str) -> (Reason, String) {
    let advice = match tls_error(error) {
        Some(rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer)) => {
            "check the address, or give the authority that issued the server's certificate (ca_file, --ca-file)"
        }
        _ => {
            "check the address, the server's certificate and this computer's clock and certificates"
        }
    };
    let message = format!("could not connect securely to {host} ({error}); {advice}");
    (Reason::Insecure, message)
}

/// Creates the error for a TLS alert that rejects the client certificate or asks for one. With TLS
/// 1.3 the alert arrives after the client has finished the handshake, but the server has not read
/// any of the request.
pub(super) fn client_certificate_rejected(error: &Error, url: &Url) -> Option<TransportError> {
    use AlertDescription as Alert;

    let Error::Io(error) = error else {
        return None;
    };
    let host = host(url);
    if let Some(ended) = error
        .get_ref()
        .and_then(|error| error.downcast_ref::<Ended>())
    {
        let message = if ended.has_certificate {
            format!(
                "the server at {host} ended the connection and may have refused the client certificate ({ended}); \
                 check it (client_cert, --client-cert)"
            )
        } else {
            format!(
                "the server at {host} asked for a client certificate and ended the connection ({ended}); give one \
                 (client_cert, --client-cert)"
            )
        };
        return Some(TransportError::new(Reason::AccessDenied, message));
    }
    let Some(rustls::Error::AlertReceived(alert)) = tls_error(error) else {
        return None;
    };
    let message = match alert {
        Alert::CertificateRequired => format!(
            "the server at {host} requires a client certificate; give one (client_cert, --client-cert)"
        ),
        Alert::NoCertificate
        | Alert::BadCertificate
        | Alert::UnsupportedCertificate
        | Alert::CertificateRevoked
        | Alert::CertificateExpired
        | Alert::CertificateUnknown
        | Alert::UnknownCA
        | Alert::AccessDenied => format!(
            "the server at {host} refused the client certificate ({error}); check it (client_cert, --client-cert)"
        ),
        _ => return None,
    };
    Some(TransportError::new(Reason::AccessDenied, message))
}

/// Returns the error of the TLS library inside an I/O error, if it is one.
fn tls_error(error: &io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref()
}

/// Creates the error for a failure after the request, or part of it, was sent.
pub(super) fn lost(error: Error, url: &Url, limits: &Limits) -> TransportError {
    let host = host(url);
    let (reason, message) = match &error {
        Error::Timeout(_) => (
            Reason::Unreachable,
            format!("{host} did not answer in full within {:?}", limits.timeout),
        ),
        Error::BodyExceedsLimit(_) => (
            Reason::TooLarge,
            format!(
                "the answer of {host} is larger than {} bytes",
                limits.max_body
            ),
        ),
        Error::LargeResponseHeader(_, max) => (
            Reason::TooLarge,
            format!("the headers {host} sent are larger than {max} bytes"),
        ),
        Error::Io(error) => (
            Reason::Unreachable,
            format!("the connection to {host} ended before its answer was complete ({error})"),
        ),
        Error::Protocol(error) => (
            Reason::Protocol,
            format!("the answer of {host} is malformed ({error})"),
        ),
        Error::Other(error) => (
            Reason::Protocol,
            format!("the answer of {host} is declared as gzip but is not valid gzip ({error})"),
        ),
        _ => (
            Reason::Protocol,
            format!("the answer of {host} is malformed"),
        ),
    };
    let timed_out = matches!(error, Error::Timeout(_));
    let lost = TransportError::new(reason, message).with_source(error);
    if timed_out { lost.timed_out() } else { lost }
}

/// Creates the error for a cancellation after the request, or part of it, was sent.
pub(super) fn cancelled(url: &Url) -> TransportError {
    let host = host(url);
    TransportError::new(
        Reason::Cancelled,
        format!("the call was cancelled before {host} had answered; reset the canceller to go on"),
    )
}

/// Returns the host and port, without credentials.
fn host(url: &Url) -> &str {
    &url[Position::BeforeHost..Position::AfterPort]
}
