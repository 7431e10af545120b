//! The capital that begins a name (`Language::ucfirst`), which depends on the wiki's language, PHP and release.

use crate::{setting::Setting, wiki::Wiki};

/// How a wiki capitalises the first letter of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    /// `mb_strtoupper` up to PHP 7.2: a letter becomes one letter, and Georgian has no capitals.
    Simple,
    /// `mb_strtoupper` from PHP 7.3 on: ß becomes SS, and Georgian letters become Mtavruli.
    Upper,
    /// `MB_CASE_TITLE` from PHP 7.3 on: ß becomes Ss, and Georgian letters stay.
    Title,
}

impl Wiki {
    fn case(&self) -> Case {
        match (self.has(Setting::OldPhp), self.profile.title_case) {
            (false, true) => Case::Title,
            (false, false) if self.profile.php_73 => Case::Upper,
            _ => Case::Simple,
        }
    }

    /// Returns the first letter of a name as the wiki capitalises it.
    pub(crate) fn capital(&self, letter: char) -> String {
        // LanguageTr::ucfirst. The dotless ı becomes I in every language.
        if letter == 'i' && self.has(Setting::Turkish) {
            return "İ".to_owned();
        }
        match self.case() {
            Case::Simple => simple(letter).to_string(),
            Case::Upper => letter.to_uppercase().collect(),
            Case::Title => title(letter),
        }
    }
}

fn is_georgian(letter: char) -> bool {
    ('\u{10d0}'..='\u{10ff}').contains(&letter)
}

/// Returns the capital that is one letter, or the letter itself.
fn simple(letter: char) -> char {
    let mut capital = letter.to_uppercase();
    match (capital.next(), capital.next()) {
        (Some(capital), None) if !is_georgian(letter) => capital,
        _ => letter,
    }
}

/// Returns the letter in title case, by the rules of Unicode's `SpecialCasing.txt`.
fn title(letter: char) -> String {
    const IOTA: char = 'Ι';
    let single = match letter {
        '\u{1c4}'..='\u{1c6}' => Some('ǅ'),
        '\u{1c7}'..='\u{1c9}' => Some('ǈ'),
        '\u{1ca}'..='\u{1cc}' => Some('ǋ'),
        '\u{1f1}'..='\u{1f3}' => Some('ǲ'),
        _ if is_georgian(letter) => Some(letter),
        // The capitals with an iota follow their small letters by 8.
        '\u{1f80}'..='\u{1faf}' => char::from_u32(u32::from(letter) | 8),
        'ᾳ' | 'ᾼ' => Some('ᾼ'),
        'ῃ' | 'ῌ' => Some('ῌ'),
        'ῳ' | 'ῼ' => Some('ῼ'),
        _ => None,
    };
    if let Some(single) = single {
        return single.to_string();
    }
    let mut capitals: Vec<char> = letter.to_uppercase().collect();
    if let ('\u{1fb2}'..='\u{1ff7}', Some(last @ &mut IOTA)) = (letter, capitals.last_mut()) {
        *last = '\u{345}';
    }
    // What precedes the first letter with cases is no letter, as the apostrophe of ŉ.
    let first = capitals.iter().position(|letter| letter.is_uppercase());
    let (begin, rest) = capitals.split_at(first.map_or(capitals.len(), |first| first + 1));
    let rest = rest.iter().flat_map(|letter| letter.to_lowercase());
    begin.iter().copied().chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use crate::{setting::Setting, wiki::Wiki};

    /// The capitals that MediaWiki 1.35 and 1.39, 1.43, and old PHP make on PHP 8.2. Those of 1.35 to 1.43 were
    /// compared with real wikis.
    #[test]
    fn the_first_letter_is_capitalised_as_the_release_and_its_php_do() {
        let cases = [
            ('ß', "SS", "Ss", "ß"),
            ('ნ', "Ნ", "ნ", "ნ"),
            ('ჿ', "Ჿ", "ჿ", "ჿ"),
            ('ŉ', "ʼN", "ʼN", "ŉ"),
            ('ǆ', "Ǆ", "ǅ", "Ǆ"),
            ('ǅ', "Ǆ", "ǅ", "Ǆ"),
            ('ﬁ', "FI", "Fi", "ﬁ"),
            ('ǰ', "J\u{30c}", "J\u{30c}", "ǰ"),
            ('և', "ԵՒ", "Եւ", "և"),
            ('ᾳ', "ΑΙ", "ᾼ", "ᾳ"),
            ('Ა', "Ა", "Ა", "Ა"),
            ('ı', "I", "I", "I"),
            ('İ', "İ", "İ", "İ"),
            ('ꭰ', "Ꭰ", "Ꭰ", "Ꭰ"),
            ('é', "É", "É", "É"),
            ('i', "I", "I", "I"),
        ];
        let [old, upper, title] = ["1.26", "1.39", "1.43"].map(Wiki::release);
        let old_php = upper.clone().setting(Setting::OldPhp);
        for (letter, as_upper, as_title, as_simple) in cases {
            assert_eq!(upper.capital(letter), as_upper);
            assert_eq!(title.capital(letter), as_title);
            assert_eq!(old.capital(letter), as_simple);
            assert_eq!(old_php.capital(letter), as_simple);
        }
        let turkish = title.setting(Setting::Turkish);
        assert_eq!(
            ["i", "ı", "I"].map(|letter| turkish.capital(letter.parse().unwrap())),
            ["İ", "I", "I"]
        );
    }
}
