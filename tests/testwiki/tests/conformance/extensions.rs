//! Emulated wikis with extensions checked against the recordings of real ones (`tests/transcripts/ext`).
//!
//! The test sends the recorded requests to a wiki whose settings emulate the extension, and compares the responses
//! in what tools read.

mod normal_form;
mod wikis;

use std::{fs, path::Path};

use testwiki::Server;

use self::{normal_form::normal, wikis::NOT_EMULATED};
use crate::{compare, player::Player, transcript::Transcript};

#[test]
fn wikis_with_extensions_answer_as_recorded() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../transcripts/ext");
    let mut unexplained = Vec::new();
    let (mut transcripts, mut exchanges) = (0, 0);
    for (release, scenario, path) in recordings(&root) {
        let is_emulated = !NOT_EMULATED.iter().any(|(name, _)| *name == scenario);
        if !is_emulated {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let transcript = Transcript::parse(&normal_form::names(&text)).unwrap();
        let transcript = wikis::with_codes(transcript);
        let Some(wiki) = wikis::of(&transcript, &release, &scenario) else {
            unexplained.push(format!("{release} {scenario}: no wiki"));
            continue;
        };
        transcripts += 1;
        let server = Server::start().expect("a free port");
        let running = server.add_at("", wiki);
        wikis::set_up(&running, &transcript);
        let host = server.origin().replace("http://", "");
        let mut player = Player::new(&host, "");
        player.authorization = wikis::authorization(&scenario);
        for (index, exchange) in transcript.exchanges.iter().enumerate() {
            exchanges += 1;
            let answered = player.send(exchange);
            let mut both = [&exchange.response, &answered].map(normal);
            if transcript.settings.ends_with(".tr") {
                both = both.map(normal_form::without_labels);
            }
            let [recorded, answered] = both;
            let mut compared = compare::compare(&recorded, &answered, &release);
            player.learn(std::mem::take(&mut compared.pairs));
            for difference in compared.differences {
                unexplained.push(format!("{release} {scenario} #{}: {difference}", index + 1));
            }
        }
    }
    println!("{transcripts} transcripts, {exchanges} exchanges");
    for difference in &unexplained {
        println!("  {difference}");
    }
    assert!(unexplained.is_empty(), "{} differences", unexplained.len());
}

/// Returns release, scenario and path of every recording.
fn recordings(root: &Path) -> Vec<(String, String, std::path::PathBuf)> {
    let mut all = Vec::new();
    for folder in fs::read_dir(root).unwrap() {
        let folder = folder.unwrap();
        let release = folder.file_name().into_string().unwrap();
        for file in fs::read_dir(folder.path()).unwrap() {
            let file = file.unwrap();
            let name = file.file_name().into_string().unwrap();
            let (scenario, _) = name.split_once("--").unwrap();
            all.push((release.clone(), scenario.to_owned(), file.path()));
        }
    }
    all.sort();
    all
}
