//! Admissions, changes of place, absences, exits.

use proto::accueil::v1::{
    AbsenceConstatee, AdmettreRequest, Admis, AdmissionEnfant, ChangerDeLieuRequest,
    ConstaterAbsenceRequest, ConstaterRetourRequest, Lieu, LieuChange, RetourConstate, Termine,
    TerminerRequest,
};
use proto::dossier::v1::evenement;
use proto::reprise::v1::commande::Commande as Ordre;

use super::Ecriture;
use crate::accueil::{Absence, Sejour};
use crate::calendrier::plus;
use crate::journal::{Finalite, Instant};
use crate::mesure::{Fin, MotifFin, Origine, Parcours, Voie};

impl Ecriture<'_> {
    /// The places of one parcours.
    pub(super) fn accueils(&mut self, parcours: &Parcours, apres: Instant) {
        let Some(premier) = parcours.sejours.first() else { return };
        let mut apres = self.admettre(parcours, premier, apres);
        if parcours.origine == Origine::Reprise {
            self.journal.finalite = Finalite::Mesure;
        }
        for rang in 0..parcours.sejours.len() {
            if rang > 0 {
                apres = self.changer(parcours, rang, apres);
            }
            if let Some(absence) = parcours.sejours[rang].absence {
                apres = self.absence(parcours, &parcours.sejours[rang], absence, apres);
            }
        }
        if let Some(fin) = parcours.fin {
            self.sortir(parcours, fin, apres);
        }
    }

    fn admettre(&mut self, parcours: &Parcours, sejour: &Sejour, apres: Instant) -> Instant {
        let mesure = parcours.segments.iter().rev().find(|segment| segment.effet <= sejour.du);
        let admis = Admis {
            accueil: sejour.id.to_string(),
            mesure: mesure.map_or(String::new(), |segment| segment.id.to_string()),
            lieu: Some(lieu(sejour)),
            principal: true,
            urgence: parcours.voie == Voie::Opp,
        };
        let apres = self.sorties[parcours.enfant].map_or(apres, |sortie| sortie.max(apres));
        let acte = self.journal.acte(&[parcours.enfant], sejour.du, apres);
        let errone = self.journal.hasard.pour_mille(14) && sejour.genre != "mecs";
        let saisi = if errone { ailleurs(&admis) } else { admis.clone() };
        let enfant = self.journal.enfants[parcours.enfant].clone();
        let ecrit = self.journal.ecrire(acte, |entete| {
            let admissions = vec![AdmissionEnfant { enfant, admis: Some(saisi) }];
            Ordre::AccueilAdmettre(AdmettreRequest { entete, admissions })
        });
        if !errone {
            return ecrit.a;
        }
        let remplacement = evenement::Evenement::AccueilAdmis(admis);
        self.rectifier(&ecrit, remplacement, None, "lieu d'accueil mal choisi dans la liste")
    }

    fn changer(&mut self, parcours: &Parcours, rang: usize, apres: Instant) -> Instant {
        let (avant, sejour) = (&parcours.sejours[rang - 1], &parcours.sejours[rang]);
        let motif = self.journal.hasard.pese(&[
            ("interet_de_l_enfant", 5),
            ("manque_de_place", 3),
            ("fin_d_agrement", 1),
            ("decision_du_juge", 1),
        ]);
        let change = LieuChange {
            accueil: avant.id.to_string(),
            nouvel_accueil: sejour.id.to_string(),
            lieu: Some(lieu(sejour)),
            motif: motif.to_owned(),
            juge_informe_le: if parcours.contrat() {
                String::new()
            } else {
                plus(sejour.du, -8).to_string()
            },
        };
        let acte = self.journal.acte(&[parcours.enfant], sejour.du, apres);
        self.journal
            .ecrire(acte, |entete| {
                Ordre::AccueilChangerDeLieu(ChangerDeLieuRequest { entete, change: Some(change) })
            })
            .a
    }

    fn absence(
        &mut self,
        parcours: &Parcours,
        sejour: &Sejour,
        absence: Absence,
        apres: Instant,
    ) -> Instant {
        let constatee =
            AbsenceConstatee { accueil: sejour.id.to_string(), genre: absence.genre.to_owned() };
        let retour = RetourConstate { accueil: sejour.id.to_string() };
        let acte = self.journal.acte(&[parcours.enfant], absence.du, apres);
        let ecrit = self.journal.ecrire(acte, |entete| {
            let absence = Some(constatee);
            Ordre::AccueilConstaterAbsence(ConstaterAbsenceRequest { entete, absence })
        });
        let acte = self.journal.acte(&[parcours.enfant], absence.au, ecrit.a);
        self.journal
            .ecrire(acte, |entete| {
                let retour = Some(retour);
                Ordre::AccueilConstaterRetour(ConstaterRetourRequest { entete, retour })
            })
            .a
    }

    fn sortir(&mut self, parcours: &Parcours, fin: Fin, apres: Instant) {
        let Some(dernier) = parcours.sejours.last() else { return };
        let motif = match fin.motif {
            MotifFin::Majorite => "majorite",
            MotifFin::AbsenceDeDanger => "retour_en_famille",
            MotifFin::Echeance | MotifFin::Remplacement(_) => "fin_de_mesure",
            MotifFin::Demenagement => "autre_departement",
            MotifFin::Autre => "autre",
        };
        let termine = Termine { accueil: dernier.id.to_string(), motif: motif.to_owned() };
        let acte = self.journal.acte(&[parcours.enfant], fin.le, apres);
        let ecrit = self.journal.ecrire(acte, |entete| {
            Ordre::AccueilTerminer(TerminerRequest { entete, termine: Some(termine) })
        });
        self.sorties[parcours.enfant] = Some(ecrit.a);
    }
}

fn lieu(sejour: &Sejour) -> Lieu {
    Lieu {
        genre: sejour.genre.to_owned(),
        lieu: sejour.lieu.to_string(),
        organisation: None,
        commune: sejour.commune.insee.to_owned(),
        secret: sejour.secret,
    }
}

/// The line above in the list.
fn ailleurs(admis: &Admis) -> Admis {
    let mut faux = admis.clone();
    if let Some(lieu) = &mut faux.lieu {
        "mecs".clone_into(&mut lieu.genre);
    }
    faux
}
