//! The domain alone, in memory: understands a command, decides it, keeps its events.
//!
//! Deliberately absent: everything that is not the domain's: a journal, seals, tokens, receipts.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Paris;
use domain::consequences::consequences;
use domain::departement;
use domain::dossier;
use domain::doublon;
use domain::enfant::dossiers::Decision;
use domain::enfant::{
    self, Contexte, Enfant, decide_fratrie, disjoindre, dossiers, fusionner, reaffecter,
};
use domain::evenement::Acte;
use domain::flux::Flux;
use domain::fratrie::tous;
use domain::histoire::{Cible, Datee, Enregistre};
use domain::ids::{EnfantId, PersonneId};
use domain::personne::{self, Personne};
use domain::refus::{Refus, RefusFratrie};
use domain::temps::jour_legal;
use proto::commun::v1::{Coordonnees, Recu, Redirection, VersionEnfant, VersionPersonne, connu_a};
use proto::dossier::v1::{
    ChronologieRequest, ChronologieResponse, LireRequest, LireResponse, PrevisualiserResponse,
    RefusPrevu,
};
use proto::echeancier::v1::{ListerRequest, ListerResponse};
use proto::personne::v1 as fil;
use proto::reprise::v1::Commande;
use proto::wire::{ActeDemande, Demande, Violations, demande};
use server::vues;
use uuid::Uuid;

use super::{Moteur, Non, echeancier};

/// The children, and the commands already done.
#[derive(Debug, Default)]
pub struct Memoire {
    children: BTreeMap<EnfantId, Enfant>,
    done: BTreeMap<Uuid, Vec<VersionEnfant>>,
    position: u64,
    reglement: Vec<Datee<departement::Event>>,
    adultes: BTreeMap<PersonneId, Personne>,
    touches: Vec<VersionPersonne>,
    paires: BTreeMap<doublon::Paire, Flux<doublon::Event>>,
    /// What the last command did besides what it was asked.
    told: Recu,
}

impl Moteur for Memoire {
    async fn commander(&mut self, commande: Commande) -> Result<Recu, Non> {
        let demande = demande(&commande).map_err(|violations| unreadable(&violations))?;
        if let Some(versions) = self.done.get(&demande.commande_id) {
            return Ok(recu(true, versions.clone()));
        }
        let decided = self.decide(&demande).map_err(|refus| refused(&refus))?;
        let at = demande.enregistre_a;
        let versions: Vec<_> =
            decided.into_iter().map(|(enfant, actes)| self.keep(enfant, actes, at)).collect();
        self.done.insert(demande.commande_id, versions.clone());
        let told = std::mem::take(&mut self.told);
        Ok(Recu { personnes: std::mem::take(&mut self.touches), versions, ..told })
    }

    async fn previsualiser(&mut self, commande: Commande) -> Result<PrevisualiserResponse, Non> {
        let demande = demande(&commande).map_err(|violations| unreadable(&violations))?;
        let ActeDemande::Fratrie(asked) = &demande.acte else {
            panic!("only corrections are previewed")
        };
        let contexte = contexte(&demande);
        let decided = dossiers::decider(asked, &|id| self.children.get(&id), &contexte);
        Ok(match decided {
            Ok(decision) => {
                let told = self.told_of(&decision, contexte.aujourd_hui);
                let Recu { completes, consequences, .. } = told;
                PrevisualiserResponse { completes, consequences, refus: vec![] }
            }
            Err(refus) => PrevisualiserResponse {
                refus: refus.refuses.iter().map(refus_prevu).collect(),
                ..PrevisualiserResponse::default()
            },
        })
    }

    async fn lire(&mut self, request: LireRequest) -> Result<LireResponse, Non> {
        let coordonnees = request.coordonnees.unwrap_or_default();
        let read = self.read(&request.enfant, &coordonnees).ok_or_else(no_file)?;
        let merged = read.enfant.0.to_string() != request.enfant;
        let answer = vues::lire(read.enfant, read.recorded, read.au, read.su_au);
        let demande_sous = if merged { request.enfant } else { answer.demande_sous };
        Ok(LireResponse { demande_sous, ..answer })
    }

