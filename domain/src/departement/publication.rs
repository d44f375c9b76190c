//! What the Département fixes and publishes of its figures: a freeze of the data, a report issued.
//!
//! # Invariants
//!
//! - A freeze names a position of the journal, never a copy: whoever reads up to there reads the same data for ever.
//! - A year has any number of provisional freezes, then one that is final, and none after it.
//! - A report issued under a freeze stands at its position. What is published cites one: two publications of a year at
//!   two positions, subtracted, would show the few children who came between.
//!
//! Deliberately absent: the figures, and the documents themselves, which are archived beside the journal under the
//! digests the event holds.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use super::Etat;
use crate::codes::{Diffusion, FormeDeRapport, QualiteDecideur, StatutArrete};
use crate::refus::Refus;

/// The data of a year are frozen at a position.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DonneesArretees {
    /// Which freeze: chosen by who decides it.
    pub arrete: Uuid,
    /// As it is cited: « Arrêté 2025, provisoire ».
    pub intitule: String,
    /// The year the figures are about.
    pub annee: u32,
    /// The last position of the journal that counts.
    pub position: u64,
    /// Provisional or final.
    pub statut: StatutArrete,
    /// Who decided it: professional identifier.
    pub agent: String,
    /// In which quality.
    pub qualite: QualiteDecideur,
}

/// A report was issued: signed, its documents archived.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RapportEmis {
    /// Which report: chosen by who issues it.
    pub rapport: Uuid,
    /// First day covered.
    pub du: NaiveDate,
    /// Last day covered.
    pub au: NaiveDate,
    /// Key of the territory; none: the whole Département.
    pub territoire: Option<String>,
    /// The registry of indicators.
    pub registre: u32,
    /// As recorded at.
    pub position: u64,
    /// Root of the journal's tree at that position, hexadecimal (RFC 9162, 2.1).
    pub racine: String,
    /// For whom.
    pub diffusion: Diffusion,
    /// The freeze it stands on.
    pub arrete: Option<Uuid>,
    /// What was issued, one a form.
    pub rendus: Vec<Rendu>,
}

/// A document of a report, as it was issued.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rendu {
    /// In which form.
    pub forme: FormeDeRapport,
    /// SHA-256 of the document, hexadecimal.
    pub empreinte: String,
    /// Its identifier in the archives.
    pub contenu: Uuid,
}

/// Whether a freeze may be decided.
pub(super) fn arreter(etat: &Etat, demande: &DonneesArretees) -> Result<(), Refus> {
    let of_the_year = |fait: &&DonneesArretees| fait.annee == demande.annee;
    let known = || etat.arretes.iter().map(|arrete| &arrete.fait);
    if known().any(|fait| fait.arrete == demande.arrete) {
        return Err(Refus::ArreteDejaPris);
    }
    let closed = known().filter(of_the_year).any(|fait| fait.statut == StatutArrete::Definitif);
    if closed { Err(Refus::AnneeArretee { annee: demande.annee }) } else { Ok(()) }
}

