//! The simulator's own truth: what its commands say once everything is put right, one line a child.
//!
//! It is plain CSV, with several items in a cell (`|` between items, `;` between the fields of one),
//! so that every row of the table can be counted from it without any engine.
//!
//! # Invariants
//!
//! - It holds no name, no address, no narrative.
//! - What is written is read back the same.
//!
//! Deliberately absent: corrections, and when things were typed. This is what was true.

use std::io::{Read, Write};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::information::{Classe, Information, Porte};
use crate::monde::Monde;
use crate::population::{Enfant, Identite};

/// The whole truth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verite {
    /// One line a child.
    pub enfants: Vec<LigneEnfant>,
}

/// Why a truth cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum VeriteIllisible {
    /// The file is not such a CSV.
    #[error("le CSV de vérité n'est pas lisible : {0}")]
    Csv(#[from] csv::Error),
    /// It cannot be written to the end.
    #[error("le CSV de vérité ne peut pas être écrit : {0}")]
    Ecriture(#[from] std::io::Error),
    /// A cell is not what its column holds.
    #[error("le CSV de vérité a une cellule illisible : « {0} »")]
    Cellule(String),
}

/// What is true of one child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneEnfant {
    /// Identifier.
    pub enfant: Uuid,
    /// Birth; none: never identified.
    pub naissance: Option<NaiveDate>,
    /// Recognised as an unaccompanied minor.
    pub mna_le: Option<NaiveDate>,
    /// Informations that name him.
    pub informations: Vec<InformationVraie>,
    /// Évaluations about him.
    pub evaluations: Vec<EvaluationVraie>,
    /// His measures.
    pub mesures: Vec<MesureVraie>,
    /// His principal places.
    pub accueils: Vec<AccueilVrai>,
    /// The days a PPE was established.
    pub projets: Vec<NaiveDate>,
}

/// An information, seen from one child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InformationVraie {
    /// Identifier, shared by the siblings.
    pub id: Uuid,
    /// Arrival at the Département.
    pub arrivee: NaiveDate,
    /// Door: `crip`, `delegation_territoriale`, `autre_service`.
    pub porte: String,
    /// Service of entry.
    pub service: String,
    /// `principale`, `rattachee` or `doublon`.
    pub role: String,
    /// For this child: `qualifiee`, `non_qualifiee`, or empty.
    pub issue: String,
    /// First signalement by the Département.
    pub signalee_le: Option<NaiveDate>,
}

/// An évaluation, seen from one child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvaluationVraie {
    /// Identifier.
    pub id: Uuid,
    /// First report handed in.
    pub remise_le: Option<NaiveDate>,
    /// The informations that feed it.
    pub informations: Vec<Uuid>,
}

/// A measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MesureVraie {
    /// Identifier.
    pub id: Uuid,
    /// What links it to those it renews.
    pub chaine: Uuid,
    /// Code of its nature.
    pub nature: String,
    /// First day.
    pub effet: NaiveDate,
    /// Last day, included.
    pub terme: NaiveDate,
    /// First day it no longer ran, by an act.
    pub fin: Option<NaiveDate>,
    /// First act of execution.
    pub demarree: Option<NaiveDate>,
    /// The territory in charge.
    pub territoire: String,
}

/// A stay in a principal place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccueilVrai {
    /// Code of the kind of place.
    pub genre: String,
    /// First day.
    pub du: NaiveDate,
    /// First day he was no longer there.
    pub au: Option<NaiveDate>,
}

/// A line of the CSV.
#[derive(Serialize, Deserialize)]
struct Ligne {
    enfant: String,
    naissance: String,
    mna_le: String,
    informations: String,
    evaluations: String,
    mesures: String,
    accueils: String,
    projets: String,
}

impl Verite {
    pub(crate) fn de(monde: &Monde) -> Self {
        let mut enfants: Vec<LigneEnfant> = monde.enfants.iter().map(ligne_vide).collect();
        for information in &monde.informations {
            for &enfant in &information.enfants {
                enfants[enfant].informations.push(information_vraie(information, enfant));
            }
        }
        evaluations(monde, &mut enfants);
        for parcours in &monde.parcours {
            let ligne = &mut enfants[parcours.enfant];
            ligne.mesures.extend(parcours.segments.iter().map(|segment| MesureVraie {
                id: segment.id,
                chaine: segment.chaine,
                nature: segment.nature.to_owned(),
                effet: segment.effet,
                terme: segment.terme,
                fin: segment.fin.map(|fin| fin.le),
                demarree: segment.demarree.filter(|_| parcours.genre.milieu_ouvert()),
                territoire: parcours.territoire.slug().to_owned(),
            }));
            let sejours = parcours.sejours.iter().enumerate();
            ligne.accueils.extend(sejours.map(|(rang, sejour)| AccueilVrai {
                genre: sejour.genre.to_owned(),
                du: sejour.du,
                au: parcours.fin_du_sejour(rang),
            }));
        }
        enfants.retain(|ligne| !ligne.informations.is_empty() || !ligne.vide_d_actes());
        Self { enfants }
    }

