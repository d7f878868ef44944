package dev.berth.domain.taskdefinition;

import dev.berth.domain.Aggregate;
import java.time.Instant;
import java.util.Map;

/**
 * One revision of a task definition. Only its tags can change. Its family records whether it is
 * ACTIVE.
 */
public sealed interface TaskDefinition extends Aggregate.State {

    record Absent() implements TaskDefinition {}

    /**
     * @param document the JSON of RegisterTaskDefinition with the defaults of ECS; the payload for
     *     the agent and the responses of the API are derived from it
     * @param shape the parts that the rules interpret
     * @param registeredBy the principal of the access key, as an ARN
     */
    record Registered(
            String family,
            int revision,
            String document,
            TaskShape shape,
            String registeredBy,
            Instant registeredAt,
            Map<String, String> tags)
            implements TaskDefinition {
        public Registered {
            tags = Map.copyOf(tags);
        }

        public Registered(
                String family,
                int revision,
                String document,
                TaskShape shape,
                String registeredBy,
                Instant registeredAt) {
            this(family, revision, document, shape, registeredBy, registeredAt, Map.of());
        }
    }
}
