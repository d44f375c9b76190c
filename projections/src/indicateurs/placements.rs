//! Family J, continued: how children come to be placed, with or without their siblings, and what was never carried out.

use std::collections::BTreeMap;

use domain::codes::{IssueSansExecution, MotifEcart, MotifSeparation};
use uuid::Uuid;

use super::accueil::accueillis;
use super::sql::{de_la_delegation, en_vigueur, residence, valide};
use super::{
    Agregat, Cadre, Calcul, RESPONSABLE, Resultat, Ventilation, codes, compte, par_cle, part,
    seules,
};
use crate::registre::{Definition, Registres, Section, Somme};

/// The definitions of the family.
pub(super) const DEFINITIONS: &[Definition] = &[
    Definition {
        calcul: |cadre| Box::pin(j4(cadre)),
        id: "J4",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Justice,
        libelle: "Premiers placements par source",
        unite: "enfant",
        genre: "flux",
        numerateur: "enfants placés pour la première fois, par qui l'a décidé",
        denominateur: "enfants placés pour la première fois",
        regle_de_date: "effet du premier placement dans la période",
        territoire: RESPONSABLE,
        date_de_l_age: "",
        source: "Définitions du registre, famille J ; C. civ., art. 375-3 et 375-5",
        definition: "Enfants dont la première mesure de placement (familles « confiés à l'ASE » et « placement direct »), exécutée ou non, prend effet dans la période ; de plusieurs mesures de même effet compte la première dans l'ordre OPP du parquet, OPP du juge, placement à l'ASE, placement direct, tiers digne de confiance, autres. Source : décision administrative (contrat ou arrêté du Département) ; à défaut OPP du parquet, OPP du juge, jugement (placement à l'ASE, placement direct, tiers digne de confiance), autre juridiction (délégation, tutelle et autres). Précédés : d'une IP, quand une information non retirée de ce dossier, arrivée au plus tard le jour de l'effet, fut qualifiée au plus tard ce jour ; d'une AED, quand une AED ou AED renforcée a pris effet avant ce jour ; d'une AEMO, quand une AEMO (simple, renforcée, avec hébergement) a pris effet avant ce jour ; sans antécédent, aucun des trois.",
        sommes: &[
            Somme {
                total: "premiers",
                parties: &[
                    "parquet",
                    "opp_du_juge",
                    "jugement",
                    "administratif",
                    "autre_juridiction",
                ],
            },
            Somme { total: "premiers", parties: &["precedes_d_une_ip.den"] },
            Somme { total: "premiers", parties: &["precedes_d_une_aed.den"] },
            Somme { total: "premiers", parties: &["precedes_d_une_aemo.den"] },
            Somme { total: "premiers", parties: &["sans_antecedent.den"] },
        ],
    },
    Definition {
        calcul: |cadre| Box::pin(j5(cadre)),
        id: "J5",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Stocks,
        libelle: "Fratries accueillies, ensemble ou séparées",
        unite: "fratrie",
        genre: "stock",
        numerateur: "fratries accueillies en plusieurs lieux",
        denominateur: "fratries accueillies",
        regle_de_date: "dernier jour de la période",
        territoire: RESPONSABLE,
        date_de_l_age: "",
        source: "Définitions du registre, famille J (D13) ; C. civ., art. 371-5 ; CASF, art. L223-3",
        definition: "Une fratrie est un groupe d'au moins deux enfants de D1-présence, liés de proche en proche par un père ou une mère en commun (même personne déclarée père ou mère de l'un et de l'autre, au plus tard le dernier jour) ; pour un territoire, seuls ses enfants forment les groupes. Le lieu d'un enfant est le lieu identifié de son accueil principal ouvert ce jour, le plus récent. Séparée : deux au moins de ses enfants sont dans deux lieux identifiés différents. Réunie : tous sont dans le même lieu identifié. Non renseignée : les autres. Enfants des fratries séparées, par le motif de leur dernière séparation enregistrée et non réunie ce jour. De deux accueils, ou de deux séparations, du même jour compte celui du plus petit identifiant, et d'un accueil, la séparation dite en dernier.",
        sommes: &[Somme {
            total: "separees.den",
            parties: &["separees.num", "reunies", "non_renseignees"],
        }],
    },
    Definition {
        calcul: |cadre| Box::pin(j7(cadre)),
        id: "J7",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Offre,
        libelle: "Mesures jamais exécutées, ou exécutées par défaut",
        unite: "mesure",
        genre: "cohorte",
        numerateur: "mesures finies sans avoir été exécutées",
        denominateur: "mesures finies dans la période",
        regle_de_date: "premier jour où la mesure ne s'applique plus, dans la période ; jour de l'écart pour les écarts ; dernier jour de la période pour le défaut de place",
        territoire: "délégation responsable de l'enfant le dernier jour, à défaut celle que dit la mesure ; pour les écarts, la première seulement",
        date_de_l_age: "",
        source: "Définitions du registre, famille J",
        definition: "AED, AEMO et placements (familles « confiés à l'ASE » et « placement direct ») dont la fin, par un acte, la majorité, l'émancipation ou le décès, ou le lendemain du terme s'il vient avant, tombe dans la période ; une mesure qu'une autre nomme pour précédente n'en est pas, la chaîne continue. Jamais exécutée : aucun premier acte ni accueil pour elle au plus tard le dernier jour de la mesure ou de sa fin. Issue : échue, quand le terme est venu avant toute autre fin ; sinon levée par le juge, remplacée par une autre mesure, majorité, autre fin. Écarts constatés dans la période, le dernier de chaque sorte de chaque mesure compte : entre la mesure préconisée et la mesure ordonnée, entre la mesure ordonnée et la mesure exécutée, par motif. Par défaut : mesures de ces familles en vigueur le dernier jour dont le dernier écart entre ordonnée et exécutée, constaté au plus tard ce jour, a pour motif un défaut de place. Le dernier écart est le dernier connu à la position du rapport : s'il est hors de la période, ou postérieur au dernier jour pour le défaut de place, un écart plus ancien ne compte pas à sa place. Les écarts se comptent pour toute mesure, de toute nature, décidée ou non.",
        sommes: &[Somme { total: "jamais_executees", parties: &["part_jamais_executees.num"] }],
    },
];

