//! The erasure of a file: which keys end with it, and the certificate of what was destroyed and what remains.
//!
//! ```text
//!  the child's recorded events ──▶ keys of their seals ──▶ subjects: the child, and what is shared
//!                 shared: which other streams hold a seal of that key (the whole journal is read)
//!                         and which of them belong to a living file that still holds it
//!                 none ──▶ destroyed with the event         one ──▶ kept, and the certificate says so
//! ```
//!
//! # Invariants
//!
//! - Keys are destroyed in the transaction of the event that says so, or not at all.
//! - What is shared (the narrative of an information, the writings of an évaluation, a sender) is destroyed with the
//!   last living file that holds it. A file holds what counts in its effective history: an information entered on the
//!   wrong child and moved away is not held by that child.
//! - Whoever shares a key is a check of the request: two siblings erased at once see each other, and one of them is
//!   decided again.
//! - The certificate is computed from the journal and the keys: asked again, it tells how things stand then.
//!
//! Deliberately absent: a child who is entered for a shared narrative at the very moment its last holder is erased. His
//! event is recorded; the narrative reads as erased there too.

mod en_clair;

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use domain::codes::{Code as _, NatureSujet};
use domain::dossier::{self, Efface};
use domain::enfant::{Commande, Enfant, Parcours, decide_fratrie};
use domain::evenement::Evenement;
use domain::histoire::Effectif;
use domain::ids::EnfantId;
use eventstore::{Check, Erase, KeyFate, RecordedEvent, seal};
use projections::codec;
use proto::commun::v1::Repere;
use proto::dossier::v1::{CertificatEffacement, CleConservee, CleDetruite};
use proto::wire::Wire as _;
use uuid::Uuid;

use super::{Decide, Executeur, Moteur, Preparee, Projet, with_versions};
use crate::echec::{Echec, Panne};

/// A key whose seals stand in the child's file, and who else holds what it closed.
struct Sujet {
    fate: KeyFate,
    nature: NatureSujet,
    vivants: u32,
}

/// What a child's file shares with others.
struct Partage {
    sujets: Vec<Sujet>,
    autres: Vec<Enfant>,
}

impl Moteur {
    /// Decides an erasure: its event, the keys that end with it, the files that must not have moved meanwhile.
    pub(super) async fn effacer(
        &self,
        preparee: &Preparee,
        loaded: &[Enfant],
        efface: &Efface,
    ) -> Result<Projet, Echec> {
        let command = |enfant| {
            let command = dossier::Command::Effacer(efface.clone());
            (enfant, Commande::Dossier(command))
        };
        let asked = loaded.iter().map(command).collect();
        let decided = decide_fratrie(asked, &preparee.contexte).map_err(Echec::Refuse)?;
        let mut projet = Projet::from(with_versions(decided, loaded));
        let erased = projet.decides.iter().filter(|decide| !decide.actes.is_empty());
        let erased: BTreeSet<EnfantId> = erased.filter_map(Decide::enfant).collect();
        for enfant in loaded.iter().filter(|enfant| erased.contains(&enfant.id())) {
            let partage = self.partage(enfant).await?;
            let le = preparee.contexte.aujourd_hui;
            projet.erases.extend(partage.a_detruire(enfant.id(), le, efface));
            projet.checks.extend(partage.autres.iter().map(check));
        }
        Ok(projet)
    }

