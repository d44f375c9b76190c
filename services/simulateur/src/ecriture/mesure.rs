//! Orders and contracts, their reception, waiting and execution, renewals and ends.

use chrono::{Datelike, NaiveDate};
use proto::dossier::v1::evenement;
use proto::mesure::v1::{
    Attribuee, AttribuerRequest, ContracterRequest, Demarree, DemarrerRequest, Levee, LeverRequest,
    Mesure, MesureEnfant, MettreEnAttenteRequest, MiseEnAttente, Missionnee, MissionnerRequest,
    OrdonnerRequest, RecevoirRequest, Recue, Renouvelee, RenouvelerRequest, RenouvellementEnfant,
    ReprendreRequest, Reprise, SuspendreRequest, Suspendue, Terminee, TerminerRequest,
};
use proto::reprise::v1::commande::Commande as Ordre;

use super::Ecriture;
use crate::calendrier::{LIMITE, hors_cloture, plus};
use crate::journal::{Finalite, Instant, decideur};
use crate::mesure::{Fin, MotifFin, Origine, Parcours};
use crate::plan::Genre;
use crate::terme::Segment;

/// Who decides a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Autorite {
    Juge,
    Parquet,
    JugeAuxAffairesFamiliales,
    President,
}

impl Ecriture<'_> {
    /// All that one decision opens.
    pub(super) fn parcours(&mut self, premier: usize) {
        let monde = self.monde;
        let decision = monde.parcours[premier].decision;
        let groupe: Vec<usize> = (premier..monde.parcours.len())
            .take_while(|&rang| monde.parcours[rang].decision == decision)
            .collect();
        let (contrats, ordres): (Vec<usize>, Vec<usize>) =
            groupe.into_iter().partition(|&rang| monde.parcours[rang].contrat());
        for membres in [contrats, ordres] {
            if let Some(a) = self.ouvrir_les_mesures(&membres) {
                for rang in membres {
                    self.suivre(rang, a);
                }
            }
        }
    }

    /// One jugement, or one contract, for the siblings.
    fn ouvrir_les_mesures(&mut self, membres: &[usize]) -> Option<Instant> {
        let monde = self.monde;
        let premier = &monde.parcours[*membres.first()?];
        let enfants: Vec<usize> = membres.iter().map(|&rang| monde.parcours[rang].enfant).collect();
        let connue = membres.iter().filter_map(|&rang| monde.parcours[rang].recue).max();
        let apres = self.apres(&enfants);
        let acte = match connue {
            Some(recue) => self.journal.acte_connu(&enfants, premier.prononcee, recue, apres),
            None => self.journal.acte(&enfants, premier.prononcee, apres),
        };
        self.ouvrir_les_dossiers(&enfants, acte.a);
        let mut mesures = Vec::with_capacity(membres.len());
        for &rang in membres {
            let parcours = &monde.parcours[rang];
            let mesure = Some(self.mesure(parcours, &parcours.segments[0]));
            mesures.push(MesureEnfant {
                enfant: self.journal.enfants[parcours.enfant].clone(),
                mesure,
            });
        }
        let contrat = premier.contrat();
        let ecrit = self.journal.ecrire(acte, |entete| {
            if contrat {
                Ordre::MesureContracter(ContracterRequest { entete, mesures })
            } else {
                Ordre::MesureOrdonner(OrdonnerRequest { entete, mesures })
            }
        });
        Some(ecrit.a)
    }

    fn mesure(&mut self, parcours: &Parcours, segment: &Segment) -> Mesure {
        let autorite = autorite(segment.nature);
        let hasard = &mut self.journal.hasard;
        let administrative = autorite == Autorite::President;
        let consentements: &[&str] = if !administrative {
            &[]
        } else if hasard.pour_mille(550) {
            &["mere", "pere"]
        } else {
            &["mere"]
        };
        Mesure {
            mesure: segment.id.to_string(),
            decision: segment.decision.to_string(),
            chaine: segment.chaine.to_string(),
            nature: segment.nature.to_owned(),
            fondement: fondement(segment.nature).to_owned(),
            libelle_local: libelle_local(parcours, segment).to_owned(),
            autorite: cle(autorite).to_owned(),
            effet_le: segment.effet.to_string(),
            terme_le: segment.terme.to_string(),
            notifiee_le: String::new(),
            recue_le: recue_avec_l_ordre(parcours, segment)
                .map_or(String::new(), |le| le.to_string()),
            service_responsable: parcours.territoire.delegation().to_owned(),
            consentements: consentements.iter().map(|&titulaire| titulaire.to_owned()).collect(),
            decideur: administrative
                .then(|| decideur(hasard, "responsable_delegation", segment.prononcee)),
            mentions: Vec::new(),
        }
    }

    /// What happens to one child after the decision.
    fn suivre(&mut self, rang: usize, decidee: Instant) {
        let monde = self.monde;
        let parcours = &monde.parcours[rang];
        let mut apres = decidee;
        self.mesures[rang].push(apres);
        let dite = recue_avec_l_ordre(parcours, &parcours.segments[0]).is_some();
        if let Some(le) = parcours.recue.filter(|_| !dite) {
            apres = self.recevoir_l_ordre(parcours, le, apres);
        }
        if parcours.genre.milieu_ouvert() {
            apres = self.executer(parcours, apres);
        } else {
            self.accueils(parcours, apres);
        }
        self.journal.finalite = Finalite::Mesure;
        for suite in 1..parcours.segments.len() {
            apres = self.renouveler(parcours, suite, apres);
            self.mesures[rang].push(apres);
        }
        self.suspendre(parcours, apres);
        for (rang, segment) in parcours.segments.iter().enumerate() {
            if let Some(fin) = segment.fin {
                self.finir(parcours, rang, fin, apres);
            }
        }
        if parcours.origine == Origine::Reprise {
            self.journal.finalite = Finalite::Reprise;
        }
    }

    fn recevoir_l_ordre(&mut self, parcours: &Parcours, le: NaiveDate, apres: Instant) -> Instant {
        let recue = Recue { mesure: parcours.segments[0].id.to_string() };
        let acte = self.journal.acte(&[parcours.enfant], le, apres);
        self.journal
            .ecrire(acte, |entete| {
                Ordre::MesureRecevoir(RecevoirRequest { entete, recue: Some(recue) })
            })
            .a
    }

    fn executer(&mut self, parcours: &Parcours, apres: Instant) -> Instant {
        let mesure = &parcours.segments[0].id.to_string();
        let execution = parcours.execution;
        let reprise = parcours.origine == Origine::Reprise;
        let mut apres = apres;
        if let Some(le) = execution.attribuee.filter(|_| !reprise) {
            apres = self.attribuer(parcours, mesure, le, apres);
        }
        if let Some(le) = execution.attente.filter(|_| !reprise) {
            apres = self.mettre_en_attente(parcours, mesure, le, apres);
        }
        if parcours.attend && self.journal.hasard.pour_mille(60) {
            apres = self.demarrer_a_tort(parcours, mesure, apres);
        }
        if let Some(le) = execution.missionnee.filter(|_| !reprise) {
            let missionnee = Missionnee { mesure: mesure.clone() };
            let acte = self.journal.acte(&[parcours.enfant], le, apres);
            let ecrit = self.journal.ecrire(acte, |entete| {
                let missionnee = Some(missionnee);
                Ordre::MesureMissionner(MissionnerRequest { entete, missionnee })
            });
            apres = ecrit.a;
        }
        match parcours.segments[0].demarree {
            Some(le) => self.demarrer(parcours, &parcours.segments[0], le, apres),
            None => apres,
        }
    }

    fn attribuer(
        &mut self,
        parcours: &Parcours,
        mesure: &str,
        le: NaiveDate,
        apres: Instant,
    ) -> Instant {
        let attribuee = Attribuee {
            mesure: mesure.to_owned(),
            service: self.journal.hasard.parmi(operateurs(parcours.genre)).to_owned(),
        };
        let acte = self.journal.acte(&[parcours.enfant], le, apres);
        self.journal
            .ecrire(acte, |entete| {
                Ordre::MesureAttribuer(AttribuerRequest { entete, attribuee: Some(attribuee) })
            })
            .a
    }

    fn mettre_en_attente(
        &mut self,
        parcours: &Parcours,
        mesure: &str,
        le: NaiveDate,
        apres: Instant,
    ) -> Instant {
        let hasard = &mut self.journal.hasard;
        let motif = hasard.pese(&[("defaut_de_place", 8), ("defaut_de_personnel", 2)]);
        let rang = u32::try_from(hasard.entre(1, 60)).expect("a small rank");
        let attente =
            MiseEnAttente { mesure: mesure.to_owned(), motif: motif.to_owned(), rang: Some(rang) };
        let acte = self.journal.acte(&[parcours.enfant], le, apres);
        self.journal
            .ecrire(acte, |entete| {
                Ordre::MesureMettreEnAttente(MettreEnAttenteRequest {
                    entete,
                    attente: Some(attente),
                })
            })
            .a
    }

    /// A waiting measure said to have begun, by mistake.
    fn demarrer_a_tort(&mut self, parcours: &Parcours, mesure: &str, apres: Instant) -> Instant {
        let demarree = Demarree { mesure: mesure.to_owned() };
        let acte = self.journal.acte_du_jour(&[parcours.enfant], apres);
        let ecrit = self.journal.ecrire(acte, |entete| {
            Ordre::MesureDemarrer(DemarrerRequest { entete, demarree: Some(demarree) })
        });
        self.annuler(&ecrit, "autre enfant de la liste d'attente")
    }

    fn demarrer(
        &mut self,
        parcours: &Parcours,
        segment: &Segment,
        le: NaiveDate,
        apres: Instant,
    ) -> Instant {
        let demarree = Demarree { mesure: segment.id.to_string() };
        let remplacement = evenement::Evenement::MesureDemarree(demarree.clone());
        let plus_tot = parcours.recue.unwrap_or(segment.effet).max(segment.effet);
        self.ecrire_date(&[parcours.enfant], (le, plus_tot), apres, remplacement, |entete| {
            Ordre::MesureDemarrer(DemarrerRequest { entete, demarree: Some(demarree) })
        })
    }

    fn renouveler(&mut self, parcours: &Parcours, rang: usize, apres: Instant) -> Instant {
        let segment = &parcours.segments[rang];
        let mesure = Some(self.mesure(parcours, segment));
        let enfant = self.journal.enfants[parcours.enfant].clone();
        let acte = self.journal.acte(&[parcours.enfant], segment.prononcee, apres);
        let ecrit = self.journal.ecrire(acte, |entete| match segment.precedente {
            Some(precedente) => {
                let renouvelee = Renouvelee { precedente: precedente.to_string(), mesure };
                let renouvelee = Some(renouvelee);
                let renouvellements = vec![RenouvellementEnfant { enfant, renouvelee }];
                Ordre::MesureRenouveler(RenouvelerRequest { entete, renouvellements })
            }
            None => {
                let mesures = vec![MesureEnfant { enfant, mesure }];
                Ordre::MesureOrdonner(OrdonnerRequest { entete, mesures })
            }
        });
        match segment.demarree.filter(|_| parcours.genre.milieu_ouvert()) {
            Some(le) => self.demarrer(parcours, segment, le, ecrit.a),
            None => ecrit.a,
        }
    }

    /// Some measures at home stop for a while, and go on.
    fn suspendre(&mut self, parcours: &Parcours, apres: Instant) {
        let Some(segment) = parcours.segments.last() else { return };
        let du = hors_cloture(plus(segment.effet, 130));
        let au = hors_cloture(plus(segment.effet, 150));
        let fin = segment.fin.map_or(segment.terme, |fin| fin.le).min(LIMITE);
        let possible = parcours.genre.milieu_ouvert()
            && segment.demarree.is_some_and(|le| le < du)
            && au < fin
            && du.year() == au.year();
        if !possible || !self.journal.hasard.pour_mille(12) {
            return;
        }
        let motif = self.journal.hasard.parmi(&["hospitalisation", "decision_judiciaire"]);
        let suspendue = Suspendue { mesure: segment.id.to_string(), motif: motif.to_owned() };
        let reprise = Reprise { mesure: segment.id.to_string() };
        let acte = self.journal.acte(&[parcours.enfant], du, apres);
        let ecrit = self.journal.ecrire(acte, |entete| {
            Ordre::MesureSuspendre(SuspendreRequest { entete, suspendue: Some(suspendue) })
        });
        let acte = self.journal.acte(&[parcours.enfant], au, ecrit.a);
        self.journal.ecrire(acte, |entete| {
            Ordre::MesureReprendre(ReprendreRequest { entete, reprise: Some(reprise) })
        });
    }

    fn finir(&mut self, parcours: &Parcours, rang: usize, fin: Fin, apres: Instant) {
        let segment = &parcours.segments[rang];
        let remplacee_par = match fin.motif {
            MotifFin::Remplacement(suivant) => {
                self.monde.parcours[suivant].segments[0].id.to_string()
            }
            MotifFin::Echeance
            | MotifFin::Majorite
            | MotifFin::AbsenceDeDanger
            | MotifFin::Demenagement
            | MotifFin::Autre => String::new(),
        };
        let (motif, situation) = motif(fin.motif);
        let juge = autorite(segment.nature) != Autorite::President;
        let mainlevee = juge
            && matches!(
                fin.motif,
                MotifFin::AbsenceDeDanger | MotifFin::Demenagement | MotifFin::Autre
            );
        let mesure = segment.id.to_string();
        let (motif, situation_apres) = (motif.to_owned(), situation.to_owned());
        let acte = self.journal.acte(&[parcours.enfant], fin.le, apres);
        self.journal.ecrire(acte, |entete| {
            if mainlevee {
                let levee = Levee { mesure, motif, situation_apres, decision: String::new() };
                Ordre::MesureLever(LeverRequest { entete, levee: Some(levee) })
            } else {
                let terminee = Terminee { mesure, motif, situation_apres, remplacee_par };
                Ordre::MesureTerminer(TerminerRequest { entete, terminee: Some(terminee) })
            }
        });
    }
}

