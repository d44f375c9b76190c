//! A13 in three segments: from the arrival to the first report (the law's), from the mandate to that report (the team's),
//! from it to the decision.

use super::delais_communs::{delais, delais_clos, delais_de};
use crate::indicateurs::{
    Agregat, Cadre, Calcul, Resultat, Valeur, Ventilation, ajoute, moyenne, nombre,
};

/// One row an évaluation: siblings share it, and the first of each date counts.
macro_rules! evaluations {
    () => {
        "select fait.evaluation,
                min(fait.depart_le) as depart_le,
                min(fait.mandatee_le) as mandatee_le,
                min(fait.premier_rapport_le) as remise_le,
                min(fait.decidee_le) as decidee_le,
                min(fait.echeance_le) as echeance_le,
                min(fait.commune) as commune
           from projections.fait_evaluation as fait
          where fait.log_id = $1 and fait.from_position <= $2
            and (fait.to_position is null or $2 < fait.to_position)
          group by fait.evaluation
         having min(fait.depart_le) is not null"
    };
}

/// A segment of the évaluations of one population.
macro_rules! segment {
    ($debut:literal, $fin:literal, $population:literal) => {
        delais_de!(concat!(
            "select evaluation.",
            $debut,
            " as debut, evaluation.",
            $fin,
            " as fin
               from (",
            evaluations!(),
            ") as evaluation
              where evaluation.",
            $population,
            " between $3 and $4 and evaluation.",
            $debut,
            " is not null and ($5::text[] is null or evaluation.commune = any ($5))"
        ))
    };
}

/// Key prefix, label, and the query of each segment: of the reports of the period, then of its arrivals.
const SEGMENTS: [(&str, &str, [&str; 2]); 3] = [
    (
        "",
        "de l'arrivée au rapport",
        [
            segment!("depart_le", "remise_le", "remise_le"),
            segment!("depart_le", "remise_le", "depart_le"),
        ],
    ),
    (
        "mandat_",
        "du mandat au rapport",
        [
            segment!("mandatee_le", "remise_le", "remise_le"),
            segment!("mandatee_le", "remise_le", "depart_le"),
        ],
    ),
    (
        "decision_",
        "du rapport à la décision",
        [
            segment!("remise_le", "decidee_le", "remise_le"),
            segment!("remise_le", "decidee_le", "depart_le"),
        ],
    ),
];

pub(in crate::indicateurs) async fn a13(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let mut valeurs = Vec::new();
    for (prefixe, quoi, [remises, arrivees]) in SEGMENTS {
        let row = cadre.ligne(remises, cadre.communes()).await?;
        let (prefixe_i, quoi_i) =
            (format!("{prefixe}remises_"), format!("Remises de la période, {quoi}"));
        // A report handed in closes what comes before it.
        let of = if prefixe == "decision_" { delais } else { delais_clos };
        valeurs.extend(of(&row, &prefixe_i, &quoi_i)?);
        let row = cadre.ligne(arrivees, cadre.communes()).await?;
        let (prefixe_ii, quoi_ii) =
            (format!("{prefixe}arrivees_"), format!("Arrivées de la période, {quoi}"));
        valeurs.extend(delais(&row, &prefixe_ii, &quoi_ii)?);
    }
    valeurs.extend(jamais_mandatees(cadre).await?);
    let rows = remises_par_commune(cadre).await?;
    valeurs.push(rows.part("remises_dans_3_mois", "Remises dans les trois mois", "remises")?);
    let ventilations = par_territoire(cadre, &rows)?.into_iter().collect();
    Ok(Resultat { valeurs, ventilations })
}

/// What no évaluation answers has no delay of évaluation: it is told beside, with its age.
async fn jamais_mandatees(cadre: &Cadre<'_>) -> Calcul<[Valeur; 2]> {
    let row = cadre
        .ligne(
            "select count(*) as jamais_mandatees,
                    sum($6 - information.arrivee) as jamais_mandatees_age_moyen
               from (select min(fait.arrivee) as arrivee, min(fait.commune) as commune,
                            bool_or(fait.doublon_le is null and fait.rattachee_le is null)
                                and bool_or(fait.qualifiee_le is not null) as ip,
                            count(fait.evaluation) + count(fait.decidee_le)
                                + count(fait.signalee_le) + count(fait.transferee_le) as actes
                       from projections.fait_information as fait
                      where fait.log_id = $1 and fait.from_position <= $2
                        and (fait.to_position is null or $2 < fait.to_position)
                        and fait.arrivee between $3 and $4 and fait.retiree_le is null
                      group by fait.information) as information
              where information.ip and information.actes = 0
                and ($5::text[] is null or information.commune = any ($5))",
            cadre.communes(),
        )
        .await?;
    let libelle = "Arrivées de la période qualifiées, sans mandat ni autre suite";
    let age = "Qualifiées sans mandat ni autre suite : âge moyen";
    Ok([
        row.compte("jamais_mandatees", libelle)?,
        row.moyenne("jamais_mandatees_age_moyen", age, "jamais_mandatees")?,
    ])
}

async fn remises_par_commune(cadre: &Cadre<'_>) -> Calcul<Agregat> {
    const REMISES: &str = concat!(
        "select evaluation.commune, count(*) as remises,
                sum(evaluation.remise_le - evaluation.depart_le) as jours,
                count(*) filter (where evaluation.remise_le <= evaluation.echeance_le)
                    as remises_dans_3_mois
           from (",
        evaluations!(),
        ") as evaluation
          where evaluation.remise_le between $3 and $4
            and ($5::text[] is null or evaluation.commune = any ($5))
          group by evaluation.commune"
    );
    cadre.ligne(REMISES, cadre.communes()).await
}

/// The legal delay of the reports of the period: sums and counts of the territories are those of the whole.
fn par_territoire(cadre: &Cadre<'_>, rows: &Agregat) -> Calcul<Option<Ventilation>> {
    let lu = |row: &tokio_postgres::Row| Ok((nombre(row, "jours")?, nombre(row, "remises")?));
    cadre.par_commune("remises_moyenne", &rows.0, lu, ajoute, |cle, libelle, (jours, remises)| {
        moyenne(cle, libelle, jours, remises)
    })
}
