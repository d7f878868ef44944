package dev.berth.cli.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.text.Table;
import java.util.ArrayList;
import java.util.Optional;

/** The server's list of plugins, as a person reads it. */
public final class PluginText {

    private PluginText() {}

    /**
     * A line for each, and below the last error of each that had one.
     *
     * @param document what {@code /berth/v1/plugins} answers
     */
    public static String of(JsonNode document, int width) {
        var table = new Table("NAME", "VERSION", "POINTS", "HEALTH");
        var errors = new Table("NAME", "LAST ERROR");
        var failed = false;
        for (var plugin : document.path("plugins")) {
            var name = plugin.path("name").asText(plugin.path("file").asText());
            var error = plugin.path("lastError").asText("");
            table.row(
                    name,
                    plugin.path("version").asText(""),
                    points(plugin),
                    plugin.path("health").asText());
            if (!error.isEmpty()) {
                errors.row(name, error);
                failed = true;
            }
        }
        return failed ? table.text(width) + "\n\n" + errors.text(width) : table.text(width);
    }

    /** The plugin of this name, as the server lists it. */
    public static Optional<JsonNode> named(JsonNode document, String name) {
        for (var plugin : document.path("plugins")) {
            if (plugin.path("name").asText().equals(name)) {
                return Optional.of(plugin);
            }
        }
        return Optional.empty();
    }

    /** What the server made of the file with these contents. */
    public static Optional<JsonNode> ofFile(JsonNode document, String digest) {
        for (var plugin : document.path("plugins")) {
            if (plugin.path("digest").asText("").equals(digest)) {
                return Optional.of(plugin);
            }
        }
        return Optional.empty();
    }

    private static String points(JsonNode plugin) {
        var types = new ArrayList<String>();
        for (var point : plugin.path("points")) {
            types.add(point.path("point").asText() + " " + point.path("type").asText());
        }
        return String.join(", ", types);
    }
}
