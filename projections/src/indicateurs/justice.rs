//! Family J: what passes with the judge. Reports, terms, notices.

use domain::codes::{MotifChangementLieu, MotifSeparation};

use super::sql::{de_la_delegation, residence, valide};
use super::{
    Agregat, Cadre, Calcul, RESPONSABLE, RESPONSABLE_SEULE, Resultat, Valeur, codes, compte,
    par_cle, seules,
};
use crate::registre::{Definition, Registres, Section, Somme};

/// The definitions of the family.
pub(super) const DEFINITIONS: &[Definition] = &[
    Definition {
        calcul: |cadre| Box::pin(j1(cadre)),
        id: "J1",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Justice,
        libelle: "Rapports dus au juge, remis à temps",
        unite: "rapport",
        genre: "cohorte",
        numerateur: "rapports remis au plus tard le jour dû",
        denominateur: "rapports dus dans la période",
        regle_de_date: "jour dû dans la période",
        territoire: "délégation responsable de l'enfant le dernier jour, à défaut celle que dit la mesure ; pour les envois, la première seulement",
        date_de_l_age: "",
        source: "Définitions du registre, famille J ; CPC, art. 1188 et 1199-1",
        definition: "Rapports périodiques : pour chaque AEMO (simple, renforcée, avec hébergement), placement à l'ASE, placement direct, tiers digne de confiance ou remise à l'autre parent ordonnés par le juge des enfants ou la cour d'appel, les jours que fixe la décision ou le dernier acte qui la rectifie ; à défaut, de l'effet de la mesure, tous les tant de mois qu'il dit ; à défaut chaque année ; d'un jour qui n'est pas avant l'effet et tant que la mesure s'applique (avant le lendemain du terme et avant sa fin), dix-huit ans au plus. Un rapport est un rapport d'échéance, annuel ou de situation dont l'objet est la mesure, daté de son envoi, à défaut de sa réception. Les jours dus d'une mesure se servent l'un après l'autre : chacun prend le premier rapport encore libre qui n'est pas avant le jour dû précédent (l'effet, pour le premier). À temps : au plus tard le jour dû, reporté au premier jour ouvrable (CPC, art. 642). En retard : après, au plus tard au jour d'observation. Rapports d'échéance : pour chaque telle mesure à terme, un rapport d'échéance daté du dernier jour dû d'avant le terme (à défaut de l'effet) ou d'après, dû huit jours avant le terme, sauf mesure finie ce jour ou avant. Envois : rapports de ces trois genres envoyés au juge des enfants dans la période, et part dont le greffe a accusé réception au jour d'observation.",
        sommes: &[
            Somme {
                total: "periodiques.den",
                parties: &["periodiques.num", "periodiques_en_retard", "periodiques_attendus"],
            },
            Somme {
                total: "d_echeance.den",
                parties: &["d_echeance.num", "d_echeance_en_retard", "d_echeance_attendus"],
            },
        ],
    },
    Definition {
        calcul: |cadre| Box::pin(j2(cadre)),
        id: "J2",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Justice,
        libelle: "Termes échus : renouvelés, repris, sans décision",
        unite: "mesure",
        genre: "cohorte",
        numerateur: "mesures par ce qui suit leur terme",
        denominateur: "mesures dont le terme tombe dans la période",
        regle_de_date: "terme dans la période",
        territoire: RESPONSABLE,
        date_de_l_age: "",
        source: "Définitions du registre, famille J ; C. civ., art. 375",
        definition: "Mesures à domicile (AED, AEMO) et placements (familles « confiés à l'ASE » et « placement direct ») dont le terme, tel que fixé ou modifié en dernier, tombe dans la période et n'est pas avant l'effet, sauf celles qu'un acte, la majorité, l'émancipation ou le décès ont finies avant leur terme. La suite d'une mesure est une mesure du même enfant qui la nomme pour précédente, ou de la même chaîne et d'effet postérieur ; la première prononcée compte. Renouvelée avant : suite prononcée au plus tard le jour du terme. Reprise après : suite prononcée après le terme et au plus tard au jour d'observation ; l'écart va du terme à ce prononcé, en jours, médiane au rang le plus proche et maximum. Terminée : sans suite à ce jour, et finie par un acte, la majorité, l'émancipation ou le décès au plus tard à ce jour. Sans décision : les autres.",
        sommes: &[Somme {
            total: "termes",
            parties: &["renouvelees", "reprises", "terminees", "sans_decision"],
        }],
    },
    Definition {
        calcul: |cadre| Box::pin(j3(cadre)),
        id: "J3",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Justice,
        libelle: "Juge informé des changements de lieu et des séparations",
        unite: "avis",
        genre: "cohorte",
        numerateur: "avis donnés dans le délai",
        denominateur: "avis dus dans la période",
        regle_de_date: "dernier jour de l'avis dans la période ; jour du changement ou de la séparation pour les motifs",
        territoire: RESPONSABLE_SEULE,
        date_de_l_age: "",
        source: "Définitions du registre, famille J ; CASF, art. L223-3 (règles ME-13, ME-14, ME-15)",
        definition: "Avis dus pour les enfants confiés par le juge ou le parquet (placement à l'ASE, OPP), dont le dernier jour tombe dans la période. Changement prévu (ME-13) : un mois avant le jour prévu, à défaut le jour du changement, mais pas avant l'entrée de l'enfant pour la mesure ; un changement que le juge a décidé lui-même n'appelle pas d'avis, sauf s'il fut d'abord décidé par le Département ; pas d'avis quand l'enfant a quitté le lieu autrement avant ce jour. Changement en urgence (ME-14) et séparation de la fratrie (ME-15) : dans les quarante-huit heures de la décision ou de la séparation, à l'instant quand les deux sont connus, au jour sinon. L'avis est l'écrit de ce genre envoyé au juge sur l'accueil quitté, ou le jour où le changement dit le juge informé. À temps, en retard au plus tard au jour d'observation, sans avis à ce jour. Motifs : changements de lieu principal de la période, et séparations de la période, de tous les enfants, confiés par le juge ou non. Parmi les motifs, une séparation compte une fois par lieu et par jour, par le motif dit en dernier.",
        sommes: &[
            Somme {
                total: "prevus.den",
                parties: &["prevus.num", "prevus_en_retard", "prevus_sans_avis"],
            },
            Somme {
                total: "urgents.den",
                parties: &["urgents.num", "urgents_en_retard", "urgents_sans_avis"],
            },
            Somme {
                total: "separations_dues.den",
                parties: &[
                    "separations_dues.num",
                    "separations_en_retard",
                    "separations_sans_avis",
                ],
            },
        ],
    },
];

