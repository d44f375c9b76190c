//! What becomes of one event in an extract: shown under a title, left out on a ground, or passed over in silence.
//!
//! Each chapter has its rule. What the parties may not read is decided here, event by event, then seal by seal.

use super::Titre;
use super::perimetre::Perimetre;
use crate::accueil;
use crate::codes::{Correspondant, MotifRetrait, ProfilExtrait, RegimePiece};
use crate::ecrit::{self, est_un_rapport};
use crate::evenement::Evenement;
use crate::histoire::Effectif;
use crate::justice;
use crate::projet_pour_enfant as projet;
use crate::{identite, information, mesure, piece};

/// What becomes of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choix {
    /// Shown under that title.
    Montrer(Titre),
    /// Left out, and counted.
    Retirer(MotifRetrait),
    /// Kept by the engine for itself.
    Taire,
}

const HORS_SAISINE: Choix = Choix::Retirer(MotifRetrait::HorsSaisine);

/// What becomes of an event of a perimeter. `secret`: a place is kept secret.
pub(super) fn choisir(
    perimetre: &Perimetre,
    profil: ProfilExtrait,
    secret: bool,
    effectif: &Effectif,
) -> Choix {
    let chosen = dans_la_saisine(perimetre, effectif);
    let Choix::Montrer(_) = chosen else { return chosen };
    match profil {
        ProfilExtrait::Magistrat => chosen,
        ProfilExtrait::Contradictoire => {
            cache_aux_parties(&effectif.evenement, secret).map_or(chosen, Choix::Retirer)
        }
    }
}

fn dans_la_saisine(perimetre: &Perimetre, effectif: &Effectif) -> Choix {
    let of_ours = |titre| {
        let objet = effectif.evenement.objet();
        let ours = objet.is_some_and(|objet| perimetre.contient(objet));
        if ours { Choix::Montrer(titre) } else { HORS_SAISINE }
    };
    match &effectif.evenement {
        Evenement::Identite(event) => identite(event),
        Evenement::Information(
            information::Event::Recue(_)
            | information::Event::Qualifiee(_)
            | information::Event::Signalee(_)
            | information::Event::RetourParquetRecu(_),
        )
        | Evenement::Evaluation(_)
        | Evenement::Decision(_) => of_ours(Titre::Origine),
        Evenement::Mesure(_) => of_ours(Titre::Execution),
        Evenement::Accueil(_) => of_ours(Titre::Lieux),
        Evenement::Projet(event) => projet(event),
        Evenement::Ecrit(event) => ecrit(perimetre, event),
        Evenement::Justice(event) => justice(perimetre, event),
        Evenement::Piece(piece::Event::Versee(versee)) => {
            let told = versee.communicable_a.contains(&Correspondant::JugeDesEnfants)
                || versee.regime == RegimePiece::Judiciaire;
            if told { Choix::Montrer(Titre::Pieces) } else { of_ours(Titre::Pieces) }
        }
        Evenement::Fratrie(_) | Evenement::Dossier(_) => Choix::Taire,
        Evenement::Information(_)
        | Evenement::Statut(_)
        | Evenement::Autonomie(_)
        | Evenement::Sante(_)
        | Evenement::Situation(_)
        | Evenement::Competence(_)
        | Evenement::Entourage(_) => HORS_SAISINE,
    }
}

fn identite(event: &identite::Event) -> Choix {
    use identite::Event;
    match event {
        Event::Inscrit(_)
        | Event::NonIdentifieSignale(_)
        | Event::Identifie(_)
        | Event::NaissanceFixee(_)
        | Event::ResidenceDeclaree(_)
        | Event::MnaReconnu(_)
        | Event::Emancipe(_)
        | Event::Decede(_)
        | Event::Ne(_) => Choix::Montrer(Titre::Identite),
        Event::ANaitreSignale(_)
        | Event::PrenatalClos(_)
        | Event::MisALAbri(_)
        | Event::MiseALAbriProlongee(_)
        | Event::RepitAccorde(_)
        | Event::MinoriteEvaluee(_)
        | Event::MinoriteRefusee(_) => HORS_SAISINE,
    }
}

