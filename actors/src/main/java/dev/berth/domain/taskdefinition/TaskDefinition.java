package dev.berth.domain.taskdefinition;

import dev.berth.domain.Aggregate;
import java.time.Instant;
import java.util.Map;

/**
 * One revision of a task definition. But for its tags it never changes; whether it is ACTIVE is
 * known to its family.
 */
public sealed interface TaskDefinition extends Aggregate.State {

    record Absent() implements TaskDefinition {}

    /**
     * @param document the JSON that RegisterTaskDefinition was given, with ECS's defaults filled
     *     in; the payload for the agent and the answers of the API are made from it
     * @param shape what the rules interpret of it
     * @param registeredBy the access key's principal, as an ARN
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
