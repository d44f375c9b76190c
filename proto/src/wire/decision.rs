//! What the Département decides for each child: events and requests of its chapter.
//!
//! On the wire a suite is its code and the one other code that goes with it; what does not go with
//! it is refused rather than dropped.

use domain::codes::GenreSuite;
use domain::decision::{Command, Notifiee, Prise, Revisee, Suite, SuiteRealisee, SuiteRefusee};

use super::reader::{Field, Reader, Wire, is_blank, wire_struct};
use super::requetes::{one_each, shared};
use crate::decision::v1 as fil;

wire_struct!(Prise => fil::Prise {
    decision, evaluation, informations, suites, motivation, decideur,
});
wire_struct!(Revisee => fil::Revisee { decision, suites, motif, decideur });
wire_struct!(SuiteRealisee => fil::SuiteRealisee { decision, suite, mesure });
wire_struct!(SuiteRefusee => fil::SuiteRefusee { decision, suite, par });
wire_struct!(Notifiee => fil::Notifiee { decision, destinataires, voie });

shared! {
    fil::ConstaterRealisationRequest { realisation } => Decision(Command::ConstaterRealisation);
    fil::ConstaterRefusRequest { refus } => Decision(Command::ConstaterRefus);
    fil::NotifierRequest { notification } => Decision(Command::Notifier);
}

one_each! {
    fil::DeciderRequest { decisions: fil::DecisionEnfant { prise } } => Decision(Command::Decider);
    fil::ReviserRequest { revisions: fil::RevisionEnfant { revisee } }
        => Decision(Command::Reviser);
}

impl Field<Vec<fil::Suite>> for Vec<Suite> {
    fn write(&self) -> Vec<fil::Suite> {
        self.iter().map(Wire::to_wire).collect()
    }

    fn read(wire: Vec<fil::Suite>, reader: &mut Reader) -> Option<Self> {
        reader.each(wire, Suite::from_wire)
    }
}

impl Wire for Suite {
    type Message = fil::Suite;

    fn to_wire(&self) -> fil::Suite {
        let mut told = fil::Suite { suite: self.genre().write(), ..fil::Suite::default() };
        match self {
            Self::SansSuiteAvecOrientation { orientation } => {
                told.orientation = orientation.write();
            }
            Self::AideAdministrative { nature } | Self::ModificationMesure { nature } => {
                told.nature = nature.write();
            }
            Self::TransmissionParquet { motif_signalement } => {
                told.motif_signalement = motif_signalement.write();
            }
            Self::SansObjet { motif_sans_objet } => {
                told.motif_sans_objet = motif_sans_objet.write();
            }
            Self::SansSuite | Self::PoursuiteMesure | Self::Transfert => {}
        }
        told
    }

    fn from_wire(message: fil::Suite, reader: &mut Reader) -> Option<Self> {
        let fil::Suite { suite, orientation, nature, motif_signalement, motif_sans_objet } =
            message;
        let suite: GenreSuite = reader.field("suite", suite)?;
        let mut others = Others { orientation, nature, motif_signalement, motif_sans_objet };
        let read = match suite {
            GenreSuite::SansSuite => Some(Self::SansSuite),
            GenreSuite::SansSuiteAvecOrientation => reader
                .field("orientation", std::mem::take(&mut others.orientation))
                .map(|orientation| Self::SansSuiteAvecOrientation { orientation }),
            GenreSuite::AideAdministrative => reader
                .field("nature", std::mem::take(&mut others.nature))
                .map(|nature| Self::AideAdministrative { nature }),
            GenreSuite::TransmissionParquet => reader
                .field("motif_signalement", std::mem::take(&mut others.motif_signalement))
                .map(|motif_signalement| Self::TransmissionParquet { motif_signalement }),
            GenreSuite::PoursuiteMesure => Some(Self::PoursuiteMesure),
            GenreSuite::ModificationMesure => reader
                .field("nature", std::mem::take(&mut others.nature))
                .map(|nature| Self::ModificationMesure { nature }),
            GenreSuite::Transfert => Some(Self::Transfert),
            GenreSuite::SansObjet => reader
                .field("motif_sans_objet", std::mem::take(&mut others.motif_sans_objet))
                .map(|motif_sans_objet| Self::SansObjet { motif_sans_objet }),
        };
        others.none_left(reader)?;
        read
    }
}

/// The codes that go with some suites; each is taken by the suite it goes with.
struct Others {
    orientation: String,
    nature: String,
    motif_signalement: String,
    motif_sans_objet: String,
}

impl Others {
    fn none_left(self, reader: &mut Reader) -> Option<()> {
        let Self { orientation, nature, motif_signalement, motif_sans_objet } = self;
        let left = [
            ("orientation", orientation),
            ("nature", nature),
            ("motif_signalement", motif_signalement),
            ("motif_sans_objet", motif_sans_objet),
        ];
        let mut none = Some(());
        for (name, _) in left.iter().filter(|(_, code)| !is_blank(code)) {
            let message = "Ce champ ne va pas avec cette suite.";
            none = reader.blame_at(name, "CHAMP_SANS_OBJET", message);
        }
        none
    }
}
