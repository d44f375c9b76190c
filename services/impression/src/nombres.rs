//! Numbers, percentages, delays and days as a French reader expects them: « 3 355 », « 46,4 % », « 1er janvier 2022 ».
//!
//! Exact integers in, text out: no floating point. Half is rounded up, as everywhere in this engine.

use std::cmp::Ordering;

/// A narrow no-break space: between thousands, before « % », « ; », « ? » and « ! ».
pub(crate) const FINE: char = '\u{202f}';
/// A no-break space: between a number and a word, before « : », inside « ».
pub(crate) const INSECABLE: char = '\u{a0}';

/// Tenths of a percent, of a thousandth or of a day.
const DIXIEMES: i128 = 10;

/// The longest integer of an exact number: it is below what is held, and a thousand of it below what is computed.
const CHIFFRES_MAX: usize = 18;

/// A value as the report has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mesure {
    /// How many.
    Compte(i64),
    /// A part: exact fraction, printed as a percentage. An evolution may be negative.
    Part(Fraction),
    /// A rate for 1 000.
    PourMille(Fraction),
    /// A mean in days: a sum over a count.
    Moyenne(Fraction),
    /// Days.
    Jours(i64),
    /// Hours begun.
    Heures(i64),
    /// The group is empty, or nothing covers it.
    Absente,
    /// A small number, hidden.
    Masquee,
}

/// Two integers, the second above 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fraction {
    /// Above the line.
    pub(crate) num: i64,
    /// Below it.
    pub(crate) den: i64,
}

/// What a value is, its number left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Genre {
    Compte,
    Part,
    PourMille,
    Jours,
    Heures,
}

impl Mesure {
    /// As printed: « 3 355 », « 46,4 % », « 25,8 ‰ », « 132,0 jours », « – », « s ».
    pub(crate) fn affichee(self) -> String {
        match self {
            Self::Compte(n) => entier(n),
            Self::Part(fraction) => format!("{}{FINE}%", decimal(fraction.dixiemes(100))),
            Self::PourMille(fraction) => format!("{}{FINE}‰", decimal(fraction.dixiemes(1000))),
            Self::Moyenne(fraction) => {
                let dixiemes = fraction.dixiemes(1);
                duree(&decimal(dixiemes), "jour", dixiemes.unsigned_abs() >= 20)
            }
            Self::Jours(n) => duree(&entier(n), "jour", n.unsigned_abs() >= 2),
            Self::Heures(n) => duree(&entier(n), "heure", n.unsigned_abs() >= 2),
            Self::Absente => "–".to_owned(),
            Self::Masquee => "s".to_owned(),
        }
    }

    /// The two numbers it is made of, if it is made of two.
    pub(crate) fn fraction(self) -> Option<Fraction> {
        match self {
            Self::Part(fraction) | Self::PourMille(fraction) | Self::Moyenne(fraction) => {
                Some(fraction)
            }
            Self::Compte(_) | Self::Jours(_) | Self::Heures(_) | Self::Absente | Self::Masquee => {
                None
            }
        }
    }

    /// What it may be compared with; nothing when there is no value.
    pub(crate) fn genre(self) -> Option<Genre> {
        match self {
            Self::Compte(_) => Some(Genre::Compte),
            Self::Part(_) => Some(Genre::Part),
            Self::PourMille(_) => Some(Genre::PourMille),
            Self::Moyenne(_) | Self::Jours(_) => Some(Genre::Jours),
            Self::Heures(_) => Some(Genre::Heures),
            Self::Absente | Self::Masquee => None,
        }
    }

    /// Its magnitude, to be compared with others of its kind.
    pub(crate) fn grandeur(self) -> Option<Fraction> {
        match self {
            Self::Compte(n) | Self::Jours(n) | Self::Heures(n) => Some(Fraction { num: n, den: 1 }),
            Self::Part(fraction) | Self::PourMille(fraction) | Self::Moyenne(fraction) => {
                Some(fraction)
            }
            Self::Absente | Self::Masquee => None,
        }
    }
}

