package dev.berth.actors.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.actors.RecordedLog;
import dev.berth.actors.monitoring.JournalWatch.Health;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.pattern.CircuitBreakerOpenException;
import org.junit.jupiter.api.Test;

class JournalWatchTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final JournalWatch watch = new JournalWatch(nanos::get);

    private void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    @Test
    void commandsAreRefusedWhileTheOldestWriteHasWaitedTooLong() {
        var old = watch.began();
        advance(JournalWatch.MAX_WAIT);
        var young = watch.began();
        assertThat(watch.health()).isEqualTo(Health.GOOD);
        advance(Duration.ofNanos(1));
        assertThat(watch.health()).isEqualTo(Health.SLOW);

        watch.ended(old, null);
        assertThat(watch.health()).isEqualTo(Health.GOOD);
        watch.ended(young, null);
    }

    @Test
    void afterALostConnectionCommandsAreRefusedUntilTheDatabaseAnswers() {
        var asked = new AtomicInteger();
        watch.whenOut(asked::incrementAndGet);
        watch.ended(watch.began(), new SQLException("Connection refused", "08001"));
        watch.ended(watch.began(), new SQLException("Connection refused", "08001"));
        assertThat(asked).as("the database is asked once at a time").hasValue(1);
        advance(Duration.ofSeconds(30));
        assertThat(watch.health()).isEqualTo(Health.OUT);
        watch.databaseAnswers();
        assertThat(watch.health()).isEqualTo(Health.GOOD);

        watch.ended(watch.began(), new TimeoutException("No answer"));
        assertThat(watch.health()).isEqualTo(Health.OUT);
        assertThat(asked).hasValue(2);
        watch.ended(watch.began(), null);
        assertThat(watch.health()).isEqualTo(Health.GOOD);
    }

    @Test
    void failuresDuringAnOutageBelongToIt() {
        var open =
                new CircuitBreakerOpenException(
                        scala.concurrent.duration.Duration.Zero(), "Circuit Breaker is open");
        try (var log = RecordedLog.begin()) {
            watch.ended(watch.began(), new SQLException("Connection refused", "08001"));
            advance(Duration.ofSeconds(1));
            watch.notRead(new IllegalStateException("Not recovered", open));
            assertThat(watch.health()).isEqualTo(Health.OUT);
            advance(Duration.ofSeconds(1));
            watch.notPersisted();
            assertThat(watch.health()).isEqualTo(Health.OUT);
            watch.ended(watch.began(), null);
            assertThat(log.warnings()).hasSize(1);
            assertThat(log.text()).contains("The database answers again after 2 s");
        }
    }

    @Test
    void aStatementThatTheDatabaseRefusesIsNoOutage() {
        watch.ended(watch.began(), new SQLException("duplicate key", "23505"));
        assertThat(watch.health()).isEqualTo(Health.GOOD);
    }

    @Test
    void whatIsLoggedOfAFailureIsOneLineWithoutValues() {
        var secret = "insert into \"event_journal\" values ('\\x736563726574')\nof the environment";
        var refused = new BatchUpdateException(secret, "23505", 7, new int[0]);
        assertThat(DatabaseFailure.line(new CompletionException("Failed: " + secret, refused)))
                .isEqualTo("BatchUpdateException, SQL state 23505, error code 7");

        var lost = new SQLException("Connection to db:5432 refused.\nIs it running?", "08001");
        assertThat(DatabaseFailure.line(lost))
                .isEqualTo("SQLException: Connection to db:5432 refused.");
    }
}
