//! The file itself: corrections (it never happened, or it happened otherwise), and its erasure.
//!
//! A correction is an event. It never removes one: the effective history ([`crate::histoire`])
//! applies it. A judge's rectifying order or an appeal is a new act of its chapter, never one of these.
//!
//! An erasure is an event too, and the last one: what was sealed for the child can no longer be read, by
//! anyone. What happened, when and where stays; who and why in words does not.
//!
//! Two files of one child are merged, never automatically, and unmerged when it was a mistake: an event on
//! both streams each time, which moves nothing ([`crate::enfant::fusionner`]).
//!
//! # Invariants
//!
//! - A correction names an event recorded before it on the same stream, or on one merged into it.
//! - What replaces an event is of the same kind.
//! - A signed decision and a signed edition of a PPE are superseded, never edited: only the day under which
//!   they were typed is rectified, and all of it may be annulled.
//! - A merge, and what the engine itself records, is never corrected line by line.
//! - An erasure is never corrected, and nothing follows it. It is dated of the day it is recorded.
//!
//! Deliberately absent: how long a file is kept, which the archives decide and the act refers to, and the
//! keys, which the journal destroys with the event.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::codes::MotifEffacement;
use crate::enfant::{Contexte, Parcours};
use crate::evenement::{Evenement, evenements};
use crate::histoire::{Cible, Effectif, Enregistre, annules};
use crate::ids::{EnfantId, ProjetId};
use crate::projet_pour_enfant as projet;
use crate::refus::Refus;
use crate::temps::Survenu;
use crate::{Decideur, decision};

/// Asks for a correction, or for the end of the file.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// It never happened.
    Annuler(Annule),
    /// It happened otherwise. `survenu` absent: the date was right.
    Rectifier {
        /// Which event.
        cible: Cible,
        /// Why.
        motif: String,
        /// What should have been recorded.
        remplacement: Box<Evenement>,
        /// When it should have been said to be true.
        survenu: Option<Survenu>,
    },
    /// The file is erased.
    Effacer(Efface),
}

evenements! {
    /// The event named never happened.
    Annule = "evenement_annule.v1",
    /// The event named happened otherwise.
    Rectifie = "evenement_rectifie.v1",
    /// The file was erased.
    Efface = "dossier_efface.v1",
    /// Two files are those of one child.
    Reuni = "dossiers_reunis.v1",
    /// They were not.
    Disjoint = "dossiers_disjoints.v1",
}

/// The event named never happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Annule {
    /// Which event.
    pub cible: Cible,
    /// Why: a reason of typing, without personal data.
    pub motif: String,
}

/// The event named happened otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rectifie {
    /// Which event.
    pub cible: Cible,
    /// Why: a reason of typing, without personal data.
    pub motif: String,
    /// What should have been recorded.
    pub remplacement: Box<Evenement>,
    /// When it was true.
    pub survenu: Survenu,
}

/// The file was erased: the keys of what was sealed for this child alone were destroyed with this event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Efface {
    /// Why.
    pub motif: MotifEffacement,
    /// Reference of the decision it applies: visa of the archives, answer to the person, judgment…
    pub decision: String,
}

/// Two files are those of one child. The same on both streams, but for the other's name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reuni {
    /// The other file.
    pub avec: EnfantId,
    /// The one of the two under which the child is known from then on.
    pub principal: EnfantId,
    /// What was compared and by whom, without personal data.
    pub motif: String,
}

/// Two files merged were those of two children: each has his own again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Disjoint {
    /// The other file.
    pub avec: EnfantId,
    /// The one that was the principal.
    pub principal: EnfantId,
    /// Why, without personal data.
    pub motif: String,
    /// The events recorded on the principal since the merge that were the other child's: annulled here,
    /// written there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rendus: Vec<u32>,
}

impl Command {
    /// The event it corrects, when it corrects one.
    #[must_use]
    pub fn cible(&self) -> Option<Cible> {
        match self {
            Self::Annuler(annule) => Some(annule.cible),
            Self::Rectifier { cible, motif: _, remplacement: _, survenu: _ } => Some(*cible),
            Self::Effacer(_) => None,
        }
    }