    /// Writes the CSV.
    ///
    /// # Errors
    ///
    /// When the destination refuses it.
    pub fn ecrire_csv(&self, vers: impl Write) -> Result<(), VeriteIllisible> {
        let mut csv = csv::Writer::from_writer(vers);
        for enfant in &self.enfants {
            csv.serialize(Ligne::de(enfant))?;
        }
        Ok(csv.flush()?)
    }

    /// Reads a CSV written by [`Verite::ecrire_csv`].
    ///
    /// # Errors
    ///
    /// When it is not one.
    pub fn lire_csv(de: impl Read) -> Result<Self, VeriteIllisible> {
        let mut csv = csv::Reader::from_reader(de);
        let mut enfants = Vec::new();
        for ligne in csv.deserialize::<Ligne>() {
            enfants.push(ligne?.lire()?);
        }
        Ok(Self { enfants })
    }
}

impl LigneEnfant {
    /// Heard of only as somebody's brother or sister.
    fn vide_d_actes(&self) -> bool {
        self.evaluations.is_empty() && self.mesures.is_empty()
    }
}

fn ligne_vide(enfant: &Enfant) -> LigneEnfant {
    let jamais_identifie = enfant.identite == Identite::Signalee { identifie_le: None };
    LigneEnfant {
        enfant: enfant.id,
        naissance: (!jamais_identifie).then_some(enfant.naissance),
        mna_le: enfant.mna_le,
        informations: Vec::new(),
        evaluations: Vec::new(),
        mesures: Vec::new(),
        accueils: Vec::new(),
        projets: enfant.projets.iter().map(|projet| projet.etabli_le).collect(),
    }
}

fn information_vraie(information: &Information, enfant: usize) -> InformationVraie {
    let role = match information.classe {
        Classe::Rattachee { .. } => "rattachee",
        Classe::Doublon { .. } => "doublon",
        Classe::NonQualifiee
        | Classe::Evaluee
        | Classe::Urgente
        | Classe::Empechee
        | Classe::Transferee => "principale",
    };
    let analysee = information.traitee_le.is_some();
    let issue = match information.classe {
        Classe::NonQualifiee if analysee => "non_qualifiee",
        Classe::Evaluee | Classe::Urgente | Classe::Empechee if analysee => {
            if information.ecartes.contains(&enfant) { "non_qualifiee" } else { "qualifiee" }
        }
        Classe::NonQualifiee
        | Classe::Evaluee
        | Classe::Urgente
        | Classe::Empechee
        | Classe::Transferee
        | Classe::Rattachee { .. }
        | Classe::Doublon { .. } => "",
    };
    let (porte, service) = match information.porte {
        Porte::Crip => ("crip", "crip_17"),
        Porte::Delegation(territoire) => ("delegation_territoriale", territoire.delegation()),
        Porte::AutreService => ("autre_service", "service_pmi"),
    };
    InformationVraie {
        id: information.id,
        arrivee: information.arrivee,
        porte: porte.to_owned(),
        service: service.to_owned(),
        role: role.to_owned(),
        issue: issue.to_owned(),
        signalee_le: information.signalement.map(|signalement| signalement.le),
    }
}

fn evaluations(monde: &Monde, enfants: &mut [LigneEnfant]) {
    for (rang, evaluation) in monde.evaluations.iter().enumerate() {
        if evaluation.mandat.is_none() {
            continue;
        }
        let evalues =
            if evaluation.remise.is_some() { monde.evalues(rang) } else { monde.mandates(rang) };
        for enfant in evalues {
            let informations = evaluation.informations.iter();
            enfants[enfant].evaluations.push(EvaluationVraie {
                id: evaluation.id,
                remise_le: evaluation.remise,
                informations: informations.map(|&i| monde.informations[i].id).collect(),
            });
        }
    }
}

