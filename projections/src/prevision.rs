//! The forecast: how many children will need which kind of place, one to five years ahead, with its assumptions, its
//! interval and its error on what is already known.
//!
//! # Invariants
//!
//! - Everything the forecast stands on is in its JSON: passages counted, entries, rule of majority, exposed months.
//! - No floating point: expected numbers are integers ([`modele`]), printed in thousandths of a child.
//! - It is never a word about one child: only numbers by band and place go in, and come out.
//!
//! Deliberately absent: capacity, which no stream tells yet; costs.

mod modele;

use chrono::{Datelike, NaiveDate};
use deadpool_postgres::Pool;
use domain::codes::{LieuAccueil, NatureMesure};
use domain::mesure::Famille;
use domain::temps::{moins_jours, moins_mois, plus_jours, plus_mois};
use eventstore::{Journal, Position, canonical};
use serde_json::{Value, json};

use self::modele::{Etat, Lieu, Passages, Stock, cles_des_tranches, intervalle, milliemes};
use crate::indicateurs::vies::{Vie, vies};
use crate::indicateurs::{Cadre, Partage};
use crate::lecteurs::Lecteurs;
use crate::rapport::{NonProduit, covered, jour};
use crate::runner::{self, bigint};
use crate::territoires::carte;
use crate::tranches::ages;

/// Years of reference, unless told.
pub const REFERENCE_ANS: u32 = 3;

/// Years of reference, at most.
pub const REFERENCE_ANS_MAX: u32 = 10;

/// Years ahead, unless told.
pub const HORIZON_ANS: u32 = 5;

/// Years ahead, at most.
pub const HORIZON_ANS_MAX: u32 = 5;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Demande {
    /// Code of the Département.
    pub departement: String,
    /// The last day known: the forecast begins the day after.
    pub au: NaiveDate,
    /// Key of a territory; none: the whole Département.
    pub territoire: Option<String>,
    /// As recorded at; none: the head of the journal.
    pub position: Option<Position>,
    /// Years of reference before that day; 0: [`REFERENCE_ANS`].
    pub reference_ans: u32,
    /// Years ahead; 0: [`HORIZON_ANS`].
    pub horizon_ans: u32,
}

/// What holds in every forecast, said in it.
const HYPOTHESES: [&str; 7] = [
    "Champ : enfants de D1-droit et jeunes en contrat jeune majeur, de moins de 21 ans et d'âge connu ; un enfant une fois, D1 avant le contrat. Les autres sont dits à côté et ne sont pas projetés.",
    "Lieu : celui de D6 pour les enfants confiés (famille d'accueil, établissement, hébergement autonome, autre, sans lieu) ; placement direct ; contrat jeune majeur.",
    "Passages : d'une fin de mois à la suivante sur la période de référence, par tranche d'âge et par lieu, part de ceux qui restent, changent de lieu ou sortent. Une tranche et un lieu où personne n'a été vu ne bougent pas.",
    "Majorité : le mois des dix-huit ans, chacun quitte son lieu ; la part de ceux qui ont un contrat jeune majeur à la fin de ce mois est celle de la période de référence. Le mois des vingt et un ans, le contrat finit. Qui est sorti n'est plus compté.",
    "Entrées : au rythme mensuel de la période de référence, par tranche d'âge et par lieu, réparties également entre les mois d'âge de la tranche.",
    "Intervalle : 95 fois sur 100 si le nombre suit une loi de Poisson (attendu ± 1,96 fois sa racine carrée, arrondi vers l'extérieur) ; il ne dit rien d'un changement de politique, de droit ou de rythme. Les deux variantes d'entrées, celles de l'année de référence qui en compte le moins et de celle qui en compte le plus, disent ce que pèse le rythme.",
    "Vérification : la même méthode appliquée un an plus tôt, sur les seules années de référence d'avant, comparée à ce qui a été observé ; absente si la référence n'a qu'un an.",
];

/// Months of a year.
const AN: u32 = 12;