    /// The keys of a child's file, and who else holds what they closed.
    async fn partage(&self, enfant: &Enfant) -> Result<Partage, Echec> {
        let in_the_file =
            |recorded: &domain::histoire::Enregistre| keys_in(&recorded.acte.evenement);
        let key_ids: BTreeSet<Uuid> = enfant.recorded().iter().flat_map(in_the_file).collect();
        let key_ids: Vec<Uuid> = key_ids.into_iter().collect();
        let fates = self.keys.fates(&key_ids, &[enfant.id().0]).await?;
        let shared = fates.iter().filter(|fate| fate.subject != enfant.id().0);
        let shared: Vec<Uuid> =
            shared.filter(|fate| fate.destroyed.is_none()).map(|fate| fate.key_id).collect();
        let streams = self.journal.streams_sealed_with(&shared).await?;
        let others: BTreeSet<EnfantId> =
            streams.values().flatten().copied().map(EnfantId).collect();
        let others: Vec<EnfantId> =
            others.into_iter().filter(|other| *other != enfant.id()).collect();
        // A stream that is not a child's is not a file: an adult's holds what is his own until it is erased.
        let (autres, adultes): (Vec<Enfant>, Vec<Enfant>) =
            self.charger(&others).await?.into_iter().partition(|autre| autre.version() > 0);
        let sujet = |fate: KeyFate| {
            let of_an_adult = |id| adultes.iter().any(|adulte| adulte.id().0 == id);
            let holds = streams.get(&fate.key_id).into_iter().flatten();
            let holding = autres.iter().filter(|autre| tient(autre, fate.key_id)).count()
                + holds.filter(|id| of_an_adult(**id)).count();
            let vivants = u32::try_from(holding).expect("fewer files than events");
            Sujet { nature: nature(enfant, fate.subject), vivants, fate }
        };
        let sujets = fates.into_iter().map(sujet).collect();
        Ok(Partage { sujets, autres })
    }
}

impl Executeur {
    /// The certificate of an erasure, as things stand now. Backups of the keys are kept that many days.
    pub(crate) async fn certificat(
        &self,
        enfant: EnfantId,
        retention_jours: u32,
    ) -> Result<CertificatEffacement, Echec> {
        let moteur = &self.moteur;
        let events = moteur.journal.read_streams(&[enfant.0], None).await?;
        let (said, efface) = events.iter().rev().find_map(erasure).ok_or_else(|| {
            Panne::Autre("a certificate is asked of a file that is not erased".into())
        })?;
        let mut loaded = moteur.charger(&[enfant]).await?;
        let enfant = loaded.pop().ok_or_else(|| Panne::Autre("a file has its child".into()))?;
        let partage = moteur.partage(&enfant).await?;
        let efface_le = said.survenu.le;
        Ok(CertificatEffacement {
            enfant: enfant.id().0.to_string(),
            evenement: said.event_id.to_string(),
            repere: Some(Repere {
                journal: moteur.journal.name().to_owned(),
                position: said.position.get(),
            }),
            enregistre_a: Some(said.recorded_at.to_wire()),
            efface: Some(efface.to_wire()),
            efface_le: efface_le.to_string(),
            detruites: partage.detruites(),
            conservees: partage.conservees(),
            scelles_illisibles: partage.illisibles(&enfant),
            restent_en_clair: en_clair::restent_en_clair(),
            sauvegardes_jusqu_au: partage.derniere_sauvegarde(efface_le, retention_jours),
        })
    }
}

impl Partage {
    /// The child's own subject, whether it has a key or not, and those nobody living holds.
    fn a_detruire(&self, enfant: EnfantId, le: NaiveDate, efface: &Efface) -> Vec<Erase> {
        let reason = format!("{} : {}", efface.motif.cle(), efface.decision);
        let last = self.sujets.iter().filter(|sujet| {
            sujet.fate.destroyed.is_none() && sujet.vivants == 0 && sujet.fate.subject != enfant.0
        });
        let subjects = std::iter::once(enfant.0).chain(last.map(|sujet| sujet.fate.subject));
        subjects.map(|subject| Erase { subject, le, reason: reason.clone() }).collect()
    }

    fn detruites(&self) -> Vec<CleDetruite> {
        let destroyed = |sujet: &Sujet| {
            let (le, raison) = sujet.fate.destroyed.clone()?;
            Some(CleDetruite {
                cle: sujet.fate.key_id.to_string(),
                nature: sujet.nature.cle().to_owned(),
                detruite_le: le.to_string(),
                raison,
            })
        };
        self.sujets.iter().filter_map(destroyed).collect()
    }

    fn conservees(&self) -> Vec<CleConservee> {
        let living = self.sujets.iter().filter(|sujet| sujet.fate.destroyed.is_none());
        let kept = |sujet: &Sujet| CleConservee {
            cle: sujet.fate.key_id.to_string(),
            nature: sujet.nature.cle().to_owned(),
            dossiers_vivants: sujet.vivants,
        };
        living.map(kept).collect()
    }

