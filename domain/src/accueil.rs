//! Placement episodes: where the child really is, day after day.
//!
//! # Invariants
//!
//! - An admission is an observation: a child who entered a foyer at 2 a.m. entered it, order or not.
//! - At most one *principal* episode at a time; relays, holidays and hospital are not principal.
//! - A change of place ends one episode and begins another, the same day.
//! - Fugue and hospital are absences: the episode, and the measure, go on.
//!
//! Deliberately absent: capacity of places, notices to the judge (ME-13 to ME-15) as deadlines.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::Organisation;
use crate::codes::{Absence, LieuAccueil, MotifChangementLieu, MotifSortie};
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::{AccueilId, LieuId, MesureId};
use crate::refus::Refus;

/// Every episode of the child.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// By identifier.
    pub accueils: BTreeMap<AccueilId, Accueil>,
}

/// What is known of one episode.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Accueil {
    /// Beginnings: one in a sound history.
    pub debuts: Vec<Datee<Debut>>,
    /// Ends: one in a sound history.
    pub fins: Vec<Datee<Fin>>,
    /// Absences noted, oldest first.
    pub absences: Vec<Datee<AbsenceConstatee>>,
    /// Returns, oldest first.
    pub retours: Vec<NaiveDate>,
}

/// How an episode begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Debut {
    /// The measure it executes, when known.
    pub mesure: Option<MesureId>,
    /// The place.
    pub lieu: Lieu,
    /// Not a relay, a holiday or a hospital.
    pub principal: bool,
    /// The episode it follows in a change of place.
    pub precedent: Option<AccueilId>,
}

/// How an episode ends.
#[derive(Clone, Debug, PartialEq)]
pub enum Fin {
    /// The child left.
    Sortie(MotifSortie),
    /// The place changed.
    Changement(MotifChangementLieu),
}

/// What may be asked of an episode.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// The child entered.
    Admettre(Admis),
    /// The place changes.
    ChangerDeLieu(LieuChange),
    /// The child left.
    Terminer(Termine),
    /// The child is away.
    ConstaterAbsence(AbsenceConstatee),
    /// The child is back.
    ConstaterRetour(RetourConstate),
}

evenements! {
    /// The child entered.
    Admis = "accueil_admis.v1",
    /// The place changed.
    LieuChange = "accueil_lieu_change.v1",
    /// The child left.
    Termine = "accueil_termine.v1",
    /// The child is away.
    AbsenceConstatee = "absence_constatee.v1",
    /// The child is back.
    RetourConstate = "retour_constate.v1",
}

/// A place.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lieu {
    /// What kind.
    pub genre: LieuAccueil,
    /// Which, when known.
    pub lieu: Option<LieuId>,
    /// The organisation that runs it.
    pub organisation: Option<Organisation>,
    /// INSEE.
    pub commune: Option<String>,
    /// The judge keeps it secret (C. civ., art. 375-7).
    pub secret: bool,
}

/// The child entered.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Admis {
    /// Which episode.
    pub accueil: AccueilId,
    /// The measure it executes, when known.
    pub mesure: Option<MesureId>,
    /// The place.
    pub lieu: Lieu,
    /// Not a relay, a holiday or a hospital.
    pub principal: bool,
    /// In emergency.
    pub urgence: bool,
}

/// The place changed.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LieuChange {
    /// The episode that ends.
    pub accueil: AccueilId,
    /// The one that begins.
    pub nouvel_accueil: AccueilId,
    /// The new place.
    pub lieu: Lieu,
    /// Why.
    pub motif: MotifChangementLieu,
    /// When the judge was told (CASF L223-3).
    pub juge_informe_le: Option<NaiveDate>,
}

/// The child left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Termine {
    /// Which episode.
    pub accueil: AccueilId,
    /// Why.
    pub motif: MotifSortie,
}

/// The child is away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AbsenceConstatee {
    /// From which episode.
    pub accueil: AccueilId,
    /// How.
    pub genre: Absence,
}

/// The child is back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RetourConstate {
    /// To which episode.
    pub accueil: AccueilId,
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Admettre(event) => Event::Admis(event),
            Self::ChangerDeLieu(event) => Event::LieuChange(event),
            Self::Terminer(event) => Event::Termine(event),
            Self::ConstaterAbsence(event) => Event::AbsenceConstatee(event),
            Self::ConstaterRetour(event) => Event::RetourConstate(event),
        }
    }
}