/// The reports due on a day of the period.
async fn rapports_dus(cadre: &Cadre<'_>) -> Calcul<Agregat> {
    let sql = concat!(
        "select count(*) as periodiques_dus,
                count(*) filter (where du.remis_le <= du.legal_le) as periodiques,
                count(*) filter (where du.legal_le < du.remis_le and du.remis_le <= $6)
                    as periodiques_en_retard
           from projections.fait_rapport_du as du
           join projections.fait_mesure as fait
             on fait.enfant = du.enfant and fait.mesure = du.mesure and ",
        valide!("fait"),
        "
           ",
        residence!("du"),
        " where ",
        valide!("du"),
        " and du.du_le between $3 and $4 and ",
        de_la_delegation!("fait")
    );
    cadre.ligne(sql, cadre.services()).await
}

/// The reports due before the terms, and what was sent to the judge.
async fn rapports_d_echeance(cadre: &Cadre<'_>) -> Calcul<Agregat> {
    let sql = concat!(
        "select count(*) as d_echeance_dus,
                count(*) filter (where du.tenue_le <= du.legale_le) as d_echeance,
                count(*) filter (where du.legale_le < du.tenue_le and du.tenue_le <= $6)
                    as d_echeance_en_retard
           from projections.fait_echeance as du
           join projections.fait_mesure as fait
             on fait.enfant = du.enfant and fait.mesure = du.objet and ",
        valide!("fait"),
        "
           ",
        residence!("du"),
        " where ",
        valide!("du"),
        " and du.regle = 'JU-10' and du.legale_le between $3 and $4
            and (du.sans_objet_le is null or du.legale_le < du.sans_objet_le) and ",
        de_la_delegation!("fait")
    );
    cadre.ligne(sql, cadre.services()).await
}

async fn envois(cadre: &Cadre<'_>) -> Calcul<Agregat> {
    let sql = concat!(
        "select count(*) as envoyes,
                count(*) filter (where rapport.accuse_le <= $6) as accuses
           from projections.fait_rapport as rapport
           ",
        residence!("rapport"),
        " where ",
        valide!("rapport"),
        " and rapport.destinataire = 'juge_des_enfants'
            and rapport.emis_le between $3 and $4 and ",
        de_la_delegation!()
    );
    cadre.ligne(sql, cadre.services()).await
}

