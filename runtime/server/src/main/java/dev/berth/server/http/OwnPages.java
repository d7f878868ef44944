package dev.berth.server.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Answers GET requests below {@code /berth/v1/}, what Berth offers beside the APIs of AWS. */
@FunctionalInterface
public interface OwnPages {

    /**
     * The answer, or nothing where the path leads nowhere. Runs on a virtual thread and may wait.
     *
     * @param path the decoded segments after {@code /berth/v1/}
     * @param query decoded; of a name that stands twice, the first
     */
    Optional<HttpResponse> answer(List<String> path, Map<String, String> query);

    /** A sentence with a status, as {@code {"message":…}}. */
    static HttpResponse sentence(int status, String sentence) {
        return OwnDoor.sentence(status, sentence);
    }
}
