//! What may be told of a child, in few words: builders of events with what does not matter left out.

use chrono::NaiveDate;
use domain::accueil::{self, Lieu};
use domain::codes::{
    Autorite, Canal, Code as _, Conclusion, EmetteurSignalement, LieuAccueil, Mandant,
    MotifAttente, MotifChangementLieu, MotifDetachement, MotifFin, MotifJonction,
    MotifNonQualification, MotifRevision, MotifSortie, Motifsig, NatureMesure, ObjetModification,
    Orientation, Origip, PorteDEntree, SensArret, Sexe, SourceNaissance, Transip,
};
use domain::decision::{self, Prise, Revisee, Suite};
use domain::dossier::{self, Annule};
use domain::evaluation::{self, Mandatee, RapportRemis};
use domain::evenement::Evenement;
use domain::histoire::Cible;
use domain::identite::{self, EtatCivil, Inscrit, Naissance, NonIdentifieSignale};
use domain::ids::{
    AccueilId, ChaineId, DecisionId, EnfantId, EvaluationId, InformationId, MesureId, ProjetId,
};
use domain::information::{self, Qualifiee, Recue};
use domain::justice;
use domain::mesure::{self, Termes};
use domain::projet_pour_enfant::{self as projet, Etabli, Revise};
use domain::sealed::Sealed;
use domain::temps::{Precision, Survenu};

use crate::{id, jour};

pub fn inscrit(naissance: &str) -> Evenement {
    inscrit_de_sexe(naissance, Sexe::Feminin)
}

pub fn inscrit_de_sexe(naissance: &str, sexe: Sexe) -> Evenement {
    let etat_civil = EtatCivil {
        nom: "Zéphyrin-Lemoine".into(),
        prenoms: "Ambroisine".into(),
        nom_naissance_mere: None,
    };
    let naissance = Naissance {
        le: jour(naissance),
        precision: Precision::Jour,
        source: SourceNaissance::EtatCivil,
    };
    Evenement::Identite(identite::Event::Inscrit(Inscrit {
        etat_civil: Sealed::nouveau(etat_civil),
        naissance: Some(naissance),
        sexe,
    }))
}

pub fn non_identifie() -> Evenement {
    Evenement::Identite(identite::Event::NonIdentifieSignale(NonIdentifieSignale {
        description: Sealed::nouveau("un petit, résidence des Pins".into()),
        age_apparent_ans: Some(4),
        sexe: Sexe::NeSaitPas,
    }))
}

pub fn reside(commune: &str, service: &str) -> Evenement {
    Evenement::Identite(identite::Event::ResidenceDeclaree(identite::ResidenceDeclaree {
        commune: Some(commune.into()),
        adresse: None,
        service_responsable: Some(service.into()),
    }))
}

pub fn mna() -> Evenement {
    Evenement::Identite(identite::Event::MnaReconnu(identite::MnaReconnu {}))
}

pub fn emancipe() -> Evenement {
    Evenement::Identite(identite::Event::Emancipe(identite::Emancipe {}))
}

pub fn recue(information: u128, porte: PorteDEntree, service: Option<&str>) -> Evenement {
    recue_a(information, porte, service, None)
}

pub fn recue_a(
    information: u128,
    porte: PorteDEntree,
    service: Option<&str>,
    commune: Option<&str>,
) -> Evenement {
    Evenement::Information(information::Event::Recue(Recue {
        information: InformationId(id(information)),
        arrivee_crip: None,
        ecrite_le: None,
        porte_d_entree: porte,
        service_entree: service.map(str::to_owned),
        canal: Canal::Courrier,
        transmetteur: Transip::EducationNationale,
        origine: Origip::PersonnelSocial,
        organisation: None,
        reference_externe: None,
        expediteur_id: None,
        expediteur: None,
        recit: Some(Sealed::nouveau("Récit confidentiel.".into())),
        dangers_allegues: vec![],
        parents_informes: None,
        urgence: false,
        commune: commune.map(str::to_owned),
        reaffectee_de: None,
    }))
}