impl Fraction {
    /// Reads an exact number: an integer, a decimal or a fraction, of 18 digits at most on each side.
    pub(crate) fn lue(texte: &str) -> Option<Self> {
        let lu = |texte: &str| {
            let chiffres = texte.strip_prefix('-').unwrap_or(texte);
            let ecrit = (1..=CHIFFRES_MAX).contains(&chiffres.len())
                && chiffres.bytes().all(|octet| octet.is_ascii_digit());
            if ecrit { texte.parse::<i64>().ok() } else { None }
        };
        if let Some((num, den)) = texte.split_once('/') {
            return Some(Self { num: lu(num)?, den: lu(den).filter(|den| 0 < *den)? });
        }
        let Some((entiers, decimales)) = texte.split_once('.') else {
            return Some(Self { num: lu(texte)?, den: 1 });
        };
        let ecrites = !decimales.is_empty() && !decimales.starts_with('-');
        let longueur = u32::try_from(decimales.len()).ok().filter(|_| ecrites)?;
        let den = 10_i64.checked_pow(longueur)?;
        Some(Self { num: lu(&format!("{entiers}{decimales}"))?, den })
    }

    /// `self × echelle`, in tenths, half up.
    pub(crate) fn dixiemes(self, echelle: i64) -> i128 {
        let (num, den) = (i128::from(self.num) * i128::from(echelle) * DIXIEMES, self.den.into());
        arrondi(num, den)
    }

    /// How many thousandths of `entier` this is, half up; `entier` is above 0.
    pub(crate) fn milliemes_de(self, entier: Self) -> i128 {
        let num = i128::from(self.num) * i128::from(entier.den) * 1000;
        arrondi(num, i128::from(self.den) * i128::from(entier.num))
    }

    /// The least integer that is not below it.
    pub(crate) fn plafond(self) -> i128 {
        -i128::from(-self.num).div_euclid(self.den.into())
    }

    /// « 1 557 / 3 355 ».
    pub(crate) fn affichee(self) -> String {
        format!("{}{INSECABLE}/{INSECABLE}{}", entier(self.num), entier(self.den))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let across = |a: &Self, b: &Self| i128::from(a.num) * i128::from(b.den);
        Some(across(self, other).cmp(&across(other, self)))
    }
}

/// `num / den` to the nearest integer, half up; `den` is above 0.
fn arrondi(num: i128, den: i128) -> i128 {
    (2 * num + den).div_euclid(2 * den)
}

/// « 3 355 ».
pub(crate) fn entier(valeur: i64) -> String {
    let chiffres = valeur.unsigned_abs().to_string();
    let mut texte = String::new();
    for (rang, chiffre) in chiffres.chars().enumerate() {
        if rang > 0 && (chiffres.len() - rang).is_multiple_of(3) {
            texte.push(FINE);
        }
        texte.push(chiffre);
    }
    if valeur < 0 { format!("−{texte}") } else { texte }
}

/// Tenths as text: 464 is « 46,4 ».
fn decimal(dixiemes: i128) -> String {
    let absolu = dixiemes.unsigned_abs();
    let entiers = entier(i64::try_from(absolu / 10).unwrap_or(i64::MAX));
    let signe = if dixiemes < 0 { "−" } else { "" };
    format!("{signe}{entiers},{}", absolu % 10)
}

/// An exact number of a unit: « 79,8 % » of a part, « 306 », « 3,4 (17 / 5) ».
pub(crate) fn exact(fraction: Fraction, unite: &str) -> String {
    let arrondi = match unite {
        "%" => Mesure::Part(fraction).affichee(),
        "‰" => Mesure::PourMille(fraction).affichee(),
        _ if fraction.den == 1 => return entier(fraction.num),
        _ => decimal(fraction.dixiemes(1)),
    };
    if fraction.den == 1 { arrondi } else { format!("{arrondi} ({})", fraction.affichee()) }
}

