//! Prompts on the terminal. They go to standard error: standard output is for the result.

use std::io::{self, Write};

use mwaccount::{
    Answer, Answers, Ask, Captcha, CaptchaKind, Field, FieldKind, Reason, Redirect, Secret,
};

use crate::{
    console::Console,
    images::{SavedImage, without_late_answer},
    interaction::Stage,
    report::Report,
    terminal::{excerpt, label_or_name, print_message, sanitize, short_label},
};

/// Prompts for a line. The end of input (Ctrl-D) cancels the run.
pub fn read_line(prompt: &str) -> Result<String, Box<Report>> {
    write_stderr(&format!("{}: ", excerpt(prompt)));
    let mut line = String::new();
    match io::stdin().read_line(&mut line) {
        Ok(0) => {
            write_stderr("\n");
            Err(Box::new(Report::cancelled()))
        }
        Ok(_) => {
            line.truncate(line.trim_end_matches(['\n', '\r']).len());
            drop_late_answer(&mut line);
            Ok(line)
        }
        Err(e) => Err(unreadable(&e)),
    }
}

/// Removes from the beginning of a line what the terminal answered too late, in place: the line may be a secret.
fn drop_late_answer(line: &mut String) {
    let length = without_late_answer(line).len();
    line.drain(..line.len() - length);
}

/// Sends the user to where the wiki redirects, and prompts for the address to which the browser was sent back.
pub fn returned(redirect: &Redirect) -> Result<String, Box<Report>> {
    let url = sanitize(redirect.url.as_str());
    write_stderr(&format!("mwaccount: the wiki redirects you to {url}\n"));
    print_message("open this address in a browser and complete the steps there");
    let url = read_line("Complete address that the browser was sent back to")?;
    Ok(url.trim().to_owned())
}

/// Prompts for a line, without echo.
pub fn read_hidden_line(console: &Console, prompt: &str) -> Result<Secret, Box<Report>> {
    let prompt = format!("{}: ", excerpt(prompt));
    match console.without_echo(|| rpassword::prompt_password(prompt)) {
        Ok(mut text) => {
            drop_late_answer(&mut text);
            Ok(Secret::new(text))
        }
        Err(e)
            if matches!(
                e.kind(),
                io::ErrorKind::Interrupted | io::ErrorKind::UnexpectedEof
            ) =>
        {
            write_stderr("\n");
            Err(Box::new(Report::cancelled()))
        }
        Err(e) => Err(unreadable(&e)),
    }
}

