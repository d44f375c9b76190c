//! The lists of the chapters [`crate::fratrie`] and [`crate::dossier`].

code_lists! {
    /// What several children share.
    GenreObjet = "OBJET_PARTAGE", "liste de l'application", "M" {
        Information = "information", "information";
        Evaluation = "evaluation", "évaluation";
        Decision = "decision", "décision";
    }

    /// What a correction changes besides the event it names.
    GenreConsequence = "CONSEQUENCE", "liste de l'application", "M" {
        Corrige = "corrige", "événement corrigé";
        EcheanceApparue = "echeance_apparue", "échéance qui apparaît";
        EcheanceDisparue = "echeance_disparue", "échéance qui disparaît";
        EcheanceDeplacee = "echeance_deplacee", "échéance qui se déplace";
        EcheanceChangee = "echeance_changee", "échéance qui change d'état";
        EtatChange = "etat_change", "objet qui change d'état";
        IrregulariteApparue = "irregularite_apparue", "irrégularité qui apparaît";
        IrregulariteLevee = "irregularite_levee", "irrégularité levée";
        DecisionFondee = "decision_fondee", "décision qui se fondait sur lui";
    }
}
