//! The lists of the chapter [`crate::fratrie`].

code_lists! {
    /// What several children share.
    GenreObjet = "OBJET_PARTAGE", "liste de l'application", "M" {
        Information = "information", "information";
        Evaluation = "evaluation", "évaluation";
        Decision = "decision", "décision";
    }
}
