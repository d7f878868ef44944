package dev.berth.actors.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.actors.Given;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.journal.FailedPlacementRows;
import dev.berth.domain.placement.Placing;
import dev.berth.domain.placement.Verdict;
import dev.berth.plugin.placement.Fit;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedPlacementsTest {
    @TempDir Path folder;

    @Test
    void anExplanationIsReadAsItWasWritten() throws Exception {
        var explanation =
                new Explanation(
                        Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS),
                        "default",
                        "run",
                        Given.tasks("default", 2, 10, 10).toPlace(),
                        Placing.DEFAULT,
                        List.of("a note"),
                        Map.of(
                                "t1", new Outcome("i1", null),
                                "t2", new Outcome(null, "The rack is full.")),
                        "t2",
                        List.of(
                                new Verdict("i1", Fit.FITS, List.of(1.0)),
                                new Verdict("i2", Fit.unfit("AGENT", "gone"), List.of())));
        try (var database = Database.open(DatabaseSettings.h2(folder.resolve("berth")))) {
            var store =
                    new FailedPlacements(new FailedPlacementRows(database), Runnable::run)
                            .of("default");
            store.keep(explanation);
            assertThat(store.all()).containsExactly(explanation);
        }
    }
}