/// Whether a report may be issued.
pub(super) fn emettre(etat: &Etat, emis: &RapportEmis) -> Result<(), Refus> {
    if etat.rapports.iter().any(|known| known.fait.rapport == emis.rapport) {
        return Err(Refus::RapportDejaEmis);
    }
    let Some(cited) = emis.arrete else {
        return match emis.diffusion {
            Diffusion::Interne => Ok(()),
            Diffusion::Publication => Err(Refus::PublicationSansArrete),
        };
    };
    match etat.arrete(cited) {
        None => Err(Refus::ArreteInconnu),
        Some(arrete) if arrete.position != emis.position => Err(Refus::RapportHorsDeLArrete),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Command, Event, decide};
    use super::*;
    use crate::enfant::Contexte;
    use crate::histoire::Datee;
    use crate::temps::Survenu;

    fn jour() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 2, 15).expect("a date")
    }

    fn arrete(numero: u128, annee: u32, statut: StatutArrete) -> DonneesArretees {
        DonneesArretees {
            arrete: Uuid::from_u128(numero),
            intitule: format!("Arrêté {annee}"),
            annee,
            position: 1_000,
            statut,
            agent: "odpe.1".into(),
            qualite: QualiteDecideur::President,
        }
    }

    fn rapport(numero: u128, position: u64, arrete: Option<u128>) -> RapportEmis {
        RapportEmis {
            rapport: Uuid::from_u128(numero),
            du: NaiveDate::from_ymd_opt(2025, 1, 1).expect("a date"),
            au: NaiveDate::from_ymd_opt(2025, 12, 31).expect("a date"),
            territoire: None,
            registre: 2,
            position,
            racine: "00".repeat(32),
            diffusion: Diffusion::Interne,
            arrete: arrete.map(Uuid::from_u128),
            rendus: vec![],
        }
    }

    /// What a command gives after what was recorded: the code of its refusal, or how many events.
    fn given(recorded: &[Event], command: Command) -> Result<usize, &'static str> {
        let survenu = Survenu::le(jour());
        let datees = recorded.iter().zip(1..).map(|(fait, version)| Datee {
            survenu,
            connu_le: jour(),
            version,
            fait: fait.clone(),
        });
        let contexte =
            Contexte { aujourd_hui: jour(), survenu, connu_le: None, version_attendue: None };
        decide(datees, command, &contexte).map(|actes| actes.len()).map_err(|refus| refus.code())
    }

    #[test]
    fn une_annee_s_arrete_provisoirement_puis_une_fois_pour_toutes() {
        use StatutArrete::{Definitif, Provisoire};
        let provisoire = Event::DonneesArretees(arrete(1, 2025, Provisoire));
        let definitif = Event::DonneesArretees(arrete(2, 2025, Definitif));
        let arreter = |numero, annee, statut| Command::Arreter(arrete(numero, annee, statut));
        assert_eq!(given(&[], arreter(1, 2025, Provisoire)), Ok(1));
        assert_eq!(given(std::slice::from_ref(&provisoire), arreter(3, 2025, Provisoire)), Ok(1));
        assert_eq!(given(std::slice::from_ref(&provisoire), arreter(2, 2025, Definitif)), Ok(1));
        let both = [provisoire, definitif];
        assert_eq!(given(&both, arreter(3, 2025, Provisoire)), Err("ANNEE_ARRETEE"));
        assert_eq!(given(&both, arreter(3, 2025, Definitif)), Err("ANNEE_ARRETEE"));
        assert_eq!(given(&both, arreter(3, 2026, Definitif)), Ok(1));
        assert_eq!(given(&both, arreter(1, 2026, Definitif)), Err("ARRETE_DEJA_PRIS"));
        assert_eq!(given(&both, arreter(2, 2025, Definitif)), Ok(0), "said twice");
    }

    #[test]
    fn un_rapport_sous_arrete_se_tient_a_sa_position() {
        let known = [Event::DonneesArretees(arrete(1, 2025, StatutArrete::Provisoire))];
        let emettre = |position, cited| Command::EmettreRapport(rapport(7, position, cited));
        assert_eq!(given(&known, emettre(1_000, Some(1))), Ok(1));
        assert_eq!(given(&known, emettre(999, None)), Ok(1));
        assert_eq!(given(&known, emettre(999, Some(1))), Err("RAPPORT_HORS_DE_L_ARRETE"));
        assert_eq!(given(&known, emettre(1_000, Some(2))), Err("ARRETE_INCONNU"));
        let publie = RapportEmis { diffusion: Diffusion::Publication, ..rapport(8, 1_000, None) };
        let publier = |arrete| {
            let publie = RapportEmis { arrete, ..publie.clone() };
            given(&known, Command::EmettreRapport(publie))
        };
        assert_eq!(publier(None), Err("PUBLICATION_SANS_ARRETE"));
        assert_eq!(publier(Some(Uuid::from_u128(1))), Ok(1));
        let issued = [Event::RapportEmis(rapport(7, 999, None))];
        assert_eq!(given(&issued, emettre(999, None)), Ok(0), "said twice");
        assert_eq!(given(&issued, emettre(998, None)), Err("RAPPORT_DEJA_EMIS"));
    }
}