/// The first placements of the period, a row a source.
async fn premiers(cadre: &Cadre<'_>) -> Calcul<Agregat> {
    let sql = concat!(
        "select count(*) as premiers,
                count(*) filter (where source = 'parquet') as parquet,
                count(*) filter (where source = 'opp_du_juge') as opp_du_juge,
                count(*) filter (where source = 'jugement') as jugement,
                count(*) filter (where source = 'administratif') as administratif,
                count(*) filter (where source = 'autre_juridiction') as autre_juridiction,
                count(*) filter (where ip) as precedes_d_une_ip,
                count(*) filter (where aed) as precedes_d_une_aed,
                count(*) filter (where aemo) as precedes_d_une_aemo,
                count(*) filter (where not ip and not aed and not aemo) as sans_antecedent
           from (select case when premier.administrative then 'administratif'
                             when premier.nature = 'opp_parquet' then 'parquet'
                             when premier.nature = 'opp_juge' then 'opp_du_juge'
                             when premier.nature in ('placement_ase', 'placement_direct',
                                                     'tiers_digne_de_confiance') then 'jugement'
                             else 'autre_juridiction' end as source,
                        exists (
                            select
                              from projections.fait_information as information
                             where information.enfant = premier.enfant and ",
        valide!("information"),
        "
                               and information.retiree_le is null
                               and information.arrivee <= premier.effet_le
                               and information.qualifiee_le <= premier.effet_le) as ip,
                        avant.aed is true as aed, avant.aemo is true as aemo
                   from (select distinct on (fait.enfant)
                                fait.enfant, fait.nature, fait.administrative, fait.effet_le,
                                fait.service_responsable
                           from projections.fait_mesure as fait
                          where ",
        valide!("fait"),
        "
                            and fait.famille in ('confie', 'placement_direct')
                          order by fait.enfant, fait.effet_le,
                                   array_position(
                                       array['opp_parquet', 'opp_juge', 'placement_ase',
                                             'placement_direct', 'tiers_digne_de_confiance'],
                                       fait.nature),
                                   fait.mesure) as premier
                  cross join lateral (
                        select bool_or(fait.famille = 'aide_a_domicile') as aed,
                               bool_or(fait.famille = 'milieu_ouvert') as aemo
                          from projections.fait_mesure as fait
                         where fait.enfant = premier.enfant and ",
        valide!("fait"),
        " and fait.effet_le < premier.effet_le) as avant
                   ",
        residence!("premier"),
        "
                  where premier.effet_le between $3 and $4 and ",
        de_la_delegation!("premier"),
        ") as place"
    );
    cadre.ligne(sql, cadre.services()).await
}

pub(super) async fn j4(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = premiers(cadre).await?;
    Ok(seules(vec![
        row.compte("premiers", "Enfants placés pour la première fois")?,
        row.compte("parquet", "par OPP du parquet")?,
        row.compte("opp_du_juge", "par OPP du juge")?,
        row.compte("jugement", "par jugement")?,
        row.compte("administratif", "par décision administrative")?,
        row.compte("autre_juridiction", "par une autre juridiction")?,
        row.part("precedes_d_une_ip", "Précédés d'une information préoccupante", "premiers")?,
        row.part("precedes_d_une_aed", "Précédés d'une AED", "premiers")?,
        row.part("precedes_d_une_aemo", "Précédés d'une AEMO", "premiers")?,
        row.part("sans_antecedent", "Sans antécédent", "premiers")?,
    ]))
}

/// A child in a place, on the last day.
struct Present {
    place: Option<Uuid>,
    motif: Option<String>,
    parents: Vec<Uuid>,
}

/// The children of D1-présence who have a parent known.
async fn presents(cadre: &Cadre<'_>) -> Calcul<BTreeMap<Uuid, Present>> {
    let rows = cadre
        .lignes(
            accueillis!(
                ", ici as (
                 select distinct on (fait.enfant) fait.enfant, fait.place
                   from projections.fait_accueil as fait
                  where fait.log_id = $1 and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)
                    and fait.principal and fait.depuis <= $4
                    and (fait.jusqu_a is null or $4 < fait.jusqu_a)
                  order by fait.enfant, fait.depuis desc, fait.accueil),
                  separation as (
                 select distinct on (fait.enfant) fait.enfant, fait.motif
                   from projections.fait_separation as fait
                  where fait.log_id = $1 and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)
                    and fait.le <= $4 and (fait.reunie_le is null or $4 < fait.reunie_le)
                  order by fait.enfant, fait.le desc, fait.accueil)
                 select accueilli.enfant, ici.place, separation.motif, parente.personne
                   from accueilli
                   join projections.fait_parente as parente
                     on parente.log_id = $1 and parente.enfant = accueilli.enfant
                    and parente.from_position <= $2
                    and (parente.to_position is null or $2 < parente.to_position)
                    and parente.depuis <= $4
                   left join ici on ici.enfant = accueilli.enfant
                   left join separation on separation.enfant = accueilli.enfant
                  where accueilli.present
                    and ($5::text[] is null or accueilli.service = any ($5))"
            ),
            cadre.services(),
        )
        .await?;
    let mut presents: BTreeMap<Uuid, Present> = BTreeMap::new();
    for row in rows {
        let (place, motif) = (row.try_get("place")?, row.try_get("motif")?);
        let begins = || Present { place, motif, parents: Vec::new() };
        let present = presents.entry(row.try_get("enfant")?).or_insert_with(begins);
        present.parents.push(row.try_get("personne")?);
    }
    Ok(presents)
}

