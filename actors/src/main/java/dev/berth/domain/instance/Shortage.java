package dev.berth.domain.instance;

/** Why a reservation was not granted. {@link #reason} is the value of {@code failures[].reason}. */
public enum Shortage {
    INACTIVE("INACTIVE"),
    CPU("RESOURCE:CPU"),
    MEMORY("RESOURCE:MEMORY"),
    PORTS("RESOURCE:PORTS");

    private final String reason;

    Shortage(String reason) {
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
