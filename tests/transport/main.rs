//! Connections: servers that speak raw bytes, TLS, proxies and cancelling.

mod cancelled_flows;
mod cancelled_requests;
mod certificates;
mod discovery;
#[cfg(unix)]
mod forks;
mod gzip;
mod hostile_answers;
mod kept_connections;
mod proxy;
mod requests;
mod tls;
mod web_form;
