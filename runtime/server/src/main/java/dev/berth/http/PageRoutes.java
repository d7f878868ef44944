package dev.berth.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Answers GET requests in a {@link PageSection}. The access of the caller has been checked before.
 */
@FunctionalInterface
public interface PageRoutes {

    /**
     * The response, or empty if no page has this path. Runs on a virtual thread and may block.
     *
     * @param path the decoded segments after the root of the section
     * @param query decoded; where a name occurs twice, its first value
     */
    Optional<HttpResponse> answer(List<String> path, Map<String, String> query);

    /**
     * The same for a page that needs more of the request than its path and query, such as a header.
     */
    default Optional<HttpResponse> answer(
            List<String> path, Map<String, String> query, HttpRequest request) {
        return answer(path, query);
    }

    /** A status and a sentence, as {@code {"message":…}}. */
    static HttpResponse sentence(int status, String sentence) {
        return PageGuard.sentence(status, sentence);
    }
}
