//! `parcours verify`: what is stored, computed again and compared, without asking any server.
//!
//! # Invariants
//!
//! - An extract needs no database.
//! - The database is only read, under the role that may only read, and another process may be serving it meanwhile.
//! - Exit code 0 means that every check held; 2, that one did not; anything that kept from checking is a breakdown.
//! - What is said of a finding is a position, a number, an identifier or a hash: never a payload, never a name.
//!
//! Deliberately not here: the checks themselves (`eventstore::verify`), which know no French.

mod confiance;

mod extrait;

mod phrases;

mod pieces;

mod rapport;

use eventstore::verify::{self, Level, Progress, Reading, Report, Trust, VerifyFailure};
use postgres::Client;

use crate::Fin;
use crate::arguments::{Quoi, Verify, VerifyJournal};
use crate::base::{self, Base};
use crate::echec::Echec;
use crate::nombres::accorde;
use crate::sortie::{self, Progression};
use confiance::Confiance;

/// Verifies what is asked.
///
/// # Errors
/// [`Echec`] when it could not be verified.
pub async fn executer(demande: Verify) -> Result<Fin, Echec> {
    // The synchronous client waits on a thread of its own.
    let verifie = tokio::task::spawn_blocking(move || match demande.quoi {
        Quoi::Journal(demande) => journaux(&demande),
        Quoi::Rapport(demande) => rapport::verifier(&demande),
        Quoi::Extrait(demande) => extrait::executer(&demande),
    });
    let verifie = verifie.await;
    verifie.map_err(|_| Echec::Phrase("La vérification s’est interrompue.".to_owned()))?
}

fn journaux(demande: &VerifyJournal) -> Result<Fin, Echec> {
    let confiance = Confiance::lire(demande)?;
    let base = Base::ouvrir(demande.database_url.as_deref(), &demande.donnees)?;
    let mut client = base.lecteur()?;
    let noms = noms(&mut client, &demande.journal)?;
    confiance.toute_tete_est_de(&noms)?;
    let mut tient = true;
    for nom in &noms {
        let rapport = un(&mut client, nom, &confiance.pour(nom)?)?;
        presenter(&rapport);
        tient &= rapport.holds();
        tient &= pieces::verifier(&mut client, nom)?;
    }
    drop(client);
    base.fermer()?;
    Ok(if tient { Fin::Bien } else { Fin::Incomplet })
}

/// The logs asked for, all of them by default.
fn noms(client: &mut Client, demandes: &[String]) -> Result<Vec<String>, Echec> {
    let connus = verify::logs(client).map_err(panne)?;
    if connus.is_empty() {
        return Err(Echec::Phrase("Cette base n’a aucun journal.".to_owned()));
    }
    if let Some(inconnu) = demandes.iter().find(|nom| !connus.contains(nom)) {
        return Err(Echec::Phrase(format!(
            "Cette base n’a pas de journal « {inconnu} ».\n  à faire : choisissez parmi {}",
            connus.join(", ")
        )));
    }
    Ok(if demandes.is_empty() { connus } else { demandes.to_vec() })
}

fn un(client: &mut Client, nom: &str, trust: &Trust) -> Result<Report, Echec> {
    sortie::etape(&format!("Vérification du journal {nom}"));
    let mut barres = Barres::default();
    let rapport = verify::verify(client, nom, trust, |progress| barres.avance(progress));
    barres.finies();
    rapport.map_err(panne)
}

/// One bar a reading.
#[derive(Default)]
struct Barres {
    lecture: Option<(Reading, Progression)>,
}

impl Barres {
    fn avance(&mut self, progress: Progress) {
        let Progress { reading, done, total } = progress;
        if self.lecture.as_ref().is_none_or(|(en_cours, _)| *en_cours != reading) {
            self.finies();
            let quoi = match reading {
                Reading::Positions => "événements",
                Reading::Streams => "par flux",
            };
            self.lecture = Some((reading, Progression::nouvelle(quoi, total)));
        }
        if let Some((_, progression)) = &mut self.lecture {
            progression.atteint(done);
        }
    }

    fn finies(&mut self) {
        if let Some((_, progression)) = self.lecture.take() {
            progression.finie();
        }
    }
}

/// What was checked, a line each; then what does not hold, or that all does.
fn presenter(rapport: &Report) {
    let marque = if rapport.simulated { " (simulé)" } else { "" };
    sortie::ligne(&format!("Journal {}{marque}", rapport.log));
    for verification in phrases::verifications(rapport) {
        sortie::ligne(&format!("  {verification}"));
    }
    for constat in &rapport.findings {
        sortie::ligne(&format!("  ✗ {}", phrases::constat(constat)));
    }
    sortie::ligne(&format!("  {}", conclusion(rapport)));
}

fn conclusion(rapport: &Report) -> String {
    if rapport.holds() {
        return format!("Tout tient : {}.", niveau(rapport));
    }
    let ou = rapport.first_bad().map(|ou| format!(" ; à partir de {}", phrases::ou(ou)));
    let genres = accorde(rapport.findings.len() as u64, "sorte d’écart", "sortes d’écarts");
    format!("Ce journal ne tient pas : {genres}{}.", ou.unwrap_or_default())
}

/// How much that proves.
fn niveau(rapport: &Report) -> String {
    let jusqu_a = |taille: Option<eventstore::Position>| {
        let taille = taille.map_or(0, eventstore::Position::get);
        phrases::nombre(taille)
    };
    match rapport.level() {
        Level::Hashes => "les empreintes concordent ; aucune tête signée ne le prouve".to_owned(),
        Level::SignedHeads => {
            format!(
                "prouvé par les têtes signées jusqu’à la position {}",
                jusqu_a(rapport.signed_up_to)
            )
        }
        Level::OutsideAnchors => format!(
            "prouvé par une tête gardée ailleurs jusqu’à la position {}, par les têtes signées jusqu’à {}",
            jusqu_a(rapport.anchored_up_to),
            jusqu_a(rapport.signed_up_to)
        ),
    }
}

fn panne(failure: VerifyFailure) -> Echec {
    Echec::Moteur(match failure {
        VerifyFailure::UnknownLog(nom) => format!("Cette base n’a pas de journal « {nom} »."),
        VerifyFailure::Database(cause) => base::refuse(&cause),
    })
}
