//! Filling the fields of AuthManager's AuthenticationRequests (1.27 and later).
//! `AuthenticationRequest::loadFromSubmission` silently drops a request if one of its fields is
//! missing. Therefore every field of a request that is used is sent, empty if unset.

use crate::{
    Answer, Answers, Field, FieldKind, InvalidInput, Secret,
    http::Form,
    mediawiki::auth_request::{AuthField, AuthRequest, AuthRequests, Required},
};

/// An AuthenticationRequest, filled as far as values are known.
pub(crate) struct Filled {
    /// Wire name and value of each field to send, and whether the value is a secret.
    pairs: Vec<(String, Secret, bool)>,
    /// Names, as the caller sees them, of required fields without a value.
    pub missing: Vec<String>,
    /// True if a value was given for at least one field.
    pub has_value: bool,
    /// True if a value was given that differs from what is sent without it.
    is_answered: bool,
    /// True if one of the buttons was pressed.
    pub button_pressed: bool,
}

/// Fills a request. `value` returns the value of a field by the name that the caller sees.
pub(crate) fn fill<'v>(
    request: &AuthRequest,
    value: impl Fn(&str) -> Option<&'v Answer>,
) -> Result<Filled, InvalidInput> {
    let mut filled = Filled {
        pairs: Vec::with_capacity(request.fields.len()),
        missing: Vec::new(),
        has_value: false,
        is_answered: false,
        button_pressed: false,
    };
    for auth_field in &request.fields {
        let (field, wire_name) = (&auth_field.field, auth_field.wire_name.as_str());
        let given = value(&field.name);
        filled.has_value |= given.is_some();
        filled.is_answered |= given.is_some_and(|given| is_answer(field, given));
        if auth_field.is_asked && given.is_none() {
            filled.missing.push(field.name.clone());
            continue;
        }
        match field.kind {
            FieldKind::Null if given.is_some() => {
                return Err(InvalidInput::in_field(
                    &field.name,
                    format!(
                        "the field \"{}\" is for display only; give no value for it",
                        field.name
                    ),
                ));
            }
            FieldKind::Null => {}
            FieldKind::Checkbox | FieldKind::Button => {
                let checked = given
                    .map(|given| checkbox_value(field, given))
                    .transpose()?;
                if checked == Some(true) {
                    filled.button_pressed |= field.kind == FieldKind::Button;
                    let ticked = auth_field.ticked.as_deref().unwrap_or("1");
                    filled.push(auth_field, wire_name, Secret::from(ticked));
                } else if !field.optional {
                    filled.missing.push(field.name.clone());
                }
            }
            FieldKind::Multiselect => {
                let values = given
                    .map(|given| multiselect_values(field, given))
                    .transpose()?;
                let values = values.unwrap_or_default();
                if values.is_empty() && !field.optional {
                    filled.missing.push(field.name.clone());
                }
                let wire_name = format!("{wire_name}[]");
                for value in values {
                    filled.push(auth_field, &wire_name, value);
                }
            }
            FieldKind::Select => match given.map(|given| select_value(field, given)).transpose()? {
                Some(value) => filled.push(auth_field, wire_name, value),
                None => match &field.value {
                    Some(value) => filled.push(auth_field, wire_name, Secret::from(value.as_str())),
                    None => filled.missing.push(field.name.clone()),
                },
            },
            FieldKind::Hidden | FieldKind::String | FieldKind::Password => {
                let value = match given {
                    Some(given) => text_value(field, given)?.clone(),
                    None => Secret::from(field.value.as_deref().unwrap_or_default()),
                };
                let may_be_empty = field.optional || field.kind == FieldKind::Hidden;
                if value.is_empty() && !may_be_empty {
                    filled.missing.push(field.name.clone());
                } else {
                    filled.push(auth_field, wire_name, value);
                }
            }
        }
    }
    Ok(filled)
}

impl Filled {
    fn push(&mut self, auth_field: &AuthField, wire_name: &str, value: Secret) {
        self.pairs
            .push((wire_name.to_owned(), value, auth_field.field.sensitive));
    }

    /// Appends the fields to a form. Requests can share a field such as `username`; a field that is
    /// in the form already is skipped.
    pub fn append_to(self, form: &mut Form) {
        let already_sent: Vec<bool> = self
            .pairs
            .iter()
            .map(|(name, ..)| form.get(name).is_some())
            .collect();
        for ((name, value, is_secret), already_sent) in self.pairs.into_iter().zip(already_sent) {
            if already_sent {
                continue;
            }
            if is_secret {
                form.push_secret(&name, &value);
            } else {
                form.push(&name, value.expose());
            }
        }
    }
}

/// Fills all requests of a beginning. Required requests must be complete, unless a button was pressed.
/// Of several primary requests one must be complete. Optional requests are sent if they are
/// complete.
pub(super) fn fill_all(requests: &AuthRequests, answers: &Answers) -> Result<Form, InvalidInput> {
    let filled = fill_each(requests, answers)?;
    let button_pressed = filled.iter().any(|(_, filled)| filled.button_pressed);
    let primary_complete = filled.iter().any(|(request, filled)| {
        request.required == Required::Primary && filled.has_value && filled.missing.is_empty()
    });
    let mut form = Form::default();
    for (request, filled) in filled {
        let is_required = match request.required {
            Required::Always => !button_pressed,
            Required::Primary => !button_pressed && !primary_complete,
            Required::Optional => false,
        };
        match filled.missing.first() {
            None => filled.append_to(&mut form),
            Some(missing) if is_required || filled.has_value => return Err(unfilled(missing)),
            Some(_) => {}
        }
    }
    Ok(form)
}