pub(super) async fn j1(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let dus = rapports_dus(cadre).await?;
    let avant_terme = rapports_d_echeance(cadre).await?;
    let envois = envois(cadre).await?;
    Ok(seules(vec![
        dus.part("periodiques", "Rapports périodiques remis à temps", "periodiques_dus")?,
        dus.compte("periodiques_en_retard", "Rapports périodiques remis en retard")?,
        reste(
            &dus,
            ("periodiques_attendus", "Rapports périodiques attendus"),
            "periodiques_dus",
            &["periodiques", "periodiques_en_retard"],
        )?,
        avant_terme.part("d_echeance", "Rapports d'échéance remis à temps", "d_echeance_dus")?,
        avant_terme.compte("d_echeance_en_retard", "Rapports d'échéance remis en retard")?,
        reste(
            &avant_terme,
            ("d_echeance_attendus", "Rapports d'échéance attendus"),
            "d_echeance_dus",
            &["d_echeance", "d_echeance_en_retard"],
        )?,
        envois.part("accuses", "Rapports envoyés dont le greffe a accusé réception", "envoyes")?,
    ]))
}

/// What is left of a total once its other parts are taken off.
fn reste(
    rows: &Agregat,
    (cle, libelle): (&str, &str),
    total: &str,
    parties: &[&str],
) -> Calcul<Valeur> {
    let mut left = rows.n(total)?;
    for partie in parties {
        left -= rows.n(partie)?;
    }
    Ok(compte(cle, libelle, left))
}

