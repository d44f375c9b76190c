//! The child: the aggregate, and the one way anything is decided about him.
//!
//! `decide` looks at the parcours on the day of the act, never at today; today only forbids the
//! future. Then it puts the new event in its place, refolds the whole history, and refuses what
//! makes it impossible. `evolve` records, and never refuses.
//!
//! # Invariants
//!
//! - Contradictions are a function of the whole history, not of the order of entry: observations
//!   entered in any order end in the same effective history.
//! - Asking again for what is already so is a success, and writes nothing.
//! - Nothing here reads a clock: [`Contexte`] says when it is recorded.
//!
//! Deliberately absent: who may ask. That is settled before a command arrives here.

mod a_plusieurs;
pub mod dossiers;
mod etats;
mod reunion;

pub use a_plusieurs::{Ensemble, decide_ensemble, decide_fratrie, freres, reaffecter};
pub use reunion::{disjoindre, fusionner};

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codes::EtatMesure;
use crate::evenement::{Acte, Evenement};
use crate::histoire::{Cible, Effectif, Enregistre, reunie};
use crate::ids::{EnfantId, MesureId};
use crate::projet_pour_enfant as projet;
use crate::refus::Refus;
use crate::temps::Survenu;
use crate::{
    accueil, autonomie, competence, decision, dossier, ecrit, entourage, evaluation, fratrie,
    identite, information, justice, mesure, piece, sante, situation, statut,
};

/// Circumstances of a command.
#[derive(Clone, Debug, PartialEq)]
pub struct Contexte {
    /// The legal day on which it is recorded.
    pub aujourd_hui: NaiveDate,
    /// When the fact was true.
    pub survenu: Survenu,
    /// When the Département received it. Default: the day of recording.
    pub connu_le: Option<NaiveDate>,
    /// The version of the object the client was looking at.
    pub version_attendue: Option<u32>,
}

/// Any command on one child.
#[derive(Clone, Debug, PartialEq)]
pub enum Commande {
    /// Who he is, where he lives.
    Identite(identite::Command),
    /// Informations entrantes.
    Information(information::Command),
    /// Évaluations.
    Evaluation(evaluation::Command),
    /// Decisions.
    Decision(decision::Command),
    /// Measures.
    Mesure(mesure::Command),
    /// Placement episodes.
    Accueil(accueil::Command),
    /// PPE.
    Projet(projet::Command),
    /// The child's legal status.
    Statut(statut::Command),
    /// Writings sent and received.
    Ecrit(ecrit::Command),
    /// Judicial files, hearings, requests, appeals.
    Justice(justice::Command),
    /// The way to adult life.
    Autonomie(autonomie::Command),
    /// Health.
    Sante(sante::Command),
    /// Observations for the observatory.
    Situation(situation::Command),
    /// What siblings share.
    Fratrie(fratrie::Command),
    /// Which Département answers for the child.
    Competence(competence::Command),
    /// The adults around the child.
    Entourage(entourage::Command),
    /// Documents.
    Piece(piece::Command),
    /// Corrections.
    Dossier(dossier::Command),
}

/// One state a chapter, folded from the effective history.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parcours {
    /// Identity and residences.
    pub identite: identite::Etat,
    /// Informations.
    pub information: information::Etat,
    /// Évaluations.
    pub evaluation: evaluation::Etat,
    /// Decisions.
    pub decision: decision::Etat,
    /// Measures.
    pub mesure: mesure::Etat,
    /// Placement episodes.
    pub accueil: accueil::Etat,
    /// PPE.
    pub projet: projet::Etat,
    /// The child's legal status.
    pub statut: statut::Etat,
    /// Writings sent and received.
    pub ecrit: ecrit::Etat,
    /// Judicial files, hearings, requests, appeals.
    pub justice: justice::Etat,
    /// The way to adult life.
    pub autonomie: autonomie::Etat,
    /// Health.
    pub sante: sante::Etat,
    /// Observations for the observatory.
    pub situation: situation::Etat,
    /// What siblings share.
    pub fratrie: fratrie::Etat,
    /// Which Département answers for the child.
    pub competence: competence::Etat,
    /// The adults around the child.
    pub entourage: entourage::Etat,
    /// Documents.
    pub piece: piece::Etat,
    /// The version of the last event about each object.
    pub objets: BTreeMap<Uuid, u32>,
    /// The first dated fact that must not precede birth, and the last that must not follow death.
    bornes: Option<(NaiveDate, NaiveDate)>,
}