impl Event {
    /// The episode it is about: the one that ends, for a change of place.
    #[must_use]
    pub fn accueil(&self) -> AccueilId {
        match self {
            Self::Admis(event) => event.accueil,
            Self::LieuChange(event) => event.accueil,
            Self::Termine(event) => event.accueil,
            Self::AbsenceConstatee(event) => event.accueil,
            Self::RetourConstate(event) => event.accueil,
        }
    }
}

impl Accueil {
    /// The beginning, when it is known.
    #[must_use]
    pub fn debut(&self) -> Option<&Datee<Debut>> {
        self.debuts.first()
    }

    /// The first day on which the child is no longer there.
    #[must_use]
    pub fn fin(&self) -> Option<NaiveDate> {
        self.fins.iter().map(Datee::le).min()
    }

    /// The child lives there on that day (absences are not ends).
    #[must_use]
    pub fn ouvert(&self, le: NaiveDate) -> bool {
        self.debut().is_some_and(|debut| debut.le() <= le) && self.fin().is_none_or(|fin| le < fin)
    }
}

impl Etat {
    /// The measure of an episode: its own, or that of the episode whose place changed.
    #[must_use]
    pub fn mesure_de(&self, accueil: &Accueil) -> Option<MesureId> {
        let mut debut = accueil.debut()?;
        // Bounded by the number of episodes: a change of place never forms a ring in a sound history.
        for _ in 0..self.accueils.len() {
            match (debut.fait.mesure, debut.fait.precedent) {
                (Some(mesure), _) => return Some(mesure),
                (None, Some(precedent)) => debut = self.accueils.get(&precedent)?.debut()?,
                (None, None) => return None,
            }
        }
        None
    }

    /// The first entry of the child for a measure.
    #[must_use]
    pub fn premiere_entree(&self, mesure: MesureId) -> Option<NaiveDate> {
        let for_it = |accueil: &&Accueil| self.mesure_de(accueil) == Some(mesure);
        self.accueils.values().filter(for_it).filter_map(Accueil::debut).map(Datee::le).min()
    }

    /// The principal episode open on a day.
    #[must_use]
    pub fn principal_au(&self, le: NaiveDate) -> Option<(&AccueilId, &Accueil)> {
        self.accueils.iter().find(|(_, accueil)| {
            accueil.ouvert(le) && accueil.debut().is_some_and(|debut| debut.fait.principal)
        })
    }
}

/// Decides a command about an episode, from the parcours on the day of the act.
///
/// # Errors
///
/// An episode begun twice, or a change or end of an episode that is not open.
pub fn decide(parcours: &Parcours, command: Command, le: NaiveDate) -> Result<Event, Refus> {
    match command {
        Command::Admettre(admis) => {
            not_begun(parcours, admis.accueil)?;
            Ok(Event::Admis(admis))
        }
        Command::ChangerDeLieu(change) => {
            open(parcours, change.accueil, le)?;
            not_begun(parcours, change.nouvel_accueil)?;
            Ok(Event::LieuChange(change))
        }
        Command::Terminer(termine) => {
            open(parcours, termine.accueil, le)?;
            Ok(Event::Termine(termine))
        }
        Command::ConstaterAbsence(absence) => Ok(Event::AbsenceConstatee(absence)),
        Command::ConstaterRetour(retour) => Ok(Event::RetourConstate(retour)),
    }
}

fn not_begun(parcours: &Parcours, accueil: AccueilId) -> Result<(), Refus> {
    let known = parcours.accueil.accueils.get(&accueil);
    if known.is_some_and(|known| !known.debuts.is_empty()) {
        return Err(Refus::AccueilDejaOuvert { accueil });
    }
    Ok(())
}

fn open(parcours: &Parcours, accueil: AccueilId, le: NaiveDate) -> Result<(), Refus> {
    let known = parcours.accueil.accueils.get(&accueil);
    if known.is_some_and(|known| known.ouvert(le)) {
        return Ok(());
    }
    Err(Refus::AccueilNonOuvert { accueil, le })
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    match event {
        Event::Admis(admis) => begin(
            etat,
            effectif,
            admis.accueil,
            Debut {
                mesure: admis.mesure,
                lieu: admis.lieu.clone(),
                principal: admis.principal,
                precedent: None,
            },
        ),
        Event::LieuChange(change) => change_place(etat, effectif, change),
        Event::Termine(termine) => end(etat, effectif, termine.accueil, Fin::Sortie(termine.motif)),
        Event::AbsenceConstatee(absence) => {
            let entry = etat.accueils.entry(absence.accueil).or_default();
            entry.absences.push(effectif.datee(absence));
        }
        Event::RetourConstate(retour) => {
            let entry = etat.accueils.entry(retour.accueil).or_default();
            entry.retours.push(effectif.survenu.le);
        }
    }
}

