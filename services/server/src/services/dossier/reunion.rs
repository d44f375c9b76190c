//! What a file shares, and with whom: files merged into it, siblings, Départements; and what a correction
//! would change before it is made.
//!
//! Deliberately absent: the rules, which are the domain's.

use domain::codes::Code as _;
use domain::enfant::Parcours;
use domain::ids::EnfantId;
use domain::refus::{Refus, RefusFratrie};
use proto::dossier::v1 as fil;
use proto::reprise::v1::Commande;
use proto::wire::Violation;
use proto::wire::Violations;
use tonic::{Request, Response, Status};

use crate::echec::Echec;
use crate::executeur::{Dit, Prevue};
use crate::guichet::Guichet;
use crate::lecture::Point;
use crate::porte::{Lecture, Vue};
use crate::vues::{consequence, identifiants};

impl Guichet {
    /// What a correction would change, shown like any other read.
    pub(super) async fn prevoir(
        &self,
        request: Request<fil::PrevisualiserRequest>,
    ) -> Result<Response<fil::PrevisualiserResponse>, Status> {
        let porteur = self.porteur(request.metadata())?;
        let commande = asked(request.into_inner())?;
        let demande = proto::wire::demande(&commande).map_err(Echec::Champs)?;
        self.ce_departement(&demande.departement)?;
        let lecture = Lecture {
            rpc: "parcours.dossier.v1.DossierService/Previsualiser",
            porteur: &porteur,
            finalite: demande.finalite,
            correlation: demande.correlation,
            demandes: crate::executeur::enfants(&demande.acte),
        };
        let read = async {
            let position = self.journal.head().await?.position;
            let Prevue { dit, enfants } = self.executeur.previsualiser(&commande).await?;
            Ok(Vue { reponse: told(dit), enfants, position })
        };
        Ok(Response::new(self.porte.lire(lecture, read).await?))
    }
}

fn asked(request: fil::PrevisualiserRequest) -> Result<Commande, Echec> {
    use fil::previsualiser_request::Correction;

    match request.correction {
        Some(Correction::Annuler(annuler)) => Ok(annuler.into()),
        Some(Correction::Rectifier(rectifier)) => Ok(rectifier.into()),
        None => {
            let message = "Dire quelle correction prévoir.".to_owned();
            let champ = "correction".to_owned();
            Err(Echec::Champs(Violations(vec![Violation {
                champ,
                message,
                code: "CHAMP_OBLIGATOIRE",
            }])))
        }
    }
}

fn told(dit: Result<Dit, RefusFratrie>) -> fil::PrevisualiserResponse {
    match dit {
        Ok(Dit { completes, consequences, .. }) => fil::PrevisualiserResponse {
            consequences: consequences.iter().map(consequence).collect(),
            completes: identifiants(&completes),
            refus: Vec::new(),
        },
        Err(RefusFratrie { refuses, possibles: _ }) => fil::PrevisualiserResponse {
            refus: refuses.iter().map(|(enfant, refus)| refused(*enfant, refus)).collect(),
            ..fil::PrevisualiserResponse::default()
        },
    }
}

fn refused(enfant: EnfantId, refus: &Refus) -> fil::RefusPrevu {
    fil::RefusPrevu {
        enfant: enfant.0.to_string(),
        code: refus.code().to_owned(),
        message: refus.to_string(),
        article: refus.article().unwrap_or_default().to_owned(),
        que_faire: refus.que_faire().to_owned(),
    }
}

/// The Départements that answer for the child, those that were said.
pub(super) fn competents(parcours: &Parcours, point: &Point) -> Vec<fil::Competent> {
    let said = parcours.competence.competents(point.au).into_iter();
    let said = said.filter_map(|(champ, departement)| Some((champ, departement?)));
    let told = |(champ, departement): (&str, &str)| fil::Competent {
        champ: champ.to_owned(),
        departement: departement.to_owned(),
    };
    said.map(told).collect()
}

/// Who shares what with the child, each object as last said.
pub(super) fn partages(parcours: &Parcours) -> Vec<fil::ObjetPartage> {
    let mut told: Vec<fil::ObjetPartage> = Vec::new();
    for partage in &parcours.fratrie.partages {
        let objet = partage.fait.objet.to_string();
        told.retain(|earlier| earlier.objet != objet);
        told.push(fil::ObjetPartage {
            objet,
            genre: partage.fait.genre.cle().to_owned(),
            enfants: identifiants(&partage.fait.enfants),
        });
    }
    told
}
