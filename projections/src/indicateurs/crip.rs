//! Family A: informations préoccupantes and the CRIP.
//!
//! An information is one unit whatever the number of its children: its rows, one a child, are grouped
//! first. It is *reçue* unless it is a doublon for all of them, *principale* when it is neither doublon nor
//! attached for one of them at least; one withdrawn from a child does not count for him.

mod classements;
mod conseils;
mod definitions;
mod definitions_2;
mod delais;
mod delais_communs;
mod file_d_attente;
mod origines;
mod retours;
mod segments;
mod ventilees;

use domain::codes::{Code as _, EmetteurSignalement, PorteDEntree};

use super::{Agregat, Cadre, Calcul, Resultat, Ventilation, compte, part, pour_mille, seules};
use crate::territoires::Carte;

pub(super) use self::definitions::DEFINITIONS;
pub(super) use self::definitions_2::DEFINITIONS as DEFINITIONS_2;
pub(crate) use self::delais::rang_de_l_etat;
pub(super) use self::delais::{a13, a14, a15};

/// One row an information of the cohort. Of siblings, an hour is that of the first day: none known is not a later one.
macro_rules! cohorte {
    ($reste:literal) => {
        concat!(
            "with information as (
                 select fait.information,
                        min(fait.arrivee) as arrivee,
                        min(fait.porte) as porte,
                        min(fait.service_entree) as service_entree,
                        min(fait.transmetteur) as transmetteur,
                        min(fait.commune) as commune,
                        bool_or(fait.doublon_le is null) as recue,
                        bool_or(fait.doublon_le is null and fait.rattachee_le is null) as principale,
                        bool_or(fait.qualifiee_le is not null) as qualifiee,
                        bool_and(fait.non_qualifiee_le is not null)
                            and not bool_or(fait.qualifiee_le is not null) as non_qualifiee,
                        bool_or(fait.urgence)
                            or (array_agg(fait.signalee_en_urgence order by
                                fait.signalee_le, fait.signalee_en_urgence desc))[1] as urgente,
                        (array_agg(fait.arrivee_a order by fait.arrivee, fait.arrivee_a))[1]
                            as arrivee_a,
                        (array_agg(fait.signalee_a order by fait.signalee_le, fait.signalee_a))[1]
                            as signalee_a,
                        bool_or(fait.transferee_le is not null) as transferee,
                        min(fait.signalee_le) as signalee_le,
                        min(fait.mandatee_le) as mandatee_le,
                        min(fait.rapport_le) as rapport_le
                   from projections.fait_information as fait
                  where fait.log_id = $1 and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)
                    and fait.arrivee between $3 and $4 and fait.retiree_le is null
                  group by fait.information)
             ",
            $reste
        )
    };
}
use cohorte;

/// What A1, A2, A3, A5, A7, A8, A9 and A11 count, a row a commune.
async fn informations<'a>(cadre: &'a Cadre<'_>) -> Calcul<&'a Agregat> {
    let read = || {
        cadre.ligne(
            cohorte!(
                "select commune,
                        count(*) filter (where recue) as recues,
                        count(*) filter (where recue and not principale) as dont_rattachees,
                        count(*) filter (where not recue) as doublons,
                        count(*) filter (where recue and porte = 'crip') as par_la_crip,
                        count(*) filter (where recue and transmetteur = 'snated') as du_119,
                        count(*) filter (
                              where principale and qualifiee and transmetteur = 'snated')
                            as ip_du_119,
                        count(*) filter (where principale) as principales,
                        count(*) filter (where principale and qualifiee) as qualifiees,
                        count(*) filter (where principale and non_qualifiee) as non_qualifiees,
                        count(*) filter (where en_attente and not transferee)
                            as pas_encore_analysees,
                        count(*) filter (where en_attente and transferee)
                            as transferees_avant_analyse,
                        count(*) filter (where principale and rapport_le is not null) as evaluees,
                        count(*) filter (where principale and signalement is not null)
                            as sur_principales,
                        count(*) filter (where principale and qualifiee and signalement is not null)
                            as sur_qualifiees,
                        count(*) filter (where principale and signalement = 'avant') as avant,
                        count(*) filter (where principale and signalement = 'pendant') as pendant,
                        count(*) filter (where principale and signalement = 'apres') as apres
                   from (select information.recue, information.principale, information.qualifiee,
                                information.non_qualifiee, information.transferee,
                                information.porte, information.commune, information.rapport_le,
                                information.transmetteur,
                                information.principale and not information.qualifiee
                                    and not information.non_qualifiee as en_attente,
                                case when information.signalee_le is null then null
                                     when information.rapport_le <= information.signalee_le
                                     then 'apres'
                                     when information.mandatee_le <= information.signalee_le
                                     then 'pendant'
                                     else 'avant' end as signalement
                           from information
                          where $5::text[] is null or information.commune = any ($5)) as vue
                  group by commune"
            ),
            cadre.communes(),
        )
    };
    cadre.partage.informations.get_or_try_init(read).await
}

