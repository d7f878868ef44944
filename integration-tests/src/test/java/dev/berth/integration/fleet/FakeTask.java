package dev.berth.integration.fleet;

import dev.berth.protocol.agent.payload.PayloadContainer;
import dev.berth.protocol.agent.payload.PayloadPortMapping;
import dev.berth.protocol.agent.payload.PayloadTask;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.ecs.model.ContainerStateChange;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;
import software.amazon.awssdk.services.ecs.model.SubmitTaskStateChangeRequest;
import software.amazon.awssdk.services.ecs.model.SubmitTaskStateChangeResponse;

/** A task that nothing runs, but whose states are reported as if its containers did. */
final class FakeTask {
    private static final int TERMINATED = 128 + 15;

    private record Running(String name, String runtimeId, List<NetworkBinding> bindings) {}

    private final Fleet fleet;
    private final FakeInstance instance;
    private final String arn;
    private final List<Running> containers;
    private final long received = System.nanoTime();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private FakeTask(Fleet fleet, FakeInstance instance, PayloadTask task) {
        this.fleet = fleet;
        this.instance = instance;
        this.arn = task.arn();
        this.containers = task.containers().stream().map(this::container).toList();
    }

    static FakeTask start(Fleet fleet, FakeInstance instance, PayloadTask payload) {
        var task = new FakeTask(fleet, instance, payload);
        fleet.figures().taskStarted();
        Thread.ofVirtual().start(task::run);
        return task;
    }

    void stop() {
        stopped.countDown();
    }

    private void run() {
        var options = fleet.options();
        try {
            if (!stopped.await(options.startDelay().toMillis(), TimeUnit.MILLISECONDS)) {
                report("RUNNING", null);
                fleet.figures().running(System.nanoTime() - received);
            }
            var exitCode = TERMINATED;
            if (!endsByItself()) {
                stopped.await();
            } else if (!stopped.await(options.lifetime().toMillis(), TimeUnit.MILLISECONDS)) {
                exitCode = options.exitCode();
            }
            report("STOPPED", exitCode);
            instance.forget(arn);
            fleet.figures().taskOver();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The same for the same task, whenever it is asked. */
    private boolean endsByItself() {
        return Math.floorMod(arn.hashCode(), 10_000) < fleet.options().ending() * 10_000;
    }

    private void report(String status, Integer exitCode) throws InterruptedException {
        var request =
                SubmitTaskStateChangeRequest.builder()
                        .cluster(fleet.options().cluster())
                        .task(arn)
                        .status(status)
                        .reason("")
                        .containers(
                                containers.stream().map(c -> state(c, status, exitCode)).toList());
        if (exitCode != null) {
            request.executionStoppedAt(Instant.now());
        }
        submit(fleet, request.build());
    }

    private static ContainerStateChange state(Running container, String status, Integer exitCode) {
        return ContainerStateChange.builder()
                .containerName(container.name())
                .runtimeId(container.runtimeId())
                .status(status)
                .exitCode(exitCode)
                .networkBindings(container.bindings())
                .build();
    }

    /** Says that a task is over of which nothing is known here. */
    static void reportGone(Fleet fleet, String arn) {
        var request =
                SubmitTaskStateChangeRequest.builder()
                        .cluster(fleet.options().cluster())
                        .task(arn)
                        .status("STOPPED")
                        .reason("")
                        .build();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                submit(fleet, request);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    private static void submit(Fleet fleet, SubmitTaskStateChangeRequest request)
            throws InterruptedException {
        fleet.insist("SubmitTaskStateChange", request, SubmitTaskStateChangeResponse.builder());
        fleet.figures().reported();
    }

    private Running container(PayloadContainer container) {
        var id = UUID.randomUUID().toString().replace("-", "");
        return new Running(
                container.name(),
                id + id,
                container.portMappings().stream()
                        .filter(mapping -> mapping.containerPortRange() == null)
                        .map(this::binding)
                        .toList());
    }

    private NetworkBinding binding(PayloadPortMapping mapping) {
        return NetworkBinding.builder()
                .bindIP("0.0.0.0")
                .containerPort(mapping.containerPort())
                .hostPort(mapping.hostPort() == 0 ? instance.nextPort() : mapping.hostPort())
                .protocol(mapping.protocol())
                .build();
    }
}
