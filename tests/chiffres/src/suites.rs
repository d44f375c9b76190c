//! What may be told of a child once he is followed: status, examinations, reports, autonomy, health, situation, moves,
//! siblings, execution.

use domain::accueil::{self, Lieu};
use domain::autonomie;
use domain::codes::{
    ActeSante, Autorite, BesoinAutonomie, CasPupille, Code as _, Connaissance, Correspondant,
    EcartMesure, EvolutionStatut, FinPupille, GenreDecisionJudiciaire, GenreEcrit, GenreEntretien,
    LieuAccueil, MentionDecision, MotifCessec, MotifChangementLieu, MotifEcart, MotifFin,
    MotifSeparation, MotifSortieAse, NatureLien, NatureMesure, Preconisateur, SensAccompagnement,
    SourceLien, SourceObservation, Titulaire,
};
use domain::ecrit;
use domain::entourage;
use domain::evenement::Evenement;
use domain::ids::{
    AccompagnementId, AccueilId, DecisionId, EcritId, ExamenId, LienId, LieuId, MesureId,
    PersonneId, RecueilId, RequeteId,
};
use domain::justice;
use domain::mesure;
use domain::projet_pour_enfant as projet;
use domain::sante;
use domain::situation;
use domain::statut;

use crate::dits::termes;
use crate::{id, jour};

pub fn pv(recueil: u128, cas: CasPupille) -> Evenement {
    Evenement::Statut(statut::Event::PvDresse(statut::PvDresse {
        recueil: RecueilId(id(recueil)),
        cas,
        remis_par: vec![],
        informes: Some(true),
        decideur: None,
    }))
}

pub fn pupille(recueil: u128, cas: CasPupille) -> Evenement {
    Evenement::Statut(statut::Event::PupilleAdmis(statut::PupilleAdmis {
        recueil: RecueilId(id(recueil)),
        cas,
        effet_le: None,
        decideur: None,
    }))
}

pub fn adopte(recueil: u128) -> Evenement {
    let recueil = RecueilId(id(recueil));
    let fini = statut::PupilleFini { recueil, fin: FinPupille::Adoption };
    Evenement::Statut(statut::Event::PupilleFini(fini))
}

/// A pupille is given back to a parent.
pub fn restitue(mesure: u128) -> Evenement {
    Evenement::Mesure(mesure::Event::Restitue(mesure::Restitue { mesure: MesureId(id(mesure)) }))
}

pub fn delaissement_demande(requete: u128) -> Evenement {
    Evenement::Statut(statut::Event::DelaissementDemande(statut::DelaissementDemande {
        requete: RequeteId(id(requete)),
        parents: vec![Titulaire::Mere],
        decideur: None,
    }))
}

pub fn delaissement_juge(requete: u128, declare: bool) -> Evenement {
    let requete = RequeteId(id(requete));
    Evenement::Statut(statut::Event::DelaissementJuge(statut::DelaissementJuge {
        requete,
        declare,
    }))
}

pub fn cessec_saisie(examen: u128) -> Evenement {
    Evenement::Projet(projet::Event::CessecSaisie(projet::CessecSaisie {
        examen: ExamenId(id(examen)),
        motif: MotifCessec::MoinsDeTroisAns,
    }))
}

pub fn cessec_avis(examen: u128, avis: EvolutionStatut) -> Evenement {
    Evenement::Projet(projet::Event::AvisCessec(projet::AvisCessec {
        examen: ExamenId(id(examen)),
        avis,
        precision: None,
    }))
}

pub fn propose(accompagnement: u128) -> Evenement {
    let accompagnement = AccompagnementId(id(accompagnement));
    let propose = autonomie::AccompagnementPropose { accompagnement, decideur: None };
    Evenement::Autonomie(autonomie::Event::AccompagnementPropose(propose))
}

pub fn repond(accompagnement: u128, accepte: bool) -> Evenement {
    let accompagnement = AccompagnementId(id(accompagnement));
    let reponse = autonomie::ReponseDuJeune { accompagnement, accepte };
    Evenement::Autonomie(autonomie::Event::ReponseDuJeune(reponse))
}

