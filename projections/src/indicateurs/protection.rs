//! Home measures and placements together: the part of justice, the rates, the children followed.
//!
//! There is no legal definition of a rate of judiciarisation: each one names its unit and its two sides. DREES counts
//! measures, ONPE counts children once; both are told, by name.

use domain::codes::NatureMesure;
use domain::mesure::Famille;

use super::stocks::{accueillis, compte_parmi_les_mesures, mesures_en_vigueur};
use super::vies::coupes::{Unite, combien};
use super::vies::{Mesure, Vie, accueil_administratif, est_un_accueil, vies};
use super::{
    Cadre, Calcul, RESPONSABLE, Resultat, Valeur, Ventilation, compte, part, pour_mille, seules,
};
use crate::registre::{Definition, Registres, Section, Somme};
use crate::territoires::Millesime;

const DREES: &str = "DREES, enquête Aide sociale : mesures en vigueur au dernier jour, exercées ou non ; aucun texte ne définit le taux";
const AU_DERNIER_JOUR: &str = "en vigueur le dernier jour de la période";

/// The definitions of the family.
pub(super) const DEFINITIONS: &[Definition] = &[
    Definition {
        calcul: |cadre| Box::pin(d4(cadre)),
        id: "D4",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Stocks,
        libelle: "Taux d'accueil",
        unite: "enfant",
        genre: "stock",
        numerateur: "enfants accueillis (D1-droit)",
        denominateur: "population de 0 à 20 ans",
        regle_de_date: AU_DERNIER_JOUR,
        territoire: RESPONSABLE,
        date_de_l_age: "1er janvier du millésime",
        source: DREES,
        definition: "Pour mille habitants de 0 à 20 ans, au dernier millésime connu le dernier jour : enfants de D1-droit ; puis les mêmes avec ceux qui n'y sont pas et dont un contrat jeune majeur est en vigueur, que la DREES compte parmi les accueillis. Sans valeur pour un territoire.",
        sommes: &[Somme { total: "accueillis_pour_mille.num", parties: &["D1:droit"] }],
    },
    Definition {
        calcul: |cadre| Box::pin(d16(cadre)),
        id: "D16",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Stocks,
        libelle: "Judiciarisation des accueils",
        unite: "enfant ; mesure",
        genre: "stock",
        numerateur: "confiés par décision judiciaire et placements directs",
        denominateur: "accueillis",
        regle_de_date: AU_DERNIER_JOUR,
        territoire: RESPONSABLE,
        date_de_l_age: "",
        source: DREES,
        definition: "Un accueil est administratif quand sa mesure est un accueil provisoire, un accueil de 72 heures, un recueil de 5 jours, un accueil durable et bénévole ou le statut de pupille ; judiciaire autrement. Unité enfant : parmi les enfants de D1-droit, part dont la mesure principale (D2) est judiciaire ; puis, parmi les confiés (D2) seuls. Unité mesure : parmi les mesures confiant à l'ASE ou plaçant directement en vigueur le dernier jour, part des judiciaires ; puis la même avec les contrats jeune majeur au dénominateur, que la DREES compte parmi les accueils.",
        sommes: &[
            Somme { total: "enfants.den", parties: &["D1:droit"] },
            Somme { total: "enfants_confies.den", parties: &["D2:confies"] },
            Somme { total: "enfants.den@territoire", parties: &["D1:droit@territoire"] },
            Somme { total: "mesures_avec_cjm.den", parties: &["mesures.den", "M2:jeunes_majeurs"] },
            Somme { total: "enfants.num", parties: &["enfants_confies.num", "D2:directs"] },
            Somme { total: "mesures_avec_cjm.num", parties: &["mesures.num"] },
        ],
    },
    Definition {
        calcul: |cadre| Box::pin(m1(cadre)),
        id: "M1",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Stocks,
        libelle: "Judiciarisation de toutes les mesures",
        unite: "mesure ; enfant",
        genre: "stock",
        numerateur: "AEMO, accueils judiciaires et placements directs",
        denominateur: "AED, AEMO et accueils",
        regle_de_date: AU_DERNIER_JOUR,
        territoire: RESPONSABLE,
        date_de_l_age: "",
        source: DREES,
        definition: "Unité mesure (DREES) : parmi les AED (B1), les AEMO (B2) et les mesures d'accueil (D16) en vigueur le dernier jour, part des AEMO et des accueils judiciaires ; puis la même avec les contrats jeune majeur au dénominateur. Unité enfant : parmi les enfants distincts qui ont au moins une de ces mesures (contrats jeune majeur exclus), part de ceux qui en ont au moins une judiciaire.",
        sommes: &[
            Somme { total: "mesures.num", parties: &["B2:en_vigueur", "D16:mesures.num"] },
            Somme {
                total: "mesures.den",
                parties: &["B1:en_vigueur", "B2:en_vigueur", "D16:mesures.den"],
            },
            Somme { total: "mesures_avec_cjm.num", parties: &["mesures.num"] },
            Somme { total: "mesures_avec_cjm.den", parties: &["mesures.den", "M2:jeunes_majeurs"] },
        ],
    },
    Definition {
        calcul: |cadre| Box::pin(m2(cadre)),
        id: "M2",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Stocks,
        libelle: "Taux de mesures",
        unite: "mesure",
        genre: "stock",
        numerateur: "AED, AEMO, mesures d'accueil et contrats jeune majeur",
        denominateur: "population de 0 à 20 ans",
        regle_de_date: AU_DERNIER_JOUR,
        territoire: RESPONSABLE,
        date_de_l_age: "1er janvier du millésime",
        source: DREES,
        definition: "Mesures en vigueur le dernier jour (un enfant qui en a deux compte deux fois), par genre, et pour mille habitants de 0 à 20 ans au dernier millésime connu ce jour. Sans taux pour un territoire.",
        sommes: &[
            Somme { total: "mesures", parties: &["aed", "aemo", "accueils", "jeunes_majeurs"] },
            Somme { total: "mesures_pour_mille.num", parties: &["mesures"] },
            Somme { total: "aed", parties: &["B1:en_vigueur"] },
            Somme { total: "aemo", parties: &["B2:en_vigueur"] },
            Somme { total: "accueils", parties: &["D16:mesures.den"] },
        ],
    },
    Definition {
        calcul: |cadre| Box::pin(m3(cadre)),
        id: "M3",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Stocks,
        libelle: "Enfants suivis, sans double compte",
        unite: "enfant",
        genre: "stock",
        numerateur: "enfants distincts qui ont une mesure en vigueur",
        denominateur: "population du même âge",
        regle_de_date: AU_DERNIER_JOUR,
        territoire: RESPONSABLE,
        date_de_l_age: "dernier jour de la période",
        source: "ONPE, taux de prise en charge : enfants suivis, doubles comptes retirés",
        definition: "Enfants distincts dont une AED, une AEMO, une mesure d'accueil ou un contrat jeune majeur est en vigueur le dernier jour, chacun une fois, selon son âge révolu ce jour : 0 à 17 ans, 18 à 20 ans, 21 ans et plus, âge non renseigné. Taux pour mille habitants du même âge au dernier millésime connu, sauf pour un territoire. Parmi les 0 à 17 ans : part de ceux qui ont une mesure judiciaire (AEMO, accueil judiciaire, placement direct), part de ceux qui sont dans D1-droit. Les 0 à 17 ans se comptent par l'âge seul, enfants à naître et émancipés compris ; une naissance de précision inconnue vaut comme dite. La naissance est celle de la source la plus forte (décision judiciaire, état civil, évaluation, déclaration, apparence), la dernière dite de cette source. Deux dossiers réunis font un enfant : son identité est celle du dossier principal, ses faits, dont la naissance d'un enfant à naître, sont ceux des deux.",
        sommes: &[
            Somme {
                total: "enfants",
                parties: &["de_0_a_17", "de_18_a_20", "de_21_et_plus", "age_non_renseigne"],
            },
            Somme { total: "mineurs_pour_mille.num", parties: &["de_0_a_17"] },
            Somme { total: "jeunes_pour_mille.num", parties: &["de_18_a_20"] },
            Somme { total: "de_0_a_17", parties: &["mineurs_judiciaires.den"] },
            Somme { total: "de_0_a_17", parties: &["mineurs_accueillis.den"] },
        ],
    },
];

