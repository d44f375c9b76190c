//! A child's history as lines, oldest first.
//!
//! A line is an event that counts, in the form its corrections gave it; corrections have their own
//! lines, so that nobody wonders why an event looks as it does, or is gone.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::enfant::Parcours;
use domain::evenement::Evenement;
use domain::histoire::{Cible, Effectif, Enregistre, au};
use domain::temps::Survenu;
use proto::commun::v1::CoordonneesResolues;
use proto::dossier::v1 as fil;
use proto::information::v1::{ExpediteurScelle, expediteur_scelle};
use proto::wire::Wire as _;

use crate::lecture::{Dossier, Point};
use crate::phrases::phrase;
use crate::vues::identifiants;

/// The answer of `Chronologie`.
pub(crate) fn chronologie(
    dossier: &Dossier,
    point: &Point,
    coordonnees: CoordonneesResolues,
) -> fil::ChronologieResponse {
    let parcours = Parcours::au(&dossier.histoire, point.au);
    // Same day: an unknown hour before a known one, then the order of recording, as in the history.
    type Place = (NaiveDate, Option<DateTime<Utc>>, u64, Cible);
    let mut lines: BTreeMap<Place, fil::LigneChronologie> = BTreeMap::new();
    for effectif in au(&dossier.histoire, point.au) {
        lines.insert(place(effectif.survenu, effectif.position, effectif.cible), line(effectif));
    }
    for correction in dossier.enregistres.iter().filter(|recorded| shown(recorded, point)) {
        let Enregistre { cible, position, enregistre_a: _, auteur: _, acte } = correction;
        lines.insert(place(acte.survenu, *position, *cible), correction_line(correction));
    }
    fil::ChronologieResponse {
        coordonnees: Some(coordonnees),
        enfant: dossier.enfant.0.to_string(),
        etat_civil: parcours.identite.etat_civil().map(|etat_civil| etat_civil.to_wire()),
        lignes: lines.into_values().collect(),
        reunis: identifiants(&dossier.reunis),
        demande_sous: dossier.demande_sous.map(|id| id.0.to_string()).unwrap_or_default(),
    }
}

fn place(
    survenu: Survenu,
    position: u64,
    cible: Cible,
) -> (NaiveDate, Option<DateTime<Utc>>, u64, Cible) {
    (survenu.le, survenu.a, position, cible)
}

/// A correction, known and true by then.
fn shown(recorded: &Enregistre, point: &Point) -> bool {
    let known = point.su_au.is_none_or(|su_au| recorded.acte.connu_le <= su_au);
    matches!(recorded.acte.evenement, Evenement::Dossier(_))
        && known
        && recorded.acte.survenu.le <= point.au
}

fn line(effectif: &Effectif) -> fil::LigneChronologie {
    let Effectif {
        cible,
        position,
        enregistre_a,
        auteur,
        rectifie_par,
        rang: _,
        rang_origine: _,
        survenu,
        connu_le,
        evenement,
    } = effectif;
    fil::LigneChronologie {
        cible: Some(cible.to_wire()),
        position: *position,
        r#type: evenement.nom().to_owned(),
        survenu: Some(survenu.to_wire()),
        connu_le: connu_le.to_string(),
        enregistre_a: enregistre_a.map(|instant| instant.to_wire()),
        auteur: auteur.clone(),
        phrase: phrase(evenement),
        evenement: Some(sender_closed(proto::wire::evenement(evenement))),
        rectifie_par: rectifie_par.unwrap_or_default(),
    }
}

fn correction_line(correction: &Enregistre) -> fil::LigneChronologie {
    let Enregistre { cible, position, enregistre_a, auteur, acte } = correction;
    fil::LigneChronologie {
        cible: Some(cible.to_wire()),
        position: *position,
        r#type: acte.evenement.nom().to_owned(),
        survenu: Some(acte.survenu.to_wire()),
        connu_le: acte.connu_le.to_string(),
        enregistre_a: enregistre_a.map(|instant| instant.to_wire()),
        auteur: auteur.clone(),
        phrase: phrase(&acte.evenement),
        evenement: Some(sender_closed(proto::wire::evenement(&acte.evenement))),
        rectifie_par: 0,
    }
}

/// A sender is in no default read: present, not disclosed.
fn sender_closed(mut evenement: fil::Evenement) -> fil::Evenement {
    use expediteur_scelle::Etat;
    use fil::evenement::Evenement as Une;

    match &mut evenement.evenement {
        Some(Une::InformationRecue(recue)) => {
            if let Some(ExpediteurScelle { etat: Some(etat @ Etat::Clair(_)) }) =
                &mut recue.expediteur
            {
                *etat = Etat::Scelle(true);
            }
        }
        Some(Une::EvenementRectifie(rectifie)) => {
            let remplacement = rectifie.remplacement.take();
            rectifie.remplacement = remplacement.map(|inside| Box::new(sender_closed(*inside)));
        }
        // The messages are the contract's, not ours to enumerate: no other holds a sender.
        Some(_) | None => {}
    }
    evenement
}

#[cfg(test)]
mod tests {
    use proto::information::v1::{Expediteur, Recue};

    use super::*;

    fn received() -> fil::Evenement {
        let clair = Expediteur { nom: "Mme Durand".into(), ..Expediteur::default() };
        let expediteur =
            Some(ExpediteurScelle { etat: Some(expediteur_scelle::Etat::Clair(clair)) });
        let recue = Recue { expediteur, ..Recue::default() };
        fil::Evenement { evenement: Some(fil::evenement::Evenement::InformationRecue(recue)) }
    }

    #[test]
    fn un_expediteur_n_est_jamais_montre_fut_il_dans_une_rectification() {
        let rectifie = fil::EvenementRectifie {
            remplacement: Some(Box::new(received())),
            ..fil::EvenementRectifie::default()
        };
        let nested = fil::Evenement {
            evenement: Some(fil::evenement::Evenement::EvenementRectifie(Box::new(rectifie))),
        };
        for evenement in [received(), nested] {
            let shown = format!("{:?}", sender_closed(evenement));
            assert!(!shown.contains("Durand") && shown.contains("Scelle(true)"), "{shown}");
        }
    }
}
