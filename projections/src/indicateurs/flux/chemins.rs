//! What came before and what follows: renewals, re-entries, prior paths, returns home, changes of place.
//!
//! Each is counted from what happens in the period and looks back, so that nothing waits for the future: only the
//! help that follows a return home looks thirty days ahead.

use chrono::NaiveDate;
use domain::codes::Code as _;
use domain::codes::MotifSortie;
use domain::temps::{plus_jours, plus_mois};

use super::super::vies::coupes::{combien, jours, par_cle, rang};
use super::super::vies::sejours::{Sejour, Stock, sejours};
use super::super::vies::{Accueil, Intervalle, Mesure, SUITE_JOURS, Vie, vies};
use super::super::{
    Cadre, Calcul, Resultat, Ventilation, compte, moyenne, part, pour_mille, seules,
};
use super::{RESPONSABLE, SOURCE};
use crate::registre::{Definition, Registres, Section, Somme};

/// The definitions of the paths.
pub(in super::super) const DEFINITIONS: &[Definition] = &[
    Definition {
        calcul: |cadre| Box::pin(x8(cadre)),
        id: "X8",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Flux,
        libelle: "Renouvellements",
        unite: "mesure",
        genre: "flux",
        numerateur: "mesures qui suivent une autre de leur chaîne, sans un jour d'interruption",
        denominateur: "mesures qui suivent une autre de leur chaîne",
        regle_de_date: "date d'effet dans la période",
        territoire: RESPONSABLE,
        date_de_l_age: "",
        source: SOURCE,
        definition: "Mesures des stocks X1, X2, X3 et X5 dont l'effet est dans la période et dont une autre mesure de la même chaîne et du même stock avait pris effet auparavant. À temps : leur effet est au plus tard le jour de sortie (X1) de celle de ces mesures qui sort le plus tard. Après interruption : il est postérieur ; les jours d'interruption vont du jour de sortie à la veille de l'effet : moyenne, médiane, maximum.",
        sommes: &[
            Somme { total: "a_temps.den", parties: &["a_temps.num", "apres_interruption"] },
            Somme { total: "apres_interruption", parties: &["interruption_moyenne.den"] },
            Somme { total: "suivantes", parties: &["a_temps.den"] },
        ],
    },
    Definition {
        calcul: |cadre| Box::pin(x9(cadre)),
        id: "X9",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Flux,
        libelle: "Retours après une sortie",
        unite: "enfant",
        genre: "flux",
        numerateur: "entrées qui suivent une sortie du même stock de douze, ou de vingt-quatre mois au plus",
        denominateur: "entrées de la période",
        regle_de_date: "entrée dans la période",
        territoire: RESPONSABLE,
        date_de_l_age: "",
        source: SOURCE,
        definition: "Parmi les séjours qui commencent dans la période, part de ceux dont le précédent séjour de l'enfant dans le même stock est sorti douze mois, puis vingt-quatre mois au plus avant (de quantième à quantième, ce jour compris). Deux stocks : l'accueil (X3) ; toute mesure (AED, AEMO, accueil ou contrat jeune majeur), où passer de l'une à l'autre sans un jour d'interruption n'est pas une sortie. Le séjour précédent compte quel que soit son territoire.",
        sommes: &[
            Somme { total: "accueil_12_mois.den", parties: &["X3:entrees"] },
            Somme { total: "accueil_24_mois.den", parties: &["X3:entrees"] },
            Somme { total: "toute_mesure_12_mois.den", parties: &["toute_mesure_24_mois.den"] },
        ],
    },
    Definition {
        calcul: |cadre| Box::pin(x12(cadre)),
        id: "X12",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Flux,
        libelle: "Parcours antérieur des entrants",
        unite: "enfant",
        genre: "flux",
        numerateur: "entrées précédées d'une information préoccupante, d'une AED, d'une AEMO",
        denominateur: "entrées de la période",
        regle_de_date: "entrée dans la période",
        territoire: RESPONSABLE,
        date_de_l_age: "",
        source: SOURCE,
        definition: "Parmi les entrées en AEMO (X2) : part des enfants dont une AED avait pris effet auparavant, et part des autres. Parmi les entrées en accueil (X3) : part des enfants dont une information avait été qualifiée préoccupante au plus tard ce jour, part dont une AED, part dont une AEMO avait pris effet auparavant ; un enfant peut être dans plusieurs ; part de ceux qui ne sont dans aucune des trois. « Auparavant » : un jour antérieur à l'entrée, que la mesure soit finie ou non ce jour-là, exercée ou non.",
        sommes: &[
            Somme { total: "aemo_apres_aed.den", parties: &["X2:entrees"] },
            Somme { total: "aemo_sans_aed.den", parties: &["X2:entrees"] },
            Somme { total: "X2:entrees", parties: &["aemo_apres_aed.num", "aemo_sans_aed.num"] },
            Somme { total: "accueil_apres_ip.den", parties: &["X3:entrees"] },
            Somme { total: "accueil_apres_aed.den", parties: &["X3:entrees"] },
            Somme { total: "accueil_apres_aemo.den", parties: &["X3:entrees"] },
            Somme { total: "accueil_sans_rien.den", parties: &["X3:entrees"] },
        ],
    },
    Definition {
        calcul: |cadre| Box::pin(b10(cadre)),
        id: "B10",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Flux,
        libelle: "Retours au domicile accompagnés",
        unite: "enfant",
        genre: "flux",
        numerateur: "retours qu'une AED ou une AEMO accompagne dans les trente jours",
        denominateur: "retours en famille de la période",
        regle_de_date: "premier jour hors du lieu dans la période",
        territoire: RESPONSABLE,
        date_de_l_age: "",
        source: "Définitions du registre, famille B ; schéma départemental 2025-2029 de la Charente-Maritime, fiche-action 11",
        definition: "Accueils principaux finis dans la période pour « retour en famille », sans autre accueil principal de l'enfant le jour du départ, des enfants dont une mesure est en vigueur dans la période ou la veille, ou prononcée dans la période. Accompagnés : une AED ou une AEMO de l'enfant est en vigueur (B1, B2), exercée ou non, un jour au moins entre le départ et le trentième jour qui suit, compris. Le délai d'un retour des trente derniers jours court après la période : il est lu tel qu'enregistré à la position. La délégation est celle de l'enfant le dernier jour, à défaut celle de sa dernière mesure.",
        sommes: &[Somme { total: "accompagnes.den", parties: &["accompagnes.num", "sans"] }],
    },
    Definition {
        calcul: |cadre| Box::pin(d14(cadre)),
        id: "D14",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Flux,
        libelle: "Stabilité des lieux d'accueil",
        unite: "enfant",
        genre: "flux",
        numerateur: "changements de lieu principal",
        denominateur: "jours-enfants en accueil",
        regle_de_date: "premier jour dans le nouveau lieu, dans la période",
        territoire: RESPONSABLE,
        date_de_l_age: "",
        source: "Définitions du registre, famille D ; annexe 2-8 du CASF, NBCHGLIEU",
        definition: "Changement : accueil principal qui commence dans la période, au cours d'un séjour d'accueil (X3), quand un autre accueil principal de l'enfant a commencé avant lui dans le même séjour ; relais, vacances et hôpital ne sont pas principaux. Jours-enfants : jours de la période passés en séjour d'accueil, par tous les enfants. Taux : changements pour mille jours-enfants ; pour mille années-enfants, le multiplier par 365. Trois lieux ou plus : parmi les enfants de D1-droit le dernier jour, part de ceux dont au moins trois accueils principaux ont commencé depuis le début du séjour en cours. Un accueil commencé avant le séjour n'y compte pas. Un retour dans un lieu déjà connu compte comme un nouvel accueil, et de deux accueils commencés le même jour l'un précède l'autre.",
        sommes: &[
            Somme { total: "trois_lieux.den", parties: &["X3:enfants_apres"] },
            Somme { total: "changements", parties: &["pour_mille_jours.num"] },
            Somme { total: "jours_enfants", parties: &["pour_mille_jours.den"] },
        ],
    },
];

