//! The échéancier, and the rules behind it.
//!
//! # Invariants
//!
//! - The list comes out of the gate: a receipt names every child of the page.
//! - It is a view, like the queue: without a point it is read where the view stands, and says so.
//! - Settings are those recorded at the same position.

use chrono::NaiveDate;
use domain::droit::{Genre, Regle, regles};
use domain::ids::EnfantId;
use projections::echeancier::{self, Choix, Demande, Ligne, NonListe, Page};
use proto::echeancier::v1 as fil;
use proto::echeancier::v1::echeancier_service_server::EcheancierService;
use proto::wire::{Coordonnees, Entete, Reader, Wire as _};
use tonic::{Request, Response, Status};
use uuid::Uuid;

use crate::departement::Reglement;
use crate::echec::Echec;
use crate::guichet::Guichet;
use crate::lecture::Point;
use crate::porte::{Lecture, Vue};

#[tonic::async_trait]
impl EcheancierService for Guichet {
    async fn lister(
        &self,
        request: Request<fil::ListerRequest>,
    ) -> Result<Response<fil::ListerResponse>, Status> {
        let porteur = self.porteur(request.metadata())?;
        let Lue { entete, coordonnees, filtre } = read(request.into_inner(), &porteur.sujet)?;
        let Entete { departement, finalite, correlation } = entete;
        self.ce_departement(&departement)?;
        let lecture = Lecture {
            rpc: "parcours.echeancier.v1.EcheancierService/Lister",
            porteur: &porteur,
            finalite,
            correlation,
            demandes: Vec::new(),
        };
        let answer = self.porte.lire(lecture, self.l_echeancier(coordonnees, filtre)).await?;
        Ok(Response::new(answer))
    }

    async fn regles(
        &self,
        request: Request<fil::ReglesRequest>,
    ) -> Result<Response<fil::ReglesResponse>, Status> {
        self.autorise(request.metadata(), "parcours.echeancier.v1.EcheancierService/Regles")?;
        Ok(Response::new(fil::ReglesResponse { regles: regles().map(regle).collect() }))
    }
}

/// What is asked, understood.
struct Lue {
    entete: Entete,
    coordonnees: Coordonnees,
    filtre: Filtre,
}

#[derive(Default)]
struct Filtre {
    choix: Choix,
    agent: Option<String>,
    service: Option<String>,
    territoire: Option<String>,
    cabinet: Option<String>,
    enfant: Option<EnfantId>,
    jusqu_au: Option<NaiveDate>,
    taille: u32,
    curseur: Option<String>,
}

fn read(request: fil::ListerRequest, sujet: &str) -> Result<Lue, Echec> {
    let choix = choix(request.choix());
    let fil::ListerRequest {
        entete,
        coordonnees,
        choix: _,
        les_miennes,
        service,
        territoire,
        cabinet,
        enfant,
        jusqu_au,
        taille,
        curseur,
    } = request;
    let mut reader = Reader::default();
    let entete: Option<Entete> = reader.field("entete", entete);
    let coordonnees: Option<Option<Coordonnees>> = reader.field("coordonnees", coordonnees);
    let service: Option<Option<String>> = reader.field("service", service);
    let territoire: Option<Option<String>> = reader.field("territoire", territoire);
    let cabinet: Option<Option<String>> = reader.field("cabinet", cabinet);
    let enfant: Option<Option<EnfantId>> = reader.field("enfant", enfant);
    let jusqu_au: Option<Option<NaiveDate>> = reader.field("jusqu_au", jusqu_au);
    let curseur: Option<Option<String>> = reader.field("curseur", curseur);
    let filtre = || {
        Some(Filtre {
            choix,
            agent: les_miennes.then(|| sujet.to_owned()),
            service: service?,
            territoire: territoire?,
            cabinet: cabinet?,
            enfant: enfant?,
            jusqu_au: jusqu_au?,
            taille,
            curseur: curseur?,
        })
    };
    let read = entete.zip(coordonnees).zip(filtre()).map(|((entete, coordonnees), filtre)| Lue {
        entete,
        coordonnees: coordonnees.unwrap_or_default(),
        filtre,
    });
    reader.finish(read).map_err(Echec::Champs)
}

fn choix(asked: fil::Choix) -> Choix {
    match asked {
        fil::Choix::Toutes => Choix::Toutes,
        fil::Choix::EnRetard => Choix::EnRetard,
        fil::Choix::ADu => Choix::ADu,
        fil::Choix::ChezAutrui => Choix::ChezAutrui,
    }
}

