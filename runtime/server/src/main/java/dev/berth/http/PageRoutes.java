package dev.berth.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Answers GET requests in an {@link PageSection}, whose access has been checked before it is asked.
 */
@FunctionalInterface
public interface PageRoutes {

    /**
     * The answer, or nothing where the path leads nowhere. Runs on a virtual thread and may wait.
     *
     * @param path the decoded segments after the root of the section
     * @param query decoded; of a name that stands twice, the first
     */
    Optional<HttpResponse> answer(List<String> path, Map<String, String> query);

    /** A sentence with a status, as {@code {"message":…}}. */
    static HttpResponse sentence(int status, String sentence) {
        return PageGuard.sentence(status, sentence);
    }
}