pub(super) async fn a1(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = informations(cadre).await?;
    let valeurs = vec![
        row.compte("recues", "Informations reçues")?,
        row.compte("dont_rattachees", "dont rattachées à une autre")?,
        row.compte("doublons", "Doublons, non comptés")?,
    ];
    let whole = cadre.carte.filter(|_| cadre.territoire.is_none());
    let ventilations = whole.map(|carte| a1_par_territoire(cadre, carte, row)).transpose()?;
    Ok(Resultat { valeurs, ventilations: ventilations.into_iter().collect() })
}

fn a1_par_territoire(cadre: &Cadre<'_>, carte: &Carte, rows: &Agregat) -> Calcul<Ventilation> {
    let mut counted = Vec::with_capacity(rows.0.len());
    for row in &rows.0 {
        let recues: i64 = row.try_get("recues")?;
        counted.push((carte.de_la_commune(row.try_get("commune")?), recues));
    }
    let lignes = cadre.par_territoire(counted, |sum, n| *sum += n, compte);
    Ok(Ventilation { axe: "territoire", de: "recues", lignes })
}

pub(super) async fn a2(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let ip = informations(cadre).await?.n("qualifiees")?;
    Ok(seules(vec![compte("ip", "Informations préoccupantes", ip)]))
}

pub(super) async fn a3(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let whole = cadre.territoire.is_none() && cadre.annee_civile();
    let population = cadre.population.filter(|_| whole).and_then(|known| known.au(cadre.du));
    let minors = population.map(|population| population.de_0_a_17);
    let (informations, mineurs) = (informations(cadre).await?, mineurs(cadre).await?);
    Ok(seules(vec![
        pour_mille(
            "ip_pour_mille_0_17",
            "Informations préoccupantes pour 1 000 habitants de 0 à 17 ans",
            informations.n("qualifiees")?,
            minors,
        ),
        pour_mille(
            "mineurs_pour_mille_0_17",
            "Mineurs concernés pour 1 000 habitants de 0 à 17 ans",
            mineurs.n("a4b")?,
            minors,
        ),
        pour_mille(
            "informations_pour_mille_0_19",
            "Informations reçues pour 1 000 habitants de 0 à 19 ans",
            informations.n("recues")?,
            population.map(|population| population.de_0_a_19),
        ),
    ]))
}

pub(super) async fn a4(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = mineurs(cadre).await?;
    Ok(seules(vec![
        row.compte("a4a", "Mineurs distincts nommés dans une information reçue")?,
        row.compte("a4b", "Mineurs distincts nommés dans une information préoccupante")?,
        row.compte("non_identifies", "Mineurs non identifiés")?,
    ]))
}

