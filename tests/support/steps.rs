//! Results of creations and logins: summarised in a word, or unwrapped as the expected step.

use mwaccount::{Ask, Created, Error, Reason, Redirect, Refused, Step, Unknown};

/// Returns a step in one word, with the codes of its warnings: `created+answer-lost`, `logged-in:Admin`, `ask`,
/// `redirect`, `refused:name-taken`, `unknown:unreachable`, `error:invalid-argument`.
pub fn step_summary(step: &Result<Step, Error>) -> String {
    match step {
        Ok(Step::Created(created)) => {
            let codes = created.warnings.iter().map(|w| format!("+{}", w.code));
            format!("created{}", codes.collect::<String>())
        }
        Ok(Step::LoggedIn(name)) => format!("logged-in:{name}"),
        Ok(Step::Ask(_)) => "ask".to_owned(),
        Ok(Step::Restart(_)) => "restart".to_owned(),
        Ok(Step::Redirect(_)) => "redirect".to_owned(),
        Ok(Step::Refused(refused)) => format!("refused:{}", refused.reason),
        Ok(Step::Unknown(unknown)) => format!("unknown:{}", unknown.reason),
        Ok(other) => panic!("{other:?}"),
        Err(error) => format!("error:{}", error.reason),
    }
}

/// Unwraps the expected step, and panics at any other.
pub trait ExpectStep {
    fn expect_created(self) -> Created;
    fn expect_ask(self) -> Ask;
    fn expect_redirect(self) -> Redirect;
    fn expect_refused(self) -> Refused;
    fn expect_unknown(self) -> Unknown;
    /// Returns the field of an invalid input.
    fn expect_invalid(self) -> Option<String>;
}

impl ExpectStep for Result<Step, Error> {
    #[track_caller]
    fn expect_created(self) -> Created {
        match self {
            Ok(Step::Created(created)) => created,
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    fn expect_ask(self) -> Ask {
        match self {
            Ok(Step::Ask(ask)) => ask,
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    fn expect_redirect(self) -> Redirect {
        match self {
            Ok(Step::Redirect(redirect)) => redirect,
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    fn expect_refused(self) -> Refused {
        match self {
            Ok(Step::Refused(refused)) => refused,
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    fn expect_unknown(self) -> Unknown {
        match self {
            Ok(Step::Unknown(unknown)) => unknown,
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    fn expect_invalid(self) -> Option<String> {
        let error = self.expect_err("an invalid input");
        assert_eq!(error.reason, Reason::InvalidArgument, "{error:?}");
        assert!(error.message.len() > 15, "{error:?}");
        error.field
    }
}
