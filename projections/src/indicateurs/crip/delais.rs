//! How long an évaluation takes (A13, A14), and what waits on the last day (A15).

use crate::indicateurs::{Agregat, Cadre, Calcul, Resultat, absente, seules};

/// One row an évaluation: the earliest arrival among its children, the first report.
macro_rules! evaluations {
    ($reste:literal) => {
        concat!(
            "with evaluation as (
                 select fait.evaluation,
                        min(fait.depart_le) as depart_le,
                        min(fait.echeance_le) as echeance_le,
                        min(fait.commune) as commune,
                        min(fait.premier_rapport_le) as remise_le
                   from projections.fait_evaluation as fait
                  where fait.log_id = $1 and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)
                  group by fait.evaluation
                 having min(fait.depart_le) is not null)
             ",
            $reste
        )
    };
}

pub(in crate::indicateurs) async fn a13(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let remises = cadre
        .ligne(
            evaluations!(
                "select count(*) as remises,
                        sum(remise_le - depart_le) as remises_moyenne,
                        percentile_disc(0.5) within group (order by remise_le - depart_le)::bigint
                            as remises_mediane,
                        percentile_disc(0.9) within group (order by remise_le - depart_le)::bigint
                            as remises_p90,
                        count(*) filter (where remise_le <= echeance_le) as remises_dans_3_mois
                   from evaluation
                  where remise_le between $3 and $4
                    and ($5::text[] is null or commune = any ($5))"
            ),
            cadre.communes(),
        )
        .await?;
    let arrivees = arrivees(cadre).await?;
    Ok(seules(vec![
        remises.moyenne("remises_moyenne", "Remises de la période : délai moyen", "remises")?,
        remises.jours("remises_mediane", "Remises de la période : délai médian")?,
        remises.jours("remises_p90", "Remises de la période : 9 sur 10 en moins de")?,
        remises.part("remises_dans_3_mois", "Remises dans les trois mois", "remises")?,
        arrivees.moyenne("arrivees_moyenne", "Arrivées de la période : délai moyen", "arrivees")?,
        arrivees.jours("arrivees_mediane", "Arrivées de la période : délai médian")?,
        arrivees.jours("arrivees_p90", "Arrivées de la période : 9 sur 10 en moins de")?,
        arrivees.compte("arrivees_ouvertes", "Arrivées de la période non remises")?,
        arrivees.moyenne(
            "arrivees_ouvertes_age_moyen",
            "Arrivées non remises : âge moyen",
            "arrivees_ouvertes",
        )?,
    ]))
}

async fn arrivees(cadre: &Cadre<'_>) -> Calcul<Agregat> {
    cadre
        .ligne(
            evaluations!(
                "select count(*) as arrivees,
                        sum(delai) as arrivees_moyenne,
                        percentile_disc(0.5) within group (order by delai)::bigint
                            as arrivees_mediane,
                        percentile_disc(0.9) within group (order by delai)::bigint
                            as arrivees_p90,
                        count(*) filter (where remise_le is null) as arrivees_ouvertes,
                        sum(delai) filter (where remise_le is null) as arrivees_ouvertes_age_moyen
                   from (select evaluation.remise_le,
                                coalesce(evaluation.remise_le, $6) - evaluation.depart_le as delai
                           from evaluation
                          where evaluation.depart_le between $3 and $4
                            and ($5::text[] is null or evaluation.commune = any ($5)))
                        as arrivee"
            ),
            cadre.communes(),
        )
        .await
}

pub(in crate::indicateurs) async fn a14(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let rows = echues(cadre).await?;
    Ok(seules(vec![
        rows.part("dans_le_delai", "Rapport remis au plus tard à l'échéance", "dues")?,
        rows.compte("interrompues", "Interrompues par la saisine du parquet avant l'échéance")?,
    ]))
}

/// The same, by territory.
pub(in crate::indicateurs) async fn a14_ventilee(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let mut resultat = a14(cadre).await?;
    let rows = echues(cadre).await?;
    let cut = cadre.parts_par_commune(&rows, "dans_le_delai", "dans_le_delai", "dues")?;
    resultat.ventilations.extend(cut);
    Ok(resultat)
}

