//! Everything that reaches the terminal: text on standard output, progress on standard error.
//!
//! # Invariants
//!
//! - A reader that goes away (`parcours file | head`) is not an error: the rest is dropped.
//! - Progress is a bar on a terminal, and a plain line each tenth elsewhere.

use std::io::{self, IsTerminal as _, Write as _};

use indicatif::{ProgressBar, ProgressStyle};

/// The width tables are laid out for when the terminal does not say.
const LARGEUR: usize = 120;
/// The plain lines of a whole progress.
const PALIERS: u64 = 10;

/// Writes a line to standard output.
pub fn ligne(texte: &str) {
    octets(format!("{texte}\n").as_bytes());
}

/// Writes a text to standard output, with nothing added.
pub fn texte(texte: &str) {
    octets(texte.as_bytes());
}

/// Writes bytes to standard output, with nothing added.
pub fn octets(octets: &[u8]) {
    let mut sortie = io::stdout().lock();
    // Nobody reads any more: there is nobody to tell.
    let _parti = sortie.write_all(octets).and_then(|()| sortie.flush());
}

/// Says what is being done, on standard error.
pub fn etape(texte: &str) {
    note(&format!("→ {texte}"));
}

/// Says what went wrong, on standard error.
pub fn erreur(texte: &str) {
    note(&format!("✗ {texte}"));
}

/// Writes a line to standard error.
pub fn note(texte: &str) {
    let _parti = writeln!(io::stderr().lock(), "{texte}");
}

/// Whether standard output is a terminal.
#[must_use]
pub fn est_un_terminal() -> bool {
    io::stdout().is_terminal()
}

/// The columns tables may use.
#[must_use]
pub fn largeur() -> usize {
    LARGEUR
}

/// How far a long work is.
#[derive(Debug)]
pub struct Progression {
    quoi: &'static str,
    total: u64,
    dit: u64,
    barre: Option<ProgressBar>,
}

impl Progression {
    /// Begins, on standard error.
    #[must_use]
    pub fn nouvelle(quoi: &'static str, total: u64) -> Self {
        let barre = io::stderr().is_terminal().then(|| ProgressBar::new(total).with_style(style()));
        if let Some(barre) = &barre {
            barre.set_message(quoi);
        }
        Self { quoi, total, dit: 0, barre }
    }

    /// So many are done by now.
    pub fn atteint(&mut self, fait: u64) {
        match &self.barre {
            Some(barre) => barre.set_position(fait),
            None => self.palier(fait),
        }
    }

    /// Says something above the bar.
    pub fn note(&self, texte: &str) {
        match &self.barre {
            Some(barre) => barre.suspend(|| note(texte)),
            None => note(texte),
        }
    }

    /// It is over.
    pub fn finie(self) {
        if let Some(barre) = self.barre {
            barre.finish_and_clear();
        }
    }

    fn palier(&mut self, fait: u64) {
        let palier = (fait * PALIERS).checked_div(self.total).unwrap_or(PALIERS);
        if palier > self.dit {
            self.dit = palier;
            let Self { quoi, total, .. } = self;
            note(&format!("  {quoi} : {fait} / {total}"));
        }
    }
}

fn style() -> ProgressStyle {
    let gabarit = "  {msg} [{bar:40}] {human_pos} / {human_len} · {per_sec} · reste {eta}";
    ProgressStyle::with_template(gabarit)
        .expect("the template is well formed")
        .progress_chars("█▉ ")
}