/// Prompts for yes or no.
pub fn confirm(question: &str) -> Result<bool, Box<Report>> {
    let answer = read_line(&format!("{question} (y/N)"))?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// Prompts for a new password twice.
pub fn new_password(console: &Console) -> Result<Secret, Box<Report>> {
    loop {
        let password = read_hidden_line(console, "Password of the new account")?;
        if password.is_empty() {
            print_message("the password must not be empty");
        } else if read_hidden_line(console, "Password again")? == password {
            return Ok(password);
        } else {
            print_message("the passwords differ; try again");
        }
    }
}

/// Prompts for the fields that the wiki asks for; `images` are the files of the captcha's images. A
/// field without input is omitted.
pub fn answers(
    console: &Console,
    stage: Stage,
    ask: &Ask,
    images: &[Option<SavedImage>],
) -> Result<Answers, Box<Report>> {
    if let Some(message) = &ask.message {
        print_message(&format!("the wiki's message: {}", excerpt(message)));
    }
    if let Some(captcha) = &ask.captcha {
        show_captcha(console, captcha, images);
    }
    let chosen = choose(ask)?;
    let mut answers = Answers::new();
    // Hidden fields are for programs.
    let shown = ask
        .fields
        .iter()
        .filter(|field| field.kind != FieldKind::Hidden);
    for field in shown {
        if field
            .alternative
            .is_some_and(|number| !chosen.contains(&number))
        {
            continue;
        }
        if let Some(help) = &field.help {
            write_stderr(&format!("{}\n", excerpt(help)));
        }
        if let Some(answer) = answer(console, stage, ask, field)? {
            answers.set(&field.name, answer);
        }
    }
    Ok(answers)
}

/// Shows the alternatives of a choice, and returns the numbers of those to fill in.
fn choose(ask: &Ask) -> Result<Vec<usize>, Box<Report>> {
    let fields = ask.fields.iter().filter_map(|field| field.alternative);
    let count = fields.max().unwrap_or_default();
    let all: Vec<usize> = (1..=count).collect();
    if count < 2 {
        return Ok(all);
    }
    write_stderr("The wiki offers a choice; one of these may be enough:\n");
    for number in &all {
        let fields = ask.fields.iter();
        let fields = fields.filter(|field| field.alternative == Some(*number));
        let shown: Vec<String> = fields.map(described).collect();
        write_stderr(&format!("  {number}. {}\n", excerpt(&shown.join(", "))));
    }
    let typed = read_line("Which (number, or numbers separated by commas; empty for all)")?;
    let numbers = typed
        .split(',')
        .filter_map(|number| number.trim().parse().ok());
    let chosen: Vec<usize> = numbers.filter(|number| all.contains(number)).collect();
    Ok(if chosen.is_empty() { all } else { chosen })
}

/// Returns the label of a field in a choice, with the options that change something.
fn described(field: &Field) -> String {
    let options = field.options.iter();
    let others = options.filter(|(value, _)| field.value.as_ref() != Some(value));
    let others: Vec<&str> = others
        .map(|(value, label)| label_or_name(Some(label), value))
        .collect();
    let label = label(field);
    match others.is_empty() {
        true => label,
        false => format!("{label}: {}", others.join(", ")),
    }
}

fn answer(
    console: &Console,
    stage: Stage,
    ask: &Ask,
    field: &Field,
) -> Result<Option<Answer>, Box<Report>> {
    let label = label(field);
    Ok(match field.kind {
        FieldKind::Password if is_new_password(stage, ask, field) => {
            Some(new_password(console)?.into())
        }
        FieldKind::Hidden => None,
        FieldKind::Null => {
            let shown = field.value.as_deref().unwrap_or_default();
            write_stderr(&format!("{}\n", excerpt(&format!("{label} {shown}"))));
            None
        }
        FieldKind::Checkbox | FieldKind::Button => confirm(&label)?.then(|| Answer::from(true)),
        FieldKind::Select => {
            list_options(field);
            field.answer_from(&read_line(&format!("{label} (number)"))?)
        }
        FieldKind::Multiselect => {
            list_options(field);
            let line = read_line(&format!("{label} (numbers, separated by commas)"))?;
            field.answer_from(&line)
        }
        _ if field.sensitive => {
            let text = read_hidden_line(console, &label)?;
            (!text.is_empty()).then(|| Answer::from(text))
        }
        // Text, and the kinds that a later release of the library adds.
        _ => field.answer_from(&match &field.value {
            Some(value) if !value.is_empty() => read_line(&format!("{label} [{value}]"))?,
            _ => read_line(&label)?,
        }),
    })
}

/// Returns whether this is the account's password. The library asks for it once where the wiki
/// asks twice, so the prompt repeats it: a typing mistake would lock the user out.
fn is_new_password(stage: Stage, ask: &Ask, field: &Field) -> bool {
    stage == Stage::Creation && field.name == "password" && ask.field("retype").is_none()
}

fn label(field: &Field) -> String {
    let label = match field.name.as_str() {
        Captcha::FIELD => "Answer to the captcha",
        name => label_or_name(field.label.as_deref(), name),
    };
    let label = short_label(label);
    let may_be_empty = field.optional && field.alternative.is_none();
    if may_be_empty && !matches!(field.kind, FieldKind::Checkbox | FieldKind::Button) {
        format!("{label} (optional)")
    } else {
        label
    }
}

fn show_captcha(console: &Console, captcha: &Captcha, images: &[Option<SavedImage>]) {
    let kind = captcha.kind;
    if let Some(question) = &captcha.question {
        let question = excerpt(question);
        write_stderr(&match kind {
            CaptchaKind::Simple | CaptchaKind::Math => {
                format!("Captcha: how much is {question}?\n")
            }
            _ => format!("Captcha: {question}\n"),
        });
    }
    for (index, url) in captcha.image_urls.iter().enumerate() {
        let has_question = captcha.question.is_some();
        match images.get(index) {
            Some(Some(image)) => show_image(console, image, index, has_question),
            _ => {
                let address = excerpt(url.as_str());
                write_stderr(&image_line(index, has_question, "image", &address));
            }
        }
    }
    if let Some(key) = &captcha.site_key {
        let key = excerpt(key);
        write_stderr(&format!(
            "Captcha: {} with the site key {key}; solve it in a browser and paste the token\n",
            kind.as_str()
        ));
    }
}

/// Draws an image if the terminal can, and tells its file; of another medium, such as a sound, it tells the file and
/// the type.
fn show_image(console: &Console, saved: &SavedImage, index: usize, has_question: bool) {
    let media_type = excerpt(&saved.image.media_type);
    let path = saved.path.display();
    let (noun, place) = match media_type.split('/').next() {
        Some("image") => match console.draw(saved) {
            Some(Ok(drawn)) => {
                write_stderr(&drawn);
                ("image", path.to_string())
            }
            Some(Err(why)) => ("image", format!("{path} ({media_type}, not drawn: {why})")),
            None => ("image", path.to_string()),
        },
        Some("audio") => ("recording", format!("{path} ({media_type})")),
        _ => ("file", format!("{path} ({media_type})")),
    };
    write_stderr(&image_line(index, has_question, noun, &place));
}

/// Returns the line that tells where an image, or another medium, is.
fn image_line(index: usize, has_question: bool, noun: &str, place: &str) -> String {
    if has_question {
        format!("Captcha: {noun} {} is {place}\n", index + 1)
    } else {
        format!("Captcha: type the word in the {noun} {place}\n")
    }
}

fn list_options(field: &Field) {
    for (number, (value, label)) in (1..).zip(&field.options) {
        let default = if field.value.as_ref() == Some(value) {
            " (default)"
        } else {
            ""
        };
        let label = short_label(label_or_name(Some(label), value));
        write_stderr(&format!("  {number}. {label}{default}\n"));
    }
}

fn write_stderr(text: &str) {
    let mut stderr = io::stderr();
    let _ = stderr.write_all(text.as_bytes());
    let _ = stderr.flush();
}

fn unreadable(error: &io::Error) -> Box<Report> {
    let message = format!("the terminal cannot be read ({error}); nothing was created");
    Box::new(Report::failed(Reason::Cancelled, message))
}
