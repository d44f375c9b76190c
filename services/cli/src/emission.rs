//! `parcours arreter` and `parcours emettre`: the data of a year are frozen; a report is issued on them.
//!
//! # Invariants
//!
//! - Documents leave as they came from the server, to the byte, each under the digest its manifest states.
//! - A folder that already holds one of the documents is left as it is: nothing issued is overwritten.
//!
//! Deliberately not here: any figure, any signature.

use std::fs;
use std::path::Path;

use chrono::{DateTime, Utc};
use proto::activite::v1::{Document, EmettreRequest};
use proto::commun::v1::{EnteteCommande, Survenu};
use proto::departement::v1::departement_service_client::DepartementServiceClient;
use proto::departement::v1::{ArreterRequest, DonneesArretees};
use proto::journal::v1::journal_service_client::JournalServiceClient;
use proto::journal::v1::{Log, TeteRequest};
use uuid::Uuid;

use crate::Fin;
use crate::arguments::{Acces, Arreter, Emettre, Perimetre, Portee};
use crate::client::{self, Canal};
use crate::echec::Echec;
use crate::jetons::Role;
use crate::sortie;
use crate::temps;

/// Freezes the data of a year, and says under which identifier.
///
/// # Errors
/// [`Echec`] when the server cannot be reached or refuses.
pub async fn arreter(demande: Arreter) -> Result<Fin, Echec> {
    let canal = client::ouvrir(&demande.acces.liaison, Role::Odpe).await?;
    let position = match demande.position {
        Some(position) => position,
        None => tete(&canal, &demande.acces).await?,
    };
    let (maintenant, arrete) = maintenant_et_identifiant();
    let Arreter { annee, statut, intitule, agent, qualite, enregistre_a, acces, .. } = demande;
    let arretees = DonneesArretees {
        arrete: arrete.to_string(),
        intitule: intitule.unwrap_or_else(|| format!("Arrêté {annee}, {}", statut.dit())),
        annee,
        position,
        statut: statut.cle().to_owned(),
        agent,
        qualite,
    };
    let entete = Some(entete(&acces, enregistre_a, maintenant));
    let intitule = arretees.intitule.clone();
    let request = ArreterRequest { entete, arretees: Some(arretees) };
    DepartementServiceClient::new(canal).arreter(request).await?;
    sortie::ligne(&format!("{intitule} : position {position}, identifiant {arrete}"));
    Ok(Fin::Bien)
}

/// Issues a report, and writes every document of it in a folder.
///
/// # Errors
/// [`Echec`] when the server cannot be reached or refuses, or a file cannot be written.
pub async fn emettre(demande: Emettre) -> Result<Fin, Echec> {
    let mut client = client::activite(&demande.acces).await?;
    let (maintenant, rapport) = maintenant_et_identifiant();
    let Emettre { perimetre, arrete, publication, formes, dossier, enregistre_a, acces } = demande;
    let Perimetre { periode, portee: Portee { territoire, connu_a } } = perimetre;
    let request = EmettreRequest {
        entete: Some(entete(&acces, enregistre_a, maintenant)),
        rapport: rapport.to_string(),
        periode,
        territoire,
        connu_a: connu_a.map(Into::into),
        registre: 0,
        diffusion: if publication { "publication" } else { "interne" }.to_owned(),
        formes,
        arrete: arrete.unwrap_or_default(),
        emis: None,
    };
    let reponse = client.emettre(request).await?.into_inner();
    fs::create_dir_all(&dossier).map_err(Echec::sur("créer", &dossier))?;
    for document in &reponse.documents {
        ecrire(&dossier, document)?;
    }
    sortie::ligne(&format!("Rapport {rapport} émis dans {}", dossier.display()));
    Ok(Fin::Bien)
}

/// Writes a document under a name that says its form, unless something is there.
fn ecrire(dossier: &Path, document: &Document) -> Result<(), Echec> {
    let nom = match document.forme.as_str() {
        "manifeste" => "manifeste.note".to_owned(),
        forme => format!("rapport.{forme}"),
    };
    let fichier = dossier.join(nom);
    let neuf = fs::OpenOptions::new().write(true).create_new(true).open(&fichier);
    let mut neuf = neuf.map_err(Echec::sur("créer", &fichier))?;
    std::io::Write::write_all(&mut neuf, &document.contenu)
        .map_err(Echec::sur("écrire", &fichier))?;
    sortie::ligne(&format!("  {}  {}", document.empreinte, fichier.display()));
    Ok(())
}

/// The head of the journal of cases, as last signed.
async fn tete(canal: &Canal, acces: &Acces) -> Result<u64, Echec> {
    let entete = Some(client::entete(acces, Role::Odpe));
    let request = TeteRequest { entete, log: Log::Parcours.into(), taille: None };
    let reponse = JournalServiceClient::new(canal.clone()).tete(request).await?.into_inner();
    Ok(reponse.tete.map(|tete| tete.taille).unwrap_or_default())
}

fn entete(
    acces: &Acces,
    enregistre_a: Option<DateTime<Utc>>,
    maintenant: DateTime<Utc>,
) -> EnteteCommande {
    let le = temps::jour_legal(enregistre_a.unwrap_or(maintenant));
    EnteteCommande {
        entete: Some(client::entete(acces, Role::Odpe)),
        commande_id: maintenant_et_identifiant().1.to_string(),
        survenu: Some(Survenu { le: le.to_string(), ..Survenu::default() }),
        enregistre_a: enregistre_a.map(temps::horodatage),
        ..EnteteCommande::default()
    }
}

#[expect(clippy::disallowed_methods, reason = "the edge: a command is typed now, and once")]
fn maintenant_et_identifiant() -> (DateTime<Utc>, Uuid) {
    (Utc::now(), Uuid::now_v7())
}
