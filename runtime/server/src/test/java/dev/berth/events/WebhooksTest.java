package dev.berth.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.ControlPlane;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.launch.DefaultPlacement;
import dev.berth.actors.retention.Retention;
import dev.berth.domain.instance.ContainerInstance.Status;
import dev.berth.domain.instance.ContainerInstance.Versions;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.instance.Resources;
import dev.berth.events.Receiver.Delivery;
import dev.berth.http.TestPort;
import dev.berth.pluginhost.PluginReport;
import dev.berth.pluginhost.events.EventSinks;
import dev.berth.pluginhost.guard.LoadedPlugin;
import dev.berth.pluginhost.guard.OfferedPoint;
import dev.berth.pluginhost.guard.PluginMeters;
import dev.berth.pluginhost.settings.PluginSettings;
import dev.berth.plugins.webhook.WebhookFactory;
import dev.berth.protocol.plugin.PluginArchive;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events on their way to a real receiver, over restarts of the control plane. */
class WebhooksTest {
    private static final byte[] SECRET =
            "a secret of 24 bytes ...".getBytes(StandardCharsets.UTF_8);
    private static final RetryRule QUICK =
            new RetryRule(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofHours(1));

    @TempDir Path folder;
    private final Counts counts = new Counts();
    private Receiver receiver;
    private ControlPlane plane;
    private EventHub hub;
    private final AtomicReference<DoubleSupplier> lag = new AtomicReference<>();
    private EventSinks sinks;
    private EventDeliveries deliveries;
    private LoadedPlugin plugin;

    private final class Counts implements EventMeter {
        private final AtomicInteger delivered = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private final AtomicInteger dropped = new AtomicInteger();
        private final CountDownLatch threeFailed = new CountDownLatch(3);
        private final CountDownLatch oneDropped = new CountDownLatch(1);

        @Override
        public void started(String destination, DoubleSupplier age) {
            assertThat(destination).isEqualTo("webhook/receiver");
            lag.set(age);
        }

        @Override
        public void delivered(String destination) {
            delivered.incrementAndGet();
        }

        @Override
        public void failed(String destination) {
            failed.incrementAndGet();
            threeFailed.countDown();
        }

        @Override
        public void dropped(String destination) {
            dropped.incrementAndGet();
            oneDropped.countDown();
        }
    }

    @BeforeEach
    void receive() throws Exception {
        receiver = new Receiver(SECRET, 0);
    }

    @AfterEach
    void stop() {
        if (plane != null) {
            stopServer();
        }
        receiver.close();
    }

    @Test
    void refusedEventsAreRepeatedAndTheEventsOfAResourceKeepTheirOrder() throws Exception {
        startServer("", QUICK);
        receiver.refuse(5);
        register("blue", "i1");
        register("red", "i2");
        drain("blue", "i1", Status.DRAINING);
        drain("blue", "i1", Status.ACTIVE);

        var all = untilAccepted(4);
        assertThat(all).allMatch(Delivery::isSigned);
        assertThat(all).filteredOn(delivery -> !delivery.isAccepted()).hasSize(5);
        assertThat(all)
                .filteredOn(delivery -> delivery.isAccepted() && isOf(delivery, "i1"))
                .extracting(delivery -> delivery.event().at("/detail/version").asLong())
                .containsExactly(1L, 2L, 3L);
        assertThat(all)
                .as("an event has the same id in each attempt")
                .allMatch(delivery -> delivery.id().equals(delivery.event().path("id").asText()));
        assertThat(counts.failed.get()).isEqualTo(5);
    }

