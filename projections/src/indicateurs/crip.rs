//! Family A: informations préoccupantes and the CRIP.
//!
//! An information is one unit whatever the number of its children: its rows, one a child, are grouped
//! first. It is *reçue* unless it is a doublon for all of them, *principale* when it is neither doublon nor
//! attached for one of them at least; one withdrawn from a child does not count for him.

use domain::codes::{Code as _, EmetteurSignalement, PorteDEntree};

use super::{
    Agregat, Cadre, Calcul, Resultat, Ventilation, absente, compte, part, pour_mille, seules,
};
use crate::registre::{Definition, Figure};
use crate::territoires::Carte;

const SOURCE: &str = "Définitions du registre, famille A ; CASF, art. L226-3, D226-2-3 à D226-2-8";
const A_L_ARRIVEE: &str = "résidence de l'enfant à l'arrivée de l'information";
const COHORTE: &str =
    "arrivée au Département dans la période ; état observé à la position du journal";

/// The definitions of the family.
pub(super) const DEFINITIONS: &[Definition] = &[
    Definition {
        figure: Figure::A1,
        id: "A1",
        version: 1,
        libelle: "Informations reçues",
        unite: "information",
        genre: "cohorte",
        numerateur: "informations distinctes, doublons exclus",
        denominateur: "",
        regle_de_date: COHORTE,
        territoire: A_L_ARRIVEE,
        date_de_l_age: "",
        source: SOURCE,
        definition: "Nombre d'informations distinctes arrivées au Département dans la période, hors doublons d'un même message et hors informations annulées. Les informations rattachées à une autre y sont comptées et dites à part ; les doublons sont dits à côté.",
    },
    Definition {
        figure: Figure::A2,
        id: "A2",
        version: 1,
        libelle: "Informations préoccupantes",
        unite: "information",
        genre: "cohorte",
        numerateur: "informations principales qualifiées pour un enfant au moins",
        denominateur: "",
        regle_de_date: COHORTE,
        territoire: A_L_ARRIVEE,
        date_de_l_age: "",
        source: SOURCE,
        definition: "Informations principales de A1 (ni doublon, ni rattachée) qualifiées d'information préoccupante pour un enfant au moins à la date d'observation.",
    },
    Definition {
        figure: Figure::A3,
        id: "A3",
        version: 1,
        libelle: "Taux pour mille habitants",
        unite: "information",
        genre: "cohorte",
        numerateur: "A2, mineurs de A4b, ou A1",
        denominateur: "population de 0 à 17 ans, ou de 0 à 19 ans, au 1er janvier (INSEE)",
        regle_de_date: COHORTE,
        territoire: "Département entier",
        date_de_l_age: "arrivée de l'information",
        source: "Définitions du registre, famille A ; INSEE, dernier millésime connu au premier jour de la période",
        definition: "Informations préoccupantes, et mineurs concernés par elles, pour 1 000 habitants de 0 à 17 ans ; informations reçues pour 1 000 habitants de 0 à 19 ans. Donnés pour une année civile du Département entier seulement.",
    },
    Definition {
        figure: Figure::A4,
        id: "A4",
        version: 1,
        libelle: "Mineurs concernés",
        unite: "enfant",
        genre: "cohorte",
        numerateur: "enfants distincts, mineurs à l'arrivée",
        denominateur: "",
        regle_de_date: COHORTE,
        territoire: A_L_ARRIVEE,
        date_de_l_age: "arrivée de l'information",
        source: SOURCE,
        definition: "A4a : enfants distincts, mineurs à l'arrivée, nommés dans une information de A1 ; A4b : dans une de A2. Les mineurs non identifiés ont leur ligne et ne sont jamais comptés parmi les distincts.",
    },
    Definition {
        figure: Figure::A5,
        id: "A5",
        version: 1,
        libelle: "Part reçue directement par la CRIP",
        unite: "information",
        genre: "cohorte",
        numerateur: "informations de A1 entrées par la CRIP",
        denominateur: "A1",
        regle_de_date: COHORTE,
        territoire: A_L_ARRIVEE,
        date_de_l_age: "",
        source: SOURCE,
        definition: "Part des informations reçues dont la porte d'entrée au Département est la CRIP.",
    },
    Definition {
        figure: Figure::A6,
        id: "A6",
        version: 1,
        libelle: "Informations entrées par une délégation",
        unite: "information",
        genre: "cohorte",
        numerateur: "informations de A1 entrées par une délégation territoriale",
        denominateur: "",
        regle_de_date: COHORTE,
        territoire: "délégation de la porte d'entrée",
        date_de_l_age: "",
        source: SOURCE,
        definition: "Informations reçues dont la porte d'entrée est une délégation territoriale, et par laquelle elles sont entrées.",
    },
    Definition {
        figure: Figure::A8,
        id: "A8",
        version: 1,
        libelle: "Qualification et évaluation",
        unite: "information",
        genre: "cohorte",
        numerateur: "principales dans chacun de quatre états ; principales dont un rapport d'évaluation est remis",
        denominateur: "informations principales ; A1 pour la dernière ligne",
        regle_de_date: COHORTE,
        territoire: A_L_ARRIVEE,
        date_de_l_age: "",
        source: SOURCE,
        definition: "Part des informations principales qualifiées, non qualifiées pour tous leurs enfants, pas encore analysées, transférées avant analyse : les quatre font 100 %. À part, la part de celles dont un rapport d'évaluation est remis, sur les principales et sur les reçues.",
    },
    Definition {
        figure: Figure::A9,
        id: "A9",
        version: 1,
        libelle: "Classement au niveau 1",
        unite: "information",
        genre: "cohorte",
        numerateur: "principales explicitement non qualifiées pour tous leurs enfants",
        denominateur: "informations principales",
        regle_de_date: COHORTE,
        territoire: A_L_ARRIVEE,
        date_de_l_age: "",
        source: SOURCE,
        definition: "Part des informations principales qu'une décision explicite ne qualifie pour aucun de leurs enfants. Jamais un reste : ce qui attend, est rattaché ou transféré n'y est pas.",
    },
    Definition {
        figure: Figure::A10,
        id: "A10",
        version: 1,
        libelle: "Classement après évaluation (niveau 2)",
        unite: "enfant",
        genre: "flux",
        numerateur: "enfants dont une décision après évaluation est sans suite, avec ou sans orientation",
        denominateur: "enfants pour qui une décision est prise après évaluation",
        regle_de_date: "date de la décision dans la période",
        territoire: "résidence de l'enfant à la décision",
        date_de_l_age: "",
        source: SOURCE,
        definition: "Part des enfants classés sans suite parmi ceux pour qui le Département a décidé après une évaluation, selon les suites qui valent après révision.",
    },
    Definition {
        figure: Figure::A11,
        id: "A11",
        version: 1,
        libelle: "Transmissions au parquet",
        unite: "information",
        genre: "cohorte",
        numerateur: "principales avec un signalement du Département au moins",
        denominateur: "informations principales ; informations préoccupantes (A2)",
        regle_de_date: COHORTE,
        territoire: A_L_ARRIVEE,
        date_de_l_age: "",
        source: "Définitions du registre, famille A ; CASF, art. L226-4",
        definition: "Part des informations principales pour lesquelles le Département a saisi le parquet, sur les deux bases ; selon que le premier signalement précède le mandat d'évaluation, intervient pendant l'évaluation, ou suit le rapport. Les signalements suivants et les copies de tiers sont comptés à part.",
    },
    Definition {
        figure: Figure::A12,
        id: "A12",
        version: 1,
        libelle: "Suites réalisées",
        unite: "enfant_information",
        genre: "cohorte",
        numerateur: "couples enfant × information principale dans chaque suite",
        denominateur: "couples enfant × information principale",
        regle_de_date: COHORTE,
        territoire: A_L_ARRIVEE,
        date_de_l_age: "",
        source: SOURCE,
        definition: "Suite réalisée pour chaque enfant de chaque information principale, une seule par couple, dans cet ordre de priorité : parquet, prestation de l'ASE, modification ou poursuite de la mesure en cours, orientation, classement de niveau 2, transfert, sans objet, niveau 1, en cours. Une suite vaut après révision ; le parquet vaut aussi dès le signalement du Département. Les AED décidées puis refusées sont dites à part.",
    },
    Definition {
        figure: Figure::A13,
        id: "A13",
        version: 1,
        libelle: "Délai d'évaluation",
        unite: "evaluation",
        genre: "flux",
        numerateur: "jours entre l'arrivée de la première information principale et la première remise du rapport",
        denominateur: "évaluations",
        regle_de_date: "(i) première remise dans la période ; (ii) arrivée dans la période",
        territoire: A_L_ARRIVEE,
        date_de_l_age: "",
        source: "Définitions du registre, famille A ; CASF, art. D226-2-4 et D226-2-7",
        definition: "Jours calendaires entre l'arrivée de la plus ancienne information principale qui nourrit l'évaluation et la première remise du rapport au délégué. (i) Évaluations remises dans la période. (ii) Évaluations dont l'information est arrivée dans la période : celles qui ne sont pas remises restent dans le délai, à leur âge au jour d'observation, et sont comptées.",
    },
    Definition {
        figure: Figure::A14,
        id: "A14",
        version: 1,
        libelle: "Évaluations rendues dans le délai",
        unite: "information",
        genre: "cohorte",
        numerateur: "premier rapport remis au plus tard à l'échéance",
        denominateur: "informations préoccupantes principales dont l'échéance tombe dans la période, mandatées ou non",
        regle_de_date: "échéance de l'évaluation dans la période",
        territoire: A_L_ARRIVEE,
        date_de_l_age: "",
        source: "Définitions du registre, famille A ; CASF, art. D226-2-4 II",
        definition: "Parmi les informations préoccupantes principales dont l'échéance légale (trois mois depuis l'arrivée, ou le délai réduit) tombe dans la période, mandatées ou non, part de celles dont le premier rapport est remis au plus tard ce jour. Rien n'est écarté ; à part, celles que la saisine du parquet a interrompues avant l'échéance.",
    },
    Definition {
        figure: Figure::A15,
        id: "A15",
        version: 1,
        libelle: "Informations en cours, par état",
        unite: "information",
        genre: "stock",
        numerateur: "informations principales ouvertes le dernier jour de la période",
        denominateur: "",
        regle_de_date: "dernier jour de la période",
        territoire: A_L_ARRIVEE,
        date_de_l_age: "",
        source: SOURCE,
        definition: "Informations principales en attente d'analyse, de mandat, de rapport ou de décision le dernier jour de la période, selon leur enfant le moins avancé, et leur âge moyen depuis l'arrivée. Les lignes « tel qu'enregistré » disent le même stock avec ce que le journal avait enregistré ce soir-là : l'écart est le retard de saisie.",
    },
];

