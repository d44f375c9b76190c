//! What comes from the 119 (A7), and how many hours pass between an urgent arrival and the parquet (A18).

use super::{cohorte, informations, mineurs};
use crate::indicateurs::{Cadre, Calcul, Resultat, part, seules};

pub(in crate::indicateurs) async fn a7(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let (rows, enfants) = (informations(cadre).await?, mineurs(cadre).await?);
    Ok(seules(vec![
        part(
            "informations_sur_recues",
            "Informations transmises par le 119, sur les informations reçues",
            rows.n("du_119")?,
            rows.n("recues")?,
        ),
        part(
            "ip_sur_ip",
            "Informations préoccupantes transmises par le 119, sur les informations préoccupantes",
            rows.n("ip_du_119")?,
            rows.n("qualifiees")?,
        ),
        part(
            "enfants_sur_nommes",
            "Mineurs nommés par le 119, sur les mineurs nommés dans une information reçue",
            enfants.n("du_119")?,
            enfants.n("a4a")?,
        ),
        part(
            "enfants_sur_nommes_ip",
            "Mineurs nommés par le 119, sur les mineurs nommés dans une information préoccupante",
            enfants.n("ip_du_119")?,
            enfants.n("a4b")?,
        ),
    ]))
}

/// Hours are counted begun, so that twenty-four are not more than a day.
pub(in crate::indicateurs) async fn a18(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = cadre
        .ligne(
            cohorte!(
                "select count(*) as urgentes,
                        count(signalee_le) as signalees,
                        count(*) - count(signalee_le) as non_signalees,
                        count(signalee_le) - count(signalee_a - arrivee_a) as sans_heure,
                        count(*) filter (where signalee_a < arrivee_a) as avant_l_arrivee,
                        count(heures) as mesurees,
                        percentile_disc(0.5) within group (order by heures) as heures_mediane,
                        percentile_disc(0.9) within group (order by heures) as heures_p90,
                        count(*) filter (where heures <= 24) as en_24_heures
                   from (select information.signalee_le, information.signalee_a,
                                information.arrivee_a,
                                case when information.arrivee_a <= information.signalee_a
                                     then ceil(extract(epoch from
                                                 information.signalee_a - information.arrivee_a)
                                               / 3600)::bigint end as heures
                           from information
                          where information.principale and information.urgente
                            and ($5::text[] is null or information.commune = any ($5))) as urgente"
            ),
            cadre.communes(),
        )
        .await?;
    Ok(seules(vec![
        row.compte("urgentes", "Informations urgentes")?,
        row.compte("signalees", "dont signalées au parquet par le Département")?,
        row.compte("non_signalees", "dont non signalées")?,
        row.compte("mesurees", "Signalées dont les deux heures sont connues")?,
        row.compte("sans_heure", "Signalées dont une heure au moins est inconnue, non mesurées")?,
        row.compte("avant_l_arrivee", "Signalées avant l'heure d'arrivée saisie, non mesurées")?,
        row.heures("heures_mediane", "De l'arrivée au premier signalement : heures, médiane")?,
        row.heures("heures_p90", "De l'arrivée au premier signalement : 9 sur 10 en moins de")?,
        row.part("en_24_heures", "Signalées en 24 heures ou moins", "mesurees")?,
    ]))
}
