-- Ids are looked up by their beginning. In some languages the letters of an id are sorted as others: "aa" behind "z".
ALTER TABLE "event_journal" ALTER COLUMN "persistence_id" TYPE VARCHAR(1024) COLLATE "C";
ALTER TABLE "snapshot" ALTER COLUMN "persistence_id" TYPE VARCHAR(1024) COLLATE "C";
