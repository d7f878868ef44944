package dev.berth.cli.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.text.Cell;
import dev.berth.cli.text.Screen;
import dev.berth.cli.text.Table;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The server's list of plugins, as a person reads it. */
public final class PluginText {

    private PluginText() {}

    /**
     * A line for each, and below the last error of each that had one.
     *
     * @param document what {@code /berth/v1/plugins} answers
     */
    public static String of(JsonNode document, Screen screen) {
        var table = new Table("NAME", "VERSION", "POINTS", "HEALTH");
        var errors = new Table("NAME", "LAST ERROR");
        var failed = false;
        for (var plugin : document.path("plugins")) {
            var name = plugin.path("name").asText(plugin.path("file").asText());
            var error = plugin.path("lastError").asText("");
            table.row(
                    Cell.of(name),
                    Cell.of(plugin.path("version").asText("")),
                    Cell.of(points(plugin)),
                    Cell.state(plugin.path("health").asText()));
            if (!error.isEmpty()) {
                errors.row(name, error);
                failed = true;
            }
        }
        return failed ? table.text(screen) + "\n\n" + errors.text(screen) : table.text(screen);
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

    /** The names of all plugins and of their points. */
    public static Set<String> names(JsonNode document) {
        var names = new TreeSet<String>();
        for (var plugin : document.path("plugins")) {
            names.add(plugin.path("name").asText());
            for (var point : plugin.path("points")) {
                names.add(point.path("type").asText());
            }
        }
        return names;
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
