//! The address of the wiki's own sign-up page.

use mwaccount::NewAccount;
use url::Url;

/// Returns the address of the sign-up page of a wiki, with the account's name, e-mail address and real name filled in:
/// MediaWiki's form begins with the parameters of its own fields. `api` is the address of its
/// api.php, and `is_modern` is set if it is of MediaWiki 1.27 and later.
pub fn address(api: &Url, account: &NewAccount, is_modern: bool) -> Option<Url> {
    let mut page = api.clone();
    page.set_fragment(None);
    let file = api.path_segments()?.next_back()?.to_owned();
    let index = match file.strip_prefix("api.") {
        Some(extension) => format!("index.{extension}"),
        None => file,
    };
    page.path_segments_mut().ok()?.pop().push(&index);
    let mut query = page.query_pairs_mut();
    query.clear();
    if is_modern {
        query.append_pair("title", "Special:CreateAccount");
    } else {
        query.append_pair("title", "Special:UserLogin");
        query.append_pair("type", "signup");
    }
    query.append_pair("wpName", &account.name);
    let [email, real_name] = match is_modern {
        true => ["email", "realname"],
        false => ["wpEmail", "wpRealName"],
    };
    for (name, value) in [(email, &account.email), (real_name, &account.real_name)] {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    drop(query);
    Some(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_beside_the_api() {
        let shown = |api: &str, is_modern| {
            let account = NewAccount::new("Zoe & Co").email("zoe@a.example");
            let address = address(&Url::parse(api).unwrap(), &account, is_modern).unwrap();
            address.to_string()
        };
        assert_eq!(
            shown("https://a.example/w/api.php?x#y", true),
            "https://a.example/w/index.php?title=Special%3ACreateAccount&wpName=Zoe+%26+Co&email=zoe%40a.example"
        );
        assert_eq!(
            shown("https://a.example/api.php5", false),
            "https://a.example/index.php5?title=Special%3AUserLogin&type=signup&wpName=Zoe+%26+Co&wpEmail=zoe%40a.example"
        );
    }
}
