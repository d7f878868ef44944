package dev.berth.pluginhost.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.events.DetailType;
import dev.berth.plugin.events.EcsEvent;
import dev.berth.pluginhost.PluginReport.Health;
import dev.berth.pluginhost.PluginsFixture;
import dev.berth.pluginhost.TestPlugin;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Event sinks from the plugins folder. */
class EventSinksTest {
    private static final EcsEvent EVENT =
            new EcsEvent("e", DetailType.TASK, "blue", Instant.EPOCH, List.of(), "{}");

    @TempDir private Path folder;

    /**
     * @param names the destinations, as Java arguments
     * @param send the body of the method; {@code attempt} counts from 1
     */
    private static TestPlugin queue(String names, String send) {
        var source =
                """
                package test;
                import dev.berth.plugin.*;
                import dev.berth.plugin.events.*;
                import java.util.*;
                import java.util.concurrent.*;
                @org.pf4j.Extension
                public class Queue implements EventSinkFactory {
                    public String type() { return "queue"; }
                    public EventSink create(Settings settings, PluginContext context) {
                        var address = settings.text("address", "here");
                        return new EventSink() {
                            private int attempt;
                            public List<EventDestination> destinations() {
                                return List.of(%s).stream()
                                        .map(name -> new EventDestination(
                                                name, address, Set.of(), Set.of()))
                                        .toList();
                            }
                            public synchronized CompletionStage<Void> send(
                                    EventDestination destination, EcsEvent event) {
                                attempt++;
                                %s
                            }
                        };
                    }
                }
                """
                        .formatted(names, send);
        return new TestPlugin("queues", "1.0.0", "1.0.0", Map.of("Queue", source));
    }

    @Test
    void aSinkIsUsedWhileItsFileIsInTheFolderAndHasItsSettings() throws Exception {
        try (var plugins =
                PluginsFixture.in(folder, PluginsFixture.TIMEOUT, "queue { address = there }")) {
            var sinks = plugins.inventory.events();
            assertThat(sinks.targets()).isEmpty();
            plugins.drop(queue("\"a\", \"b\"", "return null;"));
            assertThat(sinks.targets().keySet()).containsExactlyInAnyOrder("queue/a", "queue/b");
            assertThat(sinks.targets().get("queue/a").destination().address()).isEqualTo("there");
            plugins.remove("queues.jar");
            assertThat(sinks.targets()).isEmpty();
        }
    }

    @Test
    void aFailedAttemptMakesThePluginUnhealthyAndTheNextThatSucceedsHealthy() throws Exception {
        try (var plugins = PluginsFixture.in(folder)) {
            plugins.drop(
                    queue(
                            "\"a\"",
                            "return attempt == 1"
                                    + " ? CompletableFuture.failedFuture(new Exception(\"full\"))"
                                    + " : CompletableFuture.completedFuture(null);"));
            var target = plugins.inventory.events().targets().get("queue/a");
            var first = target.sink().send(target.destination(), EVENT).toCompletableFuture();
            assertThat(first)
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .withMessage("send() failed with java.lang.Exception: full");
            assertThat(plugins.report("queues").health()).isEqualTo(Health.UNHEALTHY);
            assertThat(plugins.inventory.events().targets()).containsKey("queue/a");
            target.sink()
                    .send(target.destination(), EVENT)
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            assertThat(plugins.report("queues").health()).isEqualTo(Health.HEALTHY);
        }
    }

    @Test
    void twoDestinationsOfOneNameAreAFaultOfThePlugin() throws Exception {
        try (var plugins = PluginsFixture.in(folder)) {
            plugins.drop(queue("\"a\", \"a\"", "return null;"));
            assertThat(plugins.inventory.events().targets()).isEmpty();
            assertThat(plugins.report("queues").lastError().reason())
                    .isEqualTo("destinations() returned two destinations with the name a");
        }
    }
}
