-- Why calls placed less than they were asked to, for whoever asks after a restart; a bounded number for a bounded time.
CREATE TABLE "failed_placement" (
    "cluster" VARCHAR(255) NOT NULL,
    "run_id" VARCHAR(255) NOT NULL,
    "decided_at" BIGINT NOT NULL,
    "content" BINARY VARYING(65536) NOT NULL,
    PRIMARY KEY ("cluster", "run_id")
);

CREATE INDEX "failed_placement_decided_at" ON "failed_placement" ("decided_at");
