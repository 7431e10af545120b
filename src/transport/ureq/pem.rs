//! Certificates and keys from files, in PEM.

use std::{fs::File, io::Read, path::Path};

use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use zeroize::Zeroizing;

use crate::{Reason, TransportError};

/// The maximum size of a file, in bytes. The bundle of all public authorities has about 250 KB.
const MAX_SIZE: u64 = 16 << 20;

/// UTF-8's byte order mark, with which some editors begin a file.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Marks of keys with a passphrase: PKCS #8, and OpenSSL's older formats.
const ENCRYPTED: [&[u8]; 2] = [
    b"-----BEGIN ENCRYPTED PRIVATE KEY-----",
    b"Proc-Type: 4,ENCRYPTED",
];

/// A file set by the caller. `what` describes it in errors.
#[derive(Clone, Copy)]
pub(super) struct PemFile<'p> {
    pub what: &'static str,
    pub path: &'p Path,
}

impl PemFile<'_> {
    /// Creates an error about this file: "the {what} {path} {why}".
    pub fn error(self, why: &str) -> TransportError {
        let Self { what, path } = self;
        TransportError::new(
            Reason::InvalidArgument,
            format!("the {what} {} {why}", path.display()),
        )
    }

    /// Reads its certificates, at least one.
    pub fn certificates(self) -> Result<Vec<CertificateDer<'static>>, TransportError> {
        let bytes = self.bytes()?;
        let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
        match read {
            Ok(certificates) if certificates.is_empty() => Err(self.error(
                "contains no certificate; write it in PEM, beginning with -----BEGIN CERTIFICATE-----",
            )),
            Ok(certificates) => Ok(certificates),
            Err(_) => Err(self.error("is damaged; create it again in PEM")),
        }
    }

    /// Reads its private key.
    pub fn private_key(self) -> Result<PrivateKeyDer<'static>, TransportError> {
        let bytes = self.bytes()?;
        let contains = |mark: &[u8]| bytes.windows(mark.len()).any(|part| part == mark);
        if ENCRYPTED.into_iter().any(contains) {
            return Err(self.error(
                "contains a key with a passphrase; remove the passphrase, for example with openssl pkey, and make the file readable only to yourself",
            ));
        }
        let mut keys = PrivateKeyDer::pem_slice_iter(&bytes);
        match (keys.next(), keys.next()) {
            (Some(Ok(key)), None) => Ok(key),
            (Some(Ok(_)), Some(_)) => Err(self.error("contains more than one private key; leave one")),
            (Some(Err(_)), _) => Err(self.error("is damaged; create it again in PEM")),
            (None, _) => Err(self.error(
                "contains no private key; add it in PEM (-----BEGIN PRIVATE KEY-----), or give the file with the key (client_key, --client-key)",
            )),
        }
    }

    fn bytes(self) -> Result<Zeroizing<Vec<u8>>, TransportError> {
        let unreadable = |error| self.error(&format!("cannot be read ({error})"));
        let file = File::open(self.path).map_err(unreadable)?;
        let mut bytes = Zeroizing::new(Vec::new());
        file.take(MAX_SIZE + 1)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
        if bytes.len() as u64 > MAX_SIZE {
            return Err(self.error("is too large for certificates and keys; give another file"));
        }
        // It hides the first certificate or key from the parser.
        if bytes.starts_with(BYTE_ORDER_MARK) {
            bytes.drain(..BYTE_ORDER_MARK.len());
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_byte_order_mark_hides_nothing() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls");
        let file = tempfile::NamedTempFile::new().unwrap();
        let both = fs::read(folder.join("client.pem")).unwrap();
        fs::write(file.path(), [BYTE_ORDER_MARK, &both].concat()).unwrap();
        let marked = PemFile {
            what: "client certificate",
            path: file.path(),
        };
        assert_eq!(marked.certificates().unwrap().len(), 1);
        let key = fs::read(folder.join("own.key")).unwrap();
        fs::write(file.path(), [BYTE_ORDER_MARK, &key].concat()).unwrap();
        marked.private_key().unwrap();
    }
}
