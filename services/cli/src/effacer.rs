//! `parcours effacer`: ends a child's file, and prints the certificate of what was destroyed and what remains.
//!
//! Run again, it destroys nothing more and prints the certificate as things stand then. Deliberately not here: whether
//! the file may be erased, which the server knows.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use proto::commun::v1::{EnteteCommande, Survenu};
use proto::dossier::v1::dossier_service_client::DossierServiceClient;
use proto::dossier::v1::{
    CertificatEffacement, CleConservee, CleDetruite, DossierEfface, EffacerRequest, EffacerResponse,
};
use uuid::Uuid;

use crate::Fin;
use crate::arguments::Effacer;
use crate::client::{self, Canal};
use crate::echec::Echec;
use crate::jetons::Role;
use crate::libelles::Libelles;
use crate::nombres::accorde;
use crate::sortie;
use crate::tableau::plier;
use crate::temps::{self, jour};

/// Erases, and shows the certificate.
///
/// # Errors
/// [`Echec`] when the server cannot be reached, or refuses.
pub async fn executer(demande: Effacer) -> Result<Fin, Echec> {
    let canal = client::ouvrir(&demande.acces.liaison, Role::Archives).await?;
    let entete = client::entete(&demande.acces, Role::Archives);
    let libelles = Libelles::demander(&canal, entete).await;
    let reponse = effacer(canal, &demande).await?;
    sortie::texte(&certificat(&reponse, &libelles));
    Ok(Fin::Bien)
}

async fn effacer(canal: Canal, demande: &Effacer) -> Result<EffacerResponse, Echec> {
    let Effacer { enfant, motif, decision, enregistre_a, acces } = demande;
    let (maintenant, commande_id) = maintenant_et_identifiant();
    let le = temps::jour_legal(enregistre_a.unwrap_or(maintenant));
    let entete = EnteteCommande {
        entete: Some(client::entete(acces, Role::Archives)),
        commande_id: commande_id.to_string(),
        enfants: vec![enfant.clone()],
        survenu: Some(Survenu { le: le.to_string(), ..Survenu::default() }),
        enregistre_a: enregistre_a.map(temps::horodatage),
        ..EnteteCommande::default()
    };
    let efface = DossierEfface { motif: motif.clone(), decision: decision.clone() };
    let request = EffacerRequest { entete: Some(entete), efface: Some(efface) };
    Ok(DossierServiceClient::new(canal).effacer(request).await?.into_inner())
}

/// The day the erasure is dated of, and the identifier of its command.
#[expect(clippy::disallowed_methods, reason = "the edge: a command is typed now, and once")]
fn maintenant_et_identifiant() -> (DateTime<Utc>, Uuid) {
    (Utc::now(), Uuid::now_v7())
}

fn certificat(reponse: &EffacerResponse, libelles: &Libelles) -> String {
    let Some(certificat) = &reponse.certificat else {
        return "Le serveur n’a pas donné de certificat.\n".to_owned();
    };
    let mut texte = tete(certificat, libelles);
    liste(&mut texte, "Détruit", &certificat.detruites, |cle| detruite(cle, libelles));
    liste(&mut texte, "Conservé", &certificat.conservees, |cle| conservee(cle, libelles));
    let scelles = accorde(u64::from(certificat.scelles_illisibles), "événement", "événements");
    let reste = format!(
        "Dans {scelles} du dossier, ce qui était scellé reste au journal sous une forme que plus personne \
         ne peut ouvrir."
    );
    alinea(&mut texte, "\n", "", &reste);
    liste(
        &mut texte,
        "Reste en clair, pseudonyme et non anonyme",
        &certificat.restent_en_clair,
        Clone::clone,
    );
    let sauvegardes = format!(
        "Une sauvegarde des clés peut encore ouvrir ce qui est détruit jusqu’au {}.",
        jour(&certificat.sauvegardes_jusqu_au)
    );
    alinea(&mut texte, "\n", "", &sauvegardes);
    texte
}

