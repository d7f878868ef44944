-- The janitor looks for the events that ended something, oldest first, without reading the others.
CREATE INDEX "event_journal_name" ON "event_journal" ("event_ser_manifest", "ordering");