pub fn qualifiee(information: u128) -> Evenement {
    Evenement::Information(information::Event::Qualifiee(Qualifiee {
        information: InformationId(id(information)),
        dangers: vec![],
        delai_reduit_jours: None,
        decideur: None,
    }))
}

pub fn non_qualifiee(information: u128) -> Evenement {
    Evenement::Information(information::Event::NonQualifiee(information::NonQualifiee {
        information: InformationId(id(information)),
        motif: MotifNonQualification::PasDeDanger,
        orientation: Orientation::Aucune,
        decideur: None,
    }))
}

pub fn rattachee(information: u128, principale: u128) -> Evenement {
    Evenement::Information(information::Event::Rattachee(information::Rattachee {
        information: InformationId(id(information)),
        principale: InformationId(id(principale)),
    }))
}

pub fn doublon(information: u128, original: u128) -> Evenement {
    Evenement::Information(information::Event::DoublonMarque(information::DoublonMarque {
        information: InformationId(id(information)),
        original: InformationId(id(original)),
    }))
}

pub fn retiree(information: u128, vers: u128) -> Evenement {
    Evenement::Information(information::Event::Retiree(information::Retiree {
        information: InformationId(id(information)),
        vers: EnfantId(id(vers)),
        motif: "saisie sur le mauvais enfant".into(),
    }))
}

pub fn transferee(information: u128) -> Evenement {
    Evenement::Information(information::Event::Transferee(information::Transferee {
        information: InformationId(id(information)),
        vers_departement: "33".into(),
        canal: Canal::Courrier,
        parents_informes: None,
        titre: None,
        accord_ecrit_le: None,
        numero: None,
        decideur: None,
        pieces: vec![],
    }))
}

pub fn signalee(information: u128, emetteur: EmetteurSignalement) -> Evenement {
    Evenement::Information(information::Event::Signalee(information::Signalee {
        information: InformationId(id(information)),
        motif: Motifsig::DangerGraveImmediat,
        emetteur,
        oral_a: None,
        ecrit_a: None,
        parquet: None,
        numero_parquet: None,
        urgence: false,
        evaluation: None,
        decideur: None,
        pieces: vec![],
    }))
}

pub fn mandatee(evaluation: u128, information: u128) -> Evenement {
    Evenement::Evaluation(evaluation::Event::Mandatee(Mandatee {
        evaluation: EvaluationId(id(evaluation)),
        informations: vec![InformationId(id(information))],
        service: "crip_17".into(),
        mandant: Mandant::Crip,
        equipe: vec![],
        decideur: None,
    }))
}

pub fn rapport(evaluation: u128) -> Evenement {
    Evenement::Evaluation(evaluation::Event::RapportRemis(RapportRemis {
        evaluation: EvaluationId(id(evaluation)),
        conclusion: Conclusion::RisqueDeDanger,
        dangers: vec![],
        propositions: vec![],
        synthese: None,
    }))
}

pub fn aed() -> Suite {
    Suite::AideAdministrative { nature: NatureMesure::Aed }
}

pub fn decidee(decision: u128, evaluation: u128, suite: Suite) -> Evenement {
    Evenement::Decision(decision::Event::Prise(Prise {
        decision: DecisionId(id(decision)),
        evaluation: Some(EvaluationId(id(evaluation))),
        informations: vec![],
        suites: vec![suite],
        motivation: None,
        decideur: None,
    }))
}

/// The holders refused: the parquet is seized.
pub fn refusee(decision: u128) -> Evenement {
    Evenement::Decision(decision::Event::Revisee(Revisee {
        decision: DecisionId(id(decision)),
        suites: vec![Suite::TransmissionParquet { motif_signalement: Motifsig::Refus }],
        motif: MotifRevision::RefusDesTitulaires,
        decideur: None,
    }))
}