    async fn chronologie(
        &mut self,
        request: ChronologieRequest,
    ) -> Result<ChronologieResponse, Non> {
        let coordonnees = request.coordonnees.unwrap_or_default();
        let read = self.read(&request.enfant, &coordonnees).ok_or_else(no_file)?;
        Ok(vues::chronologie(read.enfant, read.recorded, read.au, read.su_au))
    }

    async fn echeances(&mut self, request: ListerRequest) -> Result<ListerResponse, Non> {
        let enfant: EnfantId = request.enfant.parse().expect("the story derives identifiers");
        let au = request.coordonnees.unwrap_or_default().au.parse().expect("a story says the day");
        Ok(echeancier::lister(&self.whole(enfant).parcours(), au))
    }

    async fn fiche(&mut self, request: fil::LireRequest) -> Result<fil::LireResponse, Non> {
        let coordonnees = request.coordonnees.unwrap_or_default();
        let read = self.read(&request.enfant, &coordonnees).ok_or_else(no_file)?;
        let id: PersonneId = request.personne.parse().expect("the story derives identifiers");
        let known = self.adultes.get(&id).cloned().unwrap_or_else(|| Personne::nouvelle(id));
        let other = request.communique_a.parse().ok();
        vues::fiche(read.enfant, read.recorded, &known, read.au, other).ok_or_else(no_file)
    }
}

/// What is read of a child.
struct Read {
    enfant: EnfantId,
    recorded: Vec<Enregistre>,
    au: NaiveDate,
    su_au: Option<NaiveDate>,
}

impl Memoire {
    fn child(&self, id: EnfantId) -> Enfant {
        self.children.get(&id).cloned().unwrap_or_else(|| Enfant::nouveau(id))
    }

    fn decide(&mut self, demande: &Demande) -> Result<Vec<(EnfantId, Vec<Acte>)>, RefusFratrie> {
        let contexte = contexte(demande);
        match &demande.acte {
            ActeDemande::Fratrie(asked) => {
                self.streams(asked.iter().map(|(id, _)| *id));
                let decision = dossiers::decider(asked, &|id| self.children.get(&id), &contexte)?;
                self.told = self.told_of(&decision, contexte.aujourd_hui);
                Ok(decision.ensemble.actes)
            }
            ActeDemande::Reaffecter { information, de, vers, motif } => {
                let (de, vers) = (self.child(*de), self.child(*vers));
                let shared = [&de, &vers].map(|enfant| tous(enfant, information.0));
                let siblings: BTreeSet<EnfantId> = shared.into_iter().flatten().collect();
                let others = siblings.into_iter().filter(|id| ![de.id(), vers.id()].contains(id));
                let siblings: Vec<Enfant> = others.map(|id| self.child(id)).collect();
                let beside: Vec<&Enfant> = siblings.iter().collect();
                let moved =
                    reaffecter(&de, &vers, *information, motif.clone(), &beside, &contexte)?;
                Ok(moved.actes)
            }
            ActeDemande::Fusionner { principal, absorbe, motif } => {
                let (principal, absorbe) = (self.whole(*principal), self.whole(*absorbe));
                Ok(fusionner(&principal, &absorbe, motif, &contexte)?.actes)
            }
            ActeDemande::Disjoindre { principal, absorbe, rendus, motif } => {
                let (principal, absorbe) = (self.whole(*principal), self.child(*absorbe));
                Ok(disjoindre(&principal, &absorbe, rendus, motif, &contexte)?.actes)
            }
            ActeDemande::Personne { personne, commande } => {
                self.of_an_adult(*personne, commande.clone(), &contexte)?;
                Ok(Vec::new())
            }
            ActeDemande::Departement(command) => {
                let refused = |refus| RefusFratrie {
                    refuses: vec![(EnfantId(Uuid::nil()), refus)],
                    possibles: Vec::new(),
                };
                let facts = self.reglement.iter().cloned();
                let actes =
                    departement::decide(facts, command.clone(), &contexte).map_err(refused)?;
                self.keep_of_the_departement(actes);
                Ok(Vec::new())
            }
            ActeDemande::Doublon(command) => self.compare(command, &contexte),
            ActeDemande::Effacer { enfant, efface } => {
                let command = dossier::Command::Effacer(efface.clone());
                let asked = (&self.child(*enfant), enfant::Commande::Dossier(command));
                decide_fratrie(vec![asked], &contexte)
            }
        }
    }

