//! Results in a word.

use mwaccount::{Ask, Error, FieldKind, Requirements, Step, Verdict};

/// Returns a step as `created+WARNING`, `logged-in:NAME`, `ask:FIELDS`, `redirect:ADDRESS`,
/// `refused:REASON+may-resubmit+WAIT(TEXT)`, `unknown:REASON` or `error:REASON(FIELD)`. A refusal's text is shown if it is not
/// for people.
pub fn step(step: &Result<Step, Error>) -> String {
    match step {
        Ok(Step::Created(created)) => {
            let codes = created.warnings.iter().map(|w| format!("+{}", w.code));
            format!("created{}", codes.collect::<String>())
        }
        Ok(Step::LoggedIn(name)) => format!("logged-in:{}", name.replace(' ', "_")),
        Ok(Step::Ask(ask)) => format!("ask:{}", fields(ask)),
        Ok(Step::Redirect(redirect)) => format!("redirect:{}", redirect.url),
        Ok(Step::Refused(refused)) => {
            let mut word = format!("refused:{}", refused.reason);
            if refused.may_resubmit {
                word += "+may-resubmit";
            }
            if let Some(wait) = refused.retry_after {
                word += &format!("+{}s", wait.as_secs());
            }
            if !is_for_people(&refused.message) {
                word += &format!("({})", refused.message);
            }
            word
        }
        Ok(Step::Unknown(unknown)) => format!("unknown:{}", unknown.reason),
        Ok(other) => format!("{other:?}"),
        Err(error) => {
            let field = error.field.as_ref().map(|field| format!("({field})"));
            format!("error:{}{}", error.reason, field.unwrap_or_default())
        }
    }
}

/// Returns false for mark-up, wikitext and keys of messages that the wiki lacks.
fn is_for_people(message: &str) -> bool {
    const RAW: [&str; 14] = [
        "<b>", "<code", "<em", "<i>", "<li", "<p>", "<strong", "<ul", "⧼", "'''", "[http", "[[",
        "&quot;", "&#",
    ];
    !message.is_empty() && !RAW.iter().any(|raw| message.contains(raw))
}

/// Returns the names of the fields that the caller can fill in.
fn fields(ask: &Ask) -> String {
    let shown = ask.fields.iter().filter(|field| match field.kind {
        FieldKind::Null => false,
        FieldKind::Hidden => field.value.as_deref().unwrap_or_default().is_empty(),
        _ => true,
    });
    let names: Vec<&str> = shown.map(|field| field.name.as_str()).collect();
    names.join(",")
}

/// Returns a probe's verdicts as `may-create`, `may-not-create(REASON)` or `unknown`, with `+name-good` or the reason
/// against the name.
pub fn verdicts(found: &Result<Requirements, Error>) -> String {
    let found = match found {
        Ok(found) => found,
        Err(error) => return format!("error:{}({})", error.reason, error.message),
    };
    let may_create = match (found.may_create, &found.refusal) {
        (Some(true), _) => "may-create".to_owned(),
        (Some(false), Some(refused)) => format!("may-not-create({})", refused.reason),
        (Some(false), None) => "may-not-create".to_owned(),
        (None, _) => "unknown".to_owned(),
    };
    match &found.name {
        Some(Verdict::Good) => may_create + "+name-good",
        Some(Verdict::Refused(refused)) => format!("{may_create}+{}", refused.reason),
        None => may_create,
    }
}
