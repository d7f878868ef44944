package dev.berth.agent.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request.Method;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One Docker host. Every call has a deadline and can be interrupted. It throws {@link
 * DockerRefusal} if Docker refuses the request, and {@link DockerUncertain} if Docker does not
 * answer. Safe for several threads.
 */
public final class DockerEngine implements Closeable {
    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final Duration CREATE = Duration.ofMinutes(4);
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration REMOVE = Duration.ofMinutes(2);

    /** The time for a stop in addition to the grace period of the container. */
    private static final Duration STOP_MARGIN = Duration.ofMinutes(2);

    /** The connections to this host. */
    final DockerCalls bounded;

    private final EngineHttp calls;
    // Stops and pulls take long; they have their own connection pool, so that they do not delay
    // short calls.
    private final EngineHttp longCalls;
    private final EngineHttp streams;
    private final EngineHttp outputs;
    private volatile String version = "";

    public DockerEngine(URI dockerHost) {
        this(dockerHost, DockerCallMeter.NONE);
    }

    public DockerEngine(URI dockerHost, DockerCallMeter meter) {
        bounded = new DockerCalls(meter);
        calls = new EngineHttp(dockerHost, 64);
        longCalls = new EngineHttp(dockerHost, 1024);
        streams = new EngineHttp(dockerHost, 4);
        outputs = new EngineHttp(dockerHost, 64);
    }

    /**
     * Negotiates the version of the API and returns the properties of the host. Call it first, and
     * again whenever the engine may have been replaced.
     */
    public HostFacts negotiate() throws DockerRefusal, DockerUncertain, InterruptedException {
        var host = bounded.within(LOOK, "version", () -> calls.get("/version"));
        var newest = DockerApiVersion.parse(host.path("ApiVersion").asText("1.24"));
        version = "/v" + DockerApiVersion.negotiate(newest);
        var info = bounded.within(LOOK, "info", () -> calls.get(version + "/info"));
        var logDrivers = new TreeSet<String>();
        info.path("Plugins").path("Log").forEach(driver -> logDrivers.add(driver.asText()));
        return new HostFacts(
                info.path("NCPU").asInt(),
                info.path("MemTotal").asLong(),
                info.path("Architecture").asText(),
                info.path("OSType").asText(),
                new HostFacts.Engine(
                        EngineId.of(info), info.path("ServerVersion").asText(), newest, logDrivers),
                new HostFacts.Cgroups(
                        info.path("CgroupDriver").asText("cgroupfs"),
                        info.path("CgroupVersion").asInt(1)));
    }

    /** The prefix of paths; empty before {@link #negotiate}. */
    String version() {
        return version;
    }

