//! The way to adult life: the interview of the 17th year, the project, the accompaniment after 18, the exit.
//!
//! # Invariants
//!
//! - A contract of a young adult begins on the day of majority or after, and never goes past the eve of 21 years.
//! - No accueil follows majority: a contract is no stock of accueillis, a place would look like one.
//!
//! Deliberately absent: returns, and the year of study that goes on past 21.

use chrono::NaiveDate;
use proto::autonomie::v1::{
    AccompagnementDecide, AccompagnementPropose, DeciderRequest, DeclinerEntretienRequest,
    EntretienDecline, EntretienTenu, EtablirProjetRequest, ProjetAutonomieEtabli, ProposerRequest,
    RepondreRequest, ReponseDuJeune, SortieAse, SortirRequest, TenirEntretienRequest,
};
use proto::mesure::v1::{
    ContracterRequest, Mesure, MesureEnfant, Renouvelee, RenouvelerRequest, RenouvellementEnfant,
};
use proto::reprise::v1::commande::Commande as Ordre;

use crate::calendrier::{LIMITE, REPRISE, jour_utile, plus, plus_mois, terme};
use crate::ecriture::Ecriture;
use crate::journal::{Instant, decideur};
use crate::plan::Genre;
use crate::pratiques::{
    ACCEPTE, ACCORDE, BESOIN_COUVERT, CONTRAT_RENOUVELE, ENTRETIEN_APRES_SORTIE, ENTRETIENS,
    Entretien, PROJET_AUTONOMIE, PROPOSE, SORTIE_DITE,
};
use crate::terme::evite_la_cloture;

/// The six needs of the project (CASF, art. R222-6).
const BESOINS: [&str; 6] =
    ["ressources", "logement", "emploi_formation", "soins", "demarches", "socio_educatif"];

/// What is asked and decided for one young adult.
struct Jeune {
    enfant: usize,
    rang: usize,
    majorite: NaiveDate,
}