/// One row an information of the cohort.
macro_rules! cohorte {
    ($reste:literal) => {
        concat!(
            "with information as (
                 select fait.information,
                        min(fait.arrivee) as arrivee,
                        min(fait.porte) as porte,
                        min(fait.service_entree) as service_entree,
                        min(fait.commune) as commune,
                        bool_or(fait.doublon_le is null) as recue,
                        bool_or(fait.doublon_le is null and fait.rattachee_le is null) as principale,
                        bool_or(fait.qualifiee_le is not null) as qualifiee,
                        bool_and(fait.non_qualifiee_le is not null) as non_qualifiee,
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

/// What A1, A2, A3, A5, A8, A9 and A11 count, a row a commune.
async fn informations<'a>(cadre: &'a Cadre<'_>) -> Calcul<&'a Agregat> {
    let read = || {
        cadre.ligne(
            cohorte!(
                "select commune,
                        count(*) filter (where recue) as recues,
                        count(*) filter (where recue and not principale) as dont_rattachees,
                        count(*) filter (where not recue) as doublons,
                        count(*) filter (where recue and porte = 'crip') as par_la_crip,
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
    Ok(Ventilation { axe: "territoire", lignes })
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

/// What A3 and A4 count: the children an information of the cohort names, minors on its arrival.
async fn mineurs<'a>(cadre: &'a Cadre<'_>) -> Calcul<&'a Agregat> {
    let read = || {
        cadre.ligne(
            "with nomme as (
                 select fait.enfant, fait.arrivee, fait.commune,
                        bool_or(fait.doublon_le is null) over nommes as recue,
                        bool_or(fait.doublon_le is null and fait.rattachee_le is null) over nommes
                            and bool_or(fait.qualifiee_le is not null) over nommes as ip
                   from projections.fait_information as fait
                  where fait.log_id = $1 and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)
                    and fait.arrivee between $3 and $4 and fait.retiree_le is null
                 window nommes as (partition by fait.information))
             select count(distinct nomme.enfant) filter (where enfant.identifie) as a4a,
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
        ventilations: vec![Ventilation { axe: "delegation", lignes }],
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

pub(super) async fn a13(cadre: &Cadre<'_>) -> Calcul<Resultat> {
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

pub(super) async fn a14(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = cadre
        .ligne(
            "select count(*) as dues,
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
                        and fait.arrivee between $3 - 366 and $4 and fait.retiree_le is null
                      group by fait.information) as information
              where principale and echeance between $3 and $4
                and ($5::text[] is null or commune = any ($5))",
            cadre.communes(),
        )
        .await?;
    Ok(seules(vec![
        row.part("dans_le_delai", "Rapport remis au plus tard à l'échéance", "dues")?,
        row.compte("interrompues", "Interrompues par la saisine du parquet avant l'échéance")?,
    ]))
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

pub(super) async fn a15(cadre: &Cadre<'_>) -> Calcul<Resultat> {
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