pub fn accompagnement_decide(accompagnement: u128, sens: SensAccompagnement) -> Evenement {
    Evenement::Autonomie(autonomie::Event::AccompagnementDecide(autonomie::AccompagnementDecide {
        accompagnement: AccompagnementId(id(accompagnement)),
        sens,
        motivee: true,
        voies_de_recours: true,
        mesure: None,
        decideur: None,
    }))
}

pub fn entretien_des_17_ans(tenu: bool) -> Evenement {
    let genre = GenreEntretien::DixSeptAns;
    Evenement::Autonomie(if tenu {
        autonomie::Event::EntretienTenu(autonomie::EntretienTenu { genre, sujets: vec![] })
    } else {
        autonomie::Event::EntretienDecline(autonomie::EntretienDecline { genre })
    })
}

/// A project that says each need, these ones not covered.
pub fn projet_autonomie(non_couverts: &[BesoinAutonomie]) -> Evenement {
    let covered = |besoin: &BesoinAutonomie| !non_couverts.contains(besoin);
    let couverts = BesoinAutonomie::TOUS.iter().copied().filter(covered).collect();
    let etabli = autonomie::ProjetAutonomieEtabli {
        couverts,
        non_couverts: non_couverts.to_vec(),
        precisions: None,
    };
    Evenement::Autonomie(autonomie::Event::ProjetAutonomieEtabli(etabli))
}

pub fn sortie() -> Evenement {
    Evenement::Autonomie(autonomie::Event::SortieAse(autonomie::SortieAse {
        motif: MotifSortieAse::Majorite,
        situation_apres: None,
        diplome: None,
    }))
}

pub fn acte_sante(acte: ActeSante) -> Evenement {
    Evenement::Sante(sante::Event::ActeRealise(sante::ActeRealise {
        acte,
        besoins: vec![],
        vaccination: None,
        realise_par: None,
        prochain_le: None,
        observation: None,
    }))
}

/// An answer to one question; none: *ne sait pas*.
pub fn observe(rubrique: &str, valeur: Option<&str>) -> Evenement {
    let connaissance =
        if valeur.is_some() { Connaissance::Connue } else { Connaissance::NeSaitPas };
    let reponse = situation::Reponse {
        rubrique: rubrique.into(),
        connaissance,
        valeur: valeur.map(str::to_owned),
    };
    Evenement::Situation(situation::Event::Observee(situation::Observee {
        source: SourceObservation::ServiceDepartement,
        reponses: vec![reponse],
    }))
}

pub fn parent(lien: u128, personne: u128, nature: NatureLien) -> Evenement {
    Evenement::Entourage(entourage::Event::LienDeclare(entourage::LienDeclare {
        lien: LienId(id(lien)),
        personne: PersonneId(id(personne)),
        nature,
        source: SourceLien::ActeEtatCivil,
    }))
}

/// Enters a place that is known.
pub fn admis_dans(accueil: u128, mesure: u128, lieu: Option<u128>) -> Evenement {
    Evenement::Accueil(accueil::Event::Admis(accueil::Admis {
        accueil: AccueilId(id(accueil)),
        mesure: Some(MesureId(id(mesure))),
        lieu: Lieu {
            genre: LieuAccueil::Mecs,
            lieu: lieu.map(|lieu| LieuId(id(lieu))),
            organisation: None,
            commune: None,
            secret: false,
        },
        principal: true,
        urgence: false,
    }))
}

pub fn changement_decide(accueil: u128, prevu: Option<&str>) -> Evenement {
    Evenement::Accueil(accueil::Event::ChangementDecide(accueil::ChangementDecide {
        accueil: AccueilId(id(accueil)),
        prevu_le: prevu.map(jour),
        urgence: prevu.is_none(),
        motif: MotifChangementLieu::ManqueDePlace,
    }))
}

pub fn change_pour(accueil: u128, nouvel: u128, motif: MotifChangementLieu) -> Evenement {
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
        juge_informe_le: None,
    }))
}

