//! Family D: children confided or placed, and where they are.
//!
//! The unit is the child, once, by his first measure in a written hierarchy. *Droit*: a measure is in
//! force, executed or not. *Présence*: it is executed and he is in a place. D10 is the difference.

use chrono::NaiveDate;
use domain::temps::moins_mois;

use super::{Agregat, Cadre, Calcul, RESPONSABLE, Resultat, Valeur, absente, compte, part, seules};
use crate::registre::{Definition, Registres, Section, Somme};

const SOURCE: &str =
    "Définitions du registre, famille D (règle de la DREES : mesures exécutées ou non)";
const AU_DERNIER_JOUR: &str = "en vigueur le dernier jour de la période";
const HIERARCHIE: &str = "Un enfant compte une fois, par la première de ses mesures dans cet ordre : placement à l'ASE, OPP du juge, OPP du parquet, délégation d'autorité parentale, tutelle, pupille de l'État, accueil provisoire, accueil de 72 heures, recueil de 5 jours, accueil durable et bénévole, placement direct, tiers digne de confiance.";

/// The definitions of the family.
pub(super) const DEFINITIONS: &[Definition] = &[
    Definition {
        calcul: |cadre| Box::pin(d1(cadre)),
        id: "D1",
        version: 1,
        registres: Registres::depuis_et_avant(1, 2),
        section: Section::Stocks,
        libelle: "Enfants accueillis",
        unite: "enfant",
        genre: "stock",
        numerateur: "enfants avec une mesure de placement en vigueur",
        denominateur: "",
        regle_de_date: AU_DERNIER_JOUR,
        territoire: RESPONSABLE,
        date_de_l_age: "dernier jour de la période",
        source: SOURCE,
        definition: "D1-droit : enfants dont une mesure confiant à l'ASE ou plaçant directement est en vigueur le dernier jour, exécutée ou non ; dont ceux reconnus mineurs non accompagnés. D1-présence : parmi eux, ceux qu'un lieu accueille ce jour en exécution de la mesure ; une fugue ou une hospitalisation est une absence, non une inexécution.",
        sommes: &[Somme { total: "droit", parties: &["dont_mna", "hors_mna"] }],
    },
    Definition {
        calcul: |cadre| Box::pin(async { super::stocks::d1(cadre, d1(cadre).await?).await }),
        id: "D1",
        version: 2,
        registres: Registres::depuis(2),
        section: Section::Stocks,
        libelle: "Enfants accueillis",
        unite: "enfant",
        genre: "stock",
        numerateur: "enfants avec une mesure de placement en vigueur",
        denominateur: "",
        regle_de_date: AU_DERNIER_JOUR,
        territoire: RESPONSABLE,
        date_de_l_age: "dernier jour de la période",
        source: SOURCE,
        definition: "D1-droit : enfants dont une mesure confiant à l'ASE ou plaçant directement est en vigueur le dernier jour, exécutée ou non ; dont ceux reconnus mineurs non accompagnés ; par âge révolu ce jour et sexe, et par territoire. D1-présence : parmi eux, ceux qu'un lieu accueille ce jour en exécution de la mesure ; une fugue ou une hospitalisation est une absence, non une inexécution. Parmi D1-droit, ceux dont la mesure principale (D2) a un libellé local qui commence par « PEAD ». Présent : une de ses mesures en vigueur est exercée, et un accueil principal est ouvert ce jour, pour quelque mesure que ce soit ; sans accueil ouvert, est encore présent l'enfant dont la chaîne de cette mesure n'a jamais eu d'accueil. Est appelée « PEAD » la mesure dont le libellé local commence par ces quatre lettres, majuscules ou non. La naissance est celle de la source la plus forte (décision judiciaire, état civil, évaluation, déclaration, apparence), la dernière dite de cette source. Deux dossiers réunis font un enfant : son identité est celle du dossier principal, ses faits, dont la naissance d'un enfant à naître, sont ceux des deux.",
        sommes: &[Somme { total: "droit", parties: &["dont_mna", "hors_mna"] }],
    },
    Definition {
        calcul: |cadre| Box::pin(d2(cadre)),
        id: "D2",
        version: 1,
        registres: Registres::depuis(1),
        section: Section::Stocks,
        libelle: "Enfants confiés à l'ASE, placements directs",
        unite: "enfant",
        genre: "stock",
        numerateur: "enfants de D1-droit, par leur mesure principale",
        denominateur: "",
        regle_de_date: AU_DERNIER_JOUR,
        territoire: RESPONSABLE,
        date_de_l_age: "dernier jour de la période",
        source: HIERARCHIE,
        definition: "Enfants de D1-droit dont la mesure principale les confie à l'ASE, et ceux que le juge place directement (établissement, tiers digne de confiance). Un enfant compte une fois, par la première de ses mesures dans la hiérarchie écrite à la source.",
        sommes: &[Somme { total: "D1:droit", parties: &["confies", "directs"] }],
    },
    Definition {
        calcul: |cadre| Box::pin(d3(cadre)),
        id: "D3",
        version: 1,
        registres: Registres::depuis(1),
        section: Section::Stocks,
        libelle: "Évolution en quatre ans",
        unite: "enfant",
        genre: "stock",
        numerateur: "D1-droit moins la base",
        denominateur: "la base",
        regle_de_date: "dernier jour de la période, et quatre ans plus tôt",
        territoire: RESPONSABLE,
        date_de_l_age: "dernier jour de la période",
        source: "Définitions du registre, famille D ; bases externes au 31 décembre 2018 : 1 566 (DREES), 1 963 (déduite du schéma)",
        definition: "Évolution de D1-droit depuis quatre ans, sur la base calculée de la même façon quatre ans plus tôt. Les bases publiées ailleurs se contredisent : elles sont données toutes les deux, et seulement pour leur date et le Département entier.",
        sommes: &[
            Somme { total: "D1:droit", parties: &["evolution.num", "evolution.den"] },
            Somme { total: "D1:droit", parties: &["sur_base_drees.num", "sur_base_drees.den"] },
            Somme {
                total: "D1:droit",
                parties: &["sur_base_implicite.num", "sur_base_implicite.den"],
            },
        ],
    },
    Definition {
        calcul: |cadre| Box::pin(d6(cadre)),
        id: "D6",
        version: 1,
        registres: Registres::depuis(1),
        section: Section::Stocks,
        libelle: "Lieux d'accueil des enfants confiés",
        unite: "enfant",
        genre: "stock",
        numerateur: "enfants confiés (D2) par lieu principal le dernier jour ; de deux accueils commencés le même jour, celui dont la mesure, puis celui dont l'accueil a le plus petit identifiant",
        denominateur: "enfants confiés (D2)",
        regle_de_date: AU_DERNIER_JOUR,
        territoire: RESPONSABLE,
        date_de_l_age: "dernier jour de la période",
        source: "Définitions du registre, famille D ; nomenclature des lieux de l'annexe 2-8 CASF",
        definition: "Part des enfants confiés accueillis par un assistant familial, en établissement (MECS, foyer, pouponnière, centre parental, village d'enfants, lieu de vie, médico-social), en hébergement autonome, ou autrement ; ceux qui attendent un lieu sont parmi les autres et dits à part.",
        sommes: &[
            Somme { total: "famille_accueil.den", parties: &["D2:confies"] },
            Somme {
                total: "famille_accueil.den",
                parties: &[
                    "famille_accueil.num",
                    "etablissement.num",
                    "autonomes.num",
                    "autres.num",
                ],
            },
        ],
    },
    Definition {
        calcul: |cadre| Box::pin(d10(cadre)),
        id: "D10",
        version: 1,
        registres: Registres::depuis(1),
        section: Section::Offre,
        libelle: "Placements non exécutés",
        unite: "enfant",
        genre: "stock",
        numerateur: "enfants de D1-droit hors D1-présence",
        denominateur: "",
        regle_de_date: AU_DERNIER_JOUR,
        territoire: RESPONSABLE,
        date_de_l_age: "dernier jour de la période",
        source: SOURCE,
        definition: "Enfants dont un placement est en vigueur et qu'aucun lieu n'accueille en exécution de celui-ci, selon l'endroit où ils sont : domicile (aucun accueil ouvert), ancienne place maintenue (accueil d'une autre mesure), autre place par défaut (accueil sans mesure dite).",
        sommes: &[
            Somme { total: "total", parties: &["domicile", "ancienne_place", "autre_place"] },
            Somme { total: "D1:droit", parties: &["D1:presence", "total"] },
        ],
    },
];

