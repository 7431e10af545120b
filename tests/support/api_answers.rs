//! Responses of api.php as text, for servers that the tests make up.

/// The AuthenticationRequests of a wiki that asks for a password (AuthManager).
pub const INFO: &str = r#"{"batchcomplete":true,"query":{"tokens":{"createaccounttoken":"t0ken+\\"},"authmanagerinfo":{"requests":[{"id":"P","required":"primary-required","fields":{"username":{"type":"string"},"password":{"type":"password"},"retype":{"type":"password"}}}]}}}"#;
/// The account Zoe is created (AuthManager).
pub const PASS: &str = r#"{"createaccount":{"status":"PASS","username":"Zoe"}}"#;
/// The token of a creation (legacy API).
pub const NEED_TOKEN: &str = r#"{"createaccount":{"token":"0123","result":"NeedToken"}}"#;
