//! `parcours rebuild`: the facts computed again beside those that are read, compared, and replaced where they differ.
//!
//! # Invariants
//!
//! - With `--comparer` nothing that is read changes, and the exit code is 2 when something differs.
//! - What is said of a difference is a table and how many rows: never a row.
//!
//! Deliberately not here: the rebuild itself (`server::reconstruction`).

use server::reconstruction::{self, Comparee, PasReconstruit, Reconstruite};

use crate::Fin;
use crate::arguments::{QuellesVues, Rebuild, RebuildFaits};
use crate::echec::Echec;
use crate::nombres::{accorde, entier};
use crate::sortie;
use crate::verify::base::Base;

/// Rebuilds what is asked.
///
/// # Errors
/// [`Echec`] when it could not be computed; what is read is then as it was.
pub async fn executer(demande: Rebuild) -> Result<Fin, Echec> {
    let QuellesVues::Faits(demande) = demande.quoi;
    let RebuildFaits { comparer, database_url, donnees, departement } = demande;
    let base = tokio::task::block_in_place(|| Base::ouvrir(database_url.as_deref(), &donnees))?;
    sortie::etape(&format!("Recalcul des faits de {departement}/parcours"));
    let fait = if comparer {
        reconstruction::comparer(base.url(), &departement).await
    } else {
        reconstruction::reconstruire(base.url(), &departement).await
    };
    tokio::task::block_in_place(|| base.fermer())?;
    let fait = fait.map_err(pas_fait)?;
    presenter(&fait, comparer);
    Ok(if comparer && fait.differe() { Fin::Incomplet } else { Fin::Bien })
}

/// What was compared, a line a table that differs, and what became of it.
fn presenter(fait: &Reconstruite, comparer: bool) {
    let Reconstruite { position, tables } = fait;
    let lignes: u64 = tables.iter().map(|table| table.lignes).sum();
    sortie::ligne(&format!(
        "Faits recalculés jusqu’à la position {} : {}, {}",
        entier(position.get().cast_signed()),
        accorde(tables.len() as u64, "table", "tables"),
        accorde(lignes, "ligne", "lignes"),
    ));
    for table in tables.iter().filter(|table| table.differe()) {
        sortie::ligne(&format!("  ✗ {}", ecart(table)));
    }
    sortie::ligne(match (fait.differe(), comparer) {
        (false, true | false) => {
            "  Tout concorde : les lignes lues sont celles que donne le journal."
        }
        (true, true) => {
            "  Ces lignes ne sont pas celles que donne le journal. Rien n’a été remplacé.\n  \
             à faire : parcours rebuild faits"
        }
        (true, false) => "  Ces lignes sont remplacées par celles que donne le journal.",
    });
}

fn ecart(table: &Comparee) -> String {
    let Comparee { table, lignes, manquantes, en_trop } = table;
    format!(
        "{table} : {} sur {}, {} en trop",
        accorde(*manquantes, "ligne manque", "lignes manquent"),
        entier(lignes.cast_signed()),
        entier(en_trop.cast_signed()),
    )
}

fn pas_fait(cause: PasReconstruit) -> Echec {
    match cause {
        PasReconstruit::Adresse(_) => Echec::Phrase(
            "L’adresse de la base est incompréhensible.\n  à faire : corrigez --database-url".to_owned(),
        ),
        PasReconstruit::PasDeJournal(nom) => Echec::Phrase(format!(
            "Cette base n’a pas de journal « {nom} ».\n  à faire : donnez le code du Département par --departement"
        )),
        PasReconstruit::Occupee => Echec::Phrase(
            "Une autre reconstruction est en cours sur cette base.\n  à faire : attendez sa fin, puis relancez la \
             même commande"
                .to_owned(),
        ),
        PasReconstruit::Panne(cause) => Echec::Moteur(format!(
            "Le recalcul ne s’est pas fait jusqu’au bout ({cause}). Les lignes lues n’ont pas changé.\n  à faire : \
             relancez la même commande"
        )),
    }
}