/// One row an enfant of D1-droit: his principal measure, his place, whether it is executed.
macro_rules! accueillis {
    ($reste:literal) => {
        concat!(
            "with en_vigueur as (
                 select fait.enfant, fait.chaine, fait.nature, fait.famille, fait.effet_le,
                        fait.mesure, fait.service_responsable,
                        coalesce(fait.demarree_le <= $4, false) as exercee
                   from projections.fait_mesure as fait
                  where fait.log_id = $1 and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)
                    and fait.famille in ('confie', 'placement_direct')
                    and fait.effet_le <= $4 and (fait.terme_le is null or $4 <= fait.terme_le)
                    and (fait.fin_le is null or $4 < fait.fin_le)),
                  accueil as (
                 select fait.enfant, fait.accueil, fait.chaine, fait.mesure, fait.lieu, fait.depuis,
                        fait.principal and (fait.jusqu_a is null or $4 < fait.jusqu_a) as ouvert
                   from projections.fait_accueil as fait
                  where fait.log_id = $1 and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)
                    and fait.depuis <= $4),
                  place as (
                 select distinct on (accueil.enfant) accueil.enfant, accueil.lieu, accueil.mesure
                   from accueil
                  where accueil.ouvert
                  order by accueil.enfant, accueil.depuis desc, accueil.mesure, accueil.accueil),
                  entree as (
                 select distinct accueil.enfant, accueil.chaine
                   from accueil
                  where accueil.chaine is not null),
                  accueilli as (
                 select distinct on (en_vigueur.enfant)
                        en_vigueur.enfant, en_vigueur.famille = 'confie' as confie,
                        place.enfant is not null as a_une_place, place.lieu,
                        place.mesure is not null as place_d_une_mesure,
                        bool_or(en_vigueur.exercee
                                and (place.enfant is not null or entree.enfant is null))
                            over (partition by en_vigueur.enfant) as present,
                        coalesce(residence.service_responsable, en_vigueur.service_responsable)
                            as service,
                        coalesce(enfant.mna_le <= $4, false) as mna,
                        enfant.majorite_le is null or $4 < enfant.majorite_le as mineur
                   from en_vigueur
                   left join place on place.enfant = en_vigueur.enfant
                   left join entree
                     on entree.enfant = en_vigueur.enfant and entree.chaine = en_vigueur.chaine
                   left join projections.fait_residence as residence
                     on residence.log_id = $1 and residence.enfant = en_vigueur.enfant
                    and residence.from_position <= $2
                    and (residence.to_position is null or $2 < residence.to_position)
                    and residence.depuis <= $4
                    and (residence.jusqu_a is null or $4 < residence.jusqu_a)
                   left join projections.fait_enfant as enfant
                     on enfant.log_id = $1 and enfant.enfant = en_vigueur.enfant
                    and enfant.from_position <= $2
                    and (enfant.to_position is null or $2 < enfant.to_position)
                  order by en_vigueur.enfant,
                           array_position(
                               array['placement_ase', 'opp_juge', 'opp_parquet',
                                     'delegation_autorite_parentale', 'tutelle', 'pupille',
                                     'accueil_provisoire', 'accueil_72h', 'recueil_5_jours',
                                     'accueil_durable_benevole', 'placement_direct',
                                     'tiers_digne_de_confiance'], en_vigueur.nature),
                           en_vigueur.effet_le desc, en_vigueur.mesure)
             ",
            $reste
        )
    };
}
pub(super) use accueillis;

