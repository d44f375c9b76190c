//! The counter every RPC comes to: who asks, may he, and then either the executor or the gate.
//!
//! # Invariants
//!
//! - Who asks is the token's subject, never a field of the request.
//! - A token of another Département opens nothing here.
//! - Commands are authorised here; reads are authorised by the gate, which receipts their refusal.

use std::sync::Arc;

use deadpool_postgres::Pool;
use domain::ids::EnfantId;
use eventstore::{Journal, Keys};
use projections::Runner;
use projections::recherche::Recherche;
use proto::commun::v1::{Recu, Redirection, Repere, VersionEnfant, VersionPersonne};
use proto::reprise::v1::Commande;
use proto::wire::Entete;
use tonic::metadata::MetadataMap;
use tonic::{Request, Response, Status};

use crate::droits;
use crate::echec::Echec;
use crate::executeur::{Dit, Executeur, Fait};
use crate::horloge::Horloge;
use crate::imprimerie::Imprimerie;
use crate::jetons::{Porteur, Verificateur};
use crate::notaire::Notaires;
use crate::porte::Porte;
use crate::vues::{consequence, identifiants};

/// Everything the services share. Clones are cheap.
#[derive(Clone)]
pub(crate) struct Guichet {
    pub(crate) departement: Arc<str>,
    pub(crate) pool: Pool,
    pub(crate) journal: Journal,
    pub(crate) acces: Journal,
    pub(crate) keys: Keys,
    pub(crate) notaires: Notaires,
    pub(crate) imprimerie: Imprimerie,
    pub(crate) executeur: Executeur,
    pub(crate) porte: Porte,
    pub(crate) runner: Runner,
    pub(crate) recherche: Recherche,
    pub(crate) horloge: Arc<dyn Horloge>,
    pub(crate) verificateur: Verificateur,
    /// How long a backup of the keys is kept, in days.
    pub(crate) retention_cles_jours: u32,
}

impl Guichet {
    /// Who asks.
    pub(crate) fn porteur(&self, metadata: &MetadataMap) -> Result<Porteur, Echec> {
        let porteur = self.verificateur.porteur(metadata, self.horloge.maintenant());
        let porteur = porteur.ok_or(Echec::NonAuthentifie)?;
        if *porteur.departement == *self.departement { Ok(porteur) } else { Err(Echec::Interdit) }
    }

    /// Who asks, when his role may.
    pub(crate) fn autorise(
        &self,
        metadata: &MetadataMap,
        rpc: &'static str,
    ) -> Result<Porteur, Echec> {
        let porteur = self.porteur(metadata)?;
        if droits::permet(porteur.role, rpc) { Ok(porteur) } else { Err(Echec::Interdit) }
    }

    /// What a role may ask of this Département, understood.
    pub(crate) fn demande<R, L>(
        &self,
        rpc: &'static str,
        request: Request<R>,
        comprendre: impl FnOnce(R) -> Result<(Entete, L), Echec>,
    ) -> Result<L, Echec> {
        self.autorise(request.metadata(), rpc)?;
        let (entete, lue) = comprendre(request.into_inner())?;
        self.ce_departement(&entete.departement)?;
        Ok(lue)
    }

    /// Answers a command of the contract.
    pub(crate) async fn commander<R: Into<Commande>>(
        &self,
        rpc: &'static str,
        request: Request<R>,
    ) -> Result<Response<Recu>, Status> {
        let porteur = self.autorise(request.metadata(), rpc)?;
        let commande = request.into_inner().into();
        let fait = self.executeur.executer(&commande, &porteur.sujet).await?;
        Ok(Response::new(self.recu(fait)))
    }

    /// A point of the journal of cases.
    pub(crate) fn repere(&self, position: eventstore::Position) -> Repere {
        Repere { journal: self.journal.name().to_owned(), position: position.get() }
    }

    /// That Département is the one served here.
    pub(crate) fn ce_departement(&self, departement: &str) -> Result<(), Echec> {
        if *self.departement == *departement { Ok(()) } else { Err(Echec::DepartementInconnu) }
    }

    pub(crate) fn recu(&self, fait: Fait) -> Recu {
        let Fait { position, deja_fait, versions, dit } = fait;
        let versions = versions
            .into_iter()
            .map(|(enfant, version)| VersionEnfant { enfant: enfant.0.to_string(), version });
        let Dit { completes, manquants, rediriges, consequences, personnes } = dit;
        let moved = |(demande, principal): (EnfantId, EnfantId)| Redirection {
            demande: demande.0.to_string(),
            principal: principal.0.to_string(),
        };
        Recu {
            repere: Some(self.repere(position)),
            deja_fait,
            versions: versions.collect(),
            completes: identifiants(&completes),
            manquants: identifiants(&manquants),
            rediriges: rediriges.into_iter().map(moved).collect(),
            consequences: consequences.iter().map(consequence).collect(),
            personnes: personnes
                .into_iter()
                .map(|(personne, version)| VersionPersonne {
                    personne: personne.0.to_string(),
                    version,
                })
                .collect(),
        }
    }
}