fn begin(etat: &mut Etat, effectif: &Effectif, accueil: AccueilId, debut: Debut) {
    etat.accueils.entry(accueil).or_default().debuts.push(effectif.datee(&debut));
}

fn end(etat: &mut Etat, effectif: &Effectif, accueil: AccueilId, fin: Fin) {
    etat.accueils.entry(accueil).or_default().fins.push(effectif.datee(&fin));
}

fn change_place(etat: &mut Etat, effectif: &Effectif, change: &LieuChange) {
    let left = etat.accueils.get(&change.accueil).and_then(Accueil::debut);
    let principal = left.is_none_or(|debut| debut.fait.principal);
    end(etat, effectif, change.accueil, Fin::Changement(change.motif));
    begin(
        etat,
        effectif,
        change.nouvel_accueil,
        Debut {
            mesure: None,
            lieu: change.lieu.clone(),
            principal,
            precedent: Some(change.accueil),
        },
    );
}

/// What cannot be true of the episodes together.
pub fn contradictions(etat: &Etat, found: &mut Vec<(Uuid, Refus)>) {
    for (&accueil, known) in &etat.accueils {
        let mut report = |refus| found.push((accueil.0, refus));
        if known.debuts.len() > 1 {
            report(Refus::AccueilDejaOuvert { accueil });
        }
        if let (None, Some(fin)) = (known.debut(), known.fin()) {
            report(Refus::AccueilNonOuvert { accueil, le: fin });
        }
        if let Some(second) = known.fins.iter().map(Datee::le).max()
            && known.fins.len() > 1
        {
            report(Refus::AccueilNonOuvert { accueil, le: second });
        }
        if let (Some(debut), Some(fin)) = (known.debut().map(Datee::le), known.fin())
            && fin < debut
        {
            report(Refus::SortieAvantEntree { accueil, entree: debut });
        }
    }
    overlaps(etat, found);
}

