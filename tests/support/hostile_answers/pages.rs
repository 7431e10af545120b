//! Pages.

use super::{Function, Kind, Row, Sort, Table, kinds_of, template::filled_with};

const HEAD: &str = "<!DOCTYPE html><html><head><meta name=generator content='MediaWiki 1.39.1'><script>RLCONF={\"wgUserName\":null,\"wgCanonicalSpecialPageName\":\"CreateAccount\"};</script></head><body><div id=mw-content-text>";
const TAIL: &str = "</div></body></html>";
/// A form for a new account and for a login.
const FORM: &str = "<form id=userlogin2 name=userlogin action=/w/index.php><input name=wpName><input type=password name=wpPassword><input type=password name=wpRetype><input type=hidden name=wpCreateaccountToken value=t0ken>";
/// The same of a further step.
const STEP: &str = "<form id=userlogin2 name=userlogin action=/w/index.php><input type=hidden name=authAction value=create-continue><input type=hidden name=wpCreateaccountToken value=t0ken>";

pub fn kinds() -> Vec<Kind> {
    let tables: &[Table] = &[
        (in_form, IN_FORM),
        (in_step, IN_STEP),
        (in_content, IN_CONTENT),
        (without_form, WITHOUT_FORM),
        (in_list, IN_LIST),
        (in_messages, IN_MESSAGES),
        (str::to_owned, WHOLE),
    ];
    kinds_of(Sort::Page, tables, FUNCTIONS)
}

/// Returns a page with parts in its form.
fn in_form(parts: &str) -> String {
    format!("{HEAD}{FORM}{parts}</form>{TAIL}")
}

/// Returns a page with parts in the form of a further step.
fn in_step(parts: &str) -> String {
    format!("{HEAD}{STEP}{parts}</form>{TAIL}")
}

/// Returns a page with parts in its content, above the form.
fn in_content(parts: &str) -> String {
    format!("{HEAD}{parts}{FORM}</form>{TAIL}")
}

/// Returns a page with parts in its content and without a form.
fn without_form(parts: &str) -> String {
    format!("{HEAD}{parts}{TAIL}")
}

/// Returns a list of users with parts in its content.
fn in_list(parts: &str) -> String {
    let head = HEAD.replace("CreateAccount", "Listusers");
    format!("{head}<input name=username value=Zoe>{parts}{TAIL}")
}

/// Returns Special:AllMessages with parts in its table.
fn in_messages(parts: &str) -> String {
    let head = HEAD.replace("CreateAccount", "Allmessages");
    format!("{head}<table id=mw-allmessagestable>{parts}{TAIL}")
}

