package dev.berth.pluginhost;

import dev.berth.protocol.plugin.PluginArchive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * One version of a plugin under a class loader of its own. It is closed when it has been retired
 * and the last plan that uses it, and the last call into it, have ended.
 */
final class LoadedPlugin {

    /**
     * Why it is not used at the moment.
     *
     * @param stuck the call that had not come back, or null
     */
    record Unhealthy(String reason, Instant since, CallMeter stuck) {
        boolean isOver(Instant now, Duration retryAfter) {
            return !now.isBefore(since.plus(retryAfter)) && (stuck == null || !stuck.isUnderWay());
        }
    }

    private final PluginArchive archive;
    private final boolean isBuiltIn;
    private final List<Point> points;
    private final PluginMeters meters;
    private final LongAdder calls = new LongAdder();
    private final LongAdder faults = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private PluginContainer container;
    private CallMeter stuck;
    private int leases;
    private boolean isRetired;
    private volatile Unhealthy unhealthy;
    private volatile Unhealthy lastFault;

    LoadedPlugin(
            PluginArchive archive,
            boolean isBuiltIn,
            PluginContainer container,
            List<Point> points,
            PluginMeters meters) {
        this.archive = archive;
        this.isBuiltIn = isBuiltIn;
        this.container = container;
        this.points = List.copyOf(points);
        this.meters = meters;
    }

    String id() {
        return archive.id();
    }

    PluginArchive archive() {
        return archive;
    }

    boolean isBuiltIn() {
        return isBuiltIn;
    }

    List<Point> points() {
        return points;
    }

    PluginMeters meters() {
        return meters;
    }

    /** Whether every point was made, so that it can be used once it is healthy. */
    boolean isWhole() {
        return points.stream().allMatch(Point::isMade);
    }

    void counted(long took) {
        calls.increment();
        nanos.add(took);
    }

    long calls() {
        return calls.sum();
    }

    long faults() {
        return faults.sum();
    }

    long nanos() {
        return nanos.sum();
    }

    /** Null while it is healthy. */
    Unhealthy unhealthy() {
        return unhealthy;
    }

    /** What it was last unhealthy for, or null. */
    Unhealthy lastFault() {
        return lastFault;
    }

    /**
     * @param stuck the call that does not come back, or null
     */
    synchronized void becomesUnhealthy(String reason, CallMeter stuck) {
        faults.increment();
        this.stuck = stuck == null ? this.stuck : stuck;
        unhealthy = new Unhealthy(reason, Instant.now(), stuck);
        lastFault = unhealthy;
    }

    void becomesHealthy() {
        unhealthy = null;
    }

    /** Whether it stays loaded until {@link #release}; false where it is gone already. */
    synchronized boolean lease() {
        if (container == null) {
            return false;
        }
        leases++;
        return true;
    }

    synchronized void release() {
        leases--;
        closeIfUnused();
    }

    /** No new plan uses it. */
    synchronized void retire() {
        isRetired = true;
        closeIfUnused();
    }

    /** Whether it is closed; to be asked again and again once it is retired. */
    synchronized boolean isClosed() {
        closeIfUnused();
        return container == null;
    }

    private void closeIfUnused() {
        var isUsed = leases > 0 || stuck != null && stuck.isUnderWay();
        if (isRetired && !isUsed && container != null) {
            PluginClosing.close(this, points, container);
            container = null;
        }
    }

    @Override
    public String toString() {
        return archive.toString();
    }
}
