//! Checks of a row that need no request.

use mwaccount::NewAccount;

/// Returns all that is wrong with an account on every wiki.
pub fn problems(account: &NewAccount) -> Vec<String> {
    let mut problems = Vec::new();
    if let Err(invalid) = account.check() {
        problems.push(invalid.message);
    }
    match &account.email {
        Some(email) if !is_email(email) => {
            problems.push(format!(
                "\"{email}\" is no e-mail address that MediaWiki accepts"
            ));
        }
        None if account.mail_password => {
            problems
                .push("no e-mail address, to which --mail-password sends the password".to_owned());
        }
        _ => {}
    }
    if is_password_the_name(account) {
        problems.push("the password is the name; give another".to_owned());
    }
    problems
}

/// Returns whether MediaWiki accepts an e-mail address (`Sanitizer::validateEmail`, 1.17 and later, after
/// the specification of HTML 5).
fn is_email(email: &str) -> bool {
    let Some((local, domain)) = email.split_once('@') else {
        return false;
    };
    let is_label = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let is_local = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    !local.is_empty() && local.chars().all(is_local) && domain.split('.').all(is_label)
}

/// Returns whether the password is the name, which no wiki accepts (`PasswordCannotMatchUsername`; up to
/// 1.26 `User::checkPasswordValidity`, both without regard to case).
fn is_password_the_name(account: &NewAccount) -> bool {
    let Some(password) = &account.password else {
        return false;
    };
    let password = password.expose().to_lowercase();
    [account.name.clone(), account.likely_name()]
        .iter()
        .any(|name| name.to_lowercase() == password)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_that_mediawiki_accepts() {
        for email in [
            "zoe@example.org",
            "z.o'e+w@sub.example-1.org",
            "zoe@localhost",
            "{z}@a",
        ] {
            assert!(is_email(email), "{email}");
        }
        for email in [
            "zoe",
            "@example.org",
            "zoe@",
            "zoe@example..org",
            "zoe@example.org.",
            "zo e@example.org",
            "zoe@example.org, ann@example.org",
            "zoe@exämple.org",
            "a@b@c",
            "<zoe@example.org>",
        ] {
            assert!(!is_email(email), "{email}");
        }
    }

    #[test]
    fn problems_are_all_named() {
        let account = NewAccount::new("zoe_example").password("Zoe Example");
        assert_eq!(problems(&account).len(), 1);
        let mut account = NewAccount::new(" ").email("zoe").language("d e");
        assert_eq!(problems(&account).len(), 2);
        account = NewAccount::new("Zoe").mail_password();
        assert_eq!(problems(&account).len(), 1);
        account = account.email("zoe@example.org").password("other");
        assert!(problems(&account).is_empty());
    }
}