impl Parcours {
    /// Folds an effective history.
    #[must_use]
    pub fn fold<'a>(effectifs: impl IntoIterator<Item = &'a Effectif>) -> Self {
        let mut parcours = Self::default();
        for effectif in effectifs {
            parcours.evolve(effectif);
        }
        parcours
    }

    /// The parcours on a day: what had happened by then, to the child whom all of the history names. A
    /// file opened or a birth fixed afterwards says who he already was.
    #[must_use]
    pub fn au(histoire: &[Effectif], le: NaiveDate) -> Self {
        let mut parcours = Self::default();
        for effectif in histoire {
            if effectif.survenu.le <= le {
                parcours.evolve(effectif);
            } else if let Evenement::Identite(event) = &effectif.evenement {
                identite::evolve_later(&mut parcours.identite, effectif, event);
            }
        }
        parcours
    }

    /// The parcours of each day on which something happened ([`Parcours::au`]), in order, with the day on which
    /// something happens next: the history is folded once.
    pub fn jour_apres_jour(
        histoire: &[Effectif],
        mut vu: impl FnMut(&Self, NaiveDate, Option<NaiveDate>),
    ) {
        let mut parcours = Self::default();
        let mut rest = histoire;
        while let Some(le) = rest.first().map(|effectif| effectif.survenu.le) {
            let (today, later) = rest.split_at(rest.partition_point(|e| e.survenu.le <= le));
            today.iter().for_each(|effectif| parcours.evolve(effectif));
            let next = later.first().map(|effectif| effectif.survenu.le);
            let who = later.iter().filter_map(|effectif| {
                let Evenement::Identite(event) = &effectif.evenement else { return None };
                Some((effectif, event))
            });
            let mut who = who.peekable();
            if who.peek().is_some() {
                let known = parcours.identite.clone();
                who.for_each(|(e, event)| identite::evolve_later(&mut parcours.identite, e, event));
                vu(&parcours, le, next);
                parcours.identite = known;
            } else {
                vu(&parcours, le, next);
            }
            rest = later;
        }
    }

    fn evolve(&mut self, effectif: &Effectif) {
        if let Some(objet) = effectif.evenement.objet() {
            let seen = self.objets.entry(objet).or_default();
            *seen = effectif.rang.max(*seen);
        }
        match &effectif.evenement {
            Evenement::Identite(event) => identite::evolve(&mut self.identite, effectif, event),
            Evenement::Information(event) => {
                information::evolve(&mut self.information, effectif, event);
            }
            Evenement::Evaluation(event) => {
                evaluation::evolve(&mut self.evaluation, effectif, event);
            }
            Evenement::Decision(event) => decision::evolve(&mut self.decision, effectif, event),
            Evenement::Mesure(event) => {
                self.bound(effectif.survenu.le);
                mesure::evolve(&mut self.mesure, effectif, event);
            }
            Evenement::Accueil(event) => {
                self.bound(effectif.survenu.le);
                accueil::evolve(&mut self.accueil, effectif, event);
            }
            Evenement::Projet(event) => {
                self.bound(effectif.survenu.le);
                projet::evolve(&mut self.projet, effectif, event);
            }
            Evenement::Statut(event) => statut::evolve(&mut self.statut, effectif, event),
            Evenement::Ecrit(event) => ecrit::evolve(&mut self.ecrit, effectif, event),
            Evenement::Justice(event) => {
                for (mesure, le) in justice::mesures_finies(self, effectif, event) {
                    mesure::infirmer(&mut self.mesure, mesure, le);
                }
                justice::evolve(&mut self.justice, effectif, event);
            }
            Evenement::Autonomie(event) => autonomie::evolve(&mut self.autonomie, effectif, event),
            Evenement::Sante(event) => sante::evolve(&mut self.sante, effectif, event),
            Evenement::Situation(event) => situation::evolve(&mut self.situation, effectif, event),
            Evenement::Fratrie(event) => fratrie::evolve(&mut self.fratrie, effectif, event),
            Evenement::Competence(event) => {
                competence::evolve(&mut self.competence, effectif, event);
            }
            Evenement::Entourage(event) => entourage::evolve(&mut self.entourage, effectif, event),
            Evenement::Piece(event) => piece::evolve(&mut self.piece, effectif, event),
            // A correction is never part of an effective history.
            Evenement::Dossier(_) => {}
        }
    }

    /// Measures, accueils and projects are facts of a living child.
    fn bound(&mut self, le: NaiveDate) {
        let (first, last) = self.bornes.unwrap_or((le, le));
        self.bornes = Some((first.min(le), last.max(le)));
    }

    /// Where a measure stands on a day.
    #[must_use]
    pub fn etat_de_mesure(&self, mesure: MesureId, le: NaiveDate) -> Option<EtatMesure> {
        let known = self.mesure.mesures.get(&mesure)?;
        Some(known.etat(&self.identite, self.executee_le(mesure), le))
    }

    /// What cannot be true together, each with the object it is about.
    #[must_use]
    pub fn contradictions(&self) -> Vec<(Uuid, Refus)> {
        let mut found = Vec::new();
        identite::contradictions(&self.identite, &mut found);
        self.outside_life(&mut found);
        information::contradictions(&self.information, &mut found);
        evaluation::contradictions(self, &mut found);
        decision::contradictions(self, &mut found);
        mesure::contradictions(&self.mesure, &mut found);
        accueil::contradictions(&self.accueil, &mut found);
        projet::contradictions(&self.projet, &mut found);
        statut::contradictions(self, &mut found);
        ecrit::contradictions(self, &mut found);
        justice::contradictions(self, &mut found);
        autonomie::contradictions(self, &mut found);
        sante::contradictions(self, &mut found);
        situation::contradictions(self, &mut found);
        fratrie::contradictions(self, &mut found);
        competence::contradictions(self, &mut found);
        entourage::contradictions(self, &mut found);
        piece::contradictions(self, &mut found);
        found
    }

    fn outside_life(&self, found: &mut Vec<(Uuid, Refus)>) {
        let Some((first, last)) = self.bornes else { return };
        if let Some(naissance) = self.identite.naissance().map(|naissance| naissance.le)
            && first < naissance
        {
            found.push((Uuid::nil(), Refus::AvantLaNaissance { naissance }));
        }
        if let Some(deces) = self.identite.decede
            && deces < last
        {
            found.push((Uuid::nil(), Refus::ApresLeDeces { deces }));
        }
    }
}

