package dev.berth.agent.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.berth.agent.json.Json;
import dev.berth.agent.state.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The states of tasks, a file each. A state that was saved is there after a crash at any moment;
 * tasks are saved at the same time by threads of their own.
 */
public final class TaskStore {
    private static final int VERSION = 1;

    private record Saved(int version, TaskState task) {}

    private final Path folder;

    public TaskStore(Path folder) {
        this.folder = folder;
    }

    void save(TaskState task) throws IOException {
        AtomicFile.write(file(task), Json.MAPPER.writeValueAsBytes(new Saved(VERSION, task)));
    }

    void delete(TaskState task) throws IOException {
        AtomicFile.delete(file(task));
    }

    /**
     * Every task that was saved.
     *
     * @throws IOException with a sentence that names the file which cannot be read: to go on
     *     without it would lose a task
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
            var saved = Json.MAPPER.readValue(Files.readAllBytes(file), Saved.class);
            if (saved.version() != VERSION) {
                throw new IOException(
                        file + " was written by a newer agent (version " + saved.version() + ")");
            }
            return saved.task();
        } catch (JsonProcessingException e) {
            // The parser's own sentence may quote an environment.
            throw new IOException(file + " is not the state of a task", e);
        }
    }

    private Path file(TaskState task) {
        return folder.resolve(task.id() + ".json");
    }
}
