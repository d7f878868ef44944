package dev.berth.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Await;
import dev.berth.integration.testbed.BusyboxImage;
import dev.berth.integration.testbed.Command;
import dev.berth.integration.testbed.Command.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code berth service} and {@code berth explain service}, with tasks on a Docker host. */
@OnEmbeddedDatabase
class ServiceCommandIT {
    private static final Path BERTH =
            Path.of("../target/berth/bin/berth").toAbsolutePath().normalize();
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String MISSING = "127.0.0.1:1/none:1";

    private final Lab lab;
    private Installation berth;
    private Ecs ecs;

    ServiceCommandIT(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void install() {
        berth = lab.install("service-cli", "a");
        ecs = berth.ecs();
    }

    @AfterEach
    void remove() {
        berth.close();
    }

    @Test
    void aServiceIsDeployedScaledRestartedAndRolledBackFromTheCommandLine() throws Exception {
        create("web", ecs.register("web", Containers.idle("main")), 2);

        assertThat(done("service", "wait", "web")).contains("service web: steady");
        assertThat(done("service")).contains("web", "steady", "2 of 2", "web:1");
        assertThat(done("ps", "--service", "web")).contains("web:1", "RUNNING");

        var other = tagged();
        assertThat(done("service", "deploy", "web", "--image", "main=" + other, "--wait"))
                .contains("Service web: web:1 -> web:2", "service web: steady");
        var deployed = json("service", "web", "-o", "json");
        assertThat(deployed.at("/service/taskDefinition").asText()).endsWith("web:2");
        assertThat(deployed.path("tasks"))
                .filteredOn(task -> task.path("desiredStatus").asText().equals("RUNNING"))
                .extracting(task -> task.at("/containers/0/image").asText())
                .containsExactly(other, other);

        assertThat(done("service", "scale", "web=1", "--wait"))
                .contains("Service web: desired count 2 -> 1", "service web: steady");
        assertThat(done("service", "restart", "web", "--wait")).contains("service web: steady");
        assertThat(done("explain", "service", "web")).contains("Service web is steady");

        assertThat(done("service", "deploy", "web", "--image", "main=" + MISSING))
                .contains("web:2 -> web:3");
        var waited = berth("service", "wait", "web");
        assertThat(waited.exitCode()).isEqualTo(1);
        assertThat(waited.errors()).contains("The deployment ended as ROLLBACK_SUCCESSFUL");
        assertThat(done("service", "web"))
                .contains("steady", "web:2", "rolling back to deployment", "cannot pull the image");
    }

    @Test
    void aServiceWithoutAPlaceSaysWhatItWaitsForOnEachInstance() {
        create("big", ecs.register("big", Containers.idle("main").memory(10_000_000)), 1);

        Await.until(
                "the explanation",
                SOON,
                () -> done("explain", "service", "big").contains("RESOURCE:MEMORY"));
        assertThat(done("explain", "service", "big"))
                .contains(
                        "Service big is not steady",
                        "insufficient memory",
                        "10000000 MiB requested");

        var waited = berth("service", "wait", "big", "--timeout", "1");
        assertThat(waited.exitCode()).isEqualTo(6);
        assertThat(waited.errors()).contains("berth explain service big");
        assertThat(berth("service", "none").exitCode()).isEqualTo(10);
        assertThat(berth("explain", "service", "none").exitCode()).isEqualTo(10);
        assertThat(berth("service", "scale", "big=-1").exitCode()).isEqualTo(2);
    }

    private void create(String name, String definition, int desired) {
        ecs.client()
                .createService(
                        r ->
                                r.cluster(Installation.CLUSTER)
                                        .serviceName(name)
                                        .taskDefinition(definition)
                                        .desiredCount(desired)
                                        .deploymentConfiguration(
                                                c ->
                                                        c.deploymentCircuitBreaker(
                                                                b ->
                                                                        b.enable(true)
                                                                                .rollback(true))));
    }

    /** The same image by another name, which runs as well. */
    private String tagged() {
        var repository = BusyboxImage.NAME.split(":")[0];
        lab.bench().host("a").client().tagImageCmd(BusyboxImage.NAME, repository, "2").exec();
        return repository + ":2";
    }

    private String done(String... words) {
        var outcome = berth(words);
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        return outcome.output();
    }

    private JsonNode json(String... words) throws Exception {
        return new JsonMapper().readTree(done(words));
    }

    private Outcome berth(String... words) {
        var command = new ArrayList<>(List.of(BERTH.toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--data", berth.server().data().toString()));
        return new Command(command, Map.of("JAVA_HOME", System.getProperty("java.home"))).outcome();
    }
}
