//! One child's section, ready to be told or proved: its lines in French, the recorded events it cites, the seals that
//! may be opened.
//!
//! # Invariant
//!
//! - Of an event that was rectified, the words that no longer count are not shown: its payload stays out, its digest
//!   alone is given, and the rectification is cited beside it.

use std::collections::BTreeMap;

use domain::codes::{MotifRetrait, ProfilExtrait};
use domain::ecrit::{LigneMontree, Retrait};
use domain::enfant::Parcours;
use domain::evenement::Evenement;
use domain::extrait::{self, Portee, Section};
use domain::histoire::{Cible, Effectif, Enregistre};
use domain::ids::EnfantId;
use domain::refus::Refus;
use eventstore::seal::{self, Disclosure, FieldKey, SealContext};
use eventstore::{KeySet, RecordedEvent};
use proto::dossier::v1 as fil;
use proto::wire::Wire as _;

use crate::echec::{Echec, Panne};
use crate::lecture::Dossier;
use crate::phrases::phrase;

/// To whom an extract is handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Destinataire {
    pub(super) juridiction: String,
    pub(super) cabinet: Option<String>,
    pub(super) numero_ae: Option<String>,
}

/// A recorded event that is cited.
pub(super) struct Cite {
    pub(super) recorded: RecordedEvent,
    /// Its payload is given; else its digest alone.
    pub(super) montre: bool,
    /// The keys of the sealed fields that may be opened, by their JSON pointer.
    pub(super) ouvertures: BTreeMap<String, FieldKey>,
    /// Its sentence.
    pub(super) phrase: String,
}

/// A section, ready.
pub(super) struct Preparee {
    /// The child asked for.
    pub(super) demande: EnfantId,
    /// Every child it speaks of: himself, and files that are his.
    pub(super) enfants: Vec<EnfantId>,
    /// His names, when they are told.
    pub(super) nom: Option<String>,
    pub(super) destinataire: Destinataire,
    pub(super) section: Section,
    /// Events and seals left out, by ground.
    pub(super) retraits: BTreeMap<MotifRetrait, u32>,
    /// The sentence of each event shown.
    phrases: BTreeMap<Cible, String>,
    /// In the order of the history, each once.
    pub(super) cites: Vec<Cite>,
}

impl Preparee {
    pub(super) fn de(
        demande: EnfantId,
        dossier: Dossier,
        events: &[RecordedEvent],
        keys: &KeySet,
        portee: &Portee,
    ) -> Result<Self, Echec> {
        let parcours = Parcours::au(&dossier.histoire, portee.au);
        let destinataire = destinataire(&parcours, portee)?;
        let section = extrait::section(&dossier.histoire, portee);
        let mut preparee = Self {
            demande,
            enfants: dossier.enfants(),
            nom: nom(&parcours),
            destinataire,
            retraits: section.retraits.clone(),
            section,
            phrases: phrases(&dossier.histoire),
            cites: Vec::new(),
        };
        for ligne in preparee.section.montrees.clone() {
            preparee.citer(ligne, &dossier.enregistres, events, keys, portee.profil)?;
        }
        Ok(preparee)
    }

    /// The recorded event of a line, and the rectification it takes its words from.
    fn citer(
        &mut self,
        ligne: LigneMontree,
        enregistres: &[Enregistre],
        events: &[RecordedEvent],
        keys: &KeySet,
        profil: ProfilExtrait,
    ) -> Result<(), Echec> {
        let LigneMontree { cible, rectifie_par } = ligne;
        let phrase = self.phrases.get(&cible).cloned().unwrap_or_default();
        let original = recorded(events, cible)?;
        let Some(version) = rectifie_par else {
            let ouvertures = self.ouvrir(original, keys, profil)?;
            self.cites.push(Cite { recorded: original.clone(), montre: true, ouvertures, phrase });
            return Ok(());
        };
        let ouvertures = BTreeMap::new();
        let replaced = "Rectifié depuis : ses premiers mots ne comptent plus.".to_owned();
        let recorded_first = original.clone();
        self.cites.push(Cite {
            recorded: recorded_first,
            montre: false,
            ouvertures,
            phrase: replaced,
        });
        let by = rectification(enregistres, cible, version).ok_or_else(missing)?;
        let by = recorded(events, by)?;
        let ouvertures = self.ouvrir(by, keys, profil)?;
        self.cites.push(Cite { recorded: by.clone(), montre: true, ouvertures, phrase });
        Ok(())
    }

