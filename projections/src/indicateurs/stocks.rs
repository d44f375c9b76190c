//! Children and measures on the last day: breakdowns, shares and rates of the stocks.
//!
//! The unit stands in every key where both are told: a *mesure* is one legal measure on one child, as the tables of
//! the DREES count; an *enfant* counts once.

use domain::codes::{LieuAccueil, NatureMesure};
use domain::mesure::Famille;

use super::vies::coupes::{Unite, combien, par_age_et_sexe};
use super::vies::{Mesure, Vie, est_un_accueil, vies};
use super::{Cadre, Calcul, RESPONSABLE, Resultat, Ventilation, compte, part, seules};
use crate::registre::{Definition, Registres, Section, Somme};

const AU_DERNIER_JOUR: &str = "en vigueur le dernier jour de la période";

/// The definitions of the family.
pub(super) const DEFINITIONS: &[Definition] = &[
    Definition {
        calcul: |cadre| Box::pin(d5(cadre)),
        id: "D5",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Stocks,
        libelle: "Répartition des enfants accueillis par délégation",
        unite: "enfant",
        genre: "stock",
        numerateur: "enfants de D1-droit du territoire",
        denominateur: "enfants de D1-droit du Département",
        regle_de_date: AU_DERNIER_JOUR,
        territoire: RESPONSABLE,
        date_de_l_age: "",
        source: "Définitions du registre, famille D ; schéma départemental 2025-2029 de la Charente-Maritime, qui répartit hors mineurs non accompagnés",
        definition: "Enfants de D1-droit, deux fois : hors ceux reconnus mineurs non accompagnés au plus tard le dernier jour, par territoire, et tous (par territoire : D1). La part d'un territoire a le Département entier pour dénominateur ; celle du Département entier est de un.",
        sommes: &[
            Somme { total: "hors_mna", parties: &["D1:hors_mna"] },
            Somme { total: "tous", parties: &["D1:droit"] },
            Somme { total: "hors_mna", parties: &["part_hors_mna.num"] },
            Somme { total: "tous", parties: &["part_tous.num"] },
        ],
    },
    Definition {
        calcul: |cadre| Box::pin(d12(cadre)),
        id: "D12",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Stocks,
        libelle: "Tiers dignes de confiance et accueils durables et bénévoles",
        unite: "enfant",
        genre: "stock",
        numerateur: "enfants confiés à un tiers digne de confiance, ou accueillis durablement par un bénévole",
        denominateur: "",
        regle_de_date: AU_DERNIER_JOUR,
        territoire: RESPONSABLE,
        date_de_l_age: "",
        source: "Définitions du registre, famille D ; C. civ., art. 375-3, 2° ; CASF, art. L221-2-1",
        definition: "Enfants dont une mesure de tiers digne de confiance est en vigueur le dernier jour (tdc_enfants), et enfants dont une mesure d'accueil durable et bénévole l'est (adb_enfants) ; un enfant qui a les deux compte dans les deux. Foyers : lieux distincts de genre « tiers digne de confiance, famille » ou « accueillant durable et bénévole » qui sont le lieu principal, le dernier jour, d'un de ces enfants. À côté : ceux de ces enfants dont le foyer n'est pas identifié.",
        sommes: &[],
    },
    Definition {
        calcul: |cadre| Box::pin(d15(cadre)),
        id: "D15",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Stocks,
        libelle: "Enfants confiés accueillis hors du département",
        unite: "enfant",
        genre: "stock",
        numerateur: "enfants confiés (D2) dont le lieu principal est dans un autre département",
        denominateur: "enfants confiés (D2)",
        regle_de_date: AU_DERNIER_JOUR,
        territoire: RESPONSABLE,
        date_de_l_age: "",
        source: "Définitions du registre, famille D ; DREES, enquête Aide sociale, tableau 5-ase",
        definition: "Enfants confiés (D2) selon la commune du lieu principal où ils sont le dernier jour, le dernier commencé s'il y en a plusieurs : dans le département, hors du département, commune non dite, ou sans lieu. Le département d'une commune est celui que disent les premiers caractères de son code ; de deux accueils commencés le même jour compte celui du plus petit identifiant.",
        sommes: &[
            Somme { total: "hors_departement.den", parties: &["D2:confies"] },
            Somme {
                total: "hors_departement.den",
                parties: &[
                    "dans_le_departement",
                    "hors_departement.num",
                    "commune_non_dite",
                    "sans_lieu",
                ],
            },
        ],
    },
];

/// The measures in force on the last day that the territory holds.
pub(super) fn mesures_en_vigueur<'a>(
    cadre: &Cadre<'_>,
    lives: &'a [Vie],
    of: impl Fn(&Mesure) -> bool,
) -> Vec<(&'a Mesure, Unite<'a>)> {
    let mut found = Vec::new();
    for vie in lives {
        for mesure in vie.en_vigueur(cadre.au) {
            let unit = Unite { vie, service: vie.service_de(mesure) };
            if of(mesure) && cadre.retient(unit.service) {
                found.push((mesure, unit));
            }
        }
    }
    found
}

/// The children of D1-droit that the territory holds, each with the measure that prevails.
pub(super) fn accueillis<'a>(cadre: &Cadre<'_>, lives: &'a [Vie]) -> Vec<(&'a Mesure, Unite<'a>)> {
    let mut found = Vec::new();
    for vie in lives {
        let Some(mesure) = vie.placement_au(cadre.au) else { continue };
        let service = vie.service_de(mesure);
        if cadre.retient(service) {
            found.push((mesure, Unite { vie, service }));
        }
    }
    found
}

