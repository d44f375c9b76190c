//! The search of children, and the pairs of files that may be of one.
//!
//! # Invariants
//!
//! - Both come out of the gate: a receipt names every child who is shown, even if only as existing.
//! - Whoever may not read a file is told that it exists and nothing more, so that no double is born.
//! - The version of a bucket is told only when the index has seen all that it counts.
//! - What is looked for is in no log, no receipt, no error.

use std::time::Duration;

use chrono::{Datelike as _, NaiveDate};
use domain::codes::{Code as _, Sexe};
use domain::ids::EnfantId;
use eventstore::Position;
use projections::recherche::ressemblance::{Accord, Champ, Etendue, Question};
use projections::recherche::{self, Cherche, Criteres, DoublonsDemandes, Fiche};
use proto::commun::v1::{Recu, Repere};
use proto::recherche::v1 as fil;
use proto::recherche::v1::recherche_service_server::RechercheService;
use proto::wire::{Entete, Reader, Repere as Point};
use tonic::{Request, Response, Status};

use crate::droits;
use crate::echec::Echec;
use crate::guichet::Guichet;
use crate::porte::{Lecture, Vue};

/// How many candidates whoever does not say is shown.
const TAILLE: u32 = 10;

/// How many pairs whoever does not say is shown, and at most.
const PAIRES: u32 = 20;
const PAIRES_MAX: u32 = 100;

/// How long a search waits for the index to be at the head, when nobody asked.
const POLITESSE: Duration = Duration::from_secs(2);

/// And when somebody did.
const ATTENTE_MAX: Duration = Duration::from_secs(10);

/// Who may read a file may see who is found.
const LIRE: &str = "parcours.dossier.v1.DossierService/Lire";

#[tonic::async_trait]
impl RechercheService for Guichet {
    async fn chercher(
        &self,
        request: Request<fil::ChercherRequest>,
    ) -> Result<Response<fil::ChercherResponse>, Status> {
        let porteur = self.porteur(request.metadata())?;
        let demande = Demande::read(request.into_inner())?;
        let Entete { departement, finalite, correlation } = demande.entete.clone();
        self.ce_departement(&departement)?;
        let lecture = Lecture {
            rpc: "parcours.recherche.v1.RechercheService/Chercher",
            porteur: &porteur,
            finalite,
            correlation,
            demandes: Vec::new(),
        };
        let en_clair = droits::permet(porteur.role, LIRE);
        let answer = self.porte.lire(lecture, self.candidats(demande, en_clair)).await?;
        Ok(Response::new(answer))
    }

    async fn doublons(
        &self,
        request: Request<fil::DoublonsRequest>,
    ) -> Result<Response<fil::DoublonsResponse>, Status> {
        let porteur = self.porteur(request.metadata())?;
        let fil::DoublonsRequest { entete, au_moins, taille } = request.into_inner();
        let mut reader = Reader::default();
        let entete: Option<Entete> = reader.field("entete", entete);
        let au_moins: Option<Option<Point>> = reader.field("au_moins", au_moins);
        let read = reader.finish(entete.zip(au_moins)).map_err(Echec::Champs)?;
        let (Entete { departement, finalite, correlation }, au_moins) = read;
        self.ce_departement(&departement)?;
        let lecture = Lecture {
            rpc: "parcours.recherche.v1.RechercheService/Doublons",
            porteur: &porteur,
            finalite,
            correlation,
            demandes: Vec::new(),
        };
        let answer = self.porte.lire(lecture, self.paires(au_moins, taille)).await?;
        Ok(Response::new(answer))
    }

    async fn ecarter_doublon(
        &self,
        request: Request<fil::EcarterDoublonRequest>,
    ) -> Result<Response<Recu>, Status> {
        self.commander("parcours.recherche.v1.RechercheService/EcarterDoublon", request).await
    }

