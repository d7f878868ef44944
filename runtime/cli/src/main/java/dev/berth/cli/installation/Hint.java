package dev.berth.cli.installation;

import dev.berth.cli.text.ShellExports;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Commands for the user to type, which address the same data folder as the one that runs. */
public final class Hint {
    private static final Set<String> KNOWN =
            Set.of(
                    "BERTH_ADMIN_TOKEN",
                    "BERTH_AWS_ACCOUNT_ID",
                    "BERTH_AWS_REGION",
                    "BERTH_DATA",
                    "BERTH_DATABASE_PASSWORD",
                    "BERTH_FAILPOINT",
                    "BERTH_JAVA_OPTS",
                    "BERTH_LOG_FORMAT",
                    "BERTH_LOG_LEVEL",
                    "BERTH_PERSISTENCE_PASSWORD",
                    "BERTH_PERSISTENCE_USER",
                    "BERTH_PLUGINS_CALL_TIMEOUT",
                    "BERTH_PLUGINS_RETRY_AFTER",
                    "BERTH_RETENTION_KEEP_JOURNAL",
                    "BERTH_RETENTION_POST_MORTEM",
                    "BERTH_RETENTION_POST_MORTEM_TASKS",
                    "BERTH_RETENTION_ROWS",
                    "BERTH_RETENTION_STOPPED_TASKS",
                    "BERTH_SERVER_HOST",
                    "BERTH_SERVER_MAX_BODY",
                    "BERTH_SERVER_MAX_CONNECTIONS",
                    "BERTH_SERVER_PORT",
                    "BERTH_SERVER_PUBLIC_URL",
                    "BERTH_SERVER_TLS_CA_FILE",
                    "BERTH_SERVER_TLS_CERTIFICATE",
                    "BERTH_SERVER_TLS_KEY",
                    "BERTH_SIGNATURE_MAX_SKEW");

    private Hint() {}

    /**
     * @param words such as {@code "down --stop-tasks"}
     */
    public static String of(DataFolder data, String words) {
        var isDefault = data.equals(DataFolder.of(null));
        return BerthProgram.commandLine()
                + " "
                + words
                + (isDefault ? "" : " --data " + ShellExports.quote(data.path().toString()));
    }

    /** Variables of the environment that begin with BERTH_ and that nothing reads, sorted. */
    public static List<String> unknownVariables(Map<String, String> environment) {
        return environment.keySet().stream()
                .filter(name -> name.startsWith("BERTH_") && !KNOWN.contains(name))
                .sorted()
                .toList();
    }
}
