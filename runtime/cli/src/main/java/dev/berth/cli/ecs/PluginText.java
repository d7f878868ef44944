package dev.berth.cli.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.text.Table;
import java.util.ArrayList;
import java.util.Optional;

/** The server's list of plugins, as a person reads it. */
public final class PluginText {

    private PluginText() {}

    /**
     * @param document what {@code /berth/v1/plugins} answers
     */
    public static String of(JsonNode document, int width) {
        var table = new Table("NAME", "VERSION", "POINTS", "HEALTH", "LAST ERROR");
        for (var plugin : document.path("plugins")) {
            table.row(
                    plugin.path("name").asText(plugin.path("file").asText()),
                    plugin.path("version").asText(""),
                    points(plugin),
                    plugin.path("health").asText(),
                    plugin.path("lastError").asText(""));
        }
        return table.text(width);
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

    private static String points(JsonNode plugin) {
        var types = new ArrayList<String>();
        for (var point : plugin.path("points")) {
            types.add(point.path("point").asText() + " " + point.path("type").asText());
        }
        return String.join(", ", types);
    }
}
