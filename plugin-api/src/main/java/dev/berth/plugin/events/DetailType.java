package dev.berth.plugin.events;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The types of events, as {@code detail-type} names them. */
public enum DetailType {
    TASK("ECS Task State Change"),
    CONTAINER_INSTANCE("ECS Container Instance State Change"),
    SERVICE_ACTION("ECS Service Action"),
    DEPLOYMENT("ECS Deployment State Change");

    private final String wireName;

    DetailType(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public static List<String> wireNames() {
        return Arrays.stream(values()).map(DetailType::wireName).toList();
    }

    public static Optional<DetailType> named(String wireName) {
        return Arrays.stream(values()).filter(type -> type.wireName.equals(wireName)).findFirst();
    }
}
