//! Wikis that send a terminal what could harm it: control sequences, texts without an end, and images that are none,
//! are too large or do not stop.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::{
    control_characters::{hostile, is_unsafe},
    support::{terminal::*, *},
};

#[test]
fn prompts_have_no_control_sequences() {
    let refused = json!({"status": "FAIL", "message": "\u{1b}]0;title\u{7}\u{202e}no", "messagecode": "\u{1b}[2J"});
    let wiki = hostile(json!({"createaccount": refused}));
    let mut terminal = create_on_terminal(&wiki, "");
    password(&mut terminal, PASSWORD);
    let mut shown = terminal.exp_string("Answer to the captcha: ").unwrap();
    terminal.send_line("Paris").unwrap();
    shown += &assert_status(&mut terminal, 1);
    // The colour of a failure is the command's own.
    let shown = text(&shown).replace("\u{1b}[1m\u{1b}[31mmwaccount:\u{1b}[0m", "mwaccount:");
    let found = shown
        .chars()
        .find(|c| is_unsafe(*c) && !matches!(c, '\r' | '\n'));
    assert_eq!(found, None, "{shown:?}");
    assert!(shown.contains("Captcha: question"), "{shown}");
}

/// A wiki that asks for a choice after the creation, with a message, a label, a help and an option of this length.
fn wordy_wiki(length: usize) -> Wiki {
    let long = |letter: &str| letter.repeat(length);
    let asked = json!([{
        "id": "x", "metadata": {}, "required": "required",
        "fields": {
            "choice": {"type": "select", "label": long("l"), "help": long("h"), "options": {"a": long("o"), "b": "B"}},
        },
    }]);
    let message = long("m");
    Wiki::new(move |request| {
        if request.field("createcontinue") == "1" {
            pass(request)
        } else if request.creates() {
            Response::Json(json!({"createaccount": {
                "status": "UI", "requests": asked, "message": message, "messagecode": "x",
            }}))
        } else {
            auth_manager_info(&[])
        }
    })
}

#[test]
fn long_texts_are_cut_off() {
    let mut terminal = create_on_terminal(&wordy_wiki(20_000), "");
    password(&mut terminal, PASSWORD);
    let shown = terminal.exp_string(" more characters) (number): ").unwrap();
    let shown = text(&shown);
    for letter in ["m", "l", "h", "o"] {
        let count = shown.matches(letter).count();
        assert!((1000..5200).contains(&count), "{letter}: {count}");
    }
    terminal.send_line("2").unwrap();
    assert_status(&mut terminal, 0);

    // The library takes no more than it must: a mebibyte is refused in a sentence.
    let mut terminal = create_on_terminal(&wordy_wiki(240_000), "");
    password(&mut terminal, PASSWORD);
    let shown = assert_status(&mut terminal, 4);
    assert!(
        shown.contains("cannot be understood") && shown.len() < 2000,
        "{}",
        shown.len()
    );
}

#[test]
fn a_question_of_a_mebibyte_is_cut_off() {
    let asked = captcha("question", &"why ".repeat(250_000));
    let wiki = Wiki::new(move |request| match request.creates() {
        true => pass(request),
        false => auth_manager_info(std::slice::from_ref(&asked)),
    });
    let start = Instant::now();
    let mut terminal = create_on_terminal(&wiki, "");
    password(&mut terminal, PASSWORD);
    let shown = terminal.exp_string("Answer to the captcha: ").unwrap();
    assert!(start.elapsed() < Duration::from_secs(15));
    assert!(
        shown.contains("Captcha: why why") && shown.len() < 5000,
        "{}",
        shown.len()
    );
    assert!(shown.contains(" more characters)"), "{shown}");
    terminal.send_line("because").unwrap();
    assert_status(&mut terminal, 0);
}

/// A wiki whose captcha is a file of this media type.
fn wiki_with(kind: &'static str, content: Vec<u8>) -> Wiki {
    let image = "/w/index.php?title=Special:Captcha/image";
    Wiki::new(move |request| {
        if request.creates() {
            pass(request)
        } else if request.target.contains("Special:Captcha") {
            Response::File(kind, content.clone())
        } else {
            auth_manager_info(&[captcha("image", image)])
        }
    })
}

/// A PNG image of this size, whose data is between 1 and 16 MiB of zeros.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    use std::io::Write;

    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let length = (8 * width as usize + 1).saturating_mul(height as usize);
    packer
        .write_all(&vec![0; length.clamp(1 << 20, 1 << 24)])
        .unwrap();
    let data = packer.finish().unwrap();
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    // Red, green, blue and alpha with 16 bits each.
    header.extend([16, 6, 0, 0, 0]);
    for (kind, content) in [(b"IHDR", &header), (b"IDAT", &data), (b"IEND", &Vec::new())] {
        let chunk = [&kind[..], content].concat();
        let mut sum = flate2::Crc::new();
        sum.update(&chunk);
        file.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
        file.extend(chunk);
        file.extend(sum.sum().to_be_bytes());
    }
    file
}

/// Each is told with its path, and answered. The command has 300 MB of addresses and 10 seconds of the processor.
#[test]
fn images_cannot_harm_the_terminal_or_the_machine() {
    let gif = include_bytes!("../pictures/picture.gif");
    // Thousands of pictures, of which the first is drawn.
    let animated = [
        &gif[..gif.len() - 1],
        &gif[13..gif.len() - 1].repeat(10_000),
        b";",
    ]
    .concat();
    let escapes = b"\x1b]0;title\x07\x1b[2J\x1b[?1049h".to_vec();
    for (kind, content, expected) in [
        (
            "image/png",
            escapes,
            "(image/png, not drawn: it is no PNG, JPEG or GIF image)",
        ),
        (
            "image/svg+xml",
            b"<svg/>".to_vec(),
            "(image/svg+xml, not drawn: it is no PNG",
        ),
        (
            "image/png",
            b"\x89PNG\r\n\x1a\nnot really".to_vec(),
            "(image/png, not drawn: it is damaged)",
        ),
        (
            "image/png",
            bomb(60_000, 60_000),
            "too large, with 60000 x 60000 pixels)",
        ),
        ("image/png", bomb(1024, 1024), ".png\r\n"),
        ("image/png", bomb(3, 3), ".png"),
        ("image/gif", animated, ".gif\r\n"),
    ] {
        let wiki = wiki_with(kind, content);
        let start = Instant::now();
        let mut terminal = shell_on_terminal(&format!(
            "stty echo; ulimit -v 300000 -t 10; env -u NO_COLOR TERM=screen '{}' create '{}' --name Zoe; echo \"status=$?\"; stty -a | grep -o '[-]*\\becho\\b'",
            env!("CARGO_BIN_EXE_mwaccount"),
            wiki.api(),
        ));
        password(&mut terminal, PASSWORD);
        let shown = text(&terminal.exp_string("Answer to the captcha: ").unwrap());
        assert!(start.elapsed() < Duration::from_secs(15), "{expected}");
        assert!(shown.contains(expected), "{expected}: {shown:?}");
        let found = shown
            .chars()
            .find(|c| is_unsafe(*c) && !matches!(c, '\r' | '\n'));
        assert_eq!(found, None, "{expected}: {shown:?}");
        terminal.send_line("any").unwrap();
        assert_status(&mut terminal, 0);
    }
}
