package dev.berth.agent.server;

import dev.berth.agent.retry.Backoff;
import dev.berth.agent.task.run.ReportSink;
import dev.berth.agent.task.state.TaskStateReport;
import dev.berth.agent.task.state.TaskStatus;
import dev.berth.protocol.client.AwsException;
import dev.berth.protocol.client.AwsJsonClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.ContainerStateChange;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;
import software.amazon.awssdk.services.ecs.model.SubmitTaskStateChangeRequest;
import software.amazon.awssdk.services.ecs.model.SubmitTaskStateChangeResponse;

/**
 * Delivers reports by SubmitTaskStateChange: at once, and again within seconds until the server has
 * answered.
 */
public final class ReportSender implements ReportSink {
    private static final Logger log = LoggerFactory.getLogger(ReportSender.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int AT_A_TIME = 10;
    private static final int LONGEST_REASON = 1024;
    private static final int LONGEST_ID = 255;

    private final AwsJsonClient server;
    private final String cluster;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Semaphore sending = new Semaphore(AT_A_TIME, true);

    /**
     * @param cluster for tasks that say nothing of their own
     */
    public ReportSender(AwsJsonClient server, String cluster) {
        this.server = server;
        this.cluster = cluster;
    }

    /** Reports that the server has taken. */
    public long delivered() {
        return delivered.sum();
    }

    /** Reports that the server refused for good. */
    public long refused() {
        return refused.sum();
    }

    /** Attempts that did not reach the server, or that it could not answer. */
    public long failedAttempts() {
        return failed.sum();
    }

    @Override
    public void deliver(TaskStateReport report) throws InterruptedException {
        deliver(request(report));
    }

    /** Says that a task of a payload could not be loaded; nothing is kept of it. */
    public void deliverUnloadable(String task, String why) throws InterruptedException {
        deliver(
                SubmitTaskStateChangeRequest.builder()
                        .cluster(cluster)
                        .task(task)
                        .status("STOPPED")
                        // Spelt as in Amazon's agent, for programs that match on it.
                        .reason(cut("UnrecogniedTaskError: Error loading task - " + why))
                        .build());
    }

    private void deliver(SubmitTaskStateChangeRequest request) throws InterruptedException {
        var backoff = Backoff.seconds();
        for (int attempt = 1; ; attempt++) {
            sending.acquire();
            try {
                server.call(
                        "SubmitTaskStateChange",
                        request,
                        SubmitTaskStateChangeResponse.builder(),
                        TIMEOUT);
                delivered.increment();
                log.debug("Reported {} as {}", request.task(), request.status());
                return;
            } catch (AwsException e) {
                if (e.code().equals("InvalidParameterException")) {
                    refused.increment();
                    log.error(
                            "The server refuses the report of {} as {}: {}",
                            request.task(),
                            request.status(),
                            e.getMessage());
                    return;
                }
                tellFailure(attempt, e.code() + ": " + e.getMessage());
            } catch (IOException | RuntimeException e) {
                // Every failure is retried: a report that is dropped leaves a task's end unknown.
                tellFailure(attempt, e.toString());
            } finally {
                sending.release();
            }
            backoff.pause();
        }
    }

    private void tellFailure(int attempt, String why) {
        failed.increment();
        if (attempt == 1) {
            log.warn("A report did not reach the server; trying until it does. {}", why);
        } else {
            log.debug("A report did not reach the server at attempt {}. {}", attempt, why);
        }
    }

    private SubmitTaskStateChangeRequest request(TaskStateReport report) {
        return SubmitTaskStateChangeRequest.builder()
                .cluster(report.cluster() == null ? cluster : report.cluster())
                .task(report.task())
                .status(word(report.status()))
                .reason("")
                .containers(report.containers().stream().map(ReportSender::container).toList())
                .pullStartedAt(report.pullStartedAt())
                .pullStoppedAt(report.pullStoppedAt())
                .executionStoppedAt(
                        report.status() == TaskStatus.STOPPED ? report.executionStoppedAt() : null)
                .build();
    }

    /** Everything before RUNNING is PENDING to the server. */
    private static String word(TaskStatus status) {
        return status == TaskStatus.NONE ? "PENDING" : status.name();
    }

    private static ContainerStateChange container(TaskStateReport.OfContainer container) {
        return ContainerStateChange.builder()
                .containerName(container.name())
                .status(word(container.status()))
                .runtimeId(cut(container.dockerId(), LONGEST_ID))
                .imageDigest(cut(container.imageDigest(), LONGEST_ID))
                .exitCode(container.exitCode())
                .reason(cut(container.reason(), LONGEST_REASON))
                .networkBindings(bindings(container))
                .build();
    }

    /**
     * The agent chose every host port itself, so it need not ask Docker; the twins on {@code ::}
     * are left out.
     */
    private static List<NetworkBinding> bindings(TaskStateReport.OfContainer container) {
        return container.bindings().stream()
                .map(
                        port ->
                                NetworkBinding.builder()
                                        .bindIP("0.0.0.0")
                                        .containerPort(port.containerPort())
                                        .hostPort(port.hostPort())
                                        .protocol(port.protocol())
                                        .build())
                .toList();
    }

    private static String cut(String reason) {
        return cut(reason, LONGEST_REASON);
    }

    /** Never cuts a character of two units in half: the server refuses such a text. */
    static String cut(String text, int longest) {
        if (text == null || text.length() <= longest) {
            return text;
        }
        var splits = Character.isHighSurrogate(text.charAt(longest - 1));
        return text.substring(0, splits ? longest - 1 : longest);
    }
}
