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
 * A change of tags: some are set, some removed. TagResource and UntagResource make one, and so does
 * a creation that brings tags.
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

    /** Persists the change where it changes something; refuses where it would leave too many. */
    public <E extends Aggregate.Event> Decision<E> decide(
            Map<String, String> held, Function<TagChange, E> event) {
        var after = after(held);
        if (after.equals(held)) {
            return Decision.nothing();
        }
        return Tags.tooMany(after)
                ? Decision.reject(
                        ErrorCode.LIMIT_EXCEEDED,
                        "A resource can have up to %d tags.".formatted(Tags.MOST))
                : Decision.accept(event.apply(this));
    }

    /**
     * The events of a creation that brings tags: what was created, and its tags where there are
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