    /// The same correction, of another event.
    #[must_use]
    pub(crate) fn de(self, cible: Cible) -> Self {
        match self {
            Self::Annuler(annule) => Self::Annuler(Annule { cible, ..annule }),
            Self::Rectifier { cible: _, motif, remplacement, survenu } => {
                Self::Rectifier { cible, motif, remplacement, survenu }
            }
            Self::Effacer(efface) => Self::Effacer(efface),
        }
    }
}

impl Event {
    /// The event it corrects, when it corrects one.
    #[must_use]
    pub fn cible(&self) -> Option<Cible> {
        match self {
            Self::Annule(annule) => Some(annule.cible),
            Self::Rectifie(rectifie) => Some(rectifie.cible),
            Self::Efface(_) | Self::Reuni(_) | Self::Disjoint(_) => None,
        }
    }

    pub(crate) fn confie_les_scelles(&mut self, enfant: EnfantId) {
        match self {
            Self::Annule(_) | Self::Efface(_) | Self::Reuni(_) | Self::Disjoint(_) => {}
            Self::Rectifie(rectifie) => rectifie.remplacement.confie_les_scelles(enfant),
        }
    }
}

/// What the correction would establish is already held to be true. Two annulments of one event would
/// ask for two restorations.
#[must_use]
pub fn already_so(recorded: &[Enregistre], histoire: &[Effectif], command: &Command) -> bool {
    match command {
        Command::Annuler(annule) => annules(recorded).contains(&annule.cible),
        Command::Rectifier { cible, motif: _, remplacement, survenu } => histoire
            .iter()
            .find(|effectif| effectif.cible == *cible)
            .is_some_and(|effectif| as_asked(effectif, remplacement, *survenu)),
        Command::Effacer(_) => efface_le(recorded).is_some(),
    }
}

/// The day the file was erased, if it was. No correction counts here: what was destroyed does not come back.
#[must_use]
pub fn efface_le(recorded: &[Enregistre]) -> Option<NaiveDate> {
    let erased = |enregistre: &Enregistre| match enregistre.acte.evenement.correction() {
        Some(Event::Efface(_)) => Some(enregistre.acte.survenu.le),
        Some(Event::Annule(_) | Event::Rectifie(_) | Event::Reuni(_) | Event::Disjoint(_))
        | None => None,
    };
    recorded.iter().rev().find_map(erased)
}

/// The file under which a child is known, when it is not this one any more.
#[must_use]
pub fn reuni_a(flux: EnfantId, recorded: &[Enregistre]) -> Option<EnfantId> {
    let merges = reunions(recorded);
    merges.into_iter().map(|(_, principal)| principal).find(|principal| *principal != flux)
}

/// The files merged into this one.
#[must_use]
pub fn reunis(flux: EnfantId, recorded: &[Enregistre]) -> BTreeSet<EnfantId> {
    let merges = reunions(recorded).into_iter();
    merges.filter(|(_, principal)| *principal == flux).map(|(avec, _)| avec).collect()
}

/// The merges that hold: the other file, and which of the two is the principal.
fn reunions(recorded: &[Enregistre]) -> BTreeSet<(EnfantId, EnfantId)> {
    let mut merges = BTreeSet::new();
    for enregistre in recorded {
        match enregistre.acte.evenement.correction() {
            Some(Event::Reuni(reuni)) => {
                merges.insert((reuni.avec, reuni.principal));
            }
            Some(Event::Disjoint(disjoint)) => merges.retain(|(avec, _)| *avec != disjoint.avec),
            Some(Event::Annule(_) | Event::Rectifie(_) | Event::Efface(_)) | None => {}
        }
    }
    merges
}

/// The version of the event by which another file was last merged into this one.
#[must_use]
pub fn reuni_par(recorded: &[Enregistre], avec: EnfantId) -> Option<u32> {
    let merges = |enregistre: &&Enregistre| match enregistre.acte.evenement.correction() {
        Some(Event::Reuni(reuni)) => reuni.avec == avec,
        Some(Event::Annule(_) | Event::Rectifie(_) | Event::Efface(_) | Event::Disjoint(_))
        | None => false,
    };
    recorded.iter().rev().find(merges).map(|enregistre| enregistre.cible.version)
}

/// Nothing is added to an erased file, whatever the chapter; erasing it again is already done.
///
/// # Errors
///
/// [`Refus::DossierEfface`].
pub fn encore_ouvert(recorded: &[Enregistre]) -> Result<(), Refus> {
    efface_le(recorded).map_or(Ok(()), |le| Err(Refus::DossierEfface { le }))
}

