package dev.berth.pluginhost.guard;

import dev.berth.protocol.plugin.PluginArchive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * One version of a plugin under a class loader of its own. It is closed once: when it has been
 * retired and the last plan that uses it, and the last call into it, have ended.
 */
public final class LoadedPlugin {

    /**
     * The reason that it is not used now.
     *
     * @param stuck the call that did not return, or null
     */
    public record Unhealthy(String reason, Instant since, CallMeter stuck) {
        public boolean isOver(Instant now, Duration retryAfter) {
            return !now.isBefore(since.plus(retryAfter)) && (stuck == null || !stuck.isUnderWay());
        }
    }

    private final PluginArchive archive;
    private final boolean isBuiltIn;
    private final List<OfferedPoint> points;
    private final PluginMeters meters;
    private final LongAdder calls = new LongAdder();
    private final LongAdder faults = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private Supplier<CompletableFuture<Void>> closing;
    private CallMeter stuck;
    private int leases;
    private boolean isRetired;
    private volatile Unhealthy unhealthy;
    private volatile Unhealthy lastFault;

    /**
     * @param closing closes the points and unloads the classes; returns at once, with a future that
     *     completes when that is done
     */
    public LoadedPlugin(
            PluginArchive archive,
            boolean isBuiltIn,
            List<OfferedPoint> points,
            PluginMeters meters,
            Supplier<CompletableFuture<Void>> closing) {
        this.archive = archive;
        this.isBuiltIn = isBuiltIn;
        this.points = List.copyOf(points);
        this.meters = meters;
        this.closing = closing;
    }

    public String id() {
        return archive.id();
    }

    public PluginArchive archive() {
        return archive;
    }

    public boolean isBuiltIn() {
        return isBuiltIn;
    }

    public List<OfferedPoint> points() {
        return points;
    }

    public PluginMeters meters() {
        return meters;
    }

    /** Whether every point was created. */
    public boolean isWhole() {
        return points.stream().allMatch(OfferedPoint::isMade);
    }

    void counted(long took) {
        calls.increment();
        nanos.add(took);
    }

    public long calls() {
        return calls.sum();
    }

    public long faults() {
        return faults.sum();
    }

    public long nanos() {
        return nanos.sum();
    }

    /** Null while it is healthy. */
    public Unhealthy unhealthy() {
        return unhealthy;
    }

    /** The last reason that it was unhealthy, or null. */
    public Unhealthy lastFault() {
        return lastFault;
    }

    /**
     * @param stuck the call that does not return, or null
     */
    public synchronized void becomesUnhealthy(String reason, CallMeter stuck) {
        faults.increment();
        this.stuck = stuck == null ? this.stuck : stuck;
        unhealthy = new Unhealthy(reason, Instant.now(), stuck);
        lastFault = unhealthy;
    }

    public void becomesHealthy() {
        unhealthy = null;
    }

    /** Whether a call has exceeded its time limit and has not returned yet. */
    public synchronized boolean isStuck() {
        return stuck != null && stuck.isUnderWay();
    }

    /** Keeps it loaded until {@link #release}. False if it is closed already. */
    public synchronized boolean lease() {
        if (closing == null) {
            return false;
        }
        leases++;
        return true;
    }

    public synchronized void release() {
        leases--;
        closeIfUnused();
    }

    /** From now on no new plan uses it. */
    public synchronized void retire() {
        isRetired = true;
        closeIfUnused();
    }

    /** Whether it is closed. A retired plugin is closed by this call once it is no longer used. */
    public synchronized boolean isClosed() {
        closeIfUnused();
        return closing == null;
    }

    /** Completes when it is closed; completed already if it is still in use. */
    public synchronized CompletableFuture<Void> closed() {
        closeIfUnused();
        return closing == null ? closed : CompletableFuture.completedFuture(null);
    }

    private void closeIfUnused() {
        var isUsed = leases > 0 || stuck != null && stuck.isUnderWay();
        if (isRetired && !isUsed && closing != null) {
            closing.get().whenComplete((_, _) -> closed.complete(null));
            closing = null;
        }
    }

    @Override
    public String toString() {
        return archive.toString();
    }
}