impl Guichet {
    async fn l_echeancier(
        &self,
        coordonnees: Coordonnees,
        filtre: Filtre,
    ) -> Result<Vue<fil::ListerResponse>, Echec> {
        if coordonnees.su_au.is_some() {
            return Err(Echec::champ(
                "coordonnees.su_au",
                "COORDONNEE_SANS_OBJET",
                "L'échéancier ne se lit pas « su au » : choisir un point du journal.",
            ));
        }
        let point = self.point_de_la_vue(coordonnees).await?;
        let demande = asked(filtre, &point);
        let reglement =
            Reglement::lire(&self.journal, &self.departement, Some(point.position)).await?;
        let reglages = reglement.etat().reglages;
        let page = echeancier::lister(&self.pool, &self.journal, &reglages, &demande);
        let page = page.await.map_err(not_listed)?;
        let Page { au, position, lignes, curseur_suivant, total } = page;
        let point = self.point_d_une_page(point, au, position).await?;
        let mut enfants: Vec<EnfantId> = lignes.iter().map(|une| EnfantId(une.enfant)).collect();
        enfants.dedup();
        let reponse = fil::ListerResponse {
            coordonnees: Some(self.resolues(&point)),
            echeances: lignes.iter().map(ligne).collect(),
            curseur_suivant: curseur_suivant.unwrap_or_default(),
            total,
        };
        Ok(Vue { reponse, enfants, position: point.position })
    }
}

fn asked(filtre: Filtre, point: &Point) -> Demande {
    let Filtre { choix, agent, service, territoire, cabinet, enfant, jusqu_au, taille, curseur } =
        filtre;
    Demande {
        au: point.au,
        position: point.position,
        choix,
        agent,
        service,
        territoire,
        cabinet,
        enfant: enfant.map(|enfant| enfant.0),
        jusqu_au,
        taille,
        curseur,
    }
}

fn not_listed(cause: NonListe) -> Echec {
    match cause {
        NonListe::CurseurIllisible => {
            Echec::champ("curseur", "CURSEUR_ILLISIBLE", &cause.to_string())
        }
        NonListe::Failure(failure) => failure.into(),
    }
}

fn day(le: Option<NaiveDate>) -> String {
    le.map(|le| le.to_string()).unwrap_or_default()
}

fn ligne(row: &Ligne) -> fil::Echeance {
    let Ligne {
        enfant,
        objet,
        regle,
        declenchee,
        limite,
        limite_a,
        jours_restants,
        age_jours,
        explication,
        agents,
        service,
        cabinet,
        aussi,
    } = row;
    fil::Echeance {
        enfant: enfant.to_string(),
        objet: object(*objet),
        regle: regle.id.to_owned(),
        article: regle.article.to_owned(),
        declenchee_le: declenchee.le.to_string(),
        declenchee_a: declenchee.a.map(|a| a.to_wire()),
        limite: day(*limite),
        limite_a: limite_a.map(|a| a.to_wire()),
        jours_restants: *jours_restants,
        age_jours: *age_jours,
        explication: explication.clone(),
        acte: regle.cloture.to_owned(),
        charge: regle.charge.cle().to_owned(),
        charge_libelle: regle.charge.libelle().to_owned(),
        agents: agents.clone(),
        service: service.clone().unwrap_or_default(),
        cabinet: cabinet.clone().unwrap_or_default(),
        aussi: aussi.iter().map(|(regle, limite)| other(regle, *limite)).collect(),
    }
}

fn object(objet: Uuid) -> String {
    if objet.is_nil() { String::new() } else { objet.to_string() }
}

fn other(regle: &Regle, limite: Option<NaiveDate>) -> fil::AutreRegle {
    fil::AutreRegle {
        regle: regle.id.to_owned(),
        article: regle.article.to_owned(),
        limite: day(limite),
    }
}

fn regle(regle: &Regle) -> fil::Regle {
    let Regle {
        id,
        article,
        genre,
        duree,
        procedure,
        locale,
        reglage,
        du,
        au,
        verification,
        declencheur,
        condition,
        cloture,
        charge,
        explication,
    } = regle;
    fil::Regle {
        id: (*id).to_owned(),
        article: (*article).to_owned(),
        genre: kind(*genre).to_owned(),
        duree: duree.to_string(),
        procedure: *procedure,
        locale: *locale,
        reglage: reglage.unwrap_or_default().to_owned(),
        du: day(*du),
        au: day(*au),
        verification: (*verification).to_owned(),
        declencheur: (*declencheur).to_owned(),
        condition: (*condition).to_owned(),
        acte: (*cloture).to_owned(),
        charge: charge.cle().to_owned(),
        explication: (*explication).to_owned(),
    }
}

fn kind(genre: Genre) -> &'static str {
    match genre {
        Genre::Due => "DUE",
        Genre::Immediate => "IMMEDIATE",
        Genre::Max => "MAX",
        Genre::Periodic => "PERIODIC",
        Genre::Notice => "NOTICE",
        Genre::OnRequest => "ON_REQUEST",
        Genre::RightToRelease => "RIGHT_TO_RELEASE",
    }
}
