//! What is answered to whom: to the sender (A17), by the délégation asked (A20), by the evaluators (A21).

use super::delais_communs::{delais, delais_de};
use super::{Cadre, Calcul, Resultat, Ventilation, compte, seules};
use crate::indicateurs::nombre;

/// One row a return owed to a sender under a rule: siblings share it. `$regle` is an identifier of the law's table, and
/// `$distinct` what tells two returns of one information apart.
macro_rules! retours {
    ($regle:literal, $distinct:literal) => {
        concat!(
            "select min(fait.declenchee_le) as declenchee_le, min(fait.legale_le) as legale_le,
                    min(fait.tenue_le) as tenue_le,
                    case when bool_and(fait.sans_objet_le is not null)
                         then min(fait.sans_objet_le) end as sans_objet_le
               from projections.fait_echeance as fait
               join projections.fait_information as information
                 on information.log_id = $1 and information.enfant = fait.enfant
                and information.information = fait.objet
                and information.from_position <= $2
                and (information.to_position is null or $2 < information.to_position)
              where fait.log_id = $1 and fait.from_position <= $2
                and (fait.to_position is null or $2 < fait.to_position)
                and fait.regle = '",
            $regle,
            "' and ($5::text[] is null or information.commune = any ($5))
              group by fait.objet",
            $distinct
        )
    };
}

/// IP-12, by the day the answer is due, as A14 is: who was never answered is late. Siblings share what is asked on a day,
/// not their ranks: one who was named later has not the first ones.
const SUR_DEMANDE: &str = concat!(
    "select count(*) filter (where not differe) as dues,
            count(*) filter (where not differe and tenue_le <= legale_le) as dans_le_delai,
            count(*) filter (where not differe and tenue_le is null) as sans_reponse,
            count(*) filter (where differe) as differees
       from (select retour.tenue_le, retour.legale_le,
                    coalesce(retour.sans_objet_le <= retour.legale_le
                             and retour.tenue_le is null, false) as differe
               from (",
    retours!("IP-12", ", fait.declenchee_le"),
    ") as retour
              where retour.legale_le between $3 and $4) as due"
);

/// IP-11, by the day of the suite.
const DE_DROIT: &str = delais_de!(concat!(
    "select retour.declenchee_le as debut, retour.tenue_le as fin
       from (",
    retours!("IP-11", ""),
    ") as retour
      where retour.declenchee_le between $3 and $4
        and (retour.sans_objet_le is null or retour.tenue_le is not null)"
));

pub(in crate::indicateurs) async fn a17(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let demandes = cadre.ligne(SUR_DEMANDE, cadre.communes()).await?;
    let de_droit = cadre.ligne(DE_DROIT, cadre.communes()).await?;
    let mut valeurs = vec![
        demandes.part("dans_le_delai", "Demandes répondues dans les trois mois", "dues")?,
        demandes.compte("sans_reponse", "Demandes sans réponse")?,
        demandes.compte("differees", "Demandes dont l'information est différée, hors du taux")?,
    ];
    valeurs.extend(delais(&de_droit, "de_droit_", "Retours de droit aux professionnels et élus")?);
    Ok(seules(valeurs))
}

/// One row a fiche navette of the period: siblings share what is asked of a service on a day. Not their ranks: one who
/// joined later has not the first ones.
macro_rules! navettes {
    () => {
        "select fait.envoyee_le as debut, min(fait.retournee_le) as fin, fait.service
           from projections.fait_navette as fait
           join projections.fait_information as information
             on information.log_id = $1 and information.enfant = fait.enfant
            and information.information = fait.information
            and information.from_position <= $2
            and (information.to_position is null or $2 < information.to_position)
          where fait.log_id = $1 and fait.from_position <= $2
            and (fait.to_position is null or $2 < fait.to_position)
            and fait.envoyee_le between $3 and $4 and information.retiree_le is null
            and ($5::text[] is null or information.commune = any ($5))
          group by fait.information, fait.envoyee_le, fait.service"
    };
}

const NAVETTES: &str = delais_de!(navettes!());

const NAVETTES_PAR_SERVICE: &str = concat!(
    "select navette.service, count(*) as n from (",
    navettes!(),
    ") as navette group by navette.service"
);

pub(in crate::indicateurs) async fn a20(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let rows = cadre.lignes(NAVETTES_PAR_SERVICE, cadre.communes()).await?;
    let mut total = 0;
    let mut counted = Vec::with_capacity(rows.len());
    for row in &rows {
        let n = nombre(row, "n")?;
        total += n;
        let place = cadre.carte.map(|carte| Ok((carte.du_service(row.try_get("service")?), n)));
        counted.extend(place.transpose()?);
    }
    let mut valeurs = vec![compte("navettes", "Fiches navettes envoyées", total)];
    let row = cadre.ligne(NAVETTES, cadre.communes()).await?;
    valeurs.extend(delais(&row, "reponse_", "De l'envoi au retour")?);
    let lignes = cadre.par_territoire(counted, |sum, n| *sum += n, compte);
    let ventilations = vec![Ventilation { axe: "delegation", de: "navettes", lignes }];
    Ok(Resultat { valeurs, ventilations })
}

/// One row an évaluation whose first report is of the period.
const REMISES: &str = "
    select count(*) as remises, count(*) filter (where demandes.evaluation is not null) as completees
      from (select fait.evaluation, min(fait.premier_rapport_le) as remise_le,
                   min(fait.commune) as commune
              from projections.fait_evaluation as fait
             where fait.log_id = $1 and fait.from_position <= $2
               and (fait.to_position is null or $2 < fait.to_position)
             group by fait.evaluation) as evaluation
      left join (select distinct fait.evaluation
                   from projections.fait_complement as fait
                  where fait.log_id = $1 and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)) as demandes
        on demandes.evaluation = evaluation.evaluation
     where evaluation.remise_le between $3 and $4
       and ($5::text[] is null or evaluation.commune = any ($5))";

/// One row a complement asked in the period: siblings share what is asked on a day.
const COMPLEMENTS: &str = delais_de!(
    "select fait.demande_le as debut, min(fait.recu_le) as fin
       from projections.fait_complement as fait
       left join projections.fait_evaluation as evaluation
         on evaluation.log_id = $1 and evaluation.enfant = fait.enfant
        and evaluation.evaluation = fait.evaluation
        and evaluation.from_position <= $2
        and (evaluation.to_position is null or $2 < evaluation.to_position)
      where fait.log_id = $1 and fait.from_position <= $2
        and (fait.to_position is null or $2 < fait.to_position)
        and fait.demande_le between $3 and $4
        and ($5::text[] is null or evaluation.commune = any ($5))
      group by fait.evaluation, fait.demande_le"
);

pub(in crate::indicateurs) async fn a21(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let remises = cadre.ligne(REMISES, cadre.communes()).await?;
    let demandes = cadre.ligne(COMPLEMENTS, cadre.communes()).await?;
    let libelle = "Évaluations remises dont un complément a été demandé";
    let mut valeurs = vec![
        remises.part("completees", libelle, "remises")?,
        compte("demandes", "Compléments demandés", demandes.n("toutes")?),
    ];
    valeurs.extend(delais(&demandes, "complement_", "De la demande au complément")?);
    Ok(seules(valeurs))
}
