//! Fields of MediaWiki that have an option, and in a table a column, of their own.

/// The fields that have an option of their own, and that option. `--field` does not accept
/// them: of two values for one field, one would be ignored silently.
pub const FIELDS_WITH_OPTION: [(&str, &str); 7] = [
    ("username", "--name"),
    ("password", "--password-file or --password-stdin"),
    ("retype", "--password-file or --password-stdin"),
    ("email", "--email"),
    ("realname", "--real-name"),
    ("domain", "--domain"),
    ("reason", "--reason"),
];