fn as_asked(effectif: &Effectif, remplacement: &Evenement, survenu: Option<Survenu>) -> bool {
    let mut asked = remplacement.clone();
    asked.confie_les_scelles(effectif.cible.flux);
    effectif.evenement == asked && survenu.is_none_or(|survenu| effectif.survenu == survenu)
}

/// Decides a correction from what is recorded, an erasure from where the child stands that day.
///
/// # Errors
///
/// When the event is unknown, or of another kind than its replacement; when the child is still followed.
pub fn decide(
    recorded: &[Enregistre],
    histoire: &[Effectif],
    that_day: &Parcours,
    command: Command,
    contexte: &Contexte,
) -> Result<Event, Refus> {
    match command {
        Command::Annuler(annule) => {
            let found = find(recorded, annule.cible)?;
            corrigible(&found.acte.evenement)?;
            Ok(Event::Annule(annule))
        }
        Command::Rectifier { cible, motif, remplacement, survenu } => {
            let cible_acte = &find(recorded, cible)?.acte;
            corrigible(&cible_acte.evenement)?;
            same_kind(&cible_acte.evenement, &remplacement)?;
            not_signed(histoire, cible, &cible_acte.evenement, &remplacement)?;
            let survenu = survenu.unwrap_or(cible_acte.survenu);
            if contexte.aujourd_hui < survenu.le {
                return Err(Refus::DateFuture { le: survenu.le });
            }
            Ok(Event::Rectifie(Rectifie { cible, motif, remplacement, survenu }))
        }
        Command::Effacer(efface) => {
            let le = contexte.aujourd_hui;
            if contexte.survenu.le != le {
                return Err(Refus::EffacementHorsDuJour { le });
            }
            if suivi(that_day, le) {
                Err(Refus::SuiviEnCours { le })
            } else {
                Ok(Event::Efface(efface))
            }
        }
    }
}

/// Whether the Département is still charged with the child: what it must keep to do so is not erased.
fn suivi(parcours: &Parcours, le: NaiveDate) -> bool {
    let mut mesures = parcours.mesure.mesures.values();
    let mut accueils = parcours.accueil.accueils.values();
    mesures.any(|mesure| mesure.en_vigueur(&parcours.identite, le))
        || accueils.any(|accueil| accueil.ouvert(le))
}

/// What the engine records itself, and what binds two files, is undone by its own act.
fn corrigible(evenement: &Evenement) -> Result<(), Refus> {
    let merge = matches!(evenement, Evenement::Dossier(Event::Reuni(_) | Event::Disjoint(_)));
    if merge {
        Err(Refus::ReunionACorriger)
    } else if matches!(evenement, Evenement::Fratrie(_)) {
        Err(Refus::TenuParLeMoteur)
    } else {
        Ok(())
    }
}

/// The words of a signed act stay as they were signed. A rectification of a rectification is judged on the
/// event they both rectify.
fn not_signed(
    histoire: &[Effectif],
    cible: Cible,
    original: &Evenement,
    remplacement: &Evenement,
) -> Result<(), Refus> {
    let rectified = if let Evenement::Dossier(Event::Rectifie(rectifie)) = original {
        rectifie.cible
    } else {
        cible
    };
    let Some(said) = histoire.iter().find(|effectif| effectif.cible == rectified) else {
        return Ok(());
    };
    let mut remplacement = remplacement.clone();
    remplacement.confie_les_scelles(cible.flux);
    if signe(histoire, &said.evenement) && said.evenement != remplacement {
        return Err(Refus::ActeSigne);
    }
    Ok(())
}

/// Whether an event is a decision, or an edition of a PPE, that somebody signed.
fn signe(histoire: &[Effectif], evenement: &Evenement) -> bool {
    let by = |decideur: &Option<Decideur>| {
        decideur.as_ref().is_some_and(|decideur| decideur.signe_le.is_some())
    };
    if let Evenement::Decision(decision::Event::Prise(prise)) = evenement {
        by(&prise.decideur)
    } else if let Evenement::Decision(decision::Event::Revisee(revisee)) = evenement {
        by(&revisee.decideur)
    } else if let Evenement::Projet(projet::Event::Etabli(etabli)) = evenement {
        by(&etabli.decideur) || edition_signee(histoire, etabli.projet, 1)
    } else if let Evenement::Projet(projet::Event::Revise(revise)) = evenement {
        by(&revise.decideur) || edition_signee(histoire, revise.projet, revise.edition)
    } else {
        false
    }
}