    @Test
    void whatWasNotAcceptedBeforeAStopIsDeliveredAfterTheNextStart() throws Exception {
        startServer("", QUICK);
        register("blue", "i1");
        untilAccepted(1);
        var port = receiver.port();
        receiver.close();
        drain("blue", "i1", Status.DRAINING);
        assertThat(counts.threeFailed.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(lag.get().getAsDouble()).isPositive();
        assertThat(PluginReport.of(plugin, "events-webhook.jar").lastError().reason())
                .contains("send() failed with java.io.IOException: receiver: ");
        stopServer();
        receiver = new Receiver(SECRET, port);
        startServer("", QUICK);
        Delivery last;
        do {
            last = next();
        } while (!last.event().at("/detail/status").asText().equals("DRAINING"));
        assertThat(last.isSigned()).isTrue();
    }

    @Test
    void onlyWhatTheWebhookNamesIsSent() throws Exception {
        startServer(
                "clusters = [red], detail-types = [ECS Container Instance State Change]", QUICK);
        register("blue", "i1");
        register("red", "i2");
        assertThat(untilAccepted(1)).allMatch(delivery -> isOf(delivery, "i2"));
    }

    @Test
    void anEventThatIsTooOldIsDroppedAndTheNextIsSent() throws Exception {
        startServer("", new RetryRule(Duration.ofMillis(5), Duration.ofMillis(5), Duration.ZERO));
        receiver.refuse(1);
        register("blue", "i1");
        assertThat(counts.oneDropped.await(30, TimeUnit.SECONDS)).isTrue();
        drain("blue", "i1", Status.DRAINING);
        assertThat(untilAccepted(1).getLast().event().at("/detail/status").asText())
                .isEqualTo("DRAINING");
    }

    @Test
    void newSettingsOfTheSinkAreUsedByTheNextAttemptAndNothingIsLost() throws Exception {
        startServer("", QUICK);
        register("blue", "i1");
        untilAccepted(1);
        load("/hook", "clusters = [red]");
        register("blue", "i2");
        register("red", "i3");
        assertThat(isOf(untilAccepted(1).getLast(), "i3")).isTrue();
        sinks.use(List.of());
        awaitSubscriptions(0);
        register("red", "i4");
        load("/hook", "clusters = [red]");
        Delivery last;
        do {
            last = next();
        } while (!isOf(last, "i4"));
        assertThat(last.isSigned()).isTrue();
    }

    private static boolean isOf(Delivery delivery, String instance) {
        return delivery.event().path("resources").get(0).asText().endsWith("/" + instance);
    }

    private List<Delivery> untilAccepted(int number) throws Exception {
        var all = new ArrayList<Delivery>();
        while (all.stream().filter(Delivery::isAccepted).count() < number) {
            all.add(next());
        }
        return all;
    }

    private Delivery next() throws InterruptedException {
        var delivery = receiver.deliveries().poll(30, TimeUnit.SECONDS);
        assertThat(delivery).as("a delivery").isNotNull();
        return delivery;
    }

    /**
     * @param filter members of the receiver's section
     */
    private void startServer(String filter, RetryRule retries) throws Exception {
        plane =
                ControlPlane.start(
                        Database.open(DatabaseSettings.h2(folder.resolve("berth"))),
                        Retention.shown(Duration.ofHours(1)),
                        new DefaultPlacement(),
                        InstantSource.system(),
                        ConfigFactory.empty());
        hub = new EventHub(plane, TestPort.ARNS, counts);
        sinks = new EventSinks(Duration.ofSeconds(20));
        load("/hook", filter);
        deliveries = EventDeliveries.start(sinks, hub, plane, counts, retries);
        // What happens before a new webhook has begun is not for it.
        awaitSubscriptions(1);
    }

    /** The plugin that ships with Berth, with a section for one receiver. */
    private void load(String path, String filter) {
        var section =
                "webhook { receivers = [{ name = receiver, url = \"%s\", secret = \"%s\", %s }] }"
                        .formatted(
                                receiver.url().resolve(path),
                                new String(SECRET, StandardCharsets.UTF_8),
                                filter);
        var sink =
                new WebhookFactory()
                        .create(
                                PluginSettings.of(
                                        ConfigFactory.parseString(section).root(), "webhook"),
                                null);
        var archive =
                new PluginArchive("events-webhook", "1.0.0", "1.0.0", List.of(), Map.of(), "");
        plugin =
                new LoadedPlugin(
                        archive,
                        true,
                        List.of(new OfferedPoint(sinks.kinds().getFirst(), "webhook", sink)),
                        new PluginMeters(),
                        () -> CompletableFuture.completedFuture(null));
        sinks.use(List.of(plugin));
    }

    private void awaitSubscriptions(int number) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (hub.subscriptions() != number) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private void stopServer() {
        deliveries.close();
        hub.close();
        plane.close();
        plane = null;
    }

    private void register(String cluster, String id) throws Exception {
        ask(
                cluster,
                id,
                new InstanceCommand.Register(
                        cluster,
                        id,
                        new Resources(1_000, 1_000, Set.of()),
                        Map.of(),
                        new Versions("1", null, null)));
    }

    private void drain(String cluster, String id, Status status) throws Exception {
        ask(cluster, id, new InstanceCommand.SetStatus(status));
    }

    private void ask(String cluster, String id, InstanceCommand command) throws Exception {
        plane.ask(AggregateKind.CONTAINER_INSTANCE.at(cluster, id), command)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }
}
