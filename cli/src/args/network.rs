//! The options for HTTP authentication, TLS, proxies and the time limit.

use std::path::PathBuf;

use clap::{
    Args,
    builder::{NonEmptyStringValueParser, RangedU64ValueParser},
};

/// HTTP authentication, TLS, proxies and the time limit.
#[derive(Debug, Args)]
pub struct NetworkArgs {
    /// The user for a web server that asks for a login of its own (HTTP basic authentication)
    #[arg(long, value_name = "USER", value_parser = NonEmptyStringValueParser::new())]
    pub http_user: Option<String>,

    /// Takes that user's password from a file: its text without one newline at the end
    ///
    /// Without this the password is asked for on the terminal, unseen.
    #[arg(long, value_name = "FILE", requires = "http_user")]
    pub http_password_file: Option<PathBuf>,

    /// Trusts the authorities whose certificates are in this file, in PEM, and no other
    ///
    /// The certificate of the wiki's server may be in it too, as where it signed itself.
    #[arg(long, value_name = "FILE")]
    pub ca_file: Option<PathBuf>,

    /// Shows the client certificate in this file, in PEM, to a server that wants to see one
    ///
    /// Its private key, without a passphrase, is in the same file or in that of --client-key.
    #[arg(long, value_name = "FILE")]
    pub client_cert: Option<PathBuf>,

    /// Takes the private key of the client certificate from this file
    #[arg(long, value_name = "FILE", requires = "client_cert")]
    pub client_key: Option<PathBuf>,

    /// Goes through this proxy, such as http://proxy.example.org:8080
    ///
    /// Without this the proxy is that of the environment (HTTPS_PROXY and the like), where its
    /// password belongs if it has one. This computer is always reached directly.
    #[arg(long, value_name = "URL", value_parser = NonEmptyStringValueParser::new())]
    pub proxy: Option<String>,

    /// The longest a single request may take
    #[arg(long, value_name = "SECONDS", default_value_t = 30,
          value_parser = RangedU64ValueParser::<u64>::new().range(1..=86_400))]
    pub timeout: u64,
}
