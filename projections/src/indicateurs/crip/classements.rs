//! Children of whom one hears again: several informations in twelve months (A16), a new one after a classement (A19).
//!
//! Twelve months run from quantième to quantième, the last day included. A child is one however often he is named; who is
//! not identified is nobody's second time, and is not counted here.

use super::{Cadre, Calcul, Resultat};
use crate::indicateurs::{Agregat, Valeur, compte, nombre, part, seules};

pub(in crate::indicateurs) async fn a16(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = cadre
        .ligne(
            "with nomme as (
                 select fait.enfant, fait.information, fait.arrivee, fait.commune,
                        fait.rattachee_le is null as principale
                   from projections.fait_information as fait
                   join projections.fait_enfant as enfant
                     on enfant.log_id = $1 and enfant.enfant = fait.enfant
                    and enfant.from_position <= $2
                    and (enfant.to_position is null or $2 < enfant.to_position)
                  where fait.log_id = $1 and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)
                    and fait.arrivee between $3 - 366 and $4
                    and fait.retiree_le is null and fait.doublon_le is null
                    and enfant.identifie
                    and (enfant.majorite_le is null or fait.arrivee < enfant.majorite_le)),
             concerne as (
                 select derniere.enfant,
                        bool_or(autre.information <> derniere.information
                            and autre.principale and autre.arrivee <= derniere.arrivee
                            and derniere.arrivee
                                <= (autre.arrivee + interval '12 months')::date) as repetee,
                        bool_or(not autre.principale and autre.arrivee between $3 and $4) as completee
                   from nomme as derniere
                   -- Itself among them.
                   join nomme as autre on autre.enfant = derniere.enfant
                  where derniere.principale and derniere.arrivee between $3 and $4
                    and ($5::text[] is null or derniere.commune = any ($5))
                  group by derniere.enfant)
             select count(*) as mineurs,
                    count(*) filter (where repetee) as repetees,
                    count(*) filter (where completee) as completees
               from concerne",
            cadre.communes(),
        )
        .await?;
    Ok(seules(vec![
        row.part("repetees", "Mineurs nommés à nouveau dans les douze mois", "mineurs")?,
        row.part(
            "completees",
            "Mineurs dont une information est complétée par une autre",
            "mineurs",
        )?,
    ]))
}

/// A level: key prefix and label.
const NIVEAUX: [(&str, &str, &str); 2] = [
    ("niveau_1", "Après un classement de niveau 1", "Classement de niveau 1"),
    ("niveau_2", "Après un classement de niveau 2", "Classement de niveau 2"),
];

pub(in crate::indicateurs) async fn a19(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let rows = reentendus(cadre).await?;
    let mut valeurs = Vec::with_capacity(2 * 3);
    for (rang, (cle, apres, classement)) in (1..).zip(NIVEAUX) {
        valeurs.extend(niveau(&rows, rang, cle, apres, classement)?);
    }
    Ok(seules(valeurs))
}

fn niveau(
    rows: &Agregat,
    rang: i64,
    cle: &str,
    apres: &str,
    classement: &str,
) -> Calcul<[Valeur; 3]> {
    let [mut classes, mut nouvelles, mut placees, mut recents] = [0; 4];
    for row in &rows.0 {
        if nombre(row, "niveau")? == rang {
            classes += nombre(row, "classes")?;
            nouvelles += nombre(row, "nouvelles")?;
            placees += nombre(row, "placees")?;
            recents += nombre(row, "recents")?;
        }
    }
    Ok([
        part(
            &format!("{cle}_nouvelle"),
            &format!("{apres} : nouvelle information dans les douze mois"),
            nouvelles,
            classes,
        ),
        part(
            &format!("{cle}_placement"),
            &format!(
                "{apres} et une nouvelle information : placement dans les douze mois de celle-ci"
            ),
            placees,
            nouvelles,
        ),
        compte(
            &format!("{cle}_recul_incomplet"),
            &format!("{classement} depuis moins de douze mois au jour d'observation"),
            recents,
        ),
    ])
}

/// A row a level: its first classement of the period, of each child and where he lived then, and what followed.
async fn reentendus(cadre: &Cadre<'_>) -> Calcul<Agregat> {
    cadre
        .ligne(
            "with classement as (
                 (select distinct on (fait.enfant)
                        1::bigint as niveau, fait.enfant, fait.non_qualifiee_le as classe_le,
                        fait.commune
                   from projections.fait_information as fait
                  where fait.log_id = $1 and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)
                    and fait.non_qualifiee_le between $3 and $4 and fait.qualifiee_le is null
                    and fait.retiree_le is null and fait.doublon_le is null
                    and fait.rattachee_le is null
                  order by fait.enfant, fait.non_qualifiee_le, fait.commune)
                 union all
                 (select distinct on (fait.enfant) 2, fait.enfant, fait.prise_le, fait.commune
                   from projections.fait_decision as fait
                  where fait.log_id = $1 and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)
                    and fait.prise_le between $3 and $4
                    and fait.classement and fait.evaluation is not null
                  order by fait.enfant, fait.prise_le, fait.commune))
             select classement.niveau, count(*) as classes,
                    count(nouvelle.arrivee) as nouvelles,
                    count(*) filter (where exists (
                        select from projections.fait_mesure as mesure
                         where mesure.log_id = $1 and mesure.enfant = classement.enfant
                           and mesure.from_position <= $2
                           and (mesure.to_position is null or $2 < mesure.to_position)
                           and mesure.famille in ('confie', 'placement_direct')
                           and mesure.effet_le between nouvelle.arrivee
                               and (nouvelle.arrivee + interval '12 months')::date)) as placees,
                    count(*) filter (
                          where $6 < (classement.classe_le + interval '12 months')::date)
                        as recents
               from classement
               join projections.fait_enfant as enfant
                 on enfant.log_id = $1 and enfant.enfant = classement.enfant
                and enfant.from_position <= $2
                and (enfant.to_position is null or $2 < enfant.to_position)
                and enfant.identifie
              cross join lateral (
                    select min(fait.arrivee) as arrivee
                      from projections.fait_information as fait
                     where fait.log_id = $1 and fait.enfant = classement.enfant
                       and fait.from_position <= $2
                       and (fait.to_position is null or $2 < fait.to_position)
                       and fait.retiree_le is null and fait.doublon_le is null
                       and fait.rattachee_le is null
                       and classement.classe_le < fait.arrivee
                       and fait.arrivee <= (classement.classe_le + interval '12 months')::date)
                    as nouvelle
              where $5::text[] is null or classement.commune = any ($5)
              group by classement.niveau",
            cadre.communes(),
        )
        .await
}
