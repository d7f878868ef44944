package dev.berth.agent.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient.Request.Method;
import dev.berth.agent.json.Json;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A Docker host for those who look and change nothing. It has connections of its own, so that no
 * task ever waits for a look. Calls are bounded as those of {@link DockerEngine}; any thread may
 * call.
 */
public final class DockerReader implements Closeable {
    /** How many containers' figures can be followed at a time. */
    public static final int MOST_FIGURES = 1024;

    private static final Duration LOOK = Duration.ofSeconds(30);

    private final DockerEngine engine;
    private final EngineHttp looks;
    private final EngineHttp streams;

    /**
     * @param engine the same host's; it says which version of the API is spoken
     */
    public DockerReader(DockerEngine engine, URI dockerHost) {
        this.engine = engine;
        this.looks = new EngineHttp(dockerHost, 8);
        this.streams = new EngineHttp(dockerHost, MOST_FIGURES + 1);
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

    /** Every container with a label that runs. */
    public List<ListedContainer> running(String label, String value)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        return engine.list(label, value).stream().filter(ListedContainer::running).toList();
    }

    /** The figures of a container that runs, about one value a second. */
    public JsonStream stats(String id) throws DockerRefusal, DockerUncertain, InterruptedException {
        return open("stats " + id, "/containers/" + id + "/stats?stream=true");
    }

    /** Starts and ends of containers with a label, from now on. */
    public JsonStream startsAndEnds(String label, String value)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        var filters = Json.MAPPER.createObjectNode();
        filters.putArray("type").add("container");
        filters.putArray("event").add("start").add("die");
        filters.putArray("label").add(label + "=" + value);
        var query = EngineHttp.query(Map.of("filters", filters.toString()));
        return open("events", "/events" + query);
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

    private JsonStream open(String name, String path)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        return new JsonStream(
                name,
                engine.bounded.within(
                        LOOK, name, () -> streams.open(Method.GET, engine.version() + path, null)));
    }

    @Override
    public void close() throws IOException {
        looks.close();
        streams.close();
    }
}
