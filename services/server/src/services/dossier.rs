//! The file of a child: where he stands, his history, the correction of what was recorded, and its erasure.
//!
//! # Invariants
//!
//! - Both reads come out of the gate.
//! - Seals are opened for an authorised reader, except a sender's: he is told as closed, always.
//! - What is told is the domain's own state on the day asked, cut as [`crate::lecture`] says.
//!
//! Deliberately absent: disclosure of a sender.

pub(crate) mod chronologie;

mod ecrits;

mod entourage;

pub(crate) mod etats;
mod execution;

mod extraire;

mod reunion;
mod suivi;

mod justice;

mod traitement;

use domain::ids::EnfantId;
use proto::commun::v1::Recu;
use proto::dossier::v1::dossier_service_server::DossierService;
use proto::dossier::v1::{
    AnnulerRequest, ChronologieRequest, ChronologieResponse, DisjoindreRequest, EffacerRequest,
    EffacerResponse, ExtraireRequest, ExtraireResponse, FusionnerRequest, LireRequest,
    LireResponse, PrevisualiserRequest, PrevisualiserResponse, RectifierRequest,
};
use proto::wire::{Coordonnees, Entete, Reader};
use tonic::{Request, Response, Status};

use crate::echec::{Echec, Panne};
use crate::guichet::Guichet;
use crate::jetons::Porteur;
use crate::porte::{Lecture, Vue};

#[tonic::async_trait]
impl DossierService for Guichet {
    async fn lire(&self, request: Request<LireRequest>) -> Result<Response<LireResponse>, Status> {
        let porteur = self.porteur(request.metadata())?;
        let LireRequest { entete, enfant, coordonnees } = request.into_inner();
        let demande = read(entete, enfant, coordonnees)?;
        self.ce_departement(&demande.entete.departement)?;
        let lecture = demande.lecture("parcours.dossier.v1.DossierService/Lire", &porteur);
        let answer = self.porte.lire(lecture, self.ou_en_est(&demande)).await?;
        Ok(Response::new(answer))
    }

    async fn chronologie(
        &self,
        request: Request<ChronologieRequest>,
    ) -> Result<Response<ChronologieResponse>, Status> {
        let porteur = self.porteur(request.metadata())?;
        let ChronologieRequest { entete, enfant, coordonnees } = request.into_inner();
        let demande = read(entete, enfant, coordonnees)?;
        self.ce_departement(&demande.entete.departement)?;
        let lecture = demande.lecture("parcours.dossier.v1.DossierService/Chronologie", &porteur);
        let answer = self.porte.lire(lecture, self.histoire_de(&demande)).await?;
        Ok(Response::new(answer))
    }

    async fn annuler(&self, request: Request<AnnulerRequest>) -> Result<Response<Recu>, Status> {
        self.commander("parcours.dossier.v1.DossierService/Annuler", request).await
    }

    async fn rectifier(
        &self,
        request: Request<RectifierRequest>,
    ) -> Result<Response<Recu>, Status> {
        self.commander("parcours.dossier.v1.DossierService/Rectifier", request).await
    }

    async fn previsualiser(
        &self,
        request: Request<PrevisualiserRequest>,
    ) -> Result<Response<PrevisualiserResponse>, Status> {
        self.prevoir(request).await
    }

    async fn fusionner(
        &self,
        request: Request<FusionnerRequest>,
    ) -> Result<Response<Recu>, Status> {
        self.commander("parcours.dossier.v1.DossierService/Fusionner", request).await
    }

    async fn disjoindre(
        &self,
        request: Request<DisjoindreRequest>,
    ) -> Result<Response<Recu>, Status> {
        self.commander("parcours.dossier.v1.DossierService/Disjoindre", request).await
    }

    async fn extraire(
        &self,
        request: Request<ExtraireRequest>,
    ) -> Result<Response<ExtraireResponse>, Status> {
        let porteur = self.porteur(request.metadata())?;
        Ok(Response::new(self.extrait(&porteur, request.into_inner()).await?))
    }

    async fn effacer(
        &self,
        request: Request<EffacerRequest>,
    ) -> Result<Response<EffacerResponse>, Status> {
        let rpc = "parcours.dossier.v1.DossierService/Effacer";
        let recu = self.commander(rpc, request).await?.into_inner();
        let enfant = recu.versions.first().and_then(|version| version.enfant.parse().ok());
        let enfant =
            enfant.ok_or_else(|| Echec::from(Panne::Autre("an erasure is of a child".into())))?;
        let certificat = self.executeur.certificat(enfant, self.retention_cles_jours).await?;
        Ok(Response::new(EffacerResponse { recu: Some(recu), certificat: Some(certificat) }))
    }
}

/// A read of one file, understood.
struct Demande {
    entete: Entete,
    enfant: EnfantId,
    coordonnees: Coordonnees,
}

impl Demande {
    fn lecture<'a>(&self, rpc: &'static str, porteur: &'a Porteur) -> Lecture<'a> {
        let Entete { departement: _, finalite, correlation } = &self.entete;
        let (finalite, correlation) = (*finalite, *correlation);
        Lecture { rpc, porteur, finalite, correlation, demandes: vec![self.enfant] }
    }
}

fn read(
    entete: Option<proto::commun::v1::Entete>,
    enfant: String,
    coordonnees: Option<proto::commun::v1::Coordonnees>,
) -> Result<Demande, Echec> {
    let mut reader = Reader::default();
    let entete = reader.field("entete", entete);
    let enfant = reader.field("enfant", enfant);
    let coordonnees: Option<Option<Coordonnees>> = reader.field("coordonnees", coordonnees);
    let read = entete.zip(enfant).zip(coordonnees).map(|((entete, enfant), coordonnees)| Demande {
        entete,
        enfant,
        coordonnees: coordonnees.unwrap_or_default(),
    });
    reader.finish(read).map_err(Echec::Champs)
}

impl Guichet {
    async fn ou_en_est(&self, demande: &Demande) -> Result<Vue<LireResponse>, Echec> {
        let point = self.resoudre(demande.coordonnees.clone()).await?;
        let dossier = self.dossier(demande.enfant, &point).await?;
        let reponse = etats::lire(&dossier, &point, self.resolues(&point));
        Ok(Vue { reponse, enfants: dossier.enfants(), position: point.position })
    }

    async fn histoire_de(&self, demande: &Demande) -> Result<Vue<ChronologieResponse>, Echec> {
        let point = self.resoudre(demande.coordonnees.clone()).await?;
        let dossier = self.dossier(demande.enfant, &point).await?;
        let reponse = chronologie::chronologie(&dossier, &point, self.resolues(&point));
        Ok(Vue { reponse, enfants: dossier.enfants(), position: point.position })
    }
}
