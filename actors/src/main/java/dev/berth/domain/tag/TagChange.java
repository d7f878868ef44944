package dev.berth.domain.tag;

import dev.berth.domain.Aggregate;
import dev.berth.domain.Decision;
import dev.berth.domain.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A change of tags: some are set, some are removed. TagResource, UntagResource, and the creation of
 * a resource with tags use it.
 */
public record TagChange(Map<String, String> set, Set<String> removed) {

    public TagChange {
        set = Map.copyOf(set);
        removed = Set.copyOf(removed);
    }

    public static TagChange setting(Map<String, String> tags) {
        return new TagChange(tags, Set.of());
    }

    public static TagChange removing(Set<String> keys) {
        return new TagChange(Map.of(), keys);
    }

    public Map<String, String> after(Map<String, String> held) {
        return Tags.changed(held, set, removed);
    }

    /** Returns the event, or nothing if the change has no effect. Refuses too many tags. */
    public <E extends Aggregate.Event> Decision<E> decide(
            Map<String, String> held, Function<TagChange, E> event) {
        var after = after(held);
        if (after.equals(held)) {
            return Decision.nothing();
        }
        return Tags.tooMany(after)
                ? Decision.reject(
                        ErrorCode.LIMIT_EXCEEDED,
                        "A resource can have up to %d tags.".formatted(Tags.MAX_TAGS))
                : Decision.accept(event.apply(this));
    }

    /**
     * The events for the creation of a resource with tags: the creation, and the tags if there are
     * any.
     */
    public static <E extends Aggregate.Event> List<E> after(
            E created, Map<String, String> tags, Function<TagChange, E> event) {
        var events = new ArrayList<E>();
        events.add(created);
        if (!tags.isEmpty()) {
            events.add(event.apply(setting(tags)));
        }
        return List.copyOf(events);
    }
}