    async fn rouvrir_doublon(
        &self,
        request: Request<fil::RouvrirDoublonRequest>,
    ) -> Result<Response<Recu>, Status> {
        self.commander("parcours.recherche.v1.RechercheService/RouvrirDoublon", request).await
    }
}

/// A search, understood.
struct Demande {
    entete: Entete,
    au_moins: Option<Point>,
    criteres: Criteres,
    taille: u32,
}

impl Demande {
    fn read(request: fil::ChercherRequest) -> Result<Self, Echec> {
        let fil::ChercherRequest {
            entete,
            au_moins,
            enfant,
            adulte,
            telephone,
            adresse,
            numero,
            taille,
        } = request;
        let mut reader = Reader::default();
        let entete = reader.field("entete", entete);
        let au_moins = reader.field("au_moins", au_moins);
        let enfant = question("enfant", enfant, &mut reader);
        let adulte = question("adulte", adulte, &mut reader);
        let telephone = reader.field("telephone", telephone);
        let adresse = reader.field("adresse", adresse);
        let numero = reader.field("numero", numero);
        let complete = || {
            let (enfant, adulte, telephone) = (enfant?, adulte?, telephone?);
            let criteres =
                Criteres { enfant, adulte, telephone, adresse: adresse?, numero: numero? };
            Some(Self { entete: entete?, au_moins: au_moins?, criteres, taille })
        };
        let read = complete();
        let demande = reader.finish(read).map_err(Echec::Champs)?;
        if demande.criteres.est_vide() {
            let message = "Il faut chercher au moins un nom, une date, un téléphone, une adresse ou un numéro.";
            return Err(Echec::champ("enfant", "RECHERCHE_VIDE", message));
        }
        Ok(demande)
    }
}

fn question(
    champ: &'static str,
    message: Option<fil::Identite>,
    reader: &mut Reader,
) -> Option<Question> {
    let fil::Identite { nom, prenoms, naissance, sexe, nom_naissance_mere } =
        message.unwrap_or_default();
    reader.inside(champ, |reader| {
        let nom = reader.field("nom", nom);
        let prenoms = reader.field("prenoms", prenoms);
        let naissance: Option<Option<NaiveDate>> = reader.field("naissance", naissance);
        let sexe: Option<Option<Sexe>> = reader.field("sexe", sexe);
        let nom_naissance_mere = reader.field("nom_naissance_mere", nom_naissance_mere);
        let told = |sexe: &Sexe| matches!(sexe, Sexe::Feminin | Sexe::Masculin);
        Some(Question {
            nom: nom?,
            prenoms: prenoms?,
            naissance: naissance?,
            sexe: sexe?.filter(told).map(|sexe| sexe.cle().to_owned()),
            nom_naissance_mere: nom_naissance_mere?,
        })
    })
}

impl Guichet {
    async fn candidats(
        &self,
        demande: Demande,
        en_clair: bool,
    ) -> Result<Vue<fil::ChercherResponse>, Echec> {
        let Demande { entete: _, au_moins, criteres, taille } = demande;
        let godet = criteres.godet().map(|trait_| self.recherche.godet(&trait_));
        // Read before the head: when the index is at that head, it has seen all that this version counts.
        let versions = self.journal.versions(godet.as_slice()).await?;
        let a_jour = self.index_a_jour(au_moins.as_ref()).await?;
        let taille = if taille == 0 { TAILLE } else { taille };
        let taille = usize::try_from(taille).unwrap_or(usize::MAX);
        let recherche::Trouve { position, candidats } =
            self.recherche.chercher(&criteres, taille).await?;
        let enfants = candidats.iter().map(|candidat| EnfantId(candidat.enfant)).collect();
        let version = |godet| versions.get(&godet).copied().unwrap_or_default();
        let reponse = fil::ChercherResponse {
            repere: Some(self.repere(position)),
            candidats: candidats.iter().map(|one| candidat(one, en_clair)).collect(),
            godet: godet.map(|godet| godet.to_string()).unwrap_or_default(),
            godet_version: godet.filter(|_| a_jour).map(version),
        };
        Ok(Vue { reponse, enfants, position })
    }

