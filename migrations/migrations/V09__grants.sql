-- Who may do what. journal_writer appends, journal_reader reads the journal alone, projector reads it and owns
-- nothing here. Nobody is granted update, delete or truncate on what is append-only; versions of streams are the
-- one thing the writer updates. Tables outside the journal grant themselves where they are created.

grant usage on schema journal to journal_writer, journal_reader, projector;

grant select on journal.log, journal.name, journal.event, journal.stream, journal.command, journal.event_lisible
    to journal_writer, journal_reader, projector;

grant insert on journal.log, journal.name, journal.event, journal.stream, journal.command to journal_writer;
grant update on journal.stream to journal_writer;

grant usage on schema cles to journal_writer;
grant select, insert on cles.key to journal_writer;