/// The informations whose évaluation is due in the period, a row a commune.
async fn echues(cadre: &Cadre<'_>) -> Calcul<Agregat> {
    cadre
        .ligne(
            "select commune, count(*) as dues,
                    count(*) filter (where rapport_le <= echeance) as dans_le_delai,
                    count(*) filter (
                          where (rapport_le is null or echeance < rapport_le)
                            and signalee_le < echeance) as interrompues
               from (select min(fait.echeance) filter (where fait.qualifiee_le is not null)
                                as echeance,
                            min(fait.rapport_le) as rapport_le,
                            min(fait.signalee_le) as signalee_le,
                            min(fait.commune) as commune,
                            bool_or(fait.doublon_le is null and fait.rattachee_le is null)
                                as principale
                       from projections.fait_information as fait
                      where fait.log_id = $1 and fait.from_position <= $2
                        and (fait.to_position is null or $2 < fait.to_position)
                        and fait.arrivee <= $4 and fait.retiree_le is null
                      group by fait.information) as information
              where principale and echeance between $3 and $4
                and ($5::text[] is null or commune = any ($5))
              group by commune",
            cadre.communes(),
        )
        .await
}

/// The state of an information for one child on the last day, `$4`, as its rank: 1 to 4 are open.
/// Also used by the queue, which prints the others.
macro_rules! rang_de_l_etat {
    () => {
        "case when fait.retiree_le <= $4 then 11
              when fait.doublon_le <= $4 then 9
              when fait.rattachee_le <= $4 then 8
              when fait.transferee_le <= $4 then 10
              when fait.decidee_le <= $4 then 5
              when fait.rapport_le <= $4 then 4
              when fait.mandatee_le <= $4 then 3
              when fait.non_qualifiee_le <= $4 then 6
              when fait.signalee_le <= $4 then 7
              when fait.qualifiee_le <= $4 then 2
              else 1 end"
    };
}
pub(crate) use rang_de_l_etat;

const STOCK: &str = concat!(
    "select count(*) filter (where etat = 1) as a_traiter,
            count(*) filter (where etat = 2) as a_mandater,
            count(*) filter (where etat = 3) as en_evaluation,
            count(*) filter (where etat = 4) as a_decider,
            sum($4 - arrivee) as age_moyen_jours,
            count(*) as ouvertes
       from (select min(ouverte.arrivee) as arrivee, min(ouverte.commune) as commune,
                    min(ouverte.etat) as etat
               from (select fait.information, fait.arrivee, fait.commune,
                            ",
    rang_de_l_etat!(),
    " as etat
                       from projections.fait_information as fait
                      where fait.log_id = $1 and fait.from_position <= $2
                        and (fait.to_position is null or $2 < fait.to_position)
                        and fait.arrivee <= $4) as ouverte
              where ouverte.etat <= 4
              group by ouverte.information) as information
      where $5::text[] is null or commune = any ($5)"
);

const ETATS: [(&str, &str); 4] = [
    ("a_traiter", "À analyser"),
    ("a_mandater", "Qualifiées, en attente de mandat"),
    ("en_evaluation", "En évaluation"),
    ("a_decider", "Rapport remis, en attente de décision"),
];

pub(in crate::indicateurs) async fn a15(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let known = cadre.ligne(STOCK, cadre.communes()).await?;
    let mut valeurs = Vec::with_capacity(10);
    for (cle, libelle) in ETATS {
        valeurs.push(known.compte(cle, libelle)?);
    }
    valeurs.push(known.moyenne("age_moyen_jours", "Âge moyen depuis l'arrivée", "ouvertes")?);
    let recorded = match cadre.fin_de_journee {
        Some(position) => Some(cadre.ligne_le(STOCK, cadre.communes(), position, cadre.au).await?),
        None => None,
    };
    let age = ("age_moyen_jours", "Âge moyen depuis l'arrivée");
    for (cle, libelle) in ETATS.into_iter().chain([age]) {
        let suffixed =
            (format!("{cle}_enregistre"), format!("{libelle}, tel qu'enregistré ce jour"));
        let mut valeur = match &recorded {
            None => absente(cle, libelle),
            Some(row) if cle == age.0 => row.moyenne(cle, libelle, "ouvertes")?,
            Some(row) => row.compte(cle, libelle)?,
        };
        (valeur.cle, valeur.libelle) = suffixed;
        valeurs.push(valeur);
    }
    Ok(seules(valeurs))
}
