//! What every delay of the family prints: mean, median, P90, how many are closed, how many are open and how old.
//!
//! Invariant: what is open stays in the delay, at its age on the day of observation, and is counted beside it. A delay
//! never stands on closed cases alone without saying how many were not.

use crate::indicateurs::{Agregat, Calcul, Valeur};

/// The columns of a delay, over a relation that has `debut` and `fin`.
macro_rules! delais_de {
    ($($relation:tt)+) => {
        concat!(
            "select count(*) as toutes,
                    count(delai.fin) as closes,
                    count(*) - count(delai.fin) as ouvertes,
                    sum(delai.jours) as moyenne,
                    percentile_disc(0.5) within group (order by delai.jours)::bigint as mediane,
                    percentile_disc(0.9) within group (order by delai.jours)::bigint as p90,
                    sum(delai.jours) filter (where delai.fin is null) as ouvertes_age_moyen,
                    (max(delai.jours) filter (where delai.fin is null))::bigint as ouvertes_age_max
               from (select acte.fin, coalesce(acte.fin, $6) - acte.debut as jours
                       from (",
            $($relation)+,
            ") as acte) as delai"
        )
    };
}
pub(super) use delais_de;

/// What a delay prints, each key under a prefix and each label under what is measured.
pub(super) fn delais(row: &Agregat, prefixe: &str, quoi: &str) -> Calcul<Vec<Valeur>> {
    let mut valeurs = vec![
        row.moyenne("moyenne", "délai moyen", "toutes")?,
        row.jours("mediane", "délai médian")?,
        row.jours("p90", "9 sur 10 en moins de")?,
        row.compte("closes", "achevées")?,
    ];
    valeurs.extend(ouvertes(row)?);
    nommees(&mut valeurs, prefixe, quoi);
    Ok(valeurs)
}

/// The same of what is closed by definition.
pub(super) fn delais_clos(row: &Agregat, prefixe: &str, quoi: &str) -> Calcul<Vec<Valeur>> {
    let mut valeurs = delais(row, prefixe, quoi)?;
    valeurs.truncate(4);
    Ok(valeurs)
}

fn ouvertes(row: &Agregat) -> Calcul<[Valeur; 3]> {
    Ok([
        row.compte("ouvertes", "encore ouvertes, comptées à leur âge")?,
        row.moyenne("ouvertes_age_moyen", "âge moyen des ouvertes", "ouvertes")?,
        row.jours("ouvertes_age_max", "âge de la plus ancienne ouverte")?,
    ])
}

fn nommees(valeurs: &mut [Valeur], prefixe: &str, quoi: &str) {
    for valeur in valeurs {
        valeur.cle = format!("{prefixe}{}", valeur.cle);
        valeur.libelle = format!("{quoi} : {}", valeur.libelle);
    }
}