/// A difference of two such numbers, with its sign: « +4,8 points », « −10 ».
pub(crate) fn ecart(fraction: Fraction, unite: &str) -> String {
    let (arrondi, dit) = match unite {
        "%" => {
            let dixiemes = fraction.dixiemes(100);
            let points = duree(&decimal(dixiemes), "point", dixiemes.unsigned_abs() >= 20);
            (dixiemes, points)
        }
        "‰" => (fraction.dixiemes(1000), Mesure::PourMille(fraction).affichee()),
        _ if fraction.den == 1 => (fraction.num.into(), entier(fraction.num)),
        _ => (fraction.dixiemes(1), decimal(fraction.dixiemes(1))),
    };
    let signe = if arrondi > 0 { "+" } else { "" };
    format!("{signe}{dit}")
}

/// A number as somebody published it: « 79,8 % », « 3 355 ».
pub(crate) fn publie(ecrit: &str, fraction: Fraction, unite: &str) -> String {
    let nombre = match ecrit.split_once('.') {
        None if fraction.den == 1 => entier(fraction.num),
        None => fraction.affichee(),
        Some((entiers, decimales)) => {
            let signe = if ecrit.starts_with('-') { "−" } else { "" };
            let entiers = entiers.trim_start_matches('-').parse().map_or(0, i64::abs);
            format!("{signe}{},{decimales}", entier(entiers))
        }
    };
    match unite {
        "%" | "‰" => format!("{nombre}{FINE}{unite}"),
        _ => nombre,
    }
}

fn duree(nombre: &str, unite: &str, plusieurs: bool) -> String {
    format!("{nombre}{INSECABLE}{unite}{}", if plusieurs { "s" } else { "" })
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Jour {
    pub(crate) annee: u16,
    pub(crate) mois: u8,
    pub(crate) jour: u8,
}

const MOIS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

impl Jour {
    /// Reads `AAAA-MM-JJ`, from 1900: the first day a workbook knows.
    pub(crate) fn lu(texte: &str) -> Option<Self> {
        let parties: Vec<&str> = texte.split('-').collect();
        let [annee, mois, jour] = parties.as_slice() else { return None };
        let nombre = |texte: &str, longueur: usize| {
            let chiffres = texte.bytes().all(|octet| octet.is_ascii_digit());
            if chiffres && texte.len() == longueur { texte.parse::<u16>().ok() } else { None }
        };
        let (annee, mois, jour) = (nombre(annee, 4)?, nombre(mois, 2)?, nombre(jour, 2)?);
        let (mois, jour) = (u8::try_from(mois).ok()?, u8::try_from(jour).ok()?);
        let known = annee >= 1900 && (1..=12).contains(&mois);
        (known && (1..=longueur(annee, mois)).contains(&jour)).then_some(Self { annee, mois, jour })
    }

    /// « 1er janvier 2022 ».
    pub(crate) fn en_toutes_lettres(self) -> String {
        format!("{}{INSECABLE}{}", self.sans_annee(), self.annee)
    }

    /// « 1er janvier ».
    fn sans_annee(self) -> String {
        let Self { annee: _, mois, jour } = self;
        let premier = if jour == 1 { "er" } else { "" };
        format!("{jour}{premier}{INSECABLE}{}", MOIS[usize::from(mois) - 1])
    }
}

/// A minute, in universal time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Instant {
    jour: Jour,
    heure: u8,
    minute: u8,
}

impl Instant {
    /// Reads microseconds since 1970, until 9999; none before.
    pub(crate) fn lu(microsecondes: i64) -> Option<Self> {
        let minutes = (0 <= microsecondes).then_some(microsecondes / 60_000_000)?;
        let (mut jours, du_jour) = (minutes / 1440, minutes % 1440);
        let mut annee: u16 = 1970;
        let de_l_annee =
            |annee| -> i64 { (1..=12).map(|mois| i64::from(longueur(annee, mois))).sum() };
        while jours >= de_l_annee(annee) {
            jours -= de_l_annee(annee);
            annee = annee.checked_add(1).filter(|annee| *annee <= 9999)?;
        }
        let mut mois = 1;
        while jours >= longueur(annee, mois).into() {
            jours -= i64::from(longueur(annee, mois));
            mois += 1;
        }
        let jour = Jour { annee, mois, jour: u8::try_from(jours + 1).ok()? };
        let heure = u8::try_from(du_jour / 60).ok()?;
        Some(Self { jour, heure, minute: u8::try_from(du_jour % 60).ok()? })
    }

