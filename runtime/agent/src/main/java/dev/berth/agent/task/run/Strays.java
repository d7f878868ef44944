package dev.berth.agent.task.run;

import dev.berth.agent.docker.ListedContainer;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Containers with the instance's label whose task is unknown. They are not changed until the server
 * sends their task. Safe for several threads.
 */
final class Strays {
    private static final Logger log = LoggerFactory.getLogger(Strays.class);

    private volatile Map<String, List<ListedContainer>> byTask = Map.of();

    /** Takes the current strays; each task is logged once. */
    void note(Map<String, List<ListedContainer>> found) {
        found.forEach(
                (task, containers) -> {
                    if (!byTask.containsKey(task)) {
                        log.warn(
                                "Ignoring {}: they have this instance's label, but their task {}"
                                        + " is unknown",
                                containers.stream().map(ListedContainer::name).toList(),
                                task);
                    }
                });
        byTask = found;
    }

    List<ListedContainer> of(String task) {
        return byTask.getOrDefault(task, List.of());
    }
}