/// The child: his recorded events, from which everything follows.
#[derive(Clone, Debug, Default)]
pub struct Enfant {
    id: EnfantId,
    recorded: Vec<Enregistre>,
    /// What the files merged into this one recorded.
    reunis: Vec<Enregistre>,
}

impl Default for EnfantId {
    fn default() -> Self {
        Self(Uuid::nil())
    }
}

impl Enfant {
    /// A child of whom nothing is recorded.
    #[must_use]
    pub fn nouveau(id: EnfantId) -> Self {
        Self { id, recorded: Vec::new(), reunis: Vec::new() }
    }

    /// His identifier.
    #[must_use]
    pub fn id(&self) -> EnfantId {
        self.id
    }

    /// His recorded events, in order.
    #[must_use]
    pub fn recorded(&self) -> &[Enregistre] {
        &self.recorded
    }

    /// The version of his stream: the number of his recorded events.
    #[must_use]
    pub fn version(&self) -> u32 {
        u32::try_from(self.recorded.len()).expect("a child has far fewer than 2^32 events")
    }

    /// What the files merged into this one recorded, as far as it was handed over.
    #[must_use]
    pub fn reunis(&self) -> &[Enregistre] {
        &self.reunis
    }

    /// The file under which the child is known, when it is not this one any more.
    #[must_use]
    pub fn reuni_a(&self) -> Option<EnfantId> {
        dossier::reuni_a(self.id, &self.recorded)
    }

    /// The files merged into this one: their events are part of its history.
    #[must_use]
    pub fn absorbes(&self) -> BTreeSet<EnfantId> {
        dossier::reunis(self.id, &self.recorded)
    }

    /// Takes a recorded event into account: his, or one of a file merged into his.
    pub fn push(&mut self, enregistre: Enregistre) {
        if enregistre.cible.flux == self.id {
            self.recorded.push(enregistre);
        } else {
            self.reunis.push(enregistre);
        }
    }