    fn compare(
        &mut self,
        command: &doublon::Command,
        contexte: &Contexte,
    ) -> Result<Vec<(EnfantId, Vec<Acte>)>, RefusFratrie> {
        let pair = command.paire();
        let flux = self.paires.entry(pair).or_insert_with(|| Flux::nouveau(Uuid::nil()));
        let actes = doublon::decide(flux, command.clone(), contexte).map_err(|refus| {
            RefusFratrie { refuses: vec![(pair.un(), refus)], possibles: Vec::new() }
        })?;
        actes.into_iter().for_each(|acte| flux.push_acte(acte));
        Ok(Vec::new())
    }

    fn of_an_adult(
        &mut self,
        id: PersonneId,
        commande: personne::Command,
        contexte: &Contexte,
    ) -> Result<(), RefusFratrie> {
        let known = self.adultes.entry(id).or_insert_with(|| Personne::nouvelle(id));
        let actes = known.decide(commande, contexte).map_err(|refus| RefusFratrie {
            refuses: vec![(EnfantId(Uuid::nil()), refus)],
            possibles: Vec::new(),
        })?;
        for acte in actes {
            known.flux_mut().push_acte(acte);
        }
        let version = known.flux().version();
        self.touches = vec![VersionPersonne { personne: id.0.to_string(), version }];
        Ok(())
    }

    fn keep_of_the_departement(&mut self, actes: Vec<Acte<departement::Event>>) {
        for acte in actes {
            let version = u32::try_from(self.reglement.len()).expect("a short story") + 1;
            let Acte { survenu, connu_le, evenement: fait } = acte;
            self.reglement.push(Datee { survenu, connu_le, version, fait });
        }
    }

    fn told_of(&self, decision: &Decision, au: NaiveDate) -> Recu {
        let Decision { ensemble, rediriges } = decision;
        let changed = ensemble.actes.iter();
        let changed = changed.flat_map(|(id, actes)| consequences(&self.whole(*id), actes, au));
        let moved = |(demande, principal): &(EnfantId, EnfantId)| Redirection {
            demande: demande.0.to_string(),
            principal: principal.0.to_string(),
        };
        Recu {
            completes: vues::identifiants(&ensemble.completes),
            manquants: vues::identifiants(&ensemble.manquants),
            rediriges: rediriges.iter().map(moved).collect(),
            consequences: changed.map(|one| vues::consequence(&one)).collect(),
            ..Recu::default()
        }
    }

    /// A child nobody knows yet has a stream too: nothing is on it.
    fn streams(&mut self, ids: impl Iterator<Item = EnfantId>) {
        for id in ids {
            self.children.entry(id).or_insert_with(|| Enfant::nouveau(id));
        }
    }

    /// A file with the streams merged into it.
    fn whole(&self, id: EnfantId) -> Enfant {
        let flux = |id: EnfantId| self.children.get(&id);
        dossiers::dossier(id, &flux).map_or_else(|| Enfant::nouveau(id), |file| file.into_owned())
    }

    fn keep(
        &mut self,
        id: EnfantId,
        actes: Vec<Acte>,
        enregistre_a: Option<DateTime<Utc>>,
    ) -> VersionEnfant {
        let mut enfant = self.child(id);
        for acte in actes {
            self.position += 1;
            enfant.push(Enregistre {
                cible: Cible { flux: id, version: enfant.version() + 1 },
                position: self.position,
                enregistre_a,
                auteur: "memoire".into(),
                acte,
            });
        }
        let version = enfant.version();
        if version > 0 {
            self.children.insert(id, enfant);
        }
        VersionEnfant { enfant: id.0.to_string(), version }
    }

