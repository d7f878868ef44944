package dev.berth.domain.taskdefinition;

/** The Docker network of a task's containers. {@link #wireName} is the name in the API. */
public enum NetworkMode {
    BRIDGE("bridge"),
    HOST("host"),
    NONE("none");

    private final String wireName;

    NetworkMode(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