    /// How many events of the file hold something nobody can open any more.
    fn illisibles(&self, enfant: &Enfant) -> u32 {
        let destroyed = self.sujets.iter().filter(|sujet| sujet.fate.destroyed.is_some());
        let destroyed: BTreeSet<Uuid> = destroyed.map(|sujet| sujet.fate.key_id).collect();
        let unreadable = enfant.recorded().iter().filter(|recorded| {
            keys_in(&recorded.acte.evenement).iter().any(|key_id| destroyed.contains(key_id))
        });
        u32::try_from(unreadable.count()).expect("a child has far fewer than 2^32 events")
    }

    /// The day by which every backup that holds a key destroyed is gone.
    fn derniere_sauvegarde(&self, efface_le: NaiveDate, retention_jours: u32) -> String {
        let days = self.sujets.iter().filter_map(|sujet| sujet.fate.destroyed.as_ref());
        let last = days.map(|(le, _)| *le).max().unwrap_or(efface_le);
        let gone = last.checked_add_days(Days::new(u64::from(retention_jours)));
        gone.unwrap_or(NaiveDate::MAX).to_string()
    }
}

/// Whether a file that was not erased holds what a key closed, corrections applied.
fn tient(enfant: &Enfant, key_id: Uuid) -> bool {
    if enfant.efface_le().is_some() {
        return false;
    }
    let histoire = enfant.histoire();
    let parcours = Parcours::fold(&histoire);
    histoire.iter().any(|effectif| {
        keys_in(&effectif.evenement).contains(&key_id) && !moved_away(&parcours, effectif)
    })
}

/// An information that was entered here and belongs to another child.
fn moved_away(parcours: &Parcours, effectif: &Effectif) -> bool {
    let Evenement::Information(event) = &effectif.evenement else { return false };
    let known = parcours.information.informations.get(&event.information());
    known.is_some_and(|known| known.retiree.is_some() || !known.compte(effectif.cible.version))
}

/// The keys of an event whose seals are closed.
fn keys_in(evenement: &Evenement) -> Vec<Uuid> {
    seal::keys_in(&evenement.to_stored().data)
}

fn nature(enfant: &Enfant, subject: Uuid) -> NatureSujet {
    if subject == enfant.id().0 {
        return NatureSujet::Enfant;
    }
    let of_an_evaluation = |evenement: &Evenement| matches!(evenement, Evenement::Evaluation(event) if event.evaluation().0 == subject);
    let of_an_information = |evenement: &Evenement| matches!(evenement, Evenement::Information(event) if event.information().0 == subject);
    let mut recorded = enfant.recorded().iter().map(|recorded| &recorded.acte.evenement);
    let about = recorded.find_map(|evenement| {
        let evenement = in_its_last_form(evenement);
        if of_an_evaluation(evenement) {
            Some(NatureSujet::Evaluation)
        } else {
            of_an_information(evenement).then_some(NatureSujet::Information)
        }
    });
    about.unwrap_or(NatureSujet::Expediteur)
}

/// A rectification speaks of what it says should have been recorded.
fn in_its_last_form(evenement: &Evenement) -> &Evenement {
    match evenement.correction() {
        Some(dossier::Event::Rectifie(rectifie)) => &rectifie.remplacement,
        Some(
            dossier::Event::Annule(_)
            | dossier::Event::Efface(_)
            | dossier::Event::Reuni(_)
            | dossier::Event::Disjoint(_),
        )
        | None => evenement,
    }
}

/// The erasure an event says, if it says one.
fn erasure(event: &RecordedEvent) -> Option<(&RecordedEvent, Efface)> {
    let recorded = codec::decode(event).ok()?;
    let Evenement::Dossier(dossier::Event::Efface(efface)) = recorded.acte.evenement else {
        return None;
    };
    Some((event, efface))
}

fn check(enfant: &Enfant) -> Check {
    Check { stream: codec::flux(enfant.id()), expected: enfant.version() }
}
