//! A server that answers as MediaWiki 1.27 and later, with fixed texts: it keeps no accounts, so that a hundred thousand of
//! them cost it no memory, and its answers can be made larger. Prints the address of its API, and runs until it is stopped.

use std::{
    fmt::Write as _,
    io::{self, BufRead, BufReader, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::Arc,
    thread,
};

use clap::Parser;
use serde_json::{Map, Value, json};

#[derive(Parser)]
#[command(name = "mwaccount-bench-responder")]
struct Settings {
    /// The bytes by which the body of every answer is longer
    #[arg(long, default_value_t = 0)]
    padding: usize,
    /// The optional fields that the wiki offers besides its own
    #[arg(long, default_value_t = 0)]
    fields: usize,
    /// The cookies that every answer sets besides that of the session
    #[arg(long, default_value_t = 0)]
    cookies: usize,
}

/// The parts of answers that are the same in all of them.
struct Texts {
    /// The header lines.
    head: String,
    /// The answer to a GET: the fields and the token.
    offer: String,
    padding: String,
}

impl Texts {
    fn new(settings: &Settings) -> Self {
        let padding = "x".repeat(settings.padding);
        let mut head = String::from(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n\
             Set-Cookie: wiki_session=0123456789abcdef0123456789abcdef; path=/; HttpOnly\r\n",
        );
        for number in 0..settings.cookies {
            let _ = write!(
                head,
                "Set-Cookie: cookie{number}=0123456789abcdef; path=/\r\n"
            );
        }
        Self {
            head,
            offer: offer(settings.fields, &padding).to_string(),
            padding,
        }
    }

    /// Returns an answer with its head.
    fn answer(&self, body: &str) -> String {
        format!("{}Content-Length: {}\r\n\r\n{body}", self.head, body.len())
    }

    /// Returns the answer to a creation.
    fn created(&self, form: &[u8]) -> String {
        let named = url::form_urlencoded::parse(form).find(|(name, _)| name == "username");
        let name = named.map(|(_, value)| value.into_owned());
        let mut body = json!({"createaccount": {"status": "PASS", "username": name}});
        if !self.padding.is_empty() {
            body["padding"] = self.padding.as_str().into();
        }
        self.answer(&body.to_string())
    }
}

fn field(kind: &str, label: &str, optional: bool) -> Value {
    json!({
        "type": kind,
        "label": label,
        "help": label,
        "optional": optional,
        "sensitive": kind == "password",
    })
}

fn request(id: &str, required: &str, fields: Value) -> Value {
    json!({
        "id": id,
        "metadata": {},
        "required": required,
        "provider": id,
        "account": id,
        "fields": fields,
    })
}

/// Returns what 1.39 offers and its token, with further fields in a request of its own.
fn offer(more: usize, padding: &str) -> Value {
    let mut requests = vec![
        request(
            "MediaWiki\\Auth\\PasswordAuthenticationRequest",
            "primary-required",
            json!({
                "username": field("string", "Username", false),
                "password": field("password", "Password", false),
                "retype": field("password", "Retype password:", false),
            }),
        ),
        request(
            "MediaWiki\\Auth\\UserDataAuthenticationRequest",
            "required",
            json!({"email": field("string", "Email", true), "realname": field("string", "Real name", true)}),
        ),
    ];
    if more > 0 {
        let fields: Map<_, _> = (0..more)
            .map(|number| {
                let name = format!("field{number}");
                let field = field("string", &name, true);
                (name, field)
            })
            .collect();
        requests.push(request("FurtherFields", "optional", fields.into()));
    }
    let mut offer = json!({
        "batchcomplete": true,
        "query": {
            "authmanagerinfo": {"canauthenticatenow": true, "cancreateaccounts": true, "requests": requests},
            "tokens": {"createaccounttoken": "3f5aa81af3164c504b93243cf53df9846b0d3b0a+\\"},
        },
    });
    if !padding.is_empty() {
        offer["padding"] = padding.into();
    }
    offer
}

/// Answers the requests of a connection until the client closes it.
fn serve(stream: TcpStream, texts: &Texts) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    let mut form = Vec::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let is_post = line.starts_with("POST ");
        let mut length = 0;
        while line != "\r\n" {
            line.clear();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().map_err(io::Error::other)?;
            }
        }
        form.resize(length, 0);
        io::Read::read_exact(&mut reader, &mut form)?;
        let answer = if is_post {
            texts.created(&form)
        } else {
            texts.answer(&texts.offer)
        };
        reader.get_mut().write_all(answer.as_bytes())?;
    }
}

fn main() -> io::Result<()> {
    let texts = Arc::new(Texts::new(&Settings::parse()));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    println!("http://{}", listener.local_addr()?);
    for stream in listener.incoming() {
        let (stream, texts) = (stream?, Arc::clone(&texts));
        // Errors of a client's connection concern that client only.
        thread::spawn(move || serve(stream, &texts));
    }
    Ok(())
}
