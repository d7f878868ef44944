package dev.berth.agent.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.agent.docker.DockerEngine;
import dev.berth.agent.testbed.DockerBench;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(DockerBench.class)
class ImageCleanUpTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final Instant LONG_AGO = NOW.minus(Duration.ofHours(2));

    @TempDir private Path folder;
    private final DockerBench.Host host;
    private DockerEngine docker;
    private PulledImages pulled;

    ImageCleanUpTest(DockerBench.Host host) {
        this.host = host;
    }

    @BeforeEach
    void setUp() throws Exception {
        docker = new DockerEngine(host.uri());
        docker.negotiate();
        pulled = PulledImages.load(folder.resolve("images.json"));
    }

    @AfterEach
    void tearDown() throws Exception {
        docker.close();
    }

    @Test
    void oldImagesThatNoTaskUsesGoAsManyAsACycleMay() throws Exception {
        for (var name : Set.of("first", "second", "third", "used", "young", "foreign")) {
            host.docker("tag", DockerBench.IMAGE, name);
        }
        pulled.pulled("first", LONG_AGO.minusSeconds(3));
        pulled.pulled("second", LONG_AGO.minusSeconds(2));
        pulled.pulled("third", LONG_AGO.minusSeconds(1));
        pulled.pulled("used", LONG_AGO.minusSeconds(4));
        pulled.pulled("young", NOW);

        cleanUp(Set.of("used")).clean(NOW);
        assertThat(names()).contains("third", "used", "young", "foreign");
        assertThat(names()).doesNotContain("first", "second");

        // Known after a restart, and the rest goes with the next cycle.
        pulled = PulledImages.load(folder.resolve("images.json"));
        cleanUp(Set.of("used")).clean(NOW);
        assertThat(names()).contains("used", "young", "foreign").doesNotContain("third");
        for (var name : Set.of("used", "young", "foreign")) {
            host.docker("rmi", name);
        }
    }

    private ImageCleanUp cleanUp(Set<String> inUse) {
        var settings =
                new ImageSettings(
                        PullBehavior.DEFAULT,
                        false,
                        Duration.ofMinutes(30),
                        Duration.ofHours(1),
                        2);
        return new ImageCleanUp(settings, docker, pulled, () -> inUse);
    }

    private List<String> names() throws Exception {
        return host.docker("images", "--format", "{{.Repository}}").lines().toList();
    }
}
