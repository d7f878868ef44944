package dev.berth.agent.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * A Docker host for read access only. It has its own connections, so that reads do not delay tasks.
 * Calls have the same limits as those of {@link DockerEngine}. Safe for several threads.
 */
public final class DockerReader implements Closeable {
    private static final Duration LOOK = Duration.ofSeconds(30);

    private final DockerEngine engine;
    private final EngineHttp looks;

    /**
     * @param engine the engine of the same host, which has negotiated the API version
     */
    public DockerReader(DockerEngine engine, URI dockerHost) {
        this.engine = engine;
        this.looks = new EngineHttp(dockerHost, 16);
    }

    /** The complete result of Docker's inspection of a container. */
    public JsonNode container(String id)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        return look("inspect " + id, "/containers/" + id + "/json");
    }

    /** The result of Docker's inspection of a network. */
    public JsonNode network(String name)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        return look("network " + name, "/networks/" + name);
    }

    /**
     * The statistics of a container.
     *
     * @param oneSample returns at once, without a previous sample; otherwise Docker takes one to
     *     two seconds
     */
    public JsonNode stats(String id, boolean oneSample)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        return look(
                "stats " + id,
                "/containers/" + id + "/stats?stream=false" + (oneSample ? "&one-shot=true" : ""));
    }

    /** Returns if the engine answers. */
    public void ping(Duration deadline)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        engine.ping(deadline);
    }

    private JsonNode look(String name, String path)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        return engine.bounded.within(LOOK, name, () -> looks.get(engine.version() + path));
    }

    @Override
    public void close() throws IOException {
        looks.close();
    }
}
