package dev.berth.integration.fleet;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** What a fleet counts and measures. Any thread may tell it. */
final class Figures {
    private static final JsonMapper JSON = new JsonMapper();
    private static final com.sun.management.OperatingSystemMXBean PROCESS =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Recorder running = new Recorder(3);
    private final Histogram times = new Histogram(3);
    private final AtomicLong connected = new AtomicLong();
    private final AtomicLong sockets = new AtomicLong();
    private final AtomicLong payloads = new AtomicLong();
    private final AtomicLong reports = new AtomicLong();
    private final AtomicLong tasks = new AtomicLong();

    /** An instance has been given its manifest, so that its session is open on both sides. */
    long connected() {
        sockets.incrementAndGet();
        return connected.incrementAndGet();
    }

    void disconnected() {
        connected.decrementAndGet();
    }

    void payload() {
        payloads.incrementAndGet();
    }

    void taskStarted() {
        tasks.incrementAndGet();
    }

    void taskOver() {
        tasks.decrementAndGet();
    }

    void reported() {
        reports.incrementAndGet();
    }

    /** The server has acknowledged that a task runs, so long after its payload came. */
    void running(long nanos) {
        running.recordValue(Math.max(1, nanos / 1_000));
    }

    /** Forgets the times to RUNNING that were measured so far. */
    synchronized void forgetTimes() {
        running.reset();
        times.reset();
    }

    /** One line of JSON. */
    synchronized String line(String why) {
        times.add(running.getIntervalHistogram());
        ObjectNode line = JSON.createObjectNode();
        line.put("figures", why);
        line.put("connected", connected.get());
        line.put("socketsOpened", sockets.get());
        line.put("tasks", tasks.get());
        line.put("payloads", payloads.get());
        line.put("reports", reports.get());
        line.put("running", times.getTotalCount());
        line.put("payloadToRunningP50Millis", times.getValueAtPercentile(50) / 1e3);
        line.put("payloadToRunningP99Millis", times.getValueAtPercentile(99) / 1e3);
        line.put("cpuSeconds", PROCESS.getProcessCpuTime() / 1e9);
        return line.toString();
    }
}
