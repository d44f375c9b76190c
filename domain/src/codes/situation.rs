//! The lists of the chapter [`crate::situation`].

code_lists! {
    /// What is known of a question: an answer, or why there is none.
    Connaissance = "CONNAISSANCE", "annexe 2-8 CASF : *ne sait pas* (9) n'est pas vide", "O" {
        Connue = "connue", "connue";
        NeSaitPas = "ne_sait_pas", "ne sait pas", "9";
        SansObjet = "sans_objet", "sans objet";
    }
}
