package dev.berth.domain.taskdefinition;

import dev.berth.domain.Aggregate;
import dev.berth.domain.tag.TagChange;
import java.util.Map;

/** What a task definition can be asked to do. */
public sealed interface TaskDefinitionCommand extends Aggregate.Command {

    /** Fills the revision that its family gave out. */
    record Register(
            String family,
            int revision,
            String document,
            TaskShape shape,
            String registeredBy,
            Map<String, String> tags)
            implements TaskDefinitionCommand {
        public Register {
            tags = Map.copyOf(tags);
        }

        public Register(
                String family,
                int revision,
                String document,
                TaskShape shape,
                String registeredBy) {
            this(family, revision, document, shape, registeredBy, Map.of());
        }
    }

    record ChangeTags(TagChange change) implements TaskDefinitionCommand {}
}
