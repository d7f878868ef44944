package dev.berth.integration.installation;

import dev.berth.integration.testbed.Bench;
import dev.berth.integration.testbed.DockerHost;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Where installations on one kind of database are made. */
public final class Lab implements AutoCloseable {
    private final Bench bench;
    private final Database.Kind kind;
    private final Supplier<Database> databases;
    private final List<Installation> installations = new CopyOnWriteArrayList<>();
    private Installation shared;

    Lab(Bench bench, Database.Kind kind, Supplier<Database> databases) {
        this.bench = bench;
        this.kind = kind;
        this.databases = databases;
    }

    /**
     * One server with agents on two hosts, for all tests that harm nobody. Whoever uses it stops
     * his own tasks.
     */
    public synchronized Installation shared() {
        if (shared == null) shared = install("shared", "a", "b");
        return shared;
    }

    /** A server of its own with agents on these hosts, for whoever kills. */
    public Installation install(String name, String... hosts) {
        return installWith("", name, hosts);
    }

    /**
     * A server of its own with agents on these hosts.
     *
     * @param configuration more lines of {@code berth.conf}
     */
    public Installation installWith(String configuration, String name, String... hosts) {
        var database = databases.get();
        var installation =
                Installation.start(
                        bench,
                        kind.name().toLowerCase() + "-" + name,
                        () -> database.configuration() + configuration,
                        Stream.of(hosts).map(bench::host).toArray(DockerHost[]::new));
        installations.add(installation);
        return installation;
    }

    /**
     * A server that is not started yet.
     *
     * @param configuration more lines of {@code berth.conf}
     */
    public BerthServer serverWith(String configuration, String name) {
        var database = databases.get();
        return BerthServer.on(
                bench,
                kind.name().toLowerCase() + "-" + name,
                () -> database.configuration() + configuration);
    }

    /** A server of its own that is not started yet. */
    public BerthServer server(String name) {
        return BerthServer.on(bench, kind.name().toLowerCase() + "-" + name, databases.get());
    }

    /** For whoever sets up an installation by other means than ours. */
    public Bench bench() {
        return bench;
    }

    String logs() {
        var logs = new ArrayList<String>();
        for (var installation : installations) logs.add(installation.logs());
        return String.join("\n", logs);
    }

    @Override
    public void close() {
        installations.forEach(Installation::close);
    }

    @Override
    public String toString() {
        return kind.toString();
    }
}
