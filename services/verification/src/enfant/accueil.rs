//! Where a child is: each stay, and the measure it carries out in the end.

use chrono::NaiveDate;
use domain::codes::MotifSortie;
use uuid::Uuid;

use super::{Accueil, Debut, Enfant};
use crate::natures::fonde_un_accueil;

/// One stay whose beginning is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Sejour {
    /// Which.
    pub accueil: Uuid,
    /// The measure it carries out, the last one.
    pub mesure: Option<Uuid>,
    /// The chain of that measure.
    pub chaine: Option<Uuid>,
    /// What kind of place.
    pub lieu: &'static str,
    /// Which place, when it is known.
    pub foyer: Option<Uuid>,
    /// The commune it is in.
    pub commune: Option<String>,
    /// Not a relay, a holiday or a hospital.
    pub principal: bool,
    /// First day.
    pub depuis: NaiveDate,
    /// First day elsewhere.
    pub jusqu_a: Option<NaiveDate>,
    /// Why he left; none: he is there, or went to another place.
    pub motif: Option<MotifSortie>,
}

impl Sejour {
    /// He is there on a day.
    #[must_use]
    pub fn ouvert(&self, le: NaiveDate) -> bool {
        self.depuis <= le && self.jusqu_a.is_none_or(|fin| le < fin)
    }
}

impl Accueil {
    fn fin(&self) -> Option<NaiveDate> {
        self.fins.iter().map(|(le, _)| *le).min()
    }

    /// The child is there on a day, or moved that very day.
    fn garde(&self, debut: &Debut, le: NaiveDate) -> bool {
        let there = debut.le <= le && self.fin().is_none_or(|fin| le < fin);
        there || self.fins.contains(&(le, None))
    }
}

impl Enfant {
    /// Every stay whose beginning is known.
    #[must_use]
    pub fn sejours(&self) -> Vec<Sejour> {
        let known = self.accueils.iter().filter_map(|(&id, known)| {
            let debut = known.debuts.first()?;
            let mesure = self.titres(known, debut).last().map(|(_, mesure)| *mesure);
            let chaine = mesure.and_then(|mesure| self.mesures.get(&mesure)?.decidees.first());
            Some(Sejour {
                accueil: id,
                mesure,
                chaine: chaine.map(|decidee| decidee.termes.chaine.0),
                lieu: debut.lieu,
                foyer: debut.foyer,
                commune: debut.commune.clone(),
                principal: debut.principal,
                depuis: debut.le,
                jusqu_a: known.fin(),
                motif: known.fins.iter().min_by_key(|(le, _)| *le).and_then(|(_, motif)| *motif),
            })
        });
        known.collect()
    }

    /// The first day he was in a stay for a measure.
    pub(super) fn premiere_entree(&self, mesure: Uuid) -> Option<NaiveDate> {
        let known = self.accueils.values();
        let titles = known.filter_map(|known| Some(self.titres(known, known.debuts.first()?)));
        titles.flatten().filter(|(_, of)| *of == mesure).map(|(depuis, _)| depuis).min()
    }

    /// The measure a stay carries out on a day.
    pub(crate) fn titre_le(&self, accueil: Uuid, le: NaiveDate) -> Option<Uuid> {
        let known = self.accueils.get(&accueil)?;
        let titres = self.titres(known, known.debuts.first()?);
        titres.into_iter().rfind(|(depuis, _)| *depuis <= le).map(|(_, mesure)| mesure)
    }

    /// The measures a stay carries out, one after the other.
    pub(crate) fn titres_de(&self, accueil: Uuid) -> Vec<Uuid> {
        let known = self.accueils.get(&accueil);
        let titres = known.and_then(|known| Some(self.titres(known, known.debuts.first()?)));
        titres.into_iter().flatten().map(|(_, mesure)| mesure).collect()
    }

    /// The first day elsewhere, of each place he left, its beginning known or not.
    pub(crate) fn fins_d_accueil(&self) -> impl Iterator<Item = NaiveDate> {
        self.accueils.values().filter_map(Accueil::fin)
    }

    /// The first day of a stay.
    pub(crate) fn entre_le(&self, accueil: Uuid) -> Option<NaiveDate> {
        self.accueils.get(&accueil)?.debuts.first().map(|debut| debut.le)
    }

    /// Whether a stay is not a relay, a holiday or a hospital; nothing is known of one whose beginning is not.
    pub(crate) fn lieu_principal(&self, accueil: Uuid) -> bool {
        let debut = self.accueils.get(&accueil).and_then(|known| known.debuts.first());
        debut.is_some_and(|debut| debut.principal)
    }

    /// The day on which, as the stay that followed by a change of place says, the judge was told of it.
    pub(crate) fn juge_informe_du_depart(&self, accueil: Uuid) -> Option<NaiveDate> {
        let begun = self.accueils.values().filter_map(|known| known.debuts.first());
        let mut followed = begun.filter(|debut| debut.precedent == Some(accueil));
        followed.next().and_then(|debut| debut.juge_informe_le)
    }

    /// The measures a stay carries out in turn, each from a day: the one it began for, then what took over
    /// while the child was still there.
    fn titres(&self, known: &Accueil, debut: &Debut) -> Vec<(NaiveDate, Uuid)> {
        let Some(first) = self.entree_pour(debut, self.accueils.len()) else { return Vec::new() };
        let mut titres = vec![(debut.le, first)];
        let mut current = first;
        for _ in 0..self.mesures.len() {
            let Some((since, next)) = self.releve(current) else { break };
            if !known.garde(debut, since.max(debut.le)) {
                break;
            }
            if since < debut.le {
                titres.pop();
            }
            titres.push((since.max(debut.le), next));
            current = next;
        }
        titres
    }

    /// The measure for which he entered there, or in the place he was moved from.
    fn entree_pour(&self, debut: &Debut, reste: usize) -> Option<Uuid> {
        if debut.mesure.is_some() || reste == 0 {
            return debut.mesure;
        }
        let before = self.accueils.get(&debut.precedent?)?.debuts.first()?;
        self.entree_pour(before, reste - 1)
    }

    /// The measure that takes over from another as the ground of a stay, never before its own effect.
    fn releve(&self, mesure: Uuid) -> Option<(NaiveDate, Uuid)> {
        let (since, next) = self.mesures.get(&mesure)?.suivante()?;
        let known = self.mesures.get(&next)?;
        known.nature().filter(|nature| fonde_un_accueil(*nature))?;
        Some((since.max(known.effet()?), next))
    }
}
