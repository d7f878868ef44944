package dev.berth.integration.installation;

import dev.berth.integration.testbed.Bench;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/** What all test classes of a run share; JUnit closes it after the last of them, newest first. */
final class Shared {
    private Shared() {}

    static List<Lab> labs(ExtensionContext context) {
        return List.of(lab(context, Database.Kind.H2), lab(context, Database.Kind.POSTGRESQL));
    }

    static Bench bench(ExtensionContext context) {
        return store(context).getOrComputeIfAbsent(Bench.class, _ -> Bench.claim(), Bench.class);
    }

    private static Lab lab(ExtensionContext context, Database.Kind kind) {
        var bench = bench(context);
        return store(context)
                .getOrComputeIfAbsent(
                        kind,
                        _ ->
                                switch (kind) {
                                    case H2 -> new Lab(bench, kind, Database::h2);
                                    case POSTGRESQL ->
                                            new Lab(bench, kind, () -> postgres(context).create());
                                },
                        Lab.class);
    }

    private static Postgres postgres(ExtensionContext context) {
        var bench = bench(context);
        return store(context)
                .getOrComputeIfAbsent(
                        Postgres.class, _ -> Postgres.start(bench.workspace()), Postgres.class);
    }

    private static Store store(ExtensionContext context) {
        return context.getRoot().getStore(Namespace.create(Shared.class));
    }
}