    async fn paires(
        &self,
        au_moins: Option<Point>,
        taille: u32,
    ) -> Result<Vue<fil::DoublonsResponse>, Echec> {
        self.index_a_jour(au_moins.as_ref()).await?;
        let taille = if taille == 0 { PAIRES } else { taille.min(PAIRES_MAX) };
        let taille = usize::try_from(taille).unwrap_or(usize::MAX);
        let (position, paires) = self.recherche.doublons(DoublonsDemandes { taille }).await?;
        let shown = paires.iter().flat_map(|paire| [paire.un.0, paire.autre.0]);
        let enfants = shown.map(EnfantId).collect();
        let repere: Repere = self.repere(position);
        let doublons = paires.iter().map(doublon).collect();
        let reponse = fil::DoublonsResponse { repere: Some(repere), doublons };
        Ok(Vue { reponse, enfants, position })
    }

    /// Whether the index has reached the head of the journal; it must have reached what was asked for.
    async fn index_a_jour(&self, au_moins: Option<&Point>) -> Result<bool, Echec> {
        let head = self.journal.head().await?.position;
        self.deja_enregistre(au_moins, head)?;
        if let Some(asked) = au_moins {
            self.recherche.attendre(Position::new(asked.position), ATTENTE_MAX).await?;
        }
        Ok(self.recherche.attendre(head, POLITESSE).await.is_ok())
    }
}

fn candidat(one: &recherche::Candidat, en_clair: bool) -> fil::Candidat {
    let recherche::Candidat { enfant, milliemes, champs, fiche } = one;
    let enfant = enfant.to_string();
    if !en_clair {
        return fil::Candidat {
            enfant,
            message: "Dossier existant, voir le cadre.".to_owned(),
            ..fil::Candidat::default()
        };
    }
    let accords = champs.iter().map(|(what, how)| accord(*what, *how)).collect();
    let portrait = Some(portrait(fiche));
    fil::Candidat { enfant, ressemblance: *milliemes, accords, portrait, message: String::new() }
}

fn doublon(paire: &recherche::Paire) -> fil::Doublon {
    let recherche::Paire { un, autre, ressemblance } = paire;
    let one = |(enfant, fiche): &(uuid::Uuid, Fiche)| fil::Candidat {
        enfant: enfant.to_string(),
        portrait: Some(portrait(fiche)),
        ..fil::Candidat::default()
    };
    let identity = |(champ, how): &(Champ, Accord)| accord(Cherche::Identite(*champ), *how);
    fil::Doublon {
        un: Some(one(un)),
        autre: Some(one(autre)),
        ressemblance: ressemblance.milliemes,
        accords: ressemblance.champs.iter().map(identity).collect(),
    }
}

fn accord(what: Cherche, how: Accord) -> fil::Accord {
    fil::Accord { champ: what.cle().to_owned(), accord: how.cle().to_owned() }
}

fn portrait(fiche: &Fiche) -> fil::Portrait {
    let portrait = &fiche.portrait;
    fil::Portrait {
        noms: portrait.noms.clone(),
        prenoms: portrait.prenoms.clone(),
        naissances: portrait.naissances.iter().map(|(le, known)| date(*le, *known)).collect(),
        sexe: portrait.sexe.clone().unwrap_or_default(),
        noms_naissance_mere: portrait.meres.clone(),
    }
}

/// As much of a date as is known.
fn date(le: NaiveDate, known: Etendue) -> String {
    match known {
        Etendue::Jour => le.to_string(),
        Etendue::Mois => format!("{}-{:02}", le.year(), le.month()),
        Etendue::Annee | Etendue::Inconnue => le.year().to_string(),
    }
}