/// What D1, D2, D6, D10 and E1 count on the last day.
pub(super) async fn accueillis_au<'a>(cadre: &'a Cadre<'_>) -> Calcul<&'a Agregat> {
    let read = || {
        cadre.ligne(
            accueillis!(
                "select count(*) as droit,
                        count(*) filter (where mna) as dont_mna,
                        count(*) filter (where mna and mineur) as e1a,
                        count(*) filter (where not mna) as hors_mna,
                        count(*) filter (where present) as presence,
                        count(*) filter (where confie) as confies,
                        count(*) filter (where not confie) as directs,
                        count(*) filter (where confie and lieu = 'assistant_familial')
                            as famille_accueil,
                        count(*) filter (
                              where confie
                                and lieu in ('mecs', 'foyer_de_l_enfance', 'pouponniere',
                                             'parent_enfant', 'village_d_enfants', 'lieu_de_vie',
                                             'etablissement_medico_social')) as etablissement,
                        count(*) filter (where confie and lieu = 'hebergement_autonome')
                            as autonomes,
                        count(*) filter (where confie and not a_une_place)
                            as dont_attente_du_lieu,
                        count(*) filter (where not present and not a_une_place) as domicile,
                        count(*) filter (
                              where not present and a_une_place and place_d_une_mesure)
                            as ancienne_place,
                        count(*) filter (
                              where not present and a_une_place and not place_d_une_mesure)
                            as autre_place
                   from accueilli
                  where $5::text[] is null or service = any ($5)"
            ),
            cadre.services(),
        )
    };
    cadre.partage.accueillis.get_or_try_init(read).await
}

