package dev.berth.actors.launch;

import dev.berth.domain.placement.Placers;
import dev.berth.domain.placement.Placing;
import dev.berth.plugin.placement.InvalidPlacementException;
import dev.berth.plugin.placement.PlacementStrategy.Preference;
import java.time.Duration;
import java.util.List;

/**
 * Placement without any plugin: the instance with the fewest tasks of the group, then the one with
 * the fewest tasks in total. It has no named strategies or constraints.
 */
public final class DefaultPlacement implements PlacementPoints {

    private static final Preference FEWEST_OF_THE_GROUP =
            (task, instance) -> instance.tasksOfGroup(task.group());
    private static final Preference FEWEST = (_, instance) -> instance.tasksCount();

    /** The fallback where no plugin can place tasks. */
    public static final Placers PLACERS =
            new Placers(
                    List.of(),
                    new Placers.Choice.ByPreferences(List.of(FEWEST_OF_THE_GROUP, FEWEST)));

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Override
    public void check(Placing placing) {
        if (!placing.equals(Placing.DEFAULT)) {
            throw new InvalidPlacementException(
                    "There are no placement strategies or constraints here.");
        }
    }

    @Override
    public Use open(String cluster, Placing placing) {
        return new Use() {
            @Override
            public Placers placers() {
                return PLACERS;
            }

            @Override
            public Duration deadline() {
                return DEADLINE;
            }

            @Override
            public List<String> notes() {
                return List.of();
            }

            @Override
            public void failed(Throwable cause) {
                // Nothing here could be replaced by something else.
            }

            @Override
            public void close() {
                // Nothing here can be unloaded.
            }
        };
    }

    @Override
    public Subscription onChange(Runnable listener) {
        return () -> {};
    }
}
