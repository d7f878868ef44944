package dev.berth.agent.task.run;

import dev.berth.agent.docker.ListedContainer;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Containers that carry the instance's label and whose task nothing is known of. They are left
 * alone until the server says of their task what is to become of it. Any thread may call.
 */
final class Strays {
    private static final Logger log = LoggerFactory.getLogger(Strays.class);

    private volatile Map<String, List<ListedContainer>> byTask = Map.of();

    /** Takes what was found now; each task is told of once. */
    void note(Map<String, List<ListedContainer>> found) {
        found.forEach(
                (task, containers) -> {
                    if (!byTask.containsKey(task)) {
                        log.warn(
                                "Leaving {} alone: they carry this instance's label, but nothing is"
                                        + " known of their task {}",
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
