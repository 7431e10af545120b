//! Options for HTTP authentication, TLS, proxies and the time limit.

use std::path::PathBuf;

use clap::{
    Args,
    builder::{NonEmptyStringValueParser, RangedU64ValueParser},
};

/// HTTP authentication, TLS, proxies and the time limit.
#[derive(Debug, Args)]
pub struct NetworkArgs {
    /// User name for the web server's HTTP basic authentication
    ///
    /// A user name and password in the address of the wiki (https://user:password@wiki.example.org/)
    /// mean the same, but other users can see them on the command line.
    #[arg(long, value_name = "USER", value_parser = NonEmptyStringValueParser::new())]
    pub http_user: Option<String>,

    /// Read the password of --http-user from FILE (one trailing newline is dropped)
    ///
    /// Without this option mwaccount prompts for the password on the terminal, without echo.
    #[arg(long, value_name = "FILE", requires = "http_user")]
    pub http_password_file: Option<PathBuf>,

    /// Trust only the certificate authorities in FILE (PEM)
    ///
    /// FILE may also contain the server's own certificate, for example a self-signed one.
    #[arg(long, value_name = "FILE")]
    pub ca_file: Option<PathBuf>,

    /// Present the client certificate in FILE (PEM) to servers that request one
    ///
    /// Intermediate certificates follow it in FILE. The private key, without a passphrase, is in
    /// FILE or in the file of --client-key.
    #[arg(long, value_name = "FILE")]
    pub client_cert: Option<PathBuf>,

    /// Read the private key of the client certificate from FILE (PEM, without a passphrase)
    #[arg(long, value_name = "FILE", requires = "client_cert")]
    pub client_key: Option<PathBuf>,

    /// Use a proxy, such as http://proxy.example.org:8080
    ///
    /// The default is the proxy of the environment (HTTPS_PROXY and similar variables). Put a
    /// proxy's password there, not on the command line. Connections to this computer never use
    /// a proxy.
    #[arg(long, value_name = "URL", value_parser = NonEmptyStringValueParser::new())]
    pub proxy: Option<String>,

    /// Time limit for each request
    #[arg(long, value_name = "SECONDS", default_value_t = 30,
          value_parser = RangedU64ValueParser::<u64>::new().range(1..=86_400))]
    pub timeout: u64,
}