/// The groups of two children or more whom a parent in common links, one after the other.
fn fratries(presents: &BTreeMap<Uuid, Present>) -> Vec<Vec<&Present>> {
    let mut groups: Vec<(Vec<Uuid>, Vec<&Present>)> = Vec::new();
    for present in presents.values() {
        let mut parents = present.parents.clone();
        let mut children = vec![present];
        let (linked, apart): (Vec<_>, Vec<_>) = groups
            .into_iter()
            .partition(|(known, _)| known.iter().any(|parent| present.parents.contains(parent)));
        for (known, others) in linked {
            parents.extend(known);
            children.extend(others);
        }
        groups = apart;
        groups.push((parents, children));
    }
    let several = groups.into_iter().map(|(_, children)| children);
    several.filter(|children| children.len() > 1).collect()
}

/// How the children of a fratrie live.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Vie {
    Reunie,
    Separee,
    NonRenseignee,
}

fn vie(fratrie: &[&Present]) -> Vie {
    let mut known: Vec<Uuid> = fratrie.iter().filter_map(|present| present.place).collect();
    let all = known.len() == fratrie.len();
    known.sort_unstable();
    known.dedup();
    match known.len() {
        0 | 1 if !all => Vie::NonRenseignee,
        0 | 1 => Vie::Reunie,
        2.. => Vie::Separee,
    }
}

pub(super) async fn j5(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let presents = presents(cadre).await?;
    let fratries = fratries(&presents);
    let (mut lives, mut separes, mut par_motif) = ([0; 3], 0, BTreeMap::<&str, i64>::new());
    for fratrie in &fratries {
        let vie = vie(fratrie);
        lives[vie as usize] += 1;
        for present in fratrie.iter().filter(|_| vie == Vie::Separee) {
            separes += 1;
            *par_motif.entry(present.motif.as_deref().unwrap_or("non_renseigne")).or_default() += 1;
        }
    }
    let [reunies, separees, non_renseignees] = lives;
    let listed = codes::<MotifSeparation>().chain([("non_renseigne", "Non renseigné")]);
    let lignes = listed
        .map(|(cle, libelle)| compte(cle, libelle, par_motif.get(cle).copied().unwrap_or(0)))
        .collect();
    Ok(Resultat {
        valeurs: vec![
            part("separees", "Fratries séparées", separees, reunies + separees + non_renseignees),
            compte("reunies", "Fratries réunies", reunies),
            compte("non_renseignees", "Fratries dont le lieu n'est pas renseigné", non_renseignees),
            compte("enfants_separes", "Enfants des fratries séparées", separes),
        ],
        ventilations: vec![Ventilation { axe: "motif", de: "enfants_separes", lignes }],
    })
}

