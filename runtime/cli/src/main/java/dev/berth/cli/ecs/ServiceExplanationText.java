package dev.berth.cli.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.text.Cell;
import dev.berth.cli.text.Colour;
import dev.berth.cli.text.Screen;
import dev.berth.cli.text.TextPage;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The server's explanation of a service for a person to read. */
public final class ServiceExplanationText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private ServiceExplanationText() {}

    /** Why the service is not steady, what is done next, and where its tasks found no place. */
    public static String of(JsonNode told, Screen screen, ZoneId zone) {
        var page = new TextPage(screen);
        var own = "(service " + told.path("service").asText() + ") ";
        var isSteady = told.path("steady").asBoolean();
        page.heading(
                "Service %s is %s"
                        .formatted(
                                told.path("service").asText(), isSteady ? "steady" : "not steady"));
        for (var wait : told.path("waits")) {
            var text = wait.path("text").asText().replace(own, "");
            page.field("waits for", new Cell(text + until(wait, zone), Colour.YELLOW));
        }
        told.path("next").forEach(action -> page.field("next", action.asText()));
        told.path("moves").forEach(move -> page.field("would move", move(move)));
        if (isSteady && told.path("waits").isEmpty()) {
            page.field("waits for", "nothing");
        }
        page.field("cluster", told.path("cluster").asText());
        var placement = told.path("placement");
        return placement.isObject()
                ? page + "\n\n\n" + ExplanationText.of(placement, screen, zone)
                : page.toString();
    }

    private static String move(JsonNode move) {
        return "task %.12s to container instance %.12s: %s."
                .formatted(
                        move.path("task").asText(),
                        move.path("instance").asText(),
                        move.path("reason").asText());
    }

    private static String until(JsonNode wait, ZoneId zone) {
        return wait.hasNonNull("until")
                ? " Next try at %s."
                        .formatted(
                                TIME.format(
                                        Instant.parse(wait.path("until").asText()).atZone(zone)))
                : "";
    }
}
