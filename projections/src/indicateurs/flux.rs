//! Family X: what enters and leaves each stock in a period.
//!
//! ```text
//! before + entries = séjours of the period = after + exits
//! ```
//!
//! The identity is told as values, in children and in measures, and every report can be checked by it.

pub(super) mod chemins;
pub(super) mod decisions;
pub(super) mod durees;

use chrono::{Days, NaiveDate};
use domain::codes::{Code as _, MotifFin};

use super::vies::coupes::{Unite, combien, par_age, par_cle, par_sexe};
use super::vies::sejours::{Sejour, Stock, sejours};
use super::vies::{Intervalle, Mesure, TERME_SANS_ACTE, Vie, vies};
use super::{Cadre, Calcul, Resultat, Ventilation, compte};
use crate::registre::{Definition, Registres, Section, Somme};

const RESPONSABLE: &str = "délégation responsable de l'enfant le dernier jour de la période, à défaut celle que dit la mesure : la même pour les entrées, les sorties et les deux stocks";
const SOURCE: &str =
    "Définitions du registre, famille X ; identité de population des stocks et des flux";
const DANS_LA_PERIODE: &str =
    "premier jour dans le stock, ou premier jour hors de lui, dans la période";

macro_rules! mouvements {
    ($id:literal, $stock:expr, $libelle:literal, $quoi:literal, [$($somme:expr),*]) => {
        Definition {
            calcul: |cadre| Box::pin(mouvements(cadre, $stock)),
            id: $id,
            version: 1,
            registres: Registres::depuis(2),
            section: Section::Flux,
            libelle: $libelle,
            unite: "enfant ; mesure",
            genre: "flux",
            numerateur: "séjours qui commencent, qui finissent, en cours la veille et le dernier jour",
            denominateur: "",
            regle_de_date: DANS_LA_PERIODE,
            territoire: RESPONSABLE,
            date_de_l_age: "dernier jour de la période",
            source: SOURCE,
            definition: concat!(
                "Stock : ", $quoi,
                " Une mesure court de son effet au jour qui précède sa sortie : le premier des deux jours entre sa fin et le lendemain de son terme ; celle qui finirait avant de prendre effet ne compte pas. Un séjour est une suite de jours où l'enfant est dans le stock, par une mesure ou par plusieurs : une mesure qui prend effet au plus tard le jour de sortie de la précédente ne fait ni sortie ni entrée. Unité enfant : séjours en cours la veille de la période, qui commencent dans la période, dont le jour de sortie est dans la période, en cours le dernier jour ; un enfant revenu compte deux entrées, et une fois parmi les enfants distincts. Unité mesure : les mêmes quatre comptes, où chaque renouvellement est une entrée et la mesure renouvelée une sortie. Entrées et sorties par âge révolu le dernier jour de la période et par territoire ; les présents de X4 et X5 par âge et par sexe."
            ),
            sommes: &[
                Somme { total: "sejours", parties: &["enfants_avant", "entrees"] },
                Somme { total: "sejours", parties: &["enfants_apres", "sorties"] },
                Somme { total: "mesures", parties: &["mesures_avant", "mesures_entrees"] },
                Somme { total: "mesures", parties: &["mesures_apres", "mesures_sorties"] },
                Somme { total: "mesures_entrees", parties: &["dont_premieres", "dont_suivantes"] },
                $($somme),*
            ],
        }
    };
}

