package dev.berth.plugin.events;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Sends events to destinations outside the server: a webhook, a queue, a log.
 *
 * <p>A sink only transports. The server stores the position of each destination, selects the events
 * that the destination receives, and repeats what failed. It guarantees to destinations:
 *
 * <ul>
 *   <li>Each event is sent at least once, also if the server is killed in between. A destination
 *       recognizes a repeated event by its id.
 *   <li>The events of one resource are sent in order: the next one after the previous one was
 *       accepted. Events of different resources are sent at the same time.
 *   <li>A destination that does not accept events does not delay other destinations. An event that
 *       was not accepted for 24 hours is dropped.
 * </ul>
 *
 * <p>Life cycle: the factory creates the sink with its settings; {@link #destinations} is called
 * once; then {@link #send} is called from several threads at the same time. When the settings or
 * the plugin change, a new sink is created, and the next attempts use that one. A sink that is
 * {@link AutoCloseable} is closed when its last attempt has ended.
 *
 * <p>For example, a sink that writes to one file:
 *
 * <pre>{@code
 * public List<EventDestination> destinations() {
 *     return List.of(new EventDestination("file", path.toString(), Set.of(), Set.of()));
 * }
 *
 * public synchronized CompletionStage<Void> send(EventDestination destination, EcsEvent event) {
 *     try {
 *         Files.writeString(path, event.json() + "\n", CREATE, APPEND);
 *         return CompletableFuture.completedFuture(null);
 *     } catch (IOException e) {
 *         return CompletableFuture.failedFuture(e);
 *     }
 * }
 * }</pre>
 */
public interface EventSink {

    /** The destinations, as the settings name them; always the same. */
    List<EventDestination> destinations();

    /**
     * Makes one attempt and returns at once. The sink does not repeat it.
     *
     * @param destination one of {@link #destinations}
     * @return completes when the destination has accepted the event; fails if it has not. The
     *     message of the failure is shown in logs and lists, so it must not contain secrets. An
     *     attempt that takes longer than 15 seconds has failed
     */
    CompletionStage<Void> send(EventDestination destination, EcsEvent event);
}
