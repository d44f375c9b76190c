//! Who the child is, as far as is known, and where he lives.
//!
//! A birth date is a claim with a source: a later judgment fixes another. A minor whom nobody can
//! name yet has a provisional file, identified later; until then he is in no distinct count.
//!
//! # Invariants
//!
//! - A file is opened once: by an inscription, or by the reporting of an unidentified minor.
//! - Names, description and address are sealed under the child's key. Birth date, sex, commune and
//!   service stay clear: figures need them, and no figure opens a seal.
//!
//! Deliberately absent: the search for duplicates and the merge of files.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::codes::{Sexe, SourceNaissance};
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::EnfantId;
use crate::refus::Refus;
use crate::sealed::Sealed;
use crate::temps::{Precision, majorite};

/// The child's identity and residences, folded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// Inscriptions: one in a sound history.
    pub inscrits: Vec<Datee<Inscrit>>,
    /// Reportings of an unidentified minor.
    pub non_identifies: Vec<Datee<NonIdentifieSignale>>,
    /// Identifications.
    pub identifies: Vec<Datee<Identifie>>,
    /// Births fixed, oldest first.
    pub naissances: Vec<Datee<Naissance>>,
    /// Residences, oldest first.
    pub residences: Vec<Datee<ResidenceDeclaree>>,
    /// Recognised as an unaccompanied minor.
    pub mna: Option<NaiveDate>,
    /// Emancipated.
    pub emancipe: Option<NaiveDate>,
    /// Died.
    pub decede: Option<NaiveDate>,
}

/// What may be asked of the identity.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Opens the file of a known child.
    Inscrire(Inscrit),
    /// Opens a provisional file.
    SignalerNonIdentifie(NonIdentifieSignale),
    /// Names the unidentified minor.
    Identifier(Identifie),
    /// Fixes the birth date.
    FixerNaissance(NaissanceFixee),
    /// Says where the child lives and which délégation is in charge.
    DeclarerResidence(ResidenceDeclaree),
    /// Recognises an unaccompanied minor.
    ReconnaitreMna(MnaReconnu),
    /// Emancipation.
    DeclarerEmancipation(Emancipe),
    /// Death.
    DeclarerDeces(Decede),
}

evenements! {
    /// The file is opened.
    Inscrit = "enfant_inscrit.v1",
    /// A provisional file is opened.
    NonIdentifieSignale = "enfant_non_identifie_signale.v1",
    /// The unidentified minor is named.
    Identifie = "enfant_identifie.v1",
    /// The birth date is fixed.
    NaissanceFixee = "naissance_fixee.v1",
    /// The residence is declared.
    ResidenceDeclaree = "residence_declaree.v1",
    /// Recognised as an unaccompanied minor.
    MnaReconnu = "mna_reconnu.v1",
    /// Emancipated.
    Emancipe = "enfant_emancipe.v1",
    /// Died.
    Decede = "enfant_decede.v1",
}

/// Names of a child.
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EtatCivil {
    /// Surname.
    pub nom: String,
    /// First names.
    pub prenoms: String,
    /// Birth name of the mother, part of the national pseudonym.
    pub nom_naissance_mere: Option<String>,
}

/// A birth date and its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Naissance {
    /// The day; the first day of the month or year when only that is known.
    pub le: NaiveDate,
    /// How precisely.
    pub precision: Precision,
    /// Who says so.
    pub source: SourceNaissance,
}

/// The file of a child is opened.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inscrit {
    /// Names, sealed.
    pub etat_civil: Sealed<EtatCivil>,
    /// Birth, when known.
    pub naissance: Option<Naissance>,
    /// Sex.
    pub sexe: Sexe,
}

/// A minor nobody can name yet.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NonIdentifieSignale {
    /// « Un petit, résidence des Pins »: sealed.
    pub description: Sealed<String>,
    /// Apparent age, in years.
    pub age_apparent_ans: Option<u32>,
    /// Sex, when seen.
    pub sexe: Sexe,
}

/// The unidentified minor is named.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Identifie {
    /// Names, sealed.
    pub etat_civil: Sealed<EtatCivil>,
    /// Birth, when known.
    pub naissance: Option<Naissance>,
    /// Sex.
    pub sexe: Sexe,
}

/// The birth date is fixed, by a judgment or a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NaissanceFixee {
    /// The birth.
    pub naissance: Naissance,
}

/// Where the child lives from that day.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResidenceDeclaree {
    /// INSEE code; absent: unknown or abroad.
    pub commune: Option<String>,
    /// Sealed.
    pub adresse: Option<Sealed<String>>,
    /// The délégation territoriale in charge. Never a territory: the map changes.
    pub service_responsable: Option<String>,
}

