package dev.berth.domain.taskdefinition;

import dev.berth.domain.Aggregate;
import dev.berth.domain.tag.TagChange;
import java.util.Map;

/** The commands of a task definition. */
public sealed interface TaskDefinitionCommand extends Aggregate.Command {

    /** Registers the revision with the number that its family assigned. */
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