/// Produces a forecast, in canonical JSON.
///
/// # Errors
///
/// A refusal when the territory is unknown, the years are too many or the position is not computed; a failure of the
/// engine.
pub async fn produire(
    pool: &Pool,
    journal: &Journal,
    demande: &Demande,
) -> Result<Vec<u8>, NonProduit> {
    let mois = reference(demande)? * AN;
    let horizon = horizon(demande)?;
    let carte = carte(&demande.departement);
    let territoire = match demande.territoire.as_deref().filter(|slug| !slug.is_empty()) {
        None => None,
        Some(slug) => {
            let known = carte.and_then(|carte| carte.territoire(slug));
            Some(known.ok_or(NonProduit::TerritoireInconnu)?)
        }
    };
    let position = covered(pool, journal, demande.position).await?;
    let lecteurs = Lecteurs::de(pool).await.map_err(runner::Failure::from)?;
    let cadre = Cadre {
        lecteurs: &lecteurs,
        departement: &demande.departement,
        log_id: journal.log_id(),
        position: bigint(position),
        fin_de_journee: None,
        du: plus_jours(fin_de_mois(demande.au, mois), 1),
        au: demande.au,
        observation: demande.au,
        carte,
        population: None,
        territoire,
        partage: Partage::default(),
    };
    let lives: Vec<&Vie> =
        vies(&cadre).await?.iter().filter(|vie| of_the_place(&cadre, vie)).collect();
    let told = prevision(&lives, demande.au, (mois, horizon));
    let mut json = json!({
        "prevision": "1",
        "departement": demande.departement,
        "journal": journal.name(),
        "position": position.get(),
        "au": jour(demande.au),
        "reference": {"du": jour(cadre.du), "au": jour(cadre.au), "mois": mois},
        "hypotheses": HYPOTHESES,
        "role_du_territoire": "délégation responsable de l'enfant le dernier jour connu, à défaut celle de sa dernière mesure",
        "tranches_d_age": {"version": ages().version, "source": ages().source},
        "calcul": told,
    });
    if let Some(territoire) = territoire {
        json["territoire"] = json!(territoire.slug);
    }
    Ok(canonical::to_bytes(&json).expect("a forecast holds text, lists and integers below 2^53"))
}

fn reference(demande: &Demande) -> Result<u32, NonProduit> {
    ans(demande.reference_ans, (REFERENCE_ANS, REFERENCE_ANS_MAX))
        .ok_or(NonProduit::ReferenceTropLongue(REFERENCE_ANS_MAX))
}

fn horizon(demande: &Demande) -> Result<u32, NonProduit> {
    ans(demande.horizon_ans, (HORIZON_ANS, HORIZON_ANS_MAX))
        .ok_or(NonProduit::HorizonTropLong(HORIZON_ANS_MAX))
}

/// A number of years: nothing told, the default; none beyond the limit.
fn ans(told: u32, (default, limit): (u32, u32)) -> Option<u32> {
    let years = if told == 0 { default } else { told };
    (years <= limit).then_some(years)
}

fn of_the_place(cadre: &Cadre<'_>, vie: &Vie) -> bool {
    cadre.retient(vie.mesures.last().and_then(|mesure| vie.service_de(mesure)))
}

/// The last day of the month that ends so many months before a last day.
fn fin_de_mois(au: NaiveDate, avant: u32) -> NaiveDate {
    moins_jours(moins_mois(plus_jours(au, 1), avant), 1)
}

/// Where a child is on a day.
fn lieu(vie: &Vie, le: NaiveDate) -> Option<Lieu> {
    let Some(mesure) = vie.placement_au(le) else {
        let mut known = vie.en_vigueur(le);
        let contract = known.any(|mesure| mesure.nature == NatureMesure::ContratJeuneMajeur);
        return contract.then_some(Lieu::JeuneMajeur);
    };
    if mesure.famille() == Famille::PlacementDirect {
        return Some(Lieu::Direct);
    }
    let Some(place) = vie.lieu_au(le) else { return Some(Lieu::EnAttente) };
    Some(match place.lieu {
        LieuAccueil::AssistantFamilial => Lieu::FamilleAccueil,
        LieuAccueil::Mecs
        | LieuAccueil::FoyerDeLEnfance
        | LieuAccueil::Pouponniere
        | LieuAccueil::ParentEnfant
        | LieuAccueil::VillageDEnfants
        | LieuAccueil::LieuDeVie
        | LieuAccueil::EtablissementMedicoSocial => Lieu::Etablissement,
        LieuAccueil::HebergementAutonome => Lieu::Autonome,
        LieuAccueil::InternatScolaire
        | LieuAccueil::TiersDigneDeConfiance
        | LieuAccueil::TiersBenevole
        | LieuAccueil::FamilleAdoptante
        | LieuAccueil::DomicileParents
        | LieuAccueil::Hotel
        | LieuAccueil::Autre => Lieu::Autre,
    })
}