/// Recognised as an unaccompanied minor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MnaReconnu {}

/// Emancipated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Emancipe {}

/// Died.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decede {}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Inscrire(event) => Event::Inscrit(event),
            Self::SignalerNonIdentifie(event) => Event::NonIdentifieSignale(event),
            Self::Identifier(event) => Event::Identifie(event),
            Self::FixerNaissance(event) => Event::NaissanceFixee(event),
            Self::DeclarerResidence(event) => Event::ResidenceDeclaree(event),
            Self::ReconnaitreMna(event) => Event::MnaReconnu(event),
            Self::DeclarerEmancipation(event) => Event::Emancipe(event),
            Self::DeclarerDeces(event) => Event::Decede(event),
        }
    }
}

impl Event {
    pub(crate) fn confie_les_scelles(&mut self, enfant: EnfantId) {
        match self {
            Self::Inscrit(inscrit) => inscrit.etat_civil.confie_a(enfant.0),
            Self::NonIdentifieSignale(signale) => signale.description.confie_a(enfant.0),
            Self::Identifie(identifie) => identifie.etat_civil.confie_a(enfant.0),
            Self::ResidenceDeclaree(residence) => {
                if let Some(adresse) = &mut residence.adresse {
                    adresse.confie_a(enfant.0);
                }
            }
            Self::NaissanceFixee(_) | Self::MnaReconnu(_) | Self::Emancipe(_) | Self::Decede(_) => {
            }
        }
    }
}

impl Etat {
    /// The birth now held to be true: the last one fixed.
    #[must_use]
    pub fn naissance(&self) -> Option<&Naissance> {
        self.naissances.last().map(|datee| &datee.fait)
    }

    /// The names, when the file has some.
    #[must_use]
    pub fn etat_civil(&self) -> Option<&Sealed<EtatCivil>> {
        let inscrit = self.inscrits.last().map(|datee| &datee.fait.etat_civil);
        self.identifies.last().map(|datee| &datee.fait.etat_civil).or(inscrit)
    }

    /// Sex, as last said.
    #[must_use]
    pub fn sexe(&self) -> Sexe {
        let inscrit = self.inscrits.last().map(|datee| datee.fait.sexe);
        let signale = self.non_identifies.last().map(|datee| datee.fait.sexe);
        let identifie = self.identifies.last().map(|datee| datee.fait.sexe);
        identifie.or(inscrit).or(signale).unwrap_or(Sexe::NeSaitPas)
    }

    /// A file exists.
    #[must_use]
    pub fn existe(&self) -> bool {
        !self.inscrits.is_empty() || !self.non_identifies.is_empty()
    }

    /// Somebody can name the child.
    #[must_use]
    pub fn identifie(&self) -> bool {
        !self.inscrits.is_empty() || !self.identifies.is_empty()
    }

    /// Where he lived on a day.
    #[must_use]
    pub fn residence_au(&self, le: NaiveDate) -> Option<&ResidenceDeclaree> {
        self.residences.iter().rev().find(|datee| datee.le() <= le).map(|datee| &datee.fait)
    }

    /// The day of majority, when the birth is known.
    #[must_use]
    pub fn majorite(&self) -> Option<NaiveDate> {
        self.naissance().map(|naissance| majorite(naissance.le))
    }

    /// Not known to be of age on that day.
    #[must_use]
    pub fn mineur_au(&self, le: NaiveDate) -> bool {
        self.majorite().is_none_or(|majorite| le < majorite)
    }
}

/// Decides a command about the identity.
///
/// # Errors
///
/// When the file already exists, does not exist, or the child is already identified.
pub fn decide(etat: &Etat, command: Command) -> Result<Event, Refus> {
    match command {
        Command::Inscrire(inscrit) => new_file(etat, Event::Inscrit(inscrit)),
        Command::SignalerNonIdentifie(signale) => {
            new_file(etat, Event::NonIdentifieSignale(signale))
        }
        Command::Identifier(identifie) => identifier(etat, identifie),
        Command::FixerNaissance(fixee) => Ok(Event::NaissanceFixee(fixee)),
        Command::DeclarerResidence(residence) => Ok(Event::ResidenceDeclaree(residence)),
        Command::ReconnaitreMna(mna) => Ok(Event::MnaReconnu(mna)),
        Command::DeclarerEmancipation(emancipe) => Ok(Event::Emancipe(emancipe)),
        Command::DeclarerDeces(decede) => Ok(Event::Decede(decede)),
    }
}

fn new_file(etat: &Etat, event: Event) -> Result<Event, Refus> {
    if etat.existe() { Err(Refus::EnfantDejaInscrit) } else { Ok(event) }
}

