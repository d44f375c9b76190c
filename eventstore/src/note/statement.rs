//! Statements: signed notes (C2SP `signed-note`) that hold something else than a checkpoint, under the keys of a log.
//!
//! ```text
//! 17/parcours rapport/1          origin: the log, and the name of its keys; what is stated, with its version
//! {"position":65536, …}          one line, which this module does not read
//!
//! — 17/parcours mjx/IAbc…=
//! ```
//!
//! Invariant: a statement is never taken for a checkpoint, nor the other way round: the first line of a checkpoint is a
//! name, which has no space, and that of a statement has one. One key can therefore sign both.
//!
//! Deliberately not here: what the line says. Who states it gives it a canonical form.

use super::{NoteFailure, Signer, VerifierKey, is_name, parts, sign_text, verify};

/// Something a log's keeper states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The name of the log.
    pub origin: String,
    /// What is stated, with its version, e.g. `rapport/1`.
    pub kind: String,
    /// One line.
    pub body: String,
}

impl Statement {
    fn text(&self) -> Result<String, NoteFailure> {
        let Self { origin, kind, body } = self;
        if !is_name(origin) || !is_name(kind) {
            return Err(NoteFailure::Form("a statement begins with two names"));
        }
        if body.is_empty() || body.contains(char::is_control) {
            return Err(NoteFailure::Form("a statement has one line after its names"));
        }
        Ok(format!("{origin} {kind}\n{body}\n"))
    }
}

/// Signs a statement with a key of the log it names.
///
/// # Errors
/// When it has no such form, or the key is another log's.
pub fn sign(statement: &Statement, signer: &Signer) -> Result<String, NoteFailure> {
    sign_text(&statement.origin, &statement.text()?, &[signer])
}

/// The statement of a note that one of those keys signed, and that none of them contradicts; and who signed.
///
/// # Errors
/// When the note has no such form, was changed, or was signed by nobody known under the log's name.
pub fn read(
    note: &str,
    keys: &[VerifierKey],
) -> Result<(Statement, Vec<VerifierKey>), NoteFailure> {
    let (text, lines) = parts(note)?;
    let statement = parse(text)?;
    let signed_by = verify(text, &lines, keys)?;
    if signed_by.is_empty() {
        return Err(NoteFailure::NoKnownKey);
    }
    if signed_by.iter().all(|key| key.name() != statement.origin) {
        return Err(NoteFailure::OtherOrigin(statement.origin));
    }
    Ok((statement, signed_by))
}

/// What a note states, believed by nobody yet.
///
/// # Errors
/// When it has no such form.
pub fn unverified(note: &str) -> Result<Statement, NoteFailure> {
    parse(parts(note)?.0)
}

fn parse(text: &str) -> Result<Statement, NoteFailure> {
    let malformed = NoteFailure::Form("a statement is two names, then one line");
    let mut lines = text.strip_suffix('\n').ok_or(malformed.clone())?.split('\n');
    let (Some(names), Some(body), None) = (lines.next(), lines.next(), lines.next()) else {
        return Err(malformed);
    };
    let (origin, kind) = names.split_once(' ').ok_or(malformed)?;
    let (origin, kind, body) = (origin.to_owned(), kind.to_owned(), body.to_owned());
    let statement = Statement { origin, kind, body };
    statement.text().map(|_| statement)
}

#[cfg(test)]
mod tests {
    use super::super::{Checkpoint, open, sign as sign_checkpoint};
    use super::*;

    fn signer(name: &str) -> Signer {
        Signer::new(name, [7; 32]).unwrap()
    }

    fn stated(body: &str) -> Statement {
        let (origin, kind) = ("17/parcours".to_owned(), "rapport/1".to_owned());
        Statement { origin, kind, body: body.to_owned() }
    }

    #[test]
    fn what_was_signed_is_read_back_and_nothing_else() {
        let signer = signer("17/parcours");
        let note = sign(&stated("{\"position\":3}"), &signer).unwrap();
        let (read_back, signed_by) = read(&note, &[signer.verifier()]).unwrap();
        assert_eq!(read_back, stated("{\"position\":3}"));
        assert_eq!(signed_by, [signer.verifier()]);
        let tampered = note.replacen('3', "4", 1);
        assert!(matches!(read(&tampered, &[signer.verifier()]), Err(NoteFailure::Signature(_))));
        let renamed = note.replacen("rapport/1", "rapport/2", 1);
        assert!(matches!(read(&renamed, &[signer.verifier()]), Err(NoteFailure::Signature(_))));
        assert_eq!(read(&note, &[]), Err(NoteFailure::NoKnownKey));
        assert_eq!(unverified(&note).unwrap(), read_back);
    }

    #[test]
    fn a_statement_is_no_checkpoint_and_a_checkpoint_no_statement() {
        let signer = signer("17/parcours");
        let keys = [signer.verifier()];
        let checkpoint = Checkpoint { origin: "17/parcours".into(), size: 3, root: [1; 32] };
        let head = sign_checkpoint(&checkpoint, &[&signer]).unwrap();
        assert!(matches!(read(&head, &keys), Err(NoteFailure::Form(_))));
        let note = sign(&stated("3"), &signer).unwrap();
        assert!(matches!(open(&note, &keys), Err(NoteFailure::Form(_))));
    }

    #[test]
    fn a_statement_has_one_line_and_the_name_of_its_keys() {
        assert!(sign(&stated("a\nb"), &signer("17/parcours")).is_err());
        assert!(sign(&stated(""), &signer("17/parcours")).is_err());
        let other = sign(&stated("x"), &signer("33/parcours"));
        assert_eq!(other, Err(NoteFailure::OtherOrigin("17/parcours".into())));
        let spaced = Statement { kind: "rap port".into(), ..stated("x") };
        assert!(sign(&spaced, &signer("17/parcours")).is_err());
    }
}
