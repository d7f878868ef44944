package dev.berth.cli.outcome;

/**
 * What the exit codes of {@code berth} mean. Scripts rely on them, so a number never changes its
 * meaning.
 */
public final class ExitCode {
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int PORT_TAKEN = 3;
    public static final int NO_SERVER = 4;
    public static final int NO_DOCKER = 5;
    public static final int NOT_IN_TIME = 6;
    public static final int TASKS_RUN = 7;
    // 8 and 9 are the script's: not built, no Java.
    public static final int NOT_FOUND = 10;
    public static final int REFUSED = 11;

    private ExitCode() {}

    public static String[] list() {
        return new String[] {
            "0:done",
            "1:failed, for the reason printed",
            "2:wrong usage or configuration",
            "3:the port is taken",
            "4:no server is running",
            "5:no Docker Engine answers, or this user may not use it",
            "6:something was not up or down in time",
            "7:refused because tasks are running",
            "8:Berth is not built",
            "9:no Java that can run it",
            "10:task, service, cluster or plugin not found",
            "11:the server refused the call"
        };
    }
}