pub fn separee(accueil: u128, motif: MotifSeparation) -> Evenement {
    let accueil = AccueilId(id(accueil));
    Evenement::Accueil(accueil::Event::FratrieSeparee(accueil::FratrieSeparee { accueil, motif }))
}

pub fn reunie(accueil: u128) -> Evenement {
    let accueil = AccueilId(id(accueil));
    Evenement::Accueil(accueil::Event::FratrieReunie(accueil::FratrieReunie { accueil }))
}

/// A writing to the judge about something.
pub fn au_juge(ecrit: u128, genre: GenreEcrit, objet: u128) -> Evenement {
    Evenement::Ecrit(ecrit::Event::Emis(ecrit::Emis {
        ecrit: EcritId(id(ecrit)),
        genre,
        destinataire: Correspondant::JugeDesEnfants,
        objet: Some(id(objet)),
        voie: None,
        numero: None,
        decideur: None,
        rapport: None,
        pieces: vec![],
    }))
}

/// A writing of a service about something.
pub fn du_service(ecrit: u128, genre: GenreEcrit, objet: u128) -> Evenement {
    Evenement::Ecrit(ecrit::Event::Recu(ecrit::Recu {
        ecrit: EcritId(id(ecrit)),
        genre,
        auteur: Correspondant::ServiceHabilite,
        objet: Some(id(objet)),
        service: None,
        rapport: None,
        pieces: vec![],
    }))
}

pub fn accuse(ecrit: u128) -> Evenement {
    let ecrit = EcritId(id(ecrit));
    Evenement::Ecrit(ecrit::Event::Accuse(ecrit::Accuse { ecrit, numero: None }))
}

/// The dispositif of the decision of a measure, which fixes the days of the reports.
pub fn rapports_fixes(mesure: u128, rapports: &[&str]) -> Evenement {
    Evenement::Justice(justice::Event::DecisionRendue(justice::DecisionRendue {
        decision: DecisionId(id(mesure)),
        genre: GenreDecisionJudiciaire::Jugement,
        autorite: Autorite::JugeDesEnfants,
        dossier: None,
        audience: None,
        precedente: None,
        juge_du_lieu: false,
        effet_le: None,
        terme_le: None,
        notifiee_le: None,
        recue_le: None,
        mesures: vec![],
        droits_de_visite: vec![],
        rapports_le: rapports.iter().map(|le| jour(le)).collect(),
        rapport_tous_les_mois: None,
        allocations: None,
        actes_autorises: vec![],
        lieu_secret: false,
        interdiction_sortie: false,
        interdiction_sortie_jusqu_au: None,
        hospitalisation_psychiatrique: false,
        avis_medical_le: None,
        demandes_rejetees: vec![],
        precisions: None,
        pieces: vec![],
    }))
}

pub fn preconisee(mesure: u128, nature: NatureMesure) -> Evenement {
    Evenement::Mesure(mesure::Event::Preconisee(mesure::Preconisee {
        mesure: MesureId(id(mesure)),
        nature,
        par: Preconisateur::Evaluation,
        libelle_local: None,
        evaluation: None,
    }))
}

pub fn ecart(mesure: u128, ecart: EcartMesure, motif: MotifEcart) -> Evenement {
    Evenement::Mesure(mesure::Event::EcartConstate(mesure::EcartConstate {
        mesure: MesureId(id(mesure)),
        ecart,
        motif,
        executee: None,
    }))
}

pub fn remplacee(mesure: u128) -> Evenement {
    Evenement::Mesure(mesure::Event::Terminee(mesure::Terminee {
        mesure: MesureId(id(mesure)),
        motif: MotifFin::Remplacement,
        situation_apres: None,
        remplacee_par: None,
    }))
}

/// A placement « à compter de la fin » of another measure, whose day is not fixed.
pub fn placement_a_effet_suspendu(mesure: u128) -> Evenement {
    let mut termes = termes(mesure, NatureMesure::PlacementAse, "2022-01-01", None);
    termes.effet_le = None;
    termes.mentions = vec![MentionDecision::EffetSuspendu];
    Evenement::Mesure(mesure::Event::Ordonnee(mesure::Ordonnee { mesure: termes }))
}
