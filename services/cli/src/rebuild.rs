//! `parcours rebuild`: the facts computed again beside those that are read, compared, and replaced where they differ.
//!
//! # Invariants
//!
//! - With `--comparer` nothing that is read changes, and the exit code is 2 when something differs.
//! - What is said of a difference is a table and how many rows: never a row.
//! - What was done is said before anything else may fail. What is not known is not claimed.
//!
//! Deliberately not here: the rebuild itself (`server::reconstruction`).

use server::reconstruction::{self, Comparee, PasReconstruit, Reconstruite};

use crate::Fin;
use crate::arguments::{QuellesVues, Rebuild, RebuildFaits};
use crate::base::Base;
use crate::echec::Echec;
use crate::nombres::{accorde, entier};
use crate::sortie;

/// Rebuilds what is asked.
///
/// # Errors
/// [`Echec`] when it could not be computed: it says what became of what is read.
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
    let apart = reconstruction::mis_a_part(base.url(), &departement).await;
    let ferme = tokio::task::block_in_place(|| base.fermer());
    let fait = fait.map_err(|cause| pas_fait(cause, comparer))?;
    presenter(&fait, comparer);
    if let Some(dit) = mis_a_part(apart.map_err(|cause| pas_fait(cause, true))?) {
        sortie::ligne(&dit);
    }
    ferme?;
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

/// The histories that no comparison covers, when there are some.
fn mis_a_part(histoires: usize) -> Option<String> {
    let combien =
        accorde(histoires as u64, "histoire est mise à part", "histoires sont mises à part");
    (histoires > 0)
        .then(|| format!("  ✗ {combien} : un événement ne s’y lit pas.\n  à faire : parcours etat"))
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

/// Whatever failed, comparing replaces nothing.
fn pas_fait(cause: PasReconstruit, comparer: bool) -> Echec {
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
        PasReconstruit::Journal => Echec::Moteur(inchange("Le journal n’a pas pu être lu jusqu’au bout")),
        PasReconstruit::Interrompue => Echec::Moteur(inchange("Le recalcul s’est interrompu")),
        PasReconstruit::Base if comparer => {
            Echec::Moteur(inchange("La base n’a pas répondu jusqu’au bout"))
        }
        PasReconstruit::Base => Echec::Moteur(
            "La base n’a pas répondu jusqu’au bout : les lignes lues sont peut-être remplacées.\n  à faire : \
             parcours rebuild faits --comparer"
                .to_owned(),
        ),
    }
}

fn inchange(cause: &str) -> String {
    format!("{cause}. Les lignes lues n’ont pas changé.\n  à faire : relancez la même commande")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn ce_que_la_base_a_fait_ne_s_affirme_que_si_l_on_comparait() {
        let dit = |comparer| pas_fait(PasReconstruit::Base, comparer).to_string();
        expect![[r"
            La base n’a pas répondu jusqu’au bout. Les lignes lues n’ont pas changé.
              à faire : relancez la même commande"]]
        .assert_eq(&dit(true));
        expect![[r"
            La base n’a pas répondu jusqu’au bout : les lignes lues sont peut-être remplacées.
              à faire : parcours rebuild faits --comparer"]]
        .assert_eq(&dit(false));
    }

    #[test]
    fn les_histoires_mises_a_part_se_disent() {
        assert_eq!(mis_a_part(0), None);
        assert_eq!(
            mis_a_part(2).unwrap(),
            "  ✗ 2 histoires sont mises à part : un événement ne s’y lit pas.\n  à faire : parcours etat"
        );
    }
}
