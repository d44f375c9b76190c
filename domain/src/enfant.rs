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

use std::collections::BTreeMap;

use chrono::NaiveDate;
use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::codes::EtatMesure;
use crate::evenement::{Acte, Evenement};
use crate::histoire::{Cible, Effectif, Enregistre, effective};
use crate::ids::{EnfantId, InformationId, MesureId};
use crate::projet_pour_enfant as projet;
use crate::refus::{Refus, RefusFratrie};
use crate::temps::Survenu;
use crate::{
    accueil, autonomie, decision, dossier, ecrit, evaluation, fratrie, identite, information,
    justice, mesure, sante, situation, statut,
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

    fn evolve(&mut self, effectif: &Effectif) {
        if let Some(objet) = effectif.evenement.objet() {
            let version = effectif.rectifie_par.unwrap_or(effectif.cible.version);
            let seen = self.objets.entry(objet).or_default();
            *seen = version.max(*seen);
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
            Evenement::Justice(event) => justice::evolve(&mut self.justice, effectif, event),
            Evenement::Autonomie(event) => autonomie::evolve(&mut self.autonomie, effectif, event),
            Evenement::Sante(event) => sante::evolve(&mut self.sante, effectif, event),
            Evenement::Situation(event) => situation::evolve(&mut self.situation, effectif, event),
            Evenement::Fratrie(event) => fratrie::evolve(&mut self.fratrie, effectif, event),
            // A correction is never part of an effective history.
            Evenement::Dossier(_) => {}
        }
    }

    /// Measures, accueils and projects are facts of a living child.
    fn bound(&mut self, le: NaiveDate) {
        let (first, last) = self.bornes.unwrap_or((le, le));
        self.bornes = Some((first.min(le), last.max(le)));
    }

    /// The day a measure began to be executed: its first act, the first entry of the child for it, or
    /// what it renews was executed already; never before its own effect.
    #[must_use]
    pub fn executee_le(&self, mesure: MesureId) -> Option<NaiveDate> {
        let mut floor: Option<NaiveDate> = None;
        let mut current = mesure;
        // Bounded by the number of measures: renewals form no ring in a sound history.
        for _ in 0..self.mesure.mesures.len() {
            let known = self.mesure.mesures.get(&current)?;
            floor = floor.max(known.effet());
            let entered = self.accueil.premiere_entree(current);
            if let Some(began) = [known.demarree, entered].into_iter().flatten().min() {
                return Some(floor.map_or(began, |floor| began.max(floor)));
            }
            current = known.decidee()?.fait.precedente?;
        }
        None
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
        if self.identite.inscrits.len() + self.identite.non_identifies.len() > 1 {
            found.push((Uuid::nil(), Refus::EnfantDejaInscrit));
        }
        if self.identite.identifies.len() > 1
            || (self.identite.inscrits.len() == 1 && !self.identite.identifies.is_empty())
        {
            found.push((Uuid::nil(), Refus::EnfantDejaIdentifie));
        }
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
        Self { id, recorded: Vec::new() }
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

    /// Takes a recorded event into account.
    pub fn push(&mut self, enregistre: Enregistre) {
        self.recorded.push(enregistre);
    }

    /// Takes an event into account before it is recorded: it will come after all others.
    pub fn push_acte(&mut self, acte: Acte) {
        let cible = Cible { flux: self.id, version: self.version() + 1 };
        let position = self.recorded.last().map_or(0, |last| last.position) + 1;
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
        effective(&self.recorded)
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
        let histoire = self.histoire();
        self.opened(&commande, &histoire)?;
        let Some(evenement) = self.evenement(&histoire, commande, contexte)? else {
            return Ok(vec![]);
        };
        let acte = self.acte(evenement, contexte.survenu, connu_le);
        self.still_possible(&histoire, &acte)?;
        Ok(vec![acte])
    }

    fn acte(&self, mut evenement: Evenement, survenu: Survenu, connu_le: NaiveDate) -> Acte {
        evenement.confie_les_scelles(self.id);
        Acte { survenu, connu_le, evenement }
    }

    /// Everything but the opening of a file needs an open file.
    fn opened(&self, commande: &Commande, histoire: &[Effectif]) -> Result<(), Refus> {
        let opens = match commande {
            Commande::Identite(
                identite::Command::Inscrire(_) | identite::Command::SignalerNonIdentifie(_),
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
            && dossier::already_so(&self.recorded, histoire, command)
        {
            return Ok(None);
        }
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
            Commande::Statut(command) => Evenement::Statut(statut::decide(&that_day, command)?),
            Commande::Ecrit(command) => Evenement::Ecrit(ecrit::decide(&that_day, command)?),
            Commande::Justice(command) => Evenement::Justice(justice::decide(&that_day, command)?),
            Commande::Autonomie(command) => {
                Evenement::Autonomie(autonomie::decide(&that_day, command)?)
            }
            Commande::Sante(command) => Evenement::Sante(sante::decide(&that_day, command)?),
            Commande::Situation(command) => {
                Evenement::Situation(situation::decide(&that_day, command)?)
            }
            Commande::Fratrie(command) => Evenement::Fratrie(fratrie::decide(&that_day, command)?),
            Commande::Dossier(command) => {
                Evenement::Dossier(dossier::decide(&self.recorded, &that_day, command, contexte)?)
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
        identite::Event::Inscrit(_) | identite::Event::NonIdentifieSignale(_) => true,
        identite::Event::Identifie(_)
        | identite::Event::NaissanceFixee(_)
        | identite::Event::ResidenceDeclaree(_)
        | identite::Event::MnaReconnu(_)
        | identite::Event::Emancipe(_)
        | identite::Event::Decede(_) => false,
    }
}

/// Today only forbids the future; what is known is known after it happened and before it is typed.
fn dates(contexte: &Contexte) -> Result<NaiveDate, Refus> {
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

/// Decides one act over a fratrie: for all of them, or for none.
///
/// # Errors
///
/// Each child's refusal, and those for whom the act would pass.
pub fn decide_fratrie(
    asked: Vec<(&Enfant, Commande)>,
    contexte: &Contexte,
) -> Result<Vec<(EnfantId, Vec<Acte>)>, RefusFratrie> {
    let mut decided = Vec::new();
    let mut refuses = Vec::new();
    for (enfant, commande) in asked {
        match enfant.decide(commande, contexte) {
            Ok(actes) => decided.push((enfant.id(), actes)),
            Err(refus) => refuses.push((enfant.id(), refus)),
        }
    }
    if refuses.is_empty() {
        return Ok(decided);
    }
    let possibles = decided.into_iter().map(|(enfant, _)| enfant).collect();
    Err(RefusFratrie { refuses, possibles })
}

/// Moves an information entered on the wrong child: out of one, into the other, in one act. What was
/// recorded of it (arrival, qualification…) keeps its dates; seals must be open.
///
/// # Errors
///
/// When the information is unknown of the one, already received for the other, or the other has no file.
pub fn reaffecter(
    de: &Enfant,
    vers: &Enfant,
    information: InformationId,
    motif: String,
    contexte: &Contexte,
) -> Result<[(EnfantId, Vec<Acte>); 2], RefusFratrie> {
    let connu_le = dates(contexte).map_err(|refus| refused(de, refus))?;
    for enfant in [de, vers] {
        dossier::encore_ouvert(&enfant.recorded).map_err(|refus| refused(enfant, refus))?;
    }
    let moved = moved(de, information).map_err(|refus| refused(de, refus))?;
    let received = receive(vers, information, &moved).map_err(|refus| refused(vers, refus))?;
    let retiree = information::Retiree { information, vers: vers.id(), motif };
    let out = Evenement::Information(information::Event::Retiree(retiree));
    let out = de.acte(out, contexte.survenu, connu_le);
    Ok([(de.id(), vec![out]), (vers.id(), received)])
}

fn refused(enfant: &Enfant, refus: Refus) -> RefusFratrie {
    RefusFratrie { refuses: vec![(enfant.id(), refus)], possibles: vec![] }
}

/// The effective events of the information on the wrong child.
fn moved(de: &Enfant, information: InformationId) -> Result<Vec<Effectif>, Refus> {
    let parcours = de.parcours();
    let known = parcours.information.informations.get(&information);
    let here =
        |known: &&information::Information| !known.recues.is_empty() && known.retiree.is_none();
    let Some(known) = known.filter(here) else {
        return Err(Refus::InformationInconnue { information });
    };
    let about = |effectif: &Effectif| {
        effectif.evenement.objet() == Some(information.0) && known.compte(effectif.cible.version)
    };
    Ok(de.histoire().into_iter().filter(about).collect())
}

fn receive(
    vers: &Enfant,
    information: InformationId,
    moved: &[Effectif],
) -> Result<Vec<Acte>, Refus> {
    let parcours = vers.parcours();
    if !parcours.identite.existe() {
        return Err(Refus::EnfantInconnu);
    }
    let known = parcours.information.informations.get(&information);
    if known.is_some_and(|known| !known.recues.is_empty() && known.retiree.is_none()) {
        return Err(Refus::InformationDejaRecue { information });
    }
    let actes = moved.iter().map(|effectif| {
        let mut evenement = effectif.evenement.clone();
        if let Evenement::Information(information::Event::Recue(recue)) = &mut evenement {
            recue.reaffectee_de = Some(effectif.cible.flux);
        }
        vers.acte(evenement, effectif.survenu, effectif.connu_le)
    });
    Ok(actes.collect())
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
mod tests {
    use expect_test::expect;
    use proptest::prelude::*;
    use proptest::sample::{Index, Selector};

    use super::*;
    use crate::decision::Suite;
    use crate::essais::*;

    const TOM: EnfantId = EnfantId(Uuid::from_u128(2));
    const ZOE: EnfantId = EnfantId(Uuid::from_u128(3));

    fn contexte(le: &str) -> Contexte {
        let le = jour(le);
        let survenu = Survenu::le(le);
        Contexte { aujourd_hui: le, survenu, connu_le: None, version_attendue: None }
    }

    /// The same file, when a name shadows it.
    fn dossier() -> Acte {
        lea()
    }

    fn du_9_janvier(id: EnfantId) -> Enfant {
        enfant(id, [lea(), le("2026-01-09", fait(recevoir(I1)))])
    }

    // The three dates.

    #[test]
    fn un_fait_date_d_aujourd_hui_au_plus_tard() {
        given([lea()]).on("2026-02-01").when(recevoir(I1)).then(expect!["information_recue"]);
        given([lea()])
            .on("2026-02-02")
            .recorded_on("2026-02-01")
            .when(recevoir(I1))
            .then_refused(expect!["DATE_FUTURE · La date du 02/02/2026 est dans l'avenir."]);
    }

    #[test]
    fn un_fait_est_connu_entre_le_jour_ou_il_survient_et_celui_ou_il_est_enregistre() {
        let connu = |le: &str| {
            given([lea()])
                .on("2026-02-01")
                .recorded_on("2026-02-20")
                .known_on(le)
                .when(recevoir(I1))
        };
        connu("2026-01-31").then_refused(expect!["CONNU_AVANT_SURVENU · Le fait serait connu le 31/01/2026, avant d'être survenu le 01/02/2026."]);
        connu("2026-02-01").then(expect!["information_recue"]);
        connu("2026-02-20").then(expect!["information_recue"]);
        connu("2026-02-21").then_refused(expect!["CONNU_APRES_ENREGISTREMENT · Le fait ne peut pas être connu le 21/02/2026, après son enregistrement."]);
    }

    #[test]
    fn un_fait_est_connu_le_jour_de_son_enregistrement_quand_rien_n_est_dit() {
        let dossier = given([lea()])
            .on("2026-02-01")
            .recorded_on("2026-02-20")
            .when(recevoir(I1))
            .then_file();
        assert_eq!(dossier[1].connu_le, jour("2026-02-20"));
    }

    // The version one was looking at.

    #[test]
    fn un_objet_change_depuis_sa_lecture_est_a_relire() {
        let qualifiee =
            || [lea(), le("2026-01-09", fait(recevoir(I1))), le("2026-01-12", fait(qualifier(I1)))];
        let mandat = || mandater(&[I1], cadre());
        let signalement = || signaler(crate::codes::EmetteurSignalement::Tiers, None);
        let having_read = |version| given(qualifiee()).on("2026-01-15").having_read(version);
        having_read(3).when(signalement()).then(expect!["information_signalee"]);
        having_read(2).when(signalement()).then_refused(expect!["VERSION_DEPASSEE · Cet objet a changé depuis sa lecture (version 2 lue, 3 aujourd'hui)."]);
        having_read(0).when(mandat()).then(expect!["evaluation_mandatee"]);
    }

    #[test]
    fn une_rectification_change_la_version_de_l_objet() {
        let rectifiee = given([lea(), le("2026-01-09", fait(recevoir(I1)))])
            .on("2026-01-15")
            .when(rectifier(2, fait(recevoir(I1)), Some("2026-01-08")))
            .then_file();
        given(rectifiee.clone())
            .on("2026-01-16")
            .having_read(2)
            .when(qualifier(I1))
            .then_refused(expect!["VERSION_DEPASSEE · Cet objet a changé depuis sa lecture (version 2 lue, 3 aujourd'hui)."]);
        given(rectifiee)
            .on("2026-01-16")
            .having_read(3)
            .when(qualifier(I1))
            .then(expect!["information_qualifiee"]);
    }

    // A fratrie.

    #[test]
    fn un_acte_de_fratrie_est_refuse_en_entier_et_propose_les_autres() {
        let lea = du_9_janvier(LEA);
        let tom = enfant(TOM, [lea_nee_le("2008-01-01"), le("2026-01-09", fait(recevoir(I1)))]);
        let zoe = Enfant::nouveau(ZOE);
        let demandes = vec![(&lea, qualifier(I1)), (&tom, qualifier(I1)), (&zoe, qualifier(I1))];
        let refus = decide_fratrie(demandes, &contexte("2026-01-12")).expect_err("refused");
        assert_eq!(refus.possibles, [LEA]);
        let lines: Vec<String> = refus
            .refuses
            .iter()
            .map(|(enfant, refus)| format!("{enfant} {}", refus.code()))
            .collect();
        expect![[r#"
            [
                "enfant-00000000-0000-0000-0000-000000000002 ENFANT_MAJEUR",
                "enfant-00000000-0000-0000-0000-000000000003 ENFANT_INCONNU",
            ]
        "#]]
        .assert_debug_eq(&lines);
    }

    #[test]
    fn un_acte_de_fratrie_passe_pour_tous_et_dit_qui_l_avait_deja() {
        let lea = du_9_janvier(LEA);
        let tom = enfant(TOM, [dossier()]);
        let decided = decide_fratrie(
            vec![(&lea, recevoir(I1)), (&tom, recevoir(I1))],
            &contexte("2026-01-09"),
        );
        let counts: Vec<_> = decided.expect("done").iter().map(|(id, a)| (*id, a.len())).collect();
        assert_eq!(counts, [(LEA, 0), (TOM, 1)]);
    }

    // The wrong child.

    fn after(mut enfant: Enfant, actes: &[Acte]) -> Enfant {
        for acte in actes {
            enfant.push_acte(acte.clone());
        }
        enfant
    }

    /// Moves I1, and gives back both files.
    fn move_i1(de: Enfant, vers: Enfant, le: &str) -> (Enfant, Enfant) {
        let moved = reaffecter(&de, &vers, I1, "autre enfant".into(), &contexte(le));
        let [(_, out), (_, into)] = moved.expect("moved");
        (after(de, &out), after(vers, &into))
    }

    #[test]
    fn une_information_reaffectee_quitte_l_un_et_garde_ses_dates_chez_l_autre() {
        let lea = after(du_9_janvier(LEA), &[le("2026-01-12", fait(qualifier(I1)))]);
        let tom = enfant(TOM, [dossier()]);
        let (lea, tom) = move_i1(lea, tom, "2026-01-20");
        assert!(lea.parcours().information.informations[&I1].retiree.is_some());
        let chez_tom = tom.parcours();
        let chez_tom = &chez_tom.information.informations[&I1];
        assert_eq!(chez_tom.arrivee(), Some(jour("2026-01-09")));
        assert!(chez_tom.qualifiee().is_some());
        let refus = lea.decide(qualifier(I1), &contexte("2026-01-21")).expect_err("gone");
        expect!["INFORMATION_INCONNUE · Cette information n'est pas enregistrée pour cet enfant."]
            .assert_eq(&refusal(&refus));
    }

    #[test]
    fn une_information_reaffectee_puis_rendue_recommence_ou_elle_en_etait() {
        let lea = du_9_janvier(LEA);
        let tom = enfant(TOM, [dossier()]);
        let (lea, tom) = move_i1(lea, tom, "2026-01-20");
        let (tom, lea) = move_i1(tom, lea, "2026-01-22");
        assert!(lea.parcours().contradictions().is_empty());
        lea.decide(qualifier(I1), &contexte("2026-01-23")).expect("it is here again");
        let (lea, tom) = move_i1(lea, tom, "2026-01-25");
        assert!(tom.parcours().contradictions().is_empty());
        assert_eq!(tom.parcours().information.informations[&I1].recues.len(), 1);
        assert!(lea.parcours().information.informations[&I1].retiree.is_some());
    }

    #[test]
    fn on_ne_reaffecte_que_ce_qu_on_a_vers_qui_ne_l_a_pas() {
        let tom = enfant(TOM, [dossier()]);
        let refused = |de: &Enfant, vers: &Enfant| {
            let moved = reaffecter(de, vers, I1, "autre enfant".into(), &contexte("2026-01-20"));
            let refus = moved.expect_err("refused");
            format!("{} {}", refus.refuses[0].0, refusal(&refus.refuses[0].1))
        };
        let lea = du_9_janvier(LEA);
        expect!["enfant-00000000-0000-0000-0000-000000000002 INFORMATION_INCONNUE · Cette information n'est pas enregistrée pour cet enfant."].assert_eq(&refused(&tom, &lea));
        expect!["enfant-00000000-0000-0000-0000-000000000002 INFORMATION_DEJA_RECUE · Cette information est déjà enregistrée pour cet enfant."].assert_eq(&refused(&lea, &du_9_janvier(TOM)));
        expect!["enfant-00000000-0000-0000-0000-000000000003 ENFANT_INCONNU · Aucun dossier n'est ouvert pour cet enfant."].assert_eq(&refused(&lea, &Enfant::nouveau(ZOE)));
        expect!["enfant-00000000-0000-0000-0000-000000000000 INFORMATION_DEJA_RECUE · Cette information est déjà enregistrée pour cet enfant."].assert_eq(&refused(&lea, &lea));
    }

    // Orders of entry.

    /// What others did, each fact on its day, in the order of the days.
    fn observations() -> Vec<(&'static str, Commande)> {
        vec![
            ("2026-01-02", declarer_residence("17300")),
            ("2026-01-09", recevoir(I1)),
            ("2026-01-11", recevoir(I2)),
            ("2026-02-01", ordonner(placement(M1).until("2026-08-01"))),
            ("2026-02-03", recevoir_mesure(M1)),
            ("2026-02-05", attribuer(M1)),
            ("2026-02-08", mettre_en_attente(M1)),
            ("2026-02-20", admettre_en_relais(A3)),
            ("2026-03-01", admettre(A1)),
            ("2026-03-01", demarrer(M1)),
            ("2026-03-20", remettre_rapport()),
            ("2026-04-01", suspendre(M1)),
            ("2026-04-10", reprendre(M1)),
            ("2026-05-01", declarer_residence("17415")),
            ("2026-06-01", changer_de_lieu(A1, A2)),
            ("2026-06-15", fixer_naissance("2014-03-04")),
            ("2026-07-01", sortir(A2)),
            ("2026-07-02", lever(M1)),
        ]
    }

    fn late(le: &str) -> Contexte {
        Contexte { aujourd_hui: jour("2027-01-01"), ..contexte(le) }
    }

    /// Enters observations as they come; one that finds no ground yet waits for the others.
    fn enter(mut waiting: Vec<(&'static str, Commande)>) -> Enfant {
        let mut enfant = enfant(LEA, [lea()]);
        while !waiting.is_empty() {
            let before = waiting.len();
            waiting.retain(|(le, commande)| match enfant.decide(commande.clone(), &late(le)) {
                Ok(actes) => {
                    actes.into_iter().for_each(|acte| enfant.push_acte(acte));
                    false
                }
                Err(_) => true,
            });
            assert!(waiting.len() < before, "refused for ever: {waiting:?}");
        }
        enfant
    }

    /// What happened when, whatever the order of entry.
    fn said(enfant: &Enfant) -> Vec<String> {
        let mut lines: Vec<String> = enfant
            .histoire()
            .iter()
            .map(|effectif| format!("{} {:?}", effectif.survenu, effectif.evenement))
            .collect();
        lines.sort();
        lines
    }

    /// The parcours, without the numbers of the events it comes from.
    fn state(enfant: &Enfant) -> String {
        let Parcours {
            identite, information, evaluation, decision, mesure, accueil, projet, ..
        } = enfant.parcours();
        let state = format!(
            "{identite:#?}{information:#?}{evaluation:#?}{decision:#?}{mesure:#?}{accueil:#?}{projet:#?}"
        );
        let numbered = |line: &&str| !line.trim_start().starts_with("version: ");
        state.lines().filter(numbered).collect::<Vec<_>>().join("\n")
    }

    fn shuffled() -> impl Strategy<Value = Vec<(&'static str, Commande)>> {
        Just(observations()).prop_shuffle()
    }

    #[test]
    fn toutes_les_observations_s_enregistrent() {
        assert_eq!(enter(observations()).version(), 1 + 18);
    }

    proptest! {
        #[test]
        fn des_observations_dans_n_importe_quel_ordre_font_la_meme_histoire(desordre in shuffled()) {
            let (droit, desordre) = (enter(observations()), enter(desordre));
            prop_assert_eq!(said(&droit), said(&desordre));
            prop_assert_eq!(state(&droit), state(&desordre));
        }

        /// Facts are annulled, restored, moved and moved back at random; the file then says what a
        /// file written right the first time would say.
        #[test]
        fn une_histoire_corrigee_egale_une_histoire_ecrite_juste(
            hasard in proptest::collection::vec(any::<(Index, Selector)>(), 0..24),
        ) {
            let mut corrected = enter(observations());
            let last = corrected.version();
            for (cible, choix) in hasard {
                let commande = random_correction(&corrected, last, cible, choix);
                for acte in corrected.decide(commande, &late("2026-12-01")).unwrap_or_default() {
                    corrected.push_acte(acte);
                }
            }
            let right = written_right(&corrected);
            prop_assert_eq!(said(&corrected), said(&right));
            prop_assert_eq!(state(&corrected), state(&right));
            prop_assert!(corrected.parcours().contradictions().is_empty());
        }

        #[test]
        fn aujourd_hui_ne_decide_de_rien_que_de_l_avenir(
            acte in 0..18usize, jours in 0..400u64, autres_jours in 0..400u64,
        ) {
            let (le, commande) = observations().swap_remove(acte);
            let connu = Some(jour(le));
            let day = |days| jour(le) + chrono::Days::new(days);
            let on = |today| {
                let contexte = Contexte { aujourd_hui: today, connu_le: connu, ..contexte(le) };
                enfant(LEA, [lea()]).decide(commande.clone(), &contexte)
            };
            prop_assert_eq!(on(day(jours)), on(day(autres_jours)));
            let yesterday = jour(le).pred_opt().expect("a day before");
            prop_assert_eq!(on(yesterday), Err(Refus::DateFuture { le: jour(le) }));
        }
    }

    /// The corrections, read one by one as their words say: an event stands unless an annulment that
    /// stands names it; it says what the last rectification that stands says.
    fn stands(recorded: &[Enregistre], cible: Cible) -> bool {
        let annuls = |e: &&Enregistre| match e.acte.evenement.correction() {
            Some(dossier::Event::Annule(annule)) => annule.cible == cible,
            Some(dossier::Event::Rectifie(_) | dossier::Event::Efface(_)) | None => false,
        };
        !recorded.iter().filter(annuls).any(|annulment| stands(recorded, annulment.cible))
    }

    fn rectified(recorded: &[Enregistre], original: &Enregistre) -> Acte {
        let mut acte = original.acte.clone();
        for later in recorded.iter().filter(|later| stands(recorded, later.cible)) {
            if let Evenement::Dossier(dossier::Event::Rectifie(rectifie)) = &later.acte.evenement
                && rectifie.cible == original.cible
            {
                acte.survenu = rectifie.survenu;
                acte.evenement = (*rectifie.remplacement).clone();
            }
        }
        acte
    }

    /// The same story, written by someone who makes no mistake.
    fn written_right(corrected: &Enfant) -> Enfant {
        let recorded = corrected.recorded();
        let facts = recorded.iter().filter(|e| !matches!(e.acte.evenement, Evenement::Dossier(_)));
        let standing = facts.filter(|fact| stands(recorded, fact.cible));
        enfant(LEA, standing.map(|fact| rectified(recorded, fact)))
    }

    /// Annuls any event, or moves one of the first ones to another of the days of the story.
    fn random_correction(enfant: &Enfant, last: u32, cible: Index, choix: Selector) -> Commande {
        let count = enfant.recorded().len();
        let any = u32::try_from(cible.index(count)).expect("a small file") + 1;
        let recorded = &enfant.recorded()[cible.index(last as usize)];
        let days: Vec<&str> = observations().into_iter().map(|(le, _)| le).collect();
        let day = choix.select(days);
        let one_of_the_first = recorded.cible.version;
        choix.select([
            annuler(any),
            rectifier(one_of_the_first, recorded.acte.evenement.clone(), Some(day)),
        ])
    }

    #[test]
    fn l_agregat_se_relit_de_ses_evenements() {
        let enfant = enter(observations());
        let written = serde_json::to_string(&enfant).expect("json");
        let read: Enfant = serde_json::from_str(&written).expect("an aggregate");
        assert_eq!(state(&read), state(&enfant));
        assert_eq!(read.version(), enfant.version());
    }

    #[test]
    fn une_decision_demande_un_rapport_meme_quand_il_arrive_apres_dans_la_saisie() {
        let decision = || decider(vec![Suite::SansSuite], Some(E1), cadre());
        given([lea()]).on("2026-03-25").when(decision()).then_refused(expect!["RAPPORT_NON_REMIS · Le rapport de cette évaluation n'est pas remis à cette date. (CASF, art. D226-2-7)"]);
        given([lea(), le("2026-03-20", fait(remettre_rapport()))])
            .on("2026-03-25")
            .when(decision())
            .then(expect!["decision_prise"]);
    }
}
