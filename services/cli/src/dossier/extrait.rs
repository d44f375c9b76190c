//! `parcours dossier --extrait`: the extract for a judge, in a file, with the page that verifies it and its PDF beside.
//!
//! Deliberately not here: what is shown and what is left out, which the server decides.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use proto::commun::v1::{Decideur, EnteteCommande, Survenu};
use proto::dossier::v1::dossier_service_client::DossierServiceClient;
use proto::dossier::v1::{ExtraireRequest, ExtraireResponse, SectionExtrait};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::Fin;
use crate::arguments::Dossier;
use crate::client::{self, REPONSE_MAX};
use crate::echec::Echec;
use crate::jetons::Role;
use crate::libelles::Libelles;
use crate::nombres::groupes;
use crate::sortie;
use crate::temps::{self, jour};

/// Asks for the extract, shows it, and writes what was asked for.
///
/// # Errors
/// [`Echec`] when the server cannot be reached or refuses, or a file cannot be written.
pub(super) async fn executer(demande: &Dossier) -> Result<Fin, Echec> {
    let canal = client::ouvrir(&demande.acces.liaison, Role::Justice).await?;
    let entete = client::entete(&demande.acces, Role::Justice);
    let libelles = Libelles::demander(&canal, entete).await;
    let mut client = DossierServiceClient::new(canal).max_decoding_message_size(REPONSE_MAX);
    let reponse = client.extraire(request(demande)).await?.into_inner();
    sortie::texte(&dit(&reponse, &libelles));
    if let Some(fichier) = &demande.extrait.fichier {
        ecrire(fichier, &reponse.donnees)?;
    }
    if let Some(fichier) = &demande.extrait.pdf {
        ecrire(fichier, &reponse.pdf)?;
    }
    if let Some(fichier) = &demande.extrait.verificateur {
        ecrire(fichier, reponse.verificateur.as_bytes())?;
    }
    Ok(Fin::Bien)
}

fn ecrire(fichier: &Path, octets: &[u8]) -> Result<(), Echec> {
    let quoi = format!("écrire {}", fichier.display());
    fs::write(fichier, octets).map_err(|cause| Echec::Fichier { quoi, cause })?;
    sortie::etape(&format!("Écrit : {}", fichier.display()));
    Ok(())
}

fn request(demande: &Dossier) -> ExtraireRequest {
    let asked = &demande.extrait;
    let (maintenant, commande_id, extrait) = maintenant_et_identifiants();
    let le = temps::jour_legal(asked.enregistre_a.unwrap_or(maintenant));
    let enfants = std::iter::once(&demande.enfant).chain(&asked.fratrie).cloned().collect();
    let decideur = asked.signataire.as_ref().map(|agent| Decideur {
        agent: agent.clone(),
        qualite: asked.qualite.clone().unwrap_or_default(),
        signe_le: le.to_string(),
        electronique: true,
        ..Decideur::default()
    });
    ExtraireRequest {
        entete: Some(EnteteCommande {
            entete: Some(client::entete(&demande.acces, Role::Justice)),
            commande_id: commande_id.to_string(),
            enfants,
            survenu: Some(Survenu { le: le.to_string(), ..Survenu::default() }),
            enregistre_a: asked.enregistre_a.map(temps::horodatage),
            ..EnteteCommande::default()
        }),
        extrait: extrait.to_string(),
        dossier: asked.dossier_judiciaire.clone().unwrap_or_default(),
        coordonnees: Some((&demande.moment).into()),
        profil: asked.profil.clone(),
        apercu: asked.apercu,
        decideur,
        pdf: asked.pdf.is_some(),
    }
}

/// The day it is handed over, the identifier of its command, and its own.
#[expect(clippy::disallowed_methods, reason = "the edge: a command is typed now, and once")]
fn maintenant_et_identifiants() -> (DateTime<Utc>, Uuid, Uuid) {
    (Utc::now(), Uuid::now_v7(), Uuid::now_v7())
}

fn dit(reponse: &ExtraireResponse, libelles: &Libelles) -> String {
    let mut texte = String::new();
    for une in &reponse.sections {
        section(&mut texte, une, libelles);
    }
    if reponse.empreinte.is_empty() {
        texte.push_str("\nAperçu : rien n’est signé, rien n’est inscrit.\n");
        return texte;
    }
    writeln!(texte, "\nEmpreinte de l’extrait : {}", groupes(&reponse.empreinte)).expect(ECRIT);
    for cle in &reponse.cles {
        let nom = cle.rsplit_once('+').map_or(cle.as_str(), |(nom, _)| nom);
        let empreinte = empreinte_de_cle(cle).unwrap_or_default();
        writeln!(texte, "Empreinte de la clé {nom} : {}", groupes(&empreinte)).expect(ECRIT);
    }
    texte.push_str("À imprimer, et à remettre par une autre voie que le fichier.\n");
    texte
}

/// SHA-256 of the public bytes of a key (C2SP vkey), in hexadecimal: what its page shows too.
fn empreinte_de_cle(cle: &str) -> Option<String> {
    let octets = STANDARD.decode(cle.splitn(3, '+').nth(2)?).ok()?;
    let (_, publics) = octets.split_first()?;
    Some(Sha256::digest(publics).iter().map(|octet| format!("{octet:02x}")).collect())
}

const ECRIT: &str = "writing to a string cannot fail";

fn section(texte: &mut String, une: &SectionExtrait, libelles: &Libelles) {
    writeln!(texte, "\nEnfant {}", une.enfant).expect(ECRIT);
    for rubrique in &une.rubriques {
        writeln!(texte, "  {}", rubrique.titre).expect(ECRIT);
        for ligne in &rubrique.lignes {
            writeln!(texte, "    {}  {}", jour(&ligne.le), ligne.texte).expect(ECRIT);
        }
    }
    let retraits: Vec<String> = une
        .retraits
        .iter()
        .map(|un| format!("{} : {}", libelles.de("MOTIF_RETRAIT", &un.motif), un.nombre))
        .collect();
    let retires = if retraits.is_empty() { "rien".to_owned() } else { retraits.join(" ; ") };
    writeln!(texte, "  Retiré : {retires}").expect(ECRIT);
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use proto::dossier::v1::{LigneExtrait, RubriqueExtrait};
    use proto::ecrit::v1::Retrait;

    use super::*;

    #[test]
    fn un_apercu_dit_les_lignes_et_ce_qui_est_retire() {
        let ligne = LigneExtrait {
            le: "2024-01-12".to_owned(),
            texte: "AEMO ordonnée.".to_owned(),
            cites: Vec::new(),
        };
        let rubrique =
            RubriqueExtrait { titre: "Les mesures ordonnées".to_owned(), lignes: vec![ligne] };
        let une = SectionExtrait {
            enfant: "e-1".to_owned(),
            rubriques: vec![rubrique],
            retraits: vec![Retrait { motif: "expediteur".to_owned(), nombre: 2 }],
            montres: 1,
        };
        let reponse = ExtraireResponse { sections: vec![une], ..ExtraireResponse::default() };
        expect![[r#"

            Enfant e-1
              Les mesures ordonnées
                12/01/2024  AEMO ordonnée.
              Retiré : expediteur : 2

            Aperçu : rien n’est signé, rien n’est inscrit.
        "#]]
        .assert_eq(&dit(&reponse, &Libelles::default()));
    }
}
