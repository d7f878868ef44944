package dev.berth.pages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.actors.ControlPlane;
import dev.berth.actors.launch.Explanation;
import dev.berth.actors.launch.Explanations;
import dev.berth.domain.cluster.Cluster;
import dev.berth.ecs.Arns;
import dev.berth.http.PageRoutes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * {@code GET explain/tasks/TASK}, {@code explain/runs/REQUEST} and {@code explain/runs}, each with
 * {@code ?cluster=}: why a task was placed on its instance, the placements of a call, and the
 * latest calls that placed fewer tasks than requested. Explanations of the most recent placements
 * are kept in memory.
 */
public final class ExplainPages implements PageRoutes {
    private static final String FORGOTTEN =
            "Explanations are kept in memory, of the latest placements since the server started.";

    private final ControlPlane plane;
    private final Arns arns;

    public ExplainPages(ControlPlane plane, Arns arns) {
        this.plane = plane;
        this.arns = arns;
    }

    @Override
    public Optional<HttpResponse> answer(List<String> path, Map<String, String> query) {
        if (path.size() < 2 || path.size() > 3 || !path.get(0).equals("explain")) {
            return Optional.empty();
        }
        var cluster = query.getOrDefault("cluster", "default");
        var id = path.size() == 3 ? path.get(2) : "";
        return switch (path.get(1)) {
            case "tasks" ->
                    id.isEmpty() ? Optional.empty() : Optional.of(inCluster(cluster, id, true));
            case "runs" -> Optional.of(inCluster(cluster, id, false));
            default -> Optional.empty();
        };
    }

    private HttpResponse inCluster(String cluster, String id, boolean isTask) {
        // Checked first, because explanations exist for each name and not every name is a cluster.
        if (plane.account().cluster(cluster).filter(Cluster.Active.class::isInstance).isEmpty()) {
            return PageRoutes.sentence(404, "There is no cluster " + cluster + ".");
        }
        var explanations = plane.launchers().explanations(cluster);
        if (isTask) {
            return task(explanations, cluster, id);
        }
        return id.isEmpty() ? latest(explanations) : run(explanations, cluster, id);
    }

    private HttpResponse task(Explanations explanations, String cluster, String id) {
        return explanations
                .ofTask(id)
                .map(explanation -> json(document(explanation)))
                .orElseGet(
                        () ->
                                PageRoutes.sentence(
                                        404,
                                        "No placement record for task %s in cluster %s. %s"
                                                .formatted(id, cluster, FORGOTTEN)));
    }

    private HttpResponse run(Explanations explanations, String cluster, String requestId) {
        var found = explanations.ofRun(requestId);
        return found.isEmpty()
                ? PageRoutes.sentence(
                        404,
                        "No placement record for request %s in cluster %s. %s"
                                .formatted(requestId, cluster, FORGOTTEN))
                : json(ExplanationDocument.all(found.stream().map(this::document).toList()));
    }

    private HttpResponse latest(Explanations explanations) {
        return json(
                ExplanationDocument.all(
                        explanations.incomplete().stream().map(this::document).toList()));
    }

    private JsonNode document(Explanation explanation) {
        return new ExplanationDocument(arns, explanation).json();
    }

    private static HttpResponse json(JsonNode document) {
        return HttpResponse.create()
                .withEntity(ContentTypes.APPLICATION_JSON, document.toString() + "\n");
    }
}
