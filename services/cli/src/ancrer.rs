//! `parcours ancrer`: puts a signed head out of the server's reach, and tells the server that it did.
//!
//! # Invariants
//!
//! - What was kept before is never replaced by a head that does not extend it: the server gives the proof, and this
//!   command checks it with its own arithmetic ([`coherence`]).
//! - The server learns of an anchor once the head is kept, never before.
//! - Nothing but sizes, hashes and signatures leaves for a witness.
//!
//! Deliberately not here: whether a signature is ours, which `parcours verify --tete` says.

mod coherence;

mod note;

mod fichier;

mod temoin;

use proto::commun::v1::Entete;
use proto::journal::v1::journal_service_client::JournalServiceClient;
use proto::journal::v1::preuve_request::Objet;
use proto::journal::v1::{AncrerRequest, PreuveRequest};

use crate::Fin;
use crate::arguments::{self, Journal};
use crate::client::{self, Canal};
use crate::echec::Echec;
use crate::jetons::Role;
use crate::nombres::entier;
use crate::sortie;
use crate::tete;
use note::Note;

/// How long a destination the server takes, in characters.
const DESTINATION_MAX: usize = 200;

/// Keeps the last signed head.
///
/// # Errors
/// [`Echec`] when the server or the destination cannot be reached, or refuses.
pub async fn executer(demande: arguments::Ancrer) -> Result<Fin, Echec> {
    let canal = client::ouvrir(&demande.acces.liaison, Role::Technique).await?;
    let entete = client::entete(&demande.acces, Role::Technique);
    let serveur = Serveur { canal, entete, journal: demande.journal.lequel };
    let nouvelle = serveur.tete().await?;
    let gardee = match demande.vers.starts_with("http://") || demande.vers.starts_with("https://") {
        true => temoin::garder(&serveur, &nouvelle, &demande.vers).await?,
        false => fichier::garder(&serveur, &nouvelle, demande.vers.as_ref()).await?,
    };
    match gardee {
        Gardee::A(destination) => {
            let dite = serveur.ancrer(&nouvelle, &destination).await?;
            sortie::note(&format!("→ journal {} · {dite}", nouvelle.journal));
            Ok(Fin::Bien)
        }
        Gardee::Divergence(pourquoi) => {
            sortie::erreur(&format!(
                "Le journal ne prolonge pas ce qui est gardé à {} : {pourquoi}.\n  à faire : ne rien \
                 remplacer, et lancer « parcours verify journal --tete » avec ce qui est gardé",
                demande.vers
            ));
            Ok(Fin::Incomplet)
        }
    }
}

/// What became of a head.
enum Gardee {
    /// It is there.
    A(String),
    /// It does not extend what is there: why.
    Divergence(String),
}

/// The server, asked about one log.
struct Serveur {
    canal: Canal,
    entete: Entete,
    journal: Journal,
}

impl Serveur {
    fn client(&self) -> JournalServiceClient<Canal> {
        JournalServiceClient::new(self.canal.clone())
    }

    /// The last signed head.
    async fn tete(&self) -> Result<Note, Echec> {
        let dite = tete::demander(&self.canal, self.entete.clone(), self.journal).await?;
        let texte = dite.tete.ok_or_else(tete::vide)?.note;
        Note::lire(texte).ok_or_else(|| illisible("du serveur"))
    }

    /// Why a head does not extend what was kept; none when it does.
    async fn divergence(&self, gardee: &Note, nouvelle: &Note) -> Result<Option<String>, Echec> {
        if gardee.journal != nouvelle.journal {
            return Ok(Some(format!("c’est une tête du journal {}", gardee.journal)));
        }
        if gardee.taille > nouvelle.taille {
            return Ok(Some(format!(
                "il s’arrête à {}, et {} événements étaient gardés",
                entier(nouvelle.taille.cast_signed()),
                entier(gardee.taille.cast_signed())
            )));
        }
        let chemin = self.preuve(gardee.taille, nouvelle).await?;
        let prouve = coherence::prolonge(gardee, nouvelle, &chemin);
        Ok((!prouve)
            .then(|| "la preuve du serveur ne mène pas de l’une à l’autre racine".to_owned()))
    }

    /// The path from a smaller tree to a head.
    async fn preuve(&self, taille: u64, tete: &Note) -> Result<Vec<Vec<u8>>, Echec> {
        if taille == tete.taille || taille == 0 {
            return Ok(Vec::new());
        }
        let request = PreuveRequest {
            entete: Some(self.entete.clone()),
            log: tete::contrat(self.journal) as i32,
            taille: Some(tete.taille),
            objet: Some(Objet::TailleAnterieure(taille)),
        };
        Ok(self.client().preuve(request).await?.into_inner().chemin)
    }

    /// Tells the server where its head is kept.
    async fn ancrer(&self, tete: &Note, destination: &str) -> Result<String, Echec> {
        let debut = destination.chars().count().saturating_sub(DESTINATION_MAX);
        let request = AncrerRequest {
            entete: Some(self.entete.clone()),
            note: tete.texte.clone(),
            destination: destination.chars().skip(debut).collect(),
        };
        let ancrage = self.client().ancrer(request).await?.into_inner().ancrage;
        Ok(tete::derniere_ancre(ancrage.as_ref()))
    }
}

fn illisible(ou: &str) -> Echec {
    Echec::Phrase(format!("La note {ou} n’est pas une tête signée."))
}
