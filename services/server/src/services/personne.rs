//! Adults: the commands on their streams and on their links, and the two reads that open their names.
//!
//! # Invariants
//!
//! - An adult is read for the sake of a child he is linked to or lives with: the receipt names that child, and
//!   nobody browses adults.
//! - What is secret from another adult is withheld when the read says it will be told to him.
//! - Whoever is inscribed as a sender answers to [`PersonneService::lire`] as if nobody were there. He is read by
//!   `LireExpediteur` alone, from the information he sent.
//!
//! Deliberately absent: a list of adults; the search is elsewhere.

use domain::evenement::Recordable as _;
use domain::histoire::Datee;
use domain::ids::{EnfantId, InformationId, PersonneId};
use domain::personne::{Event, Fiche, Personne};
use domain::sealed::Sealed;
use eventstore::RecordedEvent;
use projections::codec;
use proto::commun::v1::{CoordonneesResolues, Recu, TexteScelle, texte_scelle};
use proto::personne::v1 as fil;
use proto::personne::v1::personne_service_server::PersonneService;
use proto::wire::{Coordonnees, Entete, Reader, Wire as _};
use tonic::{Request, Response, Status};

use crate::echec::Echec;
use crate::guichet::Guichet;
use crate::jetons::Porteur;
use crate::lecture::{Dossier, Point};
use crate::porte::{Lecture, Vue};

macro_rules! rpc {
    ($name:literal) => {
        concat!("parcours.personne.v1.PersonneService/", $name)
    };
}

#[tonic::async_trait]
impl PersonneService for Guichet {
    async fn inscrire(
        &self,
        request: Request<fil::InscrireRequest>,
    ) -> Result<Response<Recu>, Status> {
        self.commander(rpc!("Inscrire"), request).await
    }

    async fn declarer_adresse(
        &self,
        request: Request<fil::DeclarerAdresseRequest>,
    ) -> Result<Response<Recu>, Status> {
        self.commander(rpc!("DeclarerAdresse"), request).await
    }

    async fn declarer_telephone(
        &self,
        request: Request<fil::DeclarerTelephoneRequest>,
    ) -> Result<Response<Recu>, Status> {
        self.commander(rpc!("DeclarerTelephone"), request).await
    }

    async fn declarer_deces(
        &self,
        request: Request<fil::DeclarerDecesRequest>,
    ) -> Result<Response<Recu>, Status> {
        self.commander(rpc!("DeclarerDeces"), request).await
    }

    async fn annuler(
        &self,
        request: Request<fil::AnnulerRequest>,
    ) -> Result<Response<Recu>, Status> {
        self.commander(rpc!("Annuler"), request).await
    }

    async fn rectifier(
        &self,
        request: Request<fil::RectifierRequest>,
    ) -> Result<Response<Recu>, Status> {
        self.commander(rpc!("Rectifier"), request).await
    }

    async fn effacer(
        &self,
        request: Request<fil::EffacerRequest>,
    ) -> Result<Response<Recu>, Status> {
        self.commander(rpc!("Effacer"), request).await
    }

    async fn lier(&self, request: Request<fil::LierRequest>) -> Result<Response<Recu>, Status> {
        self.commander(rpc!("Lier"), request).await
    }

    async fn finir_lien(
        &self,
        request: Request<fil::FinirLienRequest>,
    ) -> Result<Response<Recu>, Status> {
        self.commander(rpc!("FinirLien"), request).await
    }

    async fn observer_menage(
        &self,
        request: Request<fil::ObserverMenageRequest>,
    ) -> Result<Response<Recu>, Status> {
        self.commander(rpc!("ObserverMenage"), request).await
    }

    async fn quitter_menage(
        &self,
        request: Request<fil::QuitterMenageRequest>,
    ) -> Result<Response<Recu>, Status> {
        self.commander(rpc!("QuitterMenage"), request).await
    }

    async fn lire(
        &self,
        request: Request<fil::LireRequest>,
    ) -> Result<Response<fil::LireResponse>, Status> {
        let porteur = self.porteur(request.metadata())?;
        let demande = LectureDePersonne::lue(request.into_inner())?;
        self.ce_departement(&demande.entete.departement)?;
        let lecture = lecture(rpc!("Lire"), &demande.entete, demande.enfant, &porteur);
        let answer = self.porte.lire(lecture, self.fiche(&demande)).await?;
        Ok(Response::new(answer))
    }

