//! Names as they are compared: folded to plain letters, cut into words, and heard.
//!
//! Invariants: every function is pure, and folding what is folded changes nothing.
//!
//! The ear is a French one: [`son`] writes two spellings that a French speaker reads alike with the same
//! letters, most of the time. It is no more than an aid to find; what is shown is compared by edit distance too.

/// Words of a surname that come and go: never enough to know somebody by.
const PARTICULES: [&str; 27] = [
    "de", "du", "des", "d", "la", "le", "les", "l", "el", "al", "ben", "bent", "bint", "ibn",
    "bin", "ould", "da", "das", "dos", "do", "di", "della", "van", "von", "der", "den", "ait",
];

/// Plain lower-case letters and digits, words apart by one space: « Élodie d'Ùn-Œuf » is « elodie d un oeuf ».
#[must_use]
pub fn plier(texte: &str) -> String {
    let mut folded = String::with_capacity(texte.len());
    for letter in texte.chars().flat_map(char::to_lowercase) {
        match simple(letter) {
            Some(plain) => folded.push_str(plain),
            None if letter.is_ascii_alphanumeric() => folded.push(letter),
            // An accent written apart from its letter.
            None if ('\u{300}'..'\u{370}').contains(&letter) => {}
            None if letter.is_alphanumeric() => folded.push(letter),
            None if folded.ends_with(' ') || folded.is_empty() => {}
            None => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// A letter with a sign, without it.
fn simple(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' | 'į' => "i",
        'ł' | 'ľ' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ť' | 'ţ' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ž' | 'ż' => "z",
        'œ' => "oe",
        'æ' => "ae",
        'ß' => "ss",
        'þ' => "th",
        _ => return None,
    })
}

/// The words of a name, folded.
#[must_use]
pub fn mots(texte: &str) -> Vec<String> {
    plier(texte).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The words a surname is known by: its particles left out, unless it is made of nothing else.
#[must_use]
pub fn mots_pleins(texte: &str) -> Vec<String> {
    let all = mots(texte);
    let full: Vec<String> =
        all.iter().filter(|word| !PARTICULES.contains(&word.as_str())).cloned().collect();
    if full.is_empty() { all } else { full }
}

/// A name in one word, particles and all.
#[must_use]
pub fn soude(texte: &str) -> String {
    mots(texte).concat()
}

/// What a French ear makes of a folded word. Letters stand for sounds: `1` an, `2` in, `3` on, `5` ch.
#[must_use]
pub fn son(mot: &str) -> String {
    let letters: Vec<char> = sans_finale_muette(mot).chars().collect();
    let mut heard = String::new();
    let mut at = 0;
    while at < letters.len() {
        let (sound, taken) = un_son(&letters, at);
        for letter in sound.chars() {
            if !heard.ends_with(letter) {
                heard.push(letter);
            }
        }
        at += taken;
    }
    heard
}

/// The bones of a sound: its consonants, voiced and unvoiced alike, and whether a vowel opens it.
#[must_use]
pub fn ossature(mot: &str) -> String {
    let heard = son(mot);
    let mut bones = String::new();
    for (rank, letter) in heard.chars().enumerate() {
        let bone = match letter {
            'b' | 'p' => 'p',
            'd' | 't' => 't',
            'f' | 'v' => 'f',
            'g' | 'k' => 'k',
            's' | 'j' | '5' => 's',
            'm' | 'n' => 'n',
            'l' => 'l',
            'r' => 'r',
            _ if rank == 0 => 'a',
            _ => continue,
        };
        if !bones.ends_with(bone) {
            bones.push(bone);
        }
    }
    bones
}

/// Endings nobody hears, the longest first; the rest of the word keeps three letters.
fn sans_finale_muette(mot: &str) -> String {
    let mut word = mot.to_owned();
    for (ending, heard) in FINALES {
        let Some(rest) = word.strip_suffix(ending) else { continue };
        if rest.len() >= 2 {
            word = format!("{rest}{heard}");
            break;
        }
    }
    // « ch », « ph » and « th » are sounds: their h is not an ending.
    while word.len() > 3
        && word.ends_with(['e', 's', 't', 'd', 'x', 'p', 'h'])
        && !["ch", "ph", "th", "sh"].iter().any(|sound| word.ends_with(sound))
    {
        word.pop();
    }
    word
}

/// Endings and what is heard of them.
const FINALES: [(&str, &str); 24] = [
    ("eaux", "o"),
    ("eau", "o"),
    ("ault", "o"),
    ("aulx", "o"),
    ("aud", "o"),
    ("aut", "o"),
    ("aux", "o"),
    ("ots", "o"),
    ("ot", "o"),
    ("od", "o"),
    ("ier", "ie"),
    ("iers", "ie"),
    ("iez", "ie"),
    ("yer", "ie"),
    ("er", "e"),
    ("ez", "e"),
    ("ets", "e"),
    ("et", "e"),
    ("ey", "e"),
    ("ay", "e"),
    ("ait", "e"),
    ("ais", "e"),
    ("aix", "e"),
    ("ai", "e"),
];

/// Groups of letters and the sound they make wherever they are, the longest first.
const GROUPES: [(&str, &str); 27] = [
    ("chr", "kr"),
    ("chl", "kl"),
    ("sch", "5"),
    ("tch", "5"),
    ("eau", "o"),
    ("ain", ""),
    ("ein", ""),
    ("ou", "u"),
    ("oo", "u"),
    ("au", "o"),
    ("eu", "e"),
    ("oe", "e"),
    ("ai", "e"),
    ("ei", "e"),
    ("ay", "ei"),
    ("ey", "ei"),
    ("ch", "5"),
    ("sh", "5"),
    ("ph", "f"),
    ("th", "t"),
    ("kh", "k"),
    ("gh", "g"),
    ("dj", "j"),
    ("qu", "k"),
    ("ck", "k"),
    ("gn", "n"),
    ("ae", "ae"),
];

/// The sound that begins there, and how many letters make it.
fn un_son(letters: &[char], at: usize) -> (String, usize) {
    if let Some((nasal, taken)) = nasale(letters, at) {
        return (nasal.to_owned(), taken);
    }
    for (group, sound) in GROUPES {
        if !sound.is_empty() && starts(letters, at, group) {
            return (sound.to_owned(), group.len());
        }
    }
    let next = letters.get(at + 1).copied();
    let soft = matches!(next, Some('e' | 'i' | 'y'));
    let sound = match letters[at] {
        'c' if soft => "s",
        'c' | 'q' => "k",
        'g' if soft => return ("j".to_owned(), glide(letters, at)),
        'g' if next == Some('u') && matches!(letters.get(at + 2), Some('e' | 'i' | 'y')) => {
            return ("g".to_owned(), 2);
        }
        'y' => "i",
        'w' => "v",
        'z' => "s",
        'x' => "ks",
        'h' => "",
        other => return (other.to_string(), 1),
    };
    (sound.to_owned(), 1)
}

/// « ge » before a, o, u is one sound.
fn glide(letters: &[char], at: usize) -> usize {
    let mute =
        letters.get(at + 1) == Some(&'e') && matches!(letters.get(at + 2), Some('a' | 'o' | 'u'));
    if mute { 2 } else { 1 }
}

/// A nasal vowel: not before a vowel nor another n or m.
fn nasale(letters: &[char], at: usize) -> Option<(&'static str, usize)> {
    const NASALES: [(&str, &str); 13] = [
        ("ain", "2"),
        ("ein", "2"),
        ("aim", "2"),
        ("an", "1"),
        ("am", "1"),
        ("en", "1"),
        ("em", "1"),
        ("in", "2"),
        ("im", "2"),
        ("yn", "2"),
        ("un", "2"),
        ("on", "3"),
        ("om", "3"),
    ];
    let (group, nasal) = NASALES.iter().find(|(group, _)| starts(letters, at, group))?;
    let after = letters.get(at + group.len());
    let opens = matches!(after, Some('a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'n' | 'm' | 'h'));
    (!opens).then_some((*nasal, group.len()))
}

fn starts(letters: &[char], at: usize, group: &str) -> bool {
    group.chars().enumerate().all(|(rank, letter)| letters.get(at + rank) == Some(&letter))
}

/// A word and every word it is when one letter falls: two words one slip apart share one of these.
#[must_use]
pub fn sans_une_lettre(mot: &str) -> Vec<String> {
    let letters: Vec<char> = mot.chars().collect();
    let mut kept = vec![mot.to_owned()];
    if letters.len() < 3 {
        return kept;
    }
    for missing in 0..letters.len() {
        let without = letters.iter().enumerate().filter(|(rank, _)| *rank != missing);
        kept.push(without.map(|(_, letter)| *letter).collect());
    }
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// How many slips turn one word into the other: a letter more, less, other, or two exchanged.
#[must_use]
pub fn distance(un: &str, autre: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) = (un.chars().collect(), autre.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (row, letter) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in right.iter().enumerate() {
            let other_letter = previous[column] + usize::from(letter != other);
            let mut least = other_letter.min(previous[column + 1] + 1).min(current[column] + 1);
            let exchanged =
                row > 0 && column > 0 && left[row - 1] == *other && right[column - 1] == *letter;
            if exchanged {
                least = least.min(before[column - 1] + 1);
            }
            current.push(least);
        }
        before = std::mem::replace(&mut previous, current);
    }
    previous[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_nom_se_plie_en_lettres_simples() {
        assert_eq!(plier("  Élodie  d'Ùn-Œuf "), "elodie d un oeuf");
        assert_eq!(plier("E\u{301}lodie"), "elodie");
        assert_eq!(plier(&plier("Maëlys N'Guyên")), plier("Maëlys N'Guyên"));
        assert_eq!(mots_pleins("de La Tour d'Auvergne"), ["tour", "auvergne"]);
        assert_eq!(mots_pleins("Le"), ["le"]);
        assert_eq!(soude("de la Girette"), "delagirette");
    }

    #[test]
    fn ce_qui_s_entend_pareil_s_ecrit_pareil() {
        for (un, autre) in [
            ("thibault", "tibo"),
            ("thibaud", "thibaut"),
            ("philippe", "filip"),
            ("rousseau", "roussot"),
            ("fournier", "fournyer"),
            ("mathys", "matis"),
            ("chloe", "kloe"),
            ("margaux", "margot"),
            ("lambert", "lanbert"),
            ("germain", "germin"),
            ("christophe", "kristof"),
            ("guillot", "guilo"),
        ] {
            assert_eq!(son(un), son(autre), "{un} {autre}");
        }
        assert_ne!(son("martin"), son("marton"));
        assert_ne!(son("dubois"), son("dupont"));
    }

    #[test]
    fn l_ossature_confond_les_sourdes_et_les_sonores() {
        assert_eq!(ossature("gaud"), ossature("caude"));
        assert_eq!(ossature("berteau"), "prt");
        assert_eq!(ossature("emma"), "an");
    }

    #[test]
    fn une_faute_de_frappe_est_a_une_lettre() {
        for (un, autre) in [("martin", "matin"), ("martin", "marrtin"), ("martin", "mqrtin")] {
            assert_eq!(distance(un, autre), 1, "{un} {autre}");
            let shared = sans_une_lettre(un);
            assert!(sans_une_lettre(autre).iter().any(|word| shared.contains(word)));
        }
        assert_eq!(distance("martin", "matrin"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("martin", "martin"), 0);
    }
}
