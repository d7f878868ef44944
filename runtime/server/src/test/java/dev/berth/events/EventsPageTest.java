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
import dev.berth.ecs.Arns;
import dev.berth.events.EventSubscription.Limits;
import dev.berth.gateway.Gateway;
import dev.berth.http.TestPort;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream as a client sees it, over a port. */
class EventsPageTest {
    private static final Arns ARNS = TestPort.ARNS;
    private static final Limits LIMITS = new Limits(200, 10 << 20);

    @TempDir Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private ControlPlane plane;
    private EventHub hub;
    private TestPort port;

    @BeforeEach
    void start() throws Exception {
        plane =
                ControlPlane.start(
                        Database.open(DatabaseSettings.h2(folder.resolve("berth"))),
                        Retention.shown(Duration.ofHours(1)),
                        new DefaultPlacement(),
                        InstantSource.system(),
                        ConfigFactory.empty());
        hub = new EventHub(plane, ARNS, EventMeter.NONE);
        port =
                new TestPort(
                        List.of(),
                        new Gateway(plane, ARNS),
                        new EventsPage(
                                hub,
                                ARNS,
                                plane.database().threads(),
                                LIMITS,
                                Duration.ofMillis(50)));
    }

    @AfterEach
    void stop() {
        hub.close();
        port.close();
        plane.close();
    }

    @Test
    void eventsComeAsTheyHappenAndWithHeartbeatsBetween() throws Exception {
        try (var stream = open("", null)) {
            assertThat(stream.block().id()).isNotNull();
            assertThat(stream.block().comment()).isEqualTo("heartbeat");
            register("blue", "i1");
            assertThat(stream.event().at("/detail/status").asText()).isEqualTo("ACTIVE");
            drain("blue", "i1", Status.DRAINING);
            assertThat(stream.event().at("/detail/status").asText()).isEqualTo("DRAINING");
        }
    }

    @Test
    void whoComesBackGetsWhatHappenedMeanwhileOnceTheIdHasAdvanced() throws Exception {
        String id;
        try (var stream = open("", null)) {
            register("blue", "i1");
            stream.event();
            var before = stream.lastId();
            while (stream.lastId().equals(before)) {
                stream.block();
            }
            id = stream.lastId();
        }
        drain("blue", "i1", Status.DRAINING);
        try (var stream = open("", id)) {
            assertThat(stream.event().at("/detail/status").asText()).isEqualTo("DRAINING");
            drain("blue", "i1", Status.ACTIVE);
            assertThat(stream.event().at("/detail/status").asText()).isEqualTo("ACTIVE");
        }
        try (var stream = open("", "0")) {
            assertThat(stream.event().at("/detail/version").asLong()).isEqualTo(1);
            assertThat(stream.event().at("/detail/version").asLong()).isEqualTo(2);
            assertThat(stream.event().at("/detail/version").asLong()).isEqualTo(3);
        }
    }

    @Test
    void filtersChooseByClusterTypeAndResource() throws Exception {
        var type = "&detail-type=ECS%20Container%20Instance%20State%20Change";
        try (var stream = open("?cluster=red&resource=i2" + type, null)) {
            stream.block();
            register("blue", "i1");
            register("red", "i1");
            register("red", "i2");
            assertThat(stream.event().path("resources").get(0).asText())
                    .isEqualTo(ARNS.containerInstance("red", "i2"));
        }
        assertThat(refusal("?detail-type=No%20Such"))
                .contains("400")
                .contains("ECS Task State Change");
        assertThat(refusal("?clusters=red")).contains("400").contains("clusters");
        assertThat(refusal("?last-event-id=abc")).contains("400").contains("Last-Event-ID");
    }

    @Test
    void aCallerWithoutCredentialsIsRefused() throws Exception {
        var request = HttpRequest.newBuilder(port.at("/berth/v1/events")).build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
        assertThat(hub.subscriptions()).isZero();
    }

    @Test
    void aSlowReaderIsCutOffWithAClearEndAndCanContinue() throws Exception {
        var response = send("", null);
        register("blue", "i1");
        var status = Status.DRAINING;
        // The reader reads nothing: the buffers of both sides fill, then that of the stream.
        for (var changes = 0; changes < 20_000 && hub.subscriptions() > 0; changes++) {
            drain("blue", "i1", status);
            status = status == Status.DRAINING ? Status.ACTIVE : Status.DRAINING;
        }
        assertThat(hub.subscriptions()).isZero();
        String id;
        long seen = 0;
        try (var stream = new EventReader(response.body())) {
            var block = stream.block();
            while (block.name() == null) {
                seen += block.data() == null ? 0 : 1;
                block = stream.block();
            }
            assertThat(block.name()).isEqualTo("end");
            assertThat(block.data()).contains("too slow");
            assertThat(stream.block().name()).isEqualTo("eof");
            id = stream.lastId();
        }
        var newest = plane.cluster("blue").registered("i1").orElseThrow().version();
        assertThat(seen).isLessThan(newest);
        try (var stream = open("", id)) {
            var first = stream.event().at("/detail/version").asLong();
            assertThat(first).as("no version is left out").isLessThanOrEqualTo(seen + 1);
            for (var next = first + 1; next <= newest; next++) {
                assertThat(stream.event().at("/detail/version").asLong()).isEqualTo(next);
            }
        }
    }

    @Test
    void streamsEndWhenTheServerStops() throws Exception {
        try (var stream = open("", null)) {
            stream.block();
            hub.close();
            var block = stream.block();
            while (block.name() == null) {
                block = stream.block();
            }
            assertThat(block.data()).contains("stopping");
        }
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

    private void ask(String cluster, String id, InstanceCommand c) throws Exception {
        plane.ask(AggregateKind.CONTAINER_INSTANCE.at(cluster, id), c)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    private EventReader open(String query, String lastEventId) throws Exception {
        return new EventReader(send(query, lastEventId).body());
    }

    private HttpResponse<InputStream> send(String query, String lastEventId) throws Exception {
        var request =
                HttpRequest.newBuilder(port.at("/berth/v1/events" + query))
                        .header("Authorization", "Bearer " + TestPort.ADMIN_TOKEN);
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        var response = http.send(request.build(), BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        return response;
    }

    private String refusal(String query) throws Exception {
        var request =
                HttpRequest.newBuilder(port.at("/berth/v1/events" + query))
                        .header("Authorization", "Bearer " + TestPort.ADMIN_TOKEN)
                        .build();
        var response = http.send(request, BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }
}
