package dev.berth.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadlineTest {
    @TempDir private Path folder;

    /** As a frozen daemon: the kernel takes the connection, and nobody ever answers. */
    @Test
    void aCallThatIsNeverAnsweredEndsAtItsDeadlineWithAnUnknownOutcome() throws Exception {
        var socket = folder.resolve("docker.sock");
        try (var silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(socket));
            try (var docker = new DockerEngine(URI.create("unix://" + socket))) {
                assertThatThrownBy(() -> docker.ping(Duration.ofMillis(200)))
                        .isInstanceOfSatisfying(
                                DockerUncertain.class,
                                e -> assertThat(e.deadlinePassed()).isTrue());
            }
        }
    }

    @Test
    void anEngineThatIsNotThereIsAnUnknownOutcomeToo() throws Exception {
        try (var docker = new DockerEngine(URI.create("unix://" + folder.resolve("none")))) {
            assertThatThrownBy(() -> docker.ping(Duration.ofSeconds(30)))
                    .isInstanceOfSatisfying(
                            DockerUncertain.class, e -> assertThat(e.deadlinePassed()).isFalse());
        }
    }

    @Test
    void theCallIsInterruptedWhenItsTimeIsUpAndWhenItsCallerIs() throws Exception {
        var late = new Endless();
        assertThatThrownBy(() -> DockerDeadline.within(Duration.ofSeconds(1), "test", late))
                .isInstanceOf(DockerUncertain.class);
        late.interrupted.await();

        var unwanted = new Endless();
        var caller = Thread.ofVirtual().start(() -> callFor(Duration.ofHours(1), unwanted));
        unwanted.started.await();
        caller.interrupt();
        unwanted.interrupted.await();
    }

    /** A call that ends by an interrupt alone. */
    private static final class Endless implements DockerDeadline.Call<Void> {
        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch interrupted = new CountDownLatch(1);

        @Override
        public Void run() throws InterruptedException {
            started.countDown();
            try {
                new CountDownLatch(1).await();
                return null;
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        }
    }

    private static void callFor(Duration deadline, Endless call) {
        try {
            DockerDeadline.within(deadline, "test", call);
        } catch (DockerRefusal | DockerUncertain | InterruptedException e) {
            // What the caller is told is not the point here.
        }
    }

    @Test
    void aRefusalComesThroughAsItIs() {
        assertThatThrownBy(
                        () ->
                                DockerDeadline.within(
                                        Duration.ofSeconds(30),
                                        "test",
                                        () -> {
                                            throw new DockerRefusal(409, "taken");
                                        }))
                .isInstanceOf(DockerRefusal.class)
                .hasMessage("taken");
    }
}