    async fn lire_expediteur(
        &self,
        request: Request<fil::LireExpediteurRequest>,
    ) -> Result<Response<fil::LireExpediteurResponse>, Status> {
        let porteur = self.porteur(request.metadata())?;
        let demande = LectureDExpediteur::lue(request.into_inner())?;
        self.ce_departement(&demande.entete.departement)?;
        let lecture = lecture(rpc!("LireExpediteur"), &demande.entete, demande.enfant, &porteur);
        let answer = self.porte.lire(lecture, self.expediteur(&demande)).await?;
        Ok(Response::new(answer))
    }
}

fn lecture<'a>(
    rpc: &'static str,
    entete: &Entete,
    enfant: EnfantId,
    porteur: &'a Porteur,
) -> Lecture<'a> {
    let Entete { departement: _, finalite, correlation } = entete;
    let (finalite, correlation) = (*finalite, *correlation);
    Lecture { rpc, porteur, finalite, correlation, demandes: vec![enfant] }
}

/// A read of one adult, understood.
struct LectureDePersonne {
    entete: Entete,
    enfant: EnfantId,
    personne: PersonneId,
    coordonnees: Coordonnees,
    communique_a: Option<PersonneId>,
}

impl LectureDePersonne {
    fn lue(request: fil::LireRequest) -> Result<Self, Echec> {
        let fil::LireRequest { entete, personne, enfant, coordonnees, communique_a } = request;
        let mut reader = Reader::default();
        let entete = reader.field("entete", entete);
        let personne = reader.field("personne", personne);
        let enfant = reader.field("enfant", enfant);
        let coordonnees: Option<Option<Coordonnees>> = reader.field("coordonnees", coordonnees);
        let communique_a = reader.field("communique_a", communique_a);
        let read = || {
            Some(Self {
                entete: entete?,
                enfant: enfant?,
                personne: personne?,
                coordonnees: coordonnees?.unwrap_or_default(),
                communique_a: communique_a?,
            })
        };
        let read = read();
        reader.finish(read).map_err(Echec::Champs)
    }
}

/// A read of the sender of one information, understood.
struct LectureDExpediteur {
    entete: Entete,
    enfant: EnfantId,
    information: InformationId,
    coordonnees: Coordonnees,
}

impl LectureDExpediteur {
    fn lue(request: fil::LireExpediteurRequest) -> Result<Self, Echec> {
        let fil::LireExpediteurRequest { entete, enfant, information, coordonnees } = request;
        let mut reader = Reader::default();
        let entete = reader.field("entete", entete);
        let enfant = reader.field("enfant", enfant);
        let information = reader.field("information", information);
        let coordonnees: Option<Option<Coordonnees>> = reader.field("coordonnees", coordonnees);
        let read = || {
            Some(Self {
                entete: entete?,
                enfant: enfant?,
                information: information?,
                coordonnees: coordonnees?.unwrap_or_default(),
            })
        };
        let read = read();
        reader.finish(read).map_err(Echec::Champs)
    }
}

impl Guichet {
    async fn fiche(&self, demande: &LectureDePersonne) -> Result<Vue<fil::LireResponse>, Echec> {
        let LectureDePersonne { entete: _, enfant, personne, coordonnees, communique_a } = demande;
        let point = self.resoudre(coordonnees.clone()).await?;
        let dossier = self.dossier(*enfant, &point).await?;
        let known = self.personne(*personne, &point).await?;
        let answer = montrer(&dossier, &known, &point, *communique_a, self.resolues(&point));
        let reponse = answer.ok_or(Echec::DossierInconnu)?;
        Ok(Vue { reponse, enfants: vec![*enfant], position: point.position })
    }

    async fn expediteur(
        &self,
        demande: &LectureDExpediteur,
    ) -> Result<Vue<fil::LireExpediteurResponse>, Echec> {
        let LectureDExpediteur { entete: _, enfant, information, coordonnees } = demande;
        let point = self.resoudre(coordonnees.clone()).await?;
        let dossier = self.dossier(*enfant, &point).await?;
        let known = match nomme(&dossier, *information) {
            Some(personne) => Some(self.personne(personne, &point).await?),
            None => None,
        };
        let reponse = montrer_expediteur(
            &dossier,
            known.as_ref(),
            *information,
            &point,
            self.resolues(&point),
        );
        let reponse = reponse.ok_or(Echec::DossierInconnu)?;
        Ok(Vue { reponse, enfants: vec![*enfant], position: point.position })
    }

    /// An adult at a point of the journal, seals open.
    async fn personne(&self, personne: PersonneId, point: &Point) -> Result<Personne, Echec> {
        let mut events = self.journal.read_streams(&[personne.0], Some(point.position)).await?;
        events.retain(|event| event.stream.kind == Event::FLUX);
        let keys = self.keys.fetch(&codec::keys(&events)).await?;
        let mut known = Personne::nouvelle(personne);
        for inscrit in
            events.iter().map(|event: &RecordedEvent| codec::decode_open_de(event, &keys))
        {
            known.flux_mut().push(inscrit?);
        }
        Ok(known)
    }
}

