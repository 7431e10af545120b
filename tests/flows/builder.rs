//! Settings without an effect are invalid input, and not dropped.

use mwaccount::{Reason, Wiki, WikiBuilder, transport::Scripted};

fn builder() -> WikiBuilder {
    Wiki::builder("https://wiki.example.org/w/api.php")
}

/// Returns builders with settings of the default transport.
fn of_ureq() -> [(&'static str, WikiBuilder); 4] {
    [
        ("proxy", builder().proxy("http://proxy.example:8080")),
        ("ca_file", builder().ca_file("/no/such/file")),
        ("client_cert", builder().client_cert("/no/such/file")),
        ("client_key", builder().client_key("/no/such/file")),
    ]
}

#[test]
fn settings_of_the_default_transport_apply_to_no_other() {
    for (what, builder) in of_ureq() {
        let error = builder.transport(Scripted::default()).build().err();
        let error = error.unwrap_or_else(|| panic!("{what} is dropped"));
        assert_eq!(error.reason, Reason::InvalidArgument, "{what}");
        assert!(error.message.contains("own transport"), "{what}: {error}");
    }
    assert!(builder().transport(Scripted::default()).build().is_ok());
}

#[test]
fn a_session_has_no_transport() {
    let with = builder().transport(Scripted::default());
    for (what, builder) in of_ureq().into_iter().chain([("transport", with)]) {
        let error = builder.session().err();
        let error = error.unwrap_or_else(|| panic!("{what} is dropped"));
        assert_eq!(error.reason, Reason::InvalidArgument, "{what}");
    }
    assert!(builder().session().is_ok());
}
