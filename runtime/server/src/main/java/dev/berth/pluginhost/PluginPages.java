package dev.berth.pluginhost;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.http.PageRoutes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code plugins}: every plugin with its points and its health, and every refused file. */
final class PluginPages implements PageRoutes {
    private final Supplier<List<PluginReport>> plugins;

    PluginPages(Supplier<List<PluginReport>> plugins) {
        this.plugins = plugins;
    }

    @Override
    public Optional<HttpResponse> answer(List<String> path, Map<String, String> query) {
        if (!path.equals(List.of("plugins"))) {
            return Optional.empty();
        }
        return Optional.of(
                HttpResponse.create()
                        .withEntity(ContentTypes.APPLICATION_JSON, json(plugins.get()) + "\n"));
    }

    private static String json(List<PluginReport> reports) {
        var document = JsonNodeFactory.instance.objectNode();
        var list = document.putArray("plugins");
        reports.forEach(report -> list.add(json(report)));
        return document.toString();
    }

    private static ObjectNode json(PluginReport report) {
        var source = report.source();
        var json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("name", source.name())
                        .put("version", source.version())
                        .put("file", source.file())
                        .put("digest", source.digest())
                        .put("builtIn", source.isBuiltIn());
        var points = json.putArray("points");
        report.points()
                .forEach(
                        point ->
                                points.addObject()
                                        .put("point", point.kind())
                                        .put("type", point.type()));
        json.put("health", report.health().name().toLowerCase(Locale.ROOT));
        var error = report.lastError();
        json.put("lastError", error == null ? null : error.reason());
        json.put("lastErrorAt", error == null || error.at() == null ? null : error.at().toString());
        var figures = report.figures();
        return json.put("calls", figures.calls())
                .put("faults", figures.faults())
                .put("secondsInCalls", figures.seconds());
    }
}
