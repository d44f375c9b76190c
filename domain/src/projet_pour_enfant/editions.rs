//! What cannot be true of the editions of a project, whatever the order in which they are told.

use chrono::NaiveDate;

use super::Projet;
use crate::ids::ObjectifId;

impl Projet {
    /// The first day on which an edition set an objective.
    fn fixe_le(&self, objectif: ObjectifId) -> Option<NaiveDate> {
        let sets = |edition: &u32| {
            let said = self.contenu(*edition);
            said.is_some_and(|said| said.objectifs.iter().any(|one| one.objectif == objectif))
        };
        (1..=self.edition()).filter(sets).filter_map(|edition| self.edite_le(edition)).min()
    }

    /// An objective evaluated that no edition had set by then.
    pub(super) fn evaluation_sans_objectif(&self) -> bool {
        self.evaluations
            .iter()
            .any(|evalue| self.fixe_le(evalue.fait.objectif).is_none_or(|fixe| evalue.le() < fixe))
    }

    /// An edition revised or signed that nobody established.
    pub(super) fn edition_sans_projet(&self) -> Option<u32> {
        let revised = self.revisions.iter().map(|revise| revise.fait.edition);
        let signed = self.signatures.iter().map(|signe| signe.fait.edition);
        let refused = self.refus.iter().map(|refusee| refusee.fait.edition);
        let handed = self.remises.iter().map(|remis| remis.fait.edition);
        let derniere = if self.etablis.is_empty() { 0 } else { self.edition() };
        let mut named = revised.chain(signed).chain(refused).chain(handed);
        named.find(|&edition| derniere < edition).or_else(|| self.edition_pas_encore_ecrite())
    }

    /// An edition revised, refused or handed over on a day when it was not written yet; or signed, but the
    /// first, of which it is said apart.
    fn edition_pas_encore_ecrite(&self) -> Option<u32> {
        let revised = self.revisions.iter().map(|it| (1, it.le()));
        let signed = self.signatures.iter().map(|it| (it.fait.edition, it.le()));
        let refused = self.refus.iter().map(|it| (it.fait.edition, it.le()));
        let handed = self.remises.iter().map(|it| (it.fait.edition, it.le()));
        let signed = signed.filter(|&(edition, _)| edition != 1);
        let mut dated = revised.chain(signed).chain(refused).chain(handed);
        let early =
            dated.find(|&(edition, le)| self.edite_le(edition).is_some_and(|ecrite| le < ecrite));
        early.map(|(edition, _)| edition)
    }

    /// The number that should stand where the editions, in the order of their days, skip or repeat one.
    pub(super) fn edition_hors_suite(&self) -> Option<u32> {
        let mut attendues = (2..).zip(&self.revisions);
        attendues.find(|(attendue, revise)| revise.fait.edition != *attendue).map(|(due, _)| due)
    }
}
