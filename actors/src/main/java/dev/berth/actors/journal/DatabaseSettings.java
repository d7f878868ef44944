package dev.berth.actors.journal;

/**
 * The database of the journal.
 *
 * @param url a JDBC URL of H2 or PostgreSQL, without credentials
 * @param user or null
 * @param password or null; never shown
 */
public record DatabaseSettings(String url, String user, String password) {

    public enum Vendor {
        H2("h2", "slick.jdbc.H2Profile$", "org.h2.Driver"),
        POSTGRESQL("postgresql", "slick.jdbc.PostgresProfile$", "org.postgresql.Driver");

        private final String scripts;
        private final String slickProfile;
        private final String driver;

        Vendor(String scripts, String slickProfile, String driver) {
            this.scripts = scripts;
            this.slickProfile = slickProfile;
            this.driver = driver;
        }

        String scripts() {
            return "classpath:db/" + scripts;
        }

        String slickProfile() {
            return slickProfile;
        }

        String driver() {
            return driver;
        }
    }

    /** The embedded database in a file; {@code path} has no {@code .mv.db}. */
    public static DatabaseSettings h2(java.nio.file.Path path) {
        return new DatabaseSettings("jdbc:h2:file:" + path.toAbsolutePath(), "berth", "");
    }

    /**
     * @throws IllegalArgumentException with a message, for another kind of URL
     */
    public Vendor vendor() {
        if (url.startsWith("jdbc:h2:")) {
            return Vendor.H2;
        }
        if (url.startsWith("jdbc:postgresql:")) {
            return Vendor.POSTGRESQL;
        }
        throw new IllegalArgumentException(
                "expected a URL that begins with jdbc:h2: or jdbc:postgresql:");
    }

    /**
     * The URL with the parameters that Berth needs. H2 writes each commit to the file before it
     * answers; Berth closes it, not a shutdown hook; it writes no trace file. PostgreSQL's driver
     * sends a batch as one statement, has connection timeouts, and includes no values in its
     * messages. Parameters that the URL already has are kept.
     */
    String completeUrl() {
        return switch (vendor()) {
            case H2 ->
                    url
                            + ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;MAX_LENGTH_INPLACE_LOB=8192"
                            + ";TRACE_LEVEL_FILE=0";
            case POSTGRESQL ->
                    with(
                            "reWriteBatchedInserts=true",
                            "logServerErrorDetail=false",
                            "connectTimeout=2",
                            "tcpKeepAlive=true");
        };
    }

    private String with(String... parameters) {
        var complete = new StringBuilder(url);
        for (var parameter : parameters) {
            if (!url.contains(parameter.substring(0, parameter.indexOf('=') + 1))) {
                complete.append(complete.indexOf("?") < 0 ? '?' : '&').append(parameter);
            }
        }
        return complete.toString();
    }

    /** A read-only connection: nothing is created, repaired or written. */
    String readOnlyUrl() {
        return switch (vendor()) {
            case H2 -> url + ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE;DB_CLOSE_ON_EXIT=FALSE";
            case POSTGRESQL -> url;
        };
    }

    @Override
    public String toString() {
        return vendor() + " " + url.replaceAll("[?;].*", "");
    }
}
