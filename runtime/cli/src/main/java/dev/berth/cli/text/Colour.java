package dev.berth.cli.text;

/** The colours of a terminal that output uses, with their SGR parameters. */
public enum Colour {
    NONE(""),
    BOLD("1"),
    DIM("2"),
    RED("31"),
    GREEN("32"),
    YELLOW("33");

    private final String parameter;

    Colour(String parameter) {
        this.parameter = parameter;
    }

    /** The colour of a status: what works is green, what is on its way yellow, what failed red. */
    public static Colour ofState(String state) {
        return switch (state) {
            case "ACTIVE",
                    "RUNNING",
                    "HEALTHY",
                    "COMPLETED",
                    "SUCCESSFUL",
                    "connected",
                    "ready",
                    "healthy",
                    "fits",
                    "ok",
                    "steady" ->
                    GREEN;
            case "UNHEALTHY",
                    "FAILED",
                    "ROLLBACK_FAILED",
                    "ROLLBACK_SUCCESSFUL",
                    "not connected",
                    "not running",
                    "not placed",
                    "unhealthy",
                    "failed",
                    "refused",
                    "WRONG" ->
                    RED;
            case "", "-", "STOPPED", "INACTIVE", "UNKNOWN" -> NONE;
            default -> YELLOW;
        };
    }

    /** The text between the sequences that switch this colour on and all off. */
    public String paint(String text) {
        return this == NONE || text.isEmpty()
                ? text
                : "\u001b[" + parameter + "m" + text + "\u001b[0m";
    }
}
