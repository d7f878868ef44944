package dev.berth.actors.monitoring;

import java.sql.SQLException;
import java.util.Set;

/**
 * Formats failures of the database for the log: one line without values. Drivers quote the
 * statement with its parameters, which can be events with environment variables of containers.
 */
public final class DatabaseFailure {

    /**
     * SQL states after which the same statement can succeed: no connection, shutting down, no
     * resources.
     */
    private static final Set<String> OUTAGE_CLASSES = Set.of("08", "53", "57", "58");

    private DatabaseFailure() {}

    /** The first failure of the database among the causes, else the last cause. */
    public static Throwable cause(Throwable failure) {
        var cause = failure;
        while (!(cause instanceof SQLException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Whether the database has answered and refused the statement. */
    static boolean isAnswer(SQLException failure) {
        var state = failure.getSQLState();
        return state != null
                && state.length() == 5
                && !OUTAGE_CLASSES.contains(state.substring(0, 2));
    }

    /** One line without values of the statement. */
    public static String line(Throwable failure) {
        var cause = cause(failure);
        var name = cause.getClass().getSimpleName();
        if (!(cause instanceof SQLException sql)) {
            return name + firstLine(cause.getMessage());
        }
        return isAnswer(sql)
                ? "%s, SQL state %s, error code %d"
                        .formatted(name, sql.getSQLState(), sql.getErrorCode())
                : name + firstLine(sql.getMessage());
    }

    private static String firstLine(String message) {
        return message == null || message.isBlank() ? "" : ": " + message.lines().findFirst().get();
    }
}