fn edition_signee(histoire: &[Effectif], projet: ProjetId, edition: u32) -> bool {
    histoire.iter().any(|effectif| {
        if let Evenement::Projet(projet::Event::Signe(signe)) = &effectif.evenement {
            signe.projet == projet && signe.edition == edition
        } else {
            false
        }
    })
}

fn find(recorded: &[Enregistre], cible: Cible) -> Result<&Enregistre, Refus> {
    recorded
        .iter()
        .find(|enregistre| enregistre.cible == cible)
        .ok_or(Refus::EvenementInconnu { version: cible.version })
}

/// A rectification is itself rectified by what should have been recorded; an annulment is annulled,
/// never rectified.
fn same_kind(original: &Evenement, remplacement: &Evenement) -> Result<(), Refus> {
    let original = if let Evenement::Dossier(Event::Rectifie(rectifie)) = original {
        &rectifie.remplacement
    } else {
        original
    };
    let correction = matches!(remplacement, Evenement::Dossier(_));
    let same = original.nom() == remplacement.nom() && original.objet() == remplacement.objet();
    if same && !correction { Ok(()) } else { Err(Refus::RemplacementDAutreNature) }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::decision::Suite;
    use crate::essais::*;
    use crate::evenement::Acte;

    fn residente() -> Vec<Acte> {
        vec![lea(), le("2026-02-01", fait(declarer_residence("17300")))]
    }

    fn communes(faits: Vec<Acte>) -> Vec<String> {
        let residences = parcours(faits).identite.residences;
        let line = |datee: &crate::histoire::Datee<crate::identite::ResidenceDeclaree>| {
            format!("{} {}", datee.le(), datee.fait.commune.clone().unwrap_or_default())
        };
        residences.iter().map(line).collect()
    }

    #[test]
    fn annuler_puis_annuler_l_annulation_retablit() {
        let annulee = given(residente()).on("2026-03-01").when(annuler(2)).then_file();
        assert!(communes(annulee.clone()).is_empty());
        let retablie = given(annulee).on("2026-03-02").when(annuler(3)).then_file();
        assert_eq!(communes(retablie), ["2026-02-01 17300"]);
    }

    #[test]
    fn un_fait_ne_se_rectifie_pas_a_un_jour_a_venir() {
        let commune = || fait(declarer_residence("17300"));
        let when = |jour_dit| {
            given(residente()).on("2026-03-01").when(rectifier(2, commune(), Some(jour_dit)))
        };
        when("2026-03-01").then(expect!["evenement_rectifie"]);
        when("2026-03-02")
            .then_refused(expect!["DATE_FUTURE · La date du 02/03/2026 est dans l'avenir."]);
    }

    #[test]
    fn annuler_ce_qui_l_est_deja_est_deja_fait() {
        let annulee = given(residente()).on("2026-03-01").when(annuler(2)).then_file();
        given(annulee.clone()).on("2026-03-02").when(annuler(2)).then_already_so();
        let retablie = given(annulee).on("2026-03-02").when(annuler(3)).then_file();
        given(retablie.clone()).on("2026-03-03").when(annuler(3)).then_already_so();
        given(retablie).on("2026-03-03").when(annuler(2)).then(expect!["evenement_annule"]);
    }

    #[test]
    fn rectifier_remplace_le_fait_et_sa_date_quand_elle_est_dite() {
        let ailleurs = || fait(declarer_residence("17415"));
        let rectifiee =
            given(residente()).on("2026-03-01").when(rectifier(2, ailleurs(), None)).then_file();
        assert_eq!(communes(rectifiee.clone()), ["2026-02-01 17415"]);
        given(rectifiee.clone())
            .on("2026-03-02")
            .when(rectifier(2, ailleurs(), None))
            .then_already_so();
        let deplacee = given(rectifiee)
            .on("2026-03-02")
            .when(rectifier(2, ailleurs(), Some("2026-02-15")))
            .then_file();
        assert_eq!(communes(deplacee), ["2026-02-15 17415"]);
    }

    #[test]
    fn on_ne_corrige_que_ce_qui_est_enregistre() {
        given(residente()).on("2026-03-01").when(annuler(3)).then_refused(expect![
            "EVENEMENT_INCONNU · L'événement n° 3 n'est pas enregistré dans ce dossier."
        ]);
        given([])
            .on("2026-03-01")
            .when(annuler(1))
            .then_refused(expect!["ENFANT_INCONNU · Aucun dossier n'est ouvert pour cet enfant."]);
    }

    #[test]
    fn un_fait_se_remplace_par_un_fait_de_meme_nature_sur_le_meme_objet() {
        let recue = || vec![lea(), le("2026-01-09", fait(recevoir(I1)))];
        given(recue())
            .on("2026-03-01")
            .when(rectifier(2, fait(qualifier(I1)), None))
            .then_refused(expect!["REMPLACEMENT_D_AUTRE_NATURE · Un événement se remplace par un événement de même nature, sur le même objet."]);
        given(recue())
            .on("2026-03-01")
            .when(rectifier(2, fait(recevoir(I2)), None))
            .then_refused(expect!["REMPLACEMENT_D_AUTRE_NATURE · Un événement se remplace par un événement de même nature, sur le même objet."]);
    }

    /// A decision somebody signed.
    fn signee(suite: Suite) -> crate::enfant::Commande {
        let signe_le = Some(jour("2026-03-25"));
        let decideur = cadre().map(|cadre| crate::Decideur { signe_le, ..cadre });
        decider(vec![suite], None, decideur)
    }

    #[test]
    fn un_acte_signe_se_remplace_et_ne_se_rectifie_pas() {
        let decidee = || vec![lea(), le("2026-03-25", fait(signee(Suite::SansSuite)))];
        given(decidee())
            .on("2026-04-01")
            .when(rectifier(2, fait(signee(Suite::PoursuiteMesure)), None))
            .then_refused(expect![
                "ACTE_SIGNE · Cet acte est signé : son contenu ne se rectifie plus. (CRPA, art. L212-1)"
            ]);
        given(decidee())
            .on("2026-04-01")
            .when(rectifier(2, fait(signee(Suite::SansSuite)), Some("2026-03-24")))
            .then(expect!["evenement_rectifie"]);
        given(decidee())
            .on("2026-04-01")
            .when(reviser_decision(vec![Suite::PoursuiteMesure], cadre()))
            .then(expect!["decision_revisee"]);
        given(decidee()).on("2026-04-01").when(annuler(2)).then(expect!["evenement_annule"]);
    }

    #[test]
    fn une_edition_signee_ne_se_rectifie_pas() {
        let etabli = || vec![lea(), le("2026-03-25", fait(etablir_projet(cadre())))];
        let rectifie = || rectifier(2, fait(etablir_projet(None)), None);
        given(etabli()).on("2026-04-01").when(rectifie()).then(expect!["evenement_rectifie"]);
        let signee = [etabli(), vec![le("2026-03-26", fait(signer_projet(1)))]].concat();
        given(signee).on("2026-04-01").when(rectifie()).then_refused(expect![
            "ACTE_SIGNE · Cet acte est signé : son contenu ne se rectifie plus. (CRPA, art. L212-1)"
        ]);
    }

    /// A late-known fact moves what is due, and what was shown before stays as it was shown.
    #[test]
    fn piege_18_un_fait_connu_tard_deplace_les_delais_sans_changer_ce_qui_fut_montre() {
        let faits =
            [lea(), le("2026-01-09", fait(recevoir(I1))), le("2026-01-12", fait(qualifier(I1)))];
        let enfant = enfant(LEA, faits);
        let due = |recorded: &[crate::histoire::Enregistre]| {
            let parcours = crate::enfant::Parcours::fold(&crate::histoire::effective(recorded));
            parcours.echeance_d_evaluation(&parcours.information.informations[&I1])
        };
        let shown = due(enfant.recorded());
        let earlier = rectifier(2, fait(recevoir(I1)), Some("2026-01-02"));
        let contexte = crate::enfant::Contexte {
            aujourd_hui: jour("2026-02-01"),
            survenu: crate::temps::Survenu::le(jour("2026-02-01")),
            connu_le: None,
            version_attendue: None,
        };
        let mut corrected = enfant.clone();
        let actes = corrected.decide(earlier, &contexte).expect("possible");
        actes.into_iter().for_each(|acte| corrected.push_acte(acte));
        assert_eq!(shown, Some(jour("2026-04-09")));
        assert_eq!(due(corrected.recorded()), Some(jour("2026-04-02")));
        assert_eq!(due(&corrected.recorded()[..3]), shown, "as recorded then");
    }

    #[test]
    fn une_ouverture_annulee_se_retablit_encore() {
        let annulee = given([lea()]).on("2026-03-01").when(annuler(1)).then_file();
        given(annulee.clone())
            .on("2026-03-02")
            .when(recevoir(I1))
            .then_refused(expect!["ENFANT_INCONNU · Aucun dossier n'est ouvert pour cet enfant."]);
        given(annulee).on("2026-03-02").when(annuler(2)).then(expect!["evenement_annule"]);
    }

    #[test]
    fn retablir_ce_qui_contredirait_la_suite_est_refuse() {
        let faits = [lea(), le("2026-03-01", fait(admettre(A1)))];
        let annulee = given(faits).on("2026-03-10").when(annuler(2)).then_file();
        let ailleurs = given(annulee).on("2026-03-05").when(admettre(A2)).then_file();
        given(ailleurs).on("2026-03-12").when(annuler(3)).then_refused(expect![
            "DEJA_ACCUEILLI · L'enfant est déjà accueilli à titre principal le 05/03/2026."
        ]);
    }

    #[test]
    fn un_dossier_efface_ne_recoit_plus_rien() {
        let efface = given(residente()).on("2036-03-01").when(effacer()).then_file();
        assert_eq!(communes(efface.clone()), ["2026-02-01 17300"], "what happened stays");
        given(efface.clone()).on("2036-03-02").when(effacer()).then_already_so();
        for commande in [declarer_residence("17415"), annuler(3), annuler(1), inscrire(None)] {
            given(efface.clone()).on("2036-03-02").when(commande).then_refused(expect![
                "DOSSIER_EFFACE · Ce dossier est effacé depuis le 01/03/2036 : rien ne s'y ajoute plus. (RGPD, art. 17 ; C. patr., art. L212-2)"
            ]);
        }
        given([])
            .on("2036-03-01")
            .when(effacer())
            .then_refused(expect!["ENFANT_INCONNU · Aucun dossier n'est ouvert pour cet enfant."]);
    }

    #[test]
    fn un_enfant_suivi_ne_s_efface_pas() {
        let accueillie = || [lea(), le("2026-03-01", fait(admettre(A1)))];
        given(accueillie()).on("2026-04-01").when(effacer()).then_refused(expect![
            "SUIVI_EN_COURS · Une mesure ou un accueil est en cours le 01/04/2026 : le dossier ne s'efface pas. (RGPD, art. 17 § 3 b)"
        ]);
        let mesuree = [lea(), le("2026-01-10", fait(contracter(aed(M1).until("2027-01-10"))))];
        given(mesuree).on("2026-04-01").when(effacer()).then_refused(expect![
            "SUIVI_EN_COURS · Une mesure ou un accueil est en cours le 01/04/2026 : le dossier ne s'efface pas. (RGPD, art. 17 § 3 b)"
        ]);
        let sortie = given(accueillie()).on("2026-04-01").when(sortir(A1)).then_file();
        given(sortie).on("2026-04-02").when(effacer()).then(expect!["dossier_efface"]);
    }

    #[test]
    fn on_n_efface_que_le_jour_meme() {
        given([lea()]).on("2026-03-01").recorded_on("2026-03-02").when(effacer()).then_refused(
            expect!["EFFACEMENT_HORS_DU_JOUR · Un dossier s'efface le jour où l'effacement est enregistré : le 02/03/2026."],
        );
    }

    #[test]
    fn le_scelle_d_un_remplacement_appartient_a_l_enfant() {
        let acte = given([lea()])
            .on("2026-03-01")
            .when(rectifier(1, fait(inscrire(Some(naissance("2016-03-04")))), None))
            .then_file()
            .remove(1);
        let stored = acte.evenement.to_stored().data;
        assert_eq!(stored["remplacement"]["data"]["etat_civil"]["sujet"], LEA.0.to_string());
    }
}
