package dev.berth.events;

import dev.berth.ecs.Arns;
import dev.berth.events.EventSubscription.Batch;
import dev.berth.events.EventSubscription.Item;
import dev.berth.events.EventSubscription.Limits;
import dev.berth.http.PageRoutes;
import dev.berth.plugin.events.DetailType;
import dev.berth.wire.ApiException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.CacheControl;
import org.apache.pekko.http.javadsl.model.headers.CacheDirectives;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET events}: the events as Server-Sent Events. The id of an event is the position in the
 * journal from which a client continues that sends it as {@code Last-Event-ID}.
 */
public final class EventsPage implements PageRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(EventsPage.class);
    private static final ContentType EVENT_STREAM = ContentTypes.parse("text/event-stream");
    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final int MOST_AT_ONCE = 100;
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final ByteString HEARTBEAT_COMMENT = text(": heartbeat\n\n");
    private static final Set<String> PARAMETERS =
            Set.of("cluster", "detail-type", "resource", "last-event-id");

    private final EventHub hub;
    private final Arns arns;
    private final ExecutorService jdbc;
    private final Limits limits;
    private final Duration heartbeat;

    /**
     * @param jdbc the threads of the database
     */
    public EventsPage(EventHub hub, Arns arns, ExecutorService jdbc) {
        this(hub, arns, jdbc, Limits.USUAL, HEARTBEAT);
    }

    EventsPage(EventHub hub, Arns arns, ExecutorService jdbc, Limits limits, Duration heartbeat) {
        this.hub = hub;
        this.arns = arns;
        this.jdbc = jdbc;
        this.limits = limits;
        this.heartbeat = heartbeat;
    }

    @Override
    public Optional<HttpResponse> answer(List<String> path, Map<String, String> query) {
        return path.equals(List.of("events")) ? Optional.of(stream(query, null)) : Optional.empty();
    }

    @Override
    public Optional<HttpResponse> answer(
            List<String> path, Map<String, String> query, HttpRequest request) {
        return path.equals(List.of("events"))
                ? Optional.of(
                        stream(
                                query,
                                request.getHeader(LAST_EVENT_ID)
                                        .map(header -> header.value())
                                        .orElse(null)))
                : Optional.empty();
    }

    private HttpResponse stream(Map<String, String> query, String lastEventId) {
        if (hub.subscriptions() >= MOST_AT_ONCE) {
            return PageRoutes.sentence(
                    503, "The server already sends events to %d readers.".formatted(MOST_AT_ONCE));
        }
        Long from;
        EventFilter filter;
        try {
            from = position(lastEventId == null ? query.get("last-event-id") : lastEventId);
            filter = filter(query);
        } catch (IllegalArgumentException e) {
            return PageRoutes.sentence(400, e.getMessage());
        } catch (ApiException e) {
            return PageRoutes.sentence(400, e.getMessage());
        }
        try {
            return stream(subscribe(from, filter));
        } catch (CompletionException | RejectedExecutionException e) {
            LOG.warn("A stream of events could not begin: {}", e.toString());
            return PageRoutes.sentence(503, "The journal cannot be read now. Try again.");
        }
    }

    /** On the threads of the database, which are never interrupted. */
    private EventSubscription subscribe(Long from, EventFilter filter) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return hub.subscribe(from, filter, limits);
                            } catch (SQLException e) {
                                throw new CompletionException(e);
                            }
                        },
                        jdbc)
                .join();
    }

    private static Long position(String id) {
        if (id == null || id.isBlank()) {
            return null;
        }
        if (!id.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException(
                    "Last-Event-ID must be the id of an event of this stream, a number.");
        }
        return Long.valueOf(id);
    }

    private EventFilter filter(Map<String, String> query) {
        for (var name : query.keySet()) {
            if (!PARAMETERS.contains(name)) {
                throw new IllegalArgumentException(
                        "Unknown parameter %s. This page supports cluster, detail-type, resource and"
                                        .formatted(name)
                                + " last-event-id.");
            }
        }
        return new EventFilter(
                list(query.get("cluster"), arns::clusterName),
                list(query.get("detail-type"), EventsPage::type),
                list(query.get("resource"), Function.identity()));
    }

    private static DetailType type(String name) {
        return DetailType.named(name)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "detail-type must be one of "
                                                + String.join(", ", DetailType.wireNames())
                                                + "."));
    }

    /** Values that are separated by commas. */
    private static <T> Set<T> list(String text, Function<String, T> read) {
        return text == null
                ? Set.of()
                : Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .map(read)
                        .collect(Collectors.toCollection(HashSet::new));
    }

    private HttpResponse stream(EventSubscription subscription) {
        var beginning = text("retry: 1000\nid: " + subscription.position() + "\n\n");
        Source<ByteString, ?> body =
                Source.single(beginning)
                        .concat(
                                Source.unfoldAsync(false, isOver -> next(subscription, isOver))
                                        .map(EventsPage::lines))
                        .keepAlive(heartbeat, () -> HEARTBEAT_COMMENT)
                        .watchTermination(
                                (_, done) -> {
                                    done.whenComplete((_, _) -> subscription.close());
                                    return done;
                                });
        return HttpResponse.create()
                .addHeader(CacheControl.create(CacheDirectives.NO_CACHE))
                .withEntity(HttpEntities.create(EVENT_STREAM, body));
    }

    private CompletionStage<Optional<Pair<Boolean, Batch>>> next(
            EventSubscription subscription, boolean isOver) {
        return isOver
                ? CompletableFuture.completedStage(Optional.empty())
                : subscription
                        .next()
                        .thenApply(batch -> Optional.of(Pair.create(batch.end() != null, batch)));
    }

    private static ByteString lines(Batch batch) {
        var lines = new StringBuilder();
        for (var item : batch.items()) {
            append(lines, item);
        }
        if (batch.end() != null) {
            lines.append("event: end\ndata: {\"reason\":\"").append(batch.end()).append("\"}\n\n");
        }
        return text(lines.toString());
    }

    /** An item without an event only advances the position of the client. */
    private static void append(StringBuilder lines, Item item) {
        lines.append("id: ").append(item.position()).append('\n');
        if (item.event() != null) {
            lines.append("data: ").append(item.event().json()).append('\n');
        }
        lines.append('\n');
    }

    private static ByteString text(String text) {
        return ByteString.fromArray(text.getBytes(StandardCharsets.UTF_8));
    }
}
