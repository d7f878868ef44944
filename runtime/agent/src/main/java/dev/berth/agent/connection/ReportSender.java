package dev.berth.agent.connection;

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
 * Sends reports with SubmitTaskStateChange: at once, and again within seconds until the server has
 * answered.
 */
public final class ReportSender implements ReportSink {
    private static final Logger log = LoggerFactory.getLogger(ReportSender.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int AT_A_TIME = 10;
    private static final int MAX_REASON = 1024;
    private static final int MAX_ID = 255;

    private final AwsJsonClient server;
    private final String cluster;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Semaphore sending = new Semaphore(AT_A_TIME, true);

    /**
     * @param cluster the cluster of tasks that do not contain one
     */
    public ReportSender(AwsJsonClient server, String cluster) {
        this.server = server;
        this.cluster = cluster;
    }

    /** The number of accepted reports. */
    public long delivered() {
        return delivered.sum();
    }

    /** The number of reports that the server refused permanently. */
    public long refused() {
        return refused.sum();
    }

    /**
     * The number of attempts that did not reach the server, or that the server could not answer.
     */
    public long failedAttempts() {
        return failed.sum();
    }

    @Override
    public void deliver(TaskStateReport report) throws InterruptedException {
        deliver(request(report));
    }

    /** Reports that a task of a payload could not be loaded. The task is not stored. */
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
                // Every failure is retried, because a lost report would leave the end of a task
                // unknown.
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
            log.warn("A report did not reach the server; retrying. {}", why);
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

    /** The server uses PENDING for every status before RUNNING. */
    private static String word(TaskStatus status) {
        return status == TaskStatus.NONE ? "PENDING" : status.name();
    }

    private static ContainerStateChange container(TaskStateReport.OfContainer container) {
        return ContainerStateChange.builder()
                .containerName(container.name())
                .status(word(container.status()))
                .runtimeId(cut(container.dockerId(), MAX_ID))
                .imageDigest(cut(container.imageDigest(), MAX_ID))
                .exitCode(container.exitCode())
                .reason(cut(container.reason(), MAX_REASON))
                .networkBindings(bindings(container))
                .build();
    }

    /**
     * The agent chose every host port itself, so it need not ask Docker. The duplicate bindings on
     * {@code ::} are omitted.
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
        return cut(reason, MAX_REASON);
    }

    /** Never splits a surrogate pair, because the server refuses such a text. */
    static String cut(String text, int longest) {
        if (text == null || text.length() <= longest) {
            return text;
        }
        var splits = Character.isHighSurrogate(text.charAt(longest - 1));
        return text.substring(0, splits ? longest - 1 : longest);
    }
}