/// The earlier measure of a chain that ends last; none: this one is the first.
fn precedent(vie: &Vie, stock: Stock, mesure: &Mesure) -> Option<Intervalle> {
    let earlier = vie
        .mesures
        .iter()
        .filter(|known| known.chaine == mesure.chaine && known.effet_le < mesure.effet_le);
    earlier
        .filter_map(|known| stock.intervalle(vie, known))
        .max_by_key(|known| known.sortie.unwrap_or(NaiveDate::MAX))
}

async fn x8(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let lives = vies(cadre).await?;
    let (mut stocks, mut gaps) = (Vec::new(), Vec::new());
    for (cle, stock) in STOCKS {
        for vie in lives {
            let kept = vie.mesures.iter().filter(|mesure| cadre.retient(vie.service_de(mesure)));
            for mesure in kept.filter(|mesure| (cadre.du..=cadre.au).contains(&mesure.effet_le)) {
                if stock.intervalle(vie, mesure).is_none() {
                    continue;
                }
                let Some(before) = precedent(vie, stock, mesure) else { continue };
                stocks.push(cle);
                let late = before.sortie.filter(|sortie| *sortie < mesure.effet_le);
                gaps.extend(late.map(|sortie| (mesure.effet_le - sortie).num_days()));
            }
        }
    }
    gaps.sort_unstable();
    let (all, late) = (combien(&stocks), combien(&gaps));
    let libelles = STOCKS.map(|(cle, stock)| (cle.to_owned(), nom(stock).to_owned()));
    let lignes = par_cle(libelles, stocks.iter().copied());
    Ok(Resultat {
        valeurs: vec![
            compte("suivantes", "Mesures qui en suivent une autre", all),
            part("a_temps", "Sans un jour d'interruption", all - late, all),
            compte("apres_interruption", "Après une interruption", late),
            moyenne("interruption_moyenne", "Interruption moyenne", gaps.iter().sum(), late),
            jours("interruption_mediane", "Interruption médiane", rang(&gaps, 5)),
            jours("interruption_maximum", "Interruption la plus longue", gaps.last().copied()),
        ],
        ventilations: vec![Ventilation { axe: "stock", de: "suivantes", lignes }],
    })
}

