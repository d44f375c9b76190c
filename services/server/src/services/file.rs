//! The queue of the CRIP: a row a situation, the children inside.
//!
//! # Invariants
//!
//! - It comes out of the gate: a receipt names every child of the page.
//! - It is a view: without a point it is read where the view stands, and says so; `au_moins` waits.
//! - A cursor carries its day and its position: pages are of one queue, whatever is recorded between.

use domain::codes::{Code as _, EtatInformation};
use domain::ids::EnfantId;
use projections::file::{self, Demande, NonListee};
use proto::file::v1::file_service_server::FileService;
use proto::file::v1::{ListerRequest, ListerResponse, Situation};
use proto::wire::{Coordonnees, Entete, Reader};
use tonic::{Request, Response, Status};

use crate::echec::Echec;
use crate::guichet::Guichet;
use crate::lecture::Point;
use crate::porte::{Lecture, Vue};

#[tonic::async_trait]
impl FileService for Guichet {
    async fn lister(
        &self,
        request: Request<ListerRequest>,
    ) -> Result<Response<ListerResponse>, Status> {
        let porteur = self.porteur(request.metadata())?;
        let Lue { entete, coordonnees, filtre } = read(request.into_inner())?;
        let Entete { departement, finalite, correlation } = entete;
        self.ce_departement(&departement)?;
        let lecture = Lecture {
            rpc: "parcours.file.v1.FileService/Lister",
            porteur: &porteur,
            finalite,
            correlation,
            demandes: Vec::new(),
        };
        let answer = self.porte.lire(lecture, self.la_file(coordonnees, filtre)).await?;
        Ok(Response::new(answer))
    }
}

/// What is asked, understood.
struct Lue {
    entete: Entete,
    coordonnees: Coordonnees,
    filtre: Filtre,
}

struct Filtre {
    etats: Vec<EtatInformation>,
    service: Option<String>,
    taille: u32,
    curseur: Option<String>,
}

fn read(request: ListerRequest) -> Result<Lue, Echec> {
    let ListerRequest { entete, coordonnees, etats, service, taille, curseur } = request;
    let mut reader = Reader::default();
    let entete = reader.field("entete", entete);
    let coordonnees: Option<Option<Coordonnees>> = reader.field("coordonnees", coordonnees);
    let etats = reader.field("etats", etats);
    let service = reader.field("service", service);
    let curseur = reader.field("curseur", curseur);
    let filtre = etats.zip(service).zip(curseur);
    let filtre =
        filtre.map(|((etats, service), curseur)| Filtre { etats, service, taille, curseur });
    let read = entete.zip(coordonnees).zip(filtre).map(|((entete, coordonnees), filtre)| Lue {
        entete,
        coordonnees: coordonnees.unwrap_or_default(),
        filtre,
    });
    reader.finish(read).map_err(Echec::Champs)
}

impl Guichet {
    async fn la_file(
        &self,
        coordonnees: Coordonnees,
        filtre: Filtre,
    ) -> Result<Vue<ListerResponse>, Echec> {
        let Filtre { etats, service, taille, curseur } = filtre;
        let su_au = coordonnees.su_au;
        if su_au.is_some() {
            return Err(Echec::champ(
                "coordonnees.su_au",
                "COORDONNEE_SANS_OBJET",
                "La file ne se lit pas « su au » : choisir un point du journal.",
            ));
        }
        let point = self.point_de_la_vue(coordonnees).await?;
        let demande =
            Demande { au: point.au, position: point.position, etats, service, taille, curseur };
        let page = file::lister(&self.pool, &self.journal, &demande).await.map_err(not_listed)?;
        let point = self.point_d_une_page(point, page.au, page.position).await?;
        let enfants = page.situations.iter().flat_map(|situation| &situation.enfants);
        let enfants = enfants.copied().map(EnfantId).collect();
        let reponse = ListerResponse {
            coordonnees: Some(self.resolues(&point)),
            situations: page.situations.iter().map(situation).collect(),
            curseur_suivant: page.curseur_suivant.unwrap_or_default(),
            total: page.total,
        };
        Ok(Vue { reponse, enfants, position: point.position })
    }

    /// The point asked, once the view has seen it; without one, where the view stands.
    pub(crate) async fn point_de_la_vue(&self, coordonnees: Coordonnees) -> Result<Point, Echec> {
        if let Some(repere) = &coordonnees.au_moins {
            self.deja_enregistre(Some(repere), self.journal.head().await?.position)?;
            self.vue_a(eventstore::Position::new(repere.position)).await?;
        }
        let asked = coordonnees.connu_a.is_some();
        let mut point = self.resoudre(coordonnees).await?;
        if asked {
            self.vue_a(point.position).await?;
        } else {
            point.position = self.runner.checkpoint().await?;
            point.instant = self.instant_de(point.position).await?;
        }
        Ok(point)
    }

    /// A page opened by a cursor is where the cursor says.
    pub(crate) async fn point_d_une_page(
        &self,
        point: Point,
        au: chrono::NaiveDate,
        position: eventstore::Position,
    ) -> Result<Point, Echec> {
        let instant = if position == point.position {
            point.instant
        } else {
            self.instant_de(position).await?
        };
        Ok(Point { au, position, instant, su_au: None })
    }
}

fn not_listed(cause: NonListee) -> Echec {
    match cause {
        NonListee::CurseurIllisible => {
            Echec::champ("curseur", "CURSEUR_ILLISIBLE", &cause.to_string())
        }
        NonListee::Failure(failure) => failure.into(),
    }
}

fn situation(row: &file::Situation) -> Situation {
    let file::Situation {
        information,
        numero,
        recue_le,
        porte_d_entree,
        transmetteur,
        etat,
        echeance,
        jours_restants,
        explication,
        urgence,
        service,
        enfants,
    } = row;
    Situation {
        information: information.to_string(),
        numero: numero.map(|numero| numero.to_string()).unwrap_or_default(),
        recue_le: recue_le.to_string(),
        porte_d_entree: porte_d_entree.clone(),
        transmetteur: transmetteur.clone(),
        etat: etat.cle().to_owned(),
        echeance: echeance.to_string(),
        jours_restants: *jours_restants,
        explication: explication.clone(),
        urgence: *urgence,
        service: service.clone().unwrap_or_default(),
        enfants: enfants.iter().map(ToString::to_string).collect(),
    }
}
