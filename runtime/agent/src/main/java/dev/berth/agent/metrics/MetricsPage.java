package dev.berth.agent.metrics;

import dev.berth.agent.http.LocalHttp;
import dev.berth.agent.http.LocalHttp.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /metrics} of an agent, on loopback. */
public final class MetricsPage implements LocalHttp.Handler {
    private static final Logger log = LoggerFactory.getLogger(MetricsPage.class);

    private final AgentMetrics metrics;

    private MetricsPage(AgentMetrics metrics) {
        this.metrics = metrics;
    }

    /**
     * Listens. If the port is in use, the agent continues without metrics, because tasks are more
     * important.
     *
     * @param port 0 for none
     * @return the resource to close
     */
    public static AutoCloseable open(int port, AgentMetrics metrics) {
        if (port == 0) {
            return () -> {};
        }
        try {
            return LocalHttp.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    new MetricsPage(metrics));
        } catch (IOException e) {
            log.warn("Port {} is in use; metrics are disabled (metrics-port)", port);
            return () -> {};
        }
    }

    @Override
    public Answer answer(String path, String query) {
        return path.equals("/metrics")
                ? new Answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics.text())
                : Answer.refusal(404, "not found; the path is /metrics");
    }
}
