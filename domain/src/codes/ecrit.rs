//! The lists of the chapter [`crate::ecrit`].

code_lists! {
    /// What a writing is, sent or received. Each rule that a writing closes names its kind.
    GenreEcrit = "GENRE_ECRIT", "liste de l'application : les écrits que la loi nomme, et ceux que la pratique ajoute", "M" {
        RapportEcheance = "rapport_echeance", "rapport d'échéance";
        RapportSituation = "rapport_situation", "rapport de situation";
        RapportAnnuel = "rapport_annuel", "rapport annuel";
        NoteInformation = "note_information", "note d'information";
        NoteIncident = "note_incident", "note d'incident";
        AvisProcureur = "avis_procureur", "avis au procureur de la République d'un accueil en urgence";
        InformationAccueil = "information_accueil", "information des parents : leur enfant est accueilli en urgence";
        ReponseJustice = "reponse_justice", "réponse à une demande de la justice";
        Requete = "requete", "requête";
        AvisChangementLieu = "avis_changement_lieu", "avis au juge : changement de lieu prévu";
        AvisChangementUrgence = "avis_changement_urgence", "avis au juge : changement de lieu en urgence";
        AvisSeparationFratrie = "avis_separation_fratrie", "avis au juge : séparation de la fratrie";
        AvisHebergement = "avis_hebergement", "avis d'un hébergement pendant une AEMO avec hébergement";
        DemandeAccordLieu = "demande_accord_lieu", "demande d'accord des titulaires : changement de lieu ou de mode d'accueil";
        SaisineJudiciaire = "saisine_judiciaire", "saisine de l'autorité judiciaire";
        PropositionAccompagnement = "proposition_accompagnement", "proposition d'accompagnement après une restitution";
        InformationParentsEvaluation = "information_parents_evaluation", "information des titulaires : une évaluation est engagée";
        InformationParentsSaisine = "information_parents_saisine", "information des parents : l'autorité judiciaire est saisie";
        InformationParentsTransfert = "information_parents_transfert", "information des parents : transmission à un autre Département";
        RetourExpediteur = "retour_expediteur", "information d'un professionnel ou d'un élu sur les suites de ce qu'il a transmis";
        ReponseExpediteur = "reponse_expediteur", "réponse à un expéditeur qui demande les suites";
        CopieSignalement = "copie_signalement", "copie d'un signalement adressé au parquet par un tiers";
        Relance = "relance", "relance d'un écrit attendu";
        DeclarationIncident = "declaration_incident", "déclaration d'un incident à l'autorité";
        InformationStabilite = "information_stabilite", "information du juge après l'examen de stabilité";
        DemandeDossier = "demande_dossier", "demande de communication du dossier";
        ReponseDemandeDossier = "reponse_demande_dossier", "réponse à une demande de communication du dossier";
        DemandeMotifs = "demande_motifs", "demande des motifs d'un refus implicite";
        CommunicationMotifs = "communication_motifs", "communication des motifs d'un refus";
        SaisineCada = "saisine_cada", "saisine de la CADA";
        AvisCada = "avis_cada", "avis de la CADA";
        DemandeRgpd = "demande_rgpd", "demande d'exercice d'un droit (RGPD)";
        ReponseRgpd = "reponse_rgpd", "réponse à une demande d'exercice d'un droit (RGPD)";
        AvisMiseALAbri = "avis_mise_a_l_abri", "avis au procureur : accueil provisoire d'urgence ou sa prolongation";
        DecisionAccompagnement = "decision_accompagnement", "décision motivée, avec les voies et délais de recours, adressée au jeune";
    }

    /// Who writes, or to whom one writes.
    Correspondant = "CORRESPONDANT", "liste de l'application", "M" {
        Mere = "mere", "mère";
        Pere = "pere", "père";
        RepresentantsLegaux = "representants_legaux", "représentants légaux";
        Enfant = "enfant", "l'enfant";
        JugeDesEnfants = "juge_des_enfants", "juge des enfants";
        Procureur = "procureur", "procureur de la République";
        CourDAppel = "cour_d_appel", "cour d'appel";
        Expediteur = "expediteur", "expéditeur de l'information";
        ServiceHabilite = "service_habilite", "service ou établissement habilité";
        ServiceDepartement = "service_departement", "service du Département";
        AutreDepartement = "autre_departement", "autre Département";
        Tuteur = "tuteur", "tuteur";
        JeuneMajeur = "jeune_majeur", "le jeune majeur";
        Cada = "cada", "commission d'accès aux documents administratifs";
        AutoriteDeControle = "autorite_de_controle", "autorité de contrôle";
        Autre = "autre", "autre";
    }

    /// Why an information is withheld, for a time.
    MotifDiffere = "MOTIF_DIFFERE", "CASF, art. L226-2-1, L226-2-2 et D226-2-6 (« sauf intérêt contraire de l'enfant ») ; valeurs de l'application", "M" {
        InteretDeLEnfant = "interet_de_l_enfant", "intérêt de l'enfant";
        MiseEnDanger = "mise_en_danger", "l'information mettrait une personne en danger";
        EnqueteEnCours = "enquete_en_cours", "enquête en cours";
        LieuTenuSecret = "lieu_tenu_secret", "lieu d'accueil tenu secret par décision du juge";
        Injoignable = "injoignable", "personne injoignable";
    }

    /// What comes of the new examination of an information withheld.
    IssueReexamen = "ISSUE_REEXAMEN", "liste de l'application", "M" {
        Maintenue = "maintenue", "toujours différée";
        Levee = "levee", "n'est plus différée";
    }

    /// What an incident is.
    CategorieIncident = "CATEGORIE_INCIDENT", "arrêté du 28 décembre 2016 (obligation de signalement des structures), 1° à 11°", "V" {
        Sinistre = "sinistre", "sinistre ou événement météorologique exceptionnel";
        DefaillanceTechnique = "defaillance_technique", "défaillance d'un équipement, santé environnement";
        OrganisationDuTravail = "organisation_du_travail", "perturbation de l'organisation du travail";
        ErreurOuDefautDeSurveillance = "erreur_ou_defaut_de_surveillance", "erreur ou défaut de soin ou de surveillance";
        PerturbationParTiers = "perturbation_par_tiers", "perturbation liée à la famille, à des proches ou à des tiers";
        Deces = "deces", "décès accidentel ou par défaut de surveillance";
        Suicide = "suicide", "suicide ou tentative de suicide";
        Maltraitance = "maltraitance", "maltraitance envers une personne accueillie";
        Disparition = "disparition", "disparition d'une personne accueillie, police ou gendarmerie alertée";
        ViolenceDUsager = "violence_d_usager", "comportement violent d'un usager";
        Malveillance = "malveillance", "acte de malveillance dans la structure";
    }

    /// Who was threatened or harmed by an incident.
    PersonneMenacee = "PERSONNE_MENACEE", "liste de l'application", "M" {
        LEnfant = "l_enfant", "l'enfant";
        AutreEnfant = "autre_enfant", "un autre enfant accueilli";
        Professionnel = "professionnel", "un professionnel";
        Proche = "proche", "un proche";
        Tiers = "tiers", "un tiers";
    }

    /// For whom an extract is prepared.
    ProfilExtrait = "PROFIL_EXTRAIT", "liste de l'application ; CPC, art. 1187 : le dossier se lit au greffe par les parties et leurs avocats", "M" {
        Magistrat = "magistrat", "magistrat";
        Contradictoire = "contradictoire", "versé au débat contradictoire";
    }

    /// Why something is left out of an extract.
    MotifRetrait = "MOTIF_RETRAIT", "liste de l'application ; CASF, art. L226-2-2 et C. civ., art. 375-7", "M" {
        HorsSaisine = "hors_saisine", "hors de la saisine";
        Expediteur = "expediteur", "qui a transmis l'information";
        LieuSecret = "lieu_secret", "lieu d'accueil ou adresse tenus secrets";
        Adresse = "adresse", "adresse ou domicile";
        Tiers = "tiers", "autre personne que l'enfant";
        Fratrie = "fratrie", "vie privée d'un frère ou d'une sœur";
        Recit = "recit", "récit que le débat ne demande pas";
        NonCommunicable = "non_communicable", "pièce que rien ne dit communicable";
        Efface = "efface", "effacé";
    }
}