    /// Takes an event into account before it is recorded: it will come after all others.
    pub fn push_acte(&mut self, acte: Acte) {
        let cible = Cible { flux: self.id, version: self.version() + 1 };
        let last = |recorded: &[Enregistre]| recorded.last().map_or(0, |last| last.position);
        let position = last(&self.recorded).max(last(&self.reunis)) + 1;
        self.push(Enregistre { cible, position, enregistre_a: None, auteur: String::new(), acte });
    }

    /// The day his file was erased, if it was.
    #[must_use]
    pub fn efface_le(&self) -> Option<NaiveDate> {
        dossier::efface_le(&self.recorded)
    }

    /// His effective history.
    #[must_use]
    pub fn histoire(&self) -> Vec<Effectif> {
        if self.reunis.is_empty() {
            return reunie(self.id, &self.recorded);
        }
        reunie(self.id, &self.tout())
    }

    /// Everything recorded that counts for him: his stream, and those merged into it.
    fn tout(&self) -> Vec<Enregistre> {
        let absorbes = self.absorbes();
        let merged = self.reunis.iter().filter(|event| absorbes.contains(&event.cible.flux));
        let mut all: Vec<Enregistre> = self.recorded.iter().chain(merged).cloned().collect();
        all.sort_by_key(|event| (event.position, event.cible));
        all
    }

    /// His parcours as all of his history says.
    #[must_use]
    pub fn parcours(&self) -> Parcours {
        Parcours::fold(&self.histoire())
    }

    /// Decides a command, on the day of the act.
    ///
    /// # Errors
    ///
    /// The refusal, when the act is forbidden or would make the history impossible.
    pub fn decide(&self, commande: Commande, contexte: &Contexte) -> Result<Vec<Acte>, Refus> {
        let connu_le = dates(contexte)?;
        if !matches!(commande, Commande::Dossier(dossier::Command::Effacer(_))) {
            dossier::encore_ouvert(&self.recorded)?;
        }
        self.encore_le_sien(&commande)?;
        let histoire = self.histoire();
        self.opened(&commande, &histoire)?;
        let Some(evenement) = self.evenement(&histoire, commande, contexte)? else {
            return Ok(vec![]);
        };
        let acte = self.acte(evenement, contexte.survenu, connu_le);
        self.still_possible(&histoire, &acte)?;
        Ok(vec![acte])
    }

    /// A file merged into another receives nothing more; neither of the two is erased before they part.
    fn encore_le_sien(&self, commande: &Commande) -> Result<(), Refus> {
        let erased = matches!(commande, Commande::Dossier(dossier::Command::Effacer(_)));
        if self.reuni_a().is_some() || (erased && !self.absorbes().is_empty()) {
            return Err(Refus::DossierReuni);
        }
        Ok(())
    }

    fn acte(&self, mut evenement: Evenement, survenu: Survenu, connu_le: NaiveDate) -> Acte {
        evenement.confie_les_scelles(self.id);
        Acte { survenu, connu_le, evenement }
    }

    /// Everything but the opening of a file needs an open file.
    fn opened(&self, commande: &Commande, histoire: &[Effectif]) -> Result<(), Refus> {
        let opens = match commande {
            Commande::Identite(
                identite::Command::Inscrire(_)
                | identite::Command::SignalerNonIdentifie(_)
                | identite::Command::SignalerANaitre(_),
            ) => true,
            Commande::Identite(_)
            | Commande::Information(_)
            | Commande::Evaluation(_)
            | Commande::Decision(_)
            | Commande::Mesure(_)
            | Commande::Accueil(_)
            | Commande::Projet(_)
            | Commande::Statut(_)
            | Commande::Ecrit(_)
            | Commande::Justice(_)
            | Commande::Autonomie(_)
            | Commande::Sante(_)
            | Commande::Situation(_)
            | Commande::Fratrie(_)
            | Commande::Competence(_)
            | Commande::Entourage(_)
            | Commande::Piece(_)
            | Commande::Dossier(_) => false,
        };
        let exists = || histoire.iter().any(|e| opens_a_file(&e.evenement));
        // An annulled inscription can still be corrected.
        let corrects = matches!(commande, Commande::Dossier(_)) && !self.recorded.is_empty();
        if opens || corrects || exists() { Ok(()) } else { Err(Refus::EnfantInconnu) }
    }