fn overlaps(etat: &Etat, found: &mut Vec<(Uuid, Refus)>) {
    let mut principals: Vec<(NaiveDate, Option<NaiveDate>, AccueilId)> = etat
        .accueils
        .iter()
        .filter_map(|(&id, accueil)| {
            let debut = accueil.debut().filter(|debut| debut.fait.principal)?;
            Some((debut.le(), accueil.fin(), id))
        })
        .collect();
    principals.sort_unstable_by_key(|&(debut, fin, id)| (debut, fin.unwrap_or(NaiveDate::MAX), id));
    for pair in principals.windows(2) {
        let [(_, fin, ouvert), (debut, _, accueil)] = pair else { continue };
        if fin.is_none_or(|fin| *debut < fin) {
            let refus = Refus::DejaAccueilli { ouvert: *ouvert, le: *debut };
            found.push((accueil.0, refus));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::Accueil;
    use crate::essais::*;
    use crate::evenement::Acte;

    fn admise() -> Vec<Acte> {
        vec![lea(), le("2026-03-01", fait(admettre(A1)))]
    }

    fn deplacee() -> Vec<Acte> {
        let mut faits = admise();
        faits.push(le("2026-05-01", fait(changer_de_lieu(A1, A2))));
        faits
    }

    #[test]
    fn une_admission_s_enregistre_sans_ordonnance_connue() {
        given([lea()]).on("2026-03-01").when(admettre(A1)).then(expect!["accueil_admis"]);
    }

    #[test]
    fn un_enfant_n_a_qu_un_accueil_principal_a_la_fois() {
        given(admise()).on("2026-04-01").when(admettre(A2)).then_refused(expect![
            "DEJA_ACCUEILLI · L'enfant est déjà accueilli à titre principal le 01/04/2026."
        ]);
        given(admise())
            .on("2026-04-01")
            .when(admettre_en_relais(A2))
            .then(expect!["accueil_admis"]);
    }

    #[test]
    fn un_accueil_succede_a_un_autre_le_jour_de_la_sortie_et_pas_la_veille() {
        let sortie = || {
            let mut faits = admise();
            faits.push(le("2026-05-01", fait(sortir(A1))));
            faits
        };
        given(sortie()).on("2026-05-01").when(admettre(A2)).then(expect!["accueil_admis"]);
        given(sortie()).on("2026-04-30").recorded_on("2026-05-02").when(admettre(A2)).then_refused(
            expect![
                "DEJA_ACCUEILLI · L'enfant est déjà accueilli à titre principal le 30/04/2026."
            ],
        );
    }

    #[test]
    fn un_accueil_anterieur_finit_avant_celui_qui_est_enregistre() {
        given(admise()).on("2026-02-01").recorded_on("2026-04-01").when(admettre(A2)).then_refused(
            expect![
                "DEJA_ACCUEILLI · L'enfant est déjà accueilli à titre principal le 01/03/2026."
            ],
        );
    }

    #[test]
    fn on_sort_le_jour_de_l_entree_et_pas_la_veille() {
        given(admise()).on("2026-03-01").when(sortir(A1)).then(expect!["accueil_termine"]);
        given(admise()).on("2026-02-28").recorded_on("2026-03-02").when(sortir(A1)).then_refused(
            expect!["ACCUEIL_NON_OUVERT · Cet épisode d'accueil n'est pas ouvert le 28/02/2026."],
        );
    }

    #[test]
    fn un_accueil_s_ouvre_et_se_ferme_une_fois() {
        given(admise()).on("2026-03-02").when(admettre(A1)).then_refused(expect![
            "ACCUEIL_DEJA_OUVERT · Cet épisode d'accueil est déjà enregistré."
        ]);
        let mut sortie = admise();
        sortie.push(le("2026-05-01", fait(sortir(A1))));
        given(sortie.clone()).on("2026-05-02").when(sortir(A1)).then_refused(expect![
            "ACCUEIL_NON_OUVERT · Cet épisode d'accueil n'est pas ouvert le 02/05/2026."
        ]);
        given(sortie).on("2026-04-15").recorded_on("2026-05-02").when(sortir(A1)).then_refused(
            expect!["ACCUEIL_NON_OUVERT · Cet épisode d'accueil n'est pas ouvert le 01/05/2026."],
        );
    }

    #[test]
    fn un_changement_de_lieu_ferme_un_accueil_et_en_ouvre_un_le_meme_jour() {
        let parcours = parcours(deplacee());
        let accueils = &parcours.accueil.accueils;
        let open = |accueil, jour_dit| accueils[&accueil].ouvert(jour(jour_dit));
        assert!(open(A1, "2026-04-30") && !open(A2, "2026-04-30"));
        assert!(!open(A1, "2026-05-01") && open(A2, "2026-05-01"));
        assert!(accueils[&A2].debut().is_some_and(|debut| debut.fait.principal));
        assert_eq!(parcours.accueil.mesure_de(&accueils[&A2]), Some(M1));
    }

    #[test]
    fn on_change_de_lieu_depuis_un_accueil_ouvert_vers_un_accueil_nouveau() {
        given([lea()]).on("2026-05-01").when(changer_de_lieu(A1, A2)).then_refused(expect![
            "ACCUEIL_NON_OUVERT · Cet épisode d'accueil n'est pas ouvert le 01/05/2026."
        ]);
        given(admise())
            .on("2026-02-28")
            .recorded_on("2026-05-01")
            .when(changer_de_lieu(A1, A2))
            .then_refused(expect![
                "ACCUEIL_NON_OUVERT · Cet épisode d'accueil n'est pas ouvert le 28/02/2026."
            ]);
        given(deplacee()).on("2026-06-01").when(changer_de_lieu(A1, A3)).then_refused(expect![
            "ACCUEIL_NON_OUVERT · Cet épisode d'accueil n'est pas ouvert le 01/06/2026."
        ]);
        given(deplacee())
            .on("2026-06-01")
            .when(changer_de_lieu(A2, A3))
            .then(expect!["accueil_lieu_change"]);
    }

    #[test]
    fn l_admission_d_un_enfant_deja_sorti_ne_s_annule_ni_ne_se_deplace_apres_sa_sortie() {
        given(deplacee()).on("2026-06-01").when(annuler(2)).then_refused(expect![
            "ACCUEIL_NON_OUVERT · Cet épisode d'accueil n'est pas ouvert le 01/05/2026."
        ]);
        let entrer = |jour: &str| {
            let admission = rectifier(2, fait(admettre(A1)), Some(jour));
            given(deplacee()).on("2026-06-01").when(admission)
        };
        entrer("2026-05-01").then(expect!["evenement_rectifie"]);
        entrer("2026-05-02").then_refused(expect![
            "SORTIE_AVANT_ENTREE · La sortie précéderait l'entrée du 02/05/2026."
        ]);
    }

    #[test]
    fn annuler_un_changement_de_lieu_rouvre_l_accueil_d_avant() {
        let dossier = given(deplacee()).on("2026-06-01").when(annuler(3)).then_file();
        let parcours = parcours(dossier);
        let ouvert = parcours.accueil.principal_au(jour("2026-06-01")).map(|(id, _)| *id);
        assert_eq!(ouvert, Some(A1));
        assert_eq!(parcours.accueil.accueils.get(&A2).and_then(Accueil::debut), None);
    }
}