/// The measures that end in the period, a row an outcome of those never carried out.
async fn finies(cadre: &Cadre<'_>) -> Calcul<Agregat> {
    let sql = concat!(
        "select case when jamais then issue end as issue, count(*) as finies,
                count(*) filter (where jamais) as jamais_executees
           from (select (fait.demarree_le <= least(fait.fin_le, fait.terme_le)) is not true
                            as jamais,
                        case when fait.terme_le < fait.fin_le or fait.fin_le is null then 'echue'
                             when execution.issue is not null then execution.issue
                             when fait.motif_fin = 'majorite' then 'majorite'
                             else 'autre' end as issue
                   from projections.fait_mesure as fait
                   left join projections.fait_execution as execution
                     on execution.enfant = fait.enfant and execution.mesure = fait.mesure and ",
        valide!("execution"),
        "
                   ",
        residence!("fait"),
        "
                  where ",
        valide!("fait"),
        " and fait.famille <> 'autre'
                    and least(fait.fin_le, fait.terme_le + 1) between $3 and $4
                    and not exists (
                        select
                          from projections.fait_mesure as suite
                         where suite.enfant = fait.enfant and suite.precedente = fait.mesure
                           and ",
        valide!("suite"),
        ") and ",
        de_la_delegation!("fait"),
        ") as finie
          group by 1"
    );
    cadre.ligne(sql, cadre.services()).await
}

const ECARTS_DE_DECISION: &str = concat!(
    "select execution.ecart_decision as motif_de_decision, count(*) as ecarts_de_decision
       from projections.fait_execution as execution
       ",
    residence!("execution"),
    " where ",
    valide!("execution"),
    " and execution.ecart_decision_le between $3 and $4 and ",
    de_la_delegation!(),
    " group by execution.ecart_decision"
);

const ECARTS_D_EXECUTION: &str = concat!(
    "select execution.ecart_execution as motif_d_execution, count(*) as ecarts_d_execution
       from projections.fait_execution as execution
       ",
    residence!("execution"),
    " where ",
    valide!("execution"),
    " and execution.ecart_execution_le between $3 and $4 and ",
    de_la_delegation!(),
    " group by execution.ecart_execution"
);

const PAR_DEFAUT: &str = concat!(
    "select count(*) as par_defaut
       from projections.fait_execution as execution
       join projections.fait_mesure as fait
         on fait.enfant = execution.enfant and fait.mesure = execution.mesure and ",
    valide!("fait"),
    "
       ",
    residence!("execution"),
    " where ",
    valide!("execution"),
    " and execution.ecart_execution = 'defaut_de_place'
        and execution.ecart_execution_le <= $4 and fait.famille <> 'autre' and ",
    en_vigueur!("fait", "$4"),
    " and ",
    de_la_delegation!("fait")
);

pub(super) async fn j7(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let finies = finies(cadre).await?;
    let decision = cadre.ligne(ECARTS_DE_DECISION, cadre.services()).await?;
    let execution = cadre.ligne(ECARTS_D_EXECUTION, cadre.services()).await?;
    let defaut = cadre.ligne(PAR_DEFAUT, cadre.services()).await?;
    let jamais = finies.n("jamais_executees")?;
    Ok(Resultat {
        valeurs: vec![
            part("part_jamais_executees", "Finies sans exécution", jamais, finies.n("finies")?),
            compte("jamais_executees", "Mesures jamais exécutées", jamais),
            decision.compte("ecarts_de_decision", "Écarts entre préconisée et ordonnée")?,
            execution.compte("ecarts_d_execution", "Écarts entre ordonnée et exécutée")?,
            defaut.compte("par_defaut", "Exécutées autrement, par défaut de place")?,
        ],
        ventilations: vec![
            par_cle(("issue", "jamais_executees"), codes::<IssueSansExecution>(), &finies)?,
            par_cle(("motif_de_decision", "ecarts_de_decision"), codes::<MotifEcart>(), &decision)?,
            par_cle(
                ("motif_d_execution", "ecarts_d_execution"),
                codes::<MotifEcart>(),
                &execution,
            )?,
        ],
    })
}