const STOCKS: [(&str, Stock); 4] = [
    ("aed", Stock::Aed),
    ("aemo", Stock::Aemo),
    ("accueil", Stock::Accueil),
    ("jeune_majeur", Stock::JeuneMajeur),
];

fn nom(stock: Stock) -> &'static str {
    match stock {
        Stock::Aed => "AED",
        Stock::Aemo => "AEMO",
        Stock::Accueil => "Accueil",
        Stock::Mna => "Mineurs non accompagnés",
        Stock::JeuneMajeur => "Contrats jeune majeur",
        Stock::Protection => "Toute mesure",
    }
}

/// The séjours of a stock that begin in the period.
fn entrees<'a>(cadre: &Cadre<'_>, lives: &'a [Vie], stock: Stock) -> Vec<Sejour<'a>> {
    let mut found = cadre.sejours(lives, stock);
    found.retain(|sejour| sejour.commence(cadre.du, cadre.au));
    found
}

/// The day out of the séjour before, in the same stock.
fn sortie_d_avant(sejour: &Sejour<'_>, stock: Stock) -> Option<NaiveDate> {
    let before = sejours(sejour.vie, stock).into_iter().map(|known| known.intervalle);
    before.filter(|known| known.entree < sejour.intervalle.entree).filter_map(|k| k.sortie).max()
}

async fn x9(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let lives = vies(cadre).await?;
    let mut valeurs = Vec::new();
    for (cle, libelle, stock) in [
        ("accueil", "Entrées en accueil", Stock::Accueil),
        ("toute_mesure", "Entrées dans une mesure", Stock::Protection),
    ] {
        let entered = entrees(cadre, lives, stock);
        for mois in [12, 24] {
            let again = entered.iter().filter(|sejour| {
                sortie_d_avant(sejour, stock)
                    .is_some_and(|sortie| sejour.intervalle.entree <= plus_mois(sortie, mois))
            });
            valeurs.push(part(
                &format!("{cle}_{mois}_mois"),
                &format!("{libelle}, {mois} mois au plus après une sortie"),
                combien(again),
                combien(&entered),
            ));
        }
    }
    Ok(seules(valeurs))
}

/// A measure of a stock had taken effect before that day.
fn avait(vie: &Vie, stock: Stock, le: NaiveDate) -> bool {
    let known = vie.mesures.iter().filter_map(|mesure| stock.intervalle(vie, mesure));
    known.into_iter().any(|intervalle| intervalle.entree < le)
}

