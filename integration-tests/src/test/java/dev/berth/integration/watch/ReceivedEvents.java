package dev.berth.integration.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;
import software.amazon.awssdk.services.ecs.model.Task;

/** The events that one receiver got, in the order of their arrival. Safe for several threads. */
final class ReceivedEvents {
    private static final JsonMapper JSON = new JsonMapper();

    private final List<JsonNode> events = new ArrayList<>();

    synchronized void add(String document) {
        try {
            events.add(JSON.readTree(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized int count() {
        return events.size();
    }

    /** Each event once: the first arrival. */
    private synchronized Collection<JsonNode> distinct() {
        var byId = new LinkedHashMap<String, JsonNode>();
        events.forEach(event -> byId.putIfAbsent(event.path("id").asText(), event));
        return List.copyOf(byId.values());
    }

    /** By ARN: the versions of each resource, in the order of their first arrival. */
    private Map<String, List<Long>> versions(String detailType) {
        var versions = new LinkedHashMap<String, List<Long>>();
        for (var event : distinct()) {
            if (event.path("detail-type").asText().equals(detailType)) {
                versions.computeIfAbsent(event.at("/resources/0").asText(), _ -> new ArrayList<>())
                        .add(event.at("/detail/version").asLong());
            }
        }
        return versions;
    }

    /** Each version of each of these tasks arrived, the lower before the higher. */
    void assertHasEach(Collection<Task> tasks) {
        var versions = versions("ECS Task State Change");
        for (var task : tasks) {
            assertThat(versions.get(task.taskArn()))
                    .as("the versions of " + task.taskArn())
                    .containsExactly(
                            LongStream.rangeClosed(1, task.version()).boxed().toArray(Long[]::new));
        }
    }

    /** No version of a container instance is left out, and none arrives after a higher one. */
    void assertInstancesInOrder(int number) {
        var versions = versions("ECS Container Instance State Change");
        assertThat(versions).hasSize(number);
        assertThat(versions.values())
                .allSatisfy(
                        each -> {
                            assertThat(each).isSorted();
                            var all = new TreeSet<>(each);
                            assertThat(all).hasSize((int) (all.last() - all.first() + 1));
                        });
    }

    /** The names of the deployment events of a service. */
    List<String> deployments(String service) {
        return distinct().stream()
                .filter(e -> e.path("detail-type").asText().equals("ECS Deployment State Change"))
                .filter(e -> e.at("/resources/0").asText().endsWith("/" + service))
                .map(e -> e.at("/detail/eventName").asText())
                .toList();
    }
}