/// The definitions of the family.
pub(super) const DEFINITIONS: &[Definition] = &[
    mouvements!(
        "X1",
        Stock::Aed,
        "Entrées et sorties d'AED",
        "AED et AED renforcées en vigueur (B1).",
        [Somme { total: "mesures_apres", parties: &["B1:en_vigueur"] }]
    ),
    mouvements!(
        "X2",
        Stock::Aemo,
        "Entrées et sorties d'AEMO",
        "AEMO, AEMO renforcées et AEMO avec hébergement en vigueur (B2).",
        [Somme { total: "mesures_apres", parties: &["B2:en_vigueur"] }]
    ),
    mouvements!(
        "X3",
        Stock::Accueil,
        "Entrées et sorties d'accueil",
        "mesures confiant à l'ASE ou plaçant directement, en vigueur, exécutées ou non (D1-droit).",
        [
            Somme { total: "enfants_apres", parties: &["D1:droit"] },
            Somme { total: "mesures_apres", parties: &["D16:mesures.den"] }
        ]
    ),
    mouvements!(
        "X4",
        Stock::Mna,
        "Entrées et sorties des mineurs non accompagnés",
        "mesures du stock X3, du jour où l'enfant est reconnu mineur non accompagné à la veille de sa majorité (E1a).",
        [Somme { total: "enfants_apres", parties: &["E1:e1a"] }]
    ),
    mouvements!(
        "X5",
        Stock::JeuneMajeur,
        "Entrées et sorties des contrats jeune majeur",
        "contrats jeune majeur en vigueur.",
        [Somme { total: "mesures_apres", parties: &["M2:jeunes_majeurs"] }]
    ),
    Definition {
        calcul: |cadre| Box::pin(motifs(cadre)),
        id: "X6",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Flux,
        libelle: "Motifs de fin des mesures",
        unite: "mesure",
        genre: "flux",
        numerateur: "mesures dont le jour de sortie est dans la période",
        denominateur: "",
        regle_de_date: "jour de sortie (X1) dans la période",
        territoire: RESPONSABLE,
        date_de_l_age: "",
        source: "Définitions du registre, famille X ; annexe 2-8 du CASF, MOTIFININT et MOTIFML",
        definition: "Mesures sorties des stocks X1, X2, X3 et X5 dans la période, par motif : celui que dit l'acte qui les a finies ; renouvellement, infirmation par un arrêt, décès, émancipation ou majorité quand c'est cela qui les a finies ; « terme passé sans acte » quand elles ont atteint leur terme sans rien de tout cela. De plusieurs causes du même jour, la première dans cet ordre l'emporte : acte, renouvellement, infirmation, décès, émancipation, majorité ; une cause postérieure au lendemain du terme ne compte pas.",
        sommes: &[
            Somme { total: "aed", parties: &["X1:mesures_sorties"] },
            Somme { total: "aemo", parties: &["X2:mesures_sorties"] },
            Somme { total: "accueils", parties: &["X3:mesures_sorties"] },
            Somme { total: "jeunes_majeurs", parties: &["X5:mesures_sorties"] },
        ],
    },
];

impl Cadre<'_> {
    /// The day before the period.
    fn veille(&self) -> NaiveDate {
        self.du.checked_sub_days(Days::new(1)).unwrap_or(NaiveDate::MIN)
    }

    /// The séjours of a stock that the territory holds, of any time.
    fn sejours<'a>(&self, lives: &'a [Vie], stock: Stock) -> Vec<Sejour<'a>> {
        let every = lives.iter().flat_map(|vie| sejours(vie, stock));
        every.filter(|sejour| self.retient(sejour.service(self.au))).collect()
    }

    /// What carries a child in a stock on the territory, measure by measure.
    fn mesures_du_stock<'a>(
        &self,
        lives: &'a [Vie],
        stock: Stock,
    ) -> Vec<(&'a Mesure, Intervalle)> {
        let mut found = Vec::new();
        for vie in lives {
            let kept = vie.mesures.iter().filter(|mesure| self.retient(vie.service_de(mesure)));
            found.extend(kept.filter_map(|mesure| Some((mesure, stock.intervalle(vie, mesure)?))));
        }
        found
    }

    fn unites<'a>(&self, sejours: &[&Sejour<'a>]) -> Vec<Unite<'a>> {
        let unit =
            |sejour: &&Sejour<'a>| Unite { vie: sejour.vie, service: sejour.service(self.au) };
        sejours.iter().map(unit).collect()
    }
}

/// What is in course on the eve, begins, ends, and is in course on the last day.
struct Mouvements<T> {
    avant: Vec<T>,
    entrees: Vec<T>,
    sorties: Vec<T>,
    apres: Vec<T>,
}

impl<T: Copy> Mouvements<T> {
    fn new(cadre: &Cadre<'_>, units: impl Iterator<Item = (T, Intervalle)>) -> Self {
        let mut moved =
            Self { avant: Vec::new(), entrees: Vec::new(), sorties: Vec::new(), apres: Vec::new() };
        let period = cadre.du..=cadre.au;
        for (unit, intervalle) in units {
            if intervalle.contient(cadre.veille()) {
                moved.avant.push(unit);
            }
            if period.contains(&intervalle.entree) {
                moved.entrees.push(unit);
            }
            if intervalle.sortie.is_some_and(|sortie| period.contains(&sortie)) {
                moved.sorties.push(unit);
            }
            if intervalle.contient(cadre.au) {
                moved.apres.push(unit);
            }
        }
        moved
    }
}