impl Ecriture<'_> {
    /// The way of a child who comes of age entrusted to the ASE.
    pub(super) fn vers_l_age_adulte(&mut self, enfant: usize, rangs: &[usize]) {
        let monde = self.monde;
        let majorite = monde.majorite(enfant);
        let veille = plus(majorite, -1);
        let dernier = rangs.iter().copied().rfind(|&rang| {
            let parcours = &monde.parcours[rang];
            parcours.genre.confie() && parcours.effet <= veille && parcours.jusqu_a() > veille
        });
        let Some(rang) = dernier.filter(|_| REPRISE < majorite) else { return };
        let jeune = Jeune { enfant, rang, majorite };
        self.entretien(&jeune);
        let couverts = self.projet_d_autonomie(&jeune);
        if majorite <= LIMITE {
            self.majeur(&jeune, couverts);
        }
    }

    fn entretien(&mut self, jeune: &Jeune) {
        let monde = self.monde;
        let parcours = &monde.parcours[jeune.rang];
        let dix_sept_ans = plus_mois(monde.enfants[jeune.enfant].naissance, 17 * 12);
        let issue = self.journal.hasard.pese(&ENTRETIENS);
        let le = match issue {
            Entretien::NonTenu => return,
            Entretien::Avant17Ans => plus(dix_sept_ans, -self.journal.hasard.entre(3, 120)),
            Entretien::Apres17Ans | Entretien::Decline => {
                plus(dix_sept_ans, self.journal.hasard.entre(5, 300))
            }
        };
        let present = parcours.effet.max(plus(REPRISE, 1));
        let Some(le) = jour_utile(le.max(present)).filter(|&le| le < jeune.majorite) else {
            return;
        };
        let apres = self.mesure_saisie(jeune.rang, le);
        if issue == Entretien::Decline {
            let entretien = Some(EntretienDecline { genre: "dix_sept_ans".to_owned() });
            self.dire(jeune.enfant, le, apres, |entete| {
                Ordre::AutonomieDeclinerEntretien(DeclinerEntretienRequest { entete, entretien })
            });
            return;
        }
        let mut sujets = vec!["conditions".to_owned(), "projet_autonomie".to_owned()];
        if parcours.genre == Genre::Mna {
            sujets.push("droit_au_sejour".to_owned());
        }
        self.tenir_entretien(jeune.enfant, le, "dix_sept_ans", sujets, apres);
    }

    fn tenir_entretien(
        &mut self,
        enfant: usize,
        le: NaiveDate,
        genre: &str,
        sujets: Vec<String>,
        apres: Instant,
    ) {
        let entretien = Some(EntretienTenu { genre: genre.to_owned(), sujets });
        self.dire(enfant, le, apres, |entete| {
            Ordre::AutonomieTenirEntretien(TenirEntretienRequest { entete, entretien })
        });
    }

    fn projet_d_autonomie(&mut self, jeune: &Jeune) -> bool {
        let monde = self.monde;
        let fait = self.journal.hasard.pour_mille(PROJET_AUTONOMIE);
        let vise = plus(jeune.majorite, -self.journal.hasard.entre(20, 300));
        let present = monde.parcours[jeune.rang].effet.max(plus(REPRISE, 1));
        let le = jour_utile(vise.max(present)).filter(|&le| fait && le < jeune.majorite);
        let Some(le) = le else { return false };
        let mut projet = ProjetAutonomieEtabli::default();
        for besoin in BESOINS {
            if self.journal.hasard.pour_mille(BESOIN_COUVERT) {
                projet.couverts.push(besoin.to_owned());
            } else {
                projet.non_couverts.push(besoin.to_owned());
            }
        }
        let apres = self.mesure_saisie(jeune.rang, le);
        self.dire(jeune.enfant, le, apres, |entete| {
            Ordre::AutonomieEtablirProjet(EtablirProjetRequest { entete, projet: Some(projet) })
        });
        true
    }

    /// Proposed, answered, decided; a contract, or an exit.
    fn majeur(&mut self, jeune: &Jeune, prepare: bool) {
        let mut apres = self.mesure_saisie(jeune.rang, jeune.majorite);
        let chances = if prepare { PROPOSE + 100 } else { PROPOSE - 100 };
        let vise = plus(jeune.majorite, -self.journal.hasard.entre(5, 75));
        let present = self.monde.parcours[jeune.rang].effet.max(plus(REPRISE, 1));
        let propose_le = jour_utile(vise.max(present));
        let propose = propose_le.filter(|_| self.journal.hasard.pour_mille(chances));
        let Some(propose_le) = propose else {
            self.sortir_de_l_ase(jeune, jeune.majorite, "majorite", apres);
            return;
        };
        let id = self.uuid();
        let proposition = AccompagnementPropose {
            accompagnement: id.clone(),
            decideur: Some(decideur(
                &mut self.journal.hasard,
                "responsable_delegation",
                propose_le,
            )),
        };
        apres = self.dire(jeune.enfant, propose_le, apres, |entete| {
            let proposition = Some(proposition);
            Ordre::AutonomieProposer(ProposerRequest { entete, proposition })
        });
        let accepte = self.journal.hasard.pour_mille(ACCEPTE);
        let Some(le) = jour_utile(plus(propose_le, self.journal.hasard.entre(1, 25))) else {
            return;
        };
        let reponse = ReponseDuJeune { accompagnement: id.clone(), accepte };
        apres = self.dire(jeune.enfant, le, apres, |entete| {
            Ordre::AutonomieRepondre(RepondreRequest { entete, reponse: Some(reponse) })
        });
        if accepte {
            self.decider_l_accompagnement(jeune, id, le, apres);
        } else {
            self.sortir_de_l_ase(jeune, le.max(jeune.majorite), "choix_du_jeune", apres);
        }
    }

    fn decider_l_accompagnement(
        &mut self,
        jeune: &Jeune,
        id: String,
        le: NaiveDate,
        apres: Instant,
    ) {
        let Some(le) = jour_utile(plus(le, self.journal.hasard.entre(2, 30))) else { return };
        let accord = self.journal.hasard.pour_mille(ACCORDE);
        let mesure = self.uuid();
        let decision = AccompagnementDecide {
            accompagnement: id.clone(),
            sens: if accord { "accord" } else { "refus" }.to_owned(),
            motivee: true,
            voies_de_recours: self.journal.hasard.pour_mille(930),
            mesure: if accord { mesure.clone() } else { String::new() },
            decideur: Some(decideur(&mut self.journal.hasard, "responsable_delegation", le)),
        };
        let apres = self.dire(jeune.enfant, le, apres, |entete| {
            Ordre::AutonomieDecider(DeciderRequest { entete, decision: Some(decision) })
        });
        if accord {
            self.contrats(jeune, mesure, le.max(jeune.majorite), apres);
        } else {
            self.sortir_de_l_ase(jeune, le.max(jeune.majorite), "majorite", apres);
        }
    }

    /// The contracts, one after the other, until the eve of 21 years at most.
    fn contrats(&mut self, jeune: &Jeune, mesure: String, du: NaiveDate, apres: Instant) {
        let Some(mut effet) = jour_utile(du) else { return };
        let mut prononcee = effet;
        let vingt_et_un_ans = plus_mois(jeune.majorite, 36);
        let chaine = mesure.clone();
        let (mut mesure, mut precedente, mut apres) = (mesure, String::new(), apres);
        loop {
            let mois = self.journal.hasard.parmi(&[6, 6, 12]);
            let fin = evite_la_cloture(terme(effet, mois)).min(plus(vingt_et_un_ans, -1));
            let contrat = self.contrat(jeune, (&mesure, &chaine), (effet, fin), prononcee);
            apres = self.contracter(jeune.enfant, prononcee, (contrat, precedente), apres);
            let lendemain = plus(fin, 1);
            if lendemain > LIMITE {
                return;
            }
            let encore = self.journal.hasard.pour_mille(CONTRAT_RENOUVELE);
            if lendemain >= plus(vingt_et_un_ans, -30) || !encore {
                let atteint = lendemain >= vingt_et_un_ans;
                let motif = if atteint { "vingt_et_un_ans" } else { "fin_d_accompagnement" };
                self.sortir_de_l_ase(jeune, lendemain, motif, apres);
                return;
            }
            precedente = std::mem::replace(&mut mesure, self.uuid());
            let avance = plus(fin, -self.journal.hasard.entre(2, 20));
            prononcee = jour_utile(avance).map_or(lendemain, |le| le.min(lendemain));
            effet = lendemain;
        }
    }

    fn contrat(
        &mut self,
        jeune: &Jeune,
        (mesure, chaine): (&str, &str),
        (effet, terme): (NaiveDate, NaiveDate),
        prononcee: NaiveDate,
    ) -> Mesure {
        let territoire = self.monde.parcours[jeune.rang].territoire;
        Mesure {
            mesure: mesure.to_owned(),
            decision: self.uuid(),
            chaine: chaine.to_owned(),
            nature: "contrat_jeune_majeur".to_owned(),
            fondement: "CASF, art. L222-5, 5°".to_owned(),
            autorite: "president_du_conseil_departemental".to_owned(),
            effet_le: effet.to_string(),
            terme_le: terme.to_string(),
            service_responsable: territoire.delegation().to_owned(),
            consentements: vec!["jeune_majeur".to_owned()],
            decideur: Some(decideur(&mut self.journal.hasard, "responsable_delegation", prononcee)),
            ..Mesure::default()
        }
    }

    fn contracter(
        &mut self,
        enfant: usize,
        le: NaiveDate,
        (contrat, precedente): (Mesure, String),
        apres: Instant,
    ) -> Instant {
        let nom = self.journal.enfants[enfant].clone();
        self.dire(enfant, le, apres, |entete| {
            if precedente.is_empty() {
                let mesures = vec![MesureEnfant { enfant: nom, mesure: Some(contrat) }];
                return Ordre::MesureContracter(ContracterRequest { entete, mesures });
            }
            let renouvelee = Some(Renouvelee { precedente, mesure: Some(contrat) });
            let renouvellements = vec![RenouvellementEnfant { enfant: nom, renouvelee }];
            Ordre::MesureRenouveler(RenouvelerRequest { entete, renouvellements })
        })
    }

    /// An exit, and sometimes the interview of six months later.
    fn sortir_de_l_ase(&mut self, jeune: &Jeune, le: NaiveDate, motif: &str, apres: Instant) {
        let dite = self.journal.hasard.pour_mille(SORTIE_DITE);
        let Some(le) = jour_utile(le).filter(|_| dite) else { return };
        let hasard = &mut self.journal.hasard;
        let situation = hasard.pese(&[("autonomie", 5), ("retour", 3), ("ne_sait_pas", 2)]);
        let diplomes = [("aucun", 3), ("brevet", 3), ("cap_bep", 3), ("baccalaureat", 1)];
        let sortie = SortieAse {
            motif: motif.to_owned(),
            situation_apres: situation.to_owned(),
            diplome: hasard.pese(&diplomes).to_owned(),
        };
        let apres = self.dire(jeune.enfant, le, apres, |entete| {
            Ordre::AutonomieSortir(SortirRequest { entete, sortie: Some(sortie) })
        });
        let revu = self.journal.hasard.pour_mille(ENTRETIEN_APRES_SORTIE);
        let revu_le = plus(plus_mois(le, 6), self.journal.hasard.entre(-20, 60));
        if let Some(le) = jour_utile(revu_le).filter(|_| revu) {
            let sujets = vec!["droit_au_retour".to_owned()];
            self.tenir_entretien(jeune.enfant, le, "apres_sortie", sujets, apres);
        }
    }
}
