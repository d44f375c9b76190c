//! A15 by state and by how long it has waited: the file of the CRIP on the last day, as it is known and as it was
//! recorded that evening.
//!
//! Deliberately absent: the stock of each professional. No fact says whose an information is before the mandate, and a
//! figure by named agent is not published.

use super::rang_de_l_etat;
use crate::indicateurs::{Cadre, Calcul, Mesure, Resultat, Valeur, Ventilation, compte, moyenne};
use crate::territoires::Rattachement;
use crate::tranches;

/// One row a state, an age, a place and a délégation, with how many informations are there.
const OUVERTES: &str = concat!(
    "select information.etat::bigint as etat, ($4 - information.arrivee)::bigint as age,
            information.commune, information.service, count(*) as n
       from (select min(ouverte.arrivee) as arrivee, min(ouverte.commune) as commune,
                    min(ouverte.service) as service, min(ouverte.etat) as etat
               from (select fait.information, fait.arrivee, fait.commune,
                            residence.service_responsable as service,
                            ",
    rang_de_l_etat!(),
    " as etat
                       from projections.fait_information as fait
                       left join projections.fait_residence as residence
                         on residence.log_id = $1 and residence.enfant = fait.enfant
                        and residence.from_position <= $2
                        and (residence.to_position is null or $2 < residence.to_position)
                        and residence.depuis <= $4
                        and (residence.jusqu_a is null or $4 < residence.jusqu_a)
                      where fait.log_id = $1 and fait.from_position <= $2
                        and (fait.to_position is null or $2 < fait.to_position)
                        and fait.arrivee <= $4) as ouverte
              where ouverte.etat <= 4
              group by ouverte.information) as information
      where $5::text[] is null or information.commune = any ($5)
      group by 1, 2, 3, 4"
);

/// The states, by rank: key, its twin as recorded that evening, label.
const ETATS: [(&str, &str, &str); 4] = [
    ("a_traiter", "a_traiter_enregistre", "À analyser"),
    ("a_mandater", "a_mandater_enregistre", "Qualifiées, en attente de mandat"),
    ("en_evaluation", "en_evaluation_enregistre", "En évaluation"),
    ("a_decider", "a_decider_enregistre", "Rapport remis, en attente de décision"),
];

/// Some informations that wait together.
struct Attente {
    etat: i64,
    age: i64,
    commune: Option<String>,
    service: Option<String>,
    n: i64,
}

pub(in crate::indicateurs) async fn a15(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let known = attentes(cadre, cadre.position).await?;
    let recorded = match cadre.fin_de_journee {
        Some(position) => Some(attentes(cadre, position).await?),
        None => None,
    };
    let mut valeurs = valeurs(Some(&known), "", "");
    valeurs.extend(self::valeurs(
        recorded.as_deref(),
        "_enregistre",
        ", tel qu'enregistré ce jour",
    ));
    let mut ventilations = Vec::new();
    for (rang, (cle, enregistre, _)) in (1..).zip(ETATS) {
        ventilations.push(par_attente(cle, &known, rang));
        ventilations.extend(recorded.as_ref().map(|held| par_attente(enregistre, held, rang)));
    }
    ventilations.extend(par_lieu(cadre, &known));
    Ok(Resultat { valeurs, ventilations })
}

async fn attentes(cadre: &Cadre<'_>, position: i64) -> Calcul<Vec<Attente>> {
    let rows = cadre.lignes_le(OUVERTES, cadre.communes(), position, cadre.au).await?;
    let read = rows.iter().map(|row| {
        Ok(Attente {
            etat: row.try_get("etat")?,
            age: row.try_get("age")?,
            commune: row.try_get("commune")?,
            service: row.try_get("service")?,
            n: row.try_get("n")?,
        })
    });
    read.collect()
}

/// Each state, the whole, and how old it is; without value when the journal does not cover that evening.
fn valeurs(held: Option<&[Attente]>, suffixe: &str, precision: &str) -> Vec<Valeur> {
    let rows = held.unwrap_or_default();
    let mut valeurs: Vec<Valeur> = (1..)
        .zip(ETATS)
        .map(|(rang, (cle, _, libelle))| compte(cle, libelle, combien(rows, rang)))
        .collect();
    let ouvertes = rows.iter().map(|row| row.n).sum();
    let ages = rows.iter().map(|row| row.age * row.n).sum();
    valeurs.push(compte("ouvertes", "En cours, tous états", ouvertes));
    valeurs.push(moyenne("age_moyen_jours", "Âge moyen depuis l'arrivée", ages, ouvertes));
    for (cle, libelle, centieme) in
        [("age_median_jours", "Âge médian", 50), ("age_p90_jours", "9 sur 10 ont moins de", 90)]
    {
        let mesure = au_rang(rows, ouvertes, centieme).map_or(Mesure::Absente, Mesure::Jours);
        valeurs.push(Valeur { cle: cle.to_owned(), libelle: libelle.to_owned(), mesure });
    }
    for valeur in &mut valeurs {
        valeur.cle.push_str(suffixe);
        valeur.libelle.push_str(precision);
        if held.is_none() {
            valeur.mesure = Mesure::Absente;
        }
    }
    valeurs
}

fn combien(rows: &[Attente], rang: i64) -> i64 {
    rows.iter().filter(|row| row.etat == rang).map(|row| row.n).sum()
}

/// The age at the nearest rank.
fn au_rang(rows: &[Attente], total: i64, centieme: i64) -> Option<i64> {
    let mut ages: Vec<(i64, i64)> = rows.iter().map(|row| (row.age, row.n)).collect();
    ages.sort_unstable();
    let mut before = 0;
    let reached = ages.into_iter().find(|(_, n)| {
        before += n;
        total * centieme <= before * 100
    });
    reached.map(|(age, _)| age)
}

/// One state, by how long it has waited.
fn par_attente(de: &'static str, rows: &[Attente], rang: i64) -> Ventilation {
    let bands = &tranches::attentes().tranches;
    let mut counts = vec![0; bands.len()];
    for row in rows.iter().filter(|row| row.etat == rang) {
        let band = tranches::attentes().de(row.age).expect("no open information is to come");
        counts[band] += row.n;
    }
    let lines = bands.iter().zip(counts);
    let lignes = lines.map(|(band, n)| compte(&band.cle, &band.libelle, n)).collect();
    Ventilation { axe: "attente", de, lignes }
}

/// The whole, by where the child lived on arrival, and by the délégation in charge of him on the last day.
fn par_lieu(cadre: &Cadre<'_>, rows: &[Attente]) -> Vec<Ventilation> {
    let Some(carte) = cadre.carte.filter(|_| cadre.territoire.is_none()) else { return Vec::new() };
    let by = |place: &dyn Fn(&Attente) -> Rattachement| {
        let counted = rows.iter().map(|row| (place(row), row.n)).collect();
        cadre.par_territoire(counted, |sum, n| *sum += n, compte)
    };
    let territoire = by(&|row| carte.de_la_commune(row.commune.as_deref()));
    let delegation = by(&|row| carte.du_service(row.service.as_deref()));
    vec![
        Ventilation { axe: "territoire", de: "ouvertes", lignes: territoire },
        Ventilation { axe: "delegation", de: "ouvertes", lignes: delegation },
    ]
}
