package dev.berth.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/**
 * The ids in the MDC of every log line of a call: {@code cluster}, {@code taskId}, {@code
 * instanceId}, as the request names them. Values that are not valid ids are left out.
 */
public final class LogIds {
    static final String CLUSTER = "cluster";
    public static final String TASK = "taskId";
    public static final String INSTANCE = "instanceId";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    private LogIds() {}

    /** Sets the ids for this thread. */
    public static void take(ObjectNode request) {
        put(CLUSTER, request.path("cluster").asText());
        take(TASK, request.path("task").asText());
        take(INSTANCE, request.path("containerInstance").asText());
    }

    private static void take(String name, String arnOrId) {
        if (arnOrId.isEmpty()) {
            return;
        }
        put(name, arnOrId);
        if (MDC.get(CLUSTER) == null) {
            var parts = arnOrId.split("/");
            put(CLUSTER, parts.length == 3 ? parts[1] : "default");
        }
    }

    private static Before put(String name, String arnOrId) {
        var before = new Before(name, MDC.get(name));
        var id = arnOrId.substring(arnOrId.lastIndexOf('/') + 1);
        if (ID.matcher(id).matches()) {
            MDC.put(name, id);
        }
        return before;
    }

    /** Sets the ids until it is closed, then restores the previous ids. */
    public static Scope about(String cluster, String name, String id) {
        return new Scope(put(CLUSTER, cluster), put(name, id));
    }

    /** Restores the previous ids. */
    public record Scope(Before cluster, Before other) implements AutoCloseable {
        @Override
        public void close() {
            other.restore();
            cluster.restore();
        }
    }

    record Before(String name, String value) {
        void restore() {
            if (value == null) {
                MDC.remove(name);
            } else {
                MDC.put(name, value);
            }
        }
    }

    /** Removes the ids. */
    static void clear() {
        MDC.remove(CLUSTER);
        MDC.remove(TASK);
        MDC.remove(INSTANCE);
    }
}