/// The reception of an order is most often typed with it, and always when files are taken over. Told
/// by the identifier: no draw, so that the two places that ask agree.
fn recue_avec_l_ordre(parcours: &Parcours, segment: &Segment) -> Option<NaiveDate> {
    let premier = parcours.segments.first().is_some_and(|premier| premier.id == segment.id);
    let [.., dernier] = *segment.id.as_bytes();
    let ensemble = parcours.origine == Origine::Reprise || dernier % 5 < 3;
    parcours.recue.filter(|_| premier && ensemble)
}

fn motif(motif: MotifFin) -> (&'static str, &'static str) {
    match motif {
        MotifFin::Echeance => ("echeance", "retour"),
        MotifFin::Majorite => ("majorite", "autonomie"),
        MotifFin::AbsenceDeDanger => ("absence_de_danger", "retour"),
        MotifFin::Demenagement => ("demenagement_annonce", "autre"),
        MotifFin::Autre => ("autre", "ne_sait_pas"),
        MotifFin::Remplacement(_) => ("remplacement", "autre"),
    }
}

fn autorite(nature: &str) -> Autorite {
    match nature {
        "aed" | "aed_renforcee" | "accueil_provisoire" | "accueil_durable_benevole" => {
            Autorite::President
        }
        "opp_parquet" => Autorite::Parquet,
        "tutelle" => Autorite::JugeAuxAffairesFamiliales,
        _ => Autorite::Juge,
    }
}

