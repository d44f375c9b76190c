//! The lists of the chapter [`crate::justice`].

code_lists! {
    /// What a hearing came to.
    IssueAudience = "ISSUE_AUDIENCE", "liste de l'application, d'après la pratique", "M" {
        Tenue = "tenue", "tenue";
        Renvoyee = "renvoyee", "renvoyée";
    }
}
