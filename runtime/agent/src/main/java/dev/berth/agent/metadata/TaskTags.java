package dev.berth.agent.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.protocol.client.AwsException;
import dev.berth.protocol.client.AwsJsonClient;
import java.io.IOException;
import java.time.Duration;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceResponse;

/** Reads the tags of a task and of its instance from the server, for each request. */
public final class TaskTags {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final AwsJsonClient server;
    private final String instance;

    /**
     * @param instance the ARN of the container instance
     */
    public TaskTags(AwsJsonClient server, String instance) {
        this.server = server;
        this.instance = instance;
    }

    /**
     * Adds the tags. If the server does not return some, {@code Errors} lists them; the rest of the
     * document is complete.
     */
    ObjectNode addTo(ObjectNode document, String task) throws InterruptedException {
        add(document, "TaskTags", task);
        add(document, "ContainerInstanceTags", instance);
        return document;
    }

    private void add(ObjectNode document, String member, String arn) throws InterruptedException {
        try {
            var tags =
                    server.call(
                                    "ListTagsForResource",
                                    ListTagsForResourceRequest.builder().resourceArn(arn),
                                    ListTagsForResourceResponse.builder(),
                                    TIMEOUT)
                            .build()
                            .tags();
            if (!tags.isEmpty()) {
                var shown = document.putObject(member);
                tags.forEach(tag -> shown.put(tag.key(), tag.value()));
            }
        } catch (AwsException e) {
            error(document, member, arn, e.code(), e.getMessage());
        } catch (IOException e) {
            error(document, member, arn, "ServerException", "the server did not answer");
        }
    }

    private static void error(
            ObjectNode document, String member, String arn, String code, String message) {
        document.withArray("Errors")
                .addObject()
                .put("ErrorField", member)
                .put("ErrorCode", code)
                .put("ErrorMessage", message)
                .put("ResourceARN", arn);
    }
}