/// Fills the requests of a step that waits. The answer to one of them may be all that the wiki wants: to
/// switch to another second factor (`newModule` of OATHAuth, 1.45), or to skip the step with a button.
/// Therefore a request without an answer is left out if it is incomplete and another one is answered,
/// unless it is a captcha.
pub(super) fn fill_step(requests: &AuthRequests, answers: &Answers) -> Result<Form, InvalidInput> {
    let filled = fill_each(requests, answers)?;
    let is_answered = filled.iter().any(|(_, filled)| filled.is_answered);
    let mut form = Form::default();
    for (request, filled) in filled {
        let is_required = match request.required {
            Required::Always | Required::Primary => !is_answered || request.captcha.is_some(),
            Required::Optional => false,
        };
        match filled.missing.first() {
            None => filled.append_to(&mut form),
            Some(missing) if is_required || filled.is_answered => return Err(unfilled(missing)),
            Some(_) => {}
        }
    }
    Ok(form)
}

fn fill_each<'r>(
    requests: &'r AuthRequests,
    answers: &Answers,
) -> Result<Vec<(&'r AuthRequest, Filled)>, InvalidInput> {
    let requests = requests.requests.iter();
    requests
        .map(|request| Ok((request, fill(request, |name| answers.get(name))?)))
        .collect()
}

fn unfilled(missing: &str) -> InvalidInput {
    InvalidInput::in_field(missing, format!("the field \"{missing}\" must be filled"))
}

/// Returns whether a value differs from what is sent for the field without it.
fn is_answer(field: &Field, given: &Answer) -> bool {
    match given {
        _ if matches!(field.kind, FieldKind::Checkbox | FieldKind::Button) => {
            checkbox_value(field, given).unwrap_or(true)
        }
        Answer::Text(text) => !text.is_empty() && field.value.as_deref() != Some(text.expose()),
        Answer::Checked(is_checked) => *is_checked,
        Answer::Many(values) => !values.is_empty(),
    }
}

/// Returns the answer for a field that was asked for and left out: its value in the form.
pub(crate) fn unanswered(field: &Field) -> Answer {
    match field.kind {
        FieldKind::Checkbox | FieldKind::Button => Answer::Checked(field.value.is_some()),
        FieldKind::Multiselect => Answer::Many(Vec::new()),
        _ => Answer::from(field.value.clone().unwrap_or_default()),
    }
}

/// Fails if one of the names belongs to none of the fields.
pub(crate) fn check_names<'n, 'f>(
    fields: impl IntoIterator<Item = &'f Field> + Clone,
    mut names: impl Iterator<Item = &'n str>,
) -> Result<(), InvalidInput> {
    let known = || {
        let fields = fields.clone().into_iter();
        fields.map(|field| field.name.as_str())
    };
    let Some(unknown) = names.find(|name| !known().any(|known| known == *name)) else {
        return Ok(());
    };
    let known: Vec<&str> = known().collect();
    let asked = if known.is_empty() {
        "it asks for no field".to_owned()
    } else {
        format!("it asks for: {}", known.join(", "))
    };
    Err(InvalidInput::in_field(
        unknown,
        format!("the wiki does not ask for a field \"{unknown}\" now; {asked}"),
    ))
}

fn invalid_value(field: &Field, wanted: &str) -> InvalidInput {
    InvalidInput::in_field(
        &field.name,
        format!("the field \"{}\" takes {wanted}", field.name),
    )
}

fn text_value<'v>(field: &Field, given: &'v Answer) -> Result<&'v Secret, InvalidInput> {
    match given {
        Answer::Text(text) => Ok(text),
        _ => Err(invalid_value(field, "a text")),
    }
}

fn checkbox_value(field: &Field, given: &Answer) -> Result<bool, InvalidInput> {
    match given {
        Answer::Checked(checked) => Ok(*checked),
        Answer::Text(text) => match text.expose().to_ascii_lowercase().as_str() {
            "1" | "true" | "yes" | "on" => Ok(true),
            "" | "0" | "false" | "no" | "off" => Ok(false),
            _ => Err(invalid_value(field, "yes or no")),
        },
        Answer::Many(_) => Err(invalid_value(field, "yes or no")),
    }
}

fn select_value(field: &Field, given: &Answer) -> Result<Secret, InvalidInput> {
    let value = text_value(field, given)?;
    check_option(field, value.expose())?;
    Ok(value.clone())
}

fn multiselect_values(field: &Field, given: &Answer) -> Result<Vec<Secret>, InvalidInput> {
    let values: Vec<Secret> = match given {
        Answer::Many(values) => values.clone(),
        Answer::Text(text) if text.is_empty() => Vec::new(),
        Answer::Text(text) => vec![text.clone()],
        Answer::Checked(_) => return Err(invalid_value(field, "values of its options")),
    };
    for value in &values {
        check_option(field, value.expose())?;
    }
    Ok(values)
}

/// Fails if the value is not one of the field's options. The wiki would drop the whole request.
fn check_option(field: &Field, value: &str) -> Result<(), InvalidInput> {
    let mut options = field.options.iter().map(|(value, _)| value.as_str());
    if options.clone().any(|option| option == value) {
        return Ok(());
    }
    let known = options.by_ref().collect::<Vec<_>>().join(", ");
    Err(invalid_value(
        field,
        &match known.as_str() {
            "" => "no value, since the wiki offers none".to_owned(),
            known => format!("one of: {known}"),
        },
    ))
}