/// The day the first measure that follows `fait` was pronounced; one whose effect is still to be fixed has no row of
/// measure.
macro_rules! suite {
    () => {
        concat!(
            "(select min(suite.prononcee_le)
                from (select mesure.prononcee_le
                        from projections.fait_mesure as mesure
                       where mesure.enfant = fait.enfant and ",
            valide!("mesure"),
            "
                         and (mesure.precedente = fait.mesure
                              or (mesure.chaine = fait.chaine and fait.effet_le < mesure.effet_le))
                      union all
                      select execution.prononcee_le
                        from projections.fait_execution as execution
                       where execution.enfant = fait.enfant and ",
            valide!("execution"),
            " and execution.precedente = fait.mesure) as suite)"
        )
    };
}

pub(super) async fn j2(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let sql = concat!(
        "select count(*) as termes,
                count(*) filter (where suite_le <= terme_le) as renouvelees,
                count(ecart) as reprises,
                (percentile_disc(0.5) within group (order by ecart))::bigint as ecart_median,
                max(ecart)::bigint as ecart_maximum,
                count(*) filter (where sans_suite and fin_le <= $6) as terminees,
                count(*) filter (where sans_suite and (fin_le <= $6) is not true)
                    as sans_decision
           from (select echue.terme_le, echue.fin_le, echue.suite_le,
                        (echue.suite_le <= greatest($6, echue.terme_le)) is not true as sans_suite,
                        case when echue.terme_le < echue.suite_le and echue.suite_le <= $6
                             then echue.suite_le - echue.terme_le end as ecart
                   from (select fait.terme_le,
                                case when fait.motif_fin <> 'renouvellement' then fait.fin_le end
                                    as fin_le, ",
        suite!(),
        " as suite_le
                           from projections.fait_mesure as fait
                           ",
        residence!("fait"),
        "
                          where ",
        valide!("fait"),
        " and fait.famille <> 'autre' and fait.terme_le between $3 and $4
                            and fait.effet_le <= fait.terme_le
                            and (fait.fin_le is null or fait.terme_le <= fait.fin_le
                                 or fait.motif_fin = 'renouvellement') and ",
        de_la_delegation!("fait"),
        // Kept apart: each of the dozen places that name what follows would look for it again.
        "
                         offset 0) as echue) as suivie"
    );
    let row = cadre.ligne(sql, cadre.services()).await?;
    Ok(seules(vec![
        row.compte("termes", "Termes de la période")?,
        row.compte("renouvelees", "Renouvelées avant le terme")?,
        row.compte("reprises", "Reprises après le terme")?,
        row.jours("ecart_median", "Écart médian avant la reprise")?,
        row.jours("ecart_maximum", "Écart le plus long avant la reprise")?,
        row.compte("terminees", "Terminées")?,
        row.compte("sans_decision", "Sans décision au jour d'observation")?,
    ]))
}

/// The notices due in the period, a column a rule and an outcome.
async fn avis(cadre: &Cadre<'_>) -> Calcul<Agregat> {
    let sql = concat!(
        "select count(*) filter (where regle = 'ME-13') as prevus_dus,
                count(*) filter (where regle = 'ME-13' and a_temps) as prevus,
                count(*) filter (where regle = 'ME-13' and en_retard) as prevus_en_retard,
                count(*) filter (where regle = 'ME-14') as urgents_dus,
                count(*) filter (where regle = 'ME-14' and a_temps) as urgents,
                count(*) filter (where regle = 'ME-14' and en_retard) as urgents_en_retard,
                count(*) filter (where regle = 'ME-15') as separations_dues_total,
                count(*) filter (where regle = 'ME-15' and a_temps) as separations_dues,
                count(*) filter (where regle = 'ME-15' and en_retard) as separations_en_retard
           from (select avis.regle,
                        (avis.tenue_le <= $6 and not tardif) is true as a_temps,
                        (avis.tenue_le <= $6 and tardif) is true as en_retard
                   from projections.fait_echeance as avis
                  cross join lateral (
                        select case when avis.stricte_a is not null and avis.tenue_a is not null
                                    then avis.stricte_a < avis.tenue_a
                                    else avis.legale_le < avis.tenue_le end as tardif) as vu
                   ",
        residence!("avis"),
        "
                  where ",
        valide!("avis"),
        " and avis.regle in ('ME-13', 'ME-14', 'ME-15')
                    and avis.legale_le between $3 and $4
                    and (avis.sans_objet_le is null or avis.tenue_le is not null
                         or avis.legale_le < avis.sans_objet_le) and ",
        de_la_delegation!(),
        ") as du"
    );
    cadre.ligne(sql, cadre.services()).await
}

const DEPLACEMENTS: &str = concat!(
    "select fait.motif as motif_de_deplacement, count(*) as deplacements
       from projections.fait_deplacement as fait
       ",
    residence!("fait"),
    " where ",
    valide!("fait"),
    " and fait.principal and fait.le between $3 and $4 and ",
    de_la_delegation!(),
    " group by fait.motif"
);

const SEPARATIONS: &str = concat!(
    "select fait.motif as motif_de_separation, count(*) as separations
       from projections.fait_separation as fait
       ",
    residence!("fait"),
    " where ",
    valide!("fait"),
    " and fait.le between $3 and $4 and ",
    de_la_delegation!(),
    " group by fait.motif"
);

pub(super) async fn j3(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let avis = avis(cadre).await?;
    let deplacements = cadre.ligne(DEPLACEMENTS, cadre.services()).await?;
    let separations = cadre.ligne(SEPARATIONS, cadre.services()).await?;
    Ok(Resultat {
        valeurs: vec![
            avis.part("prevus", "Changements prévus : juge informé à temps", "prevus_dus")?,
            avis.compte("prevus_en_retard", "Changements prévus : informé en retard")?,
            reste(
                &avis,
                ("prevus_sans_avis", "Changements prévus : sans avis"),
                "prevus_dus",
                &["prevus", "prevus_en_retard"],
            )?,
            avis.part("urgents", "Changements en urgence : juge informé à temps", "urgents_dus")?,
            avis.compte("urgents_en_retard", "Changements en urgence : informé en retard")?,
            reste(
                &avis,
                ("urgents_sans_avis", "Changements en urgence : sans avis"),
                "urgents_dus",
                &["urgents", "urgents_en_retard"],
            )?,
            avis.part(
                "separations_dues",
                "Séparations : juge informé à temps",
                "separations_dues_total",
            )?,
            avis.compte("separations_en_retard", "Séparations : informé en retard")?,
            reste(
                &avis,
                ("separations_sans_avis", "Séparations : sans avis"),
                "separations_dues_total",
                &["separations_dues", "separations_en_retard"],
            )?,
            deplacements.compte("deplacements", "Changements de lieu principal")?,
            separations.compte("separations", "Séparations de fratrie")?,
        ],
        ventilations: vec![
            par_cle(
                ("motif_de_deplacement", "deplacements"),
                codes::<MotifChangementLieu>(),
                &deplacements,
            )?,
            par_cle(
                ("motif_de_separation", "separations"),
                codes::<MotifSeparation>(),
                &separations,
            )?,
        ],
    })
}