    /// What a stream recorded by the instant asked.
    fn known(&self, enfant: EnfantId, coordonnees: &Coordonnees) -> Vec<Enregistre> {
        let recorded = self.child(enfant);
        let by_then = recorded.recorded().iter().filter(|event| known(event, coordonnees));
        by_then.cloned().collect()
    }

    /// Nothing when nothing was recorded by then.
    fn read(&self, enfant: &str, coordonnees: &Coordonnees) -> Option<Read> {
        let enfant: EnfantId = enfant.parse().expect("the story derives identifiers");
        let own = self.known(enfant, coordonnees);
        if own.is_empty() {
            return None;
        }
        let enfant = dossier::reuni_a(enfant, &own).unwrap_or(enfant);
        let mut recorded = self.known(enfant, coordonnees);
        for merged in dossier::reunis(enfant, &recorded) {
            recorded.extend(self.known(merged, coordonnees));
        }
        let day = |said: &str| (!said.is_empty()).then(|| said.parse().expect("a day"));
        let au = day(&coordonnees.au).expect("a story reads on a day");
        Some(Read { enfant, recorded, au, su_au: day(&coordonnees.su_au) })
    }
}

fn contexte(demande: &Demande) -> Contexte {
    let at = demande.enregistre_a.expect("a story says when it is typed");
    Contexte {
        aujourd_hui: jour_legal(at, Paris),
        survenu: demande.survenu,
        connu_le: demande.connu_le,
        version_attendue: demande.version_attendue,
    }
}

fn refus_prevu((enfant, refus): &(EnfantId, Refus)) -> RefusPrevu {
    RefusPrevu {
        enfant: enfant.0.to_string(),
        code: refus.code().to_owned(),
        message: refus.to_string(),
        article: refus.article().unwrap_or_default().to_owned(),
        que_faire: refus.que_faire().to_owned(),
    }
}

/// Recorded by the instant asked.
fn known(recorded: &Enregistre, coordonnees: &Coordonnees) -> bool {
    match coordonnees.connu_a.as_ref().and_then(|asked| asked.point) {
        None => true,
        Some(connu_a::Point::Position(position)) => recorded.position <= position,
        Some(connu_a::Point::Instant(asked)) => {
            recorded.enregistre_a.is_some_and(|at| at.timestamp() <= asked.seconds)
        }
    }
}

fn recu(deja_fait: bool, versions: Vec<VersionEnfant>) -> Recu {
    Recu { deja_fait, versions, ..Recu::default() }
}

/// The words of the door for a child nobody has a file of.
fn no_file() -> Non {
    Non {
        message: "Aucun dossier n'est ouvert pour cet enfant à ce point du journal.".into(),
        code: "ENFANT_INCONNU".into(),
        que_faire: "Vérifier l'identifiant, ou le point du journal.".into(),
        ..Non::default()
    }
}

fn unreadable(violations: &Violations) -> Non {
    let first = &violations.0[0];
    Non {
        message: first.message.clone(),
        code: first.code.to_owned(),
        que_faire: "Corriger les champs cités.".into(),
        ..Non::default()
    }
}

fn refused(fratrie: &RefusFratrie) -> Non {
    let RefusFratrie { refuses, possibles } = fratrie;
    let (_, first) = refuses.first().expect("a refusal refuses somebody");
    let alone = refuses.len() + possibles.len() == 1;
    let same = refuses.iter().all(|(_, other)| other.code() == first.code());
    let told =
        |(child, refus): &(EnfantId, Refus)| (child.0, refus.code().to_owned(), refus.to_string());
    Non {
        message: if alone { first.to_string() } else { format!("{fratrie} {first}") },
        code: if same { first.code() } else { "FRATRIE_REFUSEE" }.to_owned(),
        article: first.article().map(str::to_owned),
        que_faire: first.que_faire().to_owned(),
        refuses: refuses.iter().map(told).collect(),
        possibles: possibles.iter().map(|child| child.0).collect(),
    }
}
