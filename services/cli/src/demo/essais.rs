//! What to try while a demonstration runs: one command a user, and what it shows.

use super::scene::{Charge, DOSSIER, Scene};
use crate::arguments::ECOUTE;
use crate::jetons::{self, Role};

/// The last simulated day.
const FIN: &str = "2023-12-31";
/// A day after which entries about 2022 still came in.
const ALORS: &str = "2023-01-31";

/// The invitation printed when the table is.
pub(super) fn invitation(scene: &Scene, adresse: &str, charge: &Charge) -> String {
    let dire = |role: Role, commande: &str| {
        format!("      {} {commande}{}\n", programme(), options(scene, adresse, role))
    };
    let mut texte = format!(
        "\nLe serveur tourne à {adresse} ; données et jetons : {DOSSIER_DIT}\n\
         À essayer dans un autre terminal, depuis ce dossier :\n\n\
         L’évaluatrice de la CRIP : ce qui attend une analyse ou un mandat, échéance la plus proche \
         d’abord\n{}",
        dire(Role::Crip, "file --etat a_traiter,a_mandater --nombre 10"),
        DOSSIER_DIT = scene.dossier.display(),
    );
    if let Some(exemple) = &charge.exemple {
        let enfant = &exemple.enfant;
        texte.push_str(
            "\nLa référente justice : où en est cet enfant (une AEMO ordonnée, en attente, puis \
             effective)\n",
        );
        texte.push_str(&dire(Role::Justice, &format!("dossier {enfant} --au {FIN}")));
        texte.push_str("   et ce que l’on en savait pendant l’attente\n");
        let alors = exemple.en_attente_le;
        let commande = format!("dossier {enfant} --au {alors} --connu-a {alors}");
        texte.push_str(&dire(Role::Justice, &commande));
    }
    texte.push_str("\nL’analyste de l’ODPE : l’activité de 2022 d’un territoire\n");
    let rapport = "rapport --periode 2022 --territoire haute_saintonge";
    texte.push_str(&dire(Role::Odpe, rapport));
    texte.push_str(&format!(
        "   et la même, telle qu’enregistrée le {ALORS} : ce qui a été remis ou saisi ensuite n’y est pas\n"
    ));
    texte.push_str(&dire(Role::Odpe, &format!("{rapport} --connu-a {ALORS}")));
    texte.push_str("\nCtrl-C pour arrêter. Une seconde démonstration ici ne rechargera rien.\n");
    texte
}

/// How the reader called us: by the script of the repository, or by the binary's name.
fn programme() -> &'static str {
    // `cargo run`, which the script uses, says so to what it runs.
    if std::env::var_os("CARGO").is_some() { "./parcours" } else { "parcours" }
}

/// What must be said when the demonstration is not at its usual place.
fn options(scene: &Scene, adresse: &str, role: Role) -> String {
    let serveur = if adresse == format!("http://{ECOUTE}") {
        String::new()
    } else {
        format!(" --serveur {adresse}")
    };
    if scene.habituelle() {
        return serveur;
    }
    debug_assert_ne!(scene.dossier.as_os_str(), DOSSIER, "the usual folder needs no option");
    format!("{serveur} --jeton {}", jetons::fichier(&scene.dossier, role).display())
}