/// What A3, A4 and A7 count: the children an information of the cohort names, minors on its arrival.
async fn mineurs<'a>(cadre: &'a Cadre<'_>) -> Calcul<&'a Agregat> {
    let read = || {
        cadre.ligne(
            "with nomme as (
                 select fait.enfant, fait.arrivee, fait.commune,
                        coalesce(fait.transmetteur = 'snated', false) as du_119,
                        bool_or(fait.doublon_le is null) over nommes as recue,
                        bool_or(fait.doublon_le is null and fait.rattachee_le is null) over nommes
                            and bool_or(fait.qualifiee_le is not null) over nommes as ip
                   from projections.fait_information as fait
                  where fait.log_id = $1 and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)
                    and fait.arrivee between $3 and $4 and fait.retiree_le is null
                 window nommes as (partition by fait.information))
             select count(distinct nomme.enfant) filter (where enfant.identifie and nomme.du_119)
                        as du_119,
                    count(distinct nomme.enfant)
                          filter (where enfant.identifie and nomme.du_119 and nomme.ip) as ip_du_119,
                    count(distinct nomme.enfant) filter (where enfant.identifie) as a4a,
                    count(distinct nomme.enfant) filter (where enfant.identifie and nomme.ip)
                        as a4b,
                    count(distinct nomme.enfant) filter (where not enfant.identifie)
                        as non_identifies
               from nomme
               join projections.fait_enfant as enfant
                 on enfant.log_id = $1 and enfant.enfant = nomme.enfant
                and enfant.from_position <= $2
                and (enfant.to_position is null or $2 < enfant.to_position)
              where nomme.recue
                and (enfant.majorite_le is null or nomme.arrivee < enfant.majorite_le)
                and ($5::text[] is null or nomme.commune = any ($5))",
            cadre.communes(),
        )
    };
    cadre.partage.mineurs.get_or_try_init(read).await
}

pub(super) async fn a5(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = informations(cadre).await?;
    Ok(seules(vec![row.part("par_la_crip", "Reçues directement par la CRIP", "recues")?]))
}

pub(super) async fn a6(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let rows = cadre
        .lignes(
            cohorte!(
                "select service_entree, count(*)
                   from information
                  where recue and porte = 'delegation_territoriale'
                    and ($5::text[] is null or service_entree = any ($5))
                  group by service_entree"
            ),
            cadre.services(),
        )
        .await?;
    let mut total = 0;
    let mut counted = Vec::with_capacity(rows.len());
    for row in rows {
        let (service, n): (Option<String>, i64) = (row.try_get(0)?, row.try_get(1)?);
        total += n;
        counted.extend(cadre.carte.map(|carte| (carte.du_service(service.as_deref()), n)));
    }
    let lignes = cadre.par_territoire(counted, |sum, n| *sum += n, compte);
    Ok(Resultat {
        valeurs: vec![compte("par_delegation", "Entrées par une délégation territoriale", total)],
        ventilations: vec![Ventilation { axe: "delegation", de: "par_delegation", lignes }],
    })
}

pub(super) async fn a8(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = informations(cadre).await?;
    Ok(seules(vec![
        row.part("qualifiees", "Qualifiées", "principales")?,
        row.part("non_qualifiees", "Non qualifiées", "principales")?,
        row.part("pas_encore_analysees", "Pas encore analysées", "principales")?,
        row.part("transferees_avant_analyse", "Transférées avant analyse", "principales")?,
        part(
            "evaluees_sur_principales",
            "Qualifiées et évaluées, sur les principales",
            row.n("evaluees")?,
            row.n("principales")?,
        ),
        part(
            "evaluees_sur_recues",
            "Qualifiées et évaluées, sur les reçues",
            row.n("evaluees")?,
            row.n("recues")?,
        ),
    ]))
}

pub(super) async fn a9(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = informations(cadre).await?;
    Ok(seules(vec![row.part("non_qualifiees", "Classées au niveau 1", "principales")?]))
}

pub(super) async fn a10(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = cadre
        .ligne(
            "select count(distinct fait.enfant) as decides,
                    count(distinct fait.enfant) filter (where fait.classement)
                          as classes_apres_evaluation
               from projections.fait_decision as fait
              where fait.log_id = $1 and fait.from_position <= $2
                and (fait.to_position is null or $2 < fait.to_position)
                and fait.prise_le between $3 and $4 and fait.evaluation is not null
                and ($5::text[] is null or fait.commune = any ($5))",
            cadre.communes(),
        )
        .await?;
    let libelle = "Enfants classés sans suite après évaluation";
    Ok(seules(vec![row.part("classes_apres_evaluation", libelle, "decides")?]))
}