/// Whole months of age on a day; negative before birth.
fn age_en_mois(naissance: NaiveDate, le: NaiveDate) -> i64 {
    let months = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    months(le) - months(naissance) - i64::from(le.day() < naissance.day())
}

fn etat(vie: &Vie, le: NaiveDate) -> Option<Etat> {
    Some((age_en_mois(vie.naissance?, le), lieu(vie, le)))
}

/// What was seen from one end of month to the next, over the months that end on a day.
fn passages(lives: &[&Vie], au: NaiveDate, mois: u32) -> Passages {
    let mut seen = Passages { mois, ..Passages::default() };
    let ends: Vec<NaiveDate> = (0..=mois).rev().map(|before| fin_de_mois(au, before)).collect();
    for vie in lives {
        let mut before = None;
        for le in &ends {
            let now = etat(vie, *le);
            if let Some((before, now)) = before.zip(now) {
                seen.voit(before, now);
            }
            before = now;
        }
    }
    seen
}

fn observe(lives: &[&Vie], le: NaiveDate) -> Stock {
    Stock::observe(lives.iter().filter_map(|vie| etat(vie, le)))
}

fn prevision(lives: &[&Vie], au: NaiveDate, (mois, horizon): (u32, u32)) -> Value {
    let seen = passages(lives, au, mois);
    let now = observe(lives, au);
    let mut years: Vec<Passages> =
        (0..mois / AN).map(|year| passages(lives, fin_de_mois(au, year * AN), AN)).collect();
    years.sort_by_key(Passages::total_des_entrees);
    let horizons: Vec<Value> = (1..=horizon)
        .map(|ahead| {
            let expected = now.apres(ahead * AN, &seen, &seen);
            let with = |year: Option<&Passages>| {
                let entering = year.expect("a reference has one year at least");
                milliemes(now.apres(ahead * AN, &seen, entering).total())
            };
            json!({
                "annees": ahead,
                "au": jour(moins_jours(plus_mois(plus_jours(au, 1), ahead * AN), 1)),
                "total": attendu(expected.total()),
                "total_entrees_les_plus_basses": {"attendu_milliemes": with(years.first())},
                "total_entrees_les_plus_hautes": {"attendu_milliemes": with(years.last())},
                "par_lieu": par_lieu(&expected),
                "par_age": par_age(&expected),
            })
        })
        .collect();
    json!({
        "observe": {
            "total": milliemes(now.total()) / 1_000,
            "par_lieu": par_lieu(&now),
            "par_age": par_age(&now),
            "non_projetes": non_projetes(lives, au, &now),
        },
        "passages": lignes_des_passages(&seen),
        "entrees": lignes_des_entrees(&seen),
        "majorite": {"enfants": seen.majeurs, "avec_contrat": seen.contrats},
        "horizons": horizons,
        "verification": verification(lives, au, mois),
    })
}

fn attendu(expected: i128) -> Value {
    let (bas, haut) = intervalle(expected);
    json!({"attendu_milliemes": milliemes(expected), "bas": bas, "haut": haut})
}

fn par_lieu(stock: &Stock) -> Value {
    let lines =
        Lieu::TOUS.into_iter().map(|lieu| (lieu.cle().to_owned(), attendu(stock.dans(lieu))));
    Value::Object(lines.collect())
}

fn par_age(stock: &Stock) -> Value {
    let lines =
        cles_des_tranches().map(|(band, cle)| (cle.to_owned(), attendu(stock.de_la_tranche(band))));
    Value::Object(lines.collect())
}

