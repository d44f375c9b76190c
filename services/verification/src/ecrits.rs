//! What was written of a child, to whom and when; and what is withheld.
//!
//! Invariant: a writing is read in the facts where it stands, in their order; nothing of it is kept.

use chrono::NaiveDate;
use domain::codes::{Correspondant, GenreEcrit, IssueReexamen};
use domain::ecrit::{Emis, Event as Ecrit};
use domain::evenement::Evenement;
use domain::temps::Survenu;
use uuid::Uuid;

use crate::enfant::Enfant;

/// The reports on a child's situation: what tells the judge how he is.
pub(crate) const RAPPORTS: &[GenreEcrit] =
    &[GenreEcrit::RapportEcheance, GenreEcrit::RapportAnnuel, GenreEcrit::RapportSituation];

/// What the Département sent, in the order of the facts.
pub(crate) fn envoyes(enfant: &Enfant) -> impl Iterator<Item = (Survenu, &Emis)> {
    enfant.faits.iter().filter_map(|fait| {
        let Evenement::Ecrit(Ecrit::Emis(emis)) = &fait.evenement else { return None };
        Some((fait.survenu, emis))
    })
}

/// The first writing of one of these kinds about an object, sent on that day or since.
pub(crate) fn premier_envoi(
    enfant: &Enfant,
    genres: &[GenreEcrit],
    objet: Uuid,
    depuis: NaiveDate,
) -> Option<NaiveDate> {
    let about = |emis: &Emis| genres.contains(&emis.genre) && emis.objet == Some(objet);
    let sent = envoyes(enfant).filter(|(_, emis)| about(emis));
    sent.map(|(survenu, _)| survenu.le).filter(|le| depuis <= *le).min()
}

/// The first writing of one of these kinds about an object sent to the judge: its day, its instant when known.
pub(crate) fn avis_au_juge(enfant: &Enfant, genres: &[GenreEcrit], objet: Uuid) -> Option<Survenu> {
    let about = |emis: &Emis| {
        genres.contains(&emis.genre)
            && emis.objet == Some(objet)
            && emis.destinataire == Correspondant::JugeDesEnfants
    };
    let sent = envoyes(enfant).filter(|(_, emis)| about(emis)).map(|(survenu, _)| survenu);
    sent.min_by_key(|survenu| (survenu.le, survenu.a))
}

/// The day since which what a writing would tell is withheld, if the last decision about it was not lifted since.
pub(crate) fn differe_depuis(enfant: &Enfant, genre: GenreEcrit, objet: Uuid) -> Option<NaiveDate> {
    let (mut depuis, mut levees) = (None, Vec::new());
    for fait in &enfant.faits {
        let Evenement::Ecrit(event) = &fait.evenement else { continue };
        if let Ecrit::Differee(differee) = event
            && (differee.genre, differee.objet) == (genre, Some(objet))
        {
            depuis = depuis.max(Some(fait.le()));
        }
        if let Ecrit::Reexaminee(examen) = event
            && (examen.genre, examen.objet) == (genre, Some(objet))
            && examen.issue == IssueReexamen::Levee
        {
            levees.push(fait.le());
        }
    }
    depuis.filter(|depuis| !levees.iter().any(|levee| depuis <= levee))
}
