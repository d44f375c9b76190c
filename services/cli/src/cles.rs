//! `parcours cles`: the rotation of the master key, on the database itself and the folder of its keys.
//!
//! Deliberately not here: how keys are wrapped and who may wrap (`server::cles`).

use private_postgres::{Cluster, DataFolder, Options};
use server::Demarrage;
use server::cles::{self, Rotation};

use crate::Fin;
use crate::arguments::{Cles, QuellesCles, Tourner};
use crate::echec::Echec;
use crate::nombres::accorde;
use crate::sortie;

/// The database of a private cluster.
const BASE: &str = "parcours";

/// Rotates, or removes the former key.
///
/// # Errors
/// [`Echec`], in French, when it could not; nothing is lost and the same command goes on.
pub async fn executer(demande: Cles) -> Result<Fin, Echec> {
    let QuellesCles::Tourner(demande) = demande.quoi;
    let Tourner { database_url, donnees, retirer_l_ancienne } = demande;
    let (cluster, url) = match database_url {
        Some(url) => (None, url),
        None => tokio::task::block_in_place(|| privee(&donnees))?,
    };
    let folder = donnees.join("cles");
    let fait = if retirer_l_ancienne {
        cles::retirer_l_ancienne(&url, &folder).await
    } else {
        cles::tourner(&url, &folder).await
    };
    tokio::task::block_in_place(|| cluster.map_or(Ok(()), Cluster::stop)).map_err(base)?;
    sortie::ligne(&phrase(fait.map_err(|cause| pas_fait(&cause))?, retirer_l_ancienne));
    Ok(Fin::Bien)
}

/// The private database of a folder: the one at work, or started for the time of this.
fn privee(donnees: &std::path::Path) -> Result<(Option<Cluster>, String), Echec> {
    let data = donnees.join("postgres");
    if let Some(database) = Cluster::at_work(&data, BASE).map_err(base)? {
        return Ok((None, database.url()));
    }
    if !data.exists() {
        return Err(Echec::Phrase(format!(
            "Il n’y a pas de base dans {}.\n  à faire : donnez le dossier du serveur par --donnees, \
             ou sa base par --database-url",
            donnees.display()
        )));
    }
    let cluster = Cluster::start(Options { data: DataFolder::Persistent(data) }).map_err(base)?;
    let url = cluster.database(BASE).map_err(base)?.url();
    Ok((Some(cluster), url))
}

fn phrase(fait: Rotation, retirer: bool) -> String {
    let Rotation { refermees, ancienne_retiree } = fait;
    match (retirer, ancienne_retiree) {
        (true, true) => {
            "L’ancienne clé maîtresse est retirée : les sauvegardes prises avant la rotation \
                         ne s’ouvrent plus sans une copie d’elle."
                .to_owned()
        }
        (true, false) => "Il n’y avait pas d’ancienne clé maîtresse à retirer.".to_owned(),
        (false, true | false) => format!(
            "{} sous la nouvelle clé maîtresse. L’ancienne est gardée à côté.\n  à faire : sauvegardez \
             le dossier des clés, puis « parcours cles tourner --retirer-l-ancienne »",
            accorde(refermees, "clé refermée", "clés refermées")
        ),
    }
}

fn base(failure: private_postgres::Failure) -> Echec {
    Echec::Moteur(failure.to_string())
}

fn pas_fait(cause: &Demarrage) -> Echec {
    if cles::reste_des_cles(cause) {
        return Echec::Phrase(
            "Des clés dépendent encore de l’ancienne clé maîtresse : elle n’est pas retirée.\n  à faire : \
             terminez la rotation par « parcours cles tourner »"
                .to_owned(),
        );
    }
    Echec::Phrase(format!(
        "La rotation ne s’est pas faite jusqu’au bout ({cause}).\n  à faire : vérifiez que le dossier des \
         clés est celui de cette base, puis relancez la même commande"
    ))
}
