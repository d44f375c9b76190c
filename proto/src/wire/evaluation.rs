//! The évaluation: events and requests of its chapter.

use domain::codes::{
    FacteurFamilial, MembreCommission, Mobilisation, MotifReaffectation, MotifSansAvis,
    NiveauDomaine, PresenceDanger, ProfessionEvaluateur, ProfessionnelConsulte, SigneAlerte,
    Tentative, VuSeul,
};
use domain::evaluation::{
    Avis, Command, CommissionTenue, ComplementDemande, ComplementRecu, ContactNote, DesaccordNote,
    Empechee, EnfantApprecie, EnfantJoint, EquipeDesignee, Evaluateur, Mandatee, ParentsInformes,
    RapportPartage, RapportRemis, Reprise, TentativeNotee,
};

use super::leaves::codes;
use super::reader::{Field, Reader, Wire, wire_struct};
use super::requetes::{one_each, shared};
use crate::evaluation::v1 as fil;

codes! {
    FacteurFamilial, MembreCommission, Mobilisation, MotifReaffectation, MotifSansAvis,
    NiveauDomaine, PresenceDanger, ProfessionEvaluateur, ProfessionnelConsulte, SigneAlerte,
    Tentative, VuSeul,
}

wire_struct!(Mandatee => fil::Mandatee {
    evaluation, informations, service, mandant, equipe, decideur,
});
wire_struct!(EnfantJoint => fil::EnfantJoint { evaluation, informations, motif, arrivee_le });
wire_struct!(ContactNote => fil::ContactNote {
    evaluation, genre, note, accord_titulaires, professionnel,
});
wire_struct!(Empechee => fil::Empechee { evaluation, motif });
wire_struct!(RapportRemis => fil::RapportRemis {
    evaluation, conclusion, dangers, propositions, synthese,
});
wire_struct!(ComplementDemande => fil::ComplementDemande { evaluation, attendu_le });
wire_struct!(Evaluateur => fil::Evaluateur { agent, profession, service });
wire_struct!(EquipeDesignee => fil::EquipeDesignee {
    evaluation, membres, service, motif, decideur,
});
wire_struct!(ParentsInformes => fil::ParentsInformes { evaluation, titulaires, voie });
wire_struct!(TentativeNotee => fil::TentativeNotee { evaluation, genre, note });
wire_struct!(Reprise => fil::Reprise { evaluation });
wire_struct!(ComplementRecu => fil::ComplementRecu { evaluation, conclusion, synthese });
wire_struct!(DesaccordNote => fil::DesaccordNote {
    evaluation, agent, conclusion, propositions, argument,
});
wire_struct!(EnfantApprecie => fil::EnfantApprecie {
    evaluation, developpement_sante, scolarite, relations_sociales, contexte_de_vie,
    reponses_parentales, signes_alerte, facteurs, danger, dangers, immediat, mobilisation, vu_seul,
    sans_avis_enfant, sans_avis_titulaires, faits, propos, ressources, avis_enfant, avis_titulaires,
    analyse,
});
wire_struct!(Avis => fil::Avis { membre, suite });
wire_struct!(CommissionTenue => fil::CommissionTenue { evaluation, avis, compte_rendu });
wire_struct!(RapportPartage => fil::RapportPartage { evaluation, avec });

impl Field<Vec<fil::Evaluateur>> for Vec<Evaluateur> {
    fn write(&self) -> Vec<fil::Evaluateur> {
        self.iter().map(Wire::to_wire).collect()
    }

    fn read(wire: Vec<fil::Evaluateur>, reader: &mut Reader) -> Option<Self> {
        reader.each(wire, Evaluateur::from_wire)
    }
}

impl Field<Vec<fil::Avis>> for Vec<Avis> {
    fn write(&self) -> Vec<fil::Avis> {
        self.iter().map(Wire::to_wire).collect()
    }

    fn read(wire: Vec<fil::Avis>, reader: &mut Reader) -> Option<Self> {
        reader.each(wire, Avis::from_wire)
    }
}

shared! {
    fil::MandaterRequest { mandatee } => Evaluation(Command::Mandater);
    fil::JoindreRequest { joint } => Evaluation(Command::Joindre);
    fil::NoterContactRequest { contact } => Evaluation(Command::NoterContact);
    fil::ConstaterEmpechementRequest { empechee } => Evaluation(Command::ConstaterEmpechement);
    fil::RemettreRapportRequest { rapport } => Evaluation(Command::RemettreRapport);
    fil::DemanderComplementRequest { complement } => Evaluation(Command::DemanderComplement);
    fil::InformerParentsRequest { parents } => Evaluation(Command::InformerParents);
    fil::NoterTentativeRequest { tentative } => Evaluation(Command::NoterTentative);
    fil::ReprendreRequest { reprise } => Evaluation(Command::Reprendre);
    fil::RecevoirComplementRequest { complement } => Evaluation(Command::RecevoirComplement);
    fil::NoterDesaccordRequest { desaccord } => Evaluation(Command::NoterDesaccord);
    fil::PartagerRapportRequest { partage } => Evaluation(Command::PartagerRapport);
}

one_each! {
    fil::DesignerEquipeRequest { equipes: fil::DesignationEnfant { equipe } }
        => Evaluation(Command::DesignerEquipe);
    fil::ApprecierRequest { appreciations: fil::AppreciationEnfant { appreciation } }
        => Evaluation(Command::Apprecier);
    fil::TenirCommissionRequest { commissions: fil::CommissionEnfant { commission } }
        => Evaluation(Command::TenirCommission);
}
