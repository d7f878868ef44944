package dev.berth.pages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.actors.ControlPlane;
import dev.berth.actors.launch.Explanation;
import dev.berth.actors.launch.Explanations;
import dev.berth.domain.cluster.Cluster;
import dev.berth.domain.service.plan.ServiceExplanation;
import dev.berth.domain.service.plan.Wait;
import dev.berth.ecs.Arns;
import dev.berth.http.PageRoutes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * {@code GET explain/tasks/TASK}, {@code explain/runs/REQUEST}, {@code explain/runs} and {@code
 * explain/services/SERVICE}, each with {@code ?cluster=}: why a task was placed on its instance,
 * the placements of a call, the latest calls that placed fewer tasks than requested, and why a
 * service is not steady. Explanations of the most recent placements are kept in memory.
 */
public final class ExplainPages implements PageRoutes {
    private static final String FORGOTTEN =
            "Explanations of the latest placements are kept in memory until the server stops.";

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
            case "services" -> id.isEmpty() ? Optional.empty() : Optional.of(service(cluster, id));
            default -> Optional.empty();
        };
    }

    private HttpResponse inCluster(String cluster, String id, boolean isTask) {
        // Checked first, because explanations exist for each name and not every name is a cluster.
        if (isUnknown(cluster)) {
            return noCluster(cluster);
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

    private HttpResponse service(String cluster, String name) {
        if (isUnknown(cluster)) {
            return noCluster(cluster);
        }
        return plane.services()
                .explain(cluster, name)
                .map(
                        explanation ->
                                json(
                                        new ServiceExplanationDocument(cluster, name, explanation)
                                                .json(placement(cluster, name, explanation))))
                .orElseGet(
                        () ->
                                PageRoutes.sentence(
                                        404,
                                        "There is no service %s in cluster %s."
                                                .formatted(name, cluster)));
    }

    /** The latest placement that found no place, while the service waits for one; else null. */
    private JsonNode placement(String cluster, String service, ServiceExplanation explanation) {
        var waits = explanation.waits().stream().anyMatch(w -> w.kind() == Wait.Kind.PLACEMENT);
        if (!waits) {
            return null;
        }
        return plane.launchers().explanations(cluster).incomplete().stream()
                .filter(each -> each.task().group().equals("service:" + service))
                .findFirst()
                .map(this::document)
                .orElse(null);
    }

    private boolean isUnknown(String cluster) {
        return plane.account().cluster(cluster).filter(Cluster.Active.class::isInstance).isEmpty();
    }

    private static HttpResponse noCluster(String cluster) {
        return PageRoutes.sentence(404, "There is no cluster " + cluster + ".");
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