    /// The event a command makes, or nothing when it is already so.
    fn evenement(
        &self,
        histoire: &[Effectif],
        commande: Commande,
        contexte: &Contexte,
    ) -> Result<Option<Evenement>, Refus> {
        let le = contexte.survenu.le;
        let that_day = Parcours::au(histoire, le);
        let asked = asked(&commande);
        if let Some(asked) = &asked {
            if already_so(self.id, histoire, contexte.survenu, asked) {
                return Ok(None);
            }
            unchanged_since(histoire, asked, contexte.version_attendue)?;
        }
        if let Commande::Dossier(command) = &commande
            && dossier::already_so(&self.tout(), histoire, command)
        {
            return Ok(None);
        }
        competence::encore_ici(&that_day, &commande, le)?;
        let evenement = match commande {
            Commande::Identite(command) => {
                Evenement::Identite(identite::decide(&that_day.identite, command)?)
            }
            Commande::Information(command) => {
                Evenement::Information(information::decide(&that_day, command, le)?)
            }
            Commande::Evaluation(command) => {
                Evenement::Evaluation(evaluation::decide(&that_day, command, le)?)
            }
            Commande::Decision(command) => {
                Evenement::Decision(decision::decide(&that_day, command, le)?)
            }
            Commande::Mesure(command) => Evenement::Mesure(mesure::decide(&that_day, command, le)?),
            Commande::Accueil(command) => {
                Evenement::Accueil(accueil::decide(&that_day, command, le)?)
            }
            Commande::Projet(command) => Evenement::Projet(projet::decide(&that_day, command)?),
            Commande::Statut(command) => Evenement::Statut(statut::decide(&that_day, command, le)?),
            Commande::Ecrit(command) => Evenement::Ecrit(ecrit::decide(&that_day, command)?),
            Commande::Justice(command) => Evenement::Justice(justice::decide(&that_day, command)?),
            Commande::Autonomie(command) => {
                Evenement::Autonomie(autonomie::decide(&that_day, command, le)?)
            }
            Commande::Sante(command) => Evenement::Sante(sante::decide(&that_day, command)?),
            Commande::Situation(command) => {
                Evenement::Situation(situation::decide(&that_day, command)?)
            }
            Commande::Fratrie(command) => Evenement::Fratrie(fratrie::decide(&that_day, command)?),
            Commande::Competence(command) => {
                Evenement::Competence(competence::decide(&that_day, command)?)
            }
            Commande::Entourage(command) => {
                Evenement::Entourage(entourage::decide(&that_day, command)?)
            }
            Commande::Piece(command) => Evenement::Piece(piece::decide(&that_day, command)?),
            Commande::Dossier(command) => {
                let recorded = &self.tout();
                let event = dossier::decide(recorded, histoire, &that_day, command, contexte)?;
                Evenement::Dossier(event)
            }
        };
        Ok(Some(evenement))
    }

    /// Puts the new event in its place, refolds, and refuses a contradiction that was not there.
    fn still_possible(&self, before: &[Effectif], acte: &Acte) -> Result<(), Refus> {
        let mut after = self.clone();
        after.push_acte(acte.clone());
        let found = after.parcours().contradictions();
        if found.is_empty() {
            return Ok(());
        }
        let known = Parcours::fold(before).contradictions();
        match found.into_iter().find(|contradiction| !known.contains(contradiction)) {
            Some((_, refus)) => Err(refus),
            None => Ok(()),
        }
    }
}

fn opens_a_file(evenement: &Evenement) -> bool {
    let Evenement::Identite(event) = evenement else { return false };
    match event {
        identite::Event::Inscrit(_)
        | identite::Event::NonIdentifieSignale(_)
        | identite::Event::ANaitreSignale(_) => true,
        identite::Event::Identifie(_)
        | identite::Event::NaissanceFixee(_)
        | identite::Event::ResidenceDeclaree(_)
        | identite::Event::MnaReconnu(_)
        | identite::Event::Emancipe(_)
        | identite::Event::Decede(_)
        | identite::Event::Ne(_)
        | identite::Event::PrenatalClos(_)
        | identite::Event::MisALAbri(_)
        | identite::Event::MiseALAbriProlongee(_)
        | identite::Event::RepitAccorde(_)
        | identite::Event::MinoriteEvaluee(_)
        | identite::Event::MinoriteRefusee(_) => false,
    }
}