impl Ligne {
    fn de(enfant: &LigneEnfant) -> Self {
        Self {
            enfant: enfant.enfant.to_string(),
            naissance: jour(enfant.naissance),
            mna_le: jour(enfant.mna_le),
            informations: items(&enfant.informations, |i| {
                let signalee = jour(i.signalee_le);
                let (id, arrivee) = (i.id, i.arrivee);
                format!(
                    "{id};{arrivee};{};{};{};{};{signalee}",
                    i.porte, i.service, i.role, i.issue
                )
            }),
            evaluations: items(&enfant.evaluations, |e| {
                let ids: Vec<String> = e.informations.iter().map(Uuid::to_string).collect();
                format!("{};{};{}", e.id, jour(e.remise_le), ids.join("+"))
            }),
            mesures: items(&enfant.mesures, |m| {
                let (fin, demarree) = (jour(m.fin), jour(m.demarree));
                let (id, effet, terme) = (m.id, m.effet, m.terme);
                format!(
                    "{id};{};{};{effet};{terme};{fin};{demarree};{}",
                    m.chaine, m.nature, m.territoire
                )
            }),
            accueils: items(&enfant.accueils, |a| format!("{};{};{}", a.genre, a.du, jour(a.au))),
            projets: items(&enfant.projets, NaiveDate::to_string),
        }
    }

    fn lire(self) -> Result<LigneEnfant, VeriteIllisible> {
        Ok(LigneEnfant {
            enfant: lu(&self.enfant)?,
            naissance: lu_ou_vide(&self.naissance)?,
            mna_le: lu_ou_vide(&self.mna_le)?,
            informations: relire(&self.informations, |champs: &[&str; 7]| {
                Ok(InformationVraie {
                    id: lu(champs[0])?,
                    arrivee: lu(champs[1])?,
                    porte: champs[2].to_owned(),
                    service: champs[3].to_owned(),
                    role: champs[4].to_owned(),
                    issue: champs[5].to_owned(),
                    signalee_le: lu_ou_vide(champs[6])?,
                })
            })?,
            evaluations: relire(&self.evaluations, |champs: &[&str; 3]| {
                Ok(EvaluationVraie {
                    id: lu(champs[0])?,
                    remise_le: lu_ou_vide(champs[1])?,
                    informations: champs[2].split('+').map(lu).collect::<Result<_, _>>()?,
                })
            })?,
            mesures: relire(&self.mesures, |champs: &[&str; 8]| {
                Ok(MesureVraie {
                    id: lu(champs[0])?,
                    chaine: lu(champs[1])?,
                    nature: champs[2].to_owned(),
                    effet: lu(champs[3])?,
                    terme: lu(champs[4])?,
                    fin: lu_ou_vide(champs[5])?,
                    demarree: lu_ou_vide(champs[6])?,
                    territoire: champs[7].to_owned(),
                })
            })?,
            accueils: relire(&self.accueils, |champs: &[&str; 3]| {
                Ok(AccueilVrai {
                    genre: champs[0].to_owned(),
                    du: lu(champs[1])?,
                    au: lu_ou_vide(champs[2])?,
                })
            })?,
            projets: relire(&self.projets, |champs: &[&str; 1]| lu(champs[0]))?,
        })
    }
}

fn jour(le: Option<NaiveDate>) -> String {
    le.map_or_else(String::new, |le| le.to_string())
}

fn items<T>(liste: &[T], item: impl Fn(&T) -> String) -> String {
    liste.iter().map(item).collect::<Vec<_>>().join("|")
}

fn lu<T: std::str::FromStr>(texte: &str) -> Result<T, VeriteIllisible> {
    texte.parse().map_err(|_| VeriteIllisible::Cellule(texte.to_owned()))
}

fn lu_ou_vide<T: std::str::FromStr>(texte: &str) -> Result<Option<T>, VeriteIllisible> {
    if texte.is_empty() { Ok(None) } else { lu(texte).map(Some) }
}

fn relire<T, const N: usize>(
    cellule: &str,
    item: impl Fn(&[&str; N]) -> Result<T, VeriteIllisible>,
) -> Result<Vec<T>, VeriteIllisible> {
    let present = |texte: &&str| !texte.is_empty();
    cellule
        .split('|')
        .filter(present)
        .map(|texte| {
            let champs: Vec<&str> = texte.split(';').collect();
            let champs: [&str; N] =
                champs.try_into().map_err(|_| VeriteIllisible::Cellule(texte.to_owned()))?;
            item(&champs)
        })
        .collect()
}
