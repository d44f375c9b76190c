//! Files opened, homes, names found later, unaccompanied minors recognised.

use chrono::{Datelike, Duration, NaiveDate};
use proto::commun::v1::Precision;
use proto::identite::v1::{
    DeclarerResidenceRequest, EtatCivil, EtatCivilScelle, FixerNaissanceRequest, Identifie,
    IdentifierRequest, Inscription, InscrireRequest, Inscrit, Naissance, NaissanceFixee,
    NonIdentifieSignale, ReconnaitreMnaRequest, ResidenceDeclaree, SignalerNonIdentifieRequest,
    etat_civil_scelle,
};
use proto::reprise::v1::commande::Commande as Ordre;

use super::Ecriture;
use crate::calendrier::{LIMITE, hors_cloture, plus};
use crate::journal::{Finalite, Instant, texte};
use crate::population::{Identite, Residence};

impl Ecriture<'_> {
    /// Opens the files that are not open yet, a few minutes before an instant of that day.
    pub(super) fn ouvrir_les_dossiers(&mut self, enfants: &[usize], avant: Instant) {
        let nouveaux: Vec<usize> =
            enfants.iter().copied().filter(|&e| self.inscrits[e].is_none()).collect();
        let (connus, inconnus): (Vec<usize>, Vec<usize>) =
            nouveaux.into_iter().partition(|&e| self.monde.enfants[e].identite == Identite::Connue);
        let groupes = par_date(&connus, |enfant| self.premiers_contacts[enfant]);
        for (le, groupe) in groupes {
            self.inscrire(&groupe, le, avant);
        }
        for enfant in inconnus {
            self.signaler_inconnu(enfant, avant);
        }
    }

    fn inscrire(&mut self, enfants: &[usize], le: NaiveDate, avant: Instant) {
        let inscriptions = enfants.iter().map(|&enfant| self.inscription(enfant)).collect();
        let acte = self.journal.acte_a(enfants, le, minutes_avant(avant, 6));
        self.journal.ecrire(acte, |entete| {
            Ordre::IdentiteInscrire(InscrireRequest { entete, inscriptions })
        });
        let residence = self.residence(self.monde.enfants[enfants[0]].famille, le);
        let acte = self.journal.acte_a(enfants, le, minutes_avant(avant, 4));
        let ecrit = self.journal.ecrire(acte, |entete| {
            Ordre::IdentiteDeclarerResidence(DeclarerResidenceRequest { entete, residence })
        });
        for &enfant in enfants {
            self.inscrits[enfant] = Some(ecrit.a);
            self.reconnaitre(enfant, avant);
        }
    }

    fn inscription(&mut self, enfant: usize) -> Inscription {
        let connu = &self.monde.enfants[enfant];
        let inscrit = Inscrit {
            etat_civil: Some(self.etat_civil(enfant)),
            naissance: Some(self.naissance_declaree(enfant)),
            sexe: connu.sexe.to_owned(),
        };
        Inscription {
            enfant: self.journal.enfants[enfant].clone(),
            inscrit: Some(inscrit),
            vue: None,
        }
    }

    fn etat_civil(&self, enfant: usize) -> EtatCivilScelle {
        let connu = &self.monde.enfants[enfant];
        let famille = &self.monde.familles[connu.famille];
        let civil = EtatCivil {
            nom: famille.nom.to_owned(),
            prenoms: connu.prenom.to_owned(),
            nom_naissance_mere: famille.nom_mere.to_owned(),
        };
        EtatCivilScelle { etat: Some(etat_civil_scelle::Etat::Clair(civil)) }
    }

    /// An unaccompanied minor first declares himself younger by some weeks; a judgment fixes it.
    fn naissance_declaree(&self, enfant: usize) -> Naissance {
        let connu = &self.monde.enfants[enfant];
        let decalage = if fixee_plus_tard(connu.naissance, connu.mna_le) { 40 } else { 0 };
        let source = if connu.mna_le.is_some() { "declaration" } else { "etat_civil" };
        naissance(plus(connu.naissance, decalage), source)
    }

    fn signaler_inconnu(&mut self, enfant: usize, avant: Instant) {
        let monde = self.monde;
        let connu = &monde.enfants[enfant];
        let le = self.premiers_contacts[enfant];
        let famille = &monde.familles[connu.famille];
        let adresse = &famille.residences[0].adresse;
        let age = u32::try_from((le - connu.naissance).num_days() / 366).expect("an age");
        let signalement = NonIdentifieSignale {
            description: Some(texte(format!(
                "Un enfant vu {adresse}, que le voisinage appelle {}.",
                connu.prenom
            ))),
            age_apparent_ans: Some(age),
            sexe: connu.sexe.to_owned(),
        };
        let acte = self.journal.acte_a(&[enfant], le, minutes_avant(avant, 6));
        let ecrit = self.journal.ecrire(acte, |entete| {
            Ordre::IdentiteSignalerNonIdentifie(SignalerNonIdentifieRequest {
                entete,
                signalement: Some(signalement),
            })
        });
        let residence = self.residence(connu.famille, le);
        let acte = self.journal.acte_a(&[enfant], le, minutes_avant(avant, 4));
        self.journal.ecrire(acte, |entete| {
            Ordre::IdentiteDeclarerResidence(DeclarerResidenceRequest { entete, residence })
        });
        self.inscrits[enfant] = Some(ecrit.a);
        if let Identite::Signalee { identifie_le: Some(le) } = connu.identite {
            self.identifier(enfant, le, avant);
        }
    }

    fn identifier(&mut self, enfant: usize, le: NaiveDate, apres: Instant) {
        let connu = &self.monde.enfants[enfant];
        let identifie = Identifie {
            etat_civil: Some(self.etat_civil(enfant)),
            naissance: Some(naissance(connu.naissance, "etat_civil")),
            sexe: connu.sexe.to_owned(),
        };
        let acte = self.journal.acte(&[enfant], le, apres);
        self.journal.ecrire(acte, |entete| {
            Ordre::IdentiteIdentifier(IdentifierRequest { entete, identifie: Some(identifie) })
        });
    }

    fn reconnaitre(&mut self, enfant: usize, apres: Instant) {
        let connu = &self.monde.enfants[enfant];
        let Some(mna_le) = connu.mna_le else { return };
        let acte = self.journal.acte(&[enfant], mna_le, apres);
        let ecrit = self
            .journal
            .ecrire(acte, |entete| Ordre::IdentiteReconnaitreMna(ReconnaitreMnaRequest { entete }));
        if fixee_plus_tard(connu.naissance, connu.mna_le) {
            let fixee = NaissanceFixee {
                naissance: Some(naissance(connu.naissance, "decision_judiciaire")),
            };
            let avant = self.journal.finalite;
            self.journal.finalite = Finalite::Mesure;
            let le = hors_cloture(plus(mna_le, 60)).min(LIMITE);
            let acte = self.journal.acte(&[enfant], le, ecrit.a);
            self.journal.ecrire(acte, |entete| {
                Ordre::IdentiteFixerNaissance(FixerNaissanceRequest { entete, fixee: Some(fixee) })
            });
            self.journal.finalite = avant;
        }
    }

    /// The home of a family on a day, as sent.
    fn residence(&self, famille: usize, le: NaiveDate) -> Option<ResidenceDeclaree> {
        Some(declaree(self.monde.familles[famille].residence(le)))
    }

    /// A family moves: all its children whose files are open.
    pub(super) fn demenagement(&mut self, famille: usize, residence: usize) {
        let foyer = &self.monde.familles[famille];
        let le = foyer.residences[residence].du;
        let enfants: Vec<usize> = foyer
            .enfants
            .iter()
            .copied()
            .filter(|&enfant| self.premiers_contacts[enfant] < le)
            .filter(|&enfant| self.inscrits[enfant].is_some())
            .collect();
        if enfants.is_empty() {
            return;
        }
        let residence = Some(declaree(&foyer.residences[residence]));
        let acte = self.journal.acte(&enfants, le, self.apres(&enfants));
        self.journal.ecrire(acte, |entete| {
            Ordre::IdentiteDeclarerResidence(DeclarerResidenceRequest { entete, residence })
        });
    }
}