/// What is told of an adult around a child; none when he is not around him, or is a sender.
pub(crate) fn montrer(
    dossier: &Dossier,
    personne: &Personne,
    point: &Point,
    communique_a: Option<PersonneId>,
    coordonnees: CoordonneesResolues,
) -> Option<fil::LireResponse> {
    let fiche = personne.au(point.au);
    let inscrite = fiche.inscrite.as_ref().filter(|_| !fiche.expediteur())?;
    if !autour(dossier, personne.id()) {
        return None;
    }
    Some(fil::LireResponse {
        coordonnees: Some(coordonnees),
        personne: personne.id().0.to_string(),
        identite: Some(inscrite.fait.identite.to_wire()),
        decedee_le: fiche.decedee_le.map(|le| le.to_string()).unwrap_or_default(),
        adresses: adresses(&fiche, communique_a),
        telephones: telephones(&fiche, communique_a),
        version: personne.flux().version(),
    })
}

/// What is told of the sender of an information; none when the information is not in the file.
pub(crate) fn montrer_expediteur(
    dossier: &Dossier,
    personne: Option<&Personne>,
    information: InformationId,
    point: &Point,
    coordonnees: CoordonneesResolues,
) -> Option<fil::LireExpediteurResponse> {
    let parcours = domain::enfant::Parcours::fold(&dossier.histoire);
    let recue = parcours.information.informations.get(&information)?.recues.first()?;
    let fiche = personne.map(|personne| personne.au(point.au)).unwrap_or_default();
    Some(fil::LireExpediteurResponse {
        coordonnees: Some(coordonnees),
        personne: personne.map(|personne| personne.id().0.to_string()).unwrap_or_default(),
        identite: fiche.inscrite.as_ref().map(|inscrite| inscrite.fait.identite.to_wire()),
        adresses: adresses(&fiche, None),
        telephones: telephones(&fiche, None),
        a_la_reception: recue.fait.expediteur.as_ref().map(|said| said.to_wire()),
    })
}

/// The stream of the sender an information names.
pub(crate) fn nomme(dossier: &Dossier, information: InformationId) -> Option<PersonneId> {
    let parcours = domain::enfant::Parcours::fold(&dossier.histoire);
    let recue = parcours.information.informations.get(&information)?.recues.first()?;
    recue.fait.expediteur_id.map(|id| PersonneId(id.0))
}

/// Whether an adult is, or was, linked to the child or of a household of his.
fn autour(dossier: &Dossier, personne: PersonneId) -> bool {
    let parcours = domain::enfant::Parcours::fold(&dossier.histoire);
    let entourage = &parcours.entourage;
    let linked = entourage.liens.values().flat_map(|lien| &lien.declares);
    let seen = entourage.menages.values().flat_map(|menage| &menage.observes);
    linked.map(|declare| declare.fait.personne).any(|one| one == personne)
        || seen.flat_map(|observe| &observe.fait.personnes).any(|one| *one == personne)
}

fn adresses(fiche: &Fiche, communique_a: Option<PersonneId>) -> Vec<fil::Coordonnee> {
    let told = |adresse: &Datee<domain::personne::AdresseDeclaree>| {
        coordonnee(adresse, &adresse.fait.adresse, &adresse.fait.secrete_pour, communique_a)
    };
    fiche.adresses.iter().map(told).collect()
}

fn telephones(fiche: &Fiche, communique_a: Option<PersonneId>) -> Vec<fil::Coordonnee> {
    let told = |declare: &Datee<domain::personne::TelephoneDeclare>| {
        coordonnee(declare, &declare.fait.telephone, &declare.fait.secret_pour, communique_a)
    };
    fiche.telephones.iter().map(told).collect()
}

fn coordonnee<T>(
    said: &Datee<T>,
    texte: &Sealed<String>,
    secret_pour: &[PersonneId],
    communique_a: Option<PersonneId>,
) -> fil::Coordonnee {
    let retenue = communique_a.is_some_and(|other| secret_pour.contains(&other));
    let withheld = || TexteScelle { etat: Some(texte_scelle::Etat::Scelle(true)) };
    fil::Coordonnee {
        depuis: said.le().to_string(),
        texte: Some(if retenue { withheld() } else { texte.to_wire() }),
        secret_pour: secret_pour.iter().map(|personne| personne.0.to_string()).collect(),
        retenue,
        version: said.version,
    }
}