fn projet(event: &projet::Event) -> Choix {
    use projet::Event;
    match event {
        Event::Etabli(_) | Event::Revise(_) | Event::Signe(_) | Event::SignatureRefusee(_) => {
            Choix::Montrer(Titre::Projet)
        }
        Event::ObjectifEvalue(_)
        | Event::Remis(_)
        | Event::CessecSaisie(_)
        | Event::AvisCessec(_)
        | Event::StabiliteExaminee(_)
        | Event::ReferenceConfiee(_) => HORS_SAISINE,
    }
}

/// Reports received, and what was sent to the judge, about the file or about nothing in particular.
fn ecrit(perimetre: &Perimetre, event: &ecrit::Event) -> Choix {
    use ecrit::Event;
    let about =
        |objet: Option<uuid::Uuid>| objet.map_or(perimetre.seul, |objet| perimetre.contient(objet));
    let shown = match event {
        Event::Emis(emis) => {
            emis.destinataire == Correspondant::JugeDesEnfants && about(emis.objet)
        }
        Event::Recu(recu) => est_un_rapport(recu.genre) && about(recu.objet),
        Event::ExtraitRemis(_) => return Choix::Taire,
        Event::Accuse(_)
        | Event::Valide(_)
        | Event::Communique(_)
        | Event::Differee(_)
        | Event::Reexaminee(_)
        | Event::IncidentSurvenu(_) => false,
    };
    if shown { Choix::Montrer(Titre::Ecrits) } else { HORS_SAISINE }
}

fn justice(perimetre: &Perimetre, event: &justice::Event) -> Choix {
    use justice::Event;
    let titre = match event {
        Event::Saisie(_) => Titre::Origine,
        Event::AudienceFixee(_)
        | Event::ConvocationRecue(_)
        | Event::AudienceRenvoyee(_)
        | Event::AudienceTenue(_)
        | Event::DossierConsulte(_)
        | Event::EnfantEntendu(_)
        | Event::DemandeRecue(_)
        | Event::DemandeRepondue(_) => Titre::Audiences,
        Event::DossierOuvert(_)
        | Event::CabinetChange(_)
        | Event::Dessaisi(_)
        | Event::DecisionRendue(_)
        | Event::DecisionNotifiee(_)
        | Event::AvocatDemande(_)
        | Event::AvocatDesigne(_)
        | Event::AdministrateurDesigne(_)
        | Event::CommuniqueAuParquet(_)
        | Event::RetourneParParquet(_)
        | Event::AppelForme(_)
        | Event::ArretRendu(_)
        | Event::InterdictionLevee(_)
        | Event::HospitalisationTerminee(_) => Titre::Dossier,
    };
    let file = if let Event::Saisie(saisie) = event {
        saisie.dossier
    } else if let Event::EnfantEntendu(entendu) = event {
        entendu.dossier
    } else {
        None
    };
    let of_object = || event.objet().map_or(perimetre.seul, |objet| perimetre.contient(objet));
    let ours = file.map_or_else(of_object, |file| perimetre.du_dossier(Some(file)));
    if ours { Choix::Montrer(titre) } else { HORS_SAISINE }
}