/// By a judge or the parquet.
fn judiciaire(mesure: &Mesure) -> bool {
    mesure.famille() == Famille::MilieuOuvert
        || (est_un_accueil(mesure) && !accueil_administratif(mesure.nature))
}

fn contrat_jeune_majeur(mesure: &Mesure) -> bool {
    mesure.nature == NatureMesure::ContratJeuneMajeur
}

/// The population a rate of the last day stands on; none for a territory.
fn population(cadre: &Cadre<'_>) -> Option<Millesime> {
    cadre.population.filter(|_| cadre.territoire.is_none())?.au(cadre.au)
}

async fn d4(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let lives = vies(cadre).await?;
    let placed = combien(accueillis(cadre, lives));
    let also = lives.iter().filter(|vie| {
        let contract = vie.en_vigueur(cadre.au).find(|mesure| contrat_jeune_majeur(mesure));
        contract.is_some_and(|mesure| cadre.retient(vie.service_de(mesure)))
            && vie.placement_au(cadre.au).is_none()
    });
    let (also, den) = (combien(also), population(cadre).and_then(|known| known.de_0_a_20));
    Ok(seules(vec![
        pour_mille("accueillis_pour_mille", "Accueillis pour mille", placed, den),
        pour_mille("avec_jeunes_majeurs", "Avec les jeunes majeurs", placed + also, den),
    ]))
}