pub(super) async fn d1(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = accueillis_au(cadre).await?;
    Ok(seules(vec![
        row.compte("droit", "Accueillis, en droit")?,
        row.compte("dont_mna", "dont mineurs non accompagnés")?,
        row.compte("hors_mna", "hors mineurs non accompagnés")?,
        row.compte("presence", "Présents dans un lieu en exécution de la mesure")?,
    ]))
}

pub(super) async fn d2(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = accueillis_au(cadre).await?;
    Ok(seules(vec![
        row.compte("confies", "Confiés à l'ASE")?,
        row.compte("directs", "Placés directement")?,
    ]))
}

/// The years a growth looks back on.
const RECUL_ANS: u32 = 4;

pub(super) async fn d3(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let avant = moins_mois(cadre.au, 12 * RECUL_ANS);
    let (droit, base) = (accueillis_au(cadre).await?.n("droit")?, droit_au(cadre, avant).await?);
    let mut valeurs = vec![part("evolution", "Évolution en quatre ans", droit - base, base)];
    for (cle, libelle, base) in [
        ("sur_base_drees", "Évolution sur la base de la DREES", "drees"),
        ("sur_base_implicite", "Évolution sur la base déduite du schéma", "implicite"),
    ] {
        valeurs.push(sur_base_externe(cadre, (cle, libelle), (base, avant), droit));
    }
    Ok(seules(valeurs))
}

async fn droit_au(cadre: &Cadre<'_>, le: NaiveDate) -> Calcul<i64> {
    let row = cadre
        .ligne_le(
            accueillis!(
                "select count(*) as droit
                   from accueilli
                  where $5::text[] is null or service = any ($5)"
            ),
            cadre.services(),
            cadre.position,
            le,
        )
        .await?;
    row.n("droit")
}

fn sur_base_externe(
    cadre: &Cadre<'_>,
    (cle, libelle): (&str, &str),
    (base, le): (&str, NaiveDate),
    droit: i64,
) -> Valeur {
    let whole = cadre.population.filter(|_| cadre.territoire.is_none());
    let known = whole.and_then(|population| {
        population.bases_externes.iter().find(|known| known.cle == base && known.au == le)
    });
    known.map_or_else(
        || absente(cle, libelle),
        |known| part(cle, libelle, droit - known.valeur, known.valeur),
    )
}

pub(super) async fn d6(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = accueillis_au(cadre).await?;
    let confies = row.n("confies")?;
    let listed = row.n("famille_accueil")? + row.n("etablissement")? + row.n("autonomes")?;
    Ok(seules(vec![
        row.part("famille_accueil", "Famille d'accueil", "confies")?,
        row.part("etablissement", "Établissement", "confies")?,
        row.part("autonomes", "Hébergement autonome", "confies")?,
        part("autres", "Autres lieux, ou lieu attendu", confies - listed, confies),
        row.part("dont_attente_du_lieu", "dont attente du lieu", "confies")?,
    ]))
}

pub(super) async fn d10(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = accueillis_au(cadre).await?;
    let total = row.n("droit")? - row.n("presence")?;
    Ok(seules(vec![
        compte("total", "Placements non exécutés", total),
        row.compte("domicile", "Enfants au domicile")?,
        row.compte("ancienne_place", "Ancienne place maintenue")?,
        row.compte("autre_place", "Autre place par défaut")?,
    ]))
}