/// A measure whose chain and decision have its number, from its effect to its term.
pub fn termes(mesure: u128, nature: NatureMesure, effet: &str, terme: Option<&str>) -> Termes {
    Termes {
        mesure: MesureId(id(mesure)),
        decision: DecisionId(id(mesure)),
        chaine: ChaineId(id(mesure)),
        nature,
        fondement: None,
        libelle_local: None,
        autorite: Autorite::JugeDesEnfants,
        effet_le: Some(jour(effet)),
        terme_le: terme.map(jour),
        notifiee_le: None,
        recue_le: None,
        service_responsable: None,
        consentements: vec![],
        decideur: None,
        mentions: vec![],
    }
}

pub fn ordonnee(mesure: Termes) -> Evenement {
    Evenement::Mesure(mesure::Event::Ordonnee(mesure::Ordonnee { mesure }))
}

pub fn contractee(mesure: Termes) -> Evenement {
    Evenement::Mesure(mesure::Event::Contractee(mesure::Contractee { mesure }))
}

/// Renews, in the same chain.
pub fn renouvelee(precedente: u128, mut mesure: Termes) -> Evenement {
    mesure.chaine = ChaineId(id(precedente));
    let precedente = MesureId(id(precedente));
    Evenement::Mesure(mesure::Event::Renouvelee(mesure::Renouvelee { precedente, mesure }))
}

pub fn mesure_recue(mesure: u128) -> Evenement {
    Evenement::Mesure(mesure::Event::Recue(mesure::Recue { mesure: MesureId(id(mesure)) }))
}

pub fn attribuee(mesure: u128) -> Evenement {
    let service = "op_tremplin".into();
    Evenement::Mesure(mesure::Event::Attribuee(mesure::Attribuee {
        mesure: MesureId(id(mesure)),
        service,
    }))
}

pub fn demarree(mesure: u128) -> Evenement {
    Evenement::Mesure(mesure::Event::Demarree(mesure::Demarree { mesure: MesureId(id(mesure)) }))
}

pub fn levee(mesure: u128) -> Evenement {
    Evenement::Mesure(mesure::Event::Levee(mesure::Levee {
        mesure: MesureId(id(mesure)),
        motif: MotifFin::AbsenceDeDanger,
        situation_apres: None,
        decision: None,
    }))
}

pub fn admis(accueil: u128, mesure: Option<u128>, genre: LieuAccueil) -> Evenement {
    admis_a(accueil, mesure, lieu(genre))
}

/// Into a place told in full.
pub fn admis_a(accueil: u128, mesure: Option<u128>, lieu: Lieu) -> Evenement {
    Evenement::Accueil(accueil::Event::Admis(accueil::Admis {
        accueil: AccueilId(id(accueil)),
        mesure: mesure.map(|mesure| MesureId(id(mesure))),
        lieu,
        principal: true,
        urgence: false,
    }))
}

pub fn accueil_termine(accueil: u128, motif: MotifSortie) -> Evenement {
    let accueil = AccueilId(id(accueil));
    Evenement::Accueil(accueil::Event::Termine(accueil::Termine { accueil, motif }))
}

pub fn change(accueil: u128, nouvel: u128, genre: LieuAccueil) -> Evenement {
    Evenement::Accueil(accueil::Event::LieuChange(accueil::LieuChange {
        accueil: AccueilId(id(accueil)),
        nouvel_accueil: AccueilId(id(nouvel)),
        lieu: lieu(genre),
        motif: MotifChangementLieu::InteretDeLEnfant,
        juge_informe_le: None,
    }))
}

/// A place of which only the kind is told.
pub fn lieu(genre: LieuAccueil) -> Lieu {
    Lieu { genre, lieu: None, organisation: None, commune: None, secret: false }
}

pub fn projet_etabli(projet: u128) -> Evenement {
    let projet = ProjetId(id(projet));
    Evenement::Projet(projet::Event::Etabli(Etabli {
        projet,
        objectifs: None,
        rubriques: vec![],
        objectifs_suivis: vec![],
        reference: None,
        decideur: None,
    }))
}

