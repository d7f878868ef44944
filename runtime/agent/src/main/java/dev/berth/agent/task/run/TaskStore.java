package dev.berth.agent.task.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.agent.json.Json;
import dev.berth.agent.state.AtomicFile;
import dev.berth.agent.task.state.TaskState;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Stores the states of tasks, one file each. A saved state survives a crash at any moment. Several
 * threads can save at the same time.
 */
public final class TaskStore {
    private static final int VERSION = 2;

    private static final List<String> MILESTONES =
            List.of("pullStartedAt", "pullStoppedAt", "ranAt", "executionStoppedAt", "stoppedAt");
    private static final List<String> RUN =
            List.of("startedAt", "finishedAt", "exitCode", "reason");

    private record Saved(int version, TaskState task) {}

    private final Path folder;
    private final Runnable failed;

    public TaskStore(Path folder) {
        this(folder, () -> {});
    }

    /**
     * @param failed called when a state could not be written
     */
    public TaskStore(Path folder, Runnable failed) {
        this.folder = folder;
        this.failed = failed;
    }

    void save(TaskState task) throws IOException {
        try {
            AtomicFile.write(file(task), Json.MAPPER.writeValueAsBytes(new Saved(VERSION, task)));
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            failed.run();
            throw e;
        }
    }

    void delete(TaskState task) throws IOException {
        AtomicFile.delete(file(task));
    }

    /**
     * Loads all saved tasks.
     *
     * @throws IOException with a message that names the unreadable file: continuing without it
     *     would lose a task
     */
    List<TaskState> load() throws IOException {
        var tasks = new ArrayList<TaskState>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                if (AtomicFile.isLeftOver(file)) {
                    Files.delete(file);
                } else {
                    tasks.add(read(file));
                }
            }
        }
        return tasks;
    }

    private static TaskState read(Path file) throws IOException {
        try {
            var saved = Json.MAPPER.readTree(Files.readAllBytes(file));
            var version = saved.path("version").asInt();
            if (version > VERSION) {
                throw new IOException(
                        file + " was written by a newer agent (version " + version + ")");
            }
            if (!(saved.path("task") instanceof ObjectNode task)) {
                throw new IOException(file + " is not the state of a task");
            }
            if (version == 1) {
                upgrade(task);
            }
            return Json.MAPPER.treeToValue(task, TaskState.class);
        } catch (JsonProcessingException e) {
            // The message of the parser may contain environment variables.
            throw new IOException(file + " is not the state of a task", e);
        }
    }

    /** Version 1 had no grouped members. */
    private static void upgrade(ObjectNode task) {
        group(task, "milestones", MILESTONES);
        for (var container : task.path("containers")) {
            group((ObjectNode) container, "run", RUN);
        }
    }

    private static void group(ObjectNode node, String name, List<String> members) {
        var group = Json.MAPPER.createObjectNode();
        for (var member : members) {
            var value = node.remove(member);
            if (value != null) {
                group.set(member, value);
            }
        }
        node.set(name, group);
    }

    private Path file(TaskState task) {
        return folder.resolve(task.id() + ".json");
    }
}
