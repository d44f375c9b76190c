//! Family F, continued: the examinations of the status by the commission (CESSEC), and the pupilles.

use domain::codes::{CasPupille, EvolutionStatut};

use super::sql::{de_la_delegation, en_vigueur, residence, valide};
use super::{Agregat, Cadre, Calcul, DERNIER_JOUR, RESPONSABLE_SEULE, Resultat, codes, par_cle};
use crate::registre::{Definition, Registres, Section, Somme};

/// The definitions of the family.
pub(super) const DEFINITIONS: &[Definition] = &[
    Definition {
        calcul: |cadre| Box::pin(f2(cadre)),
        id: "F2",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Projets,
        libelle: "Commission d'examen du statut (CESSEC)",
        unite: "examen",
        genre: "cohorte",
        numerateur: "enfants de moins de trois ans examinés dans l'année ; avis suivis d'un changement de statut",
        denominateur: "enfants confiés de moins de trois ans ; avis rendus dans la période",
        regle_de_date: "dernier jour de la période pour les jeunes enfants ; jour de l'avis dans la période pour les avis",
        territoire: "délégation responsable de l'enfant le dernier jour, à défaut celle que dit la mesure ; pour les avis, la première seulement",
        date_de_l_age: DERNIER_JOUR,
        source: "Définitions du registre, famille F ; CASF, art. L223-1 et D223-26 ; schéma 2025-2029 de la Charente-Maritime, fiche 5",
        definition: "Jeunes enfants : enfants qui n'ont pas trois ans le dernier jour et qu'une mesure de la famille « confiés à l'ASE » en vigueur ce jour confie au Département ; examinés : ceux pour qui la commission a rendu un premier avis sur un examen dans les douze mois qui finissent ce jour. Avis : examens dont le premier avis tombe dans la période, et enfants distincts. Statut changé : avis suivis, après le jour de l'avis et dans les douze mois, au plus tard au jour d'observation, du début d'un statut de délégation d'autorité parentale, de tutelle, de pupille provisoire ou de pupille. Ceux dont les douze mois ne sont pas écoulés au jour d'observation restent au dénominateur et sont dits à part. Les avis se répartissent par ce qu'ils proposent. Le statut d'un jour est celui que définit F3 ; passer de l'un de ces quatre statuts à un autre est un début.",
        sommes: &[Somme { total: "avis_rendus", parties: &["statut_change.den"] }],
    },
    Definition {
        calcul: |cadre| Box::pin(f3(cadre)),
        id: "F3",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Projets,
        libelle: "Pupilles de l'État",
        unite: "enfant",
        genre: "stock",
        numerateur: "pupilles ; admissions, sorties et demandes de délaissement de la période",
        denominateur: "",
        regle_de_date: "dernier jour de la période pour le stock ; effet de l'arrêté, fin du statut, jour de la demande ou du jugement dans la période pour les flux",
        territoire: RESPONSABLE_SEULE,
        date_de_l_age: "",
        source: "Définitions du registre, famille F ; CASF, art. L224-4 à L224-8 ; C. civ., art. 381-1",
        definition: "Pupilles : enfants mineurs, non émancipés, dont le statut le dernier jour est celui de pupille, dit par un arrêté d'admission, par un constat de statut ou par une mesure « pupille de l'État » en vigueur ; à part, ceux qui le sont à titre provisoire depuis le procès-verbal de recueil. Admissions : arrêtés d'admission dont l'effet (à défaut le jour de l'arrêté) tombe dans la période, par cas de l'article L224-4. Sorties : fins de procédures admises, dans la période : adoption, tutelle, reprise par un parent, annulation par le tribunal, restitution. Délaissements : demandes formées par le Département, et jugements, du jour dit, dans la période. Le statut d'un jour est le dernier dit ou jugé, par son jour d'effet ; de plusieurs du même jour, une fin passe la première, puis constat, décision d'autorité, procès-verbal, arrêté, le dernier l'emportant. Celui que donnent des mesures (accueil provisoire, assistance éducative) finit avec elles. À défaut d'un statut qui court, la mesure en vigueur le dit : pupille, puis tutelle, puis délégation. De plusieurs restitutions dites d'une mesure, la dernière compte.",
        sommes: &[],
    },
];

/// Children under three confided on the last day, and those the commission examined in the year.
async fn jeunes(cadre: &Cadre<'_>) -> Calcul<Agregat> {
    let sql = concat!(
        "select count(*) as jeunes, count(*) filter (where examine) as jeunes_examines
           from (select fait.enfant, bool_or(examen.examen is not null) as examine
                   from projections.fait_mesure as fait
                   join projections.fait_enfant as enfant
                     on enfant.enfant = fait.enfant and ",
        valide!("enfant"),
        "
                   left join projections.fait_examen as examen
                     on examen.enfant = fait.enfant and ",
        valide!("examen"),
        "
                    and examen.avis_le <= $4 and $4 - interval '12 months' < examen.avis_le
                   ",
        residence!("fait"),
        "
                  where ",
        valide!("fait"),
        " and fait.famille = 'confie' and ",
        en_vigueur!("fait", "$4"),
        "
                    and $4 < enfant.naissance + interval '3 years' and ",
        de_la_delegation!("fait"),
        "
                  group by fait.enfant) as jeune"
    );
    cadre.ligne(sql, cadre.services()).await
}