fn declaree(residence: &Residence) -> ResidenceDeclaree {
    ResidenceDeclaree {
        commune: residence.commune.insee.to_owned(),
        adresse: Some(texte(residence.adresse.clone())),
        service_responsable: residence.commune.territoire.delegation().to_owned(),
    }
}

fn naissance(le: NaiveDate, source: &str) -> Naissance {
    Naissance { le: le.to_string(), precision: Precision::Jour.into(), source: source.to_owned() }
}

/// One unaccompanied minor in fourteen, told by his birthday: no draw, so that the two places that
/// ask agree.
fn fixee_plus_tard(naissance: NaiveDate, mna_le: Option<NaiveDate>) -> bool {
    mna_le.is_some_and(|le| le.year() >= 2018) && naissance.day() % 14 == 3
}

/// Some minutes earlier, on the same day: nothing is typed in the first hours of one.
fn minutes_avant(avant: Instant, minutes: i64) -> Instant {
    avant - Duration::minutes(minutes)
}

/// Children by the same first day, in the order of these days.
fn par_date(
    enfants: &[usize],
    le: impl Fn(usize) -> NaiveDate,
) -> std::collections::BTreeMap<NaiveDate, Vec<usize>> {
    let mut groupes = std::collections::BTreeMap::<NaiveDate, Vec<usize>>::new();
    for &enfant in enfants {
        groupes.entry(le(enfant)).or_default().push(enfant);
    }
    groupes
}
