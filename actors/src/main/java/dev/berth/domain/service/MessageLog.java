package dev.berth.domain.service;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The events of DescribeServices, and the conditions that some of them report. A condition is
 * reported once, and again if it was over in between or after {@link #REPEATED_AFTER}.
 *
 * @param origin distinguishes the ids of this service's events from all others
 * @param written the number of all events ever
 * @param messages the latest {@link #KEPT}, the newest first
 * @param conditions when each current condition was reported, by its text
 */
public record MessageLog(
        String origin, long written, PVector<Message> messages, PMap<String, Instant> conditions) {

    /** The number of events that ECS shows. */
    public static final int KEPT = 100;

    /** A condition that continues is reported again after this time. */
    public static final Duration REPEATED_AFTER = Duration.ofHours(6);

    /**
     * @param id a UUID
     */
    public record Message(String id, String text, Instant at) {}

    static MessageLog empty(String origin) {
        return new MessageLog(origin, 0, TreePVector.empty(), HashTreePMap.empty());
    }

    public boolean isDue(String condition, Instant now) {
        var told = conditions.get(condition);
        return told == null || !now.isBefore(told.plus(REPEATED_AFTER));
    }

    public boolean stands(String condition) {
        return conditions.containsKey(condition);
    }

    public List<String> texts() {
        return messages.stream().map(Message::text).toList();
    }

    MessageLog told(String text, boolean condition, Instant at) {
        var id = UUID.nameUUIDFromBytes((origin + "/" + written).getBytes(StandardCharsets.UTF_8));
        var all = messages.plus(0, new Message(id.toString(), text, at));
        return new MessageLog(
                origin,
                written + 1,
                all.size() > KEPT ? all.minus(all.size() - 1) : all,
                condition ? conditions.plus(text, at) : conditions);
    }

    MessageLog cleared(Collection<String> texts) {
        return new MessageLog(origin, written, messages, conditions.minusAll(texts));
    }
}
