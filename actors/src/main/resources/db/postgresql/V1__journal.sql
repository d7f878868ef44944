-- The tables of Pekko Persistence JDBC, with room for an entity type and an ECS name in persistence_id.

CREATE TABLE "event_journal" (
    "ordering" BIGSERIAL UNIQUE NOT NULL,
    "deleted" BOOLEAN DEFAULT FALSE NOT NULL,
    "persistence_id" VARCHAR(1024) NOT NULL,
    "sequence_number" BIGINT NOT NULL,
    "writer" VARCHAR(255) NOT NULL,
    "write_timestamp" BIGINT NOT NULL,
    "adapter_manifest" VARCHAR(255) NOT NULL,
    "event_payload" BYTEA NOT NULL,
    "event_ser_id" INTEGER NOT NULL,
    "event_ser_manifest" VARCHAR(255) NOT NULL,
    "meta_payload" BYTEA,
    "meta_ser_id" INTEGER,
    "meta_ser_manifest" VARCHAR(255),
    PRIMARY KEY ("persistence_id", "sequence_number")
);

CREATE TABLE "event_tag" (
    "event_id" BIGINT NOT NULL,
    "tag" VARCHAR(255) NOT NULL,
    PRIMARY KEY ("event_id", "tag"),
    FOREIGN KEY ("event_id") REFERENCES "event_journal" ("ordering") ON DELETE CASCADE
);

CREATE TABLE "snapshot" (
    "persistence_id" VARCHAR(1024) NOT NULL,
    "sequence_number" BIGINT NOT NULL,
    "created" BIGINT NOT NULL,
    "snapshot_ser_id" INTEGER NOT NULL,
    "snapshot_ser_manifest" VARCHAR(255) NOT NULL,
    "snapshot_payload" BYTEA NOT NULL,
    "meta_ser_id" INTEGER,
    "meta_ser_manifest" VARCHAR(255),
    "meta_payload" BYTEA,
    PRIMARY KEY ("persistence_id", "sequence_number")
);

-- Client tokens of RunTask: which call asked for which tasks.
CREATE TABLE "client_token" (
    "cluster" VARCHAR(255) NOT NULL,
    "operation" VARCHAR(64) NOT NULL,
    "token" VARCHAR(255) NOT NULL,
    "fingerprint" VARCHAR(64) NOT NULL,
    "task_ids" VARCHAR(1024) NOT NULL,
    "created_at" BIGINT NOT NULL,
    PRIMARY KEY ("cluster", "operation", "token")
);

CREATE INDEX "client_token_created_at" ON "client_token" ("created_at");

-- What was fixed at the first start (account id, region) and the epoch of whoever acts.
CREATE TABLE "server_fact" (
    "name" VARCHAR(255) PRIMARY KEY,
    "content" VARCHAR(1024) NOT NULL
);
