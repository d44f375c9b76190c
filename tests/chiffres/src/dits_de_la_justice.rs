//! What passes with the judge and with other Départements, as a test tells it: dispositifs, informations withheld,
//! files that leave and come back; and what the law finds wrong. Deliberately absent: reports and notices, which are told
//! with what follows a measure.

use domain::accueil::{self, Lieu};
use domain::codes::{
    ActeSante, BesoinSante, CasPupille, Correspondant, GenreEcrit, GenreSuite, IssueReexamen,
    LieuAccueil, MotifChangementLieu, MotifDiffere, PositionTitulaire, Titulaire,
};
use domain::competence;
use domain::decision;
use domain::ecrit;
use domain::evaluation;
use domain::evenement::Evenement;
use domain::identite;
use domain::ids::{
    AccueilId, DecisionId, EcritId, EvaluationId, InformationId, MesureId, MinoriteId, RecueilId,
    TransfertId,
};
use domain::information;
use domain::justice;
use domain::mesure;
use domain::sante;
use domain::statut;

use crate::suites::{au_juge, rapports_fixes};
use crate::{id, jour};

/// A decision that rectifies that of a measure: its days, or its period.
pub fn rectificative(
    decision: u128,
    mesure: u128,
    rapports: &[&str],
    tous_les_mois: Option<u32>,
) -> Evenement {
    let mut evenement = rapports_fixes(decision, rapports);
    if let Evenement::Justice(justice::Event::DecisionRendue(rendue)) = &mut evenement {
        rendue.precedente = (decision != mesure).then(|| DecisionId(id(mesure)));
        rendue.rapport_tous_les_mois = tous_les_mois;
    }
    evenement
}

pub fn differee(genre: GenreEcrit, objet: u128, reexaminer: &str) -> Evenement {
    Evenement::Ecrit(ecrit::Event::Differee(ecrit::Differee {
        genre,
        objet: Some(id(objet)),
        motif: MotifDiffere::EnqueteEnCours,
        precision: None,
        reexaminer_le: jour(reexaminer),
        decideur: None,
    }))
}

pub fn reexaminee(genre: GenreEcrit, objet: u128, issue: IssueReexamen) -> Evenement {
    Evenement::Ecrit(ecrit::Event::Reexaminee(ecrit::Reexaminee {
        genre,
        objet: Some(id(objet)),
        issue,
        reexaminer_le: None,
        decideur: None,
    }))
}

/// Another Département accepts the file.
pub fn parti(transfert: u128, effet: Option<&str>) -> Evenement {
    Evenement::Competence(competence::Event::Accepte(competence::Accepte {
        transfert: TransfertId(id(transfert)),
        vers_departement: "33".into(),
        effet_le: effet.map(jour),
        numero: None,
    }))
}

/// The file is received back.
pub fn revenu(transfert: u128, effet: Option<&str>) -> Evenement {
    Evenement::Competence(competence::Event::RecuDAilleurs(competence::RecuDAilleurs {
        transfert: TransfertId(id(transfert)),
        de_departement: "33".into(),
        vers_departement: "17".into(),
        effet_le: effet.map(jour),
        resume: None,
        pieces: vec![],
    }))
}

/// Somebody says which Département answers for the child.
pub fn competent(responsable: Option<&str>) -> Evenement {
    Evenement::Competence(competence::Event::Fixee(competence::Fixee {
        responsable: responsable.map(str::to_owned),
        ..competence::Fixee::default()
    }))
}

/// A change of place to come, at once or foreseen for a day that may not be told.
pub fn changement_a_venir(accueil: u128, urgence: bool, prevu: Option<&str>) -> Evenement {
    Evenement::Accueil(accueil::Event::ChangementDecide(accueil::ChangementDecide {
        accueil: AccueilId(id(accueil)),
        prevu_le: prevu.map(jour),
        urgence,
        motif: MotifChangementLieu::InteretDeLEnfant,
    }))
}

/// A change of place that says when the judge was told of it.
pub fn change_en_informant(
    accueil: u128,
    nouvel: u128,
    motif: MotifChangementLieu,
    informe: Option<&str>,
) -> Evenement {
    Evenement::Accueil(accueil::Event::LieuChange(accueil::LieuChange {
        accueil: AccueilId(id(accueil)),
        nouvel_accueil: AccueilId(id(nouvel)),
        lieu: Lieu {
            genre: LieuAccueil::AssistantFamilial,
            lieu: None,
            organisation: None,
            commune: None,
            secret: false,
        },
        motif,
        juge_informe_le: informe.map(jour),
    }))
}