fn identifier(etat: &Etat, identifie: Identifie) -> Result<Event, Refus> {
    if etat.identifie() { Err(Refus::EnfantDejaIdentifie) } else { Ok(Event::Identifie(identifie)) }
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    match event {
        Event::Inscrit(inscrit) => {
            etat.inscrits.push(effectif.datee(inscrit));
            claim(etat, effectif, inscrit.naissance.as_ref());
        }
        Event::NonIdentifieSignale(signale) => etat.non_identifies.push(effectif.datee(signale)),
        Event::Identifie(identifie) => {
            etat.identifies.push(effectif.datee(identifie));
            claim(etat, effectif, identifie.naissance.as_ref());
        }
        Event::NaissanceFixee(fixee) => claim(etat, effectif, Some(&fixee.naissance)),
        Event::ResidenceDeclaree(residence) => etat.residences.push(effectif.datee(residence)),
        Event::MnaReconnu(MnaReconnu {}) => {
            etat.mna.get_or_insert(effectif.survenu.le);
        }
        Event::Emancipe(Emancipe {}) => {
            etat.emancipe.get_or_insert(effectif.survenu.le);
        }
        Event::Decede(Decede {}) => {
            etat.decede.get_or_insert(effectif.survenu.le);
        }
    }
}

/// Takes into account what a later event says of who the child already was: his file, his birth.
pub(crate) fn evolve_later(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    match event {
        Event::Inscrit(_) | Event::NonIdentifieSignale(_) | Event::NaissanceFixee(_) => {
            evolve(etat, effectif, event);
        }
        Event::Identifie(identifie) => claim(etat, effectif, identifie.naissance.as_ref()),
        Event::ResidenceDeclaree(_)
        | Event::MnaReconnu(_)
        | Event::Emancipe(_)
        | Event::Decede(_) => {}
    }
}