fn tete(certificat: &CertificatEffacement, libelles: &Libelles) -> String {
    let CertificatEffacement { enfant, evenement, repere, enregistre_a, efface, efface_le, .. } =
        certificat;
    let DossierEfface { motif, decision } = efface.clone().unwrap_or_default();
    let repere = repere.clone().unwrap_or_default();
    let enregistre = enregistre_a.as_ref().map(temps::instant).unwrap_or_default();
    format!(
        "Certificat d’effacement\n\
         enfant      {enfant}\n\
         effacé le   {}\n\
         motif       {}\n\
         décision    {decision}\n\
         événement   {evenement}, position {} du journal {}, enregistré le {enregistre}\n",
        jour(efface_le),
        libelles.de("MOTIF_EFFACEMENT", &motif),
        repere.position,
        repere.journal,
    )
}

fn detruite(cle: &CleDetruite, libelles: &Libelles) -> String {
    let CleDetruite { cle, nature, detruite_le, raison } = cle;
    let nature = libelles.de("NATURE_SUJET", nature);
    format!("{nature} : clé {cle}, le {} ({raison})", jour(detruite_le))
}

fn conservee(cle: &CleConservee, libelles: &Libelles) -> String {
    let CleConservee { cle, nature, dossiers_vivants } = cle;
    let nature = libelles.de("NATURE_SUJET", nature);
    let autres = accorde(u64::from(*dossiers_vivants), "autre dossier", "autres dossiers");
    format!("{nature} : clé {cle}, partagée avec {autres}")
}

fn liste<T>(texte: &mut String, titre: &str, lignes: &[T], phrase: impl Fn(&T) -> String) {
    if lignes.is_empty() {
        return;
    }
    writeln!(texte, "\n{titre}").expect("writing to a string cannot fail");
    for ligne in lignes {
        alinea(texte, "  • ", "    ", &phrase(ligne));
    }
}

fn alinea(texte: &mut String, debut: &str, marge: &str, phrase: &str) {
    let lignes = plier(phrase, sortie::largeur() - marge.chars().count());
    let debuts = std::iter::once(debut).chain(std::iter::repeat(marge));
    for (debut, ligne) in debuts.zip(lignes) {
        writeln!(texte, "{debut}{ligne}").expect("writing to a string cannot fail");
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use proto::commun::v1::Repere;

    use super::*;

    #[test]
    fn le_certificat_dit_ce_qui_est_detruit_ce_qui_reste_et_jusqu_a_quand() {
        let certificat = CertificatEffacement {
            enfant: "e-1".to_owned(),
            evenement: "v-1".to_owned(),
            repere: Some(Repere { journal: "17/parcours".to_owned(), position: 42 }),
            enregistre_a: None,
            efface: Some(DossierEfface {
                motif: "terme_de_conservation".to_owned(),
                decision: "visa 2036-004".to_owned(),
            }),
            efface_le: "2036-03-01".to_owned(),
            detruites: vec![CleDetruite {
                cle: "c-1".to_owned(),
                nature: "enfant".to_owned(),
                detruite_le: "2036-03-01".to_owned(),
                raison: "terme_de_conservation : visa 2036-004".to_owned(),
            }],
            conservees: vec![CleConservee {
                cle: "c-2".to_owned(),
                nature: "information".to_owned(),
                dossiers_vivants: 1,
            }],
            scelles_illisibles: 3,
            restent_en_clair: vec!["le sexe".to_owned()],
            sauvegardes_jusqu_au: "2036-03-31".to_owned(),
        };
        let reponse = EffacerResponse { recu: None, certificat: Some(certificat) };
        expect![[r#"
            Certificat d’effacement
            enfant      e-1
            effacé le   01/03/2036
            motif       terme_de_conservation
            décision    visa 2036-004
            événement   v-1, position 42 du journal 17/parcours, enregistré le 

            Détruit
              • enfant : clé c-1, le 01/03/2036 (terme_de_conservation : visa 2036-004)

            Conservé
              • information : clé c-2, partagée avec 1 autre dossier

            Dans 3 événements du dossier, ce qui était scellé reste au journal sous une forme que plus personne ne peut ouvrir.

            Reste en clair, pseudonyme et non anonyme
              • le sexe

            Une sauvegarde des clés peut encore ouvrir ce qui est détruit jusqu’au 31/03/2036.
        "#]]
        .assert_eq(&super::certificat(&reponse, &Libelles::default()));
    }
}