pub(super) async fn a11(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = informations(cadre).await?;
    let autres = autres_signalements(cadre).await?;
    Ok(seules(vec![
        row.part("sur_principales", "Signalées, sur les principales", "principales")?,
        row.part("sur_qualifiees", "Signalées, sur les qualifiées", "qualifiees")?,
        row.compte("avant", "Premier signalement sans évaluation ou avant le mandat")?,
        row.compte("pendant", "Premier signalement pendant l'évaluation")?,
        row.compte("apres", "Premier signalement après le rapport")?,
        autres.compte("secondes", "Signalements suivants du Département, non comptés")?,
        autres.compte("copies_de_tiers", "Copies de signalements de tiers, non comptées")?,
    ]))
}

/// Siblings share a signalement: it is one an information and day.
async fn autres_signalements(cadre: &Cadre<'_>) -> Calcul<Agregat> {
    debug_assert_eq!(EmetteurSignalement::Departement.cle(), "departement");
    debug_assert_eq!(PorteDEntree::DelegationTerritoriale.cle(), "delegation_territoriale");
    cadre
        .ligne(
            cohorte!(
                "select count(distinct (signalement.information, signalement.signale_le))
                              filter (where signalement.emetteur = 'departement')
                        - count(distinct signalement.information)
                              filter (where signalement.emetteur = 'departement') as secondes,
                        count(distinct (signalement.information, signalement.signale_le))
                              filter (where signalement.emetteur = 'tiers') as copies_de_tiers
                   from information
                   join projections.fait_signalement as signalement
                     on signalement.log_id = $1
                    and signalement.information = information.information
                    and signalement.from_position <= $2
                    and (signalement.to_position is null or $2 < signalement.to_position)
                  where information.principale
                    and ($5::text[] is null or information.commune = any ($5))"
            ),
            cadre.communes(),
        )
        .await
}

/// The classes of A12, in the order of precedence.
const SUITES: [(&str, &str); 10] = [
    ("parquet", "Transmission au parquet"),
    ("prestation_ase", "Prestation de l'ASE"),
    ("modification", "Modification de la mesure en cours"),
    ("poursuite", "Poursuite de la mesure en cours"),
    ("orientation", "Orientation"),
    ("classement_2", "Classement après évaluation (niveau 2)"),
    ("transfert", "Transfert à un autre Département"),
    ("sans_objet", "Sans objet"),
    ("niveau_1", "Non qualifiée (niveau 1)"),
    ("en_cours", "En cours"),
];

pub(super) async fn a12(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let rows = cadre
        .lignes(
            "select fait.suite, count(*), count(*) filter (where fait.aed_refusee)
               from projections.fait_information as fait
              where fait.log_id = $1 and fait.from_position <= $2
                and (fait.to_position is null or $2 < fait.to_position)
                and fait.arrivee between $3 and $4 and fait.retiree_le is null
                and fait.doublon_le is null and fait.rattachee_le is null
                and ($5::text[] is null or fait.commune = any ($5))
              group by fait.suite",
            cadre.communes(),
        )
        .await?;
    let (mut counted, mut total, mut refused) = (Vec::new(), 0, 0);
    for row in rows {
        let (suite, n): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
        total += n;
        refused += row.try_get::<_, i64>(2)?;
        counted.push((suite, n));
    }
    let of = |suite: &str| counted.iter().find(|(known, _)| known == suite).map_or(0, |(_, n)| *n);
    let classes = SUITES.iter().map(|(cle, libelle)| part(cle, libelle, of(cle), total));
    let refusees = compte("aed_decidee_puis_refusee", "AED décidée puis refusée", refused);
    Ok(seules(classes.chain([refusees]).collect()))
}