    /** Returns if the engine answers. */
    public void ping(Duration deadline)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        bounded.within(deadline, "version", () -> calls.get("/version"));
    }

    /** An image, if it is on the host. */
    public Optional<LocalImage> image(String name)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        try {
            var image = look("image " + name, "/images/" + ImageName.encoded(name) + "/json");
            var listed = image.path("RepoDigests").valueStream().map(JsonNode::asText).toList();
            return Optional.of(
                    new LocalImage(
                            image.path("Id").asText(),
                            ImageName.parse(name).digest(listed).orElse(null)));
        } catch (DockerRefusal e) {
            return absentOn404(e);
        }
    }

    /** The repository of an image: its name without a tag and a digest. */
    public static String repository(String image) {
        return ImageName.parse(image).repository();
    }

    /**
     * Pulls an image from its registry.
     *
     * @param login the {@code X-Registry-Auth} header, or null for none
     */
    public void pull(String name, String login)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        bounded.count(
                "pull",
                () -> {
                    new ImagePull(longCalls, version, name, login).run();
                    return null;
                });
    }

    /** Removes an image that no container uses. A missing image is not an error. */
    public void removeImage(String name)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        delete("remove image " + name, "/images/" + ImageName.encoded(name));
    }

    /**
     * Creates a container and returns its id.
     *
     * @param document the body of the Engine API's "create a container"
     */
    public String create(String name, ObjectNode document)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        var path = version + "/containers/create" + EngineHttp.query(Map.of("name", name));
        return bounded.within(
                        CREATE, "create " + name, () -> calls.call(Method.POST, path, document))
                .path("Id")
                .asText();
    }

    /** Starts a container. A running container is not changed. */
    public void start(String name) throws DockerRefusal, DockerUncertain, InterruptedException {
        post(calls, START, "start " + name, "/containers/" + name + "/start");
    }

    public ContainerInspection inspect(String name)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        try {
            return ContainerInspection.read(
                    look("inspect " + name, "/containers/" + name + "/json"));
        } catch (DockerRefusal e) {
            return DockerEngine.<ContainerInspection>absentOn404(e)
                    .orElseGet(ContainerInspection.Absent::new);
        }
    }

    /**
     * Sends a container its stop signal, and SIGKILL if it has not ended after {@code grace}.
     * Returns when it has ended. A missing container, or one that is not running, is not an error.
     */
    public void stop(String name, Duration grace)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        try {
            post(
                    longCalls,
                    grace.plus(STOP_MARGIN),
                    "stop " + name,
                    "/containers/" + name + "/stop?t=" + grace.toSeconds());
        } catch (DockerRefusal e) {
            absentOn404(e);
        }
    }

    /**
     * Removes a container that is not running, with its anonymous volumes. A missing container is
     * not an error.
     */
    public void remove(String name) throws DockerRefusal, DockerUncertain, InterruptedException {
        delete("remove " + name, "/containers/" + name + "?v=true");
    }

    /**
     * Creates a volume. An existing volume with that name is not changed.
     *
     * @param document the body of the Engine API's "create a volume"
     */
    public void createVolume(ObjectNode document)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        bounded.within(
                CREATE,
                "create volume " + document.path("Name").asText(),
                () -> calls.call(Method.POST, version + "/volumes/create", document));
    }

    /** Whether a volume with this name exists. */
    public boolean hasVolume(String name)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        try {
            look("volume " + name, "/volumes/" + name);
            return true;
        } catch (DockerRefusal e) {
            absentOn404(e);
            return false;
        }
    }

    /** Removes a volume that no container uses. A missing volume is not an error. */
    public void removeVolume(String name)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        delete("remove volume " + name, "/volumes/" + name);
    }

    /** All containers with a label, including ended ones. */
    public List<ListedContainer> list(String label, String value)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        var query =
                EngineHttp.query(
                        Map.of("all", "true", "filters", EngineFilters.labelled(label, value)));
        var listed = new ArrayList<ListedContainer>();
        for (var container : look("list", "/containers/json" + query)) {
            var labels = container.path("Labels");
            listed.add(
                    new ListedContainer(
                            container.path("Id").asText(),
                            container.path("Names").path(0).asText().replaceFirst("^/", ""),
                            labels.path(OwnLabels.TASK).asText(),
                            labels.path(OwnLabels.CONTAINER).asText(),
                            container.path("State").asText().equals("running")));
        }
        return listed;
    }

    /**
     * The events about ends and health changes of containers with a label.
     *
     * @param since the time of the first event, in seconds with a fraction; null for now
     */
    JsonStream changes(String label, String value, String since)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        var parameters = new HashMap<String, String>();
        parameters.put("filters", EngineFilters.changesOf(label, value));
        if (since != null) {
            parameters.put("since", since);
        }
        var path = version + "/events" + EngineHttp.query(parameters);
        return new JsonStream(
                "events",
                bounded.within(LOOK, "events", () -> streams.open(Method.GET, path, null)));
    }

    DockerHttpClient.Response logs(String name, Map<String, String> parameters)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        return bounded.within(
                LOOK,
                "logs " + name,
                () ->
                        outputs.open(
                                Method.GET,
                                version
                                        + "/containers/"
                                        + name
                                        + "/logs"
                                        + EngineHttp.query(parameters),
                                null));
    }

    JsonNode inspection(String name) throws DockerRefusal, DockerUncertain, InterruptedException {
        return look("inspect " + name, "/containers/" + name + "/json");
    }

    @Override
    public void close() throws IOException {
        calls.close();
        outputs.close();
        longCalls.close();
        streams.close();
    }

    private JsonNode look(String name, String path)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        return bounded.within(LOOK, name, () -> calls.get(version + path));
    }

    private void post(EngineHttp http, Duration deadline, String name, String path)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        try {
            bounded.within(deadline, name, () -> http.call(Method.POST, version + path, null));
        } catch (DockerRefusal e) {
            if (e.status() != 304) { // the container is already in that state
                throw e;
            }
        }
    }

    private void delete(String name, String path)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        try {
            bounded.within(REMOVE, name, () -> calls.call(Method.DELETE, version + path, null));
        } catch (DockerRefusal e) {
            absentOn404(e);
        }
    }

    private static <T> Optional<T> absentOn404(DockerRefusal refusal) throws DockerRefusal {
        if (refusal.status() == 404) {
            return Optional.empty();
        }
        throw refusal;
    }
}