/// Today only forbids the future; what is known is known after it happened and before it is typed.
pub(crate) fn dates(contexte: &Contexte) -> Result<NaiveDate, Refus> {
    let Contexte { aujourd_hui, survenu, connu_le, version_attendue: _ } = contexte;
    if *aujourd_hui < survenu.le {
        return Err(Refus::DateFuture { le: survenu.le });
    }
    let connu = connu_le.unwrap_or(*aujourd_hui);
    if connu < survenu.le {
        return Err(Refus::ConnuAvantSurvenu { survenu: survenu.le, connu });
    }
    if *aujourd_hui < connu {
        return Err(Refus::ConnuApresEnregistrement { connu });
    }
    Ok(connu)
}

/// The event a command asks for, as far as it can be told before deciding; none for corrections.
pub fn asked(commande: &Commande) -> Option<Evenement> {
    match commande.clone() {
        Commande::Identite(command) => Some(Evenement::Identite(command.event())),
        Commande::Information(command) => Some(Evenement::Information(command.event())),
        Commande::Evaluation(command) => Some(Evenement::Evaluation(command.event())),
        Commande::Decision(command) => Some(Evenement::Decision(command.event())),
        Commande::Mesure(command) => Some(Evenement::Mesure(command.event())),
        Commande::Accueil(command) => Some(Evenement::Accueil(command.event())),
        Commande::Projet(command) => Some(Evenement::Projet(command.event())),
        Commande::Statut(command) => Some(Evenement::Statut(command.event())),
        Commande::Ecrit(command) => Some(Evenement::Ecrit(command.event())),
        Commande::Justice(command) => Some(Evenement::Justice(command.event())),
        Commande::Autonomie(command) => Some(Evenement::Autonomie(command.event())),
        Commande::Sante(command) => Some(Evenement::Sante(command.event())),
        Commande::Situation(command) => Some(Evenement::Situation(command.event())),
        Commande::Fratrie(command) => Some(Evenement::Fratrie(command.event())),
        Commande::Competence(command) => Some(Evenement::Competence(command.event())),
        Commande::Entourage(command) => Some(Evenement::Entourage(command.event())),
        Commande::Piece(command) => Some(Evenement::Piece(command.event())),
        Commande::Dossier(_) => None,
    }
}

/// The same fact on the same day is already held to be true. Seals that stay closed are never equal
/// to open ones, so a fact with a narrative is told again only by its command identifier.
fn already_so(id: EnfantId, histoire: &[Effectif], survenu: Survenu, asked: &Evenement) -> bool {
    let mut asked = asked.clone();
    asked.confie_les_scelles(id);
    histoire.iter().any(|e| e.survenu == survenu && e.evenement == asked)
}

fn unchanged_since(
    histoire: &[Effectif],
    asked: &Evenement,
    attendue: Option<u32>,
) -> Result<(), Refus> {
    let (Some(attendue), Some(objet)) = (attendue, asked.objet()) else { return Ok(()) };
    let actuelle = Parcours::fold(histoire).objets.get(&objet).copied().unwrap_or(0);
    if actuelle == attendue { Ok(()) } else { Err(Refus::VersionDepassee { attendue, actuelle }) }
}

/// A command and its circumstances, as cqrs-es hands them over.
#[derive(Clone, Debug, PartialEq)]
pub struct Demande {
    /// What is asked.
    pub commande: Commande,
    /// In which circumstances.
    pub contexte: Contexte,
}

impl Aggregate for Enfant {
    const TYPE: &'static str = "enfant";
    type Command = Demande;
    type Event = Acte;
    type Error = Refus;
    type Services = ();

    async fn handle(
        &mut self,
        demande: Demande,
        (): &(),
        sink: &EventSink<Self>,
    ) -> Result<(), Refus> {
        for acte in self.decide(demande.commande, &demande.contexte)? {
            sink.write(acte, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, acte: Acte) {
        self.push_acte(acte);
    }
}

/// The aggregate is its events: cqrs-es asks that it serializes.
impl Serialize for Enfant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let actes: Vec<&Acte> = self.recorded.iter().map(|recorded| &recorded.acte).collect();
        (self.id, actes).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Enfant {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (id, actes) = <(EnfantId, Vec<Acte>)>::deserialize(deserializer)?;
        let mut enfant = Self::nouveau(id);
        for acte in actes {
            enfant.push_acte(acte);
        }
        Ok(enfant)
    }
}

#[cfg(test)]
mod tests;
