package dev.berth.actors.launch;

import static dev.berth.actors.Given.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.actors.TestDatabase;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.TokenRows;
import dev.berth.actors.launch.ClientTokens.Claim;
import dev.berth.actors.launch.ClientTokens.Key;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientTokensTest {

    private static final Instant AT = Instant.ofEpochMilli(1_000_000);

    @TempDir static Path folder;
    private static Database database;

    @BeforeAll
    static void open() throws Exception {
        database = Database.open(TestDatabase.H2.fresh(folder));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static ClientTokens tokens() {
        return new ClientTokens(new TokenRows(database));
    }

    private static Claim claim(String token, String... ids) {
        return new Claim(new Key("c", "RunTask", token), "f", List.of(ids), AT);
    }

    @Test
    void ofManyClaimsOfOneTokenTheFirstStands() throws Exception {
        var claims = new ArrayList<CompletionStage<Claim>>();
        var held = new HashSet<Claim>();
        try (var tokens = tokens()) {
            for (var i = 0; i < 300; i++) {
                claims.add(tokens.claim(claim("same", "id" + i, "other" + i)));
            }
            for (var claim : claims) {
                held.add(done(claim));
            }
        }
        assertThat(held).containsExactly(claim("same", "id0", "other0"));
    }

    @Test
    void replacedIdsStandInsteadAndTheRestOfTheClaimStays() throws Exception {
        try (var tokens = tokens()) {
            tokens.claim(claim("replaced", "a", "b"));
            var other = new Claim(new Key("c", "RunTask", "replaced"), "x", List.of("z"), AT);
            done(tokens.replace(claim("replaced", "a", "c")));
            assertThat(done(tokens.claim(other))).isEqualTo(claim("replaced", "a", "c"));
        }
    }

    @Test
    void oldClaimsAreDroppedAndNewerOnesKept() throws Exception {
        try (var tokens = tokens()) {
            done(tokens.claim(claim("old", "a")));
            var key = new Key("c", "RunTask", "new");
            done(tokens.claim(new Claim(key, "f", List.of("b"), AT.plusSeconds(60))));

            new TokenRows(database).purge(AT.plusSeconds(60));

            assertThat(done(tokens.claim(claim("old", "c"))).taskIds()).containsExactly("c");
            assertThat(done(tokens.claim(claim("new", "d"))).taskIds()).containsExactly("b");
        }
    }

    @Test
    void whatWasAskedForBeforeTheEndIsWrittenAndWhatComesLaterIsRefused() throws Exception {
        var tokens = tokens();
        var claims = new ArrayList<CompletionStage<Claim>>();
        for (var i = 0; i < 300; i++) {
            claims.add(tokens.claim(claim("closing" + i, "id")));
        }

        tokens.close();

        assertThat(claims).allMatch(claim -> claim.toCompletableFuture().isDone());
        for (var claim : claims) {
            assertThat(done(claim).taskIds()).containsExactly("id");
        }
        assertThatThrownBy(() -> done(tokens.claim(claim("late", "id"))))
                .hasMessageContaining("busy or stopping");
    }
}
