//! The lists of the chapter [`crate::situation`]. Its questions and their answers are a table of its own.

code_lists! {
    /// What is known of a question: an answer, or why there is none.
    Connaissance = "CONNAISSANCE", "annexe 2-8 CASF : *ne sait pas* (9) n'est pas vide", "O" {
        Connue = "connue", "connue";
        NeSaitPas = "ne_sait_pas", "ne sait pas", "9";
        SansObjet = "sans_objet", "sans objet";
    }

    /// Where an observation of the situation comes from.
    SourceObservation = "SOURCE_OBSERVATION", "liste de l'application", "M" {
        Famille = "famille", "la famille";
        Jeune = "jeune", "le jeune lui-même";
        Evaluation = "evaluation", "évaluation";
        Ecole = "ecole", "établissement scolaire";
        Mdph = "mdph", "MDPH";
        Sante = "sante", "service de santé";
        Justice = "justice", "justice";
        ServiceHabilite = "service_habilite", "service ou établissement habilité";
        ServiceDepartement = "service_departement", "service du Département";
        Reprise = "reprise", "reprise d'un ancien logiciel";
        NeSaitPas = "ne_sait_pas", "ne sait pas";
    }
}
