//! The shape of a sentence, before anything is understood.
//!
//! ```text
//! qualifier I1 pour Léa et Tom : IP, danger négligences ; pour Zoé : non IP, motif pas de danger
//! └─ head ──────────────────┘  └value┘ └─ clause ────┘   └─ a second part ─────────────────────┘
//! ```
//!
//! Invariant: every clause is taken once. What nobody took was not understood, and says so.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Europe::Paris;
use domain::codes::Code;

/// One part of a sentence; parts are separated by semicolons.
#[derive(Clone, Debug)]
pub struct Part {
    /// What stands before the colon.
    pub head: String,
    /// What stands after it.
    pub value: Option<String>,
    clauses: Vec<String>,
}

/// A sentence.
#[derive(Clone, Debug)]
pub struct Phrase {
    /// In order; at least one.
    pub parts: Vec<Part>,
}

impl Phrase {
    /// Takes a sentence apart.
    #[must_use]
    pub fn lue(text: &str) -> Self {
        Self { parts: text.split(" ; ").map(Part::lue).collect() }
    }

    /// Takes a clause that begins so, wherever it stands, and gives what follows.
    pub fn take(&mut self, start: &str) -> Option<String> {
        self.parts.iter_mut().find_map(|part| part.take(start))
    }

    /// Takes a clause that is these words.
    pub fn says(&mut self, words: &str) -> bool {
        self.parts.iter_mut().any(|part| part.says(words))
    }

    /// Nothing is left to understand.
    ///
    /// # Panics
    ///
    /// When a clause was not understood.
    pub fn finish(&self) {
        let left: Vec<&String> = self.parts.iter().flat_map(|part| &part.clauses).collect();
        assert!(left.is_empty(), "not understood: {left:?}");
    }
}

impl Part {
    fn lue(text: &str) -> Self {
        let mut pieces = text.split(", ").map(str::trim);
        let first = pieces.next().unwrap_or_default();
        let (head, value) = match first.split_once(" : ") {
            Some((head, value)) => (head, Some(value.to_owned())),
            None => (first, None),
        };
        Self { head: head.to_owned(), value, clauses: pieces.map(str::to_owned).collect() }
    }

    /// Takes a clause of this part that begins so.
    pub fn take(&mut self, start: &str) -> Option<String> {
        let at = self.clauses.iter().position(|clause| clause.starts_with(start))?;
        Some(self.clauses.remove(at)[start.len()..].trim().to_owned())
    }

    /// Takes a clause of this part that is these words.
    pub fn says(&mut self, words: &str) -> bool {
        let at = self.clauses.iter().position(|clause| clause == words);
        at.map(|at| self.clauses.remove(at)).is_some()
    }

    /// The value.
    ///
    /// # Panics
    ///
    /// When there is none.
    #[must_use]
    pub fn value(&self) -> &str {
        self.value.as_deref().unwrap_or_else(|| panic!("say what after « : » — {}", self.head))
    }

    /// What the head says after a word: `after("pour")` of « I1 pour Léa » is « Léa ».
    #[must_use]
    pub fn after(&self, word: &str) -> Option<&str> {
        self.head.split_once(&format!("{word} ")).map(|(_, after)| after)
    }
}

/// « Léa et Tom et Zoé ».
#[must_use]
pub fn list(text: &str) -> Vec<String> {
    text.split(" et ").map(|one| one.trim().to_owned()).collect()
}

/// Objects and whom they are about: « I1 pour Léa et Tom », « M1 pour Léa et M2 pour Tom ».
#[must_use]
pub fn objects(text: &str) -> Vec<(String, Vec<String>)> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for piece in list(text) {
        match (piece.split_once(" pour "), found.last_mut()) {
            (Some((object, child)), _) => found.push((object.to_owned(), vec![child.to_owned()])),
            (None, Some((_, children))) => children.push(piece),
            (None, None) => found.push((piece, Vec::new())),
        }
    }
    found
}

/// The key of a code said in French: its key or its label, without accents or articles.
///
/// # Panics
///
/// When no value of the list is called so.
#[must_use]
pub fn code<C: Code>(said: &str) -> String {
    let wanted = plain(said);
    let names = |code: &C| plain(code.cle()) == wanted || plain(code.libelle()) == wanted;
    let found = C::TOUS.iter().copied().find(names);
    let known = || C::TOUS.iter().map(|code| code.libelle()).collect::<Vec<_>>().join(" | ");
    found.map(C::cle).unwrap_or_else(|| panic!("« {said} » is none of: {}", known())).to_owned()
}

fn plain(text: &str) -> String {
    let lower: String = text.to_lowercase().chars().map(without_accent).collect();
    let articles = ["l ", "le ", "la ", "les ", "un ", "une ", "du ", "de ", "d "];
    let mut rest = lower.trim();
    while let Some(after) = articles.iter().find_map(|article| rest.strip_prefix(article)) {
        rest = after;
    }
    rest.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_accent(letter: char) -> char {
    match letter {
        'à' | 'â' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' => 'o',
        'ù' | 'û' => 'u',
        'ç' => 'c',
        other if other.is_alphanumeric() => other,
        _ => ' ',
    }
}

/// A day, AAAA-MM-JJ.
///
/// # Panics
///
/// When it is not one.
#[must_use]
pub fn day(text: &str) -> NaiveDate {
    text.trim().parse().unwrap_or_else(|_| panic!("« {text} » is not a day AAAA-MM-JJ"))
}

/// An instant of the legal time zone: a day and HH:MM.
///
/// # Panics
///
/// When it is not one, or when the clocks skip it.
#[must_use]
pub fn instant(day: NaiveDate, hour: &str) -> DateTime<Utc> {
    let written = format!("{day} {hour}");
    let local = NaiveDateTime::parse_from_str(&written, "%Y-%m-%d %H:%M")
        .unwrap_or_else(|_| panic!("« {hour} » is not an hour HH:MM"));
    local.and_local_timezone(Paris).earliest().expect("the clocks skip no office hour").to_utc()
}

#[cfg(test)]
mod tests {
    use domain::codes::{MotifNonQualification, Transip};

    use super::*;

    #[test]
    fn une_phrase_se_decoupe_en_parts_en_valeur_et_en_propositions() {
        let mut phrase =
            Phrase::lue("qualifier I1 pour Léa : IP, le 2026-01-12 ; pour Zoé : non IP, motif x");
        assert_eq!(phrase.parts[0].head, "qualifier I1 pour Léa");
        assert_eq!(phrase.parts[0].value(), "IP");
        assert_eq!(phrase.parts[1].take("motif ").as_deref(), Some("x"));
        assert_eq!(phrase.take("le ").as_deref(), Some("2026-01-12"));
        phrase.finish();
    }

    #[test]
    #[should_panic(expected = "not understood: [\"danss\"]")]
    fn ce_qui_n_est_pas_compris_est_dit() {
        Phrase::lue("recevoir I1, danss").finish();
    }

    #[test]
    fn un_code_se_dit_en_francais() {
        assert_eq!(code::<Transip>("l'Éducation nationale"), "education_nationale");
        assert_eq!(code::<MotifNonQualification>("pas de danger"), "pas_de_danger");
    }

    #[test]
    fn des_objets_se_disent_pour_un_ou_plusieurs_enfants() {
        let deux = objects("M1 pour Léa et M2 pour Tom");
        assert_eq!(deux[1], ("M2".to_owned(), vec!["Tom".to_owned()]));
        assert_eq!(objects("I1 pour Léa et Tom")[0].1, ["Léa", "Tom"]);
    }
}
