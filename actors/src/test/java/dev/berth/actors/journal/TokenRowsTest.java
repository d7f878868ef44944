package dev.berth.actors.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.actors.TestDatabase;
import dev.berth.actors.journal.TokenRows.Row;
import dev.berth.actors.journal.TokenRows.Write;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenRowsTest {

    private static final int ROUNDS = 40;

    @TempDir Path folder;

    private static Row row(String token, String taskIds) {
        return new Row("c", "RunTask", token, "f-" + taskIds, taskIds, 1);
    }

    @ParameterizedTest
    @EnumSource
    void theFirstClaimStandsAndIsReplacedWhenThatIsAsked(TestDatabase vendor) throws Exception {
        try (var database = Database.open(vendor.fresh(folder))) {
            var rows = new TokenRows(database);
            assertThat(rows.write(List.of(new Write(row("a", "1"), false))))
                    .containsExactly(row("a", "1"));
            assertThat(
                            rows.write(
                                    List.of(
                                            new Write(row("a", "2"), false),
                                            new Write(row("b", "3"), false),
                                            new Write(row("b", "4"), false))))
                    .containsExactly(row("a", "1"), row("b", "3"), row("b", "3"));

            rows.write(List.of(new Write(row("a", "5"), true)));
            var held = rows.write(List.of(new Write(row("a", "6"), false))).getFirst();
            assertThat(held.taskIds()).isEqualTo("5");
            assertThat(held.fingerprint()).isEqualTo("f-1");
            assertThat(rows.count()).isEqualTo(2);
        }
    }

    /** As two servers on one database may: both batches go through, and both see one winner. */
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void batchesThatClaimTheSameTokensAtOnceAgree(TestDatabase vendor) throws Exception {
        try (var database = Database.open(vendor.fresh(folder));
                var threads = Executors.newFixedThreadPool(2)) {
            var rows = new TokenRows(database);
            var together = new CyclicBarrier(2);
            for (var round = 0; round < ROUNDS; round++) {
                var number = round;
                var written = new ArrayList<Future<List<Row>>>();
                for (var writer : List.of("left", "right")) {
                    Callable<List<Row>> write =
                            () -> {
                                together.await(30, TimeUnit.SECONDS);
                                return rows.write(batch(number, writer));
                            };
                    written.add(threads.submit(write));
                }
                var left = written.get(0).get(30, TimeUnit.SECONDS);
                assertThat(written.get(1).get(30, TimeUnit.SECONDS)).isEqualTo(left);
            }
        }
    }

    private static List<Write> batch(int round, String writer) {
        return IntStream.range(0, 20)
                .mapToObj(i -> new Write(row("t" + round + "-" + i, writer), false))
                .toList();
    }
}