pub fn projet_revise(projet: u128, edition: u32) -> Evenement {
    let projet = ProjetId(id(projet));
    Evenement::Projet(projet::Event::Revise(Revise {
        projet,
        edition,
        motif: None,
        objectifs: None,
        rubriques: vec![],
        objectifs_suivis: vec![],
        reference: None,
        decideur: None,
    }))
}

/// The event of that version never happened.
pub fn annule(enfant: u128, version: u32) -> Evenement {
    let cible = Cible { flux: EnfantId(id(enfant)), version };
    Evenement::Dossier(dossier::Event::Annule(Annule { cible, motif: "erreur".into() }))
}

// What a year drawn at random tells besides.

pub fn identifie(naissance: &str) -> Evenement {
    let etat_civil = EtatCivil {
        nom: "Zéphyrin-Lemoine".into(),
        prenoms: "Ambroisine".into(),
        nom_naissance_mere: None,
    };
    Evenement::Identite(identite::Event::Identifie(identite::Identifie {
        etat_civil: Sealed::nouveau(etat_civil),
        naissance: Some(nee(naissance, SourceNaissance::Declaration)),
        sexe: Sexe::Masculin,
    }))
}

fn nee(le: &str, source: SourceNaissance) -> Naissance {
    Naissance { le: jour(le), precision: Precision::Jour, source }
}

pub fn naissance_fixee(le: &str, source: SourceNaissance) -> Evenement {
    let naissance = nee(le, source);
    Evenement::Identite(identite::Event::NaissanceFixee(identite::NaissanceFixee { naissance }))
}

pub fn a_naitre(terme: Option<&str>) -> Evenement {
    Evenement::Identite(identite::Event::ANaitreSignale(identite::ANaitreSignale {
        description: Sealed::nouveau("une grossesse".into()),
        terme_prevu_le: terme.map(jour),
        mere: None,
    }))
}

pub fn ne() -> Evenement {
    let ne = identite::Ne { etat_civil: None, sexe: Sexe::Feminin };
    Evenement::Identite(identite::Event::Ne(ne))
}

pub fn decede() -> Evenement {
    Evenement::Identite(identite::Event::Decede(identite::Decede {}))
}

pub fn reside_ou(commune: Option<&str>, service: Option<&str>) -> Evenement {
    Evenement::Identite(identite::Event::ResidenceDeclaree(identite::ResidenceDeclaree {
        commune: commune.map(str::to_owned),
        adresse: None,
        service_responsable: service.map(str::to_owned),
    }))
}

pub fn qualifiee_en(information: u128, jours: Option<u32>) -> Evenement {
    Evenement::Information(information::Event::Qualifiee(Qualifiee {
        information: InformationId(id(information)),
        dangers: vec![],
        delai_reduit_jours: jours,
        decideur: None,
    }))
}

pub fn detachee(information: u128, principale: u128) -> Evenement {
    Evenement::Information(information::Event::Detachee(information::Detachee {
        information: InformationId(id(information)),
        principale: InformationId(id(principale)),
        motif: *MotifDetachement::TOUS.first().unwrap(),
    }))
}

pub fn navette(information: u128) -> Evenement {
    Evenement::Information(information::Event::NavetteEnvoyee(information::NavetteEnvoyee {
        information: InformationId(id(information)),
        service: "dt_haute_saintonge".into(),
        attendu_le: None,
    }))
}

pub fn joint(evaluation: u128, information: u128) -> Evenement {
    Evenement::Evaluation(evaluation::Event::EnfantJoint(evaluation::EnfantJoint {
        evaluation: EvaluationId(id(evaluation)),
        informations: vec![InformationId(id(information))],
        motif: MotifJonction::Domicile,
        arrivee_le: None,
    }))
}

pub fn prise(
    decision: u128,
    evaluation: Option<u128>,
    informations: &[u128],
    suites: Vec<Suite>,
) -> Evenement {
    Evenement::Decision(decision::Event::Prise(Prise {
        decision: DecisionId(id(decision)),
        evaluation: evaluation.map(|evaluation| EvaluationId(id(evaluation))),
        informations: informations.iter().map(|one| InformationId(id(*one))).collect(),
        suites,
        motivation: None,
        decideur: None,
    }))
}

