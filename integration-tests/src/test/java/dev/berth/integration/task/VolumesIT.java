package dev.berth.integration.task;

import static dev.berth.integration.installation.Containers.mount;
import static dev.berth.integration.installation.Ecs.container;
import static dev.berth.integration.installation.Ecs.whyStopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Invariants;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Scope;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.Volume;
import software.amazon.awssdk.services.ecs.model.VolumeFrom;

/** Volumes that Docker's drivers make, and those of other containers. */
@OnEmbeddedDatabase
class VolumesIT {
    private final Installation berth;
    private final Ecs ecs;

    VolumesIT(Lab lab) {
        berth = lab.shared();
        ecs = berth.ecs();
    }

    @AfterEach
    void clearUp() {
        ecs.stopEverything();
        Invariants.hold(berth);
    }

    @Test
    void aContainerSeesTheVolumesOfAnother() {
        var writer =
                Containers.shell(
                                "writer",
                                "echo x > /data/ready; trap 'exit 0' TERM; sleep 100000 & wait")
                        .mountPoints(mount("data", "/data"));
        var reader =
                Containers.shell(
                                "reader",
                                "until [ -f /data/ready ]; do sleep 0.1; done;"
                                        + " touch /data/mine && exit 1; exit 9")
                        .volumesFrom(
                                VolumeFrom.builder()
                                        .sourceContainer("writer")
                                        .readOnly(true)
                                        .build());
        var data =
                Volume.builder()
                        .name("data")
                        .dockerVolumeConfiguration(d -> d.scope(Scope.TASK).driver("local"))
                        .build();

        var stopped =
                ecs.awaitStopped(
                        ecs.run(ecs.register("from", r -> r.volumes(data), reader, writer)));

        assertThat(container(stopped, "reader").exitCode()).as(whyStopped(stopped)).isEqualTo(9);
    }

    @Test
    void aSharedVolumeKeepsItsNameAndOutlivesItsTask() {
        var name = "berth-" + UUID.randomUUID();
        var shared =
                Volume.builder()
                        .name(name)
                        .dockerVolumeConfiguration(
                                d ->
                                        d.scope(Scope.SHARED)
                                                .autoprovision(true)
                                                .driver("local")
                                                .labels(Map.of("team", "harbour")))
                        .build();
        var writer = Containers.shell("main", "echo cargo > /data/hold");
        var reader = Containers.shell("main", "grep cargo /data/hold");

        var first = run(shared, writer);
        var host = berth.hostOf(first).client();
        try {
            assertThat(ecs.awaitStopped(first).containers().getFirst().exitCode()).isZero();
            assertThat(host.inspectVolumeCmd(name).exec().getLabels())
                    .containsEntry("team", "harbour");
            var second = startBeside(first, shared, reader);
            assertThat(ecs.awaitStopped(second).containers().getFirst().exitCode()).isZero();
        } finally {
            host.listContainersCmd().withShowAll(true).exec().stream()
                    .filter(c -> c.getMounts().stream().anyMatch(m -> name.equals(m.getName())))
                    .forEach(c -> host.removeContainerCmd(c.getId()).withForce(true).exec());
            host.removeVolumeCmd(name).exec();
        }
    }

    private Task run(Volume volume, ContainerDefinition.Builder main) {
        return ecs.run(definition(volume, main));
    }

    /** On the instance of the other task: the volume is that host's. */
    private Task startBeside(Task other, Volume volume, ContainerDefinition.Builder main) {
        var definition = definition(volume, main);
        var answer =
                ecs.client()
                        .startTask(
                                r ->
                                        r.cluster(ecs.cluster())
                                                .taskDefinition(definition)
                                                .containerInstances(other.containerInstanceArn()));
        assertThat(answer.failures()).isEmpty();
        return answer.tasks().getFirst();
    }

    private String definition(Volume volume, ContainerDefinition.Builder main) {
        return ecs.register(
                "shared", r -> r.volumes(volume), main.mountPoints(mount(volume.name(), "/data")));
    }
}