/// What a holder of authority answers about a measure.
pub fn accord(mesure: u128, titulaire: Titulaire, position: PositionTitulaire) -> Evenement {
    let mesure = MesureId(id(mesure));
    let note = mesure::AccordNote { mesure, titulaire, position, voie: None };
    Evenement::Mesure(mesure::Event::AccordNote(note))
}

/// The holders are asked about a place.
pub fn accord_demande(ecrit: u128, accueil: u128) -> Evenement {
    let mut evenement = au_juge(ecrit, GenreEcrit::DemandeAccordLieu, accueil);
    if let Evenement::Ecrit(ecrit::Event::Emis(emis)) = &mut evenement {
        emis.destinataire = Correspondant::RepresentantsLegaux;
    }
    evenement
}

/// A report to the judge that says whether an évaluation came before it.
pub fn rapport_dit(ecrit: u128, mesure: u128, pluridisciplinaire: bool) -> Evenement {
    let mut evenement = au_juge(ecrit, GenreEcrit::RapportSituation, mesure);
    if let Evenement::Ecrit(ecrit::Event::Emis(emis)) = &mut evenement {
        emis.rapport = Some(ecrit::Rapport {
            du: None,
            au: None,
            evaluation_pluridisciplinaire: Some(pluridisciplinaire),
            bilan_pediatrique_psychique_social: None,
        });
    }
    evenement
}

pub fn valide(ecrit: u128) -> Evenement {
    let ecrit = EcritId(id(ecrit));
    Evenement::Ecrit(ecrit::Event::Valide(ecrit::Valide { ecrit, decideur: None }))
}

pub fn besoin(besoins: &[BesoinSante]) -> Evenement {
    Evenement::Sante(sante::Event::ActeRealise(sante::ActeRealise {
        acte: ActeSante::BilanEntree,
        besoins: besoins.to_vec(),
        vaccination: None,
        realise_par: None,
        prochain_le: None,
        observation: None,
    }))
}

pub fn equipe(evaluation: u128, membres: usize) -> Evenement {
    let one = |rang| evaluation::Evaluateur {
        agent: format!("agent.{rang}"),
        profession: None,
        service: None,
    };
    Evenement::Evaluation(evaluation::Event::EquipeDesignee(evaluation::EquipeDesignee {
        evaluation: EvaluationId(id(evaluation)),
        membres: (0..membres).map(one).collect(),
        service: None,
        motif: None,
        decideur: None,
    }))
}

pub fn suite_refusee(decision: u128, suite: GenreSuite) -> Evenement {
    let decision = DecisionId(id(decision));
    let refusee = decision::SuiteRefusee { decision, suite, par: vec![Titulaire::Mere] };
    Evenement::Decision(decision::Event::SuiteRefusee(refusee))
}

pub fn suite_realisee(decision: u128, suite: GenreSuite) -> Evenement {
    let decision = DecisionId(id(decision));
    let realisee = decision::SuiteRealisee { decision, suite, mesure: None };
    Evenement::Decision(decision::Event::SuiteRealisee(realisee))
}

pub fn transfert_accuse(information: u128) -> Evenement {
    let information = InformationId(id(information));
    let accuse = information::TransfertAccuse { information, numero: None };
    Evenement::Information(information::Event::TransfertAccuse(accuse))
}

pub fn minorite_refusee(minorite: u128, voies_de_recours: bool) -> Evenement {
    let minorite = MinoriteId(id(minorite));
    let refusee = identite::MinoriteRefusee { minorite, voies_de_recours, decideur: None };
    Evenement::Identite(identite::Event::MinoriteRefusee(refusee))
}

/// A child remitted by his mother, who is told of her rights or not.
pub fn remis(recueil: u128, informes: Option<bool>) -> Evenement {
    Evenement::Statut(statut::Event::PvDresse(statut::PvDresse {
        recueil: RecueilId(id(recueil)),
        cas: CasPupille::RemisParUnParent,
        remis_par: vec![Titulaire::Mere],
        informes,
        decideur: None,
    }))
}