async fn mouvements(cadre: &Cadre<'_>, stock: Stock) -> Calcul<Resultat> {
    let lives = vies(cadre).await?;
    let known = cadre.sejours(lives, stock);
    let children = Mouvements::new(cadre, known.iter().map(|sejour| (sejour, sejour.intervalle)));
    let measures = Mouvements::new(cadre, cadre.mesures_du_stock(lives, stock).into_iter());
    let firsts = combien(measures.entrees.iter().filter(|mesure| mesure.premiere_de_chaine));
    let (avant, entrees) = (combien(&children.avant), combien(&children.entrees));
    let (m_avant, m_entrees) = (combien(&measures.avant), combien(&measures.entrees));
    let valeurs = vec![
        compte("enfants_avant", "Enfants la veille de la période", avant),
        compte("entrees", "Entrées", entrees),
        compte("sorties", "Sorties", combien(&children.sorties)),
        compte("enfants_apres", "Enfants le dernier jour", combien(&children.apres)),
        compte("sejours", "Séjours de la période", avant + entrees),
        compte("entres_distincts", "Enfants distincts entrés", distincts(&children.entrees)),
        compte("sortis_distincts", "Enfants distincts sortis", distincts(&children.sorties)),
        compte("mesures_avant", "Mesures la veille de la période", m_avant),
        compte("mesures_entrees", "Mesures qui prennent effet", m_entrees),
        compte("dont_premieres", "dont premières de leur chaîne", firsts),
        compte("dont_suivantes", "dont suivantes, par renouvellement", m_entrees - firsts),
        compte("mesures_sorties", "Mesures qui finissent", combien(&measures.sorties)),
        compte("mesures_apres", "Mesures le dernier jour", combien(&measures.apres)),
        compte("mesures", "Mesures de la période", m_avant + m_entrees),
    ];
    Ok(Resultat { valeurs, ventilations: coupes(cadre, stock, &children) })
}

fn distincts(sejours: &[&Sejour<'_>]) -> i64 {
    let mut children: Vec<_> = sejours.iter().map(|sejour| sejour.vie.enfant).collect();
    children.dedup();
    combien(children)
}

/// Entries and exits by age on the last day, so that a child has one band, and by territory. Who is there on the last
/// day is cut by B1, B2 and D1; what nothing else cuts is cut here.
fn coupes(cadre: &Cadre<'_>, stock: Stock, children: &Mouvements<&Sejour<'_>>) -> Vec<Ventilation> {
    let [entered, left, present] =
        [&children.entrees, &children.sorties, &children.apres].map(|known| cadre.unites(known));
    let mut cuts = vec![
        ("age_des_entrees", "entrees", par_age(&entered, cadre.au)),
        ("age_des_sorties", "sorties", par_age(&left, cadre.au)),
        ("territoire_des_entrees", "entrees", cadre.par_service(&entered)),
        ("territoire_des_sorties", "sorties", cadre.par_service(&left)),
    ];
    if matches!(stock, Stock::Mna | Stock::JeuneMajeur) {
        cuts.push(("age", "enfants_apres", par_age(&present, cadre.au)));
        cuts.push(("sexe", "enfants_apres", par_sexe(&present)));
    }
    let cut = |(axe, de, lignes)| Ventilation { axe, de, lignes };
    cuts.into_iter().map(cut).collect()
}

async fn motifs(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let lives = vies(cadre).await?;
    let mut resultat = Resultat::default();
    for (cle, axe, libelle, stock) in [
        ("aed", "motif_aed", "AED finies", Stock::Aed),
        ("aemo", "motif_aemo", "AEMO finies", Stock::Aemo),
        ("accueils", "motif_accueil", "Mesures d'accueil finies", Stock::Accueil),
        ("jeunes_majeurs", "motif_jeune_majeur", "Contrats jeune majeur finis", Stock::JeuneMajeur),
    ] {
        let known = cadre.mesures_du_stock(lives, stock);
        let ended = Mouvements::new(cadre, known.into_iter()).sorties;
        resultat.valeurs.push(compte(cle, libelle, combien(&ended)));
        let lignes = par_cle(grounds(), ended.iter().map(|mesure| mesure.motif()));
        resultat.ventilations.push(Ventilation { axe, de: cle, lignes });
    }
    Ok(resultat)
}

/// Every ground of an end: acted, or found.
fn grounds() -> impl Iterator<Item = (String, String)> {
    let acted = MotifFin::TOUS.iter().map(|motif| (motif.cle(), motif.libelle()));
    let found = [
        ("renouvellement", "renouvellement"),
        ("infirmation", "infirmation par un arrêt"),
        (TERME_SANS_ACTE, "terme passé sans acte"),
    ];
    acted.chain(found).map(|(cle, libelle)| (cle.to_owned(), libelle.to_owned()))
}
