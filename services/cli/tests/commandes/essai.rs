//! A server of its own for a test of the binary: its database, its folder, a token a role.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use chrono::TimeDelta;
use private_postgres::testing::{self, TestDatabase};
use serde_json::{Value, json};
use server::Running;
use server::horloge::{Horloge as _, HorlogeSysteme};
use server::jetons::Porteur;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use uuid::Uuid;

/// A surname nothing else in the house uses.
pub(crate) const NOM: &str = "Quatrevaux";

/// A server at work. Dropped, it leaves nothing behind.
pub(crate) struct Essai {
    pub(crate) serveur: Running,
    pub(crate) base: TestDatabase,
    pub(crate) dossier: TempDir,
    _execution: Runtime,
}

impl Essai {
    pub(crate) fn nouveau() -> Self {
        let (execution, base) = (Runtime::new().unwrap(), testing::database());
        let dossier = tempfile::tempdir().unwrap();
        let libre = "127.0.0.1:0".parse().unwrap();
        let options = server::Options::new(base.url(), dossier.path().to_path_buf(), libre);
        let serveur = execution.block_on(server::start(options)).unwrap();
        for porteur in Porteur::de_demonstration("17") {
            let (maintenant, duree) = (HorlogeSysteme.maintenant(), TimeDelta::hours(1));
            let jeton = serveur.emetteur.signer(&porteur, maintenant, duree);
            let fichier = format!("{}.jeton", porteur.role.nom());
            std::fs::write(dossier.path().join(fichier), jeton).unwrap();
        }
        Self { serveur, base, dossier, _execution: execution }
    }

    /// A file of these lines.
    pub(crate) fn fichier(&self, lignes: &[String]) -> PathBuf {
        let fichier = self.dossier.path().join("a.jsonl");
        std::fs::write(&fichier, lignes.join("\n")).unwrap();
        fichier
    }

    /// A client command, as a role.
    pub(crate) fn commande(&self, role: &str, arguments: &[&str]) -> Command {
        let mut commande = parcours();
        commande.args(arguments);
        commande.arg("--serveur").arg(format!("http://{}", self.serveur.addr));
        commande.arg("--jeton").arg(self.dossier.path().join(format!("{role}.jeton")));
        commande
    }

    /// Runs a client command to its end.
    pub(crate) fn dire(&self, role: &str, arguments: &[&str]) -> Fin {
        Fin::de(&self.commande(role, arguments).output().unwrap())
    }

    /// Imports a file.
    pub(crate) fn importer(&self, fichier: &Path) -> Fin {
        self.dire("reprise", &["import", fichier.to_str().unwrap()])
    }
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Fin {
    pub(crate) code: Option<i32>,
    pub(crate) dit: String,
    pub(crate) erreurs: String,
}

impl Fin {
    pub(crate) fn de(sortie: &Output) -> Self {
        let texte = |octets: &[u8]| String::from_utf8(octets.to_vec()).unwrap();
        Self {
            code: sortie.status.code(),
            dit: texte(&sortie.stdout),
            erreurs: texte(&sortie.stderr),
        }
    }
}

/// The binary.
pub(crate) fn parcours() -> Command {
    Command::new(env!("CARGO_BIN_EXE_parcours"))
}

/// The line that opens the file of child number `enfant`, as command number `commande`.
pub(crate) fn inscrire(commande: u128, enfant: u128, prenoms: &str) -> String {
    let inscrit = json!({
        "etatCivil": { "clair": { "nom": NOM, "prenoms": prenoms } },
        "naissance": { "le": "2015-03-04", "source": "etat_civil" },
        "sexe": "feminin",
    });
    let inscriptions = json!([{ "enfant": Uuid::from_u128(enfant), "inscrit": inscrit }]);
    ligne("IdentiteService.Inscrire", commande, json!({ "inscriptions": inscriptions }))
}

/// A line of an import file, about a fact of 2 January 2020.
pub(crate) fn ligne(rpc: &str, commande: u128, mut request: Value) -> String {
    request["entete"]["entete"] = json!({ "departement": "17", "finalite": "reprise" });
    request["entete"]["commandeId"] = json!(Uuid::from_u128(commande));
    request["entete"]["survenu"] = json!({ "le": "2020-01-02" });
    json!({ "rpc": rpc, "request": request }).to_string()
}
