package dev.berth.pages;

import dev.berth.actors.ControlPlane;
import dev.berth.http.PageSection;
import dev.berth.metrics.ServerMetrics;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The pages that Prometheus reads. */
public final class MetricsPages {
    private static final ContentType FIGURES =
            ContentTypes.parse("text/plain; version=0.0.4; charset=utf-8");

    private MetricsPages() {}

    /** {@code /metrics}. */
    public static PageSection figures(ServerMetrics metrics) {
        return PageSection.openOnLoopback(
                "/metrics", (_, _) -> Optional.of(page(FIGURES, metrics.text())));
    }

    /**
     * {@code /prometheus/sd}.
     *
     * @param self the address of this server
     */
    public static PageSection targets(ControlPlane plane, URI self) {
        return PageSection.openOnLoopback(
                "/prometheus/sd",
                (_, _) -> {
                    var account = plane.account();
                    var clusters = account.clusterNames().stream().map(plane::cluster).toList();
                    return Optional.of(
                            page(
                                    ContentTypes.APPLICATION_JSON,
                                    ScrapeTargets.of(self, account, clusters)));
                });
    }

    private static HttpResponse page(ContentType type, String text) {
        return HttpResponse.create().withEntity(type, text.getBytes(StandardCharsets.UTF_8));
    }
}
