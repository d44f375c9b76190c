//! The lists of the chapter [`crate::sante`].

code_lists! {
    /// What a health act is.
    ActeSante = "ACTE_SANTE", "CASF, art. L223-1-1", "V" {
        BilanEntree = "bilan_entree", "bilan de santé et de prévention à l'entrée";
        Suivi = "suivi", "suivi médical";
    }
}