fn cle(autorite: Autorite) -> &'static str {
    match autorite {
        Autorite::Juge => "juge_des_enfants",
        Autorite::Parquet => "procureur",
        Autorite::JugeAuxAffairesFamiliales => "juge_aux_affaires_familiales",
        Autorite::President => "president_du_conseil_departemental",
    }
}

fn fondement(nature: &str) -> &'static str {
    match nature {
        "aed" | "aed_renforcee" => "CASF, art. L222-3",
        "accueil_provisoire" => "CASF, art. L222-5, 1°",
        "accueil_durable_benevole" => "CASF, art. L221-2-1",
        "aemo" | "aemo_renforcee" | "aemo_hebergement" => "C. civ., art. 375-2",
        "opp_parquet" | "opp_juge" => "C. civ., art. 375-5",
        "tutelle" => "C. civ., art. 411",
        "tiers_digne_de_confiance" => "C. civ., art. 375-3, 2°",
        _ => "C. civ., art. 375-3, 3°",
    }
}

fn libelle_local(parcours: &Parcours, segment: &Segment) -> &'static str {
    let a_domicile =
        parcours.sejour(segment.effet).is_some_and(|sejour| sejour.genre == "domicile_parents");
    match segment.nature {
        _ if a_domicile => "PEAD",
        "aemo_renforcee" => "AEMO-R",
        _ => "",
    }
}

fn operateurs(genre: Genre) -> &'static [&'static str] {
    match genre {
        Genre::Aed => &["op_aed_nord", "op_aed_sud", "op_ase"],
        Genre::AemoR => &["op_aemo_r_nord", "op_aemo_r_sud"],
        Genre::Aemo | Genre::Confie | Genre::Mna | Genre::Adb | Genre::Tdc | Genre::Direct => {
            &["op_aemo_nord", "op_aemo_centre", "op_aemo_sud"]
        }
    }
}
