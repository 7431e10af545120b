//! The Japanese texts of a wiki about created accounts and their mail.

use crate::{
    call::Call,
    message::{self, latest},
    setting::Setting,
};

impl Call<'_> {
    /// Returns the text of a message in the wiki's language, or in English if it is not known in that language.
    pub fn template(&self, key: &str) -> Option<&'static str> {
        let release = self.wiki.release;
        let japanese = latest(TEXTS, key, release).filter(|_| self.wiki.has(Setting::Japanese));
        japanese.or_else(|| message::template(key, release))
    }

    /// Returns the wikitext of a message in the wiki's language, with its parameters.
    pub fn wikitext(&self, key: &str, parameters: &[&str]) -> String {
        let text = self.template(key).unwrap_or(key);
        let text = text.replace("{{SITENAME}}", "LabWiki");
        parameters
            .iter()
            .enumerate()
            .fold(text, |text, (index, parameter)| {
                text.replace(&format!("${}", index + 1), parameter)
            })
    }
}

/// Key, the release a text came with, and the text, sorted as the English ones.
const TEXTS: &[(&str, u16, &str)] = &[
    ("accountcreated", 0, "アカウントが作成されました"),
    ("accountcreatedtext", 0, "$1が作成されました。"),
    (
        "accountcreatedtext",
        22,
        "利用者アカウント [[{{ns:User}}:$1|$1]] ([[{{ns:User talk}}:$1|トーク]]) を作成しました。",
    ),
    ("accmailtitle", 0, "パスワードを送信しました"),
    (
        "accmailtext",
        0,
        "[[User talk:$1|$1]]のために無作為に生成したパスワードを、$2に送信しました。",
    ),
    (
        "mailerror",
        0,
        "メールを送信する際にエラーが発生しました: $1",
    ),
    (
        "confirmemail_oncreate",
        0,
        "あなたのメールアドレスに確認用コードをメールでお送りしました。",
    ),
    (
        "confirmemail_sendfailed",
        0,
        "{{SITENAME}}は確認メールを送信できませんでした。\nメールアドレスが無効な文字を含んでいないかご確認ください。\n\nメールサーバーからの返答: $1",
    ),
];