fn units<'a>(found: &[(&Mesure, Unite<'a>)]) -> Vec<Unite<'a>> {
    found.iter().map(|(_, unit)| *unit).collect()
}

/// What the home measures of a family add to version 1: the PEAD in it, and its breakdowns.
pub(super) async fn a_domicile(
    cadre: &Cadre<'_>,
    famille: Famille,
    mut resultat: Resultat,
) -> Calcul<Resultat> {
    let lives = vies(cadre).await?;
    let found = mesures_en_vigueur(cadre, lives, |mesure| mesure.famille() == famille);
    let pead = combien(found.iter().filter(|(mesure, _)| mesure.est_pead()));
    resultat.valeurs.push(compte("dont_pead", "dont appelées « PEAD » par le Département", pead));
    resultat.ventilations = cadre.coupes("en_vigueur", &units(&found));
    Ok(resultat)
}

/// What D1 adds to version 1: the PEAD in it, and its breakdowns.
pub(super) async fn d1(cadre: &Cadre<'_>, mut resultat: Resultat) -> Calcul<Resultat> {
    let lives = vies(cadre).await?;
    let found = accueillis(cadre, lives);
    let pead = combien(found.iter().filter(|(mesure, _)| mesure.est_pead()));
    resultat.valeurs.push(compte("dont_pead", "dont en « PEAD », selon le Département", pead));
    let units = units(&found);
    let cuts = [
        ("age_et_sexe", par_age_et_sexe(&units, cadre.au)),
        ("territoire", cadre.par_service(&units)),
    ];
    let cuts = cuts.into_iter().map(|(axe, lignes)| Ventilation { axe, de: "droit", lignes });
    resultat.ventilations.extend(cuts);
    Ok(resultat)
}

async fn d5(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let lives = vies(cadre).await?;
    let everywhere = lives.iter().filter_map(|vie| {
        let service = vie.service_de(vie.placement_au(cadre.au)?);
        Some(Unite { vie, service })
    });
    let everywhere: Vec<Unite<'_>> = everywhere.collect();
    let mut without = everywhere.clone();
    without.retain(|unit| !unit.vie.mna_au(cadre.au));
    let mut resultat = Resultat::default();
    for (cle, cle_part, libelle, whole) in [
        ("hors_mna", "part_hors_mna", "hors mineurs non accompagnés", &without),
        ("tous", "part_tous", "tous", &everywhere),
    ] {
        let mut kept = whole.clone();
        kept.retain(|unit| cadre.retient(unit.service));
        let (n, den) = (combien(&kept), combien(whole));
        resultat.valeurs.push(compte(cle, &format!("Enfants accueillis, {libelle}"), n));
        resultat.valeurs.push(part(cle_part, &format!("Part du Département, {libelle}"), n, den));
    }
    without.retain(|unit| cadre.retient(unit.service));
    let lignes = cadre.par_service(&without);
    resultat.ventilations.push(Ventilation { axe: "territoire", de: "hors_mna", lignes });
    Ok(resultat)
}

async fn d12(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let lives = vies(cadre).await?;
    let of = |wanted: &[NatureMesure]| {
        let mut found = mesures_en_vigueur(cadre, lives, |mesure| wanted.contains(&mesure.nature));
        found.dedup_by_key(|(_, unit)| unit.vie.enfant);
        found
    };
    let (tdc, adb) = (NatureMesure::TiersDigneDeConfiance, NatureMesure::AccueilDurableBenevole);
    let (mut homes, mut untold) = (Vec::new(), 0);
    for (_, unit) in of(&[tdc, adb]) {
        let place = unit.vie.lieu_au(cadre.au).filter(|accueil| at_a_third_party(accueil.lieu));
        match place.and_then(|accueil| accueil.lieu_id) {
            Some(home) => homes.push(home),
            None => untold += 1,
        }
    }
    homes.sort_unstable();
    homes.dedup();
    Ok(seules(vec![
        compte("tdc_enfants", "Enfants confiés à un tiers digne de confiance", combien(of(&[tdc]))),
        compte("adb_enfants", "Enfants en accueil durable et bénévole", combien(of(&[adb]))),
        compte("foyers", "Foyers qui les accueillent", combien(homes)),
        compte("foyer_non_dit", "À côté : enfants dont le foyer n'est pas identifié", untold),
    ]))
}

fn at_a_third_party(lieu: LieuAccueil) -> bool {
    matches!(lieu, LieuAccueil::TiersDigneDeConfiance | LieuAccueil::TiersBenevole)
}

async fn d15(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let lives = vies(cadre).await?;
    let mut found = accueillis(cadre, lives);
    found.retain(|(mesure, _)| mesure.famille() == Famille::Confie);
    let [mut here, mut elsewhere, mut untold, mut nowhere] = [0; 4];
    for (_, unit) in &found {
        let counted = match unit.vie.lieu_au(cadre.au).map(|lieu| lieu.commune.as_deref()) {
            None => &mut nowhere,
            Some(None) => &mut untold,
            Some(Some(commune)) if commune.starts_with(cadre.departement) => &mut here,
            Some(Some(_)) => &mut elsewhere,
        };
        *counted += 1;
    }
    Ok(seules(vec![
        part("hors_departement", "Accueillis hors du département", elsewhere, combien(&found)),
        compte("dans_le_departement", "Dans le département", here),
        compte("commune_non_dite", "Commune du lieu non dite", untold),
        compte("sans_lieu", "Sans lieu ce jour-là", nowhere),
    ]))
}

/// A measure that a placement or a home measure counts among.
pub(super) fn compte_parmi_les_mesures(mesure: &Mesure) -> bool {
    matches!(mesure.famille(), Famille::AideADomicile | Famille::MilieuOuvert)
        || est_un_accueil(mesure)
}
