package dev.berth.agent.metadata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.agent.http.LocalHttp.Answer;
import dev.berth.agent.json.Json;
import dev.berth.protocol.client.AwsException;
import dev.berth.protocol.client.AwsJsonClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionResponse;
import software.amazon.awssdk.services.ecs.model.ProtectedTask;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionResponse;

/**
 * A task reads and sets its own scale-in protection: {@code
 * $ECS_AGENT_URI/task-protection/v1/state}, as AWS documents it. The server decides; the agent
 * calls it with its own key.
 *
 * <p>One call for each task runs at a time, and eight for all tasks. A request beyond that is
 * answered 429, so that a program in a loop cannot burden the server.
 */
public final class TaskProtection {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int AT_ONCE = 8;
    private static final String ENABLED = "ProtectionEnabled";
    private static final String MINUTES = "ExpiresInMinutes";

    private final AwsJsonClient server;
    private final String cluster;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Set<String> asking = ConcurrentHashMap.newKeySet();

    public TaskProtection(AwsJsonClient server, String cluster) {
        this.server = server;
        this.cluster = cluster;
    }

    /** What the server answers: a protection or a failure. */
    private record State(List<ProtectedTask> tasks, List<Failure> failures) {}

    private interface Call {
        State run() throws AwsException, IOException, InterruptedException;
    }

    /** GET. */
    Answer get(String task) throws InterruptedException {
        return answer(task, () -> ask(task));
    }

    /** PUT of {@code ProtectionEnabled} and, if it is to be another than 120, the minutes. */
    Answer put(String task, String body) throws InterruptedException {
        JsonNode given;
        try {
            given = Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            return invalid(task, "The body is not JSON.");
        }
        if (!given.isObject()) {
            return invalid(task, "The body must be a JSON object.");
        }
        for (var member : given.propertyStream().toList()) {
            if (!member.getKey().equals(ENABLED) && !member.getKey().equals(MINUTES)) {
                return invalid(
                        task, "The body may hold %s and %s only.".formatted(ENABLED, MINUTES));
            }
        }
        var enabled = given.path(ENABLED);
        var minutes = given.path(MINUTES);
        if (!enabled.isBoolean()) {
            return invalid(task, "The body must hold %s, true or false.".formatted(ENABLED));
        }
        if (!minutes.isMissingNode() && !minutes.isNull() && !minutes.canConvertToExactIntegral()
                || minutes.isNumber() && !minutes.canConvertToInt()) {
            return invalid(task, "%s must be a whole number of minutes.".formatted(MINUTES));
        }
        var request =
                UpdateTaskProtectionRequest.builder()
                        .cluster(cluster)
                        .tasks(task)
                        .protectionEnabled(enabled.booleanValue())
                        .expiresInMinutes(minutes.isNumber() ? minutes.intValue() : null);
        return answer(task, () -> update(request));
    }

    private State ask(String task) throws AwsException, IOException, InterruptedException {
        var answer =
                server.call(
                                "GetTaskProtection",
                                GetTaskProtectionRequest.builder().cluster(cluster).tasks(task),
                                GetTaskProtectionResponse.builder(),
                                TIMEOUT)
                        .build();
        return new State(answer.protectedTasks(), answer.failures());
    }

    private State update(UpdateTaskProtectionRequest.Builder request)
            throws AwsException, IOException, InterruptedException {
        var answer =
                server.call(
                                "UpdateTaskProtection",
                                request,
                                UpdateTaskProtectionResponse.builder(),
                                TIMEOUT)
                        .build();
        return new State(answer.protectedTasks(), answer.failures());
    }

    private Answer answer(String task, Call call) throws InterruptedException {
        if (!asking.add(task)) {
            return busy(task);
        }
        try {
            if (!free.tryAcquire()) {
                return busy(task);
            }
            try {
                return answer(task, call.run());
            } finally {
                free.release();
            }
        } catch (AwsException e) {
            return error(task, e.status(), e.code(), e.getMessage(), e.requestId());
        } catch (IOException e) {
            return error(
                    task,
                    504,
                    "ServerException",
                    "The server did not answer; it is not known whether the call took effect.",
                    "");
        } finally {
            asking.remove(task);
        }
    }

    private static Answer answer(String task, State state) {
        var document = Json.MAPPER.createObjectNode();
        if (!state.tasks().isEmpty()) {
            var shown = state.tasks().getFirst();
            var expires = shown.expirationDate();
            document.putObject("protection")
                    .put("ExpirationDate", expires == null ? null : expires.toString())
                    .put(ENABLED, Boolean.TRUE.equals(shown.protectionEnabled()))
                    .put("TaskArn", shown.taskArn());
        } else if (!state.failures().isEmpty()) {
            var failure = state.failures().getFirst();
            document.putObject("failure")
                    .put("Arn", failure.arn())
                    .put("Detail", failure.detail())
                    .put("Reason", failure.reason());
        } else {
            return error(task, 500, "ServerException", "The server said nothing of the task.", "");
        }
        return Answer.json(document);
    }

    private static Answer busy(String task) {
        return error(
                task,
                429,
                "ThrottlingException",
                "Another request is being answered. Try again when it has been.",
                "");
    }

    private static Answer invalid(String task, String sentence) {
        return error(task, 400, "InvalidParameterException", sentence, "");
    }

    private static Answer error(
            String task, int status, String code, String message, String requestId) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        if (!requestId.isEmpty()) {
            document.put("requestID", requestId);
        }
        document.putObject("error").put("Arn", task).put("Code", code).put("Message", message);
        return new Answer(status, "application/json", document.toString());
    }
}
