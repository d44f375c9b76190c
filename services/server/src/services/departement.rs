//! The Département's own commands, and what they made: settings, delegations, duties, advice counted.
//!
//! Invariant: nothing here is about a child, so nothing goes through the gate of reads.

use chrono::Datelike as _;
use domain::departement::Etat;
use proto::commun::v1::Recu;
use proto::departement::v1 as fil;
use proto::departement::v1::departement_service_server::DepartementService;
use proto::wire::{Coordonnees, Entete, Reader, Wire as _};
use tonic::{Request, Response, Status};

use crate::departement::Reglement;
use crate::echec::Echec;
use crate::guichet::Guichet;
use crate::lecture::Point;

#[tonic::async_trait]
impl DepartementService for Guichet {
    async fn fixer_reglage(
        &self,
        request: Request<fil::FixerReglageRequest>,
    ) -> Result<Response<Recu>, Status> {
        self.commander("parcours.departement.v1.DepartementService/FixerReglage", request).await
    }

    async fn donner_delegation(
        &self,
        request: Request<fil::DonnerDelegationRequest>,
    ) -> Result<Response<Recu>, Status> {
        self.commander("parcours.departement.v1.DepartementService/DonnerDelegation", request).await
    }

    async fn fixer_astreinte(
        &self,
        request: Request<fil::FixerAstreinteRequest>,
    ) -> Result<Response<Recu>, Status> {
        self.commander("parcours.departement.v1.DepartementService/FixerAstreinte", request).await
    }

    async fn noter_conseil(
        &self,
        request: Request<fil::NoterConseilRequest>,
    ) -> Result<Response<Recu>, Status> {
        self.commander("parcours.departement.v1.DepartementService/NoterConseil", request).await
    }

    async fn arreter(
        &self,
        request: Request<fil::ArreterRequest>,
    ) -> Result<Response<Recu>, Status> {
        let head = self.journal.head().await.map_err(Echec::from)?.position;
        let asked = request.get_ref().arretees.as_ref().map_or(0, |asked| asked.position);
        if asked > head.get() {
            return Err(Echec::RepereInconnu.into());
        }
        self.commander("parcours.departement.v1.DepartementService/Arreter", request).await
    }

    async fn publier_chiffre(
        &self,
        request: Request<fil::PublierChiffreRequest>,
    ) -> Result<Response<Recu>, Status> {
        self.commander("parcours.departement.v1.DepartementService/PublierChiffre", request).await
    }

    async fn lire(
        &self,
        request: Request<fil::LireRequest>,
    ) -> Result<Response<fil::LireResponse>, Status> {
        self.autorise(request.metadata(), "parcours.departement.v1.DepartementService/Lire")?;
        let fil::LireRequest { entete, coordonnees } = request.into_inner();
        let mut reader = Reader::default();
        let entete: Option<Entete> = reader.field("entete", entete);
        let coordonnees: Option<Option<Coordonnees>> = reader.field("coordonnees", coordonnees);
        let read = reader.finish(entete.zip(coordonnees)).map_err(Echec::Champs)?;
        self.ce_departement(&read.0.departement)?;
        let point = self.resoudre(read.1.unwrap_or_default()).await?;
        let reglement =
            Reglement::lire(&self.journal, &self.departement, Some(point.position)).await?;
        Ok(Response::new(self.dit(&reglement.etat(), &point)))
    }
}

impl Guichet {
    fn dit(&self, etat: &Etat, point: &Point) -> fil::LireResponse {
        let reglages = etat.reglages.tous().map(|(cle, depuis, jours)| fil::Reglage {
            cle: cle.to_owned(),
            depuis: depuis.to_string(),
            jours,
        });
        let delegations = etat.delegations.iter().map(|donnee| fil::Delegation {
            depuis: donnee.le().to_string(),
            delegation: Some(donnee.fait.to_wire()),
        });
        let astreintes = etat.astreintes.iter().map(|fixee| fil::Astreinte {
            depuis: fixee.le().to_string(),
            astreinte: Some(fixee.fait.to_wire()),
        });
        let arretes = etat.arretes.iter().map(|arrete| fil::Arrete {
            le: arrete.le().to_string(),
            arretees: Some(arrete.fait.to_wire()),
        });
        let rapports = etat.rapports.iter().map(|emis| fil::Emission {
            le: emis.le().to_string(),
            emis: Some(emis.fait.to_wire()),
        });
        let this_year = |le: chrono::NaiveDate| le.year() == point.au.year() && le <= point.au;
        let conseils = etat.conseils.iter().filter(|donne| this_year(donne.le())).count();
        fil::LireResponse {
            coordonnees: Some(self.resolues(point)),
            reglages: reglages.collect(),
            delegations: delegations.collect(),
            astreintes: astreintes.collect(),
            conseils_de_l_annee: u32::try_from(conseils).unwrap_or(u32::MAX),
            arretes: arretes.collect(),
            rapports: rapports.collect(),
        }
    }
}