/// A part in a group of units, then in each territory.
fn part_et_territoires(
    cadre: &Cadre<'_>,
    (cle, libelle): (&'static str, &str),
    units: &[(bool, Unite<'_>)],
) -> (Valeur, Option<Ventilation>) {
    let taux = |cle: &str, libelle: &str, (num, den)| part(cle, libelle, num, den);
    let of = |counted: bool| (i64::from(counted), 1);
    let add = |sum: &mut (i64, i64), (num, den): (i64, i64)| {
        sum.0 += num;
        sum.1 += den;
    };
    let mut whole = (0, 0);
    units.iter().for_each(|(counted, _)| add(&mut whole, of(*counted)));
    let by_place = cadre.carte.map(|carte| {
        let rows =
            units.iter().map(|(counted, unit)| (carte.du_service(unit.service), of(*counted)));
        let lignes = cadre.par_territoire(rows.collect(), add, taux);
        Ventilation { axe: "territoire", de: cle, lignes }
    });
    (taux(cle, libelle, whole), by_place)
}

async fn d16(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let lives = vies(cadre).await?;
    let placed = accueillis(cadre, lives);
    let children: Vec<_> =
        placed.iter().map(|(mesure, unit)| (judiciaire(mesure), *unit)).collect();
    let (enfants, by_place) =
        part_et_territoires(cadre, ("enfants", "Enfants accueillis (D1)"), &children);
    let confies: Vec<_> = placed
        .iter()
        .filter(|(mesure, _)| mesure.famille() == Famille::Confie)
        .map(|(mesure, _)| judiciaire(mesure))
        .collect();
    let measures = mesures_en_vigueur(cadre, lives, est_un_accueil);
    let judicial = combien(measures.iter().filter(|(mesure, _)| judiciaire(mesure)));
    let contracts = combien(mesures_en_vigueur(cadre, lives, contrat_jeune_majeur));
    let all = combien(&measures);
    Ok(Resultat {
        valeurs: vec![
            enfants,
            part(
                "enfants_confies",
                "Enfants confiés (D2)",
                combien(confies.iter().filter(|judicial| **judicial)),
                combien(&confies),
            ),
            part("mesures", "Mesures (unité de la DREES)", judicial, all),
            part("mesures_avec_cjm", "Mesures, jeunes majeurs compris", judicial, all + contracts),
        ],
        ventilations: by_place.into_iter().collect(),
    })
}

async fn m1(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let lives = vies(cadre).await?;
    let found = mesures_en_vigueur(cadre, lives, compte_parmi_les_mesures);
    let measures: Vec<_> = found.iter().map(|(mesure, unit)| (judiciaire(mesure), *unit)).collect();
    let (mesures, by_place) =
        part_et_territoires(cadre, ("mesures", "Mesures (unité de la DREES)"), &measures);
    let contracts = combien(mesures_en_vigueur(cadre, lives, contrat_jeune_majeur));
    let judicial = combien(measures.iter().filter(|(judicial, _)| *judicial));
    let children = enfants_distincts(found.iter().map(|(_, unit)| unit.vie));
    let in_justice = enfants_distincts(
        found.iter().filter(|(mesure, _)| judiciaire(mesure)).map(|(_, unit)| unit.vie),
    );
    Ok(Resultat {
        valeurs: vec![
            mesures,
            part(
                "mesures_avec_cjm",
                "Mesures, jeunes majeurs compris",
                judicial,
                combien(&measures) + contracts,
            ),
            part("enfants", "Enfants distincts", combien(&in_justice), combien(&children)),
        ],
        ventilations: by_place.into_iter().collect(),
    })
}

/// Each child once: the measures of one stand together.
fn enfants_distincts<'a>(lives: impl Iterator<Item = &'a Vie>) -> Vec<&'a Vie> {
    let mut found: Vec<&Vie> = lives.collect();
    found.dedup_by_key(|vie| vie.enfant);
    found
}

async fn m2(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let lives = vies(cadre).await?;
    let of = |kept: fn(&Mesure) -> bool| combien(mesures_en_vigueur(cadre, lives, kept));
    let aed = of(|mesure| mesure.famille() == Famille::AideADomicile);
    let aemo = of(|mesure| mesure.famille() == Famille::MilieuOuvert);
    let (accueils, contracts) = (of(est_un_accueil), of(contrat_jeune_majeur));
    let all = aed + aemo + accueils + contracts;
    let den = population(cadre).and_then(|known| known.de_0_a_20);
    Ok(seules(vec![
        compte("mesures", "Mesures en vigueur", all),
        compte("aed", "dont AED", aed),
        compte("aemo", "dont AEMO", aemo),
        compte("accueils", "dont mesures d'accueil", accueils),
        compte("jeunes_majeurs", "dont contrats jeune majeur", contracts),
        pour_mille("mesures_pour_mille", "Mesures pour mille habitants de 0 à 20 ans", all, den),
    ]))
}

async fn m3(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let lives = vies(cadre).await?;
    let followed = mesures_en_vigueur(cadre, lives, |mesure| {
        compte_parmi_les_mesures(mesure) || contrat_jeune_majeur(mesure)
    });
    let children = enfants_distincts(followed.iter().map(|(_, unit)| unit.vie));
    let years = |vie: &Vie| vie.naissance.map(|naissance| domain::temps::age(naissance, cadre.au));
    let [mut minors, mut young, mut older, mut untold] = [const { Vec::new() }; 4];
    for vie in children.iter().copied() {
        match years(vie) {
            None => untold.push(vie),
            Some(age) if age < 18 => minors.push(vie),
            Some(age) if age <= 20 => young.push(vie),
            Some(_) => older.push(vie),
        }
    }
    let judicial = minors.iter().filter(|vie| vie.en_vigueur(cadre.au).any(judiciaire));
    let placed = minors.iter().filter(|vie| vie.placement_au(cadre.au).is_some());
    let of = |known: fn(Millesime) -> Option<i64>| population(cadre).and_then(known);
    let (mineurs, jeunes) = (combien(&minors), combien(&young));
    Ok(seules(vec![
        compte("enfants", "Enfants suivis", combien(&children)),
        compte("de_0_a_17", "de 0 à 17 ans", mineurs),
        compte("de_18_a_20", "de 18 à 20 ans", jeunes),
        compte("de_21_et_plus", "de 21 ans et plus", combien(&older)),
        compte("age_non_renseigne", "d'âge non renseigné", combien(&untold)),
        pour_mille(
            "mineurs_pour_mille",
            "Pour mille habitants de 0 à 17 ans",
            mineurs,
            of(|known| Some(known.de_0_a_17)),
        ),
        pour_mille(
            "jeunes_pour_mille",
            "Pour mille habitants de 18 à 20 ans",
            jeunes,
            of(|known| known.de_18_a_20),
        ),
        part(
            "mineurs_judiciaires",
            "Mineurs suivis par décision judiciaire",
            combien(judicial),
            mineurs,
        ),
        part("mineurs_accueillis", "Mineurs accueillis", combien(placed), mineurs),
    ]))
}
