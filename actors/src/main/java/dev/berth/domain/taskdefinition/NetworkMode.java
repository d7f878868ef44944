package dev.berth.domain.taskdefinition;

/** The Docker network that a task's containers use; {@link #wireName} is ECS's word. */
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
