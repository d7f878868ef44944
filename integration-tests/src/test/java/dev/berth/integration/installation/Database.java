package dev.berth.integration.installation;

/** Where a server keeps its journal. */
public interface Database {
    /** The lines of {@code berth.conf} that name it; empty for the file in the data folder. */
    String configuration();

    /** The databases that every suite runs on. */
    enum Kind {
        H2,
        POSTGRESQL
    }

    /** The server's own default: a file in its data folder, so nothing to make here. */
    static Database h2() {
        return () -> "";
    }
}