/// Why the parties may not read an event, when they may not (CASF, art. L226-2-2; C. civ., art. 375-7).
fn cache_aux_parties(evenement: &Evenement, secret: bool) -> Option<MotifRetrait> {
    match evenement {
        Evenement::Identite(identite::Event::ResidenceDeclaree(_)) => Some(MotifRetrait::Adresse),
        Evenement::Information(information::Event::Recue(_)) => Some(MotifRetrait::Expediteur),
        Evenement::Evaluation(event) => evaluation_cachee(event),
        Evenement::Mesure(event) => {
            nomme_un_service(event).then_some(MotifRetrait::LieuSecret).filter(|_| secret)
        }
        Evenement::Accueil(event) => accueil_cache(event, secret),
        Evenement::Projet(event) => {
            let (projet::Event::Etabli(_) | projet::Event::Revise(_)) = event else { return None };
            secret.then_some(MotifRetrait::LieuSecret)
        }
        Evenement::Ecrit(ecrit::Event::Recu(recu)) if secret && recu.service.is_some() => {
            Some(MotifRetrait::LieuSecret)
        }
        Evenement::Piece(piece::Event::Versee(versee)) => piece_cachee(versee),
        Evenement::Identite(_)
        | Evenement::Information(_)
        | Evenement::Decision(_)
        | Evenement::Ecrit(_)
        | Evenement::Justice(_)
        | Evenement::Statut(_)
        | Evenement::Autonomie(_)
        | Evenement::Sante(_)
        | Evenement::Situation(_)
        | Evenement::Competence(_)
        | Evenement::Entourage(_)
        | Evenement::Fratrie(_)
        | Evenement::Dossier(_) => None,
    }
}

/// Of an évaluation the parties are told its mandate and its report; the professionals and relatives met are not
/// theirs to name.
fn evaluation_cachee(event: &crate::evaluation::Event) -> Option<MotifRetrait> {
    use crate::evaluation::Event;
    let told = matches!(event, Event::Mandatee(_) | Event::RapportRemis(_));
    (!told).then_some(MotifRetrait::Tiers)
}

/// Whether an event of a measure names who carries it out, and so where the child is.
fn nomme_un_service(event: &mesure::Event) -> bool {
    matches!(event, mesure::Event::Attribuee(_) | mesure::Event::OrientationRefusee(_))
}

fn accueil_cache(event: &accueil::Event, secret: bool) -> Option<MotifRetrait> {
    use accueil::Event;
    match event {
        Event::Admis(_) | Event::LieuChange(_) => secret.then_some(MotifRetrait::LieuSecret),
        Event::FratrieSeparee(_) | Event::FratrieReunie(_) => Some(MotifRetrait::Fratrie),
        Event::Termine(_)
        | Event::AbsenceConstatee(_)
        | Event::RetourConstate(_)
        | Event::ChangementDecide(_)
        | Event::SejourRenouvele(_) => None,
    }
}

/// A pièce is shown to the parties when it is of the judicial file, or said to be communicable to one of them.
fn piece_cachee(versee: &piece::Versee) -> Option<MotifRetrait> {
    if versee.auteur == Correspondant::Expediteur {
        return Some(MotifRetrait::Expediteur);
    }
    let parties = [
        Correspondant::Mere,
        Correspondant::Pere,
        Correspondant::RepresentantsLegaux,
        Correspondant::Enfant,
    ];
    let told = parties.iter().any(|partie| versee.communicable_a.contains(partie));
    let judicial = versee.regime == RegimePiece::Judiciaire;
    (!told && !judicial).then_some(MotifRetrait::NonCommunicable)
}

/// Why a sealed field of a shown event stays closed, when it does; none: its key is disclosed. `champ` is the name of
/// the field that is sealed. To the parties, a field that no rule names stays closed.
#[must_use]
pub fn scelle_retire(
    profil: ProfilExtrait,
    lieu_secret: bool,
    champ: &str,
) -> Option<MotifRetrait> {
    if champ == "expediteur" {
        return Some(MotifRetrait::Expediteur);
    }
    match profil {
        ProfilExtrait::Magistrat => None,
        ProfilExtrait::Contradictoire => {
            if champ == "etat_civil" || champ == "empreinte" {
                None
            } else if champ == "precisions" {
                lieu_secret.then_some(MotifRetrait::LieuSecret)
            } else {
                Some(MotifRetrait::Recit)
            }
        }
    }
}