    /// « 15 janvier 2024 à 09:30 UTC ».
    pub(crate) fn dit(self) -> String {
        let Self { jour, heure, minute } = self;
        format!("{} à{INSECABLE}{heure:02}:{minute:02}{INSECABLE}UTC", jour.en_toutes_lettres())
    }
}

/// How many days a month has.
fn longueur(annee: u16, mois: u8) -> u8 {
    let bissextile =
        annee.is_multiple_of(4) && (!annee.is_multiple_of(100) || annee.is_multiple_of(400));
    match mois {
        2 if bissextile => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The days a report covers, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Periode {
    pub(crate) du: Jour,
    pub(crate) au: Jour,
}

impl Periode {
    /// « 2022 » for a calendar year, « du 1er janvier au 30 juin 2022 » otherwise.
    pub(crate) fn courte(self) -> String {
        let Self { du, au } = self;
        let entiere = (du.mois, du.jour, au.mois, au.jour) == (1, 1, 12, 31);
        if entiere && du.annee == au.annee { du.annee.to_string() } else { self.longue() }
    }

    /// « du 1er janvier au 31 décembre 2022 »; both years when they differ.
    pub(crate) fn longue(self) -> String {
        let Self { du, au } = self;
        let premier = if du.annee == au.annee { du.sans_annee() } else { du.en_toutes_lettres() };
        format!("du {premier} au {}", au.en_toutes_lettres())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(num: i64, den: i64) -> String {
        Mesure::Part(Fraction { num, den }).affichee()
    }

    #[test]
    fn une_part_s_imprime_avec_une_decimale_et_la_moitie_monte() {
        assert_eq!(part(1557, 3355), "46,4\u{202f}%");
        assert_eq!(part(1, 2000), "0,1\u{202f}%");
        assert_eq!(part(1, 2001), "0,0\u{202f}%");
        assert_eq!(part(1, 16), "6,3\u{202f}%");
        assert_eq!(part(3, 16), "18,8\u{202f}%");
        assert_eq!(part(1999, 2000), "100,0\u{202f}%");
        assert_eq!(part(-1, 2000), "0,0\u{202f}%");
        assert_eq!(part(-3, 2000), "−0,1\u{202f}%");
        assert_eq!(
            part(9_007_199_254_740_991, 1),
            "900\u{202f}719\u{202f}925\u{202f}474\u{202f}099\u{202f}100,0\u{202f}%"
        );
    }

    #[test]
    fn chaque_genre_a_son_unite() {
        let fraction = |num, den| Fraction { num, den };
        assert_eq!(Mesure::Compte(1_234_567).affichee(), "1\u{202f}234\u{202f}567");
        assert_eq!(Mesure::PourMille(fraction(3355, 130_039)).affichee(), "25,8\u{202f}‰");
        assert_eq!(Mesure::Moyenne(fraction(1321, 10)).affichee(), "132,1\u{a0}jours");
        assert_eq!(Mesure::Moyenne(fraction(5, 4)).affichee(), "1,3\u{a0}jour");
        assert_eq!(Mesure::Moyenne(fraction(39, 20)).affichee(), "2,0\u{a0}jours");
        assert_eq!(Mesure::Jours(1).affichee(), "1\u{a0}jour");
        assert_eq!(Mesure::Heures(24).affichee(), "24\u{a0}heures");
        assert_eq!(Mesure::Jours(90).affichee(), "90\u{a0}jours");
        assert_eq!(
            (Mesure::Absente.affichee(), Mesure::Masquee.affichee()),
            ("–".into(), "s".into())
        );
        assert_eq!(fraction(1557, 3355).affichee(), "1\u{202f}557\u{a0}/\u{a0}3\u{202f}355");
    }

    #[test]
    fn un_jour_est_du_calendrier() {
        for faux in [
            "2023-02-29",
            "2023-13-01",
            "2023-00-10",
            "2023-1-1",
            "15/02/2023",
            "+023-01-01",
            "1899-12-31",
        ] {
            assert_eq!(Jour::lu(faux), None, "{faux}");
        }
        let jour = Jour::lu("2024-02-29").unwrap();
        assert_eq!(jour.en_toutes_lettres(), "29\u{a0}février\u{a0}2024");
        assert_eq!(
            Jour::lu("2022-01-01").unwrap().en_toutes_lettres(),
            "1er\u{a0}janvier\u{a0}2022"
        );
    }

    #[test]
    fn un_instant_se_dit_en_temps_universel() {
        let dit = |us| Instant::lu(us).map(|instant| instant.dit().replace('\u{a0}', " "));
        assert_eq!(dit(0).unwrap(), "1er janvier 1970 à 00:00 UTC");
        assert_eq!(dit(1_709_251_140_000_000).unwrap(), "29 février 2024 à 23:59 UTC");
        assert_eq!(dit(1_709_251_200_000_000).unwrap(), "1er mars 2024 à 00:00 UTC");
        assert_eq!(dit(1_735_689_599_999_999).unwrap(), "31 décembre 2024 à 23:59 UTC");
        assert_eq!(dit(-1), None);
    }

    #[test]
    fn une_annee_civile_se_dit_en_un_mot() {
        let periode = |du, au| Periode { du: Jour::lu(du).unwrap(), au: Jour::lu(au).unwrap() };
        assert_eq!(periode("2022-01-01", "2022-12-31").courte(), "2022");
        let semestre = periode("2022-01-01", "2022-06-30").courte();
        assert_eq!(semestre, "du 1er\u{a0}janvier au 30\u{a0}juin\u{a0}2022");
        let hiver = periode("2022-12-01", "2023-02-28").courte();
        assert_eq!(hiver, "du 1er\u{a0}décembre\u{a0}2022 au 28\u{a0}février\u{a0}2023");
    }

    #[test]
    fn un_nombre_exact_se_lit_et_s_imprime_dans_son_unite() {
        let lue = |texte| Fraction::lue(texte).unwrap();
        assert_eq!(lue("-9.7"), Fraction { num: -97, den: 10 });
        assert_eq!(lue("1557/3355"), Fraction { num: 1557, den: 3355 });
        for faux in
            ["", "-", "1.", ".-5", "1.-5", "3/0", "3/-1", "1e3", "1,5", "1000000000000000000"]
        {
            assert_eq!(Fraction::lue(faux), None, "{faux}");
        }
        assert_eq!(exact(lue("399/500"), "%"), "79,8\u{202f}% (399\u{a0}/\u{a0}500)");
        assert_eq!(exact(lue("1"), "%"), "100,0\u{202f}%");
        assert_eq!(exact(lue("3355"), "enfant"), "3\u{202f}355");
        assert_eq!(ecart(lue("6/125"), "%"), "+4,8\u{a0}points");
        assert_eq!(ecart(lue("-1/500"), "%"), "−0,2\u{a0}point");
        assert_eq!(ecart(lue("1/5000"), "%"), "0,0\u{a0}point");
        assert_eq!((ecart(lue("1/50"), ""), ecart(lue("-1/50"), "")), ("0,0".into(), "0,0".into()));
        assert_eq!((ecart(lue("-10"), "mesure"), ecart(lue("0"), "")), ("−10".into(), "0".into()));
        assert_eq!(publie("79.80", lue("79.80"), "%"), "79,80\u{202f}%");
        assert_eq!(publie("-1234.5", lue("-1234.5"), ""), "−1\u{202f}234,5");
        assert_eq!(publie("-0.5", lue("-0.5"), ""), "−0,5");
    }

    #[test]
    fn deux_fractions_se_comparent_sans_division() {
        let fraction = |num, den| Fraction { num, den };
        assert!(fraction(1, 3) < fraction(334, 1000) && fraction(1, 3) > fraction(333, 1000));
        assert_eq!(fraction(1, 3).milliemes_de(fraction(2, 3)), 500);
        assert_eq!(fraction(1, 2000).milliemes_de(fraction(1, 1)), 1);
    }
}
