package dev.berth.integration.benchmark;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Which containers of one peer run, by the events of the Docker Engine as they come. */
final class ContainerRecorder implements AutoCloseable {
    private final Map<String, String> running = new HashMap<>();
    private final Events events = new Events();

    ContainerRecorder(DockerClient docker, String peer) throws InterruptedException {
        docker.eventsCmd()
                .withEventTypeFilter(EventType.CONTAINER)
                .withEventFilter("start", "die")
                .withLabelFilter(Map.of(ServicePeer.LABEL, peer))
                .exec(events);
        events.awaitStarted();
    }

    /** Waits until the containers, generation by id, are such; the instant of the last event. */
    synchronized long await(Predicate<Map<String, String>> condition, Duration deadline)
            throws InterruptedException, TimeoutException {
        var end = System.nanoTime() + deadline.toNanos();
        while (!condition.test(running)) {
            var left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new TimeoutException(running.size() + " containers run: " + running.values());
            }
            wait(left);
        }
        return System.nanoTime();
    }

    synchronized List<String> ids() {
        return List.copyOf(running.keySet());
    }

    private synchronized void note(Event event) {
        if (event.getAction().equals("start")) {
            running.put(
                    event.getActor().getId(),
                    event.getActor().getAttributes().get(ServicePeer.GENERATION));
        } else {
            running.remove(event.getActor().getId());
        }
        notifyAll();
    }

    @Override
    public void close() throws IOException {
        events.close();
    }

    private final class Events extends ResultCallback.Adapter<Event> {
        @Override
        public void onNext(Event event) {
            note(event);
        }
    }
}