/// The avis of the period, a row a proposal.
async fn avis(cadre: &Cadre<'_>) -> Calcul<Agregat> {
    let sql = concat!(
        "select avis, count(*) as avis_rendus,
                count(*) filter (where premier) as enfants_examines,
                count(*) filter (where change) as statut_change,
                count(*) filter (where not change and $6 < avis_le + interval '12 months')
                    as sans_recul
           from (select examen.avis, examen.avis_le,
                        row_number() over (partition by examen.enfant) = 1 as premier,
                        exists (
                            select
                              from projections.fait_statut as statut
                             where statut.enfant = examen.enfant and ",
        valide!("statut"),
        "
                               and statut.voie in ('delegation', 'tutelle', 'pupille_provisoire',
                                                   'pupille')
                               and examen.avis_le < statut.depuis and statut.depuis <= $6
                               and statut.depuis <= examen.avis_le + interval '12 months')
                            as change
                   from projections.fait_examen as examen
                   ",
        residence!("examen"),
        "
                  where ",
        valide!("examen"),
        " and examen.avis_le between $3 and $4 and ",
        de_la_delegation!(),
        ") as rendu
          group by avis"
    );
    cadre.ligne(sql, cadre.services()).await
}

pub(super) async fn f2(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let (jeunes, avis) = (jeunes(cadre).await?, avis(cadre).await?);
    Ok(Resultat {
        valeurs: vec![
            jeunes.part("jeunes_examines", "Moins de trois ans examinés dans l'année", "jeunes")?,
            avis.compte("avis_rendus", "Avis rendus")?,
            avis.compte("enfants_examines", "Enfants examinés")?,
            avis.part("statut_change", "Statut changé dans les douze mois", "avis_rendus")?,
            avis.compte("sans_recul", "dont sans changement, douze mois non écoulés")?,
        ],
        ventilations: vec![par_cle(("avis", "avis_rendus"), codes::<EvolutionStatut>(), &avis)?],
    })
}

/// How the status of an admitted pupille ends.
const FINS: [(&str, &str); 5] = [
    ("adoption", "adoption"),
    ("tutelle", "tutelle de droit commun"),
    ("reprise", "reprise par un parent"),
    ("annulation", "annulation de l'admission"),
    ("restitution", "restitution à un parent"),
];

pub(super) async fn f3(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let stock = cadre
        .ligne(
            concat!(
                "select count(*) filter (where statut.voie = 'pupille') as pupilles,
                        count(*) filter (where statut.voie = 'pupille_provisoire') as provisoires
                   from projections.fait_statut as statut
                   ",
                residence!("statut"),
                "
                  where ",
                valide!("statut"),
                " and statut.voie in ('pupille', 'pupille_provisoire')
                    and statut.depuis <= $4 and (statut.jusqu_a is null or $4 < statut.jusqu_a)
                    and ",
                de_la_delegation!()
            ),
            cadre.services(),
        )
        .await?;
    let admissions = procedures(cadre, ADMISSIONS).await?;
    let sorties = procedures(cadre, SORTIES).await?;
    let delaissements = procedures(cadre, DELAISSEMENTS).await?;
    Ok(Resultat {
        valeurs: vec![
            stock.compte("pupilles", "Pupilles de l'État")?,
            stock.compte("provisoires", "Pupilles à titre provisoire")?,
            admissions.compte("admissions", "Admissions de la période")?,
            sorties.compte("sorties", "Sorties de la période")?,
            delaissements.compte("delaissements_demandes", "Délaissements demandés")?,
            delaissements.compte("delaissements_declares", "Délaissements déclarés")?,
            delaissements.compte("delaissements_rejetes", "Délaissements rejetés")?,
        ],
        ventilations: vec![
            par_cle(("cas", "admissions"), codes::<CasPupille>(), &admissions)?,
            par_cle(("fin", "sorties"), FINS.into_iter(), &sorties)?,
        ],
    })
}

const ADMISSIONS: &str = concat!(
    "select pupille.cas, count(*) as admissions
       from projections.fait_pupille as pupille
       ",
    residence!("pupille"),
    " where ",
    valide!("pupille"),
    " and pupille.admis_le between $3 and $4 and ",
    de_la_delegation!(),
    " group by pupille.cas"
);

const SORTIES: &str = concat!(
    "select pupille.fin, count(*) as sorties
       from projections.fait_pupille as pupille
       ",
    residence!("pupille"),
    " where ",
    valide!("pupille"),
    " and pupille.admis_le <= pupille.fini_le and pupille.fini_le between $3 and $4 and ",
    de_la_delegation!(),
    " group by pupille.fin"
);

const DELAISSEMENTS: &str = concat!(
    "select count(*) filter (where requete.demande_le between $3 and $4)
                as delaissements_demandes,
            count(*) filter (where requete.declare and requete.juge_le between $3 and $4)
                as delaissements_declares,
            count(*) filter (where not requete.declare and requete.juge_le between $3 and $4)
                as delaissements_rejetes
       from projections.fait_delaissement as requete
       ",
    residence!("requete"),
    " where ",
    valide!("requete"),
    " and ",
    de_la_delegation!()
);

async fn procedures(cadre: &Cadre<'_>, sql: &str) -> Calcul<Agregat> {
    cadre.ligne(sql, cadre.services()).await
}
