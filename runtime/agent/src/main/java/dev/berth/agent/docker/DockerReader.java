package dev.berth.agent.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * A Docker host for code that only reads. It has connections of its own, so that no task ever waits
 * for a read. Calls are bounded as those of {@link DockerEngine}; any thread may call.
 */
public final class DockerReader implements Closeable {
    private static final Duration LOOK = Duration.ofSeconds(30);

    private final DockerEngine engine;
    private final EngineHttp looks;

    /**
     * @param engine the same host's; it says which version of the API is spoken
     */
    public DockerReader(DockerEngine engine, URI dockerHost) {
        this.engine = engine;
        this.looks = new EngineHttp(dockerHost, 16);
    }

    /** What Docker's inspection of a container says, all of it. */
    public JsonNode container(String id)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        return look("inspect " + id, "/containers/" + id + "/json");
    }

    /** What Docker's inspection of a network says. */
    public JsonNode network(String name)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        return look("network " + name, "/networks/" + name);
    }

    /**
     * The figures of a container.
     *
     * @param oneSample at once, without the sample before; else it takes Docker one to two seconds
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