async fn x12(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let lives = vies(cadre).await?;
    let before = |sejour: &Sejour<'_>, stock| avait(sejour.vie, stock, sejour.intervalle.entree);
    let ip = |sejour: &Sejour<'_>| {
        sejour.vie.ip_le.is_some_and(|qualifiee| qualifiee <= sejour.intervalle.entree)
    };
    let (aemo, accueil) =
        (entrees(cadre, lives, Stock::Aemo), entrees(cadre, lives, Stock::Accueil));
    let among = |known: &[Sejour<'_>], kept: &dyn Fn(&Sejour<'_>) -> bool| {
        (combien(known.iter().filter(|sejour| kept(sejour))), combien(known))
    };
    let lines = [
        ("aemo_apres_aed", "Entrées en AEMO après une AED", {
            among(&aemo, &|sejour| before(sejour, Stock::Aed))
        }),
        ("aemo_sans_aed", "Entrées en AEMO sans AED auparavant", {
            among(&aemo, &|sejour| !before(sejour, Stock::Aed))
        }),
        ("accueil_apres_ip", "Entrées en accueil après une IP", among(&accueil, &ip)),
        ("accueil_apres_aed", "Entrées en accueil après une AED", {
            among(&accueil, &|sejour| before(sejour, Stock::Aed))
        }),
        ("accueil_apres_aemo", "Entrées en accueil après une AEMO", {
            among(&accueil, &|sejour| before(sejour, Stock::Aemo))
        }),
        ("accueil_sans_rien", "Entrées en accueil sans rien de cela", {
            among(&accueil, &|sejour| {
                !ip(sejour) && !before(sejour, Stock::Aed) && !before(sejour, Stock::Aemo)
            })
        }),
    ];
    let valeurs = lines.into_iter().map(|(cle, libelle, (num, den))| part(cle, libelle, num, den));
    Ok(seules(valeurs.collect()))
}

/// The day of a return home, when this is one.
fn retour(vie: &Vie, accueil: &Accueil) -> Option<NaiveDate> {
    let home =
        accueil.principal && accueil.motif.as_deref() == Some(MotifSortie::RetourEnFamille.cle());
    let le = accueil.jusqu_a.filter(|_| home)?;
    let elsewhere = vie.accueils.iter().any(|known| known.principal && known.ouvert(le));
    (!elsewhere).then_some(le)
}

/// An AED or an AEMO is in force one of these days.
fn a_domicile_entre(vie: &Vie, du: NaiveDate, au: NaiveDate) -> bool {
    [Stock::Aed, Stock::Aemo].into_iter().any(|stock| {
        let known = vie.mesures.iter().filter_map(|mesure| stock.intervalle(vie, mesure));
        known
            .into_iter()
            .any(|known| known.entree <= au && known.sortie.is_none_or(|sortie| du < sortie))
    })
}

async fn b10(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let lives = vies(cadre).await?;
    let (mut all, mut helped) = (0, 0);
    for vie in lives {
        let service = vie.mesures.last().and_then(|mesure| vie.service_de(mesure));
        if !cadre.retient(service) {
            continue;
        }
        let returns = vie.accueils.iter().filter_map(|accueil| retour(vie, accueil));
        for le in returns.filter(|le| (cadre.du..=cadre.au).contains(le)) {
            all += 1;
            helped += i64::from(a_domicile_entre(vie, le, plus_jours(le, SUITE_JOURS)));
        }
    }
    Ok(seules(vec![
        part("accompagnes", "Retours accompagnés dans les trente jours", helped, all),
        compte("sans", "Retours sans mesure à domicile", all - helped),
    ]))
}

/// The principal places entered during a séjour, by a day, oldest first.
fn lieux<'a>(sejour: &Sejour<'a>, au: NaiveDate) -> impl Iterator<Item = &'a Accueil> {
    let Intervalle { entree, sortie } = sejour.intervalle;
    sejour.vie.accueils.iter().filter(move |accueil| {
        let within = Intervalle { entree, sortie }.contient(accueil.depuis);
        accueil.principal && within && accueil.depuis <= au
    })
}

async fn d14(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let lives = vies(cadre).await?;
    let [mut moved, mut days, mut present, mut many] = [0; 4];
    for sejour in cadre.sejours(lives, Stock::Accueil) {
        let period = cadre.du..=cadre.au;
        let places = lieux(&sejour, cadre.au).skip(1);
        moved += combien(places.filter(|accueil| period.contains(&accueil.depuis)));
        let first = sejour.intervalle.entree.max(cadre.du);
        let beyond = plus_jours(cadre.au, 1);
        let last = sejour.intervalle.sortie.map_or(beyond, |sortie| sortie.min(beyond));
        days += (last - first).num_days().max(0);
        if sejour.intervalle.contient(cadre.au) {
            present += 1;
            many += i64::from(lieux(&sejour, cadre.au).nth(2).is_some());
        }
    }
    Ok(seules(vec![
        compte("changements", "Changements de lieu principal", moved),
        compte("jours_enfants", "Jours-enfants en accueil", days),
        pour_mille("pour_mille_jours", "Changements pour mille jours-enfants", moved, Some(days)),
        part("trois_lieux", "Trois lieux ou plus depuis le début du séjour", many, present),
    ]))
}