    /// The keys of the fields that the profile opens; the others are counted.
    fn ouvrir(
        &mut self,
        event: &RecordedEvent,
        keys: &KeySet,
        profil: ProfilExtrait,
    ) -> Result<BTreeMap<String, FieldKey>, Echec> {
        let RecordedEvent { log, stream, event_id, payload, .. } = event;
        let context = SealContext { log, stream, event_id: *event_id };
        let payload = serde_json::from_slice(payload)
            .map_err(|_| Panne::Autre("a payload is not JSON".into()))?;
        let given = seal::disclose(&payload, &context, keys)
            .map_err(|failure| Panne::Autre(failure.to_string()))?;
        let mut opened = BTreeMap::new();
        for (path, disclosure) in given {
            let ground = extrait::scelle_retire(profil, self.section.lieu_secret, field_of(&path));
            let left_out = match (ground, disclosure) {
                (Some(ground), _) => ground,
                (None, Disclosure::Key(key)) => {
                    opened.insert(path, key);
                    continue;
                }
                (None, Disclosure::Destroyed | Disclosure::NoKey) => MotifRetrait::Efface,
            };
            *self.retraits.entry(left_out).or_default() += 1;
        }
        Ok(opened)
    }

    /// What a line says.
    pub(super) fn texte(&self, ligne: &extrait::Ligne) -> String {
        let own = || self.phrases.get(&ligne.cites.first()?.cible).cloned();
        ligne.texte.clone().or_else(own).unwrap_or_default()
    }

    /// The section, as the contract tells it.
    pub(super) fn dite(&self) -> fil::SectionExtrait {
        let told = |rubrique: &extrait::Rubrique| fil::RubriqueExtrait {
            titre: rubrique.titre.to_owned(),
            lignes: rubrique
                .lignes
                .iter()
                .map(|ligne| fil::LigneExtrait {
                    le: ligne.le.to_string(),
                    texte: self.texte(ligne),
                    cites: ligne.cites.iter().map(|cite| cite.to_wire()).collect(),
                })
                .collect(),
        };
        let retraits = self.retraits.iter();
        fil::SectionExtrait {
            enfant: self.demande.0.to_string(),
            rubriques: self.section.rubriques.iter().map(told).collect(),
            retraits: retraits
                .map(|(&motif, &nombre)| Retrait { motif, nombre }.to_wire())
                .collect(),
            montres: u32::try_from(self.section.montrees.len()).unwrap_or(u32::MAX),
        }
    }
}

fn destinataire(parcours: &Parcours, portee: &Portee) -> Result<Destinataire, Echec> {
    let unknown = || Echec::refuse_sans_enfant(Refus::DossierJudiciaireInconnu);
    let known = parcours.justice.dossiers.get(&portee.dossier).ok_or_else(unknown)?;
    let ouvert = known.ouvert().ok_or_else(unknown)?;
    Ok(Destinataire {
        juridiction: ouvert.fait.juridiction.clone(),
        cabinet: known.cabinet().map(str::to_owned),
        numero_ae: known.numero_ae().map(str::to_owned),
    })
}

fn nom(parcours: &Parcours) -> Option<String> {
    let etat_civil = parcours.identite.etat_civil()?.clair()?;
    Some(format!("{} {}", etat_civil.nom, etat_civil.prenoms))
}

fn phrases(histoire: &[Effectif]) -> BTreeMap<Cible, String> {
    histoire.iter().map(|effectif| (effectif.cible, phrase(&effectif.evenement))).collect()
}

fn recorded(events: &[RecordedEvent], cible: Cible) -> Result<&RecordedEvent, Echec> {
    let same =
        |event: &&RecordedEvent| event.stream.id == cible.flux.0 && event.version == cible.version;
    events.iter().find(same).ok_or_else(missing)
}

fn missing() -> Echec {
    Panne::Autre("an event of a history is missing from its stream".into()).into()
}

/// The rectification of that version: on the event's own stream, else on one merged with it.
fn rectification(enregistres: &[Enregistre], of: Cible, version: u32) -> Option<Cible> {
    let rectifies = |one: &&Enregistre| {
        let correction =
            matches!(one.acte.evenement, Evenement::Dossier(domain::dossier::Event::Rectifie(_)));
        correction && one.cible.version == version
    };
    let mut found: Vec<Cible> = enregistres.iter().filter(rectifies).map(|one| one.cible).collect();
    found.sort_by_key(|cible| cible.flux != of.flux);
    found.first().copied()
}

/// The name of the field a pointer ends in: numbers are places in a list.
fn field_of(path: &str) -> &str {
    let named = |step: &&str| !step.bytes().all(|byte| byte.is_ascii_digit());
    path.rsplit('/').find(named).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::field_of;

    #[test]
    fn le_champ_scelle_est_le_dernier_nom_du_chemin() {
        assert_eq!(field_of("/etat_civil"), "etat_civil");
        assert_eq!(field_of("/remplacement/data/expediteur"), "expediteur");
        assert_eq!(field_of("/rubriques/0/texte"), "texte");
        assert_eq!(field_of("/textes/3"), "textes");
        assert_eq!(field_of(""), "");
    }
}
