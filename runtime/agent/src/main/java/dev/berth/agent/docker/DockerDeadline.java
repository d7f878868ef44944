package dev.berth.agent.docker;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs each call to Docker in its own virtual thread and interrupts it at its deadline. Timeouts of
 * the HTTP client cannot be used, because they have no effect on Unix sockets.
 */
final class DockerDeadline {
    private DockerDeadline() {}

    /** A call to Docker. Any exception except a refusal means that the outcome is unknown. */
    interface Call<T> {
        T run() throws Exception;
    }

    static <T> T within(Duration deadline, String name, Call<T> call)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        var task = new FutureTask<>(call::run);
        Thread.ofVirtual().name("docker " + name).start(task);
        try {
            return task.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw DockerUncertain.late(name, deadline);
        } catch (ExecutionException e) {
            throw outcome(name, e.getCause());
        } finally {
            // Interrupts a running call after its deadline, or when this thread is interrupted.
            task.cancel(true);
        }
    }

    /** Rethrows a refusal, and returns any other exception as an unknown outcome. */
    static DockerUncertain outcome(String name, Throwable thrown) throws DockerRefusal {
        return switch (thrown) {
            case DockerRefusal refusal -> throw refusal;
            case DockerUncertain uncertain -> uncertain;
            case Error error -> throw error;
            default -> DockerUncertain.broken(name, thrown);
        };
    }
}