fn claim(etat: &mut Etat, effectif: &Effectif, naissance: Option<&Naissance>) {
    if let Some(naissance) = naissance {
        etat.naissances.push(effectif.datee(naissance));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::enfant::Parcours;
    use crate::essais::*;

    #[test]
    fn un_dossier_s_ouvre_une_fois() {
        let ouvrir = || inscrire(Some(naissance("2015-03-04")));
        given([]).on("2026-01-10").when(ouvrir()).then(expect!["enfant_inscrit"]);
        given([lea()]).on("2026-01-10").when(ouvrir()).then_refused(expect![
            "ENFANT_DEJA_INSCRIT · Le dossier de cet enfant est déjà ouvert."
        ]);
        given([lea()]).on("2026-01-10").when(signaler_non_identifie()).then_refused(expect![
            "ENFANT_DEJA_INSCRIT · Le dossier de cet enfant est déjà ouvert."
        ]);
    }

    #[test]
    fn ouvrir_le_meme_dossier_le_meme_jour_est_deja_fait() {
        given([lea()])
            .on("2026-01-01")
            .when(inscrire(Some(naissance("2015-03-04"))))
            .then_already_so();
    }

    #[test]
    fn un_dossier_anterieur_a_celui_qui_existe_est_refuse_aussi() {
        given([lea()]).on("2025-12-31").when(inscrire(None)).then_refused(expect![
            "ENFANT_DEJA_INSCRIT · Le dossier de cet enfant est déjà ouvert."
        ]);
    }

    #[test]
    fn rien_ne_s_enregistre_sans_dossier_ouvert() {
        given([])
            .on("2026-01-10")
            .when(recevoir(I1))
            .then_refused(expect!["ENFANT_INCONNU · Aucun dossier n'est ouvert pour cet enfant."]);
        given([le("2026-01-10", fait(signaler_non_identifie()))])
            .on("2026-01-10")
            .when(recevoir(I1))
            .then(expect!["information_recue"]);
    }

    #[test]
    fn un_enfant_s_identifie_une_fois() {
        let inconnu = || le("2026-01-05", fait(signaler_non_identifie()));
        let dossier =
            given([inconnu()]).on("2026-01-20").when(identifier("2021-06-01")).then_file();
        assert!(enfant(LEA, dossier.clone()).parcours().identite.identifie());
        given(dossier.clone())
            .on("2026-01-21")
            .when(identifier("2021-06-02"))
            .then_refused(expect!["ENFANT_DEJA_IDENTIFIE · Cet enfant est déjà identifié."]);
        given(dossier)
            .on("2026-01-10")
            .recorded_on("2026-01-21")
            .when(identifier("2021-06-02"))
            .then_refused(expect!["ENFANT_DEJA_IDENTIFIE · Cet enfant est déjà identifié."]);
        given([lea()])
            .on("2026-01-20")
            .when(identifier("2015-03-04"))
            .then_refused(expect!["ENFANT_DEJA_IDENTIFIE · Cet enfant est déjà identifié."]);
    }

    #[test]
    fn la_derniere_naissance_fixee_est_tenue_pour_vraie() {
        let parcours = parcours([
            lea_nee_le("2015-03-04"),
            le("2026-02-01", fait(fixer_naissance("2007-03-04"))),
        ]);
        let identite = &parcours.identite;
        assert_eq!(identite.naissance().map(|naissance| naissance.le), Some(jour("2007-03-04")));
        assert_eq!(identite.majorite(), Some(jour("2025-03-04")));
    }

    #[test]
    fn on_est_mineur_la_veille_de_ses_dix_huit_ans_et_plus_le_jour_meme() {
        let identite = parcours([lea_nee_le("2008-01-15")]).identite;
        assert!(identite.mineur_au(jour("2026-01-14")));
        assert!(!identite.mineur_au(jour("2026-01-15")));
    }

    #[test]
    fn un_dossier_ouvert_plus_tard_dit_deja_qui_etait_l_enfant() {
        let majeure = [lea_nee_le("2007-12-01"), le("2025-12-20", fait(recevoir(I1)))];
        given(majeure)
            .on("2025-12-22")
            .recorded_on("2026-01-05")
            .when(qualifier(I1))
            .then_refused(expect!["ENFANT_MAJEUR · La personne est majeure le 22/12/2025 : une information ne se qualifie que pour un mineur. (C. civ., art. 375)"]);
        let histoire = enfant(LEA, [lea(), le("2026-01-02", fait(declarer_residence("17300")))]);
        let identite = Parcours::au(&histoire.histoire(), jour("2025-12-31")).identite;
        assert!(identite.identifie() && identite.residences.is_empty());
        let inconnue = [
            le("2026-01-05", fait(signaler_non_identifie())),
            le("2026-01-20", fait(identifier("2007-12-01"))),
        ];
        let histoire = enfant(LEA, inconnue).histoire();
        let identite = Parcours::au(&histoire, jour("2026-01-10")).identite;
        assert!(!identite.identifie() && !identite.mineur_au(jour("2026-01-10")));
    }

    #[test]
    fn la_residence_est_celle_du_jour() {
        let identite = parcours([
            lea(),
            le("2026-03-01", fait(declarer_residence("17415"))),
            le("2026-02-01", fait(declarer_residence("17300"))),
        ])
        .identite;
        let commune = |le: &str| {
            identite.residence_au(jour(le)).and_then(|residence| residence.commune.clone())
        };
        assert_eq!(commune("2026-01-31"), None);
        assert_eq!(commune("2026-02-28").as_deref(), Some("17300"));
        assert_eq!(commune("2026-03-01").as_deref(), Some("17415"));
    }

    #[test]
    fn une_mesure_peut_dater_du_jour_de_la_naissance_et_pas_de_la_veille() {
        let nourrisson = || [lea_nee_le("2026-01-01")];
        given(nourrisson())
            .on("2026-01-01")
            .when(ordonner(placement(M1)))
            .then(expect!["mesure_ordonnee"]);
        given(nourrisson())
            .on("2025-12-31")
            .recorded_on("2026-01-05")
            .when(ordonner(placement(M1)))
            .then_refused(expect![
                "AVANT_LA_NAISSANCE · Le fait précède la naissance de l'enfant, le 01/01/2026."
            ]);
    }

    #[test]
    fn rien_ne_s_exerce_apres_le_jour_du_deces() {
        let decedee = || [lea(), le("2026-05-10", fait(declarer_deces()))];
        given(decedee()).on("2026-05-10").when(terminer(M1)).then(expect!["mesure_terminee"]);
        given(decedee())
            .on("2026-05-11")
            .when(terminer(M1))
            .then_refused(expect!["APRES_LE_DECES · L'enfant est décédé le 10/05/2026."]);
        given(decedee())
            .on("2026-05-11")
            .when(admettre(A1))
            .then_refused(expect!["APRES_LE_DECES · L'enfant est décédé le 10/05/2026."]);
    }

    #[test]
    fn un_deces_ne_precede_pas_une_mesure_demarree() {
        let suivie = || [lea(), le("2026-05-10", fait(demarrer(M1)))];
        given(suivie()).on("2026-05-10").when(declarer_deces()).then(expect!["enfant_decede"]);
        given(suivie())
            .on("2026-05-09")
            .recorded_on("2026-05-12")
            .when(declarer_deces())
            .then_refused(expect!["APRES_LE_DECES · L'enfant est décédé le 09/05/2026."]);
    }
}
