package dev.berth.agent.task.run;

import static dev.berth.agent.task.Payloads.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.agent.docker.ContainerInspection.Exited;
import dev.berth.agent.docker.PublishedPort;
import dev.berth.agent.json.Json;
import dev.berth.agent.task.Payloads;
import dev.berth.agent.task.state.TaskEvolution;
import dev.berth.agent.task.state.TaskFact;
import dev.berth.agent.task.state.TaskState;
import dev.berth.agent.task.state.TaskStateReport;
import dev.berth.protocol.agent.payload.PayloadVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00.123456Z");

    @TempDir private Path folder;

    @Test
    void aTaskComesBackAsItWasSaved() throws Exception {
        var store = new TaskStore(folder);
        var task = richTask();
        store.save(task);
        assertThat(store.load()).containsExactly(task);
        var other = TaskState.toRun(Payloads.task(container("a").build()), 2, Map.of());
        store.save(other);
        assertThat(store.load()).containsExactlyInAnyOrder(task, other);
        store.delete(task);
        assertThat(store.load()).containsExactly(other);
    }

    @Test
    void onlyItsOwnerCanReadAStateWithItsEnvironment() throws Exception {
        var task = richTask();
        new TaskStore(folder).save(task);
        assertThat(Files.getPosixFilePermissions(folder.resolve(task.id() + ".json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void whatACrashLeftBesideIsRemoved() throws Exception {
        var task = richTask();
        new TaskStore(folder).save(task);
        Files.writeString(folder.resolve(task.id() + ".json.new"), "{\"versio");
        assertThat(new TaskStore(folder).load()).containsExactly(task);
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void aFileThatIsNotAStateIsNamedAndNotPassedOver() throws Exception {
        Files.writeString(folder.resolve("abc.json"), "{\"version\":1,\"task\":{\"secret\":");
        assertThatThrownBy(() -> new TaskStore(folder).load())
                .isInstanceOf(IOException.class)
                .hasMessage(folder.resolve("abc.json") + " is not the state of a task");
        Files.writeString(folder.resolve("abc.json"), "{\"version\":3}");
        assertThatThrownBy(() -> new TaskStore(folder).load())
                .hasMessageContaining("written by a newer agent (version 3)");
    }

    @Test
    void aStateOfTheAgentBeforeIsRead() throws Exception {
        var task = richTask();
        var store = new TaskStore(folder);
        store.save(task);
        var file = folder.resolve(task.id() + ".json");
        var saved = (ObjectNode) Json.MAPPER.readTree(Files.readAllBytes(file));
        saved.put("version", 1);
        ungroup((ObjectNode) saved.path("task"), "milestones");
        for (var container : saved.path("task").path("containers")) {
            ungroup((ObjectNode) container, "run");
        }
        Files.write(file, Json.MAPPER.writeValueAsBytes(saved));
        assertThat(store.load()).containsExactly(task);
    }

    private static void ungroup(ObjectNode node, String name) {
        node.setAll((ObjectNode) node.remove(name));
    }

    private static TaskState richTask() {
        var payload =
                Payloads.task(
                        Payloads.newArn(),
                        "bridge",
                        List.of(new PayloadVolume("v", "host", new PayloadVolume.Host(null))),
                        container("a", "sh")
                                .port(80, 0)
                                .mount("v", "/v")
                                .stopTimeout(7)
                                .config("{\"User\":\"1\"}")
                                .build(),
                        container("b").dispensable().build());
        var ports = List.of(new PublishedPort(80, 40000, "tcp", true));
        var task = TaskState.toRun(payload, 5, Map.of("a", ports));
        for (var fact :
                List.of(
                        new TaskFact.ImageReady("a", "sha256:1", NOW, NOW),
                        new TaskFact.Seen(
                                "a", new Exited("id", task.arn(), NOW, NOW, 3, true), NOW),
                        new TaskFact.Failed("b", "CannotPullContainerError: no", NOW))) {
            task = TaskEvolution.evolve(task, fact);
        }
        return TaskEvolution.evolve(
                task, new TaskFact.Reported(TaskStateReport.owed(task).orElseThrow(), NOW));
    }
}
