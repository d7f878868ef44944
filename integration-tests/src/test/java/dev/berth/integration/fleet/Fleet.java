package dev.berth.integration.fleet;

import dev.berth.protocol.client.AwsException;
import dev.berth.protocol.client.AwsJsonClient;
import dev.berth.protocol.sigv4.Credentials;
import dev.berth.protocol.sigv4.Signer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Container instances that nobody runs: all of them share one client for calls and one for sockets,
 * and a virtual thread waits where a real agent would.
 */
final class Fleet {
    private static final Logger log = LoggerFactory.getLogger(Fleet.class);
    private static final Duration CALL = Duration.ofSeconds(20);
    private static final int CALLS_AT_ONCE = 64;

    private final FleetOptions options;
    private final Credentials credentials;
    private final AwsJsonClient server;
    private final HttpClient sockets =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .connectTimeout(CALL)
                    .build();
    private final Semaphore calling = new Semaphore(CALLS_AT_ONCE, true);
    private final Figures figures = new Figures();
    private final AtomicBoolean complete = new AtomicBoolean();
    private final Consumer<String> out;

    private Fleet(FleetOptions options, Consumer<String> out) throws IOException {
        this.options = options;
        this.out = out;
        this.credentials = KeyFile.read(options.credentials());
        this.server =
                new AwsJsonClient(
                        options.server(), options.region(), () -> credentials, "berth-fleet");
    }

    /**
     * Returns at once.
     *
     * @param out takes the line that tells when all are connected for the first time
     */
    static Fleet start(FleetOptions options, Consumer<String> out) throws IOException {
        var fleet = new Fleet(options, out);
        for (int number = 0; number < options.instances(); number++) {
            var instance = new FakeInstance(fleet, number);
            Thread.ofVirtual().name("instance-" + number).start(instance::run);
        }
        return fleet;
    }

    FleetOptions options() {
        return options;
    }

    Figures figures() {
        return figures;
    }

    /**
     * @param why stands in the line; {@code forget…} begins the measured times anew
     */
    String figures(String why) {
        if (why.startsWith("forget")) {
            figures.forgetTimes();
        }
        return figures.line(why);
    }

    HttpClient sockets() {
        return sockets;
    }

    /** What a handshake is signed with. */
    Signer signer() {
        return new Signer("ecs", options.region());
    }

    Credentials credentials() {
        return credentials;
    }

    void connected() {
        if (figures.connected() == options.instances() && complete.compareAndSet(false, true)) {
            out.accept(figures.line("connected"));
        }
    }

    /**
     * Calls until the server answers, since what an agent has to say must be said.
     *
     * @return null where it refuses
     */
    <B extends SdkPojo> B insist(String operation, SdkPojo request, B response)
            throws InterruptedException {
        for (var pause = new Pause(); ; pause.take()) {
            calling.acquire();
            try {
                return server.call(operation, request, response, CALL);
            } catch (AwsException e) {
                if (e.isRefusal()) {
                    log.warn("{} was refused: {}", operation, e.getMessage());
                    return null;
                }
            } catch (IOException e) {
                log.debug("{} found nobody: {}", operation, e.toString());
            } finally {
                calling.release();
            }
        }
    }

    /** Between two attempts: longer each time, and not the same for all. */
    static final class Pause {
        private static final int MAX_MILLIS = 2_000;
        private int millis = 100;

        void take() throws InterruptedException {
            Thread.sleep(ThreadLocalRandom.current().nextInt(millis / 2, millis));
            millis = Math.min(MAX_MILLIS, millis * 2);
        }
    }
}