/// In a place or under contract, and of 21 years or more, or of an unknown age.
fn non_projetes(lives: &[&Vie], le: NaiveDate, now: &Stock) -> i64 {
    let all = lives.iter().filter(|vie| lieu(vie, le).is_some()).count();
    i64::try_from(all).expect("fewer children than 2^63") - milliemes(now.total()) / 1_000
}

fn lignes_des_passages(seen: &Passages) -> Vec<Value> {
    let mut lines = Vec::new();
    for (band, age) in cles_des_tranches() {
        for de in Lieu::TOUS {
            let exposes = seen.exposes(band, de);
            let towards =
                Lieu::TOUS.map(|vers| (vers.cle(), seen.vers[band][de as usize][vers as usize]));
            let out = ("sortie", seen.sorties[band][de as usize]);
            let told = towards.into_iter().chain([out]).filter(|(_, n)| *n != 0);
            lines.extend(told.map(|(vers, n)| {
                json!({"age": age, "de": de.cle(), "vers": vers, "vus": n, "exposes": exposes})
            }));
        }
    }
    lines
}

fn lignes_des_entrees(seen: &Passages) -> Vec<Value> {
    let mut lines = Vec::new();
    for (band, age) in cles_des_tranches() {
        for lieu in Lieu::TOUS {
            let n = seen.entrees[band][lieu as usize];
            if n != 0 {
                lines.push(json!({"age": age, "lieu": lieu.cle(), "vus": n, "mois": seen.mois}));
            }
        }
    }
    lines
}

/// The same method one year earlier, beside what came: its error is what the forecast is worth.
fn verification(lives: &[&Vie], au: NaiveDate, mois: u32) -> Value {
    let Some(known) = mois.checked_sub(AN).filter(|known| AN <= *known) else { return Value::Null };
    let from = fin_de_mois(au, AN);
    let seen = passages(lives, from, known);
    let (expected, came) = (observe(lives, from).apres(AN, &seen, &seen), observe(lives, au));
    let beside = |expected: i128, came: i128| {
        let (expected, came) = (milliemes(expected), milliemes(came));
        json!({"attendu_milliemes": expected, "observe": came / 1_000, "ecart_milliemes": expected - came})
    };
    let lines = Lieu::TOUS
        .into_iter()
        .map(|lieu| (lieu.cle().to_owned(), beside(expected.dans(lieu), came.dans(lieu))));
    json!({
        "du": jour(plus_jours(from, 1)),
        "au": jour(au),
        "total": beside(expected.total(), came.total()),
        "par_lieu": Value::Object(lines.collect()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn le(texte: &str) -> NaiveDate {
        texte.parse().unwrap()
    }

    #[test]
    fn les_mois_de_reference_finissent_au_dernier_jour_et_ne_perdent_aucun_jour() {
        assert_eq!(fin_de_mois(le("2022-12-31"), 0), le("2022-12-31"));
        assert_eq!(fin_de_mois(le("2022-12-31"), 1), le("2022-11-30"));
        assert_eq!(fin_de_mois(le("2022-12-31"), 10), le("2022-02-28"));
        assert_eq!(fin_de_mois(le("2022-12-31"), 36), le("2019-12-31"));
    }

    #[test]
    fn un_nombre_d_annees_hors_limites_n_est_pas_ramene_a_la_limite() {
        assert_eq!(ans(0, (REFERENCE_ANS, REFERENCE_ANS_MAX)), Some(REFERENCE_ANS));
        assert_eq!(ans(10, (REFERENCE_ANS, REFERENCE_ANS_MAX)), Some(10));
        assert_eq!(ans(11, (REFERENCE_ANS, REFERENCE_ANS_MAX)), None);
    }

    #[test]
    fn l_age_en_mois_change_au_quantieme() {
        assert_eq!(age_en_mois(le("2004-12-15"), le("2022-12-14")), 215);
        assert_eq!(age_en_mois(le("2004-12-15"), le("2022-12-15")), 216);
        assert_eq!(age_en_mois(le("2022-12-15"), le("2022-11-30")), -1);
    }
}
