package dev.berth.actors.entity;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * The epochs of this server: one for each ECS cluster, and one for the account. Orchestrator and
 * launcher of a cluster share its epoch. It is claimed in the database with their first command, is
 * higher than all claimed before, and is kept until the server stops.
 *
 * <p>Entities refuse epochs lower than this one, also when they have just been started. Safe for
 * several threads.
 */
public final class Epochs {

    /** Claims epochs durably. */
    @FunctionalInterface
    public interface Store {
        /** A number higher than any that was claimed under this name before. Blocks. */
        long claim(String name) throws SQLException;
    }

    private static final String ACCOUNT = "epoch";
    private static final String CLUSTER = "epoch/";

    private final Store store;
    private final Executor threads;
    private final Map<String, CompletableFuture<Long>> claims = new ConcurrentHashMap<>();

    /**
     * @param threads for database access
     */
    public Epochs(Store store, Executor threads) {
        this.store = store;
        this.threads = threads;
    }

    /** The epoch of an ECS cluster; fails if the database cannot be reached. */
    public CompletionStage<Long> ofCluster(String cluster) {
        return held(name(cluster));
    }

    /** The epoch of commands to clusters, families and task definitions. */
    public CompletionStage<Long> ofAccount() {
        return held(ACCOUNT);
    }

    /** The column has 255 characters, which the name of a cluster alone can need. */
    private static String name(String cluster) {
        return cluster.length() <= 200
                ? CLUSTER + cluster
                : CLUSTER + UUID.nameUUIDFromBytes(cluster.getBytes(StandardCharsets.UTF_8));
    }

    private CompletionStage<Long> held(String name) {
        var claim = claims.computeIfAbsent(name, this::claim);
        // Not within computeIfAbsent: a failure could occur before the entry is added.
        claim.whenComplete(
                (_, failure) -> {
                    if (failure != null) {
                        claims.remove(name, claim);
                    }
                });
        return claim;
    }

    private CompletableFuture<Long> claim(String name) {
        var claimed = new CompletableFuture<Long>();
        threads.execute(
                () -> {
                    try {
                        claimed.complete(store.claim(name));
                    } catch (SQLException | RuntimeException e) {
                        claimed.completeExceptionally(e);
                    }
                });
        return claimed;
    }

    /** The lowest epoch that the entity at this address accepts; 0 if there is none. */
    long lowestFor(EntityAddress<?> address) {
        var name =
                switch (address.kind().shown().place()) {
                    case ACCOUNT -> ACCOUNT;
                    case CLUSTER -> name(address.cluster());
                };
        var claim = claims.get(name);
        return claim != null && claim.isDone() && !claim.isCompletedExceptionally()
                ? claim.join()
                : 0;
    }
}
