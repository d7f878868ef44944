package dev.berth.plugins.webhook;

import dev.berth.plugin.events.EcsEvent;
import dev.berth.plugin.events.EventDestination;
import dev.berth.plugin.events.EventSink;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Sends each event as one signed POST request, as Standard Webhooks specifies it. A receiver
 * accepts an event with a status from 200 to 299.
 */
final class WebhookSink implements EventSink, AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Map<String, Receiver> receivers;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(TIMEOUT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    /**
     * @param receivers by name
     */
    WebhookSink(Map<String, Receiver> receivers) {
        this.receivers = receivers;
    }

    @Override
    public List<EventDestination> destinations() {
        return receivers.values().stream().map(Receiver::destination).toList();
    }

    @Override
    public CompletionStage<Void> send(EventDestination destination, EcsEvent event) {
        var receiver = receivers.get(destination.name());
        var seconds = Instant.now().getEpochSecond();
        var request =
                HttpRequest.newBuilder(receiver.url())
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "Berth")
                        .header("webhook-id", event.id())
                        .header("webhook-timestamp", Long.toString(seconds))
                        .header(
                                "webhook-signature",
                                WebhookSignature.of(
                                        receiver.secret(), event.id(), seconds, event.json()))
                        .POST(BodyPublishers.ofString(event.json()))
                        .build();
        return http.sendAsync(request, BodyHandlers.discarding())
                .handle(
                        (response, failure) -> {
                            if (failure != null) {
                                throw refusal(destination, name(failure));
                            }
                            if (response.statusCode() / 100 != 2) {
                                throw refusal(destination, "status " + response.statusCode());
                            }
                            return null;
                        });
    }

    /** The class of a failure only: its message may contain the URL. */
    private static String name(Throwable failure) {
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause.getClass().getSimpleName();
    }

    private static CompletionException refusal(EventDestination destination, String reason) {
        return new CompletionException(new IOException(destination.name() + ": " + reason));
    }

    /** Ends the threads of the HTTP client. It can be closed from Java 21 on. */
    @Override
    public void close() throws IOException {
        if ((Object) http instanceof AutoCloseable) {
            try {
                ((AutoCloseable) (Object) http).close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}