pub fn revisee(decision: u128, suites: Vec<Suite>, motif: MotifRevision) -> Evenement {
    Evenement::Decision(decision::Event::Revisee(Revisee {
        decision: DecisionId(id(decision)),
        suites,
        motif,
        decideur: None,
    }))
}

pub fn terminee(mesure: u128, remplacee_par: Option<u128>) -> Evenement {
    Evenement::Mesure(mesure::Event::Terminee(mesure::Terminee {
        mesure: MesureId(id(mesure)),
        motif: MotifFin::Autre,
        situation_apres: None,
        remplacee_par: remplacee_par.map(|next| MesureId(id(next))),
    }))
}

pub fn terme_modifie(mesure: u128, terme: &str) -> Evenement {
    Evenement::Mesure(mesure::Event::Modifiee(mesure::Modifiee {
        mesure: MesureId(id(mesure)),
        objet: ObjetModification::Terme,
        terme_le: Some(jour(terme)),
        decision: None,
    }))
}

pub fn effet_fixe(mesure: u128, effet: &str) -> Evenement {
    let effet_le = jour(effet);
    let mesure = MesureId(id(mesure));
    Evenement::Mesure(mesure::Event::EffetFixe(mesure::EffetFixe { mesure, effet_le, apres: None }))
}

pub fn en_attente(mesure: u128) -> Evenement {
    Evenement::Mesure(mesure::Event::MiseEnAttente(mesure::MiseEnAttente {
        mesure: MesureId(id(mesure)),
        motif: MotifAttente::DefautDePlace,
        rang: None,
    }))
}

/// The court of appeal infirms the whole of what the decision ordered.
pub fn infirmee(decision: u128) -> Evenement {
    Evenement::Justice(justice::Event::ArretRendu(justice::ArretRendu {
        arret: DecisionId(id(decision + 7_000_000)),
        decision: DecisionId(id(decision)),
        sens: SensArret::Infirme,
        effet_le: None,
        mesures_finies: vec![],
    }))
}

pub fn sejourne(
    accueil: u128,
    mesure: Option<u128>,
    genre: LieuAccueil,
    principal: bool,
) -> Evenement {
    Evenement::Accueil(accueil::Event::Admis(accueil::Admis {
        accueil: AccueilId(id(accueil)),
        mesure: mesure.map(|mesure| MesureId(id(mesure))),
        lieu: lieu(genre),
        principal,
        urgence: false,
    }))
}

pub fn sorti(accueil: u128) -> Evenement {
    Evenement::Accueil(accueil::Event::Termine(accueil::Termine {
        accueil: AccueilId(id(accueil)),
        motif: MotifSortie::RetourEnFamille,
    }))
}

/// The event of that version, on that child's stream, happened otherwise.
pub fn rectifie(enfant: u128, version: u32, remplacement: Evenement, le: NaiveDate) -> Evenement {
    let cible = Cible { flux: EnfantId(id(enfant)), version };
    Evenement::Dossier(dossier::Event::Rectifie(dossier::Rectifie {
        cible,
        motif: "erreur".into(),
        remplacement: Box::new(remplacement),
        survenu: Survenu::le(le),
    }))
}

pub fn reuni(avec: u128, principal: u128) -> Evenement {
    Evenement::Dossier(dossier::Event::Reuni(dossier::Reuni {
        avec: EnfantId(id(avec)),
        principal: EnfantId(id(principal)),
        motif: "même enfant".into(),
    }))
}

pub fn disjoint(avec: u128, principal: u128) -> Evenement {
    Evenement::Dossier(dossier::Event::Disjoint(dossier::Disjoint {
        avec: EnfantId(id(avec)),
        principal: EnfantId(id(principal)),
        motif: "deux enfants".into(),
        rendus: vec![],
    }))
}