/// Parts of the form.
const IN_FORM: &[Row] = &[
    ("options", "<select name=s>«<option>o{n}»"),
    (
        "options around elements",
        "<select name=s>«<option><b>o{n}»",
    ),
    ("buttons", "«<button name=b{n}>text {n}»"),
    (
        "labels around controls",
        "«<label>text {n}<input name=l{n}>»",
    ),
    (
        "labels for controls",
        "«<label for=i{n}>text {n}<input id=i{n} name=l{n}>»",
    ),
    ("fieldsets", "«<fieldset><legend>text {n}»"),
    ("tables", "«<table><tr><td>text {n}»"),
    (
        "forms",
        "«<form id=userlogin2 name=userlogin><input name=i{n}>»",
    ),
    (
        "explanations",
        "«<input name=t{n}><div class=htmlform-tip>text {n}»",
    ),
    (
        "rows with errors",
        "«<div class=mw-htmlform-invalid-input><input name=i{n}>»",
    ),
    ("hidden elements", "«<div hidden><input name=u{n}>»"),
    (
        "radio buttons",
        "«<label><input type=radio name=r value={n}>text {n}»",
    ),
    (
        "checkboxes",
        "«<input type=checkbox name=c[] value={n}>text {n}»",
    ),
    ("inputs of one name", "«<input name=a>»"),
    ("inputs", "«<input name=a{n}>»"),
    (
        "hidden inputs",
        r#"«<input type=hidden name=h{n} value="‹100 v›">»"#,
    ),
    ("a long value", "<input type=hidden name=h value='«value»"),
    (
        "a value of quotes",
        r#"<input type=hidden name=h value='«"\»"#,
    ),
    (
        "values of quotes",
        r#"«<input type=hidden name=h{n} value='‹500 "›'>»"#,
    ),
    (
        "values of control characters",
        "«<input type=hidden name=h{n} value='‹500 \u{1}›'>»",
    ),
    (
        "options of control characters",
        "<select name=s>«<option>‹60 \u{1}›»",
    ),
    ("long names", "«<input name=‹2000 n›{n}>»"),
    ("tokens", "«<input type=hidden name=h{n}token value=v{n}>»"),
    ("text areas", "«<textarea name=t{n}>text</textarea>»"),
    (
        "a text area that is not closed",
        "<textarea name=t>«<textarea name=t>»",
    ),
    (
        "a captcha of elements",
        "<div class=captcha><input name=wpCaptchaWord id=wpCaptchaWord><label for=wpCaptchaWord>«<sup>{n}»",
    ),
    (
        "captchas in captchas",
        "<div class=captcha><input name=wpCaptchaWord>«<div class=captcha><div class=mw-htmlform-field-HTMLInfoField>{n}»",
    ),
    (
        "a captcha with images",
        "<div class=captcha><input name=wpCaptchaWord id=wpCaptchaWord><label for=wpCaptchaWord>Which?«<img alt='image {n}' src='data:image/png;base64,‹150 QUFB›'>»",
    ),
    (
        "a captcha with a long image",
        "<div class=captcha><input name=wpCaptchaWord id=wpCaptchaWord><label for=wpCaptchaWord>Which? <img src='data:image/png;base64,«QUFB»'></label></div>",
    ),
    (
        "a captcha with links",
        "<div class=captcha><input name=wpCaptchaWord id=wpCaptchaWord><label for=wpCaptchaWord>«<a href=/{n}>»",
    ),
    (
        "a captcha with a list",
        "<div class=captcha><input name=wpCaptchaWord id=wpCaptchaWord><label for=wpCaptchaWord>«<ol><li><td>»",
    ),
    (
        "captcha services",
        "«<div class=g-recaptcha data-sitekey=‹1000 k›{n}>»",
    ),
    (
        "captcha ids",
        "<div class=captcha><input name=wpCaptchaWord>«<input type=hidden name=wpCaptchaId value={n}>»",
    ),
    ("attributes of an element", "<b« a{n}»"),
    ("attributes of a control", "<input name=a « a{n}=1»"),
    ("short attributes", "«<b a b c d e f g h>»"),
    ("attributes of one name", "<b« a»"),
    ("quoted attributes of an element", r#"<b« a{n}=""»"#),
    ("quoted attributes of an end tag", r#"</b« a=""»"#),
    ("quoted attributes", r#"«<b a="" b="" c="">»"#),
    ("attributes of end tags", "«</b a b c d e f g h>»"),
    ("a long attribute", "<input name=a title='«text »"),
    ("a long class", "<div class='«a »"),
    ("many classes", "«<b class='‹100 a ›'>»"),
    ("a long style", "<div style='«opacity:1;»"),
    ("a quote that is not closed", "<input name='«<a b=»"),
    (
        "character references in a value",
        "<input type=hidden name=h value='«&nGt;»",
    ),
];

/// Parts of the form of a further step.
const IN_STEP: &[Row] = &[
    (
        "information",
        "«<div class=mw-htmlform-field-HTMLInfoField><label>l{n}<div class=mw-input>v{n}»",
    ),
    (
        "information without a value",
        "«<div class=mw-htmlform-field-HTMLInfoField>»",
    ),
];

/// Parts of the content above the form.
const IN_CONTENT: &[Row] = &[
    ("labels of the page", "«<label>text {n}»"),
    ("boxes in boxes", "«<div class=errorbox>e{n}»"),
    ("boxes", "«<div class=errorbox>e{n}</div>»"),
    (
        "boxes without text",
        "«<div class=errorbox><strong></strong></div>»",
    ),
    ("boxes of one text", "«<div class='warning error'>e</div>»"),
    ("a box of text", "<div class=errorbox>«text {n}\n»"),
    ("bold letters", "«a<b>»"),
    ("short elements", "«<b>»"),
    ("void elements", "«<br>»"),
    ("styles", "«<b style='opacity:1;font-size:2;'>a»"),
    ("comments", "«<!---->»"),
    ("a comment that is not closed", "<!--«<!-- »"),
    ("tags that are not closed", "«<a »"),
    ("marks of tags", "«<»"),
    ("character references", "«&amp;»"),
    ("long character references", "«&nGt;»"),
    ("ampersands", "«&a»"),
    ("null bytes", "«\0»"),
    ("scripts", "«<script>wgUserName </script>»"),
    ("a script of names", r#"<script>«wgUserName wgScript="»"#),
    ("a script that is not closed", "«<script>var wgScriptPath»"),
    (
        "addresses of scripts",
        "«<a href=/{n}.php><link href=/{n}.php?action=rsd rel=EditURI>»",
    ),
    ("ids", "«<b id=i{n}></b>»"),
    ("templates", "«<template><form name=userlogin>»"),
    ("links of wikitext", "<div class=errorbox>«[[»"),
];

/// Parts of a page without a form.
const WITHOUT_FORM: &[Row] = &[
    (
        "a page without its form, of boxes",
        "«<div class=errorbox><p>error {n}»",
    ),
    ("a page without its form, of text", "«word{n} »"),
    ("paragraphs", "«<p>text {n}»"),
    ("links", "«<a href=/w/index.php?title=User:N{n}>Zo{n}»"),
    ("names", "«<b>oe»"),
    ("ends of names", "«oe»"),
    (
        "links with long addresses",
        "«<a title=User:x href=/‹100 a%41›/{n}></a>»",
    ),
    ("line breaks", "«a\n»"),
    ("spaces", "« »"),
];

/// Parts of the list of users.
const IN_LIST: &[Row] = &[
    ("list items in list items", "«<ul><li>»"),
    ("list items", "«<li><a>n{n}</a></li>»"),
    ("links in list items", "«<li><a>n{n}»"),
];

/// Parts of Special:AllMessages.
const IN_MESSAGES: &[Row] = &[
    ("rows in rows", "«<tr>»"),
    ("cells in rows in rows", "«<tr><td>t{n}»"),
    (
        "messages",
        "«<tr><td><a>noname{n}</a></td><td>text {n}</td></tr>»",
    ),
    (
        "messages in messages",
        "«<tr><td><a>noname{n}</a><td><a>text {n}»",
    ),
];

/// Whole pages.
const WHOLE: &[Row] = &[
    (
        "scripts with values",
        r#"<html><script>wgUserName=null;wgPageName={«"a{n}":1,»"a":1};</script><body>"#,
    ),
    (
        "scripts with lists",
        "<html><script>wgUserName=null;wgPageName=[«1,»1];</script><body>",
    ),
    (
        "generators",
        "<html><head>«<meta name=generator content='Other {n}'>»",
    ),
    ("a title", "<html><title>«word{n} »"),
    ("a text", "«word{n} »"),
];

/// Pages whose parts differ.
const FUNCTIONS: &[Function] = &[
    ("selects that are not closed", |size| {
        filled_with(&in_form("«»"), size, |_, n| match n {
            0..512 => format!("<select name=s{n}>"),
            _ => format!("<option>o{n}"),
        })
    }),
    ("selects with long options", |size| {
        filled_with(
            &in_form("«<option>‹40 text ›»"),
            size,
            |option, n| match n {
                0..512 => format!("<select name=s{n}>"),
                _ => option.to_owned(),
            },
        )
    }),
    ("empty options", |size| {
        filled_with(&in_form("«<option>»"), size, |option, n| match n % 500 {
            0 => format!("<select name=s{n}>"),
            _ => option.to_owned(),
        })
    }),
    ("a label around all controls", |size| {
        filled_with(&in_form("<label>«text »"), size, |text, n| match n {
            0..511 => format!("<input name=l{n}>"),
            _ => text.to_owned(),
        })
    }),
    ("a label for all controls", |size| {
        filled_with(&in_form("<label for=i>«text »"), size, |text, n| match n {
            0..511 => format!("<input id=i name=l{n}>"),
            _ => text.to_owned(),
        })
    }),
    ("long explanations", |size| {
        filled_with(&in_form("«text »"), size, |text, n| match n {
            0..256 => format!("<input name=t{n}><div class=htmlform-tip>"),
            _ => text.to_owned(),
        })
    }),
    ("long information", |size| {
        filled_with(&in_step("«text »"), size, |text, n| match n {
            0..128 => "<div class=mw-htmlform-field-HTMLInfoField><div class=mw-input>".to_owned(),
            _ => text.to_owned(),
        })
    }),
    ("cells", |size| {
        filled_with(&in_messages("«<td>»"), size, |cell, n| match n % 1000 {
            0 => "<tr>".to_owned(),
            _ => cell.to_owned(),
        })
    }),
    ("end tags", |size| {
        filled_with(&in_content("«</i>»"), size, |tag, n| match n {
            0..256 => "<b>".to_owned(),
            _ => tag.to_owned(),
        })
    }),
    ("bytes that are no text", |size| {
        let mut page = filled_with(&in_content("«\u{7f}»"), size, |byte, _| byte.to_owned());
        page.iter_mut()
            .filter(|byte| **byte == 0x7f)
            .for_each(|byte| *byte = 0xff);
        page
    }),
];
